//! The replies to downlinks, transcribed row by row from DB4403/T 313—2023: the sandbox's own reading.

use crate::city::tables::Codes::{Any, Between};
use crate::city::tables::{COUNT, FLAG, Field, Kind as K, NO, PARK_CAR, PARK_ORDER, Table, YES, row};

/// 消息码 and 消息详细, the same two rows in nearly every reply table; A.2 has no code for success.
const CODE: Field = row("code", K::Int, 0, NO, Any);
const MESSAGE: Field = row("message", K::Text, 255, NO, Any);

/// Table 32 without `data`, which each interface has its own table for.
pub static REPLY: Table = Table {
    number: "32",
    fields: &[
        row("resultCode", K::Int, 0, YES, FLAG),
        row("resultMsg", K::Text, 255, NO, Any),
        row("timestamp", K::Timestamp, 0, YES, Any),
    ],
};

/// A refusal of the request as a whole: the rows that the reply tables share.
pub static REFUSAL: Table = Table { number: "A.2", fields: &[CODE, MESSAGE] };

static LIST_SENT: Table = Table { number: "55", fields: &[row("id", K::Uuid, 32, NO, Any), CODE, MESSAGE] };

static BOOKED: Table = Table {
    number: "74",
    fields: &[
        row("bookCode", K::Text, 50, YES, Any),
        CODE,
        MESSAGE,
        row("spaceNo", K::SpaceNo, 28, NO, Any),
        row("garageCode", K::Text, 22, NO, Any),
        row("bluetoothAddress", K::Text, 50, NO, Any),
        row("reservableSpace", K::Int, 0, NO, COUNT),
    ],
};

static CONFIRMED: Table = Table { number: "76", fields: &[row("bookCode", K::Text, 50, YES, Any), CODE, MESSAGE] };

static LOCKED: Table = Table {
    number: "78",
    fields: &[row("id", K::Uuid, 32, YES, Any), CODE, MESSAGE, row("lockstate", K::Int, 1, YES, FLAG)],
};

static SHARED: Table = Table { number: "80", fields: &[row("id", K::Uuid, 32, YES, Any), CODE, MESSAGE] };

static CAR_INSIDE: Table = Table {
    number: "82",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        CODE,
        MESSAGE,
        row("parkCarInfo", K::Object(&PARK_CAR), 0, YES, Any),
        row("inTime", K::DateTime, 0, YES, Any),
        row("imageUrl", K::Text, 255, NO, Any),
    ],
};

/// 应答为空 (6007, 6008).
static NOTHING: Table = Table { number: "32", fields: &[] };

static PRICE: Table = Table {
    number: "29",
    fields: &[
        row("cycles", K::Int, 0, YES, COUNT),
        row("cycleType", K::Int, 0, YES, Between(1, 2)),
        row("amount", K::Money, 0, YES, Any),
    ],
};

static LEASE: Table = Table {
    number: "28",
    fields: &[
        row("id", K::Uuid, 32, YES, Any),
        row("parkCode", K::ParkCode, 20, YES, Any),
        row("isFixed", K::Int, 0, YES, FLAG),
        row("spaceNoList", K::Texts, 0, YES, Any),
        row("pricing", K::List(&PRICE), 0, YES, Any),
        row("plateNoList", K::Texts, 0, YES, Any),
        row("beginDate", K::Date, 0, YES, Any),
        row("endDate", K::Date, 0, YES, Any),
        row("unpaidMonths", K::Int, 0, NO, COUNT),
        row("moment", K::Timestamp, 0, YES, Any),
    ],
};

static LEASE_FOUND: Table =
    Table { number: "87", fields: &[CODE, MESSAGE, row("lease", K::Object(&LEASE), 0, YES, Any)] };

static LEASE_EXTENDED: Table = Table { number: "89", fields: &[row("id", K::Uuid, 32, YES, Any), CODE, MESSAGE] };

static GARAGE_STORES: Table = Table {
    number: "98",
    fields: &[CODE, row("message", K::Text, 0, NO, Any), row("remainSeconds", K::Int, 0, NO, COUNT)],
};

static GARAGE_FETCHES: Table = Table { number: "100", fields: GARAGE_STORES.fields };

static LOT_PUSHED: Table =
    Table { number: "102", fields: &[row("parkCode", K::ParkCode, 20, YES, Any), CODE, MESSAGE] };

/// How many items answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// One an item.
    Each,
    /// As many as there are.
    AnyNumber,
    /// None.
    None,
}

/// One interface that the platform asks for.
#[derive(Debug)]
pub struct Asked {
    /// Its number.
    pub code: &'static str,
    /// The table of an item of the reply.
    pub reply: &'static Table,
    /// How many items there are.
    pub count: Count,
    /// The request's path that comes back as the reply's field; empty where none does.
    pub echo: (&'static [&'static str], &'static str),
}

const fn asked(code: &'static str, reply: &'static Table, count: Count) -> Asked {
    Asked { code, reply, count, echo: (&[], "") }
}

const fn echoing(
    code: &'static str,
    reply: &'static Table,
    path: &'static [&'static str],
    field: &'static str,
) -> Asked {
    Asked { code, reply, count: Count::Each, echo: (path, field) }
}

/// What the platform asks for in its plain envelope (6.5, 6.7, 6.8.4, 6.8.5, 6.9).
pub static ASKED: &[Asked] = &[
    echoing("4001", &LIST_SENT, &["blackWhiteGraySheet", "id"], "id"),
    echoing("6001", &BOOKED, &["bookCode"], "bookCode"),
    echoing("6002", &CONFIRMED, &["bookCode"], "bookCode"),
    echoing("6003", &LOCKED, &["id"], "id"),
    echoing("6004", &SHARED, &["id"], "id"),
    asked("6005", &CAR_INSIDE, Count::AnyNumber),
    asked("6006", &PARK_ORDER, Count::Each),
    asked("6007", &NOTHING, Count::None),
    asked("6008", &NOTHING, Count::None),
    asked("6009", &LEASE_FOUND, Count::Each),
    echoing("6010", &LEASE_EXTENDED, &["lease", "id"], "id"),
    asked("8004", &GARAGE_STORES, Count::Each),
    asked("8005", &GARAGE_FETCHES, Count::Each),
    echoing("9001", &LOT_PUSHED, &["parkCode"], "parkCode"),
];

/// The interface with this number.
pub fn interface(code: &str) -> Option<&'static Asked> {
    ASKED.iter().find(|asked| asked.code == code)
}
