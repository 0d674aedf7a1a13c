//! The platform's own questions to the lot.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use lotdesk_protocols::json::Node;

use super::envelope::{read_reply, request};
use super::platform::Platform;

/// The lot's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `Ret`
    pub ret: i64,
    /// `Msg`
    pub msg: String,
    /// The content.
    pub content: Node,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Nothing came back.
    #[error("no answer: {0}")]
    Silent(#[from] reqwest::Error),
    /// Something came back that nobody vouches for.
    #[error("the answer is not table B.26, or its signature is wrong: {0}")]
    NotSigned(String),
    /// The lot gives no token.
    #[error("the lot gives no token: {0}")]
    NoToken(String),
}

/// A client for the loopback and for certificates of the lot's own making, which a real platform would be told of.
pub fn client() -> reqwest::Client {
    // One TLS implementation for the process; whoever came first has chosen.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().timeout(Duration::from_secs(25)).no_proxy();
    builder.tls_danger_accept_invalid_certs(true).build().unwrap_or_default()
}

impl Platform {
    /// Gets a token of the lot's, then asks.
    pub async fn ask(
        self: &Arc<Self>,
        client: &reqwest::Client,
        served_at: &str,
        interface: &str,
        content: &str,
    ) -> Result<Asked, AskError> {
        let secret = format!(
            r#"{{"OperatorID":"{}","OperatorSecret":"{}"}}"#,
            self.config.platform_id, self.config.platform_secret
        );
        let given = self.call(client, served_at, "query_token", &secret, None).await?;
        let token = given.content.get("AccessToken").and_then(Node::as_text).unwrap_or_default().to_owned();
        if token.is_empty() {
            return Err(AskError::NoToken(format!("{} {} {}", given.ret, given.msg, given.content)));
        }
        self.call(client, served_at, interface, content, Some(&token)).await
    }

    async fn call(
        &self,
        client: &reqwest::Client,
        served_at: &str,
        interface: &str,
        content: &str,
        token: Option<&str>,
    ) -> Result<Asked, AskError> {
        let body = {
            let mut sequence = self.sequence.lock().unwrap_or_else(PoisonError::into_inner);
            *sequence = *sequence % 9_999 + 1;
            request(&self.config, content, self.config.clock.now(), *sequence)
        };
        let mut call = client
            .post(format!("{served_at}/{interface}"))
            .header("Content-Type", "application/json; charset=UTF-8")
            .body(body);
        if let Some(token) = token {
            call = call.header("Authorization", format!("Bearer {token}"));
        }
        let text = call.send().await?.text().await?;
        let (ret, msg, content) =
            read_reply(&self.config, &text).ok_or_else(|| AskError::NotSigned(text.chars().take(200).collect()))?;
        Ok(Asked { ret, msg, content: Node::parse(&content).unwrap_or(Node::Null) })
    }
}
