//! Coupons for stays in bays along a street: shown while the car stands there, used by the payment, or by the stay's end.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_ledger::event::CouponAttached;
use lotdesk_ledger::tables::coupons::CouponState;

use super::{no_such_stay, quote_of};
use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::street::{StayQuote, UseStreetCoupon};
use crate::caller::Who;
use crate::coupons::{self, Stack};
use crate::desk::Desk;

/// `street.use_coupon`.
pub(crate) async fn use_coupon(desk: &Desk, who: Who, request: UseStreetCoupon) -> Result<StayQuote, Refusal> {
    let coupon_no = request.coupon_no.trim().to_uppercase();
    desk.act(&who, move |act| {
        let stay = act.tx.stay(request.stay_id)?.ok_or_else(no_such_stay)?;
        if stay.state == StayState::Left {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "停车已结束，不能再用优惠券",
                "The stay is over: no coupon works on it any more.",
            )
            .at("stay_id"));
        }
        let stored = act.tx.coupon_numbered(&coupon_no)?;
        let stored = stored.ok_or_else(|| coupons::no_such_coupon().at("coupon_no"))?;
        if stored.issued.record_id != Some(stay.id) || stored.state != CouponState::Open {
            let plate = stay.vehicle.as_ref().map(|vehicle| &vehicle.plate);
            coupons::must_fit(&stored, stay.id, plate, act.now)?;
            act.record(CouponAttached { id: stored.issued.id, record_id: stay.id }, Some(stay.id), None)?;
        }
        quote_of(act.tx, &act.lot, &act.tariffs, &stay, act.now)
    })
    .await
}

/// A stay ends of which coupons take something off: that is booked, and no debt.
pub(super) fn settle_at_end(
    act: &mut Act<'_, '_>,
    stay: &StreetStay,
    left_at: Moment,
    stack: &Stack,
) -> Result<(), Refusal> {
    if let Some(charge) = coupons::book(act, stay.id, left_at, stack)? {
        let stay = act.tx.stay(stay.id)?.ok_or_else(no_such_stay)?;
        act.state(&Fact::StayCharged { charge, stay })?;
    }
    Ok(())
}
