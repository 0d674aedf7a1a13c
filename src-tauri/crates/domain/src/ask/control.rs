//! 4001: the control list (tables 18 and 54).

use crate::id::Guid;
use crate::moment::Moment;
use crate::parking::Vehicle;

/// What happens to a car on the list (table 18 `strategyType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// 1: may not come in.
    NoEntry,
    /// 2: may come in and not leave.
    NoExit,
    /// 3: may neither come in nor leave.
    NoEntryNoExit,
    /// 4: a warning is given.
    Warn,
    /// 5: comes and goes freely and pays nothing.
    Free,
}

/// An entry put on the list, or taken off it.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlOrder {
    /// The entry's identifier.
    pub id: Guid,
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub vehicle: Vehicle,
    /// What happens to it.
    pub strategy: Strategy,
    /// From when; at once where absent.
    pub from: Option<Moment>,
    /// Until when.
    pub until: Moment,
    /// Who wants it (`strategyFrom`).
    pub ordered_by: String,
    /// True when the entry is taken off (`state` 2).
    pub removed: bool,
}
