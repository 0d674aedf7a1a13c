//! A driver stands before the mechanical garage, and the attendant stores the car.

use super::PATIENCE;
use crate::harness::{Key, Told, Window};

/// By keys alone: the desk, a store, and the machine at work with the seconds that remain; then back at the booth.
pub(super) async fn stored(window: &Window) -> Told {
    window.press(Key::F10).await?;
    window.see("garages").await?;
    window.look_for("[data-testid=\"garage-list\"]", PATIENCE).await?;
    window.chord(&[Key::Alt], 's').await?;
    window.look_for("[data-testid=\"store-plate\"]:focus", PATIENCE).await?;
    window.shot("garage-store").await?;
    window.press(Key::Enter).await?;
    window.gone("store").await?;
    window.see("garage-running").await?;
    window.until("garage-left", "the seconds that remain", |text| text.chars().any(|c| c.is_ascii_digit())).await?;
    window.shot("garage-running").await?;
    window.accessible("garage-running").await?;
    window.press(Key::Escape).await?;
    // Whoever waits there by now: a car of the demo that pays, or one that the camera could not read.
    window.see("board-root").await.map(|_| ())
}
