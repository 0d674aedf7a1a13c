//! 6004: shared spaces (table 79).

use chrono::{NaiveDate, NaiveTime};

use crate::id::Guid;
use crate::plate::Plate;

/// A car may use a shared space at certain hours, or no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareOrder {
    /// Identifier.
    pub id: Guid,
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub plate: Plate,
    /// First day, included.
    pub first_day: NaiveDate,
    /// Last day, included.
    pub last_day: NaiveDate,
    /// From when, each day.
    pub from: NaiveTime,
    /// Until when, each day; before `from` where it goes over midnight.
    pub until: NaiveTime,
    /// Minutes to leave in beyond that.
    pub buffer_minutes: u32,
    /// Days of the week, 1 Monday to 7 Sunday.
    pub weekdays: Vec<u8>,
    /// True when it ends (`actionType` 1).
    pub ended: bool,
    /// Who offers it.
    pub publisher: Option<String>,
}
