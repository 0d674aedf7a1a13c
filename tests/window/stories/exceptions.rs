//! Cars that are no plain payment.

use super::{A_STAY, ASKING, PATIENCE, a_car_owes, confirm, done_with, fen};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// A plate misread at the exit has no entry: the car that it nearly is stands first among the candidates, and Enter
/// takes it.
pub(super) async fn misread(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B88888", A_STAY).await?;
    let fate = engine.stands_at("out-1", "粤B8888B").await?;
    if fate != "no_entry" {
        return Err(Trouble::Wrong(format!("a car without an entry is `{fate}`")));
    }
    window.see("resolve").await?;
    window.until("resolve-candidate-*", "the car it nearly is", |text| text.contains("88888")).await?;
    window.shot("misread").await?;
    window.accessible("misread").await?;
    window.press(Key::Enter).await?;
    window.look_for(ASKING, PATIENCE).await?;
    if fen(window, "booth-exit-due").await? != super::A_FEE_FEN {
        return Err(Trouble::Wrong("the matched car's stay is not priced from its entry".into()));
    }
    confirm(window).await?;
    done_with(window).await
}

/// Money is given away only when a second person agrees with a PIN: a wrong one is refused, the right one opens.
pub(super) async fn released_free(engine: &Engine, window: &Window, pin: &str) -> Told {
    a_car_owes(engine, window, "粤B10004").await?;
    window.press(Key::F7).await?;
    window.see("free").await?;
    // The reasons are one arrow away.
    window.press(Key::Down).await?;
    window.holds("a reason is chosen", || async { Ok(!window.value("free-reason").await?.is_empty()) }).await?;
    window.shot("free").await?;
    window.accessible("free").await?;
    window.click("free-pin").await?;
    let wrong: String = pin.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect();
    window.type_text(&wrong).await?;
    window.press(Key::Enter).await?;
    window.until("refusal", "words", |text| !text.trim().is_empty()).await?;
    window.click("free-pin").await?;
    window.type_text(pin).await?;
    window.press(Key::Enter).await?;
    window.look_for("[data-testid=\"booth-exit\"][data-phase=\"done\"]", PATIENCE).await?;
    window.until("exit-tab-out-1", "that the gate opens", |text| text.contains('开')).await?;
    done_with(window).await
}

/// Opening by hand takes a lane and a reason, and is told in the stream.
pub(super) async fn by_hand(window: &Window) -> Told {
    window.see("board-grid").await?;
    window.press(Key::F3).await?;
    window.see("open-by-hand").await?;
    window.press(Key::Enter).await?;
    window.see("open-by-hand").await?;
    window.press(Key::Down).await?;
    window.holds("a reason is chosen", || async { Ok(!window.value("open-reason").await?.is_empty()) }).await?;
    window.shot("open-by-hand").await?;
    window.press(Key::Enter).await?;
    window.gone("open-by-hand").await?;
    window.look_for("[data-testid^=\"event-\"][data-kind*=\"hand\"]", PATIENCE).await.map(|_| ())
}
