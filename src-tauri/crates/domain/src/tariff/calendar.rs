//! Workdays and holidays. Weekends are days off unless the calendar says that people work (调休); the State Council names the
//! days of each year in its notice, and a manager writes them into the tariff's file.

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;
/// China's offset to UTC.
const CHINA_MS: i64 = 8 * 3_600_000;
/// 1970-01-01 in days from the beginning of the common era.
const EPOCH_CE: i32 = 719_163;

/// Which days are workdays, and which are days off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Days off besides weekends.
    #[schemars(with = "Vec<String>")]
    #[ts(type = "Array<string>")]
    pub holidays: Vec<NaiveDate>,
    /// Weekend days on which people work (调休).
    #[schemars(with = "Vec<String>")]
    #[ts(type = "Array<string>")]
    pub workdays: Vec<NaiveDate>,
    /// Whether other weekend days are priced as holidays.
    pub weekends_are_holidays: bool,
}

/// A day is one or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 工作日
    Workday,
    /// 节假日
    Holiday,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { holidays: Vec::new(), workdays: Vec::new(), weekends_are_holidays: true }
    }
}

impl Calendar {
    /// What a day is.
    pub fn kind(&self, day: NaiveDate) -> DayKind {
        self.kind_of(Day(i64::from(day.num_days_from_ce() - EPOCH_CE)))
    }

    pub(super) fn kind_of(&self, day: Day) -> DayKind {
        let has = |days: &[NaiveDate]| days.iter().any(|d| i64::from(d.num_days_from_ce() - EPOCH_CE) == day.0);
        // A weekend that is worked (调休) is none; a day that is named a holiday is one, whatever else it is.
        let free_weekend = self.weekends_are_holidays && day.is_weekend() && !has(&self.workdays);
        if has(&self.holidays) || free_weekend { DayKind::Holiday } else { DayKind::Workday }
    }
}

/// A day in China, in days since 1970-01-01: reckoning that no moment is too far for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(pub i64);

impl Day {
    pub fn of(at_ms: i64) -> Self {
        Day((at_ms + CHINA_MS).div_euclid(DAY_MS))
    }

    /// The moment of its midnight.
    pub fn begin_ms(self) -> i64 {
        self.0 * DAY_MS - CHINA_MS
    }

    pub fn plus(self, days: i64) -> Self {
        Day(self.0 + days)
    }

    fn is_weekend(self) -> bool {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) >= 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_holidays_and_worked_weekends() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let calendar = Calendar {
            holidays: vec![day("2026-10-01")],
            workdays: vec![day("2026-10-10")],
            weekends_are_holidays: true,
        };
        let kinds = ["2026-09-30", "2026-10-01", "2026-10-09", "2026-10-10", "2026-10-11", "1969-12-28"].map(|text| {
            assert_eq!(
                calendar.kind(day(text)),
                calendar.kind_of(Day::of(
                    crate::moment::Moment::from_datetime_text(&format!("{text} 23:59:59")).unwrap().0
                ))
            );
            calendar.kind(day(text)) == DayKind::Workday
        });
        assert_eq!(kinds, [true, false, true, true, false, false]);
        let plain = Calendar { weekends_are_holidays: false, ..calendar };
        assert_eq!(plain.kind(day("2026-10-11")), DayKind::Workday);
    }
}
