//! 4001: the control list (tables 18 and 54).

use crate::control::Strategy;
use crate::id::Guid;
use crate::moment::Moment;
use crate::parking::Vehicle;

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
    /// When the platform gave the order, by its own clock (the envelope's `timestamp`): of two orders about one entry the
    /// later one counts, whichever comes first.
    pub told_at: Option<i64>,
}
