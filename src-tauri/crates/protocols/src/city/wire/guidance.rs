//! The lots around (DB4403/T 313, tables 101 and 102): the items of 9001.

use serde::{Deserialize, Serialize};

use super::basic::EntranceInfo;
use super::form::{Double, Int, Text};

/// 9001 request, table 101.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuidanceItem {
    /// `parkCode`
    pub park_code: Text,
    /// `parkName`, or the name of the road.
    pub park_name: String,
    /// `province`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// `city`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// `district`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// `area`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// `districtCode`
    pub district_code: Text,
    /// `address`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// `totalSpaces`
    pub total_spaces: Int,
    /// `remainingSpace`
    pub remaining_space: Int,
    /// `longitude`, GCJ-02.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<Double>,
    /// `latitude`, GCJ-02.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<Double>,
    /// `listEntranceInfo`
    pub list_entrance_info: Vec<EntranceInfo>,
    /// `publicInfo`: opening hours, prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_info: Option<String>,
}

/// 9001 reply, table 102.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuidanceReply {
    /// `parkCode`
    pub park_code: Text,
    /// `code`, when it is refused (table A.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`, 255 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
