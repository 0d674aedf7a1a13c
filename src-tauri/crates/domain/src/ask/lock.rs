//! 6003: cars locked in by their owners (tables 77 and 78).

use crate::id::Guid;
use crate::plate::Plate;

/// Lock a car, or unlock it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockOrder {
    /// The order's identifier.
    pub id: Guid,
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub plate: Plate,
    /// True to lock it (`lockFlag` 0), false to unlock it.
    pub lock: bool,
    /// The telephone that asked (`featureCode`).
    pub phone_mark: String,
}

/// How the car stands after the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The order's identifier.
    pub id: Guid,
    /// True when it is locked (`lockstate` 1).
    pub locked: bool,
}
