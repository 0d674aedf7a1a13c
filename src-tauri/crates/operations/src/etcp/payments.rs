//! Money taken at the desk for stays in ETCP's lots: held until ETCP has the payment, owed to it from then on, or given back.

use lotdesk_domain::etcp::{PaidNotice, Proof};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::money::Fen;
use lotdesk_domain::posting::Movement;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{Charged, EtcpGivenBack, EtcpPaid, EtcpPaymentKnown, EtcpPaymentMissed};
use lotdesk_ledger::outbox::{Message, State};
use lotdesk_ledger::tables::etcp::{EtcpMoney, EtcpPayment};
use lotdesk_ledger::tables::etcp_quotes::EtcpQuote;

use super::calls::EtcpFailure;
use super::fees::{self, holds_until};
use crate::act::Act;
use crate::api::etcp::{
    EtcpGiveBack, EtcpPaidReply, EtcpPay, EtcpPaymentRow, EtcpPaymentState, EtcpPayments, EtcpPaymentsRequest,
    EtcpResolve,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::exits::drawer;
use crate::messages;
use crate::reasons;
use crate::records::page_size;

/// 支付金额与应付金额不匹配.
const OTHER_AMOUNT: &str = "20206";

pub(super) fn no_such_payment() -> Refusal {
    Refusal::new(Code::NotFound, "没有这笔 ETCP 收款", "There is no such payment.").at("payment_id")
}

pub(super) fn message_of(tx: &ReadTx<'_>, payment_id: Guid) -> Result<Option<Message>, Refusal> {
    Ok(tx.message_of(Platform::Etcp, "orderpaid", &payment_id.to_string())?)
}

/// Whether ETCP refused the amount.
pub(super) fn amount_refused(message: &Message) -> bool {
    message.state == State::Refused
        && matches!(&message.last_outcome, Some(Outcome::Refused { code, .. }) if code == OTHER_AMOUNT)
}

fn state_of(payment: &EtcpPayment, message: Option<&Message>) -> EtcpPaymentState {
    match payment.money {
        EtcpMoney::Known => EtcpPaymentState::Known,
        EtcpMoney::Missed => EtcpPaymentState::Missed,
        EtcpMoney::GivenBack => EtcpPaymentState::GivenBack,
        EtcpMoney::Held => match message.map(|message| message.state) {
            Some(State::Unknown) => EtcpPaymentState::Unknown,
            Some(State::Refused | State::Held) => EtcpPaymentState::Refused,
            Some(State::Waiting | State::Sending | State::Accepted | State::Replaced) | None => {
                EtcpPaymentState::Waiting
            }
        },
    }
}

pub(super) fn row(tx: &ReadTx<'_>, payment: EtcpPayment) -> Result<EtcpPaymentRow, Refusal> {
    let message = message_of(tx, payment.id)?;
    let state = state_of(&payment, message.as_ref());
    let refused_at = message.as_ref().filter(|message| amount_refused(message)).and_then(|message| message.last_at);
    let new_quote = match refused_at {
        Some(at) if state == EtcpPaymentState::Refused => tx.etcp_quote_after(&payment.order_id, at)?,
        _ => None,
    };
    Ok(EtcpPaymentRow {
        payment_id: payment.id,
        no: u32::try_from(payment.no).unwrap_or(u32::MAX),
        account_id: payment.account_id,
        order_id: payment.order_id,
        plate: payment.plate.to_string(),
        parking_name: payment.parking_name,
        amount_fen: payment.amount_fen,
        paid_at: payment.paid_at,
        state,
        proof: payment.proof,
        pay_order_id: payment.pay_order_id,
        ended_at: payment.ended_at,
        reason: payment.reason,
        message: message.map(messages::row),
        new_quote: new_quote.map(fees::view),
    })
}

pub(super) fn row_of(tx: &ReadTx<'_>, id: Guid) -> Result<EtcpPaymentRow, Refusal> {
    row(tx, tx.etcp_payment(id)?.ok_or_else(no_such_payment)?)
}

/// `etcp.pay`. A repeat gets the first answer; an order whose payment is under way is not paid again.
pub(crate) async fn pay(desk: &Desk, who: Who, request: EtcpPay) -> Result<EtcpPaidReply, Refusal> {
    if !desk.inner.surroundings.platforms().contains(&Platform::Etcp) {
        return Err(EtcpFailure::NotSetUp.into());
    }
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.etcp_payment(request.request_id)? {
            let change_fen = (done.tendered_fen - done.amount_fen).at_least_zero();
            return Ok(EtcpPaidReply { payment: row(act.tx, done)?, change_fen });
        }
        let quote = act.tx.etcp_quote(request.quote_id)?.ok_or_else(|| {
            Refusal::new(
                Code::NotFound,
                "没有这次查费结果，请重新查询",
                "There is no such answer; look the fee up again.",
            )
            .at("quote_id")
        })?;
        payable(act, &request, &quote)?;
        let due = quote.bill.remaining_fen;
        let before = match request.instead_of {
            Some(id) => take_back(act, id, &quote.bill.order_id)?,
            None => Fen::ZERO,
        };
        let tendered = before + request.received_fen;
        if tendered < due {
            let short = due - tendered;
            return Err(Refusal::new(
                Code::NotEnough,
                format!("实收不足，还差 {short} 元"),
                format!("{short} yuan are still missing."),
            )
            .at("received_fen"));
        }
        let movement = Movement::etcp_taken(drawer(act)?, due).map_err(Refusal::internal)?;
        let id = request.request_id;
        let paid = EtcpPaid {
            id,
            account_id: quote.account_id,
            order_id: quote.bill.order_id.clone(),
            plate: quote.plate.clone(),
            parking_id: quote.bill.parking_id.clone(),
            parking_name: quote.bill.parking_name.clone(),
            entered_at: quote.bill.entered_at,
            fee_fen: quote.bill.fee_fen,
            amount_fen: due,
            tendered_fen: tendered,
            instead_of: request.instead_of,
            postings: Charged::postings_of(&movement),
        };
        act.record(paid, Some(id), Some(id))?;
        let notice = PaidNotice {
            external_order_id: id.to_string(),
            account_id: quote.account_id,
            order_id: quote.bill.order_id,
            amount_fen: due,
            paid_at: act.now,
            verification: quote.bill.verification,
        };
        act.state(&Fact::EtcpPaid { notice })?;
        Ok(EtcpPaidReply { payment: row_of(act.tx, id)?, change_fen: tendered - due })
    })
    .await
}

/// Whether an answer of ETCP's may be paid now.
fn payable(act: &Act<'_, '_>, request: &EtcpPay, quote: &EtcpQuote) -> Result<(), Refusal> {
    let due = quote.bill.remaining_fen;
    if request.due_fen != due {
        return Err(Refusal::new(
            Code::FeeChanged,
            format!("应付为 {due} 元，请重新确认"),
            format!("{due} yuan are due; confirm again."),
        )
        .at("due_fen"));
    }
    if !due.is_positive() {
        return Err(Refusal::new(Code::AlreadyPaid, "该停车已无应付费用", "Nothing is due for this stay."));
    }
    if holds_until(quote) < act.now {
        return Err(Refusal::new(
            Code::FeeChanged,
            "查费结果已超过 10 分钟，请重新查询",
            "The answer is older than ten minutes; look the fee up again.",
        )
        .at("quote_id"));
    }
    // 8.8 wants it back.
    if quote.bill.verification.trim().is_empty() {
        return Err(Refusal::new(
            Code::PlatformRefused,
            "ETCP 的查费结果没有验证信息，不能代缴，请重新查询",
            "ETCP's answer has no verification info and cannot be paid; look the fee up again.",
        )
        .at("quote_id"));
    }
    for other in act.tx.etcp_payments_of(&quote.bill.order_id)? {
        match other.money {
            EtcpMoney::Held if Some(other.id) != request.instead_of => {
                return Err(Refusal::new(
                    Code::PaymentRequested,
                    format!("该停车已收款 {} 元，ETCP 尚未确认，请勿重复收款", other.amount_fen),
                    format!(
                        "{} yuan were taken for this stay and ETCP has not confirmed them; do not take money again.",
                        other.amount_fen
                    ),
                )
                .at("quote_id"));
            }
            // ETCP counted it after this answer: what the answer says is due is paid.
            EtcpMoney::Known if other.ended_at.is_some_and(|at| at >= quote.at) => {
                return Err(Refusal::new(
                    Code::AlreadyPaid,
                    "该停车在查费之后已付清，请重新查询",
                    "The stay was paid after this answer; look the fee up again.",
                )
                .at("quote_id"));
            }
            EtcpMoney::Held | EtcpMoney::Known | EtcpMoney::Missed | EtcpMoney::GivenBack => {}
        }
    }
    Ok(())
}

/// The refused payment whose money counts towards a new one: its notice is withdrawn, its money is the driver's again.
fn take_back(act: &mut Act<'_, '_>, id: Guid, order_id: &str) -> Result<Fen, Refusal> {
    let payment = act.tx.etcp_payment(id)?.filter(|payment| payment.order_id == order_id);
    let payment = payment.ok_or_else(|| no_such_payment().at("instead_of"))?;
    let amount = payment.amount_fen;
    back_to_the_driver(act, &payment, "金额已变，改付新费用".to_owned())?;
    Ok(amount)
}

/// Whoever gives the money back takes it out of the own drawer; where a payment may have arrived nothing is given.
fn back_to_the_driver(act: &mut Act<'_, '_>, payment: &EtcpPayment, reason: String) -> Result<(), Refusal> {
    let message = message_of(act.tx, payment.id)?;
    match (payment.money, message.as_ref().map(|message| (message.no, message.state))) {
        (EtcpMoney::Missed, _) | (EtcpMoney::Held, None | Some((_, State::Replaced))) => {}
        (EtcpMoney::Held, Some((no, State::Refused | State::Held))) => {
            act.tx.settle_by_hand(no, false)?;
        }
        // After a lost answer it waits only once ETCP's lists have said that it did not arrive.
        (EtcpMoney::Held, Some((no, State::Waiting))) => {
            act.tx.withdraw_waiting(no)?;
        }
        (EtcpMoney::Held, Some((_, State::Unknown | State::Sending | State::Accepted))) => {
            return Err(Refusal::new(
                Code::PaymentRequested,
                "ETCP 可能已收到这笔付款，正在核实，暂不能退款",
                "ETCP may have this payment and is being asked; nothing is given back until that is known.",
            )
            .at("payment_id"));
        }
        (EtcpMoney::Known, _) => {
            return Err(Refusal::new(
                Code::AlreadyPaid,
                "ETCP 已入账，退款请联系 ETCP 办理",
                "ETCP has the payment; refunds are ETCP's matter.",
            )
            .at("payment_id"));
        }
        (EtcpMoney::GivenBack, _) => {
            return Err(
                Refusal::new(Code::NotPossibleNow, "这笔款已退还", "The money has been given back.").at("payment_id")
            );
        }
    }
    let movement = Movement::etcp_given_back(drawer(act)?, payment.amount_fen).map_err(Refusal::internal)?;
    let event = EtcpGivenBack { id: payment.id, reason, postings: Charged::postings_of(&movement) };
    act.record(event, Some(payment.id), None)?;
    Ok(())
}

/// `etcp.give_back`.
pub(crate) async fn give_back(desk: &Desk, who: Who, request: EtcpGiveBack) -> Result<EtcpPaymentRow, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let payment = act.tx.etcp_payment(request.payment_id)?.ok_or_else(no_such_payment)?;
        back_to_the_driver(act, &payment, reason)?;
        row_of(act.tx, payment.id)
    })
    .await
}

/// `etcp.resolve`: for a payment whose answer was lost and that ETCP's lists say nothing of.
pub(crate) async fn resolve(desk: &Desk, who: Who, request: EtcpResolve) -> Result<EtcpPaymentRow, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let payment = act.tx.etcp_payment(request.payment_id)?.ok_or_else(no_such_payment)?;
        let message = message_of(act.tx, payment.id)?.filter(|message| message.state == State::Unknown);
        let Some(message) = message.filter(|_| payment.money == EtcpMoney::Held) else {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "这笔付款无需人工核实：已有结果，或仍在发送中",
                "Nothing is to be settled by hand: there is an answer, or it is still under way.",
            )
            .at("payment_id"));
        };
        act.tx.settle_by_hand(message.no, request.arrived)?;
        if request.arrived {
            known(act, &payment, Proof::Person, None, Some(reason))?;
        } else {
            act.record(EtcpPaymentMissed { id: payment.id, reason: Some(reason) }, Some(payment.id), None)?;
        }
        row_of(act.tx, payment.id)
    })
    .await
}

/// ETCP has a payment: from held to owed.
pub(super) fn known(
    act: &mut Act<'_, '_>,
    payment: &EtcpPayment,
    proof: Proof,
    pay_order_id: Option<String>,
    reason: Option<String>,
) -> Result<(), Refusal> {
    if payment.money != EtcpMoney::Held {
        return Ok(());
    }
    let movement = Movement::etcp_known(payment.amount_fen).map_err(Refusal::internal)?;
    let postings = Charged::postings_of(&movement);
    act.record(EtcpPaymentKnown { id: payment.id, proof, pay_order_id, reason, postings }, Some(payment.id), None)?;
    Ok(())
}

/// ETCP answered a notice. One of a payment that is not there changes nothing.
pub(crate) fn known_by_reply(act: &mut Act<'_, '_>, own_id: &str, pay_order_id: Option<String>) -> Result<(), Refusal> {
    let Ok(id) = own_id.parse() else { return Ok(()) };
    match act.tx.etcp_payment(id)? {
        Some(payment) => known(act, &payment, Proof::Reply, pay_order_id, None),
        None => Ok(()),
    }
}

/// A notice goes again by a person's word only where ETCP refused it for a reason that passes. One whose answer was lost is
/// asked about, and another amount is another payment.
pub(crate) fn may_resend(tx: &ReadTx<'_>, message: &Message) -> Result<(), Refusal> {
    let held = match message.own_id.parse() {
        Ok(id) => tx.etcp_payment(id)?.is_some_and(|payment| payment.money == EtcpMoney::Held),
        Err(_) => false,
    };
    let no = |zh: &str, en: &str| Err(Refusal::new(Code::NotResendable, zh, en).at("no"));
    if !held {
        return no("该笔 ETCP 收款已有结果，无需重发", "The payment has an end already; there is nothing to resend.");
    }
    if message.state == State::Unknown {
        return no(
            "ETCP 可能已收到，请在服务台“ETCP”中核实，不要重发",
            "ETCP may have it: have it asked at the service desk, and do not send it again.",
        );
    }
    if amount_refused(message) {
        return no(
            "应付金额已变，请在服务台“ETCP”中按新费用处理",
            "Another amount is due by now: see to it at the service desk.",
        );
    }
    Ok(())
}

/// `etcp.payments`.
pub(crate) async fn payments(desk: &Desk, _who: Who, request: EtcpPaymentsRequest) -> Result<EtcpPayments, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    desk.look(move |tx| {
        let mut found = tx.etcp_payments(before, limit + 1)?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let rows = found.into_iter().map(|payment| row(tx, payment)).collect::<Result<_, _>>()?;
        Ok(EtcpPayments { rows, more })
    })
    .await
}
