//! Signing in and out, and the first start.

use super::{demo_pin, enter_pin, sign_in, sign_in_as};
use crate::harness::{Key, Start, Trouble, tell};

/// Name picked by arrow, PIN typed, Enter; F12 twice signs out.
#[tokio::test]
async fn an_operator_signs_in_by_keys_and_hands_over() {
    tell("sign-in", Start::demo(), |window| async move {
        demo_pin(&window).await?;
        window.shot("sign-in").await?;
        window.accessible("sign-in").await?;
        let second = sign_in_as(&window, 1).await?;
        window.until("operator-name", &second, |text| text == second).await?;
        window.press(Key::F12).await?;
        window.see("change-pin").await?;
        window.press(Key::F12).await?;
        window.see("sign-in").await?;
        window.gone("app").await
    })
    .await;
}

/// A wrong PIN is refused in words, the field is emptied, and the right one still works.
#[tokio::test]
async fn a_wrong_pin_is_refused_in_words() {
    tell("wrong-pin", Start::demo(), |window| async move {
        let pin = demo_pin(&window).await?;
        let wrong: String = pin.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect();
        enter_pin(&window, &wrong).await?;
        let said = window.until("refusal", "words", |text| !text.trim().is_empty()).await?;
        if !said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            return Err(Trouble::Wrong(format!("the refusal is not in Chinese: {said}")));
        }
        window.shot("wrong-pin").await?;
        if window.shows("app").await? || !window.value("sign-in-pin").await?.is_empty() {
            return Err(Trouble::Wrong("a wrong PIN stays in the field or opens the console".into()));
        }
        sign_in(&window).await
    })
    .await;
}

/// A lot where nobody has signed in: the first start creates the manager.
#[tokio::test]
async fn the_first_start_creates_the_manager() {
    tell("first-start", Start::fresh(), |window| async move {
        window.see_first("first-start-name").await?;
        window.shot("first-start").await?;
        window.accessible("first-start").await?;
        window.type_text("manager").await?;
        window.press(Key::Tab).await?;
        window.type_text("246813").await?;
        window.press(Key::Tab).await?;
        // Typed differently the second time: refused before anything is created.
        window.type_text("246814").await?;
        window.press(Key::Enter).await?;
        window.see("first-start-submit").await?;
        window.press(Key::Backspace).await?;
        window.type_text("3").await?;
        window.press(Key::Enter).await?;
        window.see("app").await?;
        window.until("operator-name", "manager", |text| text == "manager").await?;
        Ok(())
    })
    .await;
}
