//! Stories that share a window, each a chapter: an engine and a window take longer to start than most of them to be told. Each
//! begins with a booth where nobody waits, and leaves it so; none needs another one to have been told.

use super::{
    alarms, board, cash, charging, demo_pin, driver_screen, etcp, exceptions, fleet, garage, history, leases,
    merchants, operators, palette, payments, platforms, second_window, shift, shop, sign_in, sign_in_as, spaces, stuck,
    unseen, violations,
};
use crate::harness::engine::Engine;
use crate::harness::{Start, chapter, tell};

/// The attendant's place among the demo's people: what needs a second person is asked of the manager.
const ATTENDANT: usize = 1;

/// Cash, misread plates, free releases, gates by hand, the screen that faces the driver.
#[tokio::test]
async fn an_attendant_at_the_booth() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("booth", Start::demo().on(&engine.data()), |window| async move {
        let pin = demo_pin(&window).await?;
        sign_in_as(&window, ATTENDANT).await?;
        chapter("paid in cash", cash::paid(&engine, &window)).await?;
        chapter("too little cash", cash::too_little(&engine, &window)).await?;
        chapter("free minutes", cash::free_minutes(&engine, &window)).await?;
        chapter("misread", exceptions::misread(&engine, &window)).await?;
        chapter("released free", exceptions::released_free(&engine, &window, &pin)).await?;
        chapter("by hand", exceptions::by_hand(&window)).await?;
        chapter("driver's screen", driver_screen::shown(&engine, &window)).await
    })
    .await;
}

/// Money that is not cash; and the booth's second window.
#[tokio::test]
async fn an_attendant_scans_and_lets_off() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("payments", Start::demo().on(&engine.data()), |window| async move {
        let pin = demo_pin(&window).await?;
        sign_in_as(&window, ATTENDANT).await?;
        chapter("refused, then paid", payments::refused_then_paid(&engine, &window)).await?;
        chapter("a lost answer", payments::lost_answer(&engine, &window)).await?;
        chapter("withdrawn", payments::withdrawn(&engine, &window)).await?;
        chapter("reduced by hand", payments::reduced(&engine, &window, &pin)).await?;
        chapter("two windows", second_window::paid_in_one_of_two(&engine, &window)).await
    })
    .await;
}

/// Lists, leases, reservations, shared hours, locks, one plate's history, alarms.
#[tokio::test]
async fn a_manager_at_the_desks() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("desks", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        chapter("difference", payments::difference(&window)).await?;
        chapter("history", history::shown(&engine, &window)).await?;
        chapter("locked", spaces::locked(&engine, &window)).await?;
        chapter("lease", leases::sold(&engine, &window)).await?;
        chapter("reserved", spaces::reserved(&engine, &window)).await?;
        chapter("shared", spaces::shared(&engine, &window)).await?;
        chapter("alarm", alarms::handed_on(&engine, &window)).await
    })
    .await;
}

/// Doubled plates, no plates, cars that are in the books and not in the lot, and the other way round; a gate that stays shut;
/// at last a platform that is silent.
#[tokio::test]
async fn a_manager_and_cars_that_nobody_sees() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("unseen", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        chapter("followed", unseen::followed(&engine, &window)).await?;
        chapter("doubled", unseen::doubled(&engine, &window)).await?;
        chapter("without a plate", unseen::without_a_plate(&engine, &window)).await?;
        chapter("never seen", unseen::never_seen(&engine, &window)).await?;
        chapter("stuck", stuck::led_to_an_end(&engine, &window)).await?;
        chapter("a silent platform", platforms::silent(&engine, &window)).await
    })
    .await;
}

/// What lives by itself: the board, the garage, charging cars, messages, ETCP's lots.
#[tokio::test]
async fn a_manager_in_a_living_lot() {
    tell("living", Start::demo(), |window| async move {
        sign_in(&window).await?;
        chapter("board", board::alive(&window)).await?;
        chapter("keys", board::keys(&window)).await?;
        chapter("garage", garage::stored(&window)).await?;
        chapter("messages", platforms::messages(&window)).await?;
        chapter("charging", charging::stopped(&window)).await?;
        chapter("merchants", merchants::coupons(&window)).await?;
        chapter("etcp", etcp::looked_up_and_paid(&window)).await?;
        // It ends with somebody else at the window.
        chapter("palette", palette::found(&window)).await
    })
    .await;
}

/// Who is at the booth: signed in, locked, taken over from, counted.
#[tokio::test]
async fn operators_take_turns() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("operators", Start::demo().on(&engine.data()), |window| async move {
        chapter("sign-in", sign_in::by_keys(&window)).await?;
        chapter("locked and followed", operators::locked_and_followed(&engine, &window)).await?;
        chapter("shift", shift::counted_blind(&engine, &window)).await
    })
    .await;
}

/// Everything for other people's cars: violations, repairs, a fleet, an inspection.
#[tokio::test]
async fn a_clerk_at_the_service_desk() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("service", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        chapter("violation", violations::ordered(&engine, &window)).await?;
        chapter("shop", shop::mended(&engine, &window)).await?;
        chapter("fleet", fleet::imported(&engine, &window)).await?;
        chapter("inspection", violations::inspected(&engine, &window)).await
    })
    .await;
}
