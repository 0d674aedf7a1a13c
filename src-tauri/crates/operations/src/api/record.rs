//! Parking records: search and one record's story.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lock::Lock;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Charge, ParkingRecord, RecordState, Standing, Vehicle};
use lotdesk_domain::street::StreetStay;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::board::EventView;

/// `record.search`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct SearchRequest {
    /// Any part of a plate; empty for all.
    pub plate: String,
    /// Only in this space: a bay along a street, or a mechanical garage's, which knows only the car that stands there now.
    pub space_no: Option<String>,
    /// Only records in this state.
    pub state: Option<RecordState>,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on after this record (its identifier from the last page).
    pub after: Option<Guid>,
}

/// Reply of `record.search`, the newest entry first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SearchReply {
    /// The page of cars behind the gates.
    pub rows: Vec<RecordRow>,
    /// The page of cars in bays along a street; a lot has the one or the other.
    pub stays: Vec<StreetStay>,
    /// True when there are more.
    pub more: bool,
}

/// A record in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RecordRow {
    /// Identifier.
    pub id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// What it is to the lot.
    pub standing: Standing,
    /// Where the record stands.
    pub state: RecordState,
    /// Area.
    pub area: String,
    /// When it came in.
    pub entered_at: Moment,
    /// When it left.
    pub left_at: Option<Moment>,
    /// Paid.
    pub received_fen: Fen,
}

/// `record.detail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DetailRequest {
    /// The record.
    pub record_id: Guid,
}

/// Everything known of one stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RecordDetail {
    /// The record.
    pub record: ParkingRecord,
    /// Its lock; none where it was never locked.
    pub lock: Option<Lock>,
    /// Its payments.
    pub charges: Vec<Charge>,
    /// What happened, the oldest first.
    pub events: Vec<EventView>,
    /// Its messages to platforms.
    pub messages: Vec<super::outbox::MessageRow>,
}
