//! What one rate charges for a part of a stay: walks from border to border (see the module's rules).

use super::bill::{Bill, Line, times};
use super::calendar::{Calendar, Day};
use super::check::DAY_MINUTES;
use super::{DayCount, FeeLine, FeeStep, NewDay, Price, Rate};
use crate::money::Fen;

const DAY: u64 = DAY_MINUTES as u64;

/// A part of a stay at one rate. Places in time are minutes after the stay's beginning.
pub(super) struct Part<'a> {
    pub rate: &'a Rate,
    pub calendar: &'a Calendar,
    /// The stay's beginning, in milliseconds since 1970.
    pub entered_ms: i64,
    /// The stay's end.
    pub until_ms: i64,
    /// Whether the stay's first period is still to come.
    pub first_wanted: bool,
}

/// What the span that is on has cost so far in this occurrence.
#[derive(Clone, Copy, Default)]
struct Occurrence {
    of: Option<(usize, Day)>,
    fen: Fen,
    begun: bool,
}

impl Part<'_> {
    /// The lines for the minutes from one to another; they add up to what the part costs.
    pub fn price(&mut self, begin: u64, end: u64) -> Vec<FeeLine> {
        let mut bill = Bill::default();
        let mut occurrence = Occurrence::default();
        let (mut sum, mut at) = (Fen::ZERO, begin);
        while at < end {
            let day_end = self.day_end(at).map_or(end, |day_end| day_end.min(end));
            if self.begins_a_day(at) && self.rate.new_day == NewDay::FirstPeriod {
                self.first_wanted = true;
            }
            // Whole days without spans are alike once the first period is behind them, or comes every day.
            let alike = self.rate.spans.is_empty()
                && self.begins_a_day(at)
                && (!self.first_wanted || self.rate.new_day == NewDay::FirstPeriod || !self.has_first());
            let days = if alike && day_end - at == DAY { (end - at) / DAY } else { 1 };
            let (lines, day_fen) = self.day(at, day_end, &mut occurrence);
            let next = if days > 1 { at + days * DAY } else { day_end };
            sum += times(days, day_fen);
            bill.push(lines, days, self.ms(at), self.ms(next));
            at = next;
        }
        let spans = &self.rate.spans;
        let mut lines = bill.into_lines(|index| spans[index].name.clone());
        if let Some(cap) = self.rate.stay_cap_fen.filter(|cap| sum > *cap) {
            lines.push(self.line(FeeStep::StayCap, None, 1, cap - sum, (begin, end)).into());
        }
        lines
    }

    fn has_first(&self) -> bool {
        matches!(self.rate.price, Some(Price::Periods { first: Some(_), .. }))
    }

    fn counts_days(&self) -> bool {
        let Rate { daily_cap_fen, new_day, day, .. } = self.rate;
        daily_cap_fen.is_some() || *new_day == NewDay::FirstPeriod || *day == DayCount::Calendar
    }

    /// The first minute of the next day; none where days are not counted.
    fn day_end(&self, at: u64) -> Option<u64> {
        if !self.counts_days() {
            return None;
        }
        Some(match self.rate.day {
            DayCount::FromEntry => (at / DAY + 1) * DAY,
            DayCount::Calendar => self.minute(Day::of(self.ms_exact(at)).plus(1).begin_ms()),
        })
    }

    /// Whether a day other than the stay's first begins with this minute, or the stay itself does.
    fn begins_a_day(&self, at: u64) -> bool {
        at == 0 || (self.counts_days() && self.day_end(at - 1) == Some(at))
    }

    /// One day, or what of it lies within the part: its lines and what it costs.
    fn day(&mut self, begin: u64, end: u64, occurrence: &mut Occurrence) -> (Vec<Line>, Fen) {
        let (mut lines, mut day_fen, mut at) = (Vec::new(), Fen::ZERO, begin);
        while at < end {
            let stretch = self.rate.stretch(self.calendar, self.ms_exact(at));
            let next = stretch.end_ms.map_or(end, |end_ms| self.minute(end_ms).min(end)).max(at + 1);
            if stretch.span.is_none() || occurrence.of != stretch.span {
                *occurrence = Occurrence { of: stretch.span, ..Occurrence::default() };
            }
            let index = stretch.span.map(|(index, _)| index);
            let (price, cap) = match index.map(|index| &self.rate.spans[index]) {
                Some(span) => (Some(span.price), span.cap_fen),
                None => (self.rate.price, None),
            };
            // A checked rate has a price at every time.
            let Some(price) = price else { return (lines, day_fen) };
            let from = lines.len();
            self.stretch(price, index, (at, next), occurrence.begun, &mut lines);
            let fen: Fen = lines[from..].iter().map(Line::amount).sum();
            let costs = match cap {
                Some(cap) if occurrence.fen + fen > cap => {
                    let allowed = (cap - occurrence.fen).at_least_zero();
                    lines.push(self.line(FeeStep::SpanCap, index, 1, allowed - fen, (at, next)));
                    allowed
                }
                _ => fen,
            };
            occurrence.fen += costs;
            occurrence.begun = true;
            day_fen += costs;
            at = next;
        }
        if let Some(cap) = self.rate.daily_cap_fen.filter(|cap| day_fen > *cap) {
            lines.push(self.line(FeeStep::DailyCap, None, 1, cap - day_fen, (begin, end)));
            day_fen = cap;
        }
        (lines, day_fen)
    }

    /// A stretch at one price: the lines that ask for money.
    fn stretch(
        &mut self,
        price: Price,
        span: Option<usize>,
        (begin, end): (u64, u64),
        begun: bool,
        lines: &mut Vec<Line>,
    ) {
        let (first, length, each) = match price {
            Price::Once { .. } if begun => return,
            Price::Once { once_fen } => {
                lines.push(self.line(FeeStep::Once, span, 1, once_fen, (begin, end)));
                return;
            }
            Price::Periods { first, following_minutes, following_fen } => (first, following_minutes, following_fen),
        };
        let mut at = begin;
        if let Some(first) = first.filter(|_| self.first_wanted) {
            let length = (end - at).min(first.minutes.into());
            let units = length.div_ceil(first.unit_minutes.into());
            lines.push(self.line(FeeStep::FirstPeriod, span, units, first.unit_fen, (at, at + length)));
            self.first_wanted = false;
            at += length;
        }
        if at < end {
            let periods = (end - at).div_ceil(length.into());
            lines.push(self.line(FeeStep::FollowingPeriods, span, periods, each, (at, end)));
        }
    }

    fn line(&self, what: FeeStep, span: Option<usize>, times: u64, each_fen: Fen, (from, to): (u64, u64)) -> Line {
        Line { what, span, times, each_fen, from_ms: self.ms(from), to_ms: self.ms(to) }
    }

    /// The first minute that begins at a moment or after it.
    fn minute(&self, ms: i64) -> u64 {
        minute(self.entered_ms, ms)
    }

    fn ms_exact(&self, minute: u64) -> i64 {
        let ms = i64::try_from(minute).unwrap_or(i64::MAX).saturating_mul(60_000);
        self.entered_ms.saturating_add(ms)
    }

    /// The last minute may be a begun one: nothing ends after the stay does.
    fn ms(&self, minute: u64) -> i64 {
        self.ms_exact(minute).min(self.until_ms)
    }
}

/// The first minute of a stay that begins at a moment or after it.
pub(super) fn minute(entered_ms: i64, ms: i64) -> u64 {
    let ms = ms.saturating_sub(entered_ms).max(0);
    u64::try_from(ms / 60_000 + i64::from(ms % 60_000 > 0)).unwrap_or(u64::MAX)
}
