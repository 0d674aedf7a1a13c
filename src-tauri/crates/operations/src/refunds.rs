//! Giving money back (5009): what the rules propose, and what a person decides. It goes back the way it came: out of the
//! drawer, through the platform, or through the channel, which is asked for it first.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_domain::refund::{BadRefund, of_extra};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{ChannelRefundAsked, Charged, Refunded};
use lotdesk_ledger::tables::money::StoredCharge;
use lotdesk_ledger::tables::payments::StoredChannelRefund;
use lotdesk_ledger::tables::refunds::StoredRefund;

use crate::act::Act;
use crate::api::refund::{
    ChannelRefundView, MakeRefund, ProposedRefund, RefundList, RefundMade, RefundView, RefundsRequest,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::operators::second_person;
use crate::payments::channel::{ChannelFailure, RefundOrder};
use crate::payments::give_back;
use crate::records::page_size;
use crate::{exits, reasons, reservations};

/// `refund.make`.
pub(crate) async fn make(desk: &Desk, who: Who, request: MakeRefund) -> Result<RefundMade, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let above_limit = request.amount_fen > desk.lot().payment.refund_limit_fen;
    let approver = match request.approver.clone() {
        Some(given) => Some(second_person(desk, &who, Some(given)).await?),
        None if above_limit => return Err(needs_second_person(desk.lot().payment.refund_limit_fen)),
        None => None,
    };
    let id = request.request_id;
    let channel_is_there = desk.channel().is_set_up();
    let decided = desk.act(&who, move |act| give_back(act, &request, reason, approver, channel_is_there)).await?;
    match decided {
        Decided::Made(made) => Ok(made),
        Decided::Ask(order, left_fen) => {
            give_back::send(desk, id, order).await?;
            desk.look(move |tx| {
                let state = tx.channel_refund(id)?.map(|refund| (refund.state, refund.why));
                let (state, why) = state.map_or((None, None), |(state, why)| (Some(state), why));
                Ok(RefundMade { refund_id: id, left_fen, state, why })
            })
            .await
        }
    }
}

/// What a request for a refund comes to.
enum Decided {
    /// It is in the ledger.
    Made(RefundMade),
    /// The channel is to be asked; so much of the payment is left then.
    Ask(RefundOrder, Fen),
}

fn give_back(
    act: &mut Act<'_, '_>,
    request: &MakeRefund,
    reason: String,
    approver: Option<Guid>,
    channel_is_there: bool,
) -> Result<Decided, Refusal> {
    let paid = act
        .tx
        .charge(request.charge_id)?
        .ok_or_else(|| Refusal::new(Code::NotFound, "没有这笔缴费", "There is no such payment.").at("charge_id"))?;
    if let Some(done) = act.tx.refund(request.request_id)? {
        return answer_again(&done, request, &paid).map(Decided::Made);
    }
    if let Some(asked) = act.tx.channel_refund(request.request_id)? {
        return asked_before(act, &asked, request, &paid).map(Decided::Made);
    }
    let (received, amount) = (paid.charge.received_fen, request.amount_fen);
    // What a channel was asked for and has not answered is as good as gone.
    let under_way: Fen =
        act.tx.open_channel_refunds(Some(paid.charge.id))?.iter().map(|refund| refund.asked.amount_fen).sum();
    let gone = paid.refunded_fen + under_way;
    // Several small refunds of one payment are one large one. And the limit may have been lowered while the PIN was typed.
    if approver.is_none() && gone + amount > act.lot.payment.refund_limit_fen {
        return Err(needs_second_person(act.lot.payment.refund_limit_fen));
    }
    let of_extra_fen = of_extra(received, paid.extra_fen, gone, amount).map_err(bad_amount)?;
    let asked = ChannelRefundAsked {
        id: request.request_id,
        charge_id: paid.charge.id,
        record_id: paid.charge.record_id,
        amount_fen: amount,
        reason: reason.clone(),
        approver,
    };
    if let Some(order) = give_back::order(&paid, &asked) {
        if !channel_is_there {
            return Err(ChannelFailure::NotSetUp.into());
        }
        act.record(asked, Some(paid.charge.record_id), Some(request.request_id))?;
        return Ok(Decided::Ask(order, received - gone - amount));
    }
    // The way it came: what a platform took it gives back, and settles less with us. A deposit's money was the platform's.
    let of_deposit = paid.charge.pay_type == PayType::Other && paid.charge.pay_from == reservations::DEPOSIT;
    let from = match paid.platform {
        Some(_) => Account::CityPlatform,
        None if of_deposit => Account::CityPlatform,
        None => match paid.trade.channel {
            // On the lot's own QR board: a person gives it back in the merchant's app.
            Some(channel) => Account::Channel(channel),
            None => exits::drawer(act)?,
        },
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
    Ok(Decided::Made(made_of(request.request_id, received - gone - amount)))
}

fn made_of(refund_id: Guid, left_fen: Fen) -> RefundMade {
    RefundMade { refund_id, left_fen, state: None, why: None }
}

/// A repeat of a refund that the channel was asked for.
fn asked_before(
    act: &Act<'_, '_>,
    asked: &StoredChannelRefund,
    request: &MakeRefund,
    paid: &StoredCharge,
) -> Result<RefundMade, Refusal> {
    if asked.asked.charge_id != request.charge_id || asked.asked.amount_fen != request.amount_fen {
        return Err(used_otherwise());
    }
    let open = act.tx.open_channel_refunds(Some(paid.charge.id))?;
    let under_way: Fen = open.iter().map(|refund| refund.asked.amount_fen).sum();
    Ok(RefundMade {
        refund_id: asked.asked.id,
        left_fen: paid.charge.received_fen - paid.refunded_fen - under_way,
        state: Some(asked.state),
        why: asked.why.clone(),
    })
}

/// The channel has given money back.
pub(crate) fn channel_gave_back(act: &mut Act<'_, '_>, open: &StoredChannelRefund) -> Result<(), Refusal> {
    let asked = &open.asked;
    let no_payment = || Refusal::internal(format!("refund {} has no payment", asked.id));
    let paid = act.tx.charge(asked.charge_id)?.ok_or_else(no_payment)?;
    let channel = paid.trade.channel.ok_or_else(no_payment)?;
    let amount = asked.amount_fen;
    let of_extra_fen =
        of_extra(paid.charge.received_fen, paid.extra_fen, paid.refunded_fen, amount).map_err(bad_amount)?;
    let movement = Movement::refund(Account::Channel(channel), amount, of_extra_fen).map_err(Refusal::internal)?;
    let refunded = Refunded {
        id: asked.id,
        charge_id: asked.charge_id,
        order_no: paid.charge.order_no.clone(),
        record_id: asked.record_id,
        amount_fen: amount,
        of_extra_fen,
        pay_type: paid.charge.pay_type,
        refund_from: paid.charge.pay_from.clone(),
        reason: asked.reason.clone(),
        approver: asked.approver,
        postings: Charged::postings_of(&movement),
    };
    let refund = refunded.to_refund(act.now);
    act.record(refunded, Some(asked.record_id), Some(asked.id))?;
    act.state(&Fact::Refunded { refund })?;
    Ok(())
}

fn used_otherwise() -> Refusal {
    Refusal::field("request_id", "该请求编号已用于另一笔退费", "This request identifier was used for another refund.")
}

/// A repeat of a refund that is in the ledger.
fn answer_again(done: &StoredRefund, request: &MakeRefund, paid: &StoredCharge) -> Result<RefundMade, Refusal> {
    if done.refund.charge_id != request.charge_id || done.refund.amount_fen != request.amount_fen {
        return Err(used_otherwise());
    }
    Ok(made_of(done.refund.id, paid.charge.received_fen - paid.refunded_fen))
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
        let under_way = tx.open_channel_refunds(None)?.into_iter().chain(tx.refused_channel_refunds(limit)?);
        let channel = under_way.map(|stored| through_channel(tx, stored)).collect::<Result<_, _>>()?;
        Ok(RefundList { proposed, made, channel })
    })
    .await
}

/// The plate of a stay, behind the gates or along a street.
pub(crate) fn plate(tx: &ReadTx<'_>, record_id: Guid) -> Result<String, Refusal> {
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

fn through_channel(tx: &ReadTx<'_>, stored: StoredChannelRefund) -> Result<ChannelRefundView, Refusal> {
    Ok(ChannelRefundView {
        refund_id: stored.asked.id,
        charge_id: stored.asked.charge_id,
        record_id: stored.asked.record_id,
        plate: plate(tx, stored.asked.record_id)?,
        amount_fen: stored.asked.amount_fen,
        at: stored.at,
        state: stored.state,
        why: stored.why,
        reason: stored.asked.reason,
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
