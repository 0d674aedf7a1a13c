//! Asking the platform to take an order's money (5007), and waiting for its word (6007).
//!
//! It is money, so nothing is asked twice by itself: a lost reply stays with a person, and an order that was asked for
//! is never asked for again. While the platform may still take it, cash waits for the lot's set time; after that, or once
//! the platform has refused, the booth may take cash, and money that comes all the same is given back.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::RecordState;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::OrderRequested;
use lotdesk_ledger::outbox::State;
use lotdesk_ledger::tables::orders::{GivenOrder, OrderState};

use super::give_out;
use crate::act::Act;
use crate::api::order::{PaymentRequestView, RequestPayment};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{messages, payments, platform_queries, words};

/// `exit.request_payment`.
pub(crate) async fn request_payment(
    desk: &Desk,
    who: Who,
    asked: RequestPayment,
) -> Result<PaymentRequestView, Refusal> {
    if !desk.inner.surroundings.platforms().contains(&Platform::City) {
        return Err(platform_queries::QueryFailure::NotSetUp.into());
    }
    desk.act(&who, move |act| {
        let record = act.tx.record(asked.record_id)?.ok_or_else(words::no_such_record)?;
        if record.state != RecordState::Inside {
            return Err(words::not_inside());
        }
        // The same asking again: the same answer, and the platform is not asked twice.
        if let Some(given) = act.tx.requested_order(record.id)?
            && given.state == OrderState::Open
            && given.order.due_fen() == asked.due_fen
        {
            return view(act.tx, &given);
        }
        may_take_cash(act, record.id)?;
        payments::may_take_otherwise(act, record.id)?;
        let given = give_out(act, &record, act.now, &Coupon::NOTHING)?;
        let due = given.order.due_fen();
        if !due.is_positive() {
            return Err(Refusal::new(Code::AlreadyPaid, "该车已无应收费用", "Nothing is due for this car."));
        }
        if due != asked.due_fen {
            let (zh, en) =
                (format!("应收已变为 {due} 元，请重新确认"), format!("{due} yuan are due by now; confirm again."));
            return Err(Refusal::new(Code::FeeChanged, zh, en).at("due_fen"));
        }
        let given = request(act, given)?;
        view(act.tx, &given)
    })
    .await
}

fn view(tx: &ReadTx<'_>, given: &GivenOrder) -> Result<PaymentRequestView, Refusal> {
    request_view(tx, given)?.ok_or_else(|| Refusal::internal("an order that was asked for has no request"))
}

/// Asks for an order's money, once.
pub(crate) fn request(act: &mut Act<'_, '_>, given: GivenOrder) -> Result<GivenOrder, Refusal> {
    if given.requested_at.is_some() {
        return Ok(given);
    }
    let cash_from = act.now.plus_ms(i64::from(act.lot.payment.request_wait_seconds) * 1000);
    let record_id = given.order.record_id;
    let requested =
        OrderRequested { order_no: given.order.order_no.clone(), record_id, requested_at: act.now, cash_from };
    act.record(requested, Some(record_id), None)?;
    act.state(&Fact::PaymentRequested { order: given.order.clone() })?;
    Ok(GivenOrder { requested_at: Some(act.now), cash_from: Some(cash_from), ..given })
}

/// How asking for an order's money stands; none where nobody asked.
pub(crate) fn request_view(tx: &ReadTx<'_>, given: &GivenOrder) -> Result<Option<PaymentRequestView>, Refusal> {
    let (Some(requested_at), Some(cash_from)) = (given.requested_at, given.cash_from) else { return Ok(None) };
    let message = tx.message_of(Platform::City, "5007", &given.order.order_no)?.map(messages::row);
    Ok(Some(PaymentRequestView {
        order_no: given.order.order_no.clone(),
        due_fen: given.order.due_fen(),
        requested_at,
        cash_from,
        message: message.as_ref().map(|message| message.state),
        outcome: message.and_then(|message| message.last_outcome),
    }))
}

/// Refuses to take a stay's money otherwise while the platform may still be taking it.
pub(crate) fn may_take_cash(act: &Act<'_, '_>, record_id: Guid) -> Result<(), Refusal> {
    let Some(until) = platform_takes_until(act, record_id)? else { return Ok(()) };
    let seconds = (until.ms_since(act.now) + 999) / 1000;
    Err(Refusal::new(
        Code::PaymentRequested,
        format!("已请平台扣款，请等待 {seconds} 秒；未扣成功可再收现金"),
        format!("The platform was asked to take the money; wait {seconds} seconds, then cash may be taken."),
    ))
}

/// Until when the platform has time to take a stay's money; none where it was not asked, has answered, or is late.
fn platform_takes_until(act: &Act<'_, '_>, record_id: Guid) -> Result<Option<Moment>, Refusal> {
    let Some(given) = act.tx.requested_order(record_id)? else { return Ok(None) };
    let Some(until) = given.cash_from.filter(|until| given.state != OrderState::Paid && act.now < *until) else {
        return Ok(None);
    };
    let message = act.tx.message_of(Platform::City, "5007", &given.order.order_no)?;
    let refused = message.is_none_or(|message| matches!(message.state, State::Refused | State::Held));
    Ok(if refused { None } else { Some(until) })
}

/// Whether an order's money is still wanted of the platform: one whose stay was settled otherwise must not be asked for
/// again.
pub(crate) fn still_wanted(tx: &ReadTx<'_>, order_no: &str) -> Result<bool, Refusal> {
    let Some(given) = tx.order(order_no)? else { return Ok(false) };
    if given.state == OrderState::Open {
        return Ok(true);
    }
    let debts = tx.debts_of(given.order.record_id)?;
    Ok(debts.iter().any(|debt| debt.order_no == order_no && debt.open_fen().is_positive()))
}
