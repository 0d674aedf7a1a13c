//! Signing in and out.

use super::{demo_pin, enter_pin, sign_in_as};
use crate::harness::{Key, Told, Trouble, Window};

/// A wrong PIN is refused in words and emptied; the right one opens; name picked by arrow; F12 twice signs out.
pub(super) async fn by_keys(window: &Window) -> Told {
    let pin = demo_pin(window).await?;
    window.shot("sign-in").await?;
    window.accessible("sign-in").await?;
    let wrong: String = pin.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect();
    enter_pin(window, &wrong).await?;
    let said = window.until("refusal", "words", |text| !text.trim().is_empty()).await?;
    if !said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        return Err(Trouble::Wrong(format!("the refusal is not in Chinese: {said}")));
    }
    window.shot("wrong-pin").await?;
    if window.shows("app").await? || !window.value("sign-in-pin").await?.is_empty() {
        return Err(Trouble::Wrong("a wrong PIN stays in the field or opens the console".into()));
    }
    let second = sign_in_as(window, 1).await?;
    window.until("operator-name", &second, |text| text == second).await?;
    window.press(Key::F12).await?;
    window.see("change-pin").await?;
    window.press(Key::F12).await?;
    window.see("sign-in").await?;
    window.gone("app").await
}
