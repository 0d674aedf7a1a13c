//! Cars, parking records and charges (DB4403/T 313, tables 11, 13, 15 and 16): the items of 5004, 5005, 5006 and 5008.

use lotdesk_domain::id::Guid;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

use super::codes;
use super::form::{DateTime, Int, Text, Yuan};

codes! {
    /// Table 11 `licensePlateType`.
    LicensePlateType {
        /// 正式号牌
        Formal = 1,
        /// 临时号牌
        Temporary = 2,
    }
}

codes! {
    /// Table 11 `carModel`.
    CarModel {
        /// 大型车
        Large = 1,
        /// 中型车
        Medium = 2,
        /// 小型车
        Small = 3,
    }
}

codes! {
    /// Table 13 `recordType`.
    RecordTypeCode {
        /// 正常
        Normal = 0,
        /// 异常
        Abnormal = 1,
        /// 未解锁出场
        LeftLocked = 2,
    }
}

codes! {
    /// Table 15 `payType`.
    PayTypeCode {
        /// 现金
        Cash = 1,
        /// 微信
        WeChat = 2,
        /// 支付宝
        Alipay = 3,
        /// 银联
        UnionPay = 4,
        /// ETC
        Etc = 5,
        /// 其它
        Other = 6,
    }
}

codes! {
    /// Table 16 `couponType`.
    CouponType {
        /// 无优惠
        Nothing = 0,
        /// 减免金额
        Amount = 1,
        /// 减免时间
        Hours = 2,
        /// 打折
        Rate = 3,
        /// 全免
        Free = 4,
    }
}

/// Table 11, `parkCarInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkCarInfo {
    /// `plateNo`
    pub plate_no: Plate,
    /// `plateColor`, in Chinese, 3 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_color: Option<String>,
    /// `carColor`, in Chinese, 3 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_color: Option<String>,
    /// `licensePlateType`; text in the examples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_plate_type: Option<LicensePlateType>,
    /// `carModel`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_model: Option<CarModel>,
    /// `carLogo`, 10 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_logo: Option<String>,
    /// `eidEquiped`: whether the car carries an electronic tag. Required.
    pub eid_equiped: bool,
    /// `vrdb_no`, required with a tag, like the four below.
    #[serde(rename = "vrdb_no", default, skip_serializing_if = "Option::is_none")]
    pub vrdb_no: Option<String>,
    /// `vrdb_plateType`
    #[serde(rename = "vrdb_plateType", default, skip_serializing_if = "Option::is_none")]
    pub vrdb_plate_type: Option<String>,
    /// `vrdb_carModel`
    #[serde(rename = "vrdb_carModel", default, skip_serializing_if = "Option::is_none")]
    pub vrdb_car_model: Option<String>,
    /// `vrdb_usage`
    #[serde(rename = "vrdb_usage", default, skip_serializing_if = "Option::is_none")]
    pub vrdb_usage: Option<String>,
    /// `vrdb_seqno`
    #[serde(rename = "vrdb_seqno", default, skip_serializing_if = "Option::is_none")]
    pub vrdb_seqno: Option<String>,
}

impl ParkCarInfo {
    /// A car of which only the plate is known, and whether it carries an electronic tag.
    pub const fn of_plate(plate_no: Plate, eid_equiped: bool) -> Self {
        Self {
            plate_no,
            plate_color: None,
            car_color: None,
            license_plate_type: None,
            car_model: None,
            car_logo: None,
            eid_equiped,
            vrdb_no: None,
            vrdb_plate_type: None,
            vrdb_car_model: None,
            vrdb_usage: None,
            vrdb_seqno: None,
        }
    }
}

/// Table 13, `parkRecordInfo`: the item of 5004, 5005 and 5006.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkRecordInfo {
    /// `id`
    pub id: Guid,
    /// `parkCode`, off the street. A number in D.19.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_code: Option<Text>,
    /// `garageNo`, in a mechanical garage. A number in D.19.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub garage_no: Option<Text>,
    /// `spaceNo`, on the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space_no: Option<Text>,
    /// `parkCarInfo`, off the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_car_info: Option<ParkCarInfo>,
    /// `enterTime`
    pub enter_time: DateTime,
    /// `inEquipmentId`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_equipment_id: Option<Guid>,
    /// `leaveTime`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_time: Option<DateTime>,
    /// `outEquipmentId`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_equipment_id: Option<Guid>,
    /// `chargeIdList`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge_id_list: Option<Vec<Guid>>,
    /// `receivables`, refunds not counted, like the two below.
    pub receivables: Yuan,
    /// `discount`
    pub discount: Yuan,
    /// `received`
    pub received: Yuan,
    /// `shareOrderId`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_order_id: Option<Text>,
    /// `isStagger`: 0 no, 1 shared parking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_stagger: Option<Int>,
    /// `recordType`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_type: Option<RecordTypeCode>,
}

/// Table 15, `parkChargeInfo`: the item of 5008.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkChargeInfo {
    /// `id`
    pub id: Guid,
    /// `orderNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_no: Option<Text>,
    /// `recordId`
    pub record_id: Guid,
    /// `parkCarInfo`, off the street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park_car_info: Option<ParkCarInfo>,
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
    /// `payFrom`, 10 characters at most.
    pub pay_from: String,
    /// `listDiscounts`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_discounts: Option<Vec<DiscountRecord>>,
}

/// Table 16, `discountRecord`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DiscountRecord {
    /// `id`
    pub id: Guid,
    /// `couponNo`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_no: Option<Text>,
    /// `couponType`
    pub coupon_type: CouponType,
    /// `couponValue`: yuan, hours or a rate, by its type.
    pub coupon_value: super::form::Double,
    /// `discountChannel`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_channel: Option<String>,
    /// `channelOrgCode`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_org_code: Option<Text>,
}
