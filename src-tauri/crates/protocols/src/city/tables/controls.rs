//! Control lists and locks (DB4403/T 313, tables 18, 54 and 77).

use super::Kind::{DateTime, IntOf, Object, Plate, Text, Uuid};
use super::Rule::NotBefore;
use super::entities::PARK_CAR_INFO;
use super::{Table, may, must};
use crate::city::wire::basic::Existence;
use crate::city::wire::control::{LockFlag, StrategyCode};

static SHEET: Table = Table {
    number: "18",
    name: "blackWhiteGraySheet",
    fields: &[
        must("id", Uuid),
        must("parkCode", Text(20)),
        must("parkCarInfo", Object(&PARK_CAR_INFO)),
        must("strategyType", IntOf(StrategyCode::CODES)),
        may("beginDate", DateTime),
        must("endDate", DateTime),
        must("strategyFrom", Text(50)),
    ],
    rules: &[NotBefore("beginDate", "endDate")],
};

pub static CONTROL_ITEM: Table = Table {
    number: "54",
    name: "4001",
    fields: &[may("blackWhiteGraySheet", Object(&SHEET)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static LOCK: Table = Table {
    number: "77",
    name: "6003",
    fields: &[
        must("id", Uuid),
        must("parkCode", Text(20)),
        must("plateNo", Plate),
        must("lockFlag", IntOf(LockFlag::CODES)),
        must("featureCode", Text(50)),
    ],
    rules: &[],
};
