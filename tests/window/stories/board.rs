//! The live board.

use std::time::Duration;

use crate::harness::{Key, Told, Trouble, Window};

const BOARD: &str = "[data-testid=\"board-root\"]";

/// Within seconds of signing in the board has moved, and it keeps moving.
pub(super) async fn alive(window: &Window) -> Told {
    window.until("booth-free", "figures", |text| text.chars().any(|c| c.is_ascii_digit())).await?;
    moves(window, 1, Duration::from_secs(15)).await?;
    moves(window, 3, Duration::from_secs(30)).await?;
    window.at_least("area-*", 1).await?;
    window.at_least("entry-lane-*", 1).await?;
    window.at_least("exit-tab-*", 1).await?;
    window.at_least("event-*", 1).await?;
    window.at_least("link-*", 1).await?;
    window.see("board-grid").await?;
    Ok(())
}

/// The keys that the bar at the bottom names do what it says; Esc steps back.
pub(super) async fn keys(window: &Window) -> Told {
    window.see("board-grid").await?;
    window.press(Key::F1).await?;
    window.see("help").await?;
    window.shot("help").await?;
    window.accessible("help").await?;
    window.press(Key::Escape).await?;
    window.gone("help").await?;
    window.press(Key::F2).await?;
    window.see("search").await?;
    window.type_text("1").await?;
    window.at_least("search-row-*", 1).await?;
    window.shot("search").await?;
    window.press(Key::Escape).await?;
    window.gone("search").await
}

/// Waits until the board has painted so many more changes.
pub async fn moves(window: &Window, more: u64, patience: Duration) -> Result<(), Trouble> {
    let target = painted(window).await? + more;
    let began = std::time::Instant::now();
    loop {
        let now = painted(window).await?;
        if now >= target {
            return Ok(());
        }
        if began.elapsed() > patience {
            let wanted = format!("{more} more changes on the board");
            return Err(Trouble::Late { wanted, seconds: patience.as_secs(), seen: format!("{now} of {target}") });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How many changes the board has painted since its first picture.
pub async fn painted(window: &Window) -> Result<u64, Trouble> {
    let count = window.attribute(BOARD, "data-paint-count").await?;
    Ok(count.and_then(|text| text.parse().ok()).unwrap_or(0))
}
