//! Monthly leases (DB4403/T 313, tables 28, 29, 71, 86 and 88).

use super::Kind::{Amount, Count, Date, IntOf, List, Object, Plate, Text, Texts, Timestamp, Uuid};
use super::Rule::DayNotBefore;
use super::{Table, may, must};
use crate::city::wire::basic::Existence;
use crate::city::wire::lease::{CycleType, FixedCode};

static LEASE: Table = Table {
    number: "28",
    name: "monthlyRentalLease",
    fields: &[
        must("id", Uuid),
        must("parkCode", Text(20)),
        must("isFixed", IntOf(FixedCode::CODES)),
        must("spaceNoList", Texts(28)),
        must("pricing", List(&PRICING)),
        must("plateNoList", Texts(10)),
        must("beginDate", Date),
        must("endDate", Date),
        may("unpaidMonths", Count),
        must("moment", Timestamp),
    ],
    rules: &[DayNotBefore("beginDate", "endDate")],
};

static PRICING: Table = Table {
    number: "29",
    name: "pricing",
    fields: &[must("cycles", Count), must("cycleType", IntOf(CycleType::CODES)), must("amount", Amount)],
    rules: &[],
};

pub static LEASE_ITEM: Table = Table {
    number: "71",
    name: "5012",
    fields: &[must("lease", Object(&LEASE)), must("state", IntOf(Existence::CODES))],
    rules: &[],
};

pub static LEASE_QUERY: Table =
    Table { number: "86", name: "6009", fields: &[must("plateNo", Plate), must("parkCode", Text(20))], rules: &[] };

pub static LEASE_EXTENSION: Table =
    Table { number: "88", name: "6010", fields: &[must("lease", Object(&LEASE))], rules: &[] };
