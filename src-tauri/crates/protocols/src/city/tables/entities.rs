//! Entities (DB4403/T 313, 5.4).

use super::Kind::{
    Amount, Base64, Binary, Boolean, Count, DateTime, Digits, IntOf, List, Number, Object, Plate, TagNumber, Text,
    TextOf, Texts, Uuid, Uuids,
};
use super::Rule::{AtMost, NotBefore, OneOf, Unless, WhenCode, WhenTrue};
use super::{Table, may, must};
use crate::city::wire::basic::{Condition, EntranceType, ParkType};
use crate::city::wire::event::EventLevel;
use crate::city::wire::money::ChargeTypeCode;
use crate::city::wire::record::{CarModel, CouponType, LicensePlateType, PayTypeCode, RecordTypeCode};

const LONGITUDE: super::Kind = Number(-180, 180);
const LATITUDE: super::Kind = Number(-90, 90);
const ANY_NUMBER: super::Kind = Number(i64::MIN, i64::MAX);

/// A.3 as a list; 8001 to 8003 stand in it twice.
const EVENT_TYPES: &[i64] = &[
    1001, 1002, 8001, 8002, 8003, 8004, 8005, 8006, 8007, 8008, 8009, 8010, 8011, 8012, 8013, 8014, 8015, 8016, 8017,
    8018, 8019, 8020, 8021, 8022, 8023, 8024, 8025, 8026, 8027, 8028, 8029, 8030, 8031,
];

/// Table 9's own codes and those of A.4.
const EQUIPMENT_TYPES: &[&str] = &[
    "1000", "2000", "3000", "4000", "5000", "6000", "6001", "6002", "6003", "6004", "6005", "6006", "6007", "6008",
    "6009", "6010", "6011", "6012", "6013", "6014", "6015", "6016", "6017", "6018",
];

pub static PARK_INFO: Table = Table {
    number: "3",
    name: "parkInfo",
    fields: &[
        must("parkCode", Text(20)),
        must("parkName", Text(255)),
        must("parkType", IntOf(ParkType::CODES)),
        may("isGarage", IntOf(&[0, 1])),
        may("chargingStandard", Object(&CHARGING_STANDARD)),
        may("province", Text(10)),
        may("city", Text(10)),
        may("district", Text(10)),
        may("area", Text(10)),
        must("districtCode", Digits(&[6, 9])),
        must("roadName", Text(10)),
        may("address", Text(255)),
        must("totalSpaces", Count),
        may("reservableSpaces", Count),
        may("sharedSpaces", Count),
        may("longitude", LONGITUDE),
        may("latitude", LATITUDE),
        may("shenzhenX", ANY_NUMBER),
        may("shenzhenY", ANY_NUMBER),
        may("shenzhenH", ANY_NUMBER),
        must("operatorId", Text(10)),
        must("owner", Text(50)),
        may("garagesmaintainer", Text(50)),
        must("serviceType", IntOf(&[1, 2, 3, 4, 5, 6, 7, 8])),
        may("garagesInfoTable", Texts(32)),
        may("affiliatedStation", Text(50)),
        may("responsibleOfficer", Text(50)),
        may("committeeInfo", Text(50)),
        may("taxpayer", Text(50)),
        may("taxpayerId", Text(18)),
        may("stationInfotable", List(&STATION_NAME_INFO)),
        must("publicInfo", Text(200)),
    ],
    rules: &[AtMost("reservableSpaces", "totalSpaces"), AtMost("sharedSpaces", "totalSpaces")],
};

pub static CHARGING_STANDARD: Table = Table {
    number: "4",
    name: "chargingStandard",
    fields: &[
        must("parkCode", Text(20)),
        must("permitNo", Text(6)),
        must("charger", Text(100)),
        must("pricing", IntOf(&[1, 2, 3])),
        must("region", IntOf(&[1, 2, 3])),
        must("complaintTel", Text(20)),
        may("remark", Text(500)),
        may("pricingSign", Base64(usize::MAX)),
        must("chargeItemstable", List(&CHARGE_ITEM)),
    ],
    rules: &[],
};

static CHARGE_ITEM: Table = Table {
    number: "5",
    name: "chargeItems",
    fields: &[must("chargeItem", Text(20)), must("chargeDesc", Text(255))],
    rules: &[],
};

static STATION_NAME_INFO: Table = Table {
    number: "6",
    name: "stationNameInfo",
    fields: &[
        must("operatorID", Text(9)),
        must("operatorName", Text(65)),
        must("stationID", Text(20)),
        must("stationName", Text(50)),
    ],
    rules: &[],
};

pub static ENTRANCE_INFO: Table = Table {
    number: "8",
    name: "entranceInfo",
    fields: &[
        must("id", Uuid),
        must("name", Text(10)),
        must("parkCode", Text(20)),
        may("garageCode", Text(22)),
        may("roadName", Text(10)),
        must("type", IntOf(EntranceType::CODES)),
        may("longitude", LONGITUDE),
        may("latitude", LATITUDE),
        may("equipments", List(&EQUIPMENT)),
    ],
    rules: &[],
};

pub static EQUIPMENT: Table = Table {
    number: "9",
    name: "equipment",
    fields: &[
        must("id", Uuid),
        may("parkCode", Text(20)),
        may("entranceExitId", Uuid),
        may("garageCode", Text(22)),
        must("equipmentCode", Text(20)),
        must("name", Text(50)),
        must("equipmentType", TextOf(EQUIPMENT_TYPES)),
        may("spaceNo", Text(28)),
        may("manufacturer", Text(50)),
        may("model", Text(20)),
        may("mfd", DateTime),
        may("chargeType", IntOf(&[0, 1, 2])),
        must("state", IntOf(Condition::CODES)),
        must("moment", DateTime),
    ],
    rules: &[],
};

pub static SPACE_INFO: Table = Table {
    number: "10",
    name: "spaceInfo",
    fields: &[
        must("spaceNo", Text(28)),
        may("parkCode", Text(20)),
        may("garageCode", Text(22)),
        may("manageType", IntOf(&[0, 1, 2, 3, 4])),
        may("ownerType", IntOf(&[1, 2, 3])),
        must("positionType", IntOf(ParkType::CODES)),
        may("sizeType", IntOf(&[1, 2, 3, 4, 5, 6, 7, 8])),
        must("materialType", IntOf(&[0, 1])),
        may("usageType", IntOf(&[1, 2, 3, 4, 5, 6, 7, 8])),
        may("visitType", IntOf(&[0, 1, 2, 3])),
        may("floor", Text(10)),
        may("areaName", Text(50)),
        must("withLocker", IntOf(&[0, 1])),
        must("withChargingPile", IntOf(&[0, 1])),
        may("longitude", LONGITUDE),
        may("latitude", LATITUDE),
        must("state", IntOf(Condition::CODES)),
        must("moment", DateTime),
    ],
    // 路外停车时应提供; 停放车位属于机械车库时应提供.
    rules: &[WhenCode("positionType", &[1, 2], "parkCode"), WhenCode("materialType", &[1], "garageCode")],
};

pub static PARK_CAR_INFO: Table = Table {
    number: "11",
    name: "parkCarInfo",
    fields: &[
        must("plateNo", Plate),
        may("plateColor", Text(3)),
        may("carColor", Text(3)),
        may("licensePlateType", IntOf(LicensePlateType::CODES)),
        may("carModel", IntOf(CarModel::CODES)),
        may("carLogo", Text(10)),
        must("eidEquiped", Boolean),
        may("vrdb_no", Binary(48)),
        may("vrdb_plateType", Binary(4)),
        may("vrdb_carModel", Binary(9)),
        may("vrdb_usage", Binary(4)),
        may("vrdb_seqno", TagNumber),
    ],
    // 装备电子标签时为必选
    rules: &[WhenTrue("eidEquiped", &["vrdb_no", "vrdb_plateType", "vrdb_carModel", "vrdb_usage", "vrdb_seqno"])],
};

pub static PARK_RECORD_INFO: Table = Table {
    number: "13",
    name: "parkRecordInfo",
    fields: &[
        must("id", Uuid),
        may("parkCode", Text(20)),
        may("garageNo", Text(22)),
        may("spaceNo", Text(28)),
        may("parkCarInfo", Object(&PARK_CAR_INFO)),
        must("enterTime", DateTime),
        may("inEquipmentId", Uuid),
        may("leaveTime", DateTime),
        may("outEquipmentId", Uuid),
        may("chargeIdList", Uuids),
        must("receivables", Amount),
        must("discount", Amount),
        must("received", Amount),
        may("shareOrderId", Text(10)),
        may("isStagger", IntOf(&[0, 1])),
        may("recordType", IntOf(RecordTypeCode::CODES)),
    ],
    // 路外停车时应提供 the lot and the car; on the street the space.
    rules: &[OneOf(&["parkCode", "spaceNo"]), Unless("spaceNo", "parkCarInfo"), NotBefore("enterTime", "leaveTime")],
};

pub static PARK_ORDER: Table = Table {
    number: "14",
    name: "parkOrder",
    fields: &[
        must("orderNo", Text(50)),
        must("recordId", Uuid),
        must("parkCode", Text(20)),
        may("spaceNo", Text(28)),
        may("plateNo", Plate),
        must("enterTime", DateTime),
        must("chargingStart", DateTime),
        must("chargingDuration", Count),
        may("leaveTime", DateTime),
        must("paidAmount", Amount),
        must("receivables", Amount),
        must("otherFee", Amount),
        must("discount", Amount),
        must("chargingFee", Amount),
        may("chargeType", IntOf(ChargeTypeCode::CODES)),
        may("freeMinute", Count),
        may("surplusMinute", Count),
    ],
    // spaceNo、plateNo应提供一个
    rules: &[OneOf(&["spaceNo", "plateNo"]), NotBefore("enterTime", "leaveTime")],
};

pub static PARK_CHARGE_INFO: Table = Table {
    number: "15",
    name: "parkChargeInfo",
    fields: &[
        must("id", Uuid),
        may("orderNo", Text(50)),
        must("recordId", Uuid),
        may("parkCarInfo", Object(&PARK_CAR_INFO)),
        must("payTime", DateTime),
        must("receivables", Amount),
        must("discount", Amount),
        must("received", Amount),
        must("payType", IntOf(PayTypeCode::CODES)),
        must("payFrom", Text(10)),
        may("listDiscounts", List(&DISCOUNT_RECORD)),
    ],
    rules: &[],
};

static DISCOUNT_RECORD: Table = Table {
    number: "16",
    name: "discountRecord",
    fields: &[
        must("id", Uuid),
        may("couponNo", Text(20)),
        must("couponType", IntOf(CouponType::CODES)),
        must("couponValue", Number(0, i64::MAX)),
        may("discountChannel", Text(100)),
        may("channelOrgCode", Text(18)),
    ],
    rules: &[],
};

pub static REFUND_INFO: Table = Table {
    number: "17",
    name: "refundInfo",
    fields: &[
        must("id", Uuid),
        must("orderNo", Text(50)),
        must("time", DateTime),
        must("refundMoney", Amount),
        must("refundType", IntOf(PayTypeCode::CODES)),
        must("refundFrom", Text(10)),
    ],
    rules: &[],
};

pub static PARK_SPACE_INFO: Table = Table {
    number: "19",
    name: "parkSpaceInfo",
    fields: &[
        must("parkCode", Text(20)),
        must("usedSpaces", Count),
        must("unusedSpaces", Count),
        may("reservedSpaces", Count),
    ],
    rules: &[],
};

pub static EVENT_INFO: Table = Table {
    number: "27",
    name: "eventInfo",
    fields: &[
        must("id", Uuid),
        may("parkCode", Text(20)),
        may("spaceNo", Text(28)),
        may("plateNo", Plate),
        must("time", DateTime),
        must("eventType", IntOf(EVENT_TYPES)),
        must("eventLevel", IntOf(EventLevel::CODES)),
        may("position", Text(50)),
        must("equipmentId", Uuid),
        must("remark", Text(200)),
    ],
    rules: &[],
};
