//! Plates inside twice, cars without a plate, cars that are in the books and not in the lot.

use super::{A_STAY, PATIENCE, at_the_booth, letters};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// The plate of a car inside comes in again: both stand side by side, and the old stay ends with the new one's beginning.
pub(super) async fn doubled(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    engine.comes_in("in-1", "粤B12345", A_STAY).await?;
    let fate = engine.stands_at("in-2", "粤B12345").await?;
    if fate != "already_inside" {
        return Err(Trouble::Wrong(format!("a plate that is inside was `{fate}` once more")));
    }
    window.see("double").await?;
    window.until("double", "what the old stay owes", |text| text.contains("14.00")).await?;
    window.shot("double").await?;
    window.accessible("double").await?;
    window.click("double-reason").await?;
    window.press(Key::Down).await?;
    window.holds("a reason is chosen", || async { Ok(!window.value("double-reason").await?.is_empty()) }).await?;
    window.press(Key::Enter).await?;
    window.gone("double").await?;
    window.look_for("[data-testid^=\"event-\"][data-kind=\"closed_unseen_owing\"]", PATIENCE).await?;
    Ok(())
}

/// A car without a plate gets a code by one key, and leaves by typing it.
pub(super) async fn without_a_plate(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    if engine.stands_blank("in-1").await? != "no_plate" {
        return Err(Trouble::Wrong("a car without a plate is none".into()));
    }
    window.see("ticket-issue").await?;
    window.shot("ticket-entry").await?;
    window.press(Key::Enter).await?;
    let is_code = |text: &str| text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
    let code = window.until("ticket-code", "a code", is_code).await?;
    window.shot("ticket-code").await?;
    window.accessible("ticket-code").await?;
    window.press(Key::Enter).await?;
    window.gone("ticket").await?;
    engine.stands_blank("out-1").await?;
    window.look_for("[data-testid=\"resolve-ticket\"]:focus", PATIENCE).await?;
    window.type_text(&code).await?;
    window.shot("ticket-exit").await?;
    window.press(Key::Enter).await?;
    window.gone("resolve").await?;
    window.until("exit-tab-out-1", "that the gate opens", |text| text.contains('开')).await?;
    Ok(())
}

/// Plates seen on a walk are compared with the books; the car that nobody saw is closed after a second look.
pub(super) async fn never_seen(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    engine.comes_in("in-1", "粤B11111", A_STAY).await?;
    engine.comes_in("in-2", "粤B22222", A_STAY).await?;
    window.chord(&[Key::Control], '2').await?;
    window.click("cars-tab-walk").await?;
    window.click("walk-plates").await?;
    window.type_text("粤B11111，苏A12345").await?;
    window.press(Key::F5).await?;
    window
        .until("walk-sums", "two plates, one of them inside", |text| text.contains('2') && text.contains('1'))
        .await?;
    window.until("walk-list", "the car that was not seen", |text| letters(text).contains("粤B22222")).await?;
    window.shot("walk").await?;
    window.accessible("walk").await?;
    window.click("walk-pick-粤B22222").await?;
    window.until("walk-picked", "what it owes", |text| text.contains("14.00")).await?;
    window.chord(&[Key::Alt], 'c').await?;
    window.see("walk-sheet").await?;
    window.click("walk-sheet-reason").await?;
    window.press(Key::Down).await?;
    window.shot("walk-close").await?;
    window.accessible("walk-close").await?;
    window.press(Key::Enter).await?;
    window.until("walk-done", "that one was ended", |text| text.contains("14.00")).await?;
    window.click("walk-part-strange").await?;
    window.until("walk-strange", "the car without a record", |text| letters(text).contains("苏A12345")).await?;
    Ok(())
}

/// Two cars on one opening: an alarm, and a record that is put in by hand.
pub(super) async fn followed(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    engine.stands_at("in-1", "粤B33333").await?;
    engine.signals("in-1", "passed").await?;
    engine.signals("in-1", "passed").await?;
    window.look_for("[data-testid^=\"event-\"][data-kind=\"passed_unread_in\"]", PATIENCE).await?;
    window.chord(&[Key::Control], '2').await?;
    window.click("cars-tab-passages").await?;
    window.see("passage-enter").await?;
    window.shot("passages").await?;
    window.accessible("passages").await?;
    window.chord(&[Key::Alt], 'r').await?;
    window.look_for("[data-testid=\"passage-plate\"]:focus", PATIENCE).await?;
    window.type_text("粤B44444").await?;
    window.click("passage-sheet-reason").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.gone("passage-sheet").await?;
    window.click("passages-which-past").await?;
    window.until("passage-detail", "the plate that was put in", |text| letters(text).contains("粤B44444")).await?;
    Ok(())
}
