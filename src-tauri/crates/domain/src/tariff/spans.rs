//! Times of day with prices of their own.

use chrono::{NaiveTime, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::calendar::{Calendar, Day, DayKind};
use super::{Price, Rate};
use crate::money::Fen;

const DAY_MINUTES: i64 = 24 * 60;
/// A rest without a span is looked through for so many days.
const LONGEST_REST_DAYS: i64 = 40;

/// A time of day with a price of its own, such as 夜间 21:00—次日 07:00.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Name that people read.
    pub name: String,
    /// The days on which it begins; a night that begins on a workday stays one until its end.
    #[serde(default)]
    pub days: SpanDays,
    /// Its begin.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub from: NaiveTime,
    /// Its end; at or before `from`: on the next day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub to: NaiveTime,
    /// What time costs within it.
    pub price: Price,
    /// The most that one occurrence of it costs: one night, one day.
    #[serde(default)]
    pub cap_fen: Option<Fen>,
}

/// The days on which a span begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SpanDays {
    /// Every day.
    #[default]
    EveryDay,
    /// 工作日
    Workdays,
    /// 节假日
    Holidays,
}

impl SpanDays {
    /// Whether a span with these days begins on a day of this kind.
    pub const fn includes(self, kind: DayKind) -> bool {
        matches!(
            (self, kind),
            (SpanDays::EveryDay, _) | (SpanDays::Workdays, DayKind::Workday) | (SpanDays::Holidays, DayKind::Holiday)
        )
    }
}

impl Span {
    /// Begin and end in minutes after the midnight of the day on which it begins.
    pub(super) fn minutes(&self) -> (i64, i64) {
        let of = |time: NaiveTime| i64::from(time.num_seconds_from_midnight() / 60);
        let (from, to) = (of(self.from), of(self.to));
        (from, if to <= from { to + DAY_MINUTES } else { to })
    }
}

/// A stretch of time at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The span, and the day on which this occurrence of it began; none at the price of the rest.
    pub span: Option<(usize, Day)>,
    /// Its end, in milliseconds since 1970; none where it never ends.
    pub end_ms: Option<i64>,
}

impl Rate {
    /// At which price the time from a moment on is, and until when.
    pub(super) fn stretch(&self, calendar: &Calendar, at_ms: i64) -> Stretch {
        if self.spans.is_empty() {
            return Stretch { span: None, end_ms: None };
        }
        let today = Day::of(at_ms);
        let mut next_ms: Option<i64> = None;
        // A span that began yesterday may reach into today. Where none is on, the next to begin ends the rest; no holiday
        // is so long that none begins within it.
        for day in (-1..=LONGEST_REST_DAYS).map(|days| today.plus(days)) {
            if let Some(next) = next_ms.filter(|_| day > today) {
                return Stretch { span: None, end_ms: Some(next) };
            }
            let kind = calendar.kind_of(day);
            for (index, span) in self.spans.iter().enumerate().filter(|(_, span)| span.days.includes(kind)) {
                let (from, to) = span.minutes();
                let (from_ms, to_ms) = (day.begin_ms() + from * 60_000, day.begin_ms() + to * 60_000);
                if from_ms <= at_ms && at_ms < to_ms {
                    return Stretch { span: Some((index, day)), end_ms: Some(to_ms) };
                }
                if from_ms > at_ms {
                    next_ms = Some(next_ms.map_or(from_ms, |next| next.min(from_ms)));
                }
            }
        }
        Stretch { span: None, end_ms: Some(today.plus(LONGEST_REST_DAYS).begin_ms()) }
    }
}
