//! What AutoX3 pushes: verified over the raw text, stored, carried out once, answered.

use std::num::NonZeroU32;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_ledger::Ledger;
use lotdesk_ledger::inbox::Arrival;
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::api::listener::PushRefusal;
use lotdesk_operations::{Desk, OrderArrival};
use lotdesk_protocols::autox3::receiver::{self, NotTaken, ORDER_TYPES};
use lotdesk_protocols::autox3::wire::Push;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::callback::{Head, Receiver, Refusals, Unread};

/// An order names its pictures and does not carry them.
const MOST_BYTES: usize = 512 * 1024;
/// So many refused messages a minute are kept to be looked at; the counters have all of them.
const REFUSED_KEPT_A_MINUTE: u32 = 30;
/// A type is never longer; what stands in its place is shortened to this in the inbox.
const LONGEST_TYPE: usize = 80;

/// What a receiver is made of.
pub struct ReceiverParts {
    /// Carries out what is asked.
    pub desk: Desk,
    /// Keeps what came.
    pub ledger: Ledger,
    /// Our time.
    pub clock: Arc<dyn Clock>,
    /// The secret that both sides know.
    pub app_secret: Zeroizing<String>,
    /// Where refusals are counted.
    pub refusals: Arc<Refusals>,
}

/// AutoX3's receiver.
#[derive(Clone)]
pub struct Autox3Receiver {
    inner: Arc<Inner>,
}

struct Inner {
    parts: ReceiverParts,
    kept: DefaultDirectRateLimiter,
}

impl Autox3Receiver {
    /// A receiver. Without a secret it takes nothing.
    pub fn new(parts: ReceiverParts) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(REFUSED_KEPT_A_MINUTE).unwrap_or(NonZeroU32::MIN));
        Self { inner: Arc::new(Inner { parts, kept: RateLimiter::direct(quota) }) }
    }
}

/// What a message is known by: a repeat has the same `msgId`.
fn digest(msg_id: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"autox3\0").chain_update(msg_id.as_bytes()).finalize().into()
}

/// `createTime`, a number or text, in milliseconds.
fn sent_at(push: &Push) -> Option<Moment> {
    push.create_time.get().trim_matches('"').parse().ok().map(Moment)
}

impl Inner {
    async fn take(&self, body: &[u8], peer: &Head) -> String {
        let address = peer.from.address.to_string();
        let text = String::from_utf8_lossy(body);
        // A byte order mark is none of the message's.
        let push = match receiver::verified(text.trim_start_matches('\u{feff}'), &self.parts.app_secret) {
            Ok(push) => push,
            Err(why) => return self.not_taken(body, peer, &why).await,
        };
        self.parts.desk.link_changed(Platform::Autox3, LinkState::Up, None);
        let interface: String = push.msg_type.chars().take(LONGEST_TYPE).collect();
        let arrival = Arrival {
            platform: Platform::Autox3,
            interface,
            transport: "https",
            peer: address,
            at: self.parts.clock.now(),
            body: body.to_vec(),
            refused: None,
        };
        let no = match self.parts.ledger.store_arrival_once(arrival, digest(&push.msg_id)).await {
            Ok(no) => no,
            Err(error) => {
                tracing::error!(%error, "a service order could not be stored, so nothing is done about it");
                return receiver::failed();
            }
        };
        let (went_well, words) = match self.carry_out(&push, no).await {
            Ok(words) => words,
            // It is stored and not carried out: the app sends it again, and then it is.
            Err(()) => return receiver::failed(),
        };
        let reply = receiver::taken();
        let now = self.parts.clock.now();
        let settled = self.parts.ledger.settle_arrival_as(no, reply.clone(), went_well, words.to_owned(), now).await;
        if let Err(error) = settled {
            tracing::error!(%error, no, "an answer could not be kept beside its message");
        }
        reply
    }

    /// Whether it went well, and in what words. A type that nobody knows stays in the inbox as it came; so does an order
    /// that cannot be read: sending it again would not make it better.
    async fn carry_out(&self, push: &Push, inbox_no: i64) -> Result<(bool, &'static str), ()> {
        if !ORDER_TYPES.contains(&push.msg_type.as_str()) {
            return Ok((true, "已存，此类消息无需处理"));
        }
        let order = match receiver::order(push.content.get()) {
            Ok(order) => order,
            Err(error) => {
                tracing::warn!(%error, inbox_no, "a signed order cannot be read; it stays in the inbox");
                return Ok((false, "已存，内容无法读取"));
            }
        };
        let arrival = OrderArrival {
            msg_id: push.msg_id.clone(),
            msg_type: push.msg_type.clone(),
            sent_at: sent_at(push),
            inbox_no,
            order,
        };
        let taken = self.parts.desk.service_order_came(arrival).await;
        let now = self.parts.clock.now();
        // Both types carry an order; the list of interfaces has one row for them.
        let exchange = self.parts.ledger.store_exchange(Platform::Autox3, ORDER_TYPES[0], "down", now, taken.is_ok());
        if let Err(error) = exchange.await {
            tracing::warn!(%error, "an exchange could not be recorded");
        }
        match taken {
            Ok(_) => Ok((true, "已接收")),
            Err(refusal) => {
                tracing::error!(why = refusal.en, inbox_no, "a service order could not be taken");
                Err(())
            }
        }
    }

    async fn not_taken(&self, body: &[u8], head: &Head, why: &NotTaken) -> String {
        let reason = match why {
            NotTaken::Form(_) => PushRefusal::BadEnvelope,
            NotTaken::Signature => PushRefusal::BadSignature,
        };
        let address = head.from.address;
        self.parts.refusals.count(Some(Platform::Autox3), reason, Some(address), &head.path);
        if self.kept.check().is_ok() {
            let arrival = Arrival {
                platform: Platform::Autox3,
                interface: ORDER_TYPES[0].to_owned(),
                transport: "https",
                peer: address.to_string(),
                at: self.parts.clock.now(),
                body: body.to_vec(),
                refused: Some(match why {
                    NotTaken::Form(_) => "格式无法识别".to_owned(),
                    NotTaken::Signature => "签名不符".to_owned(),
                }),
            };
            self.parts.desk.store_refused(arrival, reason).await;
        }
        receiver::refused(why)
    }
}

#[async_trait]
impl Receiver for Autox3Receiver {
    fn platform(&self) -> Platform {
        Platform::Autox3
    }

    fn body_limit(&self, _head: &Head) -> usize {
        MOST_BYTES
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        let json = HeaderValue::from_static("application/json;charset=UTF-8");
        (StatusCode::OK, [(CONTENT_TYPE, json)], self.inner.take(&body, &head).await).into_response()
    }

    fn turn_away(&self, _head: &Head, why: Unread) -> Response {
        why.status().into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_is_known_by_its_identifier_alone() {
        assert_eq!(digest("m1"), digest("m1"));
        assert_ne!(digest("m1"), digest("m2"));
    }
}
