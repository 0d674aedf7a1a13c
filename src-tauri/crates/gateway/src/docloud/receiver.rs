//! What docloud pushes: verified over query and body, held against our clock, stored, carried out once, answered. Which rule that
//! is stands at [`receiver::verified`].

use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_ledger::Ledger;
use lotdesk_ledger::inbox::{Arrival, Earlier};
use lotdesk_operations::Desk;
use lotdesk_operations::api::listener::PushRefusal;
use lotdesk_protocols::docloud::receiver::{self, Agreed, NotTaken, Push, TAKEN};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::callback::{Head, Receiver, Refusals, Unread};

/// A car has few violations; a push with more than this is none.
const MOST_BYTES: usize = 1024 * 1024;
/// So many refused messages a minute are kept to be looked at; the counters have all of them.
const REFUSED_KEPT_A_MINUTE: u32 = 30;

/// What a receiver is made of.
pub struct DocloudReceiverParts {
    /// Carries out what is told.
    pub desk: Desk,
    /// Keeps what came.
    pub ledger: Ledger,
    /// Our time.
    pub clock: Arc<dyn Clock>,
    /// The account.
    pub app_key: String,
    /// The secret that both sides know.
    pub app_secret: Zeroizing<String>,
    /// How far a push's time may lie from ours, in seconds.
    pub push_window_s: u32,
    /// Where refusals are counted.
    pub refusals: Arc<Refusals>,
}

/// docloud's receiver.
#[derive(Clone)]
pub struct DocloudReceiver {
    inner: Arc<Inner>,
}

struct Inner {
    parts: DocloudReceiverParts,
    kept: DefaultDirectRateLimiter,
}

impl DocloudReceiver {
    /// A receiver. Without a secret it takes nothing.
    pub fn new(parts: DocloudReceiverParts) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(REFUSED_KEPT_A_MINUTE).unwrap_or(NonZeroU32::MIN));
        Self { inner: Arc::new(Inner { parts, kept: RateLimiter::direct(quota) }) }
    }
}

/// Which push a path below the mount is for.
fn push_of(path: &str) -> Option<Push> {
    match path.trim_matches('/') {
        "order" => Some(Push::Order),
        "monitor" => Some(Push::Monitor),
        _ => None,
    }
}

/// What a message is known by: docloud gives it no identifier, so it is its sorted query, which carries the time at which it was
/// sent, and its body.
fn digest(push: Push, sorted: &str, body: &[u8]) -> [u8; 32] {
    let head = [b"docloud\0", push.interface().as_bytes(), b"\0", sorted.as_bytes(), b"\0"].concat();
    Sha256::new().chain_update(head).chain_update(body).finalize().into()
}

impl Inner {
    async fn take(&self, push: Push, body: &[u8], head: &Head) -> String {
        let query = head.query.as_deref().unwrap_or_default();
        let parts = &self.parts;
        let agreed = Agreed {
            app_key: &parts.app_key,
            app_secret: &parts.app_secret,
            window_ms: i64::from(parts.push_window_s) * 1000,
        };
        let (signed, text) = match receiver::verified(query, body, &agreed, parts.clock.now()) {
            Ok(verified) => verified,
            Err(why) => return self.not_taken(push, body, head, why).await,
        };
        let digest = digest(push, &signed.sorted, body);
        match parts.ledger.read(move |tx| tx.arrival_with(Platform::Docloud, &digest)).await {
            // What was answered is done: the very same message has no second effect.
            Ok(Some(Earlier { no, reply: Some(reply), .. })) => {
                if let Err(error) = parts.ledger.count_repeat(no).await {
                    tracing::warn!(%error, no, "a repeat could not be counted");
                }
                return reply;
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "the inbox does not answer, so nothing is done about news of docloud");
                return receiver::refused(1000, "暂时无法接收，请重发");
            }
        }
        let arrival = Arrival {
            platform: Platform::Docloud,
            interface: push.interface().to_owned(),
            transport: "https",
            peer: head.from.address.to_string(),
            at: parts.clock.now(),
            body: body.to_vec(),
            refused: None,
        };
        let no = match parts.ledger.store_arrival_once(arrival, digest).await {
            Ok(no) => no,
            Err(error) => {
                tracing::error!(%error, "news of docloud could not be stored, so nothing is done about it");
                return receiver::refused(1000, "暂时无法接收，请重发");
            }
        };
        let Ok((went_well, words)) = self.carry_out(push, text, no).await else {
            // It is stored and not carried out: docloud tells it again, and then it is.
            return receiver::refused(1000, "暂时无法处理，请重发");
        };
        let now = parts.clock.now();
        let settled = parts.ledger.settle_arrival_as(no, TAKEN.to_owned(), went_well, words.to_owned(), now).await;
        if let Err(error) = settled {
            tracing::error!(%error, no, "an answer could not be kept beside its message");
        }
        TAKEN.to_owned()
    }

    /// Whether it went well, and in what words. What is signed and cannot be read stays in the inbox: telling it again would
    /// not make it better.
    async fn carry_out(&self, push: Push, text: &str, no: i64) -> Result<(bool, &'static str), ()> {
        let desk = &self.parts.desk;
        let done = match push {
            Push::Order => match receiver::order(text) {
                Ok(news) => desk.violation_order_news(news).await.map(|ours| match ours {
                    true => (true, "订单状态已更新"),
                    false => (true, "已存，本店没有对应的订单"),
                }),
                Err(error) => {
                    tracing::warn!(%error, no, "signed news of an order cannot be read; it stays in the inbox");
                    Ok((false, "已存，内容无法读取"))
                }
            },
            Push::Monitor => match receiver::monitor(text) {
                Ok(news) => desk.watch_news_came(no, news).await.map(|new| match new {
                    true => (true, "已提醒"),
                    false => (true, "已存，没有新内容"),
                }),
                Err(error) => {
                    tracing::warn!(%error, no, "signed news of a car cannot be read; it stays in the inbox");
                    Ok((false, "已存，内容无法读取"))
                }
            },
        };
        let now = self.parts.clock.now();
        let exchange = self.parts.ledger.store_exchange(Platform::Docloud, push.interface(), "down", now, done.is_ok());
        if let Err(error) = exchange.await {
            tracing::warn!(%error, "an exchange could not be recorded");
        }
        done.map_err(|refusal| tracing::error!(why = refusal.en, no, "news of docloud could not be taken"))
    }

    async fn not_taken(&self, push: Push, body: &[u8], head: &Head, why: NotTaken) -> String {
        let reason = match why {
            NotTaken::Form => PushRefusal::BadEnvelope,
            NotTaken::Signature => PushRefusal::BadSignature,
            NotTaken::Stale => PushRefusal::StaleTimestamp,
        };
        let address = head.from.address;
        self.parts.refusals.count(Some(Platform::Docloud), reason, Some(address), &head.path);
        if self.kept.check().is_ok() {
            let arrival = Arrival {
                platform: Platform::Docloud,
                interface: push.interface().to_owned(),
                transport: "https",
                peer: address.to_string(),
                at: self.parts.clock.now(),
                body: body.to_vec(),
                refused: Some(why.zh().to_owned()),
            };
            self.parts.desk.store_refused(arrival, reason).await;
        }
        receiver::refused(why.code(), why.zh())
    }
}

#[async_trait]
impl Receiver for DocloudReceiver {
    fn platform(&self) -> Platform {
        Platform::Docloud
    }

    fn body_limit(&self, _head: &Head) -> usize {
        MOST_BYTES
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        let Some(push) = push_of(&head.path) else {
            let (parts, address) = (&self.inner.parts, Some(head.from.address));
            parts.refusals.count(Some(Platform::Docloud), PushRefusal::UnknownPath, address, &head.path);
            return StatusCode::NOT_FOUND.into_response();
        };
        let json = HeaderValue::from_static("application/json;charset=UTF-8");
        (StatusCode::OK, [(CONTENT_TYPE, json)], self.inner.take(push, &body, &head).await).into_response()
    }

    fn turn_away(&self, _head: &Head, why: Unread) -> Response {
        why.status().into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_very_same_message_is_known_and_the_same_news_later_is_another() {
        let one = digest(Push::Order, "timestamp=1", b"{}");
        assert_eq!(one, digest(Push::Order, "timestamp=1", b"{}"));
        assert_ne!(one, digest(Push::Order, "timestamp=2", b"{}"));
        assert_ne!(one, digest(Push::Monitor, "timestamp=1", b"{}"));
        assert_eq!(push_of("/order"), Some(Push::Order));
        assert_eq!(push_of("/"), None);
    }
}
