//! Lanes and their devices: in service or not.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::EquipmentKind;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::service::LaneService;
use lotdesk_domain::trouble::Trouble;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `lane.set_state`: takes a lane out of service, says that it is jammed, or puts it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetLaneState {
    /// The lane.
    pub lane_id: Guid,
    /// How it is used from now on.
    pub state: LaneService,
    /// Why, 2 to 100 characters; goes to the platform.
    pub reason: String,
}

/// `lane.device`: a lane's device stopped answering, or answers again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DeviceReport {
    /// The lane.
    pub lane_id: Guid,
    /// Which of its devices.
    pub device: EquipmentKind,
    /// True when it answers.
    pub online: bool,
    /// What is wrong, where something is, in the device's own words.
    #[serde(default)]
    pub why: Option<String>,
    /// The same as its driver found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub trouble: Option<Trouble>,
}

/// How a lane is used, on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServiceView {
    /// How.
    pub state: LaneService,
    /// Why; empty where nobody ever said.
    pub comment: String,
}

/// What a device or its driver said, for people. What a device says of itself stands in both as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InWords {
    /// In Simplified Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// A lane's device, on the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DeviceView {
    /// Identifier.
    pub id: Guid,
    /// Name.
    pub name: String,
    /// What it does.
    pub kind: EquipmentKind,
    /// True when it answers, as far as is known.
    pub online: bool,
    /// Since when it does not.
    pub lost_since: Option<Moment>,
    /// What is wrong.
    pub why: Option<InWords>,
}
