//! The state of things now (DB4403/T 313, tables 19, 56, 58 and 69): the items of 5001, 5002, 5003 and 5011.

use lotdesk_domain::id::Guid;
use serde::{Deserialize, Serialize};

use super::codes;
use super::form::{Int, Text};

codes! {
    /// Table 56 `state`.
    SpaceStateCode {
        /// 未知
        Unknown = -1,
        /// 空闲
        Free = 0,
        /// 已预约保留
        Reserved = 1,
        /// 已停车
        Taken = 2,
    }
}

codes! {
    /// Table 58 `state`.
    LinkStateCode {
        /// 在线
        Online = 1,
        /// 离线
        Offline = 2,
    }
}

/// 5001 request, table 56.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpaceStateItem {
    /// `spaceNo`
    pub space_no: Text,
    /// `parkCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `state`
    pub state: SpaceStateCode,
}

/// 5002 request, table 58.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipmentStateItem {
    /// `id`
    pub id: Guid,
    /// `state`
    pub state: LinkStateCode,
}

codes! {
    /// Table 69 `state`.
    LaneStateCode {
        /// 正常
        Normal = 1,
        /// 拥堵
        Jammed = 2,
        /// 严重拥堵
        BadlyJammed = 3,
        /// 已停用
        OutOfUse = 4,
    }
}

/// 5011 request, table 69.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneStateItem {
    /// `parkCode`
    #[serde(rename = "parkCode")]
    pub park_code: Text,
    /// `entranceID`: 应符合表8的规定, so table 8's Uuid.
    #[serde(rename = "entranceID")]
    pub entrance_id: Guid,
    /// `state`
    pub state: LaneStateCode,
    /// `comment`, 200 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Table 19, `parkSpaceInfo`: the item of 5003, without the optional break-downs of tables 20 to 26.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkSpaceInfo {
    /// `parkCode`
    pub park_code: Text,
    /// `usedSpaces`: every space that is taken.
    pub used_spaces: Int,
    /// `unusedSpaces`: those that anybody may take, as shown outside.
    pub unused_spaces: Int,
    /// `reservedSpaces`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_spaces: Option<Int>,
}
