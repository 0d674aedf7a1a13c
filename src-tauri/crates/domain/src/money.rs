//! Money in 分 (fen): whole numbers only, so that every 分 adds up.
//!
//! **Rounding, stated once**: an amount becomes a fraction of a 分 only where a share of it is taken (a coupon's rate, a
//! discount); it is rounded there, at once, to whole 分, halves up, by [`Fen::share`]. Everything else is whole from the start.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount in 分, the hundredth of a yuan. Negative where a posting or a difference asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Fen(pub i64);

/// A text or a decimal that is not an amount with at most two decimals.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0} is not an amount in yuan with at most two decimals")]
pub struct BadAmount(pub String);

impl Fen {
    /// No money.
    pub const ZERO: Fen = Fen(0);

    /// The amount of `yuan` whole yuan.
    pub const fn from_yuan(yuan: i64) -> Self {
        Fen(yuan * 100)
    }

    /// The amount as a decimal number of yuan with exactly two decimals.
    pub fn to_yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Reads a decimal number of yuan.
    ///
    /// # Errors
    /// When it has a third decimal that is not zero, or does not fit.
    pub fn from_decimal(yuan: Decimal) -> Result<Self, BadAmount> {
        let bad = || BadAmount(yuan.to_string());
        let fen = yuan.checked_mul(Decimal::ONE_HUNDRED).ok_or_else(bad)?;
        if !fen.fract().is_zero() {
            return Err(bad());
        }
        i64::try_from(fen.trunc()).map(Fen).map_err(|_| bad())
    }

    /// Reads a text such as `18`, `18.5` or `18.00`.
    ///
    /// # Errors
    /// When it is not a plain decimal number with at most two decimals.
    pub fn parse_yuan(text: &str) -> Result<Self, BadAmount> {
        let yuan: Decimal = text.trim().parse().map_err(|_| BadAmount(text.to_owned()))?;
        Self::from_decimal(yuan).map_err(|_| BadAmount(text.to_owned()))
    }

    /// A share of the amount, 0.3 for 30 %, rounded to whole 分, halves up (away from zero below it).
    #[must_use]
    pub fn share(self, share: Decimal) -> Self {
        let fen = Decimal::from(self.0).checked_mul(share);
        let fen = fen.map(|fen| fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
        fen.and_then(|fen| i64::try_from(fen).ok()).map_or(self, Fen)
    }

    /// True for amounts above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The amount without its sign lost below zero.
    pub const fn at_least_zero(self) -> Self {
        if self.0 < 0 { Fen(0) } else { self }
    }
}

impl fmt::Display for Fen {
    /// Yuan with two decimals: `18.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.to_yuan())
    }
}

impl Add for Fen {
    type Output = Fen;
    fn add(self, other: Fen) -> Fen {
        Fen(self.0 + other.0)
    }
}

impl Sub for Fen {
    type Output = Fen;
    fn sub(self, other: Fen) -> Fen {
        Fen(self.0 - other.0)
    }
}

impl AddAssign for Fen {
    fn add_assign(&mut self, other: Fen) {
        self.0 += other.0;
    }
}

impl SubAssign for Fen {
    fn sub_assign(&mut self, other: Fen) {
        self.0 -= other.0;
    }
}

impl Neg for Fen {
    type Output = Fen;
    fn neg(self) -> Fen {
        Fen(-self.0)
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(iter: I) -> Fen {
        iter.fold(Fen::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_yuan_exactly() {
        assert_eq!(Fen::parse_yuan("18"), Ok(Fen(1800)));
        assert_eq!(Fen::parse_yuan(" 18.5 "), Ok(Fen(1850)));
        assert_eq!(Fen::parse_yuan("0.01"), Ok(Fen(1)));
        assert_eq!(Fen::parse_yuan("-3.20"), Ok(Fen(-320)));
        assert!(Fen::parse_yuan("0.001").is_err());
        assert!(Fen::parse_yuan("18元").is_err());
        assert!(Fen::parse_yuan("").is_err());
        assert_eq!(Fen(1850).to_string(), "18.50");
        assert_eq!(Fen(5).to_string(), "0.05");
        assert_eq!(Fen(-5).to_string(), "-0.05");
    }

    #[test]
    fn a_share_is_rounded_to_whole_fen_halves_up() {
        let share = |fen: i64, share: &str| Fen(fen).share(share.parse().unwrap()).0;
        assert_eq!([share(450, "0.15"), share(5, "0.3"), share(14, "0.1"), share(1000, "0.333333")], [68, 2, 1, 333]);
        assert_eq!([share(7, "0"), share(7, "1"), share(0, "0.5")], [0, 7, 0]);
    }
}
