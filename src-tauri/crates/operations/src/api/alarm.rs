//! Alarms: devices and events that want a person, in one list. Links to platforms stand on the board and are shown with them.

use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::board::EventView;

/// An alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AlarmView {
    /// Number.
    pub no: u32,
    /// What raised it last, as the event stream tells it, with how loud it is.
    pub event: EventView,
    /// When it was raised first.
    pub since: Moment,
    /// How often it was raised.
    pub times: u32,
    /// True for one that is over with its cause; any other is over once it was seen.
    pub lasts: bool,
    /// When somebody saw it.
    pub seen_at: Option<Moment>,
    /// Who.
    pub seen_by: Option<String>,
    /// What was done about it, or what the next one must know.
    pub note: Option<String>,
    /// True when it was left to whoever comes next.
    pub handed_on: bool,
    /// When it was over.
    pub over_at: Option<Moment>,
}

/// Reply of `alarm.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AlarmList {
    /// Those that are not over, the newest first.
    pub open: Vec<AlarmView>,
    /// Those that are, the newest first, some hundred of them.
    pub past: Vec<AlarmView>,
}

/// `alarm.acknowledge`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeAlarm {
    /// The alarm.
    pub no: u32,
    /// What was done about it, 100 characters at most.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<String>,
}

/// `alarm.hand_on`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct HandAlarmOn {
    /// The alarm.
    pub no: u32,
    /// What whoever comes next must know, 2 to 100 characters.
    pub note: String,
}
