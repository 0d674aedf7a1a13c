//! A new lot, from its first manager to its summary.

use super::PATIENCE;
use crate::harness::{Key, Start, Told, Trouble, Window, tell};

const PIN: &str = "246813";
// The driver types no Chinese.
const NAME: &str = "Riverside lot";
/// By its title: WebKit takes the shortened name itself for not displayed.
const LOT_NAME: &str = "[data-testid=\"lot-name\"]";
const AREA: &str = "Level one";

/// The set-up follows the first manager; it is left and taken up again with what was typed, and ends with what is set.
#[tokio::test]
async fn a_new_lot_is_set_up_step_by_step() {
    tell("set-up", Start::fresh(), |window| async move {
        first_manager(&window).await?;
        on(&window, "lot").await?;
        window.shot("set-up-lot").await?;
        window.accessible("set-up-lot").await?;
        window.click("setup-name").await?;
        over(&window, NAME).await?;
        window.press(Key::Tab).await?;
        over(&window, "4403").await?;
        window.press(Key::Enter).await?;
        window.see("setup-holds").await?;
        window.type_text("0500100101000010").await?;
        window.press(Key::Enter).await?;
        on(&window, "areas").await?;
        let named = || async { Ok(window.attribute(LOT_NAME, "title").await?.as_deref() == Some(NAME)) };
        window.holds("the lot has its name in the top bar", named).await?;

        // Left with something typed, and taken up again.
        window.click("setup-area-name-1").await?;
        over(&window, AREA).await?;
        window.click("setup-later").await?;
        window.see("board-root").await?;
        window.chord(&[Key::Control], 'k').await?;
        window.see("palette-text").await?;
        window.type_text("ktxd").await?;
        window.press(Key::Enter).await?;
        on(&window, "areas").await?;
        let name = window.value("setup-area-name-1").await?;
        if name != AREA {
            return Err(Trouble::Wrong(format!("the area that was typed is `{name}` now")));
        }
        window.shot("set-up-areas").await?;
        forth(&window).await?;

        on(&window, "lanes").await?;
        window.click("setup-lane-token-1").await?;
        let token = window.text("setup-token-text").await?;
        if token.trim().len() != 32 {
            return Err(Trouble::Wrong(format!("a token has 32 characters, and not `{token}`")));
        }
        window.shot("set-up-lanes").await?;
        window.accessible("set-up-lanes").await?;
        forth(&window).await?;

        on(&window, "tariff").await?;
        window.click("setup-tariff-hospital").await?;
        window.click("tariff-try").await?;
        window.see("tariff-result").await?;
        window.shot("set-up-tariff").await?;
        window.accessible("set-up-tariff").await?;
        forth(&window).await?;

        on(&window, "platforms").await?;
        window.shot("set-up-platforms").await?;
        window.accessible("set-up-platforms").await?;
        forth(&window).await?;

        on(&window, "people").await?;
        window.click("operator-new-name").await?;
        window.type_text("booth").await?;
        window.press(Key::Tab).await?;
        window.type_text("1357").await?;
        window.click("operator-create").await?;
        window.until("setup", "the new person in the list", |text| text.contains("booth")).await?;
        forth(&window).await?;

        on(&window, "summary").await?;
        for (step, set) in [
            ("lot", true),
            ("areas", true),
            ("lanes", false),
            ("tariff", false),
            ("platforms", false),
            ("people", true),
        ] {
            let selector = format!("[data-testid=\"setup-sum-{step}\"][data-set=\"{set}\"]");
            window.look_for(&selector, PATIENCE).await?;
        }
        window.shot("set-up-summary").await?;
        window.accessible("set-up-summary").await?;
        forth(&window).await?;
        window.see("board-root").await?;
        Ok(())
    })
    .await;
}

/// A lot where nobody has signed in creates its manager; a PIN that was typed differently the second time is refused before
/// anything is created.
async fn first_manager(window: &Window) -> Told {
    window.see_first("first-start-name").await?;
    window.shot("first-start").await?;
    window.accessible("first-start").await?;
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
