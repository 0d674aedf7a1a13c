//! Business: tables B.10 to B.22.

use serde::{Deserialize, Serialize};

use super::form::{At, Fixed, Str, Whole};

/// Table B.10.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipAuthRequest {
    /// `EquipAuthSeq`
    #[serde(rename = "EquipAuthSeq")]
    pub seq: Str,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
}

/// Table B.11.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipAuthReply {
    /// `EquipAuthSeq`
    #[serde(rename = "EquipAuthSeq")]
    pub seq: Str,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `SuccStat`: 0 yes, 1 no.
    #[serde(rename = "SuccStat")]
    pub succ_stat: Whole,
    /// `FailReason`: 0 none, 1 not plugged in, 2 the check failed.
    #[serde(rename = "FailReason")]
    pub fail_reason: Whole,
}

/// Table B.12.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartChargeRequest {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `QRCode`: the part of the code that is not prescribed, as it was scanned.
    #[serde(rename = "QRCode", default)]
    pub qr_code: Str,
}

/// Table B.13. Its `StartChargeSeq Stat` has a blank that the PDF left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartChargeReply {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `StartChargeSeqStat`: 1 starting, 2 charging, 3 stopping, 4 ended, 5 unknown.
    #[serde(rename = "StartChargeSeqStat", alias = "StartChargeSeq Stat")]
    pub stat: Whole,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `SuccStat`
    #[serde(rename = "SuccStat")]
    pub succ_stat: Whole,
    /// `FailReason`: 0 none, 1 no such connector, 2 it is offline.
    #[serde(rename = "FailReason")]
    pub fail_reason: Whole,
}

/// Table B.14.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopChargeRequest {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
}

/// Table B.15.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopChargeReply {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `StartChargeSeqStat`
    #[serde(rename = "StartChargeSeqStat")]
    pub stat: Whole,
    /// `SuccStat`
    #[serde(rename = "SuccStat")]
    pub succ_stat: Whole,
    /// `FailReason`: 0 none, 1 no such connector, 2 it is offline, 3 it has stopped already.
    #[serde(rename = "FailReason")]
    pub fail_reason: Whole,
}

/// Table B.16.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderInfo {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `StartTime`
    #[serde(rename = "StartTime")]
    pub start_time: At,
    /// `EndTime`
    #[serde(rename = "EndTime")]
    pub end_time: At,
    /// `TotalPower`
    #[serde(rename = "TotalPower")]
    pub total_power: Fixed<2>,
    /// `TotalElecMoney`
    #[serde(rename = "TotalElecMoney")]
    pub total_elec_money: Fixed<2>,
    /// `TotalSeviceMoney`, spelt so in both standards.
    #[serde(rename = "TotalSeviceMoney", alias = "TotalServiceMoney")]
    pub total_service_money: Fixed<2>,
    /// `TotalMoney`
    #[serde(rename = "TotalMoney")]
    pub total_money: Fixed<2>,
    /// `StopReason`
    #[serde(rename = "StopReason")]
    pub stop_reason: Whole,
    /// `SumPeriod`
    #[serde(rename = "SumPeriod", default, skip_serializing_if = "Option::is_none")]
    pub sum_period: Option<Whole>,
    /// `ChargeDetails`
    #[serde(rename = "ChargeDetails", default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Vec<ChargeDetailItem>>,
}

/// Table B.17.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeDetailItem {
    /// `DetailStartTime`
    #[serde(rename = "DetailStartTime")]
    pub start_time: At,
    /// `DetailEndTime`
    #[serde(rename = "DetailEndTime")]
    pub end_time: At,
    /// `ElecPrice`
    #[serde(rename = "ElecPrice", default, skip_serializing_if = "Option::is_none")]
    pub elec_price: Option<Fixed<4>>,
    /// `SevicePrice`, spelt so in both standards.
    #[serde(rename = "SevicePrice", alias = "ServicePrice", default, skip_serializing_if = "Option::is_none")]
    pub service_price: Option<Fixed<4>>,
    /// `DetailPower`
    #[serde(rename = "DetailPower")]
    pub power: Fixed<2>,
    /// `DetailElecMoney`
    #[serde(rename = "DetailElecMoney", default, skip_serializing_if = "Option::is_none")]
    pub elec_money: Option<Fixed<2>>,
    /// `DetailSeviceMoney`, spelt so in both standards.
    #[serde(rename = "DetailSeviceMoney", alias = "DetailServiceMoney")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_money: Option<Fixed<2>>,
}

/// Table B.18.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderInfoReply {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `ConnectorID`
    #[serde(rename = "ConnectorID")]
    pub connector_id: Str,
    /// `ConfirmResult`: 0 yes, 1 disputed.
    #[serde(rename = "ConfirmResult")]
    pub confirm_result: Whole,
}

/// Table B.19.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOrdersRequest {
    /// `CheckOrderSeq`
    #[serde(rename = "CheckOrderSeq")]
    pub seq: Str,
    /// `StartTime`
    #[serde(rename = "StartTime")]
    pub start_time: At,
    /// `EndTime`
    #[serde(rename = "EndTime")]
    pub end_time: At,
    /// `OrderCount`
    #[serde(rename = "OrderCount")]
    pub order_count: Whole,
    /// `TotalOrderPower`: four decimals here, two everywhere else.
    #[serde(rename = "TotalOrderPower")]
    pub total_power: Fixed<4>,
    /// `TotalOrderMoney`
    #[serde(rename = "TotalOrderMoney")]
    pub total_money: Fixed<2>,
    /// `ChargeOrders`
    #[serde(rename = "ChargeOrders")]
    pub orders: Vec<CheckedOrder>,
}

/// Table B.20.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedOrder {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `TotalPower`
    #[serde(rename = "TotalPower")]
    pub total_power: Fixed<2>,
    /// `TotalMoney`
    #[serde(rename = "TotalMoney")]
    pub total_money: Fixed<2>,
}

/// Table B.21.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOrdersReply {
    /// `CheckOrderSeq`
    #[serde(rename = "CheckOrderSeq")]
    pub seq: Str,
    /// `StartTime`
    #[serde(rename = "StartTime")]
    pub start_time: At,
    /// `EndTime`
    #[serde(rename = "EndTime")]
    pub end_time: At,
    /// `TotalDisputeOrder`
    #[serde(rename = "TotalDisputeOrder")]
    pub dispute_count: Whole,
    /// `TotalDisputePower`
    #[serde(rename = "TotalDisputePower")]
    pub total_power: Fixed<4>,
    /// `TotalDisputeMoney`
    #[serde(rename = "TotalDisputeMoney")]
    pub total_money: Fixed<2>,
    /// `DisputeOrders`
    #[serde(rename = "DisputeOrders", default)]
    pub orders: Vec<DisputeOrder>,
}

/// Table B.22.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeOrder {
    /// `StartChargeSeq`
    #[serde(rename = "StartChargeSeq")]
    pub seq: Str,
    /// `TotalPower`
    #[serde(rename = "TotalPower")]
    pub total_power: Fixed<2>,
    /// `TotalMoney`
    #[serde(rename = "TotalMoney")]
    pub total_money: Fixed<2>,
    /// `DisputeReason`: 1 no such order, 2 money, 3 energy.
    #[serde(rename = "DisputeReason")]
    pub reason: Whole,
}
