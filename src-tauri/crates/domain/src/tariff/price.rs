//! Pricing. It takes the same few steps whether a car stayed an hour or a year.

use super::check::DAY_MINUTES;
use super::{BadTariff, Fee, FeeLine, FeeStep, NewDay, Rate, Tariff};
use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::VehicleClass;

const DAY: u64 = DAY_MINUTES as u64;

impl Tariff {
    /// Prices a stay from `entered_at` until `until`. A stay that ends before it begins has no minutes.
    ///
    /// # Errors
    /// When the tariff breaks one of its rules; one that was checked never does.
    pub fn price(&self, class: VehicleClass, entered_at: Moment, until: Moment) -> Result<Fee, BadTariff> {
        self.check()?;
        let rate = self.rate(class).ok_or_else(|| {
            BadTariff::new(
                "rates",
                format!("the class {} has no rate", class.as_str()),
                format!("{}没有费率", class.zh()),
            )
        })?;
        Ok(rate.price(entered_at, until.max(entered_at)))
    }
}

impl Rate {
    /// Whether days are counted by themselves; otherwise the periods run on.
    fn counts_by_day(&self) -> bool {
        self.daily_cap_fen.is_some() || self.new_day == NewDay::FirstPeriod
    }

    fn price(&self, entered_at: Moment, until: Moment) -> Fee {
        let minutes = whole_minutes(entered_at, until);
        let mut bill = Bill { rate: self, entered_at, until, lines: Vec::new() };
        if minutes <= self.free_minutes {
            bill.line(FeeStep::FreeMinutes, 1, Fen::ZERO, 0, minutes.into());
            return bill.fee(minutes);
        }
        let mut begin = 0;
        if self.free_minutes_deducted && self.free_minutes > 0 {
            begin = u64::from(self.free_minutes);
            bill.line(FeeStep::FreeMinutes, 1, Fen::ZERO, 0, begin);
        }
        let end = u64::from(minutes);
        let first_day_end = if self.counts_by_day() { end.min(DAY) } else { end };
        bill.days(begin, first_day_end, 1, true);

        let again = self.new_day == NewDay::FirstPeriod;
        let whole_days = (end - first_day_end) / DAY;
        let last_day = first_day_end + whole_days * DAY;
        if whole_days > 0 {
            bill.days(first_day_end, last_day, whole_days, again);
        }
        if last_day < end {
            bill.days(last_day, end, 1, again);
        }
        bill.fee(minutes)
    }
}

/// Whole minutes between two moments, a begun one counted; none when the second is not later.
fn whole_minutes(from: Moment, to: Moment) -> u32 {
    let ms = to.0.saturating_sub(from.0).max(0);
    let minutes = ms / 60_000 + i64::from(ms % 60_000 > 0);
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// The lines as they grow. Places in time are minutes after the entry.
struct Bill<'a> {
    rate: &'a Rate,
    entered_at: Moment,
    until: Moment,
    lines: Vec<FeeLine>,
}

impl Bill<'_> {
    /// Charges `days` days that are alike, from minute `from` to minute `to`.
    fn days(&mut self, from: u64, to: u64, days: u64, with_first: bool) {
        let rate = self.rate;
        let length = (to - from) / days;
        let first = if with_first { length.min(rate.first_minutes.into()) } else { 0 };
        let following = (length - first).div_ceil(rate.following_minutes.into());
        // One day's first period ends where its following ones begin; of several days alike the lines span them all.
        let seam = if days == 1 { from + first } else { to };
        let mut day_fen = Fen::ZERO;
        if with_first {
            day_fen += rate.first_fen;
            self.line(FeeStep::FirstPeriod, days, rate.first_fen, from, seam);
        }
        if following > 0 {
            day_fen += times(following, rate.following_fen);
            let begin = if days == 1 { seam } else { from };
            self.line(FeeStep::FollowingPeriods, following * days, rate.following_fen, begin, to);
        }
        if let Some(cap) = rate.daily_cap_fen
            && day_fen > cap
        {
            self.line(FeeStep::DailyCap, days, cap - day_fen, from, to);
        }
    }

    fn line(&mut self, what: FeeStep, count: u64, each_fen: Fen, from: u64, to: u64) {
        self.lines.push(FeeLine {
            what,
            // A stay has at most u32::MAX minutes, and a period at least one.
            times: u32::try_from(count).unwrap_or(u32::MAX),
            each_fen,
            amount_fen: times(count, each_fen),
            from: self.moment(from),
            to: self.moment(to),
        });
    }

    /// The last minute may be a begun one: nothing ends after the stay does.
    fn moment(&self, minute: u64) -> Moment {
        let ms = i64::try_from(minute).unwrap_or(i64::MAX).saturating_mul(60_000);
        Moment(self.entered_at.0.saturating_add(ms)).min(self.until)
    }

    fn fee(self, minutes: u32) -> Fee {
        Fee { fee_fen: self.lines.iter().map(|line| line.amount_fen).sum(), minutes, lines: self.lines }
    }
}

/// At most u32::MAX times an amount that the check keeps below ten million 分: far inside of the numbers.
fn times(count: u64, each: Fen) -> Fen {
    Fen(i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(each.0))
}
