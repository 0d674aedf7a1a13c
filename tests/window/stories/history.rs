//! One plate's history, from the search.

use super::{A_STAY, PATIENCE, sign_in};
use crate::harness::engine::Engine;
use crate::harness::{Key, Start, tell};

/// Letters open the search, one key the history of the car that was found; in full only with a reason. By keys alone.
#[tokio::test]
async fn a_plates_history_is_found_and_shown_in_full_with_a_reason() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("history", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        engine.comes_in("in-1", "粤B12345", A_STAY).await?;
        window.press(Key::F2).await?;
        window.look_for("[data-testid=\"search-text\"]:focus", PATIENCE).await?;
        window.type_text("12345").await?;
        window.until("search-row-1", "the car", |text| text.replace([' ', '·'], "").contains("粤B12345")).await?;
        window.chord(&[Key::Alt], 'h').await?;
        window.look_for("[data-testid=\"history-item-1\"][data-kind=\"parking\"]", PATIENCE).await?;
        window.shot("history").await?;
        window.accessible("history").await?;
        window.chord(&[Key::Alt], 'v').await?;
        window.look_for("[data-testid=\"history-sheet-reason\"]:focus", PATIENCE).await?;
        window.press(Key::Down).await?;
        window.press(Key::Enter).await?;
        window.gone("history-sheet").await?;
        window.gone("history-show").await?;
        Ok(())
    })
    .await;
}
