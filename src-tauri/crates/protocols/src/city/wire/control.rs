//! Control lists and locks (DB4403/T 313, tables 18, 54, 55, 77 and 78): the items of 4001 and 6003, which the platform
//! sends us, and of our replies.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Deserializer, Serialize};

use super::basic::Existence;
use super::codes;
use super::form::{DateTime, Int, Text};
use super::record::ParkCarInfo;
use crate::json::Node;

codes! {
    /// Table 18 `strategyType`.
    StrategyCode {
        /// 不能进
        NoEntry = 1,
        /// 能进不能出
        NoExit = 2,
        /// 不能进出
        NoPassage = 3,
        /// 发送警告信息
        Warn = 4,
        /// 免费自动进出
        FreePassage = 5,
    }
}

codes! {
    /// Table 77 `lockFlag`.
    LockFlag {
        /// 锁车
        Lock = 0,
        /// 解锁
        Unlock = 1,
    }
}

codes! {
    /// Table 78 `lockstate`: the other way round than `lockFlag`.
    LockStateCode {
        /// 未锁车
        Unlocked = 0,
        /// 已锁车
        Locked = 1,
    }
}

/// 4001 request, table 54.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ControlItem {
    /// `blackWhiteGraySheet`. Optional in the table, though nothing says what an item without it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub black_white_gray_sheet: Option<BlackWhiteGraySheet>,
    /// `state`
    pub state: Existence,
}

/// Table 18, `blackWhiteGraySheet`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlackWhiteGraySheet {
    /// `id`
    pub id: Guid,
    /// `parkCode`
    pub park_code: Text,
    /// `parkCarInfo`
    pub park_car_info: ParkCarInfo,
    /// `strategyType`
    pub strategy_type: StrategyCode,
    /// `beginDate`: at once where it is not given. A DateTime in the table, a day in D.15: it begins with the day.
    #[serde(default, deserialize_with = "begins", skip_serializing_if = "Option::is_none")]
    pub begin_date: Option<DateTime>,
    /// `endDate`. A DateTime in the table, a day in D.15: it ends with the day.
    #[serde(deserialize_with = "ends")]
    pub end_date: DateTime,
    /// `strategyFrom`, 50 characters at most.
    pub strategy_from: String,
}

fn begins<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime>, D::Error> {
    let node = Node::deserialize(deserializer)?;
    match &node {
        Node::Null => Ok(None),
        Node::Text(text) if text.trim().is_empty() => Ok(None),
        _ => day_or_moment::<D>(&node, "00:00:00").map(Some),
    }
}

fn ends<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime, D::Error> {
    day_or_moment::<D>(&Node::deserialize(deserializer)?, "23:59:59")
}

fn day_or_moment<'de, D: Deserializer<'de>>(node: &Node, time: &str) -> Result<DateTime, D::Error> {
    let text = node.as_text().unwrap_or_default().trim();
    let whole = if text.len() == "yyyy-MM-dd".len() { format!("{text} {time}") } else { text.to_owned() };
    Moment::from_datetime_text(&whole)
        .map(DateTime)
        .ok_or_else(|| serde::de::Error::custom(format!("{node} is neither yyyy-MM-dd HH:mm:ss nor yyyy-MM-dd")))
}

/// 4001 reply, table 55.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlReply {
    /// `id`, as the request has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
    /// `code`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// 6003 request, table 77.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarLockItem {
    /// `id` of the order.
    pub id: Guid,
    /// `parkCode`
    pub park_code: Text,
    /// `plateNo`
    pub plate_no: Plate,
    /// `lockFlag`
    pub lock_flag: LockFlag,
    /// `featureCode` of the owner's phone, 50 characters at most. It names a person's device: nothing keeps it.
    pub feature_code: Text,
}

/// 6003 reply, table 78.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarLockReply {
    /// `id`, as the request has it.
    pub id: Text,
    /// `code`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `lockstate`
    pub lockstate: LockStateCode,
}
