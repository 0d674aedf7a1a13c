//! 6009 and 6010: monthly leases as the platform has them (tables 28, 29, 86 to 89).

use chrono::NaiveDate;

use crate::id::Guid;
use crate::lease::{Lease, LeasePrice};
use crate::moment::Moment;
use crate::plate::Plate;

/// Which lease covers this car?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseOf {
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub plate: Plate,
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

impl LeaseTerms {
    /// A lease of a lot as the platform has it. The table has no count of spaces: where they have no numbers, as many
    /// ordinals go in their place.
    pub fn of(lease: &Lease, park_code: &str, unpaid_months: Option<u32>) -> Self {
        let spaces = match lease.space_nos.as_slice() {
            [] => (1..=lease.spaces).map(|no| no.to_string()).collect(),
            named => named.to_vec(),
        };
        Self {
            id: lease.id,
            park_code: park_code.to_owned(),
            fixed: lease.fixed,
            spaces,
            prices: lease.prices.clone(),
            plates: lease.plates.clone(),
            first_day: lease.first_day,
            last_day: lease.last_day,
            unpaid_months,
            changed_at: lease.changed_at,
        }
    }
}
