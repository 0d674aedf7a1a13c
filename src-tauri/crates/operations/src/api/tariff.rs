//! Tariffs: shown, tried out, replaced from a file.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::tariff::{Fee, Tariff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `tariff.current`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CurrentTariff {
    /// The tariff in force.
    pub tariff: Tariff,
    /// The file it came from, as text.
    pub toml: String,
    /// Since when.
    pub since: Moment,
}

/// `tariff.load`: replaces the tariff by this file's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LoadTariff {
    /// The file.
    pub toml: String,
}

/// `tariff.try`: prices a stay without any effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TryTariff {
    /// A file's text; none for the tariff in force.
    pub toml: Option<String>,
    /// Class of the car.
    pub class: VehicleClass,
    /// Begin of the stay.
    pub entered_at: Moment,
    /// End of the stay.
    pub left_at: Moment,
}

/// Reply of `tariff.try`.
pub type TriedFee = Fee;
