//! 6001 and 6002: reservations (tables 73 to 76).

use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::Vehicle;

/// Keep a space for a car.
#[derive(Clone, Debug, PartialEq)]
pub struct Reserve {
    /// The reservation's number, given by the platform.
    pub book_code: String,
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub vehicle: Vehicle,
    /// From when (`bookTime`).
    pub from: Moment,
    /// Until when it is to come (`overTime`).
    pub until: Moment,
    /// The deposit.
    pub deposit_fen: Fen,
    /// Minutes for which the space is kept beyond that (`obligatTime`).
    pub grace_minutes: u32,
}

/// A space is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The reservation's number.
    pub book_code: String,
    /// The space, where a certain one is kept.
    pub space_no: Option<String>,
    /// The garage, where it lies in one.
    pub garage_code: Option<String>,
    /// How many can still be reserved; absent in the answer to a repeat.
    pub reservable: Option<u32>,
}

/// Table 75 `confirmstate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// 0
    Cancel,
    /// 1: it was paid for.
    Confirm,
    /// 2
    Extend,
}

/// Cancel, confirm or extend a reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReservationStep {
    /// The reservation's number.
    pub book_code: String,
    /// The lot meant.
    pub park_code: String,
    /// What to do.
    pub step: Step,
}
