//! Paid, and the gate stays shut.

use super::{A_FEE_FEN, PATIENCE, a_car_owes, at_the_booth, confirm, done_with, fen, for_a_reason, letters};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// Opens the sheet by its key, takes the first reason, confirms.
async fn act(window: &Window, key: char, sheet: &str) -> Told {
    window.chord(&[Key::Alt], key).await?;
    for_a_reason(window, sheet).await
}

/// The gate breaks while the car pays: the card says so, opening again fails as long as it is broken and helps once it is
/// mended, and nothing is charged twice. By keys alone.
pub(super) async fn led_to_an_end(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    a_car_owes(engine, window, "粤B56789").await?;
    engine.signals("out-1", "fault").await?;
    confirm(window).await?;
    window.see("stuck").await?;
    // Asked of the part and not of its words: a line that may be cut has none for the driver.
    if fen(window, "stuck").await? != A_FEE_FEN {
        return Err(Trouble::Wrong("the bar does not say what was paid".into()));
    }
    let said = window.text("stuck").await?;
    if !letters(&said).contains("粤B56789") {
        return Err(Trouble::Wrong(format!("which car it is stands nowhere: {said}")));
    }
    window.look_for("[data-testid=\"booth-paid-gate\"][data-gate=\"shut\"]", PATIENCE).await?;
    window.shot("stuck").await?;
    window.accessible("stuck").await?;
    done_with(window).await?;
    // Read again meanwhile, it is the same car and owes nothing.
    let fate = engine.stands_at("out-1", "粤B56789").await?;
    if fate != "repeat" {
        return Err(Trouble::Wrong(format!("a car that has paid and cannot leave is `{fate}`")));
    }
    act(window, 'o', "again-sheet").await?;
    window.look_for("[data-testid=\"stuck\"][data-tries=\"2\"]", PATIENCE).await?;
    engine.signals("out-1", "recovered").await?;
    act(window, 'o', "again-sheet").await?;
    window.gone("stuck").await?;
    window.look_for("[data-testid^=\"event-\"][data-kind=\"gate_tried_again\"]", PATIENCE).await?;
    // The next one goes back into the lot: what it paid counts, and it leaves without paying again.
    a_car_owes(engine, window, "粤B67890").await?;
    engine.signals("out-1", "fault").await?;
    confirm(window).await?;
    window.see("stuck").await?;
    done_with(window).await?;
    act(window, 'i', "inside-sheet").await?;
    window.gone("stuck").await?;
    engine.signals("out-1", "recovered").await?;
    let fate = engine.stands_at("out-1", "粤B67890").await?;
    if fate != "left" {
        return Err(Trouble::Wrong(format!("a car that went back and has paid is `{fate}`")));
    }
    Ok(())
}
