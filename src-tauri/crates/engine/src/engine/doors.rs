//! The doors behind the listeners: each stands there as long as the engine runs and hands on to whoever serves its platform
//! just now, so that changed settings exchange the one behind it and no connection notices.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::autox3::Autox3Receiver;
use lotdesk_gateway::callback::{Head, Receiver, Refusals, Unread};
use lotdesk_gateway::city::receive::CityReceiver;
use lotdesk_gateway::city::tcp::{DownlinkHandler, NotServed};
use lotdesk_gateway::docloud::DocloudReceiver;
use lotdesk_gateway::etcp::EtcpReceiver;

use super::charging_part::ChargingNow;

/// The city platform's door, for HTTPS and TCP alike.
#[derive(Clone, Default)]
pub(super) struct CityDoor(Arc<RwLock<Option<CityReceiver>>>);

impl CityDoor {
    /// From now on this one answers; none while no platform is set up.
    pub(super) fn lead_to(&self, receiver: Option<CityReceiver>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = receiver;
    }

    fn now(&self) -> Option<CityReceiver> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same door for the TCP connection.
    pub(super) fn over_tcp(&self, clock: &Arc<dyn Clock>) -> Arc<dyn DownlinkHandler> {
        Arc::new(OverTcp { door: self.clone(), closed: NotServed { clock: clock.clone() } })
    }
}

#[async_trait]
impl Receiver for CityDoor {
    fn platform(&self) -> Platform {
        Platform::City
    }

    fn body_limit(&self, head: &Head) -> usize {
        self.now().map_or(0, |receiver| receiver.body_limit(head))
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        match self.now() {
            Some(receiver) => receiver.receive(head, body).await,
            None => nobody(),
        }
    }

    fn turn_away(&self, head: &Head, why: Unread) -> Response {
        self.now().map_or_else(nobody, |receiver| receiver.turn_away(head, why))
    }
}

struct OverTcp {
    door: CityDoor,
    closed: NotServed,
}

#[async_trait]
impl DownlinkHandler for OverTcp {
    async fn handle(&self, command: u16, data: Bytes) -> Bytes {
        match self.door.now() {
            Some(receiver) => receiver.handle(command, data).await,
            None => self.closed.handle(command, data).await,
        }
    }
}

/// The charging platform's door.
pub(super) struct ChargingCallback {
    pub(super) now: ChargingNow,
    pub(super) refusals: Arc<Refusals>,
}

#[async_trait]
impl Receiver for ChargingCallback {
    fn platform(&self) -> Platform {
        Platform::Charging
    }

    fn body_limit(&self, head: &Head) -> usize {
        self.now.side().map_or(0, |side| side.receiver(self.refusals.clone()).body_limit(head))
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        match self.now.side() {
            Some(side) => side.receiver(self.refusals.clone()).receive(head, body).await,
            None => nobody(),
        }
    }

    fn turn_away(&self, head: &Head, why: Unread) -> Response {
        self.now.side().map_or_else(nobody, |side| side.receiver(self.refusals.clone()).turn_away(head, why))
    }
}

/// A receiver that knows whose it is.
pub(super) trait Serves: Receiver + Clone {
    /// The platform.
    const PLATFORM: Platform;
}

impl Serves for Autox3Receiver {
    const PLATFORM: Platform = Platform::Autox3;
}

impl Serves for DocloudReceiver {
    const PLATFORM: Platform = Platform::Docloud;
}

impl Serves for EtcpReceiver {
    const PLATFORM: Platform = Platform::Etcp;
}

/// AutoX3's door.
pub(super) type Autox3Door = PlatformDoor<Autox3Receiver>;
/// docloud's door.
pub(super) type DocloudDoor = PlatformDoor<DocloudReceiver>;
/// ETCP's door.
pub(super) type EtcpDoor = PlatformDoor<EtcpReceiver>;

/// The door of a platform that comes by HTTPS alone.
#[derive(Clone)]
pub(super) struct PlatformDoor<R>(Arc<RwLock<Option<R>>>);

impl<R> Default for PlatformDoor<R> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<R: Serves> PlatformDoor<R> {
    /// From now on this one answers; none while the platform is not set up.
    pub(super) fn lead_to(&self, receiver: Option<R>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = receiver;
    }

    fn now(&self) -> Option<R> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl<R: Serves> Receiver for PlatformDoor<R> {
    fn platform(&self) -> Platform {
        R::PLATFORM
    }

    fn body_limit(&self, head: &Head) -> usize {
        self.now().map_or(0, |receiver| receiver.body_limit(head))
    }

    async fn receive(&self, head: Head, body: Bytes) -> Response {
        match self.now() {
            Some(receiver) => receiver.receive(head, body).await,
            None => nobody(),
        }
    }

    fn turn_away(&self, head: &Head, why: Unread) -> Response {
        self.now().map_or_else(nobody, |receiver| receiver.turn_away(head, why))
    }
}

/// No such platform is set up.
fn nobody() -> Response {
    StatusCode::NOT_FOUND.into_response()
}
