//! Leases.

use chrono::NaiveDate;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{DaySpan, Lease, LeasePrice, LeaseUnit};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

/// A lease. The fields after the days came later: a line without them has none of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaseSaved {
    /// Identifier.
    pub id: Guid,
    /// Cars at once.
    pub spaces: u32,
    /// Plates.
    pub plates: Vec<Plate>,
    /// First day, yyyy-MM-dd.
    pub first_day: NaiveDate,
    /// Last day, yyyy-MM-dd.
    pub last_day: NaiveDate,
    /// With spaces of its own.
    #[serde(default)]
    pub fixed: bool,
    /// Their numbers.
    #[serde(default)]
    pub space_nos: Vec<String>,
    /// What it costs.
    #[serde(default)]
    pub prices: Vec<StoredPrice>,
    /// Spans before a gap.
    #[serde(default)]
    pub earlier: Vec<StoredSpan>,
}

impl From<&Lease> for LeaseSaved {
    fn from(lease: &Lease) -> Self {
        Self {
            id: lease.id,
            spaces: lease.spaces,
            plates: lease.plates.clone(),
            first_day: lease.first_day,
            last_day: lease.last_day,
            fixed: lease.fixed,
            space_nos: lease.space_nos.clone(),
            prices: lease.prices.iter().map(StoredPrice::from).collect(),
            earlier: lease.earlier.iter().map(StoredSpan::from).collect(),
        }
    }
}

/// A price of a lease.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredPrice {
    /// How many months or days.
    pub cycles: u32,
    /// Months or days.
    #[serde(with = "crate::codes::word")]
    pub unit: LeaseUnit,
    /// What they cost.
    pub amount_fen: Fen,
}

impl From<&LeasePrice> for StoredPrice {
    fn from(price: &LeasePrice) -> Self {
        Self { cycles: price.cycles, unit: price.unit, amount_fen: price.amount_fen }
    }
}

impl From<StoredPrice> for LeasePrice {
    fn from(price: StoredPrice) -> Self {
        Self { cycles: price.cycles, unit: price.unit, amount_fen: price.amount_fen }
    }
}

/// Days from one to another, both included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredSpan {
    /// The first, yyyy-MM-dd.
    pub first_day: NaiveDate,
    /// The last, yyyy-MM-dd.
    pub last_day: NaiveDate,
}

impl From<&DaySpan> for StoredSpan {
    fn from(span: &DaySpan) -> Self {
        Self { first_day: span.first_day, last_day: span.last_day }
    }
}

impl From<StoredSpan> for DaySpan {
    fn from(span: StoredSpan) -> Self {
        Self { first_day: span.first_day, last_day: span.last_day }
    }
}

/// The city platform told that a lease was paid for and runs longer (6010).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaseExtended {
    /// The lease.
    pub id: Guid,
    /// First day from now on.
    pub first_day: NaiveDate,
    /// Last day from now on.
    pub last_day: NaiveDate,
    /// Spans before a gap.
    pub earlier: Vec<StoredSpan>,
    /// The moment that the platform's order names (table 28 `moment`).
    pub asked_at: Moment,
}

/// A lease was removed before its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaseEnded {
    /// The lease.
    pub id: Guid,
    /// Why.
    pub reason: String,
}
