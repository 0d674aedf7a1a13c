//! The door behind the callback listener: `/evcs/v<version>/<name>` (B.3.2).

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use lotdesk_domain::message::Platform;
use lotdesk_operations::api::listener::PushRefusal;

use super::door::{ChargingDoor, Served, TurnedAway};
use crate::callback::{Head, Receiver, Refusals, Unread};

/// No call of appendix B comes near this.
const MOST_BYTES: usize = 256 * 1024;

impl From<TurnedAway> for PushRefusal {
    fn from(why: TurnedAway) -> Self {
        match why {
            TurnedAway::UnknownInterface => PushRefusal::UnknownInterface,
            TurnedAway::BadEnvelope | TurnedAway::BadContent => PushRefusal::BadEnvelope,
            TurnedAway::BadSignature => PushRefusal::BadSignature,
            TurnedAway::StaleTimestamp => PushRefusal::StaleTimestamp,
            TurnedAway::NoToken => PushRefusal::NoToken,
            TurnedAway::WrongToken | TurnedAway::WrongSecret => PushRefusal::WrongToken,
            TurnedAway::Failed => PushRefusal::Failed,
        }
    }
}

/// The charging platform's receiver.
pub struct ChargingReceiver {
    door: Arc<ChargingDoor>,
    refusals: Arc<Refusals>,
}

impl ChargingReceiver {
    /// A receiver that counts what the door turns away.
    pub fn new(door: Arc<ChargingDoor>, refusals: Arc<Refusals>) -> Self {
        Self { door, refusals }
    }
}

/// Lets the door serve a call under this name and counts what it turns away. Shared with the city platform's receiver,
/// under whose path the numbers come in the same envelope.
pub(crate) async fn serve(door: &ChargingDoor, refusals: &Refusals, name: &str, head: &Head, body: &[u8]) -> Response {
    let authorization = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let address: IpAddr = head.from.address;
    let Served { body, turned_away } = door.serve(name, authorization, &address.to_string(), body).await;
    if let Some(why) = turned_away {
        refusals.count(Some(Platform::Charging), why.into(), Some(address), name);
    }
    json(StatusCode::OK, body)
}

#[async_trait]
impl Receiver for ChargingReceiver {
    fn platform(&self) -> Platform {
        Platform::Charging
    }

    fn body_limit(&self, _head: &Head) -> usize {
        MOST_BYTES
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        let name = head.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        serve(&self.door, &self.refusals, &name, &head, &body).await
    }

    fn turn_away(&self, _head: &Head, why: Unread) -> Response {
        why.status().into_response()
    }
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"))], body).into_response()
}
