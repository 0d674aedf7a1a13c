//! `reconcile.settle`: what a person does about a difference is an operation of its own, in the journal with its reason. The
//! difference is looked for anew first: nobody settles what is not there any more.

use chrono::NaiveDate;
use lotdesk_domain::message::Platform;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_domain::reconcile::{Class, MoneyWay, Settlement, Side};
use lotdesk_ledger::event::{Charged, DifferenceSettled};
use lotdesk_ledger::outbox::State;

use super::all::{reconcile, span_of};
use crate::act::Act;
use crate::api::reconcile_all::{FoundDifference, SettleDifference};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::charging::fee as charging_fee;
use crate::desk::Desk;
use crate::operators::second_person;
use crate::{arrears, messages, reasons};

/// `reconcile.settle`.
pub(crate) async fn settle(desk: &Desk, who: Who, request: SettleDifference) -> Result<FoundDifference, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let span = span_of(desk.now(), &request.days)?;
    let approver = match request.how {
        Settlement::PutRight => Some(second_person(desk, &who, request.approver).await?),
        Settlement::Resent | Settlement::Accepted => None,
    };
    let (id, how) = (request.id, request.how);
    // Looked for on a snapshot: a month's stays are priced, and no lane waits for that.
    let found = find(desk, id.clone(), span).await?.ok_or_else(gone)?;
    if !found.may.contains(&how) {
        return Err(not_so(&found));
    }
    let settled_by = found.clone();
    desk.act(&who, move |act| {
        let found = settled_by;
        // Somebody else may have settled it meanwhile.
        if act.tx.settlement(&found.id)?.is_some_and(|before| before.how != Settlement::Resent) {
            return Err(not_so(&found));
        }
        let id = found.id.clone();
        let mut settled = DifferenceSettled { id, how, reason, approver, moved_fen: Fen::ZERO, postings: Vec::new() };
        match how {
            Settlement::Accepted => {}
            Settlement::Resent => resend(act, &found)?,
            Settlement::PutRight => put_right(act, &found, &mut settled)?,
        }
        act.record(settled, found.record_id, None)?;
        Ok(())
    })
    .await?;
    // What was put right in a drawer, or booked as a debt, is not found any more.
    Ok(find(desk, id, span).await?.unwrap_or(FoundDifference { may: Vec::new(), ..found }))
}

async fn find(desk: &Desk, id: String, span: (NaiveDate, NaiveDate)) -> Result<Option<FoundDifference>, Refusal> {
    let (lot, tariffs, today) = (desk.lot(), desk.tariffs(), desk.now().to_china().date());
    desk.look(move |tx| {
        let all = reconcile(tx, &lot, &tariffs, span, today)?;
        Ok(all.differences.into_iter().find(|found| found.id == id))
    })
    .await
}

fn gone() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "这处差异已不存在，请重新比较",
        "This difference is not there any more; compare again.",
    )
    .at("id")
}

fn not_so(found: &FoundDifference) -> Refusal {
    let (zh, en) = match found.settled {
        Some(_) => ("这处差异已处理", "This difference was settled already."),
        None => ("这处差异不能这样处理", "This difference cannot be settled like that."),
    };
    Refusal::new(Code::NotPossibleNow, zh, en).at("how")
}

/// Sends our reports of an order again (5008, 5009), as far as the platform has not taken them.
fn resend(act: &mut Act<'_, '_>, found: &FoundDifference) -> Result<(), Refusal> {
    let order_no = &found.difference.key;
    let (interface, ids): (_, Vec<String>) = match found.difference.way {
        MoneyWay::Paid => {
            let paid = act.tx.charges_of_order(order_no)?;
            ("5008", paid.iter().map(|paid| paid.charge.id.to_string()).collect())
        }
        MoneyWay::Refunded => {
            let refunds = act.tx.refunds_of_order(order_no)?;
            ("5009", refunds.iter().map(|refund| refund.refund.id.to_string()).collect())
        }
    };
    let (mut sent, mut refused) = (false, None);
    for own_id in ids {
        let Some(message) = act.tx.message_of(Platform::City, interface, &own_id)? else { continue };
        if matches!(message.state, State::Waiting | State::Sending) {
            refused = Some(Refusal::new(
                Code::NotResendable,
                "这笔上报还在排队，传完后再比较",
                "Our report is still on its way; compare again once it has arrived.",
            ));
            continue;
        }
        match messages::put_back(act, &message) {
            Ok(()) => sent = true,
            Err(why) => refused = Some(why),
        }
    }
    if sent {
        return Ok(());
    }
    Err(refused.unwrap_or_else(|| {
        Refusal::new(
            Code::NotResendable,
            "这笔没有需要本场上报的消息（由平台收取，或未接平台时发生），请向平台查询或填写原因接受",
            "There is no report of ours about it: ask the platform, or accept it for a reason.",
        )
    }))
}

/// Puts the ledger right: what a car left owing becomes its driver's debt, anything else a balanced movement against what
/// nobody has explained.
fn put_right(act: &mut Act<'_, '_>, found: &FoundDifference, settled: &mut DifferenceSettled) -> Result<(), Refusal> {
    let lacking = found.difference.lacking_fen();
    settled.moved_fen = lacking;
    if found.difference.side == Side::Gate {
        let record = found.record_id.map(|id| act.tx.record(id)).transpose()?.flatten();
        let record = record.ok_or_else(|| not_so(found))?;
        if !lacking.is_positive() {
            return Err(not_so(found));
        }
        // What of it is for charging was revenue when the charging ended.
        let charging = charging_fee::unpaid(act.tx, record.id)?.min(lacking);
        return arrears::book(act, &record, lacking, charging, Some(settled.reason.clone()));
    }
    let account = match (found.difference.side, found.channel) {
        (Side::City, _) => Account::CityPlatform,
        (_, Some(channel)) => Account::Channel(channel),
        // No shift's own: its count is held against what went through it, and this money did not.
        _ => Account::Drawer(act.actor.operator.map_or_else(|| act.actor.origin.clone(), |id| id.to_string())),
    };
    if let (Side::Channel, Some(channel)) = (found.difference.side, found.channel) {
        must_still_lack(act, channel, found)?;
    }
    // A drawer is held against the payments: what it has too much comes off.
    let amount = if found.difference.side == Side::Drawer { -lacking } else { lacking };
    settled.moved_fen = amount;
    let movement = Movement::put_right(account, amount).map_err(Refusal::internal)?;
    settled.postings = Charged::postings_of(&movement);
    Ok(())
}

/// Refuses to book what one side lacks in the period and has on another day: it would be in the ledger twice, or not at all.
fn must_still_lack(act: &Act<'_, '_>, channel: PayChannel, found: &FoundDifference) -> Result<(), Refusal> {
    let difference = &found.difference;
    if difference.way != MoneyWay::Paid {
        return Ok(());
    }
    let there = match difference.class {
        Class::MissingHere => {
            let paid = act.tx.charge_of_trade(channel, &difference.key)?;
            paid.is_some_and(|paid| Some(paid.charge.received_fen) == difference.theirs_fen)
        }
        Class::MissingThere => act.tx.channel_has(channel, &difference.key)?,
        _ => false,
    };
    if !there {
        return Ok(());
    }
    Err(Refusal::new(
        Code::NotPossibleNow,
        "这笔在另一天已有记录，只是日期不同，请填写原因接受",
        "The other side has this one on another day: accept it for a reason.",
    )
    .at("how"))
}
