//! The forms of what people do with alarms. What raises one is an event of its own subject.

use serde::{Deserialize, Serialize};

/// Somebody has seen an alarm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmAcknowledged {
    /// The alarm's number.
    pub no: i64,
    /// What was done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An alarm goes to whoever comes next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmHandedOn {
    /// The alarm's number.
    pub no: i64,
    /// What they must know.
    pub note: String,
}
