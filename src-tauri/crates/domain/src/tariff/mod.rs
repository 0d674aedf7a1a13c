//! Tariffs: data that says what a stay costs, and the pricing that explains every 分.
//!
//! How a stay is counted, once for all: minutes are whole and a begun one counts (30 min 0 s are 30 minutes, 30 min 1 s
//! are 31); a begun period counts as a whole one; a day is 24 hours from the entry, not the calendar's. Where days
//! matter (a cap, or a first period every day) each day is counted by itself: a period that a day's end cuts short
//! still counts whole, and the next day begins with a new one. Without them the periods run on over the day's end.

mod check;
mod class;
mod file;
mod price;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::VehicleClass;

/// A lot's tariff, read from a TOML file by [`Tariff::from_toml`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// Name that people read.
    pub name: String,
    /// What is charged, by class of vehicle.
    pub rates: Vec<Rate>,
}

/// The rates of some classes of vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The classes these rates are for. Every class stands in exactly one rate.
    pub classes: Vec<VehicleClass>,
    /// A stay of at most this many minutes costs nothing.
    pub free_minutes: u32,
    /// When true the free minutes are also taken off a longer stay.
    #[serde(default)]
    pub free_minutes_deducted: bool,
    /// Length of the first period in minutes.
    pub first_minutes: u32,
    /// What the first period costs.
    pub first_fen: Fen,
    /// Length of every following period in minutes; a begun period counts as a whole one.
    pub following_minutes: u32,
    /// What every following period costs.
    pub following_fen: Fen,
    /// The most that 24 hours, counted from the entry, cost.
    pub daily_cap_fen: Option<Fen>,
    /// With what every 24 hours after the first begin.
    #[serde(default)]
    pub new_day: NewDay,
}

/// With what the second and every further 24 hours of a stay begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum NewDay {
    /// With following periods: a stay has one first period, as 首小时 says. The usual reading.
    #[default]
    FollowingPeriods,
    /// With the first period again: 满 24 小时重新计费.
    FirstPeriod,
}

/// What a stay costs, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Fee {
    /// The whole stay's fee, before what was paid already.
    pub fee_fen: Fen,
    /// Whole minutes parked, a begun one counted.
    pub minutes: u32,
    /// Line by line: the lines' amounts add up to `fee_fen`.
    pub lines: Vec<FeeLine>,
}

/// One line of the explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FeeLine {
    /// What is charged here.
    pub what: FeeStep,
    /// How many times.
    pub times: u32,
    /// What one of them costs.
    pub each_fen: Fen,
    /// `times` × `each_fen`; below zero where a cap takes something off.
    pub amount_fen: Fen,
    /// Begin of the span that the line is about.
    pub from: Moment,
    /// End of that span.
    pub to: Moment,
}

/// What a line charges; the window words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FeeStep {
    /// Within the free minutes.
    FreeMinutes,
    /// The first period.
    FirstPeriod,
    /// Following periods.
    FollowingPeriods,
    /// What lies above the cap of a day is taken off.
    DailyCap,
    /// A lease covers the stay.
    CoveredByLease,
    /// Shared hours cover the stay.
    CoveredBySharing,
    /// A control list lets the car pass free of charge.
    FreeByList,
}

/// What is wrong with a tariff, with the place in the file.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{field}: {rule}")]
pub struct BadTariff {
    /// The field, such as `rates[1].first_minutes`; `line 7` where the file is no TOML.
    pub field: String,
    /// The rule that it breaks.
    pub rule: String,
    /// The same rule in Simplified Chinese, for the window.
    pub rule_zh: String,
}

impl BadTariff {
    fn new(field: impl Into<String>, rule: impl Into<String>, rule_zh: impl Into<String>) -> Self {
        Self { field: field.into(), rule: rule.into(), rule_zh: rule_zh.into() }
    }
}

impl Tariff {
    /// The rate that a class of vehicle has.
    pub fn rate(&self, class: VehicleClass) -> Option<&Rate> {
        self.rates.iter().find(|rate| rate.classes.contains(&class))
    }
}
