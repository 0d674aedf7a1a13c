//! A stay ends whose coupons left nothing due, or that ended while nobody looked: what they let off is booked.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Charge, PayType, RecordState};
use lotdesk_domain::posting::Movement;
use lotdesk_ledger::event::Charged;

use super::Stack;
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::{exits, orders, quotes, words};

/// Through what such a payment came (table 15 `payFrom`).
const LET_OFF_BY: &str = "优惠抵扣";

/// Uses the open coupons of a stay that ends as far as it still owes something.
pub(crate) fn settle_at_exit(act: &mut Act<'_, '_>, record_id: Guid, left_at: Moment) -> Result<(), Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    if record.state != RecordState::Inside || act.tx.open_coupons(record.id, Some(&record.vehicle.plate))?.is_empty() {
        return Ok(());
    }
    let nothing_more = lotdesk_domain::order::Coupon::NOTHING;
    let stack = quotes::price(act.tx, &act.lot, &act.tariffs, &record, left_at, &nothing_more)?.stack;
    if let Some(charge) = book(act, record.id, left_at, &stack)? {
        act.state(&Fact::Charged { charge, vehicle: record.vehicle.clone() })?;
    }
    Ok(())
}

/// What coupons let off at the end of a stay, as a payment of nothing; none where they let nothing off.
pub(crate) fn book(
    act: &mut Act<'_, '_>,
    stay_id: Guid,
    left_at: Moment,
    stack: &Stack,
) -> Result<Option<Charge>, Refusal> {
    let off = stack.off_fen();
    if !off.is_positive() {
        return Ok(None);
    }
    let movement = Movement::parking_fee(exits::drawer(act)?, off, off, Fen::ZERO).map_err(Refusal::internal)?;
    let id = act.ids.next_guid();
    let charged = Charged {
        id,
        order_no: orders::number(act, id),
        record_id: stay_id,
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
    act.record(charged, Some(stay_id), None)?;
    Ok(Some(charge))
}
