//! The HTTP side that cameras push to. One path per lane and make:
//!
//! | path | body | answer |
//! | --- | --- | --- |
//! | `POST /lanes/{code}/reads` | our own JSON ([`crate::camera::OwnRead`]) | the decision (`ReadReply`) as JSON |
//! | `POST /lanes/{code}/vzenith` | Vzenith JSON, also its sign of life | `Response_AlarmInfoPlate` |
//! | `POST /lanes/{code}/hikvision` | Hikvision multipart or XML | 200 |
//! | `POST /lanes/{code}/signals` | [`SignalPush`] | `{}` |
//! | `POST /bays/reports` | what a detector says of a bay along a street ([`BayReportRequest`]) | [`BayReply`] as JSON |
//! | `GET /lanes/{code}/orders` | | what waits for a camera bridge that opens the gate itself |
//!
//! Each lane has a token of its own: `Authorization: Bearer …`, or `?token=…` for cameras, which can only be given an
//! address. A token in an address ends up in the camera's settings and in proxies' logs, so use it inside the lane
//! network only; this listener never writes addresses to its log. An unknown lane and a wrong token are answered alike.
//!
//! Refused pushes are answered as `{field, rule_zh, rule_en}` with status 400 (413 when too large), refused operations
//! with their `Refusal` and status 409, 404 or 503. On 503 a camera keeps the record and sends it later. **A read is
//! acknowledged once it is in the ledger and its picture on the disk**: where the picture takes longer than a driver should
//! wait, the answer that opens the gate goes out with 503 (to a Vzenith camera without its `retransfer_stop`), so that the
//! record is sent again. A camera that
//! read a plate that cannot be one gets 422 and the same three fields, and its car comes to the attendant as one without a
//! legible plate, with its picture: a misread must not leave a driver standing there unseen. From our own senders an
//! impossible plate is simply refused with 400.

mod acknowledged;
mod bays;
mod handlers;
mod signal;
mod tokens;

pub use bays::BAYS;
use signal::KnownSignals;
pub use signal::{SignalPush, parse_signal};
pub use tokens::{LaneTokens, TokenError};

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::parking::PlateRead;
use lotdesk_operations::api::lane::{LaneReport, ReadReply};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::street::{BayReply, BayReportRequest};
use tokio::sync::Semaphore;

use crate::camera::{MAX_BODY_BYTES, MAX_PICTURE_BYTES, ReadProblem};
use crate::lane::PendingAnswer;

/// A push is answered within this time, in milliseconds, or with 503.
pub const ANSWER_WITHIN_MS: u64 = 5_000;
/// Pushes that are worked on at once; more wait for their turn, within the same time.
const AT_ONCE: usize = 64;

/// What the listener needs of the engine.
#[async_trait]
pub trait LaneHost: Send + Sync + 'static {
    /// The lane with this code.
    fn lane_id(&self, lane_code: &str) -> Option<Guid>;

    /// Decides on a read (`Desk::lane_read`). Runs to its end even when the camera hangs up.
    async fn plate_read(&self, read: PlateRead) -> Result<ReadReply, Refusal>;

    /// What the answer to the read carries (`LaneSet::answer_push`). A gate command in it is spent with it: it is asked
    /// for when the answer goes out and nothing stands between any more, and not at all where the answer opens no gate.
    fn answer(&self, lane_id: Guid, reply: &ReadReply) -> PendingAnswer;

    /// Takes what a lane's sensors saw (`Desk::lane_report`, `LaneSet::heard`).
    async fn signal(&self, report: LaneReport) -> Result<(), Refusal>;

    /// Takes what the detector of a bay along a street says (`Desk::bay_report`).
    async fn bay_report(&self, _report: BayReportRequest) -> Result<BayReply, Refusal> {
        Err(Refusal::new(Code::NotFound, "本停车场没有路内泊位", "There are no bays along a street here."))
    }

    /// Keeps a picture under the identifier that the read carries, and returns when a power cut cannot take it any more.
    /// Runs beside the read, which is not acknowledged before. The same identifier may come again.
    ///
    /// # Errors
    /// When the disk did not take it.
    async fn store_picture(&self, picture: NewPicture) -> Result<(), PictureNotKept>;

    /// What the answer to a camera's sign of life carries (`LaneSet::answer_poll`).
    fn orders(&self, lane_id: Guid) -> PendingAnswer;

    /// A lane's camera was heard; `sign_of_life` when it calls regularly (`LaneSet::camera_heard`).
    fn camera_heard(&self, _lane_id: Guid, _sign_of_life: bool) {}

    /// A push was refused, or its plate or picture was of no use: a car may stand at the lane unseen, or a camera is
    /// set up wrongly.
    fn push_refused(&self, lane_id: Guid, problem: &ReadProblem) {
        tracing::warn!(lane = %lane_id, %problem, "a camera's push was refused");
    }
}

/// A picture to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// Under this identifier.
    pub id: Guid,
    /// When it was taken.
    pub taken_at: Moment,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Bytes,
}

/// A picture is not on the disk; the text says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PictureNotKept(pub String);

/// How the listener is set up.
#[derive(Clone)]
pub struct ListenerSettings {
    /// The lanes' tokens.
    pub tokens: LaneTokens,
    /// Largest push, in bytes; [`MAX_BODY_BYTES`] at most.
    pub max_body_bytes: usize,
    /// Largest picture that the store keeps, in bytes; [`MAX_PICTURE_BYTES`] at most.
    pub max_picture_bytes: usize,
    /// A push is answered within this time, in milliseconds.
    pub answer_within_ms: u64,
    /// The RS-485 port of Vzenith cameras on which the screen hangs: 0 or 1.
    pub serial_channel: u8,
}

impl ListenerSettings {
    /// The usual settings.
    pub fn new(tokens: LaneTokens) -> Self {
        Self {
            tokens,
            max_body_bytes: MAX_BODY_BYTES,
            max_picture_bytes: MAX_PICTURE_BYTES,
            answer_within_ms: ANSWER_WITHIN_MS,
            serial_channel: 0,
        }
    }
}

#[derive(Clone)]
struct Listener {
    host: Arc<dyn LaneHost>,
    settings: Arc<ListenerSettings>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn GuidSource>,
    turns: Arc<Semaphore>,
    signals: Arc<KnownSignals>,
}

/// The listener's routes.
pub fn router(
    host: Arc<dyn LaneHost>,
    settings: ListenerSettings,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn GuidSource>,
) -> Router {
    let listener = Listener {
        host,
        settings: Arc::new(settings),
        clock,
        ids,
        turns: Arc::new(Semaphore::new(AT_ONCE)),
        signals: Arc::default(),
    };
    Router::new()
        .route("/lanes/{code}/reads", post(handlers::own))
        .route("/lanes/{code}/vzenith", post(handlers::vzenith))
        .route("/lanes/{code}/hikvision", post(handlers::hikvision))
        .route("/lanes/{code}/signals", post(handlers::signals))
        .route("/lanes/{code}/orders", get(handlers::orders))
        .route("/bays/reports", post(bays::report))
        .with_state(listener)
}

impl Listener {
    fn answer_within(&self) -> Duration {
        Duration::from_millis(self.settings.answer_within_ms)
    }
}
