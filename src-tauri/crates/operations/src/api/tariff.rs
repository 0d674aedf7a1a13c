//! Tariffs: shown, tried out, replaced or planned from a file.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::tariff::{FeeLine, Tariff};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::coupon::CouponTerms;

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

/// `tariff.load`: replaces the tariff by this file's text, from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LoadTariff {
    /// The file.
    pub toml: String,
}

/// `tariff.plan`: this file's tariff takes effect at a moment ahead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanTariff {
    /// The file.
    pub toml: String,
    /// From when.
    pub from: Moment,
}

/// `tariff.withdraw`: takes a planned tariff back before its moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawTariff {
    /// The tariff (`TariffRow::id`).
    pub id: u32,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// Where a tariff stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TariffState {
    /// Another one has taken over.
    Past,
    /// It prices now.
    InForce,
    /// It takes effect later.
    Planned,
    /// It was taken back before its moment.
    Withdrawn,
}

/// A tariff of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TariffRow {
    /// Number of the event that set it.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// From when it is in force.
    pub from: Moment,
    /// When it was set.
    pub set_at: Moment,
    /// Where it stands.
    pub state: TariffState,
}

/// Reply of `tariff.history`: the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TariffRows {
    /// The tariffs.
    pub rows: Vec<TariffRow>,
}

/// `tariff.export`: a tariff as a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportTariff {
    /// The tariff (`TariffRow::id`); the one in force where absent.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<u32>,
}

/// Reply of `tariff.export`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TariffFile {
    /// A name for the file.
    pub file_name: String,
    /// Its text, as it was loaded.
    pub toml: String,
}

/// `tariff.check`: reads a file's text without any effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckTariff {
    /// The file.
    pub toml: String,
}

/// A rate in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RateWords {
    /// Whom it is for (table 5 `chargeItem`).
    pub item: String,
    /// What it says (table 5 `chargeDesc`).
    pub wording: String,
}

/// Reply of `tariff.check`: what the file says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CheckedTariff {
    /// The tariff.
    pub tariff: Tariff,
    /// Its rates in the words of a price board.
    pub rates: Vec<RateWords>,
}

/// `tariff.try`: prices a stay without any effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TryTariff {
    /// A file's text; none for the tariffs in force in the stay's time, planned ones too.
    pub toml: Option<String>,
    /// Class of the car.
    pub class: VehicleClass,
    /// Whether it is a new-energy car.
    #[serde(default)]
    #[ts(optional)]
    pub new_energy: Option<bool>,
    /// Whether it came on a reservation.
    #[serde(default)]
    #[ts(optional)]
    pub reserved: Option<bool>,
    /// The area in which it stands.
    #[serde(default)]
    #[ts(optional)]
    pub area: Option<String>,
    /// Begin of the stay.
    pub entered_at: Moment,
    /// End of the stay.
    pub left_at: Moment,
    /// Coupons shown, the one issued first first.
    #[serde(default)]
    #[ts(optional)]
    pub coupons: Option<Vec<CouponTerms>>,
}

/// A coupon tried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TriedCoupon {
    /// What it does.
    pub coupon: Coupon,
    /// What it takes off.
    pub off_fen: Fen,
}

/// Reply of `tariff.try`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TriedFee {
    /// The stay's fee.
    pub fee_fen: Fen,
    /// Whole minutes parked.
    pub minutes: u32,
    /// Line by line why.
    pub lines: Vec<FeeLine>,
    /// The coupons, as they were given.
    pub coupons: Vec<TriedCoupon>,
    /// What is due after them.
    pub due_fen: Fen,
}
