//! What a payment means that a platform took and tells us of (DB4403/T 313, 6007): the money is there already, so each
//! one is booked, and each has an end.
//!
//! | what came | its end |
//! | --- | --- |
//! | as much as is owed | the stay is settled: the waiting car is let out, else the free minutes run |
//! | less | it counts, the rest stays due, nothing opens |
//! | more | settled, and the rest is to be given back (5009) |
//! | for a stay that owes nothing | all of it is to be given back |
//! | for a car that has left owing something | the debt is paid; what is more is to be given back |
//! | for a car that has left owing nothing | all of it is to be given back |

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;

/// What a stay owes when a payment for it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Due and not yet booked as a debt.
    pub due_fen: Fen,
    /// Booked as a debt before: the car left, and the platform takes the money afterwards.
    pub debt_fen: Fen,
    /// True when the car has left.
    pub has_left: bool,
}

/// How a payment that a platform took ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Everything owed is paid.
    Settled,
    /// Something is still due.
    PartlyPaid,
    /// Everything owed is paid, and some is to be given back.
    Overpaid,
    /// Nothing was owed by a car that is still inside: all of it is to be given back.
    PaidTwice,
    /// Nothing was owed by a car that has left: all of it is to be given back.
    AfterLeaving,
}

/// A payment taken apart. `received + discount = receivable + debt + extra`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Let off, as far as there was something to let off.
    pub discount_fen: Fen,
    /// New revenue.
    pub receivable_fen: Fen,
    /// Towards a debt booked before.
    pub debt_fen: Fen,
    /// To be given back.
    pub extra_fen: Fen,
    /// How it ends.
    pub ending: Ending,
}

/// Takes a payment apart: what the platform let off counts as far as something is owed beyond the money.
pub fn split(owed: Owed, received: Fen, discount: Fen) -> Split {
    let (received, discount) = (received.at_least_zero(), discount.at_least_zero());
    let all = owed.due_fen.at_least_zero() + owed.debt_fen.at_least_zero();
    let discount_fen = discount.min((all - received).at_least_zero());
    let extra_fen = (received - all).at_least_zero();
    let counts = received + discount_fen - extra_fen;
    let debt_fen = counts.min(owed.debt_fen.at_least_zero());
    let ending = match (all.is_positive(), extra_fen.is_positive(), counts < all) {
        (true, _, true) => Ending::PartlyPaid,
        (true, true, false) => Ending::Overpaid,
        (true, false, false) => Ending::Settled,
        (false, _, _) if owed.has_left => Ending::AfterLeaving,
        (false, true, _) => Ending::PaidTwice,
        (false, false, _) => Ending::Settled,
    };
    Split { discount_fen, receivable_fen: counts - debt_fen, debt_fen, extra_fen, ending }
}

impl Ending {
    /// True when nothing is due any more.
    pub const fn settles(self) -> bool {
        !matches!(self, Ending::PartlyPaid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(due: i64, debt: i64, has_left: bool, received: i64, discount: i64) -> (Ending, [i64; 4]) {
        let owed = Owed { due_fen: Fen(due), debt_fen: Fen(debt), has_left };
        let split = split(owed, Fen(received), Fen(discount));
        let parts = [split.discount_fen, split.receivable_fen, split.debt_fen, split.extra_fen];
        (split.ending, parts.map(|part| part.0))
    }

    #[test]
    fn every_payment_has_an_end() {
        assert_eq!(came(2000, 0, false, 1700, 300), (Ending::Settled, [300, 2000, 0, 0]));
        assert_eq!(came(2000, 0, false, 1000, 300), (Ending::PartlyPaid, [300, 1300, 0, 0]));
        assert_eq!(came(2000, 0, false, 2500, 0), (Ending::Overpaid, [0, 2000, 0, 500]));
        // What was let off beyond what was owed was not let off at all: the driver's money counts first.
        assert_eq!(came(2000, 0, false, 1900, 300), (Ending::Settled, [100, 2000, 0, 0]));
        assert_eq!(came(0, 0, false, 1700, 300), (Ending::PaidTwice, [0, 0, 0, 1700]));
        assert_eq!(came(0, 0, true, 1700, 0), (Ending::AfterLeaving, [0, 0, 0, 1700]));
        assert_eq!(came(0, 1700, true, 1700, 0), (Ending::Settled, [0, 0, 1700, 0]));
        assert_eq!(came(300, 1700, true, 1900, 0), (Ending::PartlyPaid, [0, 200, 1700, 0]));
        assert_eq!(came(0, 1700, true, 2000, 0), (Ending::Overpaid, [0, 0, 1700, 300]));
        assert_eq!(came(0, 0, false, 0, 0), (Ending::Settled, [0, 0, 0, 0]));
    }
}
