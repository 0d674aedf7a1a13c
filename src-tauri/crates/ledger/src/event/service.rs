//! Lanes and devices: in service or not.

use lotdesk_domain::id::Guid;
use lotdesk_domain::service::LaneService;
use serde::{Deserialize, Serialize};

use super::StoredTrouble;

/// A person said how a lane is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaneServiceSet {
    /// The lane.
    pub lane_id: Guid,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub state: LaneService,
    /// Why.
    pub comment: String,
}

/// A device stopped answering, or answers again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceChanged {
    /// The device.
    pub device_id: Guid,
    /// Its name.
    pub name: String,
    /// Its lane.
    pub lane_id: Guid,
    /// True when it answers.
    pub online: bool,
    /// What is wrong, where something is, in the device's own words.
    pub why: Option<String>,
    /// The same as its driver found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<StoredTrouble>,
}

/// A gate said that its motor is broken (event type 1002 of table A.3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MotorFailed {
    /// Identifier of the event.
    pub event_id: Guid,
    /// The gate.
    pub device_id: Guid,
    /// Its lane.
    pub lane_id: Guid,
    /// What it said.
    pub remark: String,
}

/// The engine found something that somebody should see: a camera's clock, a setting that names nothing, its own clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EngineNoted {
    /// What it is about, the same each time.
    pub about: String,
    /// The lane, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane_id: Option<Guid>,
    /// In Simplified Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// True for what lasts until the engine says that it is over; otherwise until somebody has seen it.
    pub lasts: bool,
}

/// What the engine had found is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EngineNoteOver {
    /// What it was about.
    pub about: String,
}
