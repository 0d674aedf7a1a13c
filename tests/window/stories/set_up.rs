//! A new lot, from its first manager to its summary, by keyboard alone: the windows of these stories cannot be clicked.

use super::{PATIENCE, speak};
use crate::harness::{Key, Start, Told, Trouble, Window, tell};

const PIN: &str = "246813";
// The driver types no Chinese.
const NAME: &str = "Riverside lot";
/// By its title: WebKit takes the shortened name itself for not displayed.
const LOT_NAME: &str = "[data-testid=\"lot-name\"]";
const AREA: &str = "Level one";

#[tokio::test]
async fn a_new_lot_is_set_up_step_by_step() {
    tell("set-up", Start::fresh().by_keys_alone(), |window| async move { set_up(&window, "zh", "ktxd").await }).await;
}

#[tokio::test]
async fn a_new_lot_is_set_up_in_english() {
    tell(
        "set-up-english",
        Start::fresh().by_keys_alone(),
        |window| async move { set_up(&window, "en", "set-up").await },
    )
    .await;
}

/// The set-up follows the first manager; it is left and taken up again by its name in the palette, with what was typed, and
/// ends with what is set.
async fn set_up(window: &Window, language: &'static str, called: &str) -> Told {
    window.see_first("first-start-name").await?;
    speak(window, language).await?;
    first_manager(window).await?;
    on(window, "lot").await?;
    look_at(window, "set-up-lot").await?;
    window.fill("setup-name", NAME).await?;
    window.press(Key::Tab).await?;
    over(window, "4403").await?;
    window.press(Key::Enter).await?;
    window.see("setup-holds").await?;
    window.type_text("0500100101000010").await?;
    window.press(Key::Enter).await?;
    on(window, "areas").await?;
    let named = || async { Ok(window.attribute(LOT_NAME, "title").await?.as_deref() == Some(NAME)) };
    window.holds("the lot has its name in the top bar", named).await?;

    // Left with something typed, and taken up again.
    window.fill("setup-area-name-1", AREA).await?;
    push(window, "setup-later").await?;
    window.see("board-root").await?;
    window.chord(&[Key::Control], 'k').await?;
    window.focused("palette-text").await?;
    window.type_text(called).await?;
    window.look_for("[data-testid=\"palette-row-set_up\"][aria-selected=\"true\"]", PATIENCE).await?;
    window.press(Key::Enter).await?;
    on(window, "areas").await?;
    let name = window.value("setup-area-name-1").await?;
    if name != AREA {
        return Err(Trouble::Wrong(format!("the area that was typed is `{name}` now")));
    }
    window.shot("set-up-areas").await?;
    forth(window).await?;

    on(window, "lanes").await?;
    push(window, "setup-lane-token-1").await?;
    let token = window.text("setup-token-text").await?;
    if token.trim().len() != 32 {
        return Err(Trouble::Wrong(format!("a token has 32 characters, and not `{token}`")));
    }
    look_at(window, "set-up-lanes").await?;
    forth(window).await?;

    on(window, "tariff").await?;
    push(window, "setup-tariff-hospital").await?;
    push(window, "tariff-try").await?;
    window.see("tariff-result").await?;
    look_at(window, "set-up-tariff").await?;
    forth(window).await?;

    on(window, "platforms").await?;
    look_at(window, "set-up-platforms").await?;
    forth(window).await?;

    on(window, "people").await?;
    window.fill("operator-new-name", "booth").await?;
    window.press(Key::Tab).await?;
    window.type_text("1357").await?;
    window.shot("set-up-people").await?;
    push(window, "operator-create").await?;
    window.until("setup", "the new person in the list", |text| text.contains("booth")).await?;
    forth(window).await?;

    on(window, "summary").await?;
    for (step, set) in
        [("lot", true), ("areas", true), ("lanes", false), ("tariff", false), ("platforms", false), ("people", true)]
    {
        let selector = format!("[data-testid=\"setup-sum-{step}\"][data-set=\"{set}\"]");
        window.look_for(&selector, PATIENCE).await?;
    }
    look_at(window, "set-up-summary").await?;
    forth(window).await?;
    window.see("board-root").await?;
    Ok(())
}

/// A picture, and axe.
async fn look_at(window: &Window, name: &str) -> Told {
    window.shot(name).await?;
    window.accessible(name).await
}

/// Reaches a button by Tab, and pushes it.
async fn push(window: &Window, id: &str) -> Told {
    window.tab_to(id).await?;
    window.press(Key::Enter).await
}

/// A lot where nobody has signed in creates its manager; a PIN that was typed differently the second time is refused before
/// anything is created.
async fn first_manager(window: &Window) -> Told {
    look_at(window, "first-start").await?;
    window.type_text("manager").await?;
    window.press(Key::Tab).await?;
    window.type_text(PIN).await?;
    window.press(Key::Tab).await?;
    window.type_text(&PIN.replace('3', "4")).await?;
    window.press(Key::Enter).await?;
    window.look_for("[data-testid=\"first-start-pin-again\"][aria-invalid=\"true\"]", PATIENCE).await?;
    over(window, PIN).await?;
    window.press(Key::Enter).await?;
    window.see("setup").await?;
    window.until("operator-name", "manager", |text| text == "manager").await.map(|_| ())
}

/// Waits until this step is on.
async fn on(window: &Window, step: &str) -> Told {
    window.look_for(&format!("[data-testid=\"setup\"][data-step=\"{step}\"]"), PATIENCE).await?;
    Ok(())
}

async fn forth(window: &Window) -> Told {
    window.chord(&[Key::Alt], char::from(Key::Right)).await
}

/// Types in place of what the field has.
async fn over(window: &Window, text: &str) -> Told {
    window.chord(&[Key::Control], 'a').await?;
    window.type_text(text).await
}
