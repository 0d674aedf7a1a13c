//! Events (DB4403/T 313, table 27 and A.3): the item of 2002.

use lotdesk_domain::id::Guid;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

use super::codes;
use super::form::{DateTime, Int, Text};

/// A.3, 1001 套牌车进出: a car with a plate that another car bears.
pub const SAME_PLATE: i64 = 1001;

/// A.3, 1002 设备电机故障: a gate's motor is broken.
pub const MOTOR_FAILED: i64 = 1002;

codes! {
    /// Table 27 `eventLevel`.
    EventLevel {
        /// 正常
        Normal = 0,
        /// 警告，可以无需人工介入
        Warning = 1,
        /// 故障，应人工介入
        Fault = 2,
        /// 严重故障，应停用
        SevereFault = 3,
    }
}

/// Table 27, `eventInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventInfo {
    /// `id`
    pub id: Guid,
    /// `parkCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `spaceNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `plateNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_no: Option<Plate>,
    /// `time`
    pub time: DateTime,
    /// `eventType`, by A.3.
    pub event_type: Int,
    /// `eventLevel`: tells a normal event from an alarm where A.3 gives one number to both.
    pub event_level: EventLevel,
    /// `position`, 50 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `equipmentId`. Required; where no device stands the table cannot be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment_id: Option<Guid>,
    /// `remark`, 200 characters at most.
    pub remark: String,
}
