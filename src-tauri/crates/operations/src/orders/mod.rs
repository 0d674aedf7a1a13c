//! Orders: made out for whoever asks what a stay costs, kept as long as nothing of them changes, paid by a platform.

mod list;
mod paid;
mod payer;
mod request;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind, ParkOrder, Priced, build, price_holds_until};
use lotdesk_domain::parking::ParkingRecord;
use lotdesk_domain::street::StreetStay;
use lotdesk_domain::tariff::Fee;
use lotdesk_ledger::event::{CouponUse, OrderDrawn, OrderGivenAgain};
use lotdesk_ledger::tables::orders::{GivenOrder, OrderState};

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::{quotes, stays, street};

pub(crate) use list::list;
pub(crate) use paid::{PlatformPayment, take_platform_payment, waits_to_pay};
pub(crate) use payer::Payer;
pub(crate) use request::{may_take_cash, request, request_payment, request_view, still_wanted};

/// A stay's price as an order without a number.
struct MadeOut {
    order: ParkOrder,
    /// What is due for parking before any coupon.
    gross_fen: Fen,
    /// The lot's own coupons, and what each lets off.
    coupons: Vec<CouponUse>,
}

/// Prices a stay until a moment, less what its own coupons and one of the platform's take off.
fn make_out(act: &Act<'_, '_>, record: &ParkingRecord, until: Moment, coupon: &Coupon) -> Result<MadeOut, Refusal> {
    let quotes::Priced { quote, fee, gross_fen, stack } =
        quotes::price(act.tx, &act.lot, &act.tariffs, record, until, coupon)?;
    let priced = Priced {
        stay: record.into(),
        fee: &fee,
        until: quote.priced_at,
        due_fen: gross_fen,
        paid_fen: record.receivable_fen - record.discount_fen,
        discounted_fen: record.discount_fen,
        coupon_fen: stack.off_fen(),
        charging_fen: quote.charging(),
        other_fen: Fen::ZERO,
        free_minutes: stays::rate(&act.tariffs, record).map_or(0, |rate| rate.free_minutes),
        surplus_minutes: act.lot.free_exit_minutes,
    };
    Ok(MadeOut { order: build(String::new(), &priced), gross_fen, coupons: stack.stored() })
}

/// The same for a stay in a bay along a street: while the car stands there, or what it still owes after it left.
fn make_out_on_street(
    act: &Act<'_, '_>,
    stay: &StreetStay,
    until: Moment,
    coupon: &Coupon,
) -> Result<MadeOut, Refusal> {
    let (quote, stack) = street::price_of(act.tx, &act.lot, &act.tariffs, stay, until, coupon)?;
    let gross_fen = quote.due_fen + stack.off_fen();
    let rate = street::rate(&act.lot, &act.tariffs, stay);
    let fee = Fee { fee_fen: quote.fee_fen, minutes: quote.minutes, lines: quote.lines };
    let priced = Priced {
        stay: stay.into(),
        fee: &fee,
        until: quote.priced_at,
        due_fen: gross_fen,
        paid_fen: stay.receivable_fen - stay.discount_fen,
        discounted_fen: stay.discount_fen,
        coupon_fen: stack.off_fen(),
        charging_fen: Fen::ZERO,
        other_fen: Fen::ZERO,
        free_minutes: rate.map_or(0, |rate| rate.free_minutes),
        surplus_minutes: act.lot.free_exit_minutes,
    };
    Ok(MadeOut { order: build(String::new(), &priced), gross_fen, coupons: stack.stored() })
}

/// Gives a stay's order out: the open one where no amount has changed, a new one otherwise. Its price holds anew.
pub(crate) fn give_out(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    until: Moment,
    coupon: &Coupon,
) -> Result<GivenOrder, Refusal> {
    let made = make_out(act, record, until, coupon)?;
    give(act, made, until, coupon)
}

/// The same for whoever pays.
pub(crate) fn give_out_to(
    act: &mut Act<'_, '_>,
    payer: &Payer,
    until: Moment,
    coupon: &Coupon,
) -> Result<GivenOrder, Refusal> {
    let made = match payer {
        Payer::Inside(record) => make_out(act, record, until, coupon)?,
        Payer::Street(stay) => make_out_on_street(act, stay, until, coupon)?,
    };
    give(act, made, until, coupon)
}

fn give(act: &mut Act<'_, '_>, made: MadeOut, until: Moment, coupon: &Coupon) -> Result<GivenOrder, Refusal> {
    let MadeOut { order, gross_fen, coupons } = made;
    let record_id = order.record_id;
    let used = (coupon.kind() != CouponKind::Nothing).then(|| coupon.clone());
    let (now, holds_until) = (act.now, price_holds_until(act.now, until));
    if let Some(open) = act.tx.open_order(record_id)?
        && open.order.same_amounts(&order)
        && open.coupon == used
        && open.coupons == coupons
    {
        let order_no = open.order.order_no.clone();
        let holds_until = open.holds_until.max(holds_until);
        act.record(OrderGivenAgain { order_no: order_no.clone(), given_at: now, holds_until }, Some(record_id), None)?;
        return Ok(GivenOrder { order: ParkOrder { order_no, ..order }, given_at: now, holds_until, ..open });
    }
    let order = ParkOrder { order_no: draw_number(act), ..order };
    let drawn = OrderDrawn {
        order: (&order).into(),
        coupon: used.as_ref().map(Into::into),
        coupons: coupons.clone(),
        gross_fen,
        priced_at: until,
        given_at: now,
        holds_until,
    };
    act.record(drawn, Some(record_id), None)?;
    Ok(GivenOrder {
        order,
        coupon: used,
        coupons,
        gross_fen,
        priced_at: until,
        given_at: now,
        holds_until,
        state: OrderState::Open,
        requested_at: None,
        cash_from: None,
    })
}

fn draw_number(act: &Act<'_, '_>) -> String {
    number(act, act.ids.next_guid())
}

/// `LD` + time + the identifier's last digits: unique, and short enough for table 14's 50 characters.
pub(crate) fn number(act: &Act<'_, '_>, id: Guid) -> String {
    let digits = id.to_string();
    format!("LD{}{}", act.now.to_china().format("%Y%m%d%H%M%S"), &digits[digits.len() - 12..])
}

/// The order number under which a payment at the booth goes: the open order's, where that is what is paid, else a new
/// one.
pub(crate) fn number_for_payment(act: &Act<'_, '_>, record_id: Guid, due: Fen, id: Guid) -> Result<String, Refusal> {
    let open = act.tx.open_order(record_id)?.filter(|open| open.coupon.is_none() && open.order.due_fen() == due);
    Ok(open.map_or_else(|| number(act, id), |open| open.order.order_no))
}
