//! Tariffs: data that says what a stay costs, and the pricing that explains every 分.
//!
//! How a stay is counted, once for all:
//!
//! - **Minutes** are whole, counted from the second of the entry, and a begun one counts (30 min 0 s are 30 minutes, 30 min
//!   1 s are 31). A minute belongs to the span, the day and the tariff in which it begins.
//! - **Periods**: a begun one counts whole. One never runs over a border, be it a span's, a day's (where days are counted)
//!   or a change of the tariff: cut short it counts whole, and a new one begins behind the border.
//! - **The first period** comes once in a stay, the first time that the stay reaches a price that has one; every day again
//!   where `new_day` says so. 按次 is asked once in each occurrence of its span (each day, each night), without spans once a
//!   day where days are counted, and once in the stay where they are not.
//! - **Days** are 24 hours from the entry or the calendar's, as `day` says. They are counted where a day has a cap or begins
//!   with a first period again, or where the calendar's day is named.
//! - **Free minutes**: a stay of at most so many costs nothing. They go by the tariff in force at the entry. Where they come
//!   once a day, they go to the first stay of a plate that begins on a calendar day.
//! - **Re-entry**: a car that is back in time goes on with its stay, the minutes outside counted; what the stay had cost by
//!   then is not asked again.
//! - **Charging**: a stay counts as shorter by its time at a charger, as far as the tariff has it so.
//! - **Caps** work from the inside out: of a span's occurrence, of a day, of the stay. A new-energy discount comes last.
//! - **Changes**: a minute is priced by the tariff in force when it begins; a cap limits what its own tariff charges.
//!
//! So a fee never falls as time grows, and paying in between changes nothing: what is due is the fee less what was paid.

mod bill;
mod calendar;
mod check;
mod class;
mod days;
mod file;
mod history;
mod part;
mod place;
mod price;
mod spans;
mod words;
mod write;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use calendar::{Calendar, DayKind};
pub use history::{InForce, TariffHistory};
pub use price::{GoesOn, Stay};
pub use spans::{Span, SpanDays};

use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::VehicleClass;

/// A lot's tariff, read from a TOML file by [`Tariff::from_toml`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// Name that people read.
    pub name: String,
    /// Which days are workdays.
    #[serde(default)]
    pub calendar: Calendar,
    /// What is charged, by class of vehicle.
    pub rates: Vec<Rate>,
}

/// The rates of some classes of vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The classes these rates are for. Every class stands in exactly one rate that names nothing further.
    pub classes: Vec<VehicleClass>,
    /// The areas (`Area::code`) these rates are for; empty for all that no other rate of the class names.
    #[serde(default)]
    pub areas: Vec<String>,
    /// For cars of this power alone; none for all.
    #[serde(default)]
    pub power: Option<Power>,
    /// For cars alone that came on a reservation.
    #[serde(default)]
    pub reserved: bool,
    /// A stay of at most this many minutes costs nothing.
    pub free_minutes: u32,
    /// When true the free minutes are also taken off a longer stay.
    #[serde(default)]
    pub free_minutes_deducted: bool,
    /// When true a plate has its free minutes, a new-energy car's too, once a calendar day.
    #[serde(default)]
    pub free_once_a_day: bool,
    /// A car that is back within this many minutes goes on with its stay; 0 for never.
    #[serde(default)]
    pub reentry_minutes: u32,
    /// The first minutes of a new-energy car's stay that cost nothing; taken off a longer stay.
    #[serde(default)]
    pub new_energy_free_minutes: u32,
    /// The share that comes off a new-energy car's fee in the end: 0.15 takes 15 % off.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub new_energy_discount: Option<Decimal>,
    /// Minutes of charging that cost no parking, at most, in a stay.
    #[serde(default)]
    pub charging_free_minutes: u32,
    /// The price at every time that no span prices; none where the spans leave nothing out.
    pub price: Option<Price>,
    /// Times of day with prices of their own.
    #[serde(default)]
    pub spans: Vec<Span>,
    /// The most that a day costs.
    pub daily_cap_fen: Option<Fen>,
    /// What a day is.
    #[serde(default)]
    pub day: DayCount,
    /// With what every day after the first begins.
    #[serde(default)]
    pub new_day: NewDay,
    /// The most that a stay costs.
    #[serde(default)]
    pub stay_cap_fen: Option<Fen>,
}

/// What time costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    /// By periods.
    Periods {
        /// The first one; none where all periods cost the same.
        first: Option<FirstPeriod>,
        /// Length of every following period in minutes.
        following_minutes: u32,
        /// What every following period costs.
        following_fen: Fen,
    },
    /// 按次: once, however long.
    Once {
        /// What it costs.
        once_fen: Fen,
    },
}

/// The first period of a stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FirstPeriod {
    /// Its length in minutes.
    pub minutes: u32,
    /// In what it is charged: minutes of a unit, the whole length where it costs one price (首小时内每 15 分钟 is 15 of 60).
    pub unit_minutes: u32,
    /// What a unit costs.
    pub unit_fen: Fen,
}

/// What drives a car, told by its plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// 新能源
    NewEnergy,
    /// 燃油
    Fuel,
}

/// What a day is to a rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// 24 hours, counted from the entry.
    #[default]
    FromEntry,
    /// 自然日: from midnight to midnight.
    Calendar,
}

/// With what the second and every further day of a stay begin.
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
    /// The span's name, or the new tariff's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// How many times.
    pub times: u32,
    /// What one of them costs.
    pub each_fen: Fen,
    /// `times` × `each_fen`; below zero where something comes off.
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
    /// Within the free minutes of new-energy cars.
    NewEnergyFree,
    /// The stay counts as shorter by its time of charging.
    FreeWhileCharging,
    /// The first period.
    FirstPeriod,
    /// Following periods.
    FollowingPeriods,
    /// 按次.
    Once,
    /// What lies above the cap of a span is taken off.
    SpanCap,
    /// What lies above the cap of a day is taken off.
    DailyCap,
    /// What lies above the cap of the stay is taken off.
    StayCap,
    /// What new-energy cars are let off.
    NewEnergyDiscount,
    /// The tariff changes here.
    NewTariff,
    /// What the stay that this one goes on from had cost.
    EarlierStay,
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

impl FeeStep {
    /// True for lines that ask for money.
    pub const fn charges(self) -> bool {
        matches!(self, FeeStep::FirstPeriod | FeeStep::FollowingPeriods | FeeStep::Once)
    }

    /// True for lines that say why a part of the stay costs nothing, whoever pays for it.
    pub const fn covers(self) -> bool {
        matches!(self, FeeStep::CoveredByLease | FeeStep::CoveredBySharing | FeeStep::FreeByList)
    }
}
