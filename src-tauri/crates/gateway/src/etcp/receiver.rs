//! What ETCP's lots push: verified, stored, carried out once, answered.

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
use lotdesk_ledger::inbox::Arrival;
use lotdesk_operations::Desk;
use lotdesk_operations::api::listener::PushRefusal;
use lotdesk_protocols::etcp::receiver::{self, Agreed, NotTaken, Push};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::profile::EtcpProfile;
use crate::callback::{Head, Receiver, Refusals, Unread};

/// A push has a dozen members.
const MOST_BYTES: usize = 64 * 1024;
/// So many refused messages a minute are kept to be looked at; the counters have all of them.
const REFUSED_KEPT_A_MINUTE: u32 = 30;

/// What a receiver is made of.
pub struct EtcpReceiverParts {
    /// Carries out what is told.
    pub desk: Desk,
    /// Keeps what came.
    pub ledger: Ledger,
    /// Our time.
    pub clock: Arc<dyn Clock>,
    /// Who we are there, and what is signed.
    pub profile: EtcpProfile,
    /// 商户密钥
    pub merchant_key: Zeroizing<String>,
    /// Where refusals are counted.
    pub refusals: Arc<Refusals>,
}

/// ETCP's receiver.
#[derive(Clone)]
pub struct EtcpReceiver {
    inner: Arc<Inner>,
}

struct Inner {
    parts: EtcpReceiverParts,
    kept: DefaultDirectRateLimiter,
}

impl EtcpReceiver {
    /// A receiver. Without a key it takes nothing.
    pub fn new(parts: EtcpReceiverParts) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(REFUSED_KEPT_A_MINUTE).unwrap_or(NonZeroU32::MIN));
        Self { inner: Arc::new(Inner { parts, kept: RateLimiter::direct(quota) }) }
    }
}

/// What a push is known by: the very same text is a repeat. Another text about the same stay puts it right.
fn digest(body: &str) -> [u8; 32] {
    Sha256::new().chain_update(b"etcp\0").chain_update(body.as_bytes()).finalize().into()
}

impl Inner {
    async fn take(&self, body: &[u8], head: &Head) -> String {
        let parts = &self.parts;
        let text = String::from_utf8_lossy(body);
        // A byte order mark is none of the message's.
        let text = text.trim_start_matches('\u{feff}');
        let agreed = Agreed {
            merchant_no: &parts.profile.merchant_no,
            merchant_key: &parts.merchant_key,
            form: parts.profile.push_signed.form(),
            window_ms: i64::from(parts.profile.push_window_s) * 1000,
        };
        let push = match receiver::verified(text, &agreed, parts.clock.now()) {
            Ok(push) => push,
            Err(why) => return self.not_taken(body, head, &why).await,
        };
        let arrival = Arrival {
            platform: Platform::Etcp,
            interface: push.interface().to_owned(),
            transport: "https",
            peer: head.from.address.to_string(),
            at: parts.clock.now(),
            body: body.to_vec(),
            refused: None,
        };
        let no = match parts.ledger.store_arrival_once(arrival, digest(text)).await {
            Ok(no) => no,
            Err(error) => {
                tracing::error!(%error, "a push of ETCP's could not be stored, so nothing is done about it");
                return receiver::failed();
            }
        };
        let words = match self.carry_out(push, no).await {
            Ok(true) => "已记录",
            Ok(false) => "已记录过",
            // It is stored and not carried out: where it comes again, it is then.
            Err(()) => return receiver::failed(),
        };
        let reply = receiver::taken();
        let now = parts.clock.now();
        let settled = parts.ledger.settle_arrival_as(no, reply.clone(), true, words.to_owned(), now).await;
        if let Err(error) = settled {
            tracing::error!(%error, no, "an answer could not be kept beside its message");
        }
        reply
    }

    async fn carry_out(&self, push: Push, inbox_no: i64) -> Result<bool, ()> {
        let parts = &self.parts;
        let interface = push.interface();
        let taken = match push {
            Push::Entered(entered) => parts.desk.etcp_car_entered(entered, inbox_no).await,
            Push::Left(left) => parts.desk.etcp_car_left(left, inbox_no).await,
        };
        let now = parts.clock.now();
        let exchange = parts.ledger.store_exchange(Platform::Etcp, interface, "down", now, taken.is_ok());
        if let Err(error) = exchange.await {
            tracing::warn!(%error, "an exchange could not be recorded");
        }
        taken
            .map_err(|refusal| tracing::error!(why = refusal.en, inbox_no, "a push of ETCP's could not be carried out"))
    }

    async fn not_taken(&self, body: &[u8], head: &Head, why: &NotTaken) -> String {
        let (reason, words) = match why {
            NotTaken::Form(_) => (PushRefusal::BadEnvelope, "格式无法识别"),
            NotTaken::Signature => (PushRefusal::BadSignature, "签名不符"),
            NotTaken::Stale => (PushRefusal::StaleTimestamp, "推送时间超出时限"),
        };
        let address = head.from.address;
        self.parts.refusals.count(Some(Platform::Etcp), reason, Some(address), &head.path);
        if self.kept.check().is_ok() {
            let text = String::from_utf8_lossy(body);
            let interface = receiver::read(&text).map_or("push-entry", |push| push.interface());
            let arrival = Arrival {
                platform: Platform::Etcp,
                interface: interface.to_owned(),
                transport: "https",
                peer: address.to_string(),
                at: self.parts.clock.now(),
                body: body.to_vec(),
                refused: Some(words.to_owned()),
            };
            self.parts.desk.store_refused(arrival, reason).await;
        }
        receiver::refused(why)
    }
}

#[async_trait]
impl Receiver for EtcpReceiver {
    fn platform(&self) -> Platform {
        Platform::Etcp
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
