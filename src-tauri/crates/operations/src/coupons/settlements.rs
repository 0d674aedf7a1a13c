//! Merchants settle what their coupons let off.
//!
//! While a coupon is used, what it lets off is a discount of the lot's. At a settlement everything that was let off since the
//! one before becomes the merchant's debt (`merchant:<identifier>`), and what the merchant pays comes off it. What is waived is
//! a discount of the lot's again, and wants a second person.

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{Charged, MerchantSettled};
use lotdesk_ledger::tables::merchant_settlements::StoredSettlement;

use super::merchants::{merchant, row};
use crate::api::coupon::{MerchantRequest, MerchantRow, MerchantWay, SettleMerchant, SettlementList, SettlementRow};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::operators::second_person;

const SHOWN_MOST: u32 = 200;
const NOTE_MOST: usize = 100;

const fn word(way: MerchantWay) -> &'static str {
    match way {
        MerchantWay::Cash => "cash",
        MerchantWay::Bank => "bank",
    }
}

/// `merchant.settle`.
pub(crate) async fn settle(desk: &Desk, who: Who, request: SettleMerchant) -> Result<MerchantRow, Refusal> {
    let (received, waived) = (request.received_fen, request.waived_fen.unwrap_or(Fen::ZERO));
    let note = request.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if received < Fen::ZERO || waived < Fen::ZERO || received + waived == Fen::ZERO {
        return Err(Refusal::field("received_fen", "请填写收到的金额", "Say what was received."));
    }
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MOST) {
        return Err(Refusal::field("note", "备注最多 100 字", "A note has 100 characters at most."));
    }
    let approver = if waived.is_positive() {
        if note.is_none() {
            return Err(Refusal::field("note", "减免须写原因", "What is waived wants a reason."));
        }
        Some(second_person(desk, &who, request.approver).await?)
    } else {
        None
    };
    let (id, merchant_id, shown, way) = (request.request_id, request.merchant_id, request.owed_fen, request.way);
    desk.act(&who, move |act| {
        let now = act.now;
        if let Some(done) = act.tx.merchant_settlement(id)? {
            if done.merchant_id != merchant_id {
                return Err(Refusal::field(
                    "request_id",
                    "该请求编号已用于另一次结算",
                    "This request identifier was used for another settlement.",
                ));
            }
            return row(act.tx, merchant(act.tx, merchant_id, now)?);
        }
        let stored = merchant(act.tx, merchant_id, now)?;
        let before = act.tx.merchant_settled(merchant_id)?;
        let owed = stored.used_fen - before.settled_fen;
        if owed != shown {
            return Err(Refusal::new(
                Code::FeeChanged,
                format!("应结已变为 {owed} 元，请重新确认"),
                format!("{owed} yuan are owed by now; confirm again."),
            )
            .at("owed_fen"));
        }
        if received + waived > owed {
            return Err(Refusal::field(
                "received_fen",
                format!("超过应结金额 {owed} 元"),
                format!("That is more than the {owed} yuan that are owed."),
            ));
        }
        let billed = stored.used_fen - before.billed_fen;
        let into = match way {
            MerchantWay::Cash => Account::Safe,
            MerchantWay::Bank => Account::Channel(PayChannel::Bank),
        };
        let debtor = Account::Merchant(merchant_id.to_string());
        let movement = Movement::merchant_settled(debtor, into, (billed, received, waived));
        let settled = MerchantSettled {
            id,
            merchant_id,
            billed_fen: billed,
            received_fen: received,
            waived_fen: waived,
            way: word(way).to_owned(),
            note,
            approver,
            postings: Charged::postings_of(&movement.map_err(Refusal::internal)?),
        };
        act.record(settled, None, Some(id))?;
        row(act.tx, merchant(act.tx, merchant_id, now)?)
    })
    .await
}

/// `merchant.settlements`.
pub(crate) async fn settlements(desk: &Desk, _who: Who, request: MerchantRequest) -> Result<SettlementList, Refusal> {
    desk.look(move |tx| {
        let stored = tx.merchant_settlements(request.merchant_id, SHOWN_MOST)?;
        Ok(SettlementList { rows: stored.into_iter().map(|one| view(tx, one)).collect::<Result<_, _>>()? })
    })
    .await
}

fn view(tx: &ReadTx<'_>, stored: StoredSettlement) -> Result<SettlementRow, Refusal> {
    let name = |id: Option<Guid>| -> Result<Option<String>, Refusal> {
        Ok(id.map(|id| tx.operator(id)).transpose()?.flatten().map(|operator| operator.name))
    };
    Ok(SettlementRow {
        id: stored.id,
        at: stored.at,
        billed_fen: stored.billed_fen,
        received_fen: stored.received_fen,
        waived_fen: stored.waived_fen,
        way: if stored.way == word(MerchantWay::Bank) { MerchantWay::Bank } else { MerchantWay::Cash },
        note: stored.note,
        operator: name(stored.operator)?,
        approver: name(stored.approver)?,
    })
}
