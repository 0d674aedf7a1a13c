//! What waits for a platform, and a platform that does not answer.

use super::sign_in;
use crate::harness::{Key, Start, Trouble, tell};

/// The messages are one key away, each with its content and its attempts.
#[tokio::test]
async fn the_messages_are_one_key_away() {
    tell("messages", Start::demo(), |window| async move {
        sign_in(&window).await?;
        window.chord(&[Key::Control], '2').await?;
        window.see("platforms").await?;
        window.see("messages").await?;
        // Also those that were accepted: on a calm day nothing waits.
        window.click("messages-open-false").await?;
        window.at_least("message-row-*", 1).await?;
        window.click("message-row-*").await?;
        let body = window.until("message-body", "the business message", |text| text.contains('{')).await?;
        if serde_json::from_str::<serde_json::Value>(&body).is_err() {
            return Err(Trouble::Wrong(format!("the message's body is no JSON: {body}")));
        }
        window.see("message-attempts").await?;
        window.shot("message-detail").await?;
        Ok(())
    })
    .await;
}
