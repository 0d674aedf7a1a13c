//! What a stay on the street costs, and money taken for it, while the car stands there or long after.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{PayType, Vehicle, VehicleClass};
use lotdesk_domain::posting::Movement;
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_domain::tariff::{Rate, Stay, TariffHistory};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{Charged, Event};

use super::no_such_stay;
use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::street::{PayStay, StayPaid, StayQuote, StayRequest};
use crate::billing;
use crate::caller::Who;
use crate::coupons::{self, Stack};
use crate::desk::Desk;
use crate::exits::drawer;
use crate::quotes::{SHOWN_AMOUNT_HOLDS_MS, bad_tariff};
use crate::{orders, payments, tariffs};

/// What a tariff wants to know of a stay: its area is that of its bay.
fn priced_as<'a>(lot: &'a Lot, stay: &StreetStay, until: Moment) -> Stay<'a> {
    let vehicle = stay.vehicle.as_ref();
    let class = vehicle.map_or(VehicleClass::default(), |vehicle| vehicle.class);
    Stay {
        new_energy: vehicle.is_some_and(Vehicle::is_new_energy),
        area: lot.space(&stay.space_no).map(|space| space.area.as_str()),
        ..Stay::of(class, stay.entered_at, until)
    }
}

/// The rate at which a stay begins.
pub(crate) fn rate<'a>(lot: &Lot, tariffs: &'a TariffHistory, stay: &StreetStay) -> Option<&'a Rate> {
    tariffs.at(stay.entered_at)?.rate_of(&priced_as(lot, stay, stay.entered_at))
}

/// Prices a stay until `until`.
pub(super) fn quote_until(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    stay: &StreetStay,
    until: Moment,
) -> Result<StayQuote, Refusal> {
    Ok(price_until(tx, lot, tariffs, stay, until, &Coupon::NOTHING)?.0)
}

/// Prices a stay until `until`, with what its coupons and one more take off. After a payment nothing more is due for the
/// lot's free-exit minutes.
pub(super) fn price_until(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    stay: &StreetStay,
    until: Moment,
    also: &Coupon,
) -> Result<(StayQuote, Stack), Refusal> {
    let until = until.max(stay.entered_at);
    let fee = tariffs.price(&priced_as(lot, stay, until)).map_err(|why| bad_tariff(&why))?;
    // After a payment that left something due nothing is free.
    let settled = tx.charges_of(stay.id)?.into_iter().filter_map(|stored| stored.settled_at);
    let last_paid = settled.filter(|at| *at <= until).max();
    let free_exit_until = last_paid.map(|at| at.plus_minutes(i64::from(lot.free_exit_minutes)));
    // Money paid too much does not count towards the fee, it is given back.
    let asked = match free_exit_until {
        Some(end) if until <= end => Fen::ZERO,
        _ => (fee.fee_fen - stay.receivable_fen).at_least_zero(),
    };
    let own = match stay.state {
        StayState::Left => Vec::new(),
        StayState::Standing | StayState::Leaving => {
            tx.open_coupons(stay.id, stay.vehicle.as_ref().map(|vehicle| &vehicle.plate))?
        }
    };
    let stack = coupons::stack_of(own, until, asked, also, |minutes| due_shorter(lot, tariffs, stay, until, minutes))?;
    let quote = StayQuote {
        stay: stay.clone(),
        priced_at: until,
        minutes: fee.minutes,
        fee_fen: fee.fee_fen,
        coupons: stack.uses.iter().map(coupons::quoted).collect(),
        due_fen: asked - stack.off_fen(),
        free_exit_until,
        lines: fee.lines,
        tariff: tariffs.at(until).map_or_else(String::new, |tariff| tariff.name.clone()),
    };
    Ok((quote, stack))
}

/// What would be due until `until` had the stay been so many minutes shorter.
fn due_shorter(
    lot: &Lot,
    tariffs: &TariffHistory,
    stay: &StreetStay,
    until: Moment,
    minutes: u32,
) -> Result<Fen, Refusal> {
    let until = until.plus_minutes(-i64::from(minutes)).max(stay.entered_at);
    let fee = tariffs.price(&priced_as(lot, stay, until)).map_err(|why| bad_tariff(&why))?;
    Ok((fee.fee_fen - stay.receivable_fen).at_least_zero())
}

/// What a stay owes: until now while the car stands there, until it left once it may have gone, and what was fixed when
/// the stay ended from then on. The lines of one that is over are those of the tariff that it was priced by.
pub(crate) fn quote_of(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    stay: &StreetStay,
    now: Moment,
) -> Result<StayQuote, Refusal> {
    Ok(price_of(tx, lot, tariffs, stay, now, &Coupon::NOTHING)?.0)
}

/// The same less what one more coupon takes off, with what coupons take off it.
pub(crate) fn price_of(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    stay: &StreetStay,
    now: Moment,
    also: &Coupon,
) -> Result<(StayQuote, Stack), Refusal> {
    let until = stay.left_at.unwrap_or(now);
    if stay.state != StayState::Left {
        return price_until(tx, lot, tariffs, stay, until, also);
    }
    let then = tariffs_then(tx, stay)?;
    let tariffs = then.as_ref().unwrap_or(tariffs);
    let priced = quote_until(tx, lot, tariffs, stay, until)?;
    // The lot's own coupons were used when the stay ended.
    let stack = coupons::stack_of(Vec::new(), until, stay.owed_fen, also, |minutes| {
        due_shorter(lot, tariffs, stay, until, minutes)
    })?;
    let (fee_fen, due_fen) = (stay.fee_fen.unwrap_or(priced.fee_fen), stay.owed_fen - stack.off_fen());
    Ok((StayQuote { fee_fen, due_fen, ..priced }, stack))
}

/// The tariffs by which a stay that is over was priced; none where it is not over.
fn tariffs_then(tx: &ReadTx<'_>, stay: &StreetStay) -> Result<Option<TariffHistory>, Refusal> {
    if stay.state != StayState::Left {
        return Ok(None);
    }
    let ended = tx.events_of(stay.id)?.into_iter().rfind(|recorded| matches!(recorded.event, Event::StayEnded(_)));
    ended.map(|ended| tariffs::history_before(tx, ended.seq)).transpose()
}

/// What follows a payment that is in the ledger: a debt that is paid is no matter for a credit report any more, and the sums
/// of a stay whose end was told already are told anew (5006).
pub(crate) fn paid(act: &mut Act<'_, '_>, stay: StreetStay) -> Result<(), Refusal> {
    if stay.owed_fen == Fen::ZERO {
        billing::credit::debt_paid(act, stay.id)?;
    }
    if stay.state == StayState::Left {
        act.state(&Fact::StayCorrected { stay })?;
    }
    Ok(())
}

/// `street.quote`.
pub(crate) async fn quote(desk: &Desk, _who: Who, request: StayRequest) -> Result<StayQuote, Refusal> {
    let (lot, tariffs, now) = (desk.lot(), desk.tariffs(), desk.now());
    desk.look(move |tx| {
        let stay = tx.stay(request.stay_id)?.ok_or_else(no_such_stay)?;
        quote_of(tx, &lot, &tariffs, &stay, now)
    })
    .await
}

/// `street.pay_cash`.
pub(crate) async fn pay_cash(desk: &Desk, who: Who, request: PayStay) -> Result<StayPaid, Refusal> {
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.charge(request.request_id)? {
            if done.charge.record_id != request.stay_id {
                return Err(Refusal::field(
                    "request_id",
                    "该请求编号已用于另一笔缴费",
                    "This request identifier was used for another payment.",
                ));
            }
            return Ok(StayPaid {
                charge_id: done.charge.id,
                order_no: done.charge.order_no,
                change_fen: (done.tendered_fen - done.charge.received_fen).at_least_zero(),
            });
        }
        orders::may_take_cash(act, request.stay_id)?;
        payments::may_take_otherwise(act, request.stay_id)?;
        let (stay, quote) = owing(act, &request)?;
        if request.received_fen < quote.due_fen {
            let short = quote.due_fen - request.received_fen;
            return Err(Refusal::new(
                Code::NotEnough,
                format!("实收不足，还差 {short} 元"),
                format!("{short} yuan are still missing."),
            )
            .at("received_fen"));
        }
        take(act, &stay, &quote, &request)
    })
    .await
}

/// The stay and what it owes, when that is what the screen showed, or showed a moment ago.
fn owing(act: &Act<'_, '_>, request: &PayStay) -> Result<(StreetStay, StayQuote), Refusal> {
    let stay = act.tx.stay(request.stay_id)?.ok_or_else(no_such_stay)?;
    let quote = quote_of(act.tx, &act.lot, &act.tariffs, &stay, act.now)?;
    if quote.due_fen == Fen::ZERO {
        return Err(Refusal::new(Code::AlreadyPaid, "该停车已无应收费用", "Nothing is due for this stay."));
    }
    if quote.due_fen == request.due_fen {
        return Ok((stay, quote));
    }
    if stay.state == StayState::Standing {
        let a_moment_ago = act.now.plus_ms(-SHOWN_AMOUNT_HOLDS_MS);
        let shown = quote_of(act.tx, &act.lot, &act.tariffs, &stay, a_moment_ago)?;
        if shown.due_fen == request.due_fen && shown.due_fen.is_positive() {
            return Ok((stay, shown));
        }
    }
    Err(Refusal::new(
        Code::FeeChanged,
        format!("应收已变为 {} 元，请重新确认", quote.due_fen),
        format!("{} yuan are due by now; confirm again.", quote.due_fen),
    )
    .at("due_fen"))
}

fn take(act: &mut Act<'_, '_>, stay: &StreetStay, quote: &StayQuote, request: &PayStay) -> Result<StayPaid, Refusal> {
    let due = quote.due_fen;
    // The stack as it was when that amount was shown.
    let stack = match stay.state {
        StayState::Left => Stack::default(),
        _ => price_until(act.tx, &act.lot, &act.tariffs, stay, quote.priced_at, &Coupon::NOTHING)?.1,
    };
    let off = stack.off_fen();
    let movement = Movement::parking_fee(drawer(act)?, due + off, off, due).map_err(Refusal::internal)?;
    let charged = Charged {
        id: request.request_id,
        order_no: orders::number(act, request.request_id),
        record_id: stay.id,
        paid_at: act.now,
        priced_at: Some(quote.priced_at),
        receivable_fen: due + off,
        discount_fen: off,
        received_fen: due,
        charging_fen: Fen::ZERO,
        tendered_fen: request.received_fen,
        pay_type: PayType::Cash,
        pay_from: "线下缴费".to_owned(),
        let_off: None,
        coupons: stack.stored(),
        discounts: stack.discounts(),
        lane_id: None,
        gate_command_id: None,
        postings: Charged::postings_of(&movement),
    };
    let charge = charged.to_charge();
    let order_no = charge.order_no.clone();
    act.record(charged, Some(stay.id), Some(request.request_id))?;
    let stay = act.tx.stay(stay.id)?.ok_or_else(no_such_stay)?;
    act.state(&Fact::StayCharged { charge, stay: stay.clone() })?;
    paid(act, stay)?;
    Ok(StayPaid { charge_id: request.request_id, order_no, change_fen: request.received_fen - due })
}
