//! Coupons (DB4403/T 313, table 16): given by merchants or by hand, taken off what a stay owes, used by the payment that
//! asks for the rest. [`lotdesk_domain::order::stack`] says in which order they work.
//!
//! A coupon works as long as it is open, was shown for the stay or issued for its plate, and has not run out at the moment
//! until which the stay is priced. It is used by the first payment of which it lets something off; one that lets off nothing
//! stays open. A stay whose coupons leave nothing due is settled by them when it ends.

mod commands;
mod export;
mod merchants;
mod settle;
mod settlements;
mod views;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, Stacked, stack};
use lotdesk_domain::parking::{ParkingRecord, RecordState};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{CouponUse, StoredDiscount};
use lotdesk_ledger::tables::coupons::IssuedCoupon;

use crate::api::refusal::Refusal;

pub(crate) use commands::{attach, by_hand, issue, list, must_fit, no_such_coupon, void};
pub(crate) use export::export;
pub(crate) use merchants::{merchants, save_merchant};
pub(crate) use settle::{book, settle_at_exit};
pub(crate) use settlements::{settle as settle_merchant, settlements};
pub(crate) use views::{quoted, value_of};

/// A coupon with what it takes off.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub issued: IssuedCoupon,
    pub off_fen: Fen,
}

/// What coupons take off a stay.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stack {
    /// The lot's own, as far as they take something off.
    pub uses: Vec<Taken>,
    /// What the one more takes off that was asked about.
    pub also_fen: Fen,
}

impl Stack {
    /// Everything that comes off.
    pub(crate) fn off_fen(&self) -> Fen {
        self.uses.iter().map(|taken| taken.off_fen).sum::<Fen>() + self.also_fen
    }

    /// The lot's own coupons as an order or a payment keeps them.
    pub(crate) fn stored(&self) -> Vec<CouponUse> {
        self.uses.iter().map(|taken| CouponUse { id: taken.issued.issued.id, off_fen: taken.off_fen }).collect()
    }

    /// The same as platforms are told of them.
    pub(crate) fn discounts(&self) -> Vec<StoredDiscount> {
        self.uses.iter().map(|taken| (&taken.issued.discount()).into()).collect()
    }
}

/// The uses of coupons as far as a payment needed them: what was let off is shared out in their order, and a coupon of which
/// nothing was needed stays open.
pub(crate) fn needed(uses: Vec<CouponUse>, let_off: Fen) -> Vec<CouponUse> {
    let mut left = let_off;
    let shared = uses.into_iter().map(|one| {
        let off_fen = one.off_fen.min(left);
        left -= off_fen;
        CouponUse { off_fen, ..one }
    });
    shared.filter(|one| one.off_fen.is_positive()).collect()
}

/// Stacks a stay's open coupons, and one more, on what it owes.
pub(crate) fn stack_on(
    tx: &ReadTx<'_>,
    record: &ParkingRecord,
    until: Moment,
    owed: Fen,
    also: &Coupon,
    due_shorter: impl Fn(u32) -> Result<Fen, Refusal>,
) -> Result<Stack, Refusal> {
    let own: Vec<IssuedCoupon> = match record.state {
        RecordState::Inside if owed.is_positive() => tx.open_coupons(record.id, Some(&record.vehicle.plate))?,
        _ => Vec::new(),
    };
    stack_of(own, until, owed, also, due_shorter)
}

/// Stacks these coupons, as far as they are good until then, and one more, on what a stay owes.
pub(crate) fn stack_of(
    own: Vec<IssuedCoupon>,
    until: Moment,
    owed: Fen,
    also: &Coupon,
    due_shorter: impl Fn(u32) -> Result<Fen, Refusal>,
) -> Result<Stack, Refusal> {
    if !owed.is_positive() {
        return Ok(Stack::default());
    }
    let own: Vec<IssuedCoupon> = own.into_iter().filter(|coupon| until <= coupon.issued.expires_at).collect();
    let mut coupons: Vec<Stacked> =
        own.iter().map(|coupon| Stacked { coupon: coupon.coupon.clone(), most_fen: coupon.issued.most_fen }).collect();
    coupons.push(also.clone().into());
    let mut failed = None;
    let mut off = stack(&coupons, owed, |minutes| {
        due_shorter(minutes).unwrap_or_else(|why| {
            failed = Some(why);
            owed
        })
    });
    if let Some(why) = failed {
        return Err(why);
    }
    let also_fen = off.pop().unwrap_or(Fen::ZERO);
    let uses = own.into_iter().zip(off).map(|(issued, off_fen)| Taken { issued, off_fen });
    Ok(Stack { uses: uses.filter(|taken| taken.off_fen.is_positive()).collect(), also_fen })
}
