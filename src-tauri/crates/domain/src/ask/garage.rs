//! 8004 and 8005: cars in and out of mechanical garages (tables 97 to 100).

use crate::moment::Moment;
use crate::plate::Plate;

/// Store a car.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreCar {
    /// The lot meant.
    pub park_code: String,
    /// The garage.
    pub garage_code: String,
    /// The car, where it is known.
    pub plate: Option<Plate>,
    /// The space, where a certain one is wanted.
    pub space_no: Option<String>,
    /// The pass at which the car stands.
    pub pass_code: Option<i64>,
}

/// Bring a car out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetrieveCar {
    /// The lot meant.
    pub park_code: String,
    /// The garage.
    pub garage_code: String,
    /// The car, where it is known.
    pub plate: Option<Plate>,
    /// The space that it stands in, where that is known.
    pub space_no: Option<String>,
    /// The pass to bring it to.
    pub pass_code: Option<i64>,
    /// When it is wanted; at once where absent.
    pub wanted_at: Option<Moment>,
}

/// The garage moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moving {
    /// Seconds until it is done, what is ahead in the queue included.
    pub remaining_s: u32,
}
