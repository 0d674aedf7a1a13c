//! Giving money back (5009): what the rules propose, and what a person decides.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_domain::refund::{BadRefund, of_extra};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{Charged, Refunded};
use lotdesk_ledger::tables::money::StoredCharge;
use lotdesk_ledger::tables::refunds::StoredRefund;

use crate::act::Act;
use crate::api::refund::{MakeRefund, ProposedRefund, RefundList, RefundMade, RefundView, RefundsRequest};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::operators::second_person;
use crate::records::page_size;
use crate::{exits, reasons};

/// `refund.make`.
pub(crate) async fn make(desk: &Desk, who: Who, request: MakeRefund) -> Result<RefundMade, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let above_limit = request.amount_fen > desk.lot().payment.refund_limit_fen;
    let approver = match request.approver.clone() {
        Some(given) => Some(second_person(desk, &who, Some(given)).await?),
        None if above_limit => return Err(needs_second_person(desk.lot().payment.refund_limit_fen)),
        None => None,
    };
    desk.act(&who, move |act| give_back(act, &request, reason, approver)).await
}

fn give_back(
    act: &mut Act<'_, '_>,
    request: &MakeRefund,
    reason: String,
    approver: Option<Guid>,
) -> Result<RefundMade, Refusal> {
    let paid = act
        .tx
        .charge(request.charge_id)?
        .ok_or_else(|| Refusal::new(Code::NotFound, "没有这笔缴费", "There is no such payment.").at("charge_id"))?;
    if let Some(done) = act.tx.refund(request.request_id)? {
        return answer_again(&done, request, &paid);
    }
    // The limit may have been lowered while the PIN was typed.
    if approver.is_none() && request.amount_fen > act.lot.payment.refund_limit_fen {
        return Err(needs_second_person(act.lot.payment.refund_limit_fen));
    }
    let (received, amount) = (paid.charge.received_fen, request.amount_fen);
    let of_extra_fen = of_extra(received, paid.extra_fen, paid.refunded_fen, amount).map_err(bad_amount)?;
    // The way it came: what a platform took it gives back, and settles less with us.
    let from = match paid.platform {
        Some(_) => Account::CityPlatform,
        None => exits::drawer(act)?,
    };
    let movement = Movement::refund(from, amount, of_extra_fen).map_err(Refusal::internal)?;
    let refunded = Refunded {
        id: request.request_id,
        charge_id: paid.charge.id,
        order_no: paid.charge.order_no.clone(),
        record_id: paid.charge.record_id,
        amount_fen: amount,
        of_extra_fen,
        pay_type: paid.charge.pay_type,
        refund_from: paid.charge.pay_from.clone(),
        reason,
        approver,
        postings: Charged::postings_of(&movement),
    };
    let refund = refunded.to_refund(act.now);
    act.record(refunded, Some(paid.charge.record_id), Some(request.request_id))?;
    act.state(&Fact::Refunded { refund })?;
    Ok(RefundMade { refund_id: request.request_id, left_fen: received - paid.refunded_fen - amount })
}

/// A repeat of a refund that is in the ledger.
fn answer_again(done: &StoredRefund, request: &MakeRefund, paid: &StoredCharge) -> Result<RefundMade, Refusal> {
    if done.refund.charge_id != request.charge_id || done.refund.amount_fen != request.amount_fen {
        return Err(Refusal::field(
            "request_id",
            "该请求编号已用于另一笔退费",
            "This request identifier was used for another refund.",
        ));
    }
    Ok(RefundMade { refund_id: done.refund.id, left_fen: paid.charge.received_fen - paid.refunded_fen })
}

fn needs_second_person(limit: Fen) -> Refusal {
    Refusal::new(
        Code::SecondPersonNeeded,
        format!("退费超过 {limit} 元，须另一位有审批权限的人员输入姓名和 PIN"),
        format!("A refund above {limit} yuan needs a second person who may approve, with name and PIN."),
    )
    .at("approver")
}

fn bad_amount(why: BadRefund) -> Refusal {
    let zh = match why {
        BadRefund::Nothing => "退费金额须大于 0".to_owned(),
        BadRefund::TooMuch { left } => format!("该笔缴费最多还可退 {left} 元"),
    };
    Refusal::field("amount_fen", zh, format!("Refund: {why}."))
}

/// `refund.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: RefundsRequest) -> Result<RefundList, Refusal> {
    let limit = page_size(request.limit);
    desk.look(move |tx| {
        let proposed =
            tx.charges_to_give_back(limit)?.iter().map(|paid| proposed(tx, paid)).collect::<Result<_, _>>()?;
        let made = tx.refunds(limit)?.into_iter().map(|refund| made(tx, refund)).collect::<Result<_, _>>()?;
        Ok(RefundList { proposed, made })
    })
    .await
}

fn plate(tx: &ReadTx<'_>, record_id: Guid) -> Result<String, Refusal> {
    if let Some(record) = tx.record(record_id)? {
        return Ok(record.vehicle.plate.to_string());
    }
    let vehicle = tx.stay(record_id)?.and_then(|stay| stay.vehicle);
    Ok(vehicle.map_or_else(String::new, |vehicle| vehicle.plate.to_string()))
}

fn proposed(tx: &ReadTx<'_>, paid: &StoredCharge) -> Result<ProposedRefund, Refusal> {
    Ok(ProposedRefund {
        charge_id: paid.charge.id,
        order_no: paid.charge.order_no.clone(),
        record_id: paid.charge.record_id,
        plate: plate(tx, paid.charge.record_id)?,
        paid_at: paid.charge.paid_at,
        pay_type: paid.charge.pay_type,
        pay_from: paid.charge.pay_from.clone(),
        ending: paid.ending,
        amount_fen: paid.to_give_back(),
    })
}

fn made(tx: &ReadTx<'_>, stored: StoredRefund) -> Result<RefundView, Refusal> {
    let approver = stored.approver.map(|id| tx.operator(id)).transpose()?.flatten().map(|operator| operator.name);
    let refund = stored.refund;
    Ok(RefundView {
        id: refund.id,
        charge_id: refund.charge_id,
        plate: plate(tx, refund.record_id)?,
        order_no: refund.order_no,
        record_id: refund.record_id,
        at: refund.at,
        amount_fen: refund.amount_fen,
        pay_type: refund.pay_type,
        reason: stored.reason,
        approver,
    })
}
