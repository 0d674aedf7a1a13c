//! Coupons as people see them.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::order::{Coupon, CouponKind};
use lotdesk_ledger::tables::coupons::{CouponState, IssuedCoupon};

use super::Taken;
use crate::api::coupon::{CouponRow, CouponStateView, CouponTerms, QuotedCoupon};
use crate::api::refusal::Refusal;

/// A coupon of a quote.
pub(crate) fn quoted(taken: &Taken) -> QuotedCoupon {
    let IssuedCoupon { issued, coupon, .. } = &taken.issued;
    QuotedCoupon {
        id: issued.id,
        coupon_no: issued.coupon_no.clone(),
        coupon: coupon.clone(),
        channel: issued.channel.clone(),
        off_fen: taken.off_fen,
    }
}

/// The coupon that terms describe.
///
/// # Errors
/// A value that its kind cannot have, and the kind that lets nothing off.
pub(crate) fn value_of(terms: &CouponTerms) -> Result<Coupon, Refusal> {
    if terms.kind == CouponKind::Nothing {
        return Err(Refusal::field("kind", "“无优惠”不是优惠券", "A coupon that lets nothing off is none."));
    }
    let text = if terms.kind == CouponKind::Free { "1" } else { terms.value.trim() };
    let value = text.parse().map_err(|_| Refusal::field("value", "优惠值应为数字", "The value must be a number."))?;
    Coupon::new(terms.kind, value)
        .map_err(|bad| Refusal::field("value", bad.rule_zh, format!("What fits is {}.", bad.rule)))
}

/// A coupon in a list. Its number lets whoever knows it park for less: it is shown whole to those alone who issue them.
pub(super) fn row(stored: IssuedCoupon, now: Moment, whole: bool) -> CouponRow {
    let state = match stored.state {
        CouponState::Open if stored.issued.expires_at < now => CouponStateView::Expired,
        CouponState::Open => CouponStateView::Open,
        CouponState::Used => CouponStateView::Used,
        CouponState::Voided => CouponStateView::Voided,
    };
    let issued = stored.issued;
    let coupon_no = match whole || state != CouponStateView::Open {
        true => issued.coupon_no,
        false => {
            let shown = issued.coupon_no.chars().skip(issued.coupon_no.chars().count().saturating_sub(4));
            format!("…{}", shown.collect::<String>())
        }
    };
    CouponRow {
        id: issued.id,
        coupon_no,
        coupon: stored.coupon,
        most_fen: issued.most_fen,
        merchant_id: issued.merchant_id,
        channel: issued.channel,
        plate: issued.plate,
        record_id: issued.record_id,
        issued_at: stored.issued_at,
        expires_at: issued.expires_at,
        reason: issued.reason,
        state,
        used_fen: stored.used_fen,
        used_at: stored.used_at,
        charge_id: stored.charge_id,
        void_reason: stored.void_reason,
    }
}
