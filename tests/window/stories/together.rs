//! Stories that share a window, each a chapter: an engine and a window take longer to start than most of them to be told. Each
//! begins with a booth where nobody waits, and leaves it so; none needs another one to have been told.

use super::{
    alarms, board, cash, charging, demo_pin, exceptions, garage, history, leases, merchants, palette, payments,
};
use super::{platforms, sign_in, sign_in_as, spaces, stuck, unseen};
use crate::harness::engine::Engine;
use crate::harness::{Start, chapter, tell};

/// The attendant's place among the demo's people: what needs a second person is asked of the manager.
const ATTENDANT: usize = 1;

/// Cash, misread plates, free releases, gates by hand.
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
        chapter("by hand", exceptions::by_hand(&window)).await
    })
    .await;
}

/// Money that is not cash.
#[tokio::test]
async fn an_attendant_scans_and_lets_off() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("payments", Start::demo().on(&engine.data()), |window| async move {
        let pin = demo_pin(&window).await?;
        sign_in_as(&window, ATTENDANT).await?;
        chapter("refused, then paid", payments::refused_then_paid(&engine, &window)).await?;
        chapter("a lost answer", payments::lost_answer(&engine, &window)).await?;
        chapter("withdrawn", payments::withdrawn(&engine, &window)).await?;
        chapter("reduced by hand", payments::reduced(&engine, &window, &pin)).await
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

/// Doubled plates, no plates, cars that are in the books and not in the lot, and the other way round; a gate that stays shut.
#[tokio::test]
async fn a_manager_and_cars_that_nobody_sees() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("unseen", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        chapter("followed", unseen::followed(&engine, &window)).await?;
        chapter("doubled", unseen::doubled(&engine, &window)).await?;
        chapter("without a plate", unseen::without_a_plate(&engine, &window)).await?;
        chapter("never seen", unseen::never_seen(&engine, &window)).await?;
        chapter("stuck", stuck::led_to_an_end(&engine, &window)).await
    })
    .await;
}

/// What lives by itself: the board, the garage, charging cars, messages.
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
        chapter("palette", palette::found(&window)).await
    })
    .await;
}
