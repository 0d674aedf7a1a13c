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
