//! Tariffs: data that says what a stay costs, and the pricing that explains every 分.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::VehicleClass;

/// A lot's tariff, read from a TOML file.
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
}

/// What is wrong with a tariff, with the place in the file.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{field}: {rule}")]
pub struct BadTariff {
    /// The field, such as `rates[1].first_minutes`.
    pub field: String,
    /// The rule that it breaks.
    pub rule: String,
}

impl Tariff {
    /// Checks that every class has exactly one rate, periods are not empty, amounts not negative.
    ///
    /// # Errors
    /// The first field that breaks a rule.
    pub fn check(&self) -> Result<(), BadTariff> {
        Ok(())
    }

    /// Prices a stay from `entered_at` until `until`.
    ///
    /// # Errors
    /// When the tariff has no rate for the class.
    pub fn price(&self, _class: VehicleClass, _entered_at: Moment, _until: Moment) -> Result<Fee, BadTariff> {
        Ok(Fee { fee_fen: Fen::ZERO, minutes: 0, lines: Vec::new() })
    }
}
