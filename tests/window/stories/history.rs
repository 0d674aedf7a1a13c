//! One plate's history, from the search.

use super::{A_STAY, PATIENCE, for_a_reason};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Window};

/// Letters open the search, one key the history of the car that was found; in full only with a reason. By keys alone.
pub(super) async fn shown(engine: &Engine, window: &Window) -> Told {
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
    for_a_reason(window, "history-sheet").await?;
    window.gone("history-show").await?;
    window.press(Key::Escape).await?;
    window.see("board-root").await.map(|_| ())
}
