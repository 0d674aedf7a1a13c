//! A turn at the booth, by keys alone: begun, counted blind, handed over.

use super::{A_FEE_FEN, PATIENCE, a_car_owes, at_the_booth, confirm, done_with, yuan};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// What the drawer begins with.
const FLOAT_FEN: i64 = 20_000;

/// Cash comes in between; what should be in the drawer is told once it has been counted, and not before.
pub(super) async fn counted_blind(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    begun(window).await?;

    a_car_owes(engine, window, "粤B12346").await?;
    window.type_text("20").await?;
    confirm(window).await?;
    done_with(window).await?;

    window.press(Key::F11).await?;
    window.see("shift-count").await?;
    let expected = yuan(FLOAT_FEN + A_FEE_FEN);
    if window.text("shift-desk").await?.contains(&expected) {
        return Err(Trouble::Wrong(format!("the desk tells {expected} before the count")));
    }
    // Two hundreds, one ten, three ones: a yuan is missing.
    for pieces in ["2", "", "", "1", "", "3", "", "", ""] {
        window.type_text(pieces).await?;
        window.press(Key::Enter).await?;
    }
    window.see("shift-count-sure").await?;
    window.shot("shift-counted").await?;
    window.accessible("shift-counted").await?;
    window.look_for("[data-testid=\"shift-count-give\"][data-armed=\"true\"]", PATIENCE).await?;
    window.press(Key::Enter).await?;
    window.until("shift-expected", "what should be there", |text| text == expected).await?;
    window.until("shift-difference", "what is missing", |text| text == "-1.00").await?;
    window.shot("shift-short").await?;
    // Without a reason Enter does nothing.
    window.press(Key::Enter).await?;
    window.look_for("[data-testid=\"shift-reason\"]:focus", PATIENCE).await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    handed_over(window).await
}

/// F11, the float, Enter; Esc leads back to the booth.
pub(super) async fn begun(window: &Window) -> Told {
    window.press(Key::F11).await?;
    window.focused("shift-float").await?;
    window.shot("shift-begin").await?;
    window.type_text("200").await?;
    window.press(Key::Enter).await?;
    window.see("shift-count").await?;
    window.press(Key::Escape).await?;
    window.see("board-root").await.map(|_| ())
}

async fn handed_over(window: &Window) -> Result<(), Trouble> {
    let whole = |text: &str| ["交班单", "-1.00", "校验值", "找零给错"].iter().all(|word| text.contains(word));
    window.until("shift-sheet", "the whole sheet", whole).await?;
    window.see("shift-float").await?;
    window.shot("shift-handed-over").await?;
    window.accessible("shift-handed-over").await
}
