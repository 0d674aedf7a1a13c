//! Monthly leases (DB4403/T 313, 5.4.18).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::plate::Plate;

/// A lease: its plates may fill its spaces; the plates beyond pay as temporary cars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lease {
    /// Identifier (table 28 `id`).
    pub id: Guid,
    /// How many cars at once it covers.
    pub spaces: u32,
    /// The plates it covers.
    pub plates: Vec<Plate>,
    /// First day, included.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// Last day, included.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
}

impl Lease {
    /// True when the day lies within the lease, both ends included.
    pub fn covers_day(&self, day: NaiveDate) -> bool {
        self.first_day <= day && day <= self.last_day
    }

    /// Days left after `day`; negative once it has run out.
    pub fn days_left(&self, day: NaiveDate) -> i64 {
        self.last_day.signed_duration_since(day).num_days()
    }
}
