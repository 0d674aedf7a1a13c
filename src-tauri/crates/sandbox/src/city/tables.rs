//! What each interface must carry, transcribed row by row from DB4403/T 313—2023. This is the sandbox's own reading, made
//! apart from the mapper that it judges.

use super::{billing_tables, counts, garages, leases};

/// Basic type of a field (table 2, and the notes below it).
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `String`.
    Text,
    /// `String` holding a lot number: 20 digits.
    ParkCode,
    /// `String` holding a space number.
    SpaceNo,
    /// `String` holding a division code: 6 digits, or 9.
    District,
    /// `String` holding a plate.
    Plate,
    /// `String` of binary digits.
    Binary,
    /// `Uuid`: 32 hexadecimal digits.
    Uuid,
    /// `Date`: `yyyy-MM-dd`.
    Date,
    /// `DateTime`: `yyyy-MM-dd HH:mm:ss`.
    DateTime,
    /// `Int`.
    Int,
    /// `Decimal` for money: a number with two decimals.
    Money,
    /// `Double` for money that may be below nothing: a number with two decimals (table 110).
    SignedMoney,
    /// `String` holding a number with at most so many decimals (table 110).
    YuanText(usize),
    /// `Int` from 0 to 9, or the text X (table 30).
    IdType,
    /// `Decimal` that is no money.
    Decimal,
    /// `Double` within ±180.
    Degrees,
    /// `Double`.
    Double,
    /// `Boolean`.
    Bool,
    /// `Timestamp`: seconds in 4 bytes.
    Timestamp,
    /// An object of another table.
    Object(&'static Table),
    /// A list of objects of another table.
    List(&'static Table),
    /// `List<String>`.
    Texts,
    /// `List<Uuid>`.
    Uuids,
}

/// Which values a field may have.
#[derive(Clone, Copy, Debug)]
pub enum Codes {
    /// Any.
    Any,
    /// Whole numbers from the first to the second.
    Between(i64, i64),
    /// One of these texts.
    Of(&'static [&'static str]),
    /// One of table A.3's event types.
    EventTypes,
}

/// One row: a field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// 属性.
    pub name: &'static str,
    /// 数据类型.
    pub kind: Kind,
    /// 字符长度, in characters; 0 where the table has none.
    pub max: usize,
    /// 必须.
    pub required: bool,
    /// 说明, where it lists codes.
    pub codes: Codes,
}

/// One table.
#[derive(Debug)]
pub struct Table {
    /// Its number in the standard.
    pub number: &'static str,
    /// Its rows.
    pub fields: &'static [Field],
}

pub(super) const fn row(name: &'static str, kind: Kind, max: usize, required: bool, codes: Codes) -> Field {
    Field { name, kind, max, required, codes }
}

pub(super) const YES: bool = true;
pub(super) const NO: bool = false;
use Codes::{Any, Between, EventTypes, Of};
use Kind as K;

/// A count of something.
pub(super) const COUNT: Codes = Between(0, i32::MAX as i64);
pub(super) const FLAG: Codes = Between(0, 1);

/// Table 3, 停车场信息.
pub static PARK_INFO: Table = Table {
    number: "3",
    fields: &[
        row("parkCode", K::ParkCode, 20, YES, Any),
        row("parkName", K::Text, 255, YES, Any),
        row("parkType", K::Int, 0, YES, Between(0, 2)),
        row("isGarage", K::Int, 0, NO, FLAG),
        row("chargingStandard", K::Object(&CHARGING_STANDARD), 0, NO, Any),
        row("province", K::Text, 10, NO, Any),
        row("city", K::Text, 10, NO, Any),
        row("district", K::Text, 10, NO, Any),
        row("area", K::Text, 10, NO, Any),
        row("districtCode", K::District, 9, YES, Any),
        row("roadName", K::Text, 10, YES, Any),
        row("address", K::Text, 255, NO, Any),
        row("totalSpaces", K::Int, 0, YES, COUNT),
        row("reservableSpaces", K::Int, 0, NO, COUNT),
        row("sharedSpaces", K::Int, 0, NO, COUNT),
        row("longitude", K::Degrees, 0, NO, Any),
        row("latitude", K::Degrees, 0, NO, Any),
        row("shenzhenX", K::Double, 0, NO, Any),
        row("shenzhenY", K::Double, 0, NO, Any),
        row("shenzhenH", K::Double, 0, NO, Any),
        row("operatorId", K::Text, 10, YES, Any),
        row("owner", K::Text, 50, YES, Any),
        row("garagesmaintainer", K::Text, 50, NO, Any),
        row("serviceType", K::Int, 0, YES, Between(1, 8)),
        row("garagesInfoTable", K::Texts, 0, NO, Any),
        row("affiliatedStation", K::Text, 50, NO, Any),
        row("responsibleOfficer", K::Text, 50, NO, Any),
        row("committeeInfo", K::Text, 50, NO, Any),
        row("taxpayer", K::Text, 50, NO, Any),
        row("taxpayerId", K::Text, 18, NO, Any),
        row("stationInfotable", K::List(&STATION_NAME), 0, NO, Any),
        row("publicInfo", K::Text, 200, YES, Any),
    ],
};

/// Table 4, 收费标准.
pub static CHARGING_STANDARD: Table = Table {
    number: "4",
    fields: &[
        row("parkCode", K::ParkCode, 20, YES, Any),
        row("permitNo", K::Text, 6, YES, Any),
        row("charger", K::Text, 100, YES, Any),
        row("pricing", K::Int, 0, YES, Between(1, 3)),
        row("region", K::Int, 0, YES, Between(1, 3)),
        row("complaintTel", K::Text, 20, YES, Any),
        row("remark", K::Text, 500, NO, Any),
        row("pricingSign", K::Text, 0, NO, Any),
        row("chargeItemstable", K::List(&CHARGE_ITEM), 0, YES, Any),
    ],
};

/// Table 5, 收费项目.
pub static CHARGE_ITEM: Table = Table {
    number: "5",
    fields: &[row("chargeItem", K::Text, 20, YES, Any), row("chargeDesc", K::Text, 255, YES, Any)],
};

/// Table 6, 充电站信息.
pub static STATION_NAME: Table = Table {
    number: "6",
    fields: &[
        row("operatorID", K::Text, 9, YES, Any),
        row("operatorName", K::Text, 65, YES, Any),
        row("stationID", K::Text, 20, YES, Any),
        row("stationName", K::Text, 50, YES, Any),
    ],
};

/// Table 8, 出入口信息.
pub static ENTRANCE: Table = Table {
    number: "8",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("name", K::Text, 10, YES, Any),
        row("parkCode", K::ParkCode, 20, YES, Any),
        row("garageCode", K::Text, 22, NO, Any),
        row("roadName", K::Text, 10, NO, Any),
        row("type", K::Int, 0, YES, Between(1, 3)),
        row("longitude", K::Degrees, 0, NO, Any),
        row("latitude", K::Degrees, 0, NO, Any),
        row("equipments", K::List(&EQUIPMENT), 0, NO, Any),
    ],
};

/// Table 9, 设备信息; the garage devices are those of A.4.
pub static EQUIPMENT: Table = Table {
    number: "9",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("parkCode", K::ParkCode, 20, NO, Any),
        row("entranceExitId", K::Uuid, 32, NO, Any),
        row("garageCode", K::Text, 22, NO, Any),
        row("equipmentCode", K::Text, 20, YES, Any),
        row("name", K::Text, 50, YES, Any),
        row(
            "equipmentType",
            K::Text,
            4,
            YES,
            Of(&[
                "1000", "2000", "3000", "4000", "5000", "6000", "6001", "6002", "6003", "6004", "6005", "6006", "6007",
                "6008", "6009", "6010", "6011", "6012", "6013", "6014", "6015", "6016", "6017", "6018",
            ]),
        ),
        row("spaceNo", K::SpaceNo, 28, NO, Any),
        row("manufacturer", K::Text, 50, NO, Any),
        row("model", K::Text, 20, NO, Any),
        row("mfd", K::DateTime, 0, NO, Any),
        row("chargeType", K::Int, 0, NO, Between(0, 2)),
        row("state", K::Int, 4, YES, Between(1, 4)),
        row("moment", K::DateTime, 0, YES, Any),
    ],
};

/// Table 10, 车位信息.
pub static SPACE_INFO: Table = Table {
    number: "10",
    fields: &[
        row("spaceNo", K::SpaceNo, 28, YES, Any),
        row("parkCode", K::ParkCode, 20, NO, Any),
        row("garageCode", K::Text, 22, NO, Any),
        row("manageType", K::Int, 0, NO, Between(0, 4)),
        row("ownerType", K::Int, 0, NO, Between(1, 3)),
        row("positionType", K::Int, 0, YES, Between(0, 2)),
        row("sizeType", K::Int, 0, NO, Between(1, 8)),
        row("materialType", K::Int, 0, YES, FLAG),
        row("usageType", K::Int, 0, NO, Between(1, 8)),
        row("visitType", K::Int, 0, NO, Between(0, 3)),
        row("floor", K::Text, 10, NO, Any),
        row("areaName", K::Text, 50, NO, Any),
        row("withLocker", K::Int, 0, YES, FLAG),
        row("withChargingPile", K::Int, 0, YES, FLAG),
        row("longitude", K::Degrees, 0, NO, Any),
        row("latitude", K::Degrees, 0, NO, Any),
        row("state", K::Int, 0, YES, Between(1, 4)),
        row("moment", K::DateTime, 0, YES, Any),
    ],
};

/// Table 11, 车辆信息.
pub static PARK_CAR: Table = Table {
    number: "11",
    fields: &[
        row("plateNo", K::Plate, 10, YES, Any),
        row("plateColor", K::Text, 3, NO, Any),
        row("carColor", K::Text, 3, NO, Any),
        row("licensePlateType", K::Int, 0, NO, Between(1, 2)),
        row("carModel", K::Int, 0, NO, Between(1, 3)),
        row("carLogo", K::Text, 10, NO, Any),
        row("eidEquiped", K::Bool, 0, YES, Any),
        row("vrdb_no", K::Binary, 48, NO, Any),
        row("vrdb_plateType", K::Binary, 4, NO, Any),
        row("vrdb_carModel", K::Binary, 9, NO, Any),
        row("vrdb_usage", K::Binary, 4, NO, Any),
        row("vrdb_seqno", K::Text, 13, NO, Any),
    ],
};

/// Table 13, 停车信息.
pub static PARK_RECORD: Table = Table {
    number: "13",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("parkCode", K::ParkCode, 20, NO, Any),
        row("garageNo", K::Text, 22, NO, Any),
        row("spaceNo", K::SpaceNo, 28, NO, Any),
        row("parkCarInfo", K::Object(&PARK_CAR), 0, NO, Any),
        row("enterTime", K::DateTime, 0, YES, Any),
        row("inEquipmentId", K::Uuid, 32, NO, Any),
        row("leaveTime", K::DateTime, 0, NO, Any),
        row("outEquipmentId", K::Uuid, 32, NO, Any),
        row("chargeIdList", K::Uuids, 0, NO, Any),
        row("receivables", K::Money, 0, YES, Any),
        row("discount", K::Money, 0, YES, Any),
        row("received", K::Money, 0, YES, Any),
        row("shareOrderId", K::Text, 10, NO, Any),
        row("isStagger", K::Int, 0, NO, FLAG),
        row("recordType", K::Int, 0, NO, Between(0, 2)),
    ],
};

/// Table 14, 停车订单信息.
pub static PARK_ORDER: Table = Table {
    number: "14",
    fields: &[
        row("orderNo", K::Text, 50, YES, Any),
        row("recordId", K::Uuid, 32, YES, Any),
        row("parkCode", K::ParkCode, 20, YES, Any),
        row("spaceNo", K::SpaceNo, 28, NO, Any),
        row("plateNo", K::Plate, 10, NO, Any),
        row("enterTime", K::DateTime, 0, YES, Any),
        row("chargingStart", K::DateTime, 0, YES, Any),
        row("chargingDuration", K::Int, 0, YES, COUNT),
        row("leaveTime", K::DateTime, 0, NO, Any),
        row("paidAmount", K::Money, 0, YES, Any),
        row("receivables", K::Money, 0, YES, Any),
        row("otherFee", K::Money, 0, YES, Any),
        row("discount", K::Money, 0, YES, Any),
        row("chargingFee", K::Money, 0, YES, Any),
        row("chargeType", K::Int, 0, NO, Between(0, 5)),
        row("freeMinute", K::Int, 0, NO, COUNT),
        row("surplusMinute", K::Int, 0, NO, COUNT),
    ],
};

/// Table 15, 缴费记录.
pub static PARK_CHARGE: Table = Table {
    number: "15",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("orderNo", K::Text, 50, NO, Any),
        row("recordId", K::Uuid, 32, YES, Any),
        row("parkCarInfo", K::Object(&PARK_CAR), 0, NO, Any),
        row("payTime", K::DateTime, 0, YES, Any),
        row("receivables", K::Money, 0, YES, Any),
        row("discount", K::Money, 0, YES, Any),
        row("received", K::Money, 0, YES, Any),
        row("payType", K::Int, 0, YES, Between(1, 6)),
        row("payFrom", K::Text, 10, YES, Any),
        row("listDiscounts", K::List(&DISCOUNT), 0, NO, Any),
    ],
};

/// Table 16, 优惠记录.
pub static DISCOUNT: Table = Table {
    number: "16",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("couponNo", K::Text, 20, NO, Any),
        row("couponType", K::Int, 0, YES, Between(0, 4)),
        row("couponValue", K::Decimal, 0, YES, Any),
        row("discountChannel", K::Text, 100, NO, Any),
        row("channelOrgCode", K::Text, 18, NO, Any),
    ],
};

/// Table 17, 退费信息.
pub static REFUND: Table = Table {
    number: "17",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("orderNo", K::Text, 50, YES, Any),
        row("time", K::DateTime, 0, YES, Any),
        row("refundMoney", K::Money, 0, YES, Any),
        row("refundType", K::Int, 0, YES, Between(1, 6)),
        row("refundFrom", K::Text, 10, YES, Any),
    ],
};

/// Table 67, 请求车辆代扣验签.
pub static DEDUCTION: Table = Table { number: "67", fields: &[row("plateNo", K::Plate, 10, YES, Any)] };

/// Table 115, 对账请求订单.
pub static BILL: Table = Table {
    number: "115",
    fields: &[
        row("billDate", K::Date, 0, YES, Any),
        row("billType", K::Text, 0, YES, Of(&["ALL", "SUCCESS", "REFUND", "REVOKED"])),
    ],
};

/// Table 19, 场内车位数信息.
pub static SPACE_COUNTS: Table = Table {
    number: "19",
    fields: &[
        row("parkCode", K::ParkCode, 20, YES, Any),
        row("usedSpaces", K::Int, 0, YES, COUNT),
        row("unusedSpaces", K::Int, 0, YES, COUNT),
        row("reservedSpaces", K::Int, 0, NO, COUNT),
        row("manageType", K::Object(&counts::MANAGE_TYPE), 0, NO, Any),
        row("ownerType", K::Object(&counts::OWNER_TYPE), 0, NO, Any),
        row("positionType", K::Object(&counts::POSITION_TYPE), 0, NO, Any),
        row("sizeType", K::Object(&counts::SIZE_TYPE), 0, NO, Any),
        row("materialType", K::Object(&counts::MATERIAL_TYPE), 0, NO, Any),
        row("usageType", K::Object(&counts::USAGE_TYPE), 0, NO, Any),
        row("chargingType", K::Object(&counts::CHARGING_TYPE), 0, NO, Any),
    ],
};

/// Table 27, 事件信息.
pub static EVENT: Table = Table {
    number: "27",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("parkCode", K::ParkCode, 20, NO, Any),
        row("spaceNo", K::SpaceNo, 28, NO, Any),
        row("plateNo", K::Plate, 10, NO, Any),
        row("time", K::DateTime, 0, YES, Any),
        row("eventType", K::Int, 0, YES, EventTypes),
        row("eventLevel", K::Int, 0, YES, Between(0, 3)),
        row("position", K::Text, 50, NO, Any),
        row("equipmentId", K::Uuid, 32, YES, Any),
        row("remark", K::Text, 200, YES, Any),
    ],
};

/// Table 31, the envelope of every request.
pub static ENVELOPE: Table =
    Table { number: "31", fields: &[row("timestamp", K::Timestamp, 0, YES, Any), row("sign", K::Text, 0, YES, Any)] };

/// Table 34, 登录.
pub static LOGIN: Table = Table {
    number: "34",
    fields: &[
        row("userId", K::Text, 32, YES, Any),
        row("password", K::Text, 64, YES, Any),
        row("callbackServer", K::Text, 200, NO, Any),
        row("onlineOrderUrl", K::Text, 512, NO, Any),
    ],
};

/// Table 40, 登录 (TCP).
pub static TCP_LOGIN: Table =
    Table { number: "40", fields: &[row("userId", K::Text, 32, YES, Any), row("password", K::Text, 64, YES, Any)] };

/// Table 36, 刷新.
pub static REFRESH: Table = Table {
    number: "36",
    fields: &[
        row("userId", K::Text, 32, YES, Any),
        row("password", K::Text, 64, YES, Any),
        row("accessToken", K::Text, 0, YES, Any),
    ],
};

/// Table 38, 登出.
pub static LOGOUT: Table = Table { number: "38", fields: &[row("accessToken", K::Text, 0, YES, Any)] };

/// Table 42, 图片上传; of `file` the sandbox keeps these two rows of its own: size and hash.
pub static PICTURE: Table = Table {
    number: "42",
    fields: &[
        row("fileName", K::Text, 0, YES, Any),
        row("imageBizType", K::Int, 0, YES, Between(1, 9)),
        row("destPath", K::Text, 0, YES, Any),
        row("timestamp", K::Timestamp, 0, YES, Any),
        row("pickTime", K::Timestamp, 0, YES, Any),
        row("bytes", K::Int, 0, YES, COUNT),
        row("sha256", K::Text, 64, YES, Any),
    ],
};

/// 1 in use, 2 deleted (tables 45, 47, 49, 51).
const STATE: Field = row("state", K::Int, 0, YES, Between(1, 2));

/// Table 45.
pub static PARK_REPORT: Table =
    Table { number: "45", fields: &[row("parkInfo", K::Object(&PARK_INFO), 0, YES, Any), STATE] };
/// Table 47.
pub static ENTRANCE_REPORT: Table =
    Table { number: "47", fields: &[row("entranceExitInfo", K::Object(&ENTRANCE), 0, YES, Any), STATE] };
/// Table 49.
pub static EQUIPMENT_REPORT: Table =
    Table { number: "49", fields: &[row("equipment", K::Object(&EQUIPMENT), 0, YES, Any), STATE] };
/// Table 51.
pub static SPACE_REPORT: Table =
    Table { number: "51", fields: &[row("spaceInfo", K::Object(&SPACE_INFO), 0, YES, Any), STATE] };

/// Table 56, 车位状态变更.
pub static SPACE_STATE: Table = Table {
    number: "56",
    fields: &[
        row("spaceNo", K::SpaceNo, 28, YES, Any),
        row("parkCode", K::ParkCode, 20, NO, Any),
        row("state", K::Int, 10, YES, Between(-1, 2)),
    ],
};

/// Table 58, 设备状态信息.
pub static EQUIPMENT_STATE: Table =
    Table { number: "58", fields: &[row("id", K::Uuid, 32, YES, Any), row("state", K::Int, 10, YES, Between(1, 2))] };

/// One interface that the sandbox serves.
#[derive(Debug)]
pub struct Interface {
    /// Its number.
    pub code: &'static str,
    /// The table of an item of its `data`.
    pub item: &'static Table,
    /// Path of the item's own identifier.
    pub own_id: &'static [&'static str],
    /// The reply's field that carries the identifier back (tables 44 to 65); empty where there is none.
    pub echo: &'static str,
}

/// What the sandbox serves.
pub static INTERFACES: &[Interface] = &[
    Interface { code: "1001", item: &LOGIN, own_id: &["userId"], echo: "" },
    Interface { code: "1002", item: &REFRESH, own_id: &["userId"], echo: "" },
    Interface { code: "1003", item: &LOGOUT, own_id: &[], echo: "" },
    Interface { code: "2001", item: &PICTURE, own_id: &[], echo: "" },
    Interface { code: "2002", item: &EVENT, own_id: &["id"], echo: "id" },
    Interface { code: "3001", item: &PARK_REPORT, own_id: &["parkInfo", "parkCode"], echo: "parkCode" },
    Interface { code: "3002", item: &ENTRANCE_REPORT, own_id: &["entranceExitInfo", "id"], echo: "id" },
    Interface { code: "3003", item: &EQUIPMENT_REPORT, own_id: &["equipment", "id"], echo: "id" },
    Interface { code: "3004", item: &SPACE_REPORT, own_id: &["spaceInfo", "spaceNo"], echo: "spaceNo" },
    Interface { code: "3005", item: &CHARGING_STANDARD, own_id: &["permitNo"], echo: "permitNo" },
    Interface { code: "5001", item: &SPACE_STATE, own_id: &["spaceNo"], echo: "spaceNo" },
    Interface { code: "5002", item: &EQUIPMENT_STATE, own_id: &["id"], echo: "id" },
    Interface { code: "5003", item: &SPACE_COUNTS, own_id: &["parkCode"], echo: "parkCode" },
    Interface { code: "5004", item: &PARK_RECORD, own_id: &["id"], echo: "id" },
    Interface { code: "5005", item: &PARK_RECORD, own_id: &["id"], echo: "id" },
    Interface { code: "5006", item: &PARK_RECORD, own_id: &["id"], echo: "id" },
    Interface { code: "5007", item: &PARK_ORDER, own_id: &["orderNo"], echo: "orderNo" },
    Interface { code: "5008", item: &PARK_CHARGE, own_id: &["id"], echo: "id" },
    Interface { code: "5009", item: &REFUND, own_id: &["id"], echo: "id" },
    Interface { code: "5010", item: &DEDUCTION, own_id: &["plateNo"], echo: "" },
    Interface { code: "1401", item: &BILL, own_id: &["billDate"], echo: "" },
    Interface { code: "1201", item: &billing_tables::INVOICE, own_id: &["fpqqlsh"], echo: "fpqqlsh" },
    Interface { code: "1202", item: &billing_tables::STOCK, own_id: &["nsrsbh"], echo: "" },
    Interface { code: "1301", item: &billing_tables::CREDIT, own_id: &["id"], echo: "id" },
    Interface { code: "5011", item: &leases::LANE_STATE, own_id: &["entranceID"], echo: "entranceID" },
    Interface { code: "5012", item: &leases::LEASE_REPORT, own_id: &["lease", "id"], echo: "id" },
    Interface { code: "6009", item: &leases::LEASE_QUERY, own_id: &["plateNo"], echo: "" },
    Interface { code: "8001", item: &garages::GARAGE_REPORT, own_id: &["garageInfo", "id"], echo: "id" },
    // Tables 93 and 96 carry nothing back.
    Interface { code: "8002", item: &garages::GARAGE_STATE, own_id: &["garageCode"], echo: "" },
    Interface { code: "8003", item: &garages::GARAGE_SPACES, own_id: &["parkCode"], echo: "" },
];

/// The interface with this number.
pub fn interface(code: &str) -> Option<&'static Interface> {
    INTERFACES.iter().find(|i| i.code == code)
}
