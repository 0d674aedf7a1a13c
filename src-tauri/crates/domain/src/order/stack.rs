//! Several coupons on one stay. **They stack by kind, whatever the order in which they came**: hours first (the stay counts as
//! shorter), then rates, then amounts, then what lets everything off; within a kind the one that was issued first goes
//! first. Each works on what those before it left, so that no order makes a driver pay more than another would.

use super::{Coupon, CouponKind};
use crate::money::Fen;

/// A coupon in a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stacked {
    /// What it does.
    pub coupon: Coupon,
    /// The most that it lets off; none where it has no limit.
    pub most_fen: Option<Fen>,
}

impl From<Coupon> for Stacked {
    fn from(coupon: Coupon) -> Self {
        Self { coupon, most_fen: None }
    }
}

/// What each coupon takes off `due`, in the order in which they are given: the one issued first stands first. Together they
/// take off no more than is due. `due_shorter` says what would be due had the stay been so many minutes shorter.
pub fn stack(coupons: &[Stacked], due: Fen, mut due_shorter: impl FnMut(u32) -> Fen) -> Vec<Fen> {
    let due = due.at_least_zero();
    let mut off = vec![Fen::ZERO; coupons.len()];
    let mut order: Vec<usize> = (0..coupons.len()).collect();
    order.sort_by_key(|index| rank(coupons[*index].coupon.kind()));
    let (mut left, mut shorter_by, mut due_then) = (due, 0u32, due);
    for index in order {
        let Stacked { coupon, most_fen } = &coupons[index];
        let takes = match coupon.kind() {
            CouponKind::Hours => {
                shorter_by = shorter_by.saturating_add(coupon.minutes());
                let due_now = due_shorter(shorter_by).at_least_zero().min(due_then);
                let takes = due_then - due_now;
                due_then = due_now;
                takes
            }
            _ => coupon.off(left, |_| left),
        };
        off[index] = takes.min(most_fen.unwrap_or(takes)).min(left).at_least_zero();
        left -= off[index];
    }
    off
}

const fn rank(kind: CouponKind) -> u8 {
    match kind {
        CouponKind::Hours => 0,
        CouponKind::Rate => 1,
        CouponKind::Amount => 2,
        CouponKind::Free => 3,
        CouponKind::Nothing => 4,
    }
}
