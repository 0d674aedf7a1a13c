//! The next operator takes over, and a locked screen: the car and what was typed stay.

use super::{PATIENCE, a_car_owes, confirm, demo_pin, done_with, enter_pin, speak};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

const PLATE: &str = "粤B12345";

/// Both with one car at the exit: whoever unlocks the screen is the one who is followed.
pub(super) async fn locked_and_followed(engine: &Engine, window: &Window) -> Told {
    let pin = enter(window).await?;
    a_car_owes(engine, window, PLATE).await?;
    locked_screen(window, &pin).await?;
    next_operator(window, &pin).await
}

/// F12, a wrong PIN in words, the right one: another name at the top, the amount typed is still there, and the new
/// operator takes the money.
async fn next_operator(window: &Window, pin: &str) -> Told {
    let first = window.text("operator-name").await?;
    received(window, "50").await?;
    window.press(Key::F12).await?;
    window.see("change-pin").await?;
    window.shot("change").await?;
    window.accessible("change").await?;
    window.type_text("999999").await?;
    window.press(Key::Enter).await?;
    window.until("refusal", "words", |text| !text.trim().is_empty()).await?;
    window.until("operator-name", "the first one still", |text| text == first).await?;
    window.type_text(pin).await?;
    window.press(Key::Enter).await?;
    window.gone("change").await?;
    window.until("operator-name", "somebody else", |text| text != first).await?;
    received(window, "50").await?;
    confirm(window).await?;
    done_with(window).await?;
    speak(window, "zh").await
}

/// F9 covers the screen in both languages: the lot, the clock and the waiting lane, but no plate. No key works behind it.
async fn locked_screen(window: &Window, pin: &str) -> Told {
    let name = window.text("operator-name").await?;
    window.type_text("50").await?;
    for (language, title) in [("zh", "已锁屏"), ("en", "Locked")] {
        speak(window, language).await?;
        window.press(Key::F9).await?;
        window.until("lock-screen", title, |text| text.contains(title)).await?;
        window.look_for("[data-testid=\"lock-waiting\"][data-count=\"1\"]", PATIENCE).await?;
        window.shot("lock").await?;
        window.accessible("lock").await?;
        let said = window.text("lock-screen").await?;
        if said.contains("12345") {
            return Err(Trouble::Wrong(format!("the locked screen tells a plate: {said}")));
        }
        window.press(Key::F3).await?;
        window.see("unlock-pin").await?;
        if window.shows("open-by-hand").await? {
            return Err(Trouble::Wrong("a key works behind the locked screen".into()));
        }
        window.type_text(pin).await?;
        window.press(Key::Enter).await?;
        window.gone("lock-screen").await?;
        window.until("operator-name", &name, |text| text == name).await?;
        received(window, "50").await?;
    }
    // Somebody else's PIN is a change of operator.
    window.press(Key::F9).await?;
    window.see("unlock-pin").await?;
    window.press(Key::Down).await?;
    window.type_text(pin).await?;
    window.press(Key::Enter).await?;
    window.gone("lock-screen").await?;
    window.until("operator-name", "somebody else", |text| text != name).await?;
    received(window, "50").await
}

/// Signs in as the first of the list, and gives the PIN that all of the demo have.
async fn enter(window: &Window) -> Result<String, Trouble> {
    let pin = demo_pin(window).await?;
    enter_pin(window, &pin).await?;
    window.see("board-root").await?;
    Ok(pin)
}

async fn received(window: &Window, wanted: &str) -> Told {
    let value = window.value("booth-received").await?;
    if value == wanted {
        return Ok(());
    }
    Err(Trouble::Wrong(format!("`{wanted}` was typed as received, the field has `{value}`")))
}
