//! 6005: cars in the lot by a part of their plate (tables 81 and 82).

use crate::id::Guid;
use crate::moment::Moment;
use crate::parking::Vehicle;

/// A part of a plate has at least this many characters (table 81).
pub const SHORTEST_PLATE_PART: usize = 3;

/// Which cars are inside?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindInside {
    /// The lot meant.
    pub park_code: String,
    /// Any part of a plate.
    pub plate_part: String,
}

/// A car inside.
#[derive(Clone, Debug, PartialEq)]
pub struct InsideCar {
    /// Its parking record.
    pub record_id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// When it came in.
    pub entered_at: Moment,
}
