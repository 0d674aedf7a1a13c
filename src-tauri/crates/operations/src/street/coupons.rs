//! Coupons for stays in bays along a street: shown while the car stands there, used by the payment, or by the stay's end.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::posting::Movement;
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_ledger::event::{Charged, CouponAttached};
use lotdesk_ledger::tables::coupons::CouponState;

use super::{no_such_stay, quote_of};
use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::street::{StayQuote, UseStreetCoupon};
use crate::caller::Who;
use crate::coupons::{self, LET_OFF_BY, Stack};
use crate::desk::Desk;
use crate::exits::drawer;
use crate::orders;

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
    let off = stack.off_fen();
    if !off.is_positive() {
        return Ok(());
    }
    let movement = Movement::parking_fee(drawer(act)?, off, off, Fen::ZERO).map_err(Refusal::internal)?;
    let id = act.ids.next_guid();
    let charged = Charged {
        id,
        order_no: orders::number(act, id),
        record_id: stay.id,
        paid_at: act.now,
        priced_at: Some(left_at),
        receivable_fen: off,
        discount_fen: off,
        received_fen: Fen::ZERO,
        charging_fen: Fen::ZERO,
        tendered_fen: Fen::ZERO,
        pay_type: PayType::Other,
        pay_from: LET_OFF_BY.to_owned(),
        let_off: None,
        coupons: stack.stored(),
        discounts: stack.discounts(),
        lane_id: None,
        gate_command_id: None,
        postings: Charged::postings_of(&movement),
    };
    let charge = charged.to_charge();
    act.record(charged, Some(stay.id), None)?;
    let stay = act.tx.stay(stay.id)?.ok_or_else(no_such_stay)?;
    act.state(&Fact::StayCharged { charge, stay })?;
    Ok(())
}
