//! Requests that have a table of their own (DB4403/T 313, section 6).

use super::Kind::{
    Base64, Boolean, Date, DestPath, IntOf, Long, LongText, Object, Plate, Text, TextOf, Timestamp, Uuid,
};
use super::entities::{ENTRANCE_INFO, EQUIPMENT, PARK_INFO, SPACE_INFO};
use super::{Table, may, must};
use crate::city::wire::basic::Existence;
use crate::city::wire::picture::ImageBizType;
use crate::city::wire::state::{LaneStateCode, LinkStateCode, SpaceStateCode};

pub static LOGIN: Table = Table {
    number: "34",
    name: "1001",
    fields: &[
        must("userId", Text(32)),
        must("password", Base64(64)),
        may("callbackServer", Text(200)),
        may("onlineOrderUrl", Text(512)),
    ],
    rules: &[],
};

pub static REFRESH: Table = Table {
    number: "36",
    name: "1002",
    fields: &[must("userId", Text(32)), must("password", Base64(64)), must("accessToken", LongText)],
    rules: &[],
};

pub static LOGOUT: Table = Table { number: "38", name: "1003", fields: &[must("accessToken", LongText)], rules: &[] };

pub static TCP_LOGIN: Table =
    Table { number: "40", name: "1004", fields: &[must("userId", Text(32)), must("password", Base64(64))], rules: &[] };

/// Table 42 without `file` and `timestamp`, which come at sending, and with our own four fields.
pub static PICTURE: Table = Table {
    number: "42",
    name: "2001",
    fields: &[
        must("pictureId", Uuid),
        must("recordId", Uuid),
        must("entering", Boolean),
        must("takenAt", Long),
        must("fileName", Text(255)),
        must("imageBizType", IntOf(ImageBizType::CODES)),
        must("destPath", DestPath),
        must("pickTime", Timestamp),
    ],
    rules: &[],
};

pub static PARK_INFO_ITEM: Table = Table {
    number: "45",
    name: "3001",
    fields: &[must("parkInfo", Object(&PARK_INFO)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static ENTRANCE_ITEM: Table = Table {
    number: "47",
    name: "3002",
    fields: &[must("entranceExitInfo", Object(&ENTRANCE_INFO)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static EQUIPMENT_ITEM: Table = Table {
    number: "49",
    name: "3003",
    fields: &[must("equipment", Object(&EQUIPMENT)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static SPACE_ITEM: Table = Table {
    number: "51",
    name: "3004",
    fields: &[must("spaceInfo", Object(&SPACE_INFO)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static SPACE_STATE: Table = Table {
    number: "56",
    name: "5001",
    fields: &[must("spaceNo", Text(28)), may("parkCode", Text(20)), must("state", IntOf(SpaceStateCode::CODES))],
    rules: &[],
};

pub static EQUIPMENT_STATE: Table = Table {
    number: "58",
    name: "5002",
    fields: &[must("id", Uuid), must("state", IntOf(LinkStateCode::CODES))],
    rules: &[],
};

pub static DEDUCTION: Table = Table { number: "67", name: "5010", fields: &[must("plateNo", Plate)], rules: &[] };

pub static BILL: Table = Table {
    number: "115",
    name: "1401",
    fields: &[must("billDate", Date), must("billType", TextOf(&["ALL", "SUCCESS", "REFUND", "REVOKED"]))],
    rules: &[],
};

pub static LANE_STATE: Table = Table {
    number: "69",
    name: "5011",
    fields: &[
        must("parkCode", Text(20)),
        must("entranceID", Uuid),
        must("state", IntOf(LaneStateCode::CODES)),
        may("comment", Text(200)),
    ],
    rules: &[],
};
