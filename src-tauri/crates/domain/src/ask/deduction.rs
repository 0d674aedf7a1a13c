//! 6008: contracts for being charged without stopping (table 85).

use crate::plate::Plate;

/// A contract began or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeductionChanged {
    /// The lot meant.
    pub park_code: String,
    /// The car.
    pub plate: Plate,
    /// True when it can be charged (table 85 `state` 1; table 68 has it the other way round).
    pub open: bool,
}
