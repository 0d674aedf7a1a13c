//! Questions with an answer that is used: 5010 (tables 67 and 68) and 1401 (tables 115 and 116).

use chrono::NaiveDate;
use lotdesk_domain::plate::Plate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::codes;
use super::form::{DateTime, Text, Yuan};
use super::record::PayTypeCode;
use crate::json::Node;

/// Table 67, the item of 5010.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeductionRequest {
    /// `plateNo`
    pub plate_no: Plate,
}

/// Table 68 `state`: a String of one character, which D.25 sends as a number. The other way round than 6008's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeductionSupport {
    /// "0" 支持代扣
    Supported,
    /// "1" 不支持代扣
    NotSupported,
}

impl Serialize for DeductionSupport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Supported => "0",
            Self::NotSupported => "1",
        })
    }
}

impl<'de> Deserialize<'de> for DeductionSupport {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        match node.text_or_number() {
            Some("0") => Ok(Self::Supported),
            Some("1") => Ok(Self::NotSupported),
            _ => Err(D::Error::custom(format!("{node} is no state of table 68"))),
        }
    }
}

/// Table 68, the item of the answer to 5010.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeductionAnswer {
    /// `state`
    pub state: DeductionSupport,
}

/// Date: `yyyy-MM-dd` (table 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.format("%Y-%m-%d").to_string())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let day = node.as_text().and_then(|text| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok());
        day.map(Self).ok_or_else(|| D::Error::custom(format!("{node} is not yyyy-MM-dd")))
    }
}

/// Table 115 `billType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BillType {
    /// ALL
    All,
    /// SUCCESS
    Success,
    /// REFUND
    Refund,
    /// REVOKED
    Revoked,
}

/// Table 115, the item of 1401.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillRequest {
    /// `billDate`
    pub bill_date: Date,
    /// `billType`
    pub bill_type: BillType,
}

codes! {
    /// Table 116 `actionType`.
    ActionType {
        /// 支付
        Paid = 0,
        /// 退款
        Refunded = 1,
    }
}

/// Table 116, an item of the answer to 1401.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillLine {
    /// `orderNo`
    pub order_no: Text,
    /// `parkCode`; one of the three is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `plateNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_no: Option<Text>,
    /// `spaceNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `payTime`
    pub pay_time: DateTime,
    /// `receivables`
    pub receivables: Yuan,
    /// `discount`
    pub discount: Yuan,
    /// `received`
    pub received: Yuan,
    /// `payType`
    pub pay_type: PayTypeCode,
    /// `payFrom`
    pub pay_from: String,
    /// `actionType`; the table requires it, yet what was withdrawn (REVOKED) has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_type: Option<ActionType>,
}
