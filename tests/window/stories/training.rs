//! A window for practising is not taken for a real one.

use super::{demo_pin, enter_pin};
use crate::harness::{Key, Start, Trouble, Window, tell};

async fn says_so(window: &Window, screen: &str) -> Result<(), Trouble> {
    window.until("training-banner", "that this is for practising", |text| text.contains("练习模式")).await?;
    window.see("training-frame").await?;
    window.shot(&format!("training-{screen}")).await?;
    Ok(())
}

/// The words and the frame stand on the sign-in, on every desk, over sheets and on the locked screen.
#[tokio::test]
async fn every_screen_says_that_it_is_for_practising() {
    tell("training", Start::training(), |window| async move {
        let pin = demo_pin(&window).await?;
        says_so(&window, "sign-in").await?;
        enter_pin(&window, &pin).await?;
        window.see("board-root").await?;
        says_so(&window, "booth").await?;
        window.accessible("training-booth").await?;
        window.press(Key::F1).await?;
        window.see("help").await?;
        says_so(&window, "sheet").await?;
        window.press(Key::Escape).await?;
        for (key, screen) in [('2', "cars"), ('9', "platforms"), ('0', "settings")] {
            window.chord(&[Key::Control], key).await?;
            says_so(&window, screen).await?;
        }
        window.press(Key::F9).await?;
        window.see("lock-screen").await?;
        says_so(&window, "locked").await
    })
    .await;
}
