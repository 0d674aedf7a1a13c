//! The rows that have numbers: tables 103 to 109.

use serde::{Deserialize, Serialize};

use super::form::{At, Fixed, Str, Whole};
use super::station::StationInfo;

/// 1102, table 103.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StationNotice {
    /// `stationInfo`
    #[serde(alias = "StationInfo")]
    pub station_info: StationInfo,
}

/// 1102, table 104.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationNoticeReply {
    /// `state`: 0 taken, 1 dropped, not to be sent again.
    #[serde(alias = "State", alias = "status", alias = "Status")]
    pub state: Whole,
}

/// 1105, table 105; also a line of 1106's reply, table 109.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarOrder {
    /// `startChargeSeq`
    pub start_charge_seq: Str,
    /// `stationID`
    #[serde(rename = "stationID")]
    pub station_id: Str,
    /// `stationName`
    pub station_name: Str,
    /// `connectorID`
    #[serde(rename = "connectorID")]
    pub connector_id: Str,
    /// `connectorName`
    pub connector_name: Str,
    /// `plateNum`
    pub plate_num: Str,
    /// `spaceNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Str>,
    /// `startTime`
    pub start_time: At,
    /// `endTime`
    pub end_time: At,
    /// `power`
    pub power: Fixed<2>,
    /// `elecMoney`
    pub elec_money: Fixed<2>,
    /// `seviceMoney`, spelt so.
    #[serde(alias = "serviceMoney")]
    pub sevice_money: Fixed<2>,
    /// `totalMoney`
    pub total_money: Fixed<2>,
}

/// 1105, table 106.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarOrderReply {
    /// `startChargeSeq`
    pub start_charge_seq: Str,
    /// `confirmResult`: 0 yes, 1 no.
    pub confirm_result: Whole,
}

/// 1106, table 107.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarOrdersRequest {
    /// `plateNum`
    pub plate_num: Str,
    /// `stationID`
    #[serde(rename = "stationID", default, skip_serializing_if = "Option::is_none")]
    pub station_id: Option<Str>,
    /// `startTime`
    pub start_time: At,
    /// `endTime`
    pub end_time: At,
}

/// 1106, table 108.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarOrdersReply {
    /// `itemSize`
    pub item_size: Whole,
    /// `chargeOrders`
    #[serde(default)]
    pub charge_orders: Vec<CarOrder>,
}
