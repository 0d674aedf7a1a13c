//! Orders, payments and refunds (DB4403/T 313, tables 14, 17, 83, 84 and 85): the items of 5007, 5009, 6006, 6007 and
//! 6008, and the answer to 6006.

use lotdesk_domain::id::Guid;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

use super::codes;
use super::form::{DateTime, Double, Int, Text, Yuan};
use super::record::{CouponType, ParkChargeInfo, PayTypeCode};

codes! {
    /// Table 14 `chargeType`.
    ChargeTypeCode {
        /// 正常收费
        Normal = 0,
        /// 免费时间内免费
        FreeMinutes = 1,
        /// 免费
        Free = 2,
        /// 超过最高收费而免费
        AboveCap = 3,
        /// 打折后免费
        FreeByDiscount = 4,
        /// 其它
        Other = 5,
    }
}

/// Table 14, `parkOrder`: the item of 5007 and of 6006's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkOrder {
    /// `orderNo`
    pub order_no: Text,
    /// `recordId`. Required by the table; D.33's answer leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_id: Option<Guid>,
    /// `parkCode`
    pub park_code: Text,
    /// `spaceNo`; it or the plate is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `plateNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_no: Option<Plate>,
    /// `enterTime`
    pub enter_time: DateTime,
    /// `chargingStart`
    pub charging_start: DateTime,
    /// `chargingDuration`: minutes by the table, whatever D.22 shows.
    pub charging_duration: Int,
    /// `leaveTime`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_time: Option<DateTime>,
    /// `paidAmount`
    pub paid_amount: Yuan,
    /// `receivables`
    pub receivables: Yuan,
    /// `otherFee`
    pub other_fee: Yuan,
    /// `discount`
    pub discount: Yuan,
    /// `chargingFee`
    pub charging_fee: Yuan,
    /// `chargeType`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_type: Option<ChargeTypeCode>,
    /// `freeMinute`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_minute: Option<Int>,
    /// `surplusMinute`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surplus_minute: Option<Int>,
}

/// Table 17, `refundInfo`: the item of 5009.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundInfo {
    /// `id`
    pub id: Guid,
    /// `orderNo`
    pub order_no: Text,
    /// `time`
    pub time: DateTime,
    /// `refundMoney`
    pub refund_money: Yuan,
    /// `refundType`: the codes of table 15's `payType`.
    pub refund_type: PayTypeCode,
    /// `refundFrom`, 10 characters at most.
    pub refund_from: String,
}

/// Table 83, the item of 6006.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceStayItem {
    /// `parkCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `spaceNo`; it or the plate is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `plateNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_no: Option<Plate>,
    /// `couponType`, by table 16.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_type: Option<CouponType>,
    /// `couponValue`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_value: Option<Double>,
    /// `endTime`; now where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<DateTime>,
}

/// Table 84, the item of 6007.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StayPaidItem {
    /// `chargeInfo` (table 15).
    pub charge_info: ParkChargeInfo,
    /// `parkCode`
    pub park_code: Text,
}

codes! {
    /// Table 85 `state`. The other way round than table 68's.
    ContractState {
        /// 关闭
        Closed = 0,
        /// 开通
        Open = 1,
    }
}

/// Table 85, the item of 6008.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeductionChangedItem {
    /// `parkCode`
    pub park_code: Text,
    /// `plateNo`
    pub plate_no: Plate,
    /// `state`
    pub state: ContractState,
}
