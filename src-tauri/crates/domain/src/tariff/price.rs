//! A stay, and what it costs by the tariffs in force in its time.

use super::part::{Part, minute};
use super::{BadTariff, Fee, FeeLine, FeeStep, Power, Rate, Tariff, TariffHistory};
use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::VehicleClass;

/// Farther from 1970 than this, about the year 9000, no clock is right and calendars end.
const FARTHEST_MS: i64 = 220_000_000_000_000;

/// What is priced.
#[derive(Clone, Copy, Debug)]
pub struct Stay<'a> {
    /// Class of the car.
    pub class: VehicleClass,
    /// Whether it is a new-energy car.
    pub new_energy: bool,
    /// Whether it came on a reservation.
    pub reserved: bool,
    /// The area in which it stands (`Area::code`).
    pub area: Option<&'a str>,
    /// Its beginning.
    pub entered_at: Moment,
    /// Until when it is priced.
    pub until: Moment,
    /// Whether the day's free minutes went with an earlier stay of the plate; asked where they come once a day.
    pub free_minutes_used: bool,
    /// The stay that it goes on from.
    pub goes_on: Option<GoesOn>,
    /// When the car charged, in order and without overlaps; an end is there where charging goes on, too.
    pub charging: &'a [(Moment, Moment)],
}

/// The stay that another one goes on from: the car was back in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoesOn {
    /// The beginning of the first of them.
    pub entered_at: Moment,
    /// The end of the last of them.
    pub left_at: Moment,
    /// Whether the day's free minutes had gone before the first of them.
    pub free_minutes_used: bool,
}

impl Stay<'_> {
    /// A plain stay of a car of this class.
    pub const fn of(class: VehicleClass, entered_at: Moment, until: Moment) -> Self {
        Self {
            class,
            new_energy: false,
            reserved: false,
            area: None,
            entered_at,
            until,
            free_minutes_used: false,
            goes_on: None,
            charging: &[],
        }
    }
}

impl Tariff {
    /// Prices a stay of a plain car from `entered_at` until `until`. A stay that ends before it begins has no minutes.
    ///
    /// # Errors
    /// When the tariff breaks one of its rules; one that was checked never does.
    pub fn price(&self, class: VehicleClass, entered_at: Moment, until: Moment) -> Result<Fee, BadTariff> {
        self.price_stay(&Stay::of(class, entered_at, until))
    }

    /// Prices a stay by this tariff alone.
    ///
    /// # Errors
    /// When the tariff breaks one of its rules.
    pub fn price_stay(&self, stay: &Stay<'_>) -> Result<Fee, BadTariff> {
        TariffHistory::of(self.clone())?.price(stay)
    }

    /// The rate that a car has: of those that are for it the one that names the most, an area before a reservation before
    /// what drives the car.
    pub fn rate_of(&self, stay: &Stay<'_>) -> Option<&Rate> {
        let power = if stay.new_energy { Power::NewEnergy } else { Power::Fuel };
        let is_for = |rate: &&Rate| {
            rate.classes.contains(&stay.class)
                && (rate.areas.is_empty() || stay.area.is_some_and(|area| rate.areas.iter().any(|a| a == area)))
                && (!rate.reserved || stay.reserved)
                && rate.power.is_none_or(|p| p == power)
        };
        let names = |rate: &&Rate| (!rate.areas.is_empty(), rate.reserved, rate.power.is_some());
        self.rates.iter().filter(is_for).max_by_key(names)
    }
}

impl TariffHistory {
    /// Prices a stay by the tariffs in force in its time. A stay that ends before it begins has no minutes.
    ///
    /// # Errors
    /// When there is no tariff, or none for the car.
    pub fn price(&self, stay: &Stay<'_>) -> Result<Fee, BadTariff> {
        let Some(earlier) = stay.goes_on else { return self.price_one(stay) };
        let free_minutes_used = earlier.free_minutes_used;
        let whole = Stay { entered_at: earlier.entered_at, free_minutes_used, goes_on: None, ..*stay };
        let until_then = Stay { until: earlier.left_at, ..whole };
        let (mut fee, before) = (self.price_one(&whole)?, self.price_one(&until_then)?.fee_fen);
        let off = before.min(fee.fee_fen);
        if off.is_positive() {
            fee.lines.push(line(FeeStep::EarlierStay, -off, earlier.entered_at, earlier.left_at));
            fee.fee_fen -= off;
        }
        fee.minutes = minutes_of(stay.entered_at, stay.until);
        Ok(fee)
    }

    fn price_one(&self, stay: &Stay<'_>) -> Result<Fee, BadTariff> {
        let sane = |at: Moment| Moment(at.0.clamp(-FARTHEST_MS, FARTHEST_MS));
        let (entered_at, until) = (sane(stay.entered_at), sane(stay.until).max(sane(stay.entered_at)));
        let stay = Stay { entered_at, until, ..*stay };
        let at_entry = self.at(entered_at).ok_or_else(no_tariff)?;
        let rate = at_entry.rate_of(&stay).ok_or_else(|| no_rate(stay.class))?;
        let mut lines = Vec::new();
        let charging_ms = charging_ms(&stay, rate);
        if charging_ms > 0
            && let (Some(first), Some(last)) = (stay.charging.first(), stay.charging.last())
        {
            let within = |at: Moment| at.max(entered_at).min(until);
            lines.push(line(FeeStep::FreeWhileCharging, Fen::ZERO, within(first.0), within(last.1)));
        }
        let end = minute(entered_at.0, until.0 - charging_ms);
        let at = |minute: u64| entered_at.plus_minutes(i64::try_from(minute).unwrap_or(i64::MAX)).min(until);
        let free = Free::of(rate, &stay);
        if end <= free.stay_minutes {
            lines.push(line(free.what, Fen::ZERO, entered_at, at(end)));
        } else {
            if free.off_minutes > 0 {
                lines.push(line(free.what, Fen::ZERO, entered_at, at(free.off_minutes)));
            }
            self.parts(&stay, free.off_minutes, end, &mut lines)?;
        }
        let minutes = minutes_of(entered_at, until);
        Ok(Fee { fee_fen: lines.iter().map(|line| line.amount_fen).sum(), minutes, lines })
    }

    /// The stay's minutes in parts, each by the tariff that is in force when they begin.
    fn parts(&self, stay: &Stay<'_>, begin: u64, end: u64, lines: &mut Vec<FeeLine>) -> Result<(), BadTariff> {
        let entered_ms = stay.entered_at.0;
        let (mut at, mut first_wanted) = (begin, true);
        for (index, version) in self.from(stay.entered_at).iter().enumerate() {
            let next = self.from(stay.entered_at).get(index + 1);
            let part_end = next.map_or(end, |next| minute(entered_ms, next.from.0).min(end));
            if part_end <= at {
                continue;
            }
            let tariff = &*version.tariff;
            let rate = tariff.rate_of(stay).ok_or_else(|| no_rate(stay.class))?;
            if index > 0 {
                let name = Some(tariff.name.clone());
                lines.push(FeeLine { name, ..line(FeeStep::NewTariff, Fen::ZERO, version.from, version.from) });
            }
            let until_ms = stay.until.0;
            let mut part = Part { rate, calendar: &tariff.calendar, entered_ms, until_ms, first_wanted };
            let priced = part.price(at, part_end);
            first_wanted = part.first_wanted;
            let sum: Fen = priced.iter().map(|line| line.amount_fen).sum();
            lines.extend(priced);
            if let Some(share) = rate.new_energy_discount.filter(|_| stay.new_energy && sum.is_positive()) {
                let (from, to) = (stay.entered_at.plus_minutes(minutes_ms(at)), stay.until);
                lines.push(line(FeeStep::NewEnergyDiscount, -sum.share(share), from.min(to), to));
            }
            at = part_end;
        }
        Ok(())
    }
}

/// What of a stay is free.
struct Free {
    /// A stay of at most so many minutes costs nothing.
    stay_minutes: u64,
    /// So many are taken off a longer one.
    off_minutes: u64,
    what: FeeStep,
}

impl Free {
    fn of(rate: &Rate, stay: &Stay<'_>) -> Self {
        let none = Self { stay_minutes: 0, off_minutes: 0, what: FeeStep::FreeMinutes };
        if rate.free_once_a_day && stay.free_minutes_used {
            return none;
        }
        let all = u64::from(rate.free_minutes);
        let all_off = if rate.free_minutes_deducted { all } else { 0 };
        let new_energy = if stay.new_energy { u64::from(rate.new_energy_free_minutes) } else { 0 };
        let what = if new_energy > all { FeeStep::NewEnergyFree } else { FeeStep::FreeMinutes };
        Self { stay_minutes: all.max(new_energy), off_minutes: all_off.max(new_energy), what }
    }
}

/// By how much charging makes the stay shorter.
fn charging_ms(stay: &Stay<'_>, rate: &Rate) -> i64 {
    let within = |(from, to): &(Moment, Moment)| to.min(&stay.until).ms_since(*from.max(&stay.entered_at)).max(0);
    let charged: i64 = if rate.charging_free_minutes == 0 { 0 } else { stay.charging.iter().map(within).sum() };
    charged.min(i64::from(rate.charging_free_minutes) * 60_000).min(stay.until.ms_since(stay.entered_at))
}

fn minutes_of(from: Moment, to: Moment) -> u32 {
    u32::try_from(minute(from.0, to.0)).unwrap_or(u32::MAX)
}

fn minutes_ms(minutes: u64) -> i64 {
    i64::try_from(minutes).unwrap_or(i64::MAX)
}

fn line(what: FeeStep, fen: Fen, from: Moment, to: Moment) -> FeeLine {
    FeeLine { what, name: None, times: 1, each_fen: fen, amount_fen: fen, from, to: to.max(from) }
}

fn no_tariff() -> BadTariff {
    BadTariff::new("rates", "no tariff has been set", "尚未设置收费标准")
}

fn no_rate(class: VehicleClass) -> BadTariff {
    BadTariff::new("rates", format!("the class {} has no rate", class.as_str()), format!("{}没有费率", class.zh()))
}
