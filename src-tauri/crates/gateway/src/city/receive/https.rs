//! The receiver behind the callback listener: `<callbackServer>/<code>` (6.1.2).

use std::time::Duration;

use async_trait::async_trait;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use lotdesk_domain::ask::{AskCode, AskRefusal};
use lotdesk_domain::message::Platform;

use super::receiver::{CityReceiver, Origin};
use crate::callback::{Head, Receiver, Unread};
use crate::charging::ChargingDoor;

/// 6.1.1 i.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Who has not proven to be the platform gets so much: enough for us to see what he wants.
const STRANGERS_BYTES: usize = 16 * 1024;
/// The numbers that can come in appendix B's envelope (6.10.1).
const IN_APPENDIX_B: [&str; 3] = ["1101", "1104", "1106"];
/// What is left for the answer's way to the platform.
const FOR_THE_WAY: Duration = Duration::from_millis(500);

impl CityReceiver {
    /// The interface in a path: by the platform's template, or as its last and only part.
    fn interface_in<'a>(&self, path: &'a str) -> &'a str {
        let template = self.parts().dialect.path("{code}");
        let (before, after) = template.split_once("{code}").unwrap_or(("/", ""));
        let by_template = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        by_template.filter(|code| !code.is_empty() && !code.contains('/')).unwrap_or(path.trim_matches('/'))
    }
}

#[async_trait]
impl Receiver for CityReceiver {
    fn platform(&self) -> Platform {
        Platform::City
    }

    fn body_limit(&self, head: &Head) -> usize {
        match self.parts().guard.admit(head, self.parts().clock.now()) {
            Ok(()) => MOST_BYTES,
            Err(_) => STRANGERS_BYTES,
        }
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        let parts = self.parts();
        let code = self.interface_in(&head.path).to_owned();
        // Sealed and signed with secrets of its own: whoever wrote it is known by that.
        if let Some(door) = &parts.charging
            && IN_APPENDIX_B.contains(&code.as_str())
            && ChargingDoor::is_envelope(&body)
        {
            return crate::charging::serve(door, &parts.refusals, &code, &head, &body).await;
        }
        let origin = Origin {
            transport: "https",
            peer: head.from.address.to_string(),
            address: Some(head.from.address),
            proof: parts.guard.admit(&head, parts.clock.now()),
            answer_by: head.answer_by - FOR_THE_WAY,
        };
        let proven = origin.proof.is_ok();
        let said = self.take(code.clone(), body, origin).await;
        // Over TCP the connection tells this itself. What a stranger sends is no exchange with the platform.
        if proven && lotdesk_protocols::interface(Platform::City, &code).is_some() {
            let stored = parts.ledger.store_exchange(Platform::City, &code, "down", parts.clock.now(), said.ok).await;
            if let Err(error) = stored {
                tracing::error!(%error, code, "what was exchanged over HTTPS could not be kept");
            }
        }
        json(StatusCode::OK, said.reply)
    }

    fn turn_away(&self, head: &Head, why: Unread) -> Response {
        let (status, code, words) = match why {
            Unread::NotPosted => (StatusCode::METHOD_NOT_ALLOWED, AskCode::Other, "接口请求方式为 POST".to_owned()),
            Unread::TooLarge { limit_bytes } => {
                (StatusCode::PAYLOAD_TOO_LARGE, AskCode::TooLong, format!("请求超过 {limit_bytes} 字节"))
            }
            Unread::TooSlow => (StatusCode::REQUEST_TIMEOUT, AskCode::Other, "请求未在限时内送达".to_owned()),
            Unread::OverLimit { wait } => {
                let words = format!("请求过于频繁，请 {} 秒后再试", wait.as_secs() + 1);
                (StatusCode::TOO_MANY_REQUESTS, AskCode::Other, words)
            }
            Unread::Failed => {
                (StatusCode::INTERNAL_SERVER_ERROR, AskCode::Other, "本机处理失败，请稍后再试".to_owned())
            }
        };
        json(status, self.turn_away(self.interface_in(&head.path), &AskRefusal::new(code, words)))
    }
}

fn json(status: StatusCode, body: String) -> Response {
    let json = HeaderValue::from_static("application/json;charset=UTF-8");
    (status, [(CONTENT_TYPE, json)], body).into_response()
}
