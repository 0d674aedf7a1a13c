//! Spaces that the platform gives away, and the lots around: tables 73 to 76, 79, 80, 101, 102.

use super::Kind::{
    Amount, Count, Date, DateTime, IntOf, IntsOf, List, LongText, Number, Object, Plate, Text, Time, Uuid,
};
use super::entities::{ENTRANCE_INFO, PARK_CAR_INFO};
use super::{Table, may, must};
use crate::city::wire::booking::{ConfirmState, ShareAction};

pub static LOCK: Table = Table {
    number: "73",
    name: "6001",
    fields: &[
        must("bookCode", Text(50)),
        must("parkCode", Text(20)),
        must("parkCarInfo", Object(&PARK_CAR_INFO)),
        must("bookTime", DateTime),
        must("overTime", DateTime),
        must("bookMoney", Amount),
        must("obligatTime", Count),
    ],
    rules: &[],
};

pub static CONFIRM: Table = Table {
    number: "75",
    name: "6002",
    fields: &[must("bookCode", Text(50)), must("parkCode", Text(20)), must("confirmstate", IntOf(ConfirmState::CODES))],
    rules: &[],
};

pub static SHARE: Table = Table {
    number: "79",
    name: "6004",
    fields: &[
        must("id", Uuid),
        must("parkCode", Text(20)),
        must("plateNo", Plate),
        must("startDate", Date),
        must("endDate", Date),
        must("startTime", Time),
        must("endTime", Time),
        must("bufferTime", Count),
        must("rule", IntsOf(&[1, 2, 3, 4, 5, 6, 7])),
        must("actionType", IntOf(ShareAction::CODES)),
        may("publisher", Text(50)),
    ],
    rules: &[],
};

pub static GUIDANCE: Table = Table {
    number: "101",
    name: "9001",
    fields: &[
        must("parkCode", Text(20)),
        must("parkName", Text(255)),
        may("province", Text(10)),
        may("city", Text(10)),
        may("district", Text(10)),
        may("area", Text(10)),
        must("districtCode", Text(12)),
        may("address", Text(255)),
        must("totalSpaces", Count),
        must("remainingSpace", Count),
        may("longitude", Number(-180, 180)),
        may("latitude", Number(-90, 90)),
        must("listEntranceInfo", List(&ENTRANCE_INFO)),
        may("publicInfo", LongText),
    ],
    rules: &[],
};

pub static LOCK_REPLY: Table = Table {
    number: "74",
    name: "6001",
    fields: &[
        must("bookCode", Text(50)),
        may("code", Count),
        may("message", Text(255)),
        may("spaceNo", Text(28)),
        may("garageCode", Text(22)),
        may("bluetoothAddress", Text(50)),
        may("reservableSpace", Count),
    ],
    rules: &[],
};

pub static CONFIRM_REPLY: Table = Table {
    number: "76",
    name: "6002",
    fields: &[must("bookCode", Text(50)), may("code", Count), may("message", Text(255))],
    rules: &[],
};

pub static SHARE_REPLY: Table = Table {
    number: "80",
    name: "6004",
    fields: &[must("id", Uuid), may("code", Count), may("message", Text(255))],
    rules: &[],
};

pub static GUIDANCE_REPLY: Table = Table {
    number: "102",
    name: "9001",
    fields: &[must("parkCode", Text(20)), may("code", Count), may("message", Text(255))],
    rules: &[],
};
