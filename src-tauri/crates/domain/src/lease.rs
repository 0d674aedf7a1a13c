//! Monthly leases (DB4403/T 313, 5.4.18).

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::plate::Plate;

/// A lease: its plates may fill its spaces; the plates beyond pay as temporary cars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lease {
    /// Identifier (table 28 `id`).
    pub id: Guid,
    /// How many cars at once it covers.
    pub spaces: u32,
    /// The plates it covers (`plateNoList`).
    pub plates: Vec<Plate>,
    /// First day, included (`beginDate`).
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// Last day, included (`endDate`).
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// True where its cars have spaces of their own (table 28 `isFixed` 0); false where they take any (1).
    #[serde(default)]
    pub fixed: bool,
    /// The numbers of its spaces (`spaceNoList`). Of a lease without fixed spaces only their count has a meaning, and
    /// the list may be empty.
    #[serde(default)]
    pub space_nos: Vec<String>,
    /// What it costs (`pricing`).
    #[serde(default)]
    pub prices: Vec<LeasePrice>,
    /// Spans of days that it covered before a gap; what its cars paid or did not pay then stays as it was.
    #[serde(default)]
    pub earlier: Vec<DaySpan>,
    /// When it changed last (`moment`).
    #[serde(default)]
    pub changed_at: Moment,
    /// When it was removed before its last day; its cars pay from then on.
    #[serde(default)]
    pub ended_at: Option<Moment>,
}

/// What a number of months or days of a lease costs (table 29).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LeasePrice {
    /// How many months or days, 1 at least (`cycles`).
    pub cycles: u32,
    /// Months or days (`cycleType`).
    pub unit: LeaseUnit,
    /// What they cost (`amount`).
    pub amount_fen: Fen,
}

/// In what a lease is counted (table 29 `cycleType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeaseUnit {
    /// 1
    Month,
    /// 2
    Day,
}

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DaySpan {
    /// The first.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
}

/// Why a lease cannot be extended as asked.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum NoExtension {
    /// The new last day is not later than the one that it has.
    #[error("the lease runs until {0} already")]
    NotLater(NaiveDate),
    /// The new span ends before it begins.
    #[error("the last day comes before the first")]
    Backwards,
}

impl Lease {
    /// True when the day lies within the lease, both ends included.
    pub fn covers_day(&self, day: NaiveDate) -> bool {
        self.covered_until(day).is_some()
    }

    /// The last day of the span that this day lies in.
    pub fn covered_until(&self, day: NaiveDate) -> Option<NaiveDate> {
        let now = DaySpan { first_day: self.first_day, last_day: self.last_day };
        let spans = self.earlier.iter().chain(std::iter::once(&now));
        spans.filter(|span| span.first_day <= day && day <= span.last_day).map(|span| span.last_day).max()
    }

    /// Days left after `day`; negative once it has run out.
    pub fn days_left(&self, day: NaiveDate) -> i64 {
        self.last_day.signed_duration_since(day).num_days()
    }

    /// The lease with a later last day (6010 延期). A first day that leaves a gap behind the old span begins a new one;
    /// any other first day changes nothing, for what was leased stays leased.
    ///
    /// # Errors
    /// When the last day is not later than the lease's, or comes before the first.
    pub fn extended(&self, first_day: NaiveDate, last_day: NaiveDate, at: Moment) -> Result<Self, NoExtension> {
        if last_day < first_day {
            return Err(NoExtension::Backwards);
        }
        if last_day <= self.last_day {
            return Err(NoExtension::NotLater(self.last_day));
        }
        let mut longer = Self { last_day, changed_at: at, ..self.clone() };
        if self.last_day.succ_opt().is_some_and(|next| first_day > next) {
            longer.earlier.push(DaySpan { first_day: self.first_day, last_day: self.last_day });
            longer.first_day = first_day;
        }
        Ok(longer)
    }

    /// Months begun since the last day, for a car that has stood in the lot ever since (`unpaidMonths`: 过了有效期后
    /// 一直未驶离停车场，且未补缴费用). Nothing while the lease runs.
    pub fn unpaid_months(&self, today: NaiveDate) -> u32 {
        let Some(since) = self.last_day.succ_opt().filter(|since| *since <= today) else { return 0 };
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let begun = months(today) - months(since) + i64::from(today.day() >= since.day());
        u32::try_from(begun).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn lease(first_day: &str, last_day: &str) -> Lease {
        Lease {
            id: Guid::from_bytes([1; 16]),
            spaces: 1,
            plates: vec![Plate::parse("粤B88888").unwrap()],
            first_day: day(first_day),
            last_day: day(last_day),
            fixed: false,
            space_nos: Vec::new(),
            prices: Vec::new(),
            earlier: Vec::new(),
            changed_at: Moment(0),
            ended_at: None,
        }
    }

    #[test]
    fn an_extension_goes_on_where_the_lease_ends() {
        let longer =
            lease("2026-11-01", "2026-11-30").extended(day("2026-12-01"), day("2026-12-31"), Moment(7)).unwrap();
        assert_eq!((longer.first_day, longer.last_day), (day("2026-11-01"), day("2026-12-31")));
        assert_eq!((longer.earlier.len(), longer.changed_at), (0, Moment(7)));
        // The platform's copy names the lease's own first day (D.37).
        let longer =
            lease("2026-11-01", "2026-11-30").extended(day("2026-11-01"), day("2026-12-31"), Moment(7)).unwrap();
        assert_eq!((longer.first_day, longer.earlier.len()), (day("2026-11-01"), 0));
    }

    #[test]
    fn an_extension_after_a_gap_covers_both_spans_and_not_the_gap() {
        let longer =
            lease("2026-10-01", "2026-10-31").extended(day("2026-11-10"), day("2026-12-09"), Moment(7)).unwrap();
        let covered =
            ["2026-09-30", "2026-10-31", "2026-11-01", "2026-11-09", "2026-11-10", "2026-12-09", "2026-12-10"]
                .map(|text| longer.covers_day(day(text)));
        assert_eq!(covered, [false, true, false, false, true, true, false]);
        assert_eq!(longer.covered_until(day("2026-10-15")), Some(day("2026-10-31")));
    }

    #[test]
    fn an_extension_that_makes_it_no_longer_is_none() {
        let lease = lease("2026-11-01", "2026-11-30");
        let extend = |first, last| lease.extended(day(first), day(last), Moment(7)).unwrap_err();
        assert_eq!(extend("2026-11-01", "2026-11-30"), NoExtension::NotLater(day("2026-11-30")));
        assert_eq!(extend("2026-11-01", "2026-11-29"), NoExtension::NotLater(day("2026-11-30")));
        assert_eq!(extend("2027-01-02", "2027-01-01"), NoExtension::Backwards);
    }

    #[test]
    fn unpaid_months_are_those_begun_since_the_end() {
        let owed = |today: &str| lease("2026-01-01", "2026-01-31").unpaid_months(day(today));
        assert_eq!(["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2027-02-01"].map(owed), [0, 1, 1, 2, 13]);
        let mid = lease("2026-01-01", "2026-01-14");
        assert_eq!(["2026-02-14", "2026-02-15"].map(|today| mid.unpaid_months(day(today))), [1, 2]);
    }
}
