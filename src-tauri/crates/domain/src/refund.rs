//! Giving money back (DB4403/T 313, table 17).

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::PayType;

/// A refund (table 17). One payment's money goes back the way it came, never more than that payment brought: so no way
/// of paying ever gives back more than came in by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Identifier, the same at the city platform.
    pub id: Guid,
    /// The order that was paid.
    pub order_no: String,
    /// The payment that is given back.
    pub charge_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// When.
    pub at: Moment,
    /// How much.
    pub amount_fen: Fen,
    /// The way it goes: the payment's.
    pub pay_type: PayType,
    /// Through what, 10 characters at most.
    pub refund_from: String,
}

/// Why an amount cannot be given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRefund {
    /// Nothing, or less.
    #[error("nothing to give back")]
    Nothing,
    /// More than is left of the payment.
    #[error("only {left} yuan of this payment are left to give back")]
    TooMuch {
        /// What is left.
        left: Fen,
    },
}

/// Takes a refund apart: what the driver had paid too much goes first.
///
/// # Errors
/// When the amount is nothing, or more than is left of the payment.
pub fn of_extra(received: Fen, extra: Fen, refunded: Fen, amount: Fen) -> Result<Fen, BadRefund> {
    if !amount.is_positive() {
        return Err(BadRefund::Nothing);
    }
    let left = (received - refunded).at_least_zero();
    if amount > left {
        return Err(BadRefund::TooMuch { left });
    }
    Ok(amount.min((extra - refunded).at_least_zero()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_goes_back_than_came() {
        let of = |refunded, amount| of_extra(Fen(2500), Fen(500), Fen(refunded), Fen(amount));
        assert_eq!(of(0, 500), Ok(Fen(500)));
        assert_eq!(of(0, 700), Ok(Fen(500)));
        assert_eq!(of(400, 700), Ok(Fen(100)));
        assert_eq!(of(500, 700), Ok(Fen(0)));
        assert_eq!(of(0, 2500), Ok(Fen(500)));
        assert_eq!(of(0, 2501), Err(BadRefund::TooMuch { left: Fen(2500) }));
        assert_eq!(of(2500, 1), Err(BadRefund::TooMuch { left: Fen(0) }));
        assert_eq!(of(0, 0), Err(BadRefund::Nothing));
        assert_eq!(of(0, -5), Err(BadRefund::Nothing));
    }
}
