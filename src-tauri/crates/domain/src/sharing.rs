//! Shared parking (DB4403/T 313, 6.7.4, table 79 and C.1.2.4): a plate may use the lot at set hours of set weekdays, paid
//! for at the platform. Within its hours and the buffer around them nothing more is charged at the lot.

use chrono::{Datelike, NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::plate::Plate;

/// A plate's shared hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SharedParking {
    /// Identifier at the platform (table 79 `id`).
    pub id: Guid,
    /// The plate.
    pub plate: Plate,
    /// First day, included.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// Last day, included: a night that begins on it ends on the next day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// When the hours begin, each day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub from_time: NaiveTime,
    /// When they end; at or before `from_time`: on the next day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub to_time: NaiveTime,
    /// This many minutes before and after the hours count as within (`bufferTime`).
    pub buffer_minutes: u32,
    /// Weekdays on which the hours begin, 1 Monday to 7 Sunday (`rule`).
    pub weekdays: Vec<u8>,
    /// Who shares it, 50 characters at most.
    pub publisher: Option<String>,
    /// When the platform took it back.
    pub cancelled_at: Option<Moment>,
}

/// A part of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether the shared hours cover it.
    pub shared: bool,
    /// Its beginning.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
}

impl SharedParking {
    /// Whether a car that comes at this moment parks as a shared one.
    pub fn covers(&self, at: Moment) -> bool {
        self.windows(at, at.plus_ms(1)).next().is_some()
    }

    /// The stay in parts, in order and without a gap: those that the shared hours cover, and those between and beyond.
    pub fn parts(&self, entered_at: Moment, until: Moment) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut at = entered_at;
        for (from, to) in self.windows(entered_at, until) {
            // With a long buffer one day's hours reach into the next day's.
            let (from, to) = (from.max(at), to.min(until));
            if to <= at {
                continue;
            }
            if from > at {
                parts.push(Part { shared: false, from: at, to: from });
            }
            match parts.last_mut() {
                Some(last) if last.shared && last.to == from => last.to = to,
                _ => parts.push(Part { shared: true, from, to }),
            }
            at = to;
        }
        if at < until {
            parts.push(Part { shared: false, from: at, to: until });
        }
        parts
    }

    /// The hours with their buffers that overlap the span, in order.
    fn windows(&self, from: Moment, until: Moment) -> impl Iterator<Item = (Moment, Moment)> + '_ {
        let buffer = i64::from(self.buffer_minutes);
        // The hours of a day reach into the next one, and the buffer may reach further.
        let reach_days = 2 + buffer / (24 * 60);
        let day = |at: Moment, days: i64| {
            let day = at.to_china().date();
            day.checked_add_signed(chrono::Duration::days(days)).unwrap_or(day)
        };
        let (first, last) = (day(from, -reach_days).max(self.first_day), day(until, reach_days).min(self.last_day));
        let end_of_all = self.cancelled_at.unwrap_or(Moment(i64::MAX));
        first
            .iter_days()
            .take_while(move |day| *day <= last)
            .filter(|day| self.weekdays.iter().any(|w| u32::from(*w) == day.weekday().number_from_monday()))
            .filter_map(move |day| {
                let end_day = if self.to_time <= self.from_time { day.succ_opt()? } else { day };
                let begin = Moment::from_china(day.and_time(self.from_time)).plus_minutes(-buffer);
                let end = Moment::from_china(end_day.and_time(self.to_time)).plus_minutes(buffer).min(end_of_all);
                (begin < until && from < end).then_some((begin, end))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::from_datetime_text(text).unwrap()
    }

    /// D.31: Tuesdays and Fridays of the first half of 2018, 9 to 19 o'clock, half an hour's buffer.
    fn shared() -> SharedParking {
        SharedParking {
            id: "ff8080814d9be81f014d9beb81090003".parse().unwrap(),
            plate: Plate::parse("粤B88888").unwrap(),
            first_day: NaiveDate::from_ymd_opt(2018, 1, 6).unwrap(),
            last_day: NaiveDate::from_ymd_opt(2018, 6, 6).unwrap(),
            from_time: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
            to_time: NaiveTime::from_hms_opt(19, 0, 0).unwrap(),
            buffer_minutes: 30,
            weekdays: vec![2, 5],
            publisher: Some("李某".into()),
            cancelled_at: None,
        }
    }

    #[test]
    fn hours_hold_on_their_weekdays_with_their_buffer() {
        // 2018-01-09 is a Tuesday, 2018-01-10 a Wednesday.
        let covers = |text| shared().covers(at(text));
        assert!(covers("2018-01-09 08:30:00") && covers("2018-01-09 19:29:59"));
        assert!(!covers("2018-01-09 08:29:59") && !covers("2018-01-09 19:30:00"));
        assert!(!covers("2018-01-10 12:00:00"), "a Wednesday");
        assert!(!covers("2018-01-05 12:00:00"), "a Friday before the first day");
        assert!(!covers("2018-06-08 12:00:00"), "a Friday after the last day");
        let cancelled = SharedParking { cancelled_at: Some(at("2018-01-09 12:00:00")), ..shared() };
        assert!(cancelled.covers(at("2018-01-09 11:59:59")) && !cancelled.covers(at("2018-01-09 12:00:00")));
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        let night = SharedParking {
            from_time: NaiveTime::from_hms_opt(19, 0, 0).unwrap(),
            to_time: NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
            buffer_minutes: 0,
            ..shared()
        };
        assert!(night.covers(at("2018-01-09 23:00:00")) && night.covers(at("2018-01-10 06:59:59")));
        assert!(!night.covers(at("2018-01-09 06:00:00")), "Monday's night is not shared");
        assert!(night.parts(at("2018-01-09 23:00:00"), at("2018-01-10 06:00:00")).iter().all(|part| part.shared));
    }

    #[test]
    fn a_stay_falls_into_shared_parts_and_others() {
        let parts = |from, until| {
            let parts = shared().parts(at(from), at(until));
            parts.into_iter().map(|p| (p.shared, p.to.ms_since(p.from) / 60_000)).collect::<Vec<_>>()
        };
        assert_eq!(parts("2018-01-09 10:00:00", "2018-01-09 19:30:00"), [(true, 570)]);
        assert_eq!(parts("2018-01-09 10:00:00", "2018-01-09 21:00:00"), [(true, 570), (false, 90)]);
        // Until Friday: two and a half days between Tuesday 19:30 and Friday 08:30.
        let stay = parts("2018-01-09 10:00:00", "2018-01-12 09:00:00");
        assert_eq!(stay, [(true, 570), (false, 61 * 60), (true, 30)]);
        assert_eq!(parts("2018-01-10 10:00:00", "2018-01-10 11:00:00"), [(false, 60)]);
        assert_eq!(parts("2018-01-09 10:00:00", "2018-01-09 10:00:00"), []);
    }

    #[test]
    fn whole_days_run_into_each_other() {
        let whole = SharedParking { to_time: shared().from_time, weekdays: (1..=7).collect(), ..shared() };
        let (from, until) = (at("2018-01-09 10:00:00"), at("2018-01-19 10:00:00"));
        assert_eq!(whole.parts(from, until), [Part { shared: true, from, to: until }]);
    }
}
