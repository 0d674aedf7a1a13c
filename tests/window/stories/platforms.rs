//! What waits for a platform, and a platform that does not answer.

use std::time::Duration;

use super::{a_car_owes, at_the_booth, confirm, done_with};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// The messages are one key away, each with its content and its attempts.
pub(super) async fn messages(window: &Window) -> Told {
    window.chord(&[Key::Control], '9').await?;
    window.see("platforms").await?;
    window.see("messages").await?;
    // Also those that were accepted: on a calm day nothing waits.
    window.click("messages-open-false").await?;
    window.at_least("message-row-*", 1).await?;
    // The demo's cars go on: a space's next state may have taken the place of the one that is looked at.
    for _ in 0..5 {
        window.click("message-row-*").await?;
        if window.look_for("[data-testid=\"message-body\"]", Duration::from_secs(4)).await.is_ok() {
            break;
        }
    }
    let body = window.until("message-body", "the business message", |text| text.contains('{')).await?;
    if serde_json::from_str::<serde_json::Value>(&body).is_err() {
        return Err(Trouble::Wrong(format!("the message's body is no JSON: {body}")));
    }
    window.see("message-attempts").await?;
    window.shot("message-detail").await.map(|_| ())
}

/// The city platform takes everything in and answers nothing: the window says so and counts, the car at the exit does
/// not wait for it, and when the platform is back the count goes down by itself.
pub(super) async fn silent(engine: &Engine, window: &Window) -> Told {
    at_the_booth(window).await?;
    window.look_for("[data-testid=\"link-city\"][data-state=\"up\"]", LINK_PATIENCE).await?;
    engine.withhold_replies().await?;
    // Something must be on its way for the silence to be noticed.
    engine.comes_in("in-2", "粤B77770", Duration::ZERO).await?;
    a_car_owes(engine, window, "粤B77771").await?;
    confirm(window).await?;
    window.see("booth-paid").await?;
    done_with(window).await?;
    window.look_for("[data-testid=\"offline-banner\"]", LINK_PATIENCE).await?;
    // And while the window knows of it.
    a_car_owes(engine, window, "粤B77772").await?;
    confirm(window).await?;
    window.see("booth-paid").await?;
    let waits = |text: &str| text.chars().any(|c| ('1'..='9').contains(&c));
    window.until("offline-banner", "how many wait", waits).await?;
    window.shot("platform-silent").await?;
    window.accessible("platform-silent").await?;
    // One click from the messages themselves.
    window.click("booth-waiting-count").await?;
    window.at_least("message-row-*", 1).await?;
    window.shot("messages-waiting").await?;

    engine.answer_again().await?;
    window.look_for("[data-testid=\"link-city\"][data-state=\"up\"]", LINK_PATIENCE).await?;
    window.gone("offline-banner").await?;
    window.look_for("[data-testid=\"booth-waiting-count\"][data-count=\"0\"]", LINK_PATIENCE).await?;
    Ok(())
}

/// A reply is waited for 20 seconds; then the link is down. Trying again takes as long at most.
const LINK_PATIENCE: Duration = Duration::from_secs(90);
