//! Mechanical garages (DB4403/T 313, 5.4.4 and 6.8).

use super::Kind::{Count, DateTime, IntOf, List, Number, Object, Plate, Text, Uuid};
use super::{Table, may, must};
use crate::city::wire::basic::Existence;
use crate::city::wire::garage::{GarageStateCode, GarageType};

static GARAGE_INFO: Table = Table {
    number: "7",
    name: "garageInfo",
    fields: &[
        must("id", Uuid),
        must("parkCode", Text(20)),
        must("garageCode", Text(22)),
        may("garageName", Text(50)),
        must("operator", Text(50)),
        must("garagesOwner", Text(50)),
        may("garagesmaintainer", Text(50)),
        may("manufacturer", Text(50)),
        must("totalSpaces", Count),
        must("garageType", IntOf(GarageType::CODES)),
        may("longitude", Number(-180, 180)),
        may("latitude", Number(-90, 90)),
    ],
    rules: &[],
};

pub static GARAGE_ITEM: Table = Table {
    number: "90",
    name: "8001",
    fields: &[must("garageInfo", Object(&GARAGE_INFO)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static GARAGE_STATE: Table = Table {
    number: "92",
    name: "8002",
    fields: &[
        must("parkCode", Text(20)),
        must("garageCode", Text(22)),
        must("garagestate", IntOf(GarageStateCode::CODES)),
        may("comment", Text(200)),
        must("moment", DateTime),
    ],
    rules: &[],
};

pub static GARAGE_SPACES: Table = Table {
    number: "94",
    name: "8003",
    fields: &[must("parkCode", Text(20)), must("garageSpacesList", List(&GARAGE_SPACE)), must("updateTime", DateTime)],
    rules: &[],
};

static GARAGE_SPACE: Table = Table {
    number: "95",
    name: "garageSpace",
    fields: &[
        must("garageCode", Text(22)),
        must("totalLargeSpaces", Count),
        must("totalSmallSpaces", Count),
        must("availableLargeSpaces", Count),
        must("availableSmallSpaces", Count),
    ],
    rules: &[
        super::Rule::AtMost("availableLargeSpaces", "totalLargeSpaces"),
        super::Rule::AtMost("availableSmallSpaces", "totalSmallSpaces"),
    ],
};

pub static STORE: Table = Table {
    number: "97",
    name: "8004",
    fields: &[
        must("parkCode", Text(20)),
        must("garageCode", Text(22)),
        may("plateNo", Plate),
        may("spaceNo", Text(28)),
        may("garagePassCode", Count),
    ],
    rules: &[],
};

pub static RETRIEVE: Table = Table {
    number: "99",
    name: "8005",
    fields: &[
        must("parkCode", Text(20)),
        must("garageCode", Text(22)),
        may("plateNo", Plate),
        may("spaceNo", Text(28)),
        may("garagePassCode", Count),
        may("bookTime", DateTime),
    ],
    rules: &[],
};
