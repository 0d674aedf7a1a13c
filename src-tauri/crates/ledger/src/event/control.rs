//! Control lists, locks, corrected plates: what is done with single cars.

use lotdesk_domain::control::{ControlEntry, Strategy};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lock::LockState;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{RecordType, Standing};
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

/// A car was put on a control list, or its line was changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlPlaced {
    /// Identifier of the line.
    pub id: Guid,
    /// The car.
    pub plate: Plate,
    /// What is done with it.
    #[serde(with = "crate::codes::word")]
    pub strategy: Strategy,
    /// From when; none from now on.
    pub begins_at: Option<Moment>,
    /// Until when, included.
    pub ends_at: Moment,
    /// Who put it there.
    pub placed_by: String,
    /// True for the city's list.
    pub from_city: bool,
    /// Why, where a person of the lot put it there.
    pub reason: Option<String>,
    /// When the platform ordered it, by its own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<i64>,
}

impl ControlPlaced {
    /// The stored form of a line.
    pub fn new(entry: &ControlEntry, reason: Option<String>, told_at: Option<i64>) -> Self {
        let ControlEntry { id, plate, strategy, begins_at, ends_at, placed_by, from_city } = entry.clone();
        Self { id, plate, strategy, begins_at, ends_at, placed_by, from_city, reason, told_at }
    }
}

/// A line was taken off a control list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlRemoved {
    /// The line.
    pub id: Guid,
    /// The car.
    pub plate: Plate,
    /// What was done with it.
    #[serde(with = "crate::codes::word")]
    pub strategy: Strategy,
    /// Why, where a person of the lot took it off.
    pub reason: Option<String>,
    /// When the platform ordered it, by its own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<i64>,
}

/// The platform ordered again what stands already: what it ordered in between and comes later is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlConfirmed {
    /// The line.
    pub id: Guid,
    /// When the platform ordered it, by its own clock.
    pub told_at: i64,
}

/// A listed car was seen at a lane, and the list acted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ControlMet {
    /// The line.
    pub entry_id: Guid,
    /// The lane; none where a person named the plate of a car that is inside already.
    pub lane_id: Option<Guid>,
    /// The car.
    pub plate: Plate,
    /// What was done with it.
    #[serde(with = "crate::codes::word")]
    pub strategy: Strategy,
    /// Who put it there.
    pub placed_by: String,
}

/// A stay was locked or unlocked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LockSet {
    /// The record.
    pub record_id: Guid,
    /// Where the lock stands now.
    #[serde(with = "crate::codes::word")]
    pub state: LockState,
    /// The city platform's identifier of the order, where it gave one (table 77 `id`).
    pub lock_id: Option<Guid>,
    /// Why, where a person of the lot did it.
    pub reason: Option<String>,
}

/// The plate of a car in the lot was put right by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlateCorrected {
    /// The record.
    pub record_id: Guid,
    /// The plate that it had.
    pub from: Plate,
    /// The plate that it has.
    pub to: Plate,
    /// What the car is to the lot with this plate.
    #[serde(with = "crate::codes::word")]
    pub standing: Standing,
    /// Normal or not, from now on.
    #[serde(with = "crate::codes::word")]
    pub record_type: RecordType,
    /// Why.
    pub reason: String,
    /// The second person's operator identifier, where one had to agree.
    pub approver: Option<Guid>,
}
