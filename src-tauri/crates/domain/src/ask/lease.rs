//! 6009 and 6010: monthly leases as the platform has them (tables 28, 29, 86 to 89).

use chrono::NaiveDate;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::plate::Plate;

/// Which lease covers this car?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseOf {
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub plate: Plate,
}

/// What a space costs for a time (table 29).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeasePrice {
    /// How many periods.
    pub cycles: u32,
    /// Months, or days where false.
    pub months: bool,
    /// For this much.
    pub amount_fen: Fen,
}

/// A lease in the platform's terms (table 28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseTerms {
    /// Identifier.
    pub id: Guid,
    /// The lot.
    pub park_code: String,
    /// True when its spaces are certain ones (`isFixed` 0).
    pub fixed: bool,
    /// Its spaces; where they are not fixed, only their number means something.
    pub spaces: Vec<String>,
    /// What it costs.
    pub prices: Vec<LeasePrice>,
    /// Its cars.
    pub plates: Vec<Plate>,
    /// First day, included.
    pub first_day: NaiveDate,
    /// Last day, included.
    pub last_day: NaiveDate,
    /// Months owed: it ran out, the car is still inside, and nobody paid.
    pub unpaid_months: Option<u32>,
    /// When it was changed.
    pub changed_at: Moment,
}
