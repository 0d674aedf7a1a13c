//! Energy in hundredths of a kWh (度), the unit of tables 105 and B.16.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Energy in 0.01 kWh. Never negative where a meter is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Energy(pub i64);

/// A text that is no energy with at most two decimals.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0} is not an energy in kWh with at most two decimals")]
pub struct BadEnergy(pub String);

impl Energy {
    /// None.
    pub const ZERO: Energy = Energy(0);

    /// Reads a decimal number of kWh, such as `12.34`.
    ///
    /// # Errors
    /// When it is none, has a third decimal that is not zero, or does not fit.
    pub fn parse_kwh(text: &str) -> Result<Self, BadEnergy> {
        // The same grammar as an amount's: two decimals, no exponent.
        crate::money::Fen::parse_yuan(text).map(|fen| Energy(fen.0)).map_err(|_| BadEnergy(text.to_owned()))
    }
}

impl fmt::Display for Energy {
    /// kWh with two decimals: `12.30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", crate::money::Fen(self.0))
    }
}

impl Add for Energy {
    type Output = Energy;
    fn add(self, other: Energy) -> Energy {
        Energy(self.0.saturating_add(other.0))
    }
}

impl Sub for Energy {
    type Output = Energy;
    fn sub(self, other: Energy) -> Energy {
        Energy(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Energy {
    fn add_assign(&mut self, other: Energy) {
        *self = *self + other;
    }
}

impl Sum for Energy {
    fn sum<I: Iterator<Item = Energy>>(iter: I) -> Energy {
        iter.fold(Energy::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kwh_are_read_and_written_exactly() {
        assert_eq!(Energy::parse_kwh("12.3"), Ok(Energy(1230)));
        assert_eq!(Energy::parse_kwh("0.01"), Ok(Energy(1)));
        assert!(Energy::parse_kwh("0.001").is_err());
        assert_eq!(Energy(1230).to_string(), "12.30");
        assert_eq!([Energy(1), Energy(2)].into_iter().sum::<Energy>(), Energy(3));
    }
}
