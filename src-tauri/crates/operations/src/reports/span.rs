//! The days of a report.

use chrono::{NaiveDate, NaiveTime};
use lotdesk_domain::moment::Moment;

use crate::api::refusal::Refusal;
use crate::api::report::ReportKind;
use crate::desk::Desk;

/// A report spans this many days at the most: ten years, a lot's whole life with us.
const MOST_DAYS: i64 = 3660;
/// As many as can be compared with the platform's bills at once.
const MOST_RECONCILED_DAYS: i64 = 31;
/// Lines an hour for this many days at the most, lines a day beyond.
const HOURLY_DAYS: i64 = 7;
/// The most days that occupancy is told of, a line a day.
const MOST_OCCUPANCY_DAYS: i64 = 366;

/// From the beginning of one day to the end of another, on China's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Span {
    /// The days that were asked for, checked for this kind of report.
    pub(super) fn of(
        desk: &Desk,
        kind: ReportKind,
        first: NaiveDate,
        last: Option<NaiveDate>,
    ) -> Result<Self, Refusal> {
        let last = last.unwrap_or(first);
        let today = desk.now().to_china().date();
        if last < first || first > today {
            return Err(Refusal::field(
                if first > today { "first_day" } else { "last_day" },
                "结束日期不能早于开始日期，开始日期不能晚于今天",
                "The last day lies before the first, or the first in the future.",
            ));
        }
        let most = match kind {
            ReportKind::Reconciliation => MOST_RECONCILED_DAYS,
            ReportKind::Occupancy => MOST_OCCUPANCY_DAYS,
            _ => MOST_DAYS,
        };
        let span = Self { first, last };
        if span.days() > most {
            return Err(Refusal::field(
                "last_day",
                format!("该报表一次最多 {most} 天"),
                format!("This report spans {most} days at most."),
            ));
        }
        Ok(span)
    }

    pub(super) fn days(&self) -> i64 {
        self.last.signed_duration_since(self.first).num_days() + 1
    }

    pub(super) fn from(&self) -> Moment {
        Moment::from_china(self.first.and_time(NaiveTime::MIN))
    }

    pub(super) fn before(&self) -> Moment {
        Moment::from_china(self.last.and_time(NaiveTime::MIN)).plus_minutes(24 * 60)
    }

    /// Whether occupancy is told hour by hour.
    pub(super) fn hourly(&self) -> bool {
        self.days() <= HOURLY_DAYS
    }

    /// The days as they stand on paper.
    pub(super) fn text(&self, zh: bool) -> String {
        match (self.first == self.last, zh) {
            (true, _) => self.first.to_string(),
            (false, true) => format!("{} 至 {}", self.first, self.last),
            (false, false) => format!("{} to {}", self.first, self.last),
        }
    }
}
