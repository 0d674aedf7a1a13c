//! What we owe ETCP, paid to it. ETCP has no call for that: it is paid outside, and a manager writes it down. And the accounts, line by
//! line.

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{Charged, EtcpSettled, EtcpSettlementTakenBack, Event};
use lotdesk_ledger::tables::etcp_settlements::AccountLine;

use crate::api::etcp_account::{
    EtcpAccountKind, EtcpLedger, EtcpLedgerRequest, EtcpLedgerRow, EtcpLedgerWhat, EtcpSettle, EtcpSettleBack,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;
use crate::records::page_size;
use crate::story::Names;

const fn account_of(kind: EtcpAccountKind) -> Account {
    match kind {
        EtcpAccountKind::Payable => Account::EtcpPayable,
        EtcpAccountKind::Held => Account::EtcpHeld,
    }
}

/// `etcp.ledger`.
pub(crate) async fn ledger(desk: &Desk, _who: Who, request: EtcpLedgerRequest) -> Result<EtcpLedger, Refusal> {
    let EtcpLedgerRequest { account, limit, before } = request;
    let limit = page_size(limit);
    desk.look(move |tx| page(tx, account, before.map_or(i64::MAX, i64::from), limit)).await
}

/// A page of an account. What others have with us stands on the credit side, and is told as what they have.
fn page(tx: &ReadTx<'_>, kind: EtcpAccountKind, before: i64, limit: u32) -> Result<EtcpLedger, Refusal> {
    let account = account_of(kind);
    let mut lines = tx.account_lines(&account, before, limit + 1)?;
    let more = lines.len() > limit as usize;
    lines.truncate(limit as usize);
    let names = Names::read(tx)?;
    let mut after = -tx.balance_before(&account, before)?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let row = row(tx, &line, &names, after)?;
        after -= row.amount_fen;
        rows.push(row);
    }
    Ok(EtcpLedger { balance_fen: -tx.balance_before(&account, i64::MAX)?, rows, more })
}

fn row(tx: &ReadTx<'_>, line: &AccountLine, names: &Names, after_fen: Fen) -> Result<EtcpLedgerRow, Refusal> {
    let recorded = &line.recorded;
    let mut row = EtcpLedgerRow {
        seq: u32::try_from(recorded.seq).unwrap_or(u32::MAX),
        at: recorded.at,
        what: EtcpLedgerWhat::Other,
        amount_fen: -line.amount_fen,
        after_fen,
        id: None,
        plate: None,
        parking_name: String::new(),
        paid_from: None,
        note: String::new(),
        operator: names.of(recorded.actor.operator),
        may_be_taken_back: false,
    };
    let payment = |row: &mut EtcpLedgerRow, what, id: Guid| -> Result<(), Refusal> {
        (row.what, row.id) = (what, Some(id));
        if let Some(payment) = tx.etcp_payment(id)? {
            row.plate = Some(payment.plate.to_string());
            row.parking_name = payment.parking_name;
        }
        Ok(())
    };
    match &recorded.event {
        Event::EtcpPaid(e) => payment(&mut row, EtcpLedgerWhat::Taken, e.id)?,
        Event::EtcpPaymentKnown(e) => {
            payment(&mut row, EtcpLedgerWhat::Known, e.id)?;
            row.note = e.reason.clone().unwrap_or_default();
        }
        Event::EtcpGivenBack(e) => {
            payment(&mut row, EtcpLedgerWhat::GivenBack, e.id)?;
            row.note.clone_from(&e.reason);
        }
        Event::EtcpSettled(e) => {
            (row.what, row.id, row.paid_from) = (EtcpLedgerWhat::Settled, Some(e.id), Some(e.paid_from));
            row.note.clone_from(&e.reference);
            row.may_be_taken_back = tx.etcp_settlement(e.id)?.is_some_and(|settlement| !settlement.taken_back);
        }
        Event::EtcpSettlementTakenBack(e) => {
            (row.what, row.id) = (EtcpLedgerWhat::TakenBack, Some(e.id));
            row.note.clone_from(&e.reason);
        }
        _ => {}
    }
    Ok(row)
}

/// `etcp.settle`.
pub(crate) async fn settle(desk: &Desk, who: Who, request: EtcpSettle) -> Result<EtcpLedger, Refusal> {
    let reference = request.reference.trim().to_owned();
    if !(2..=100).contains(&reference.chars().count()) {
        return Err(Refusal::field(
            "reference",
            "请填写凭证号（2 至 100 字），如银行流水号、收据号",
            "Give the number under which it can be found, 2 to 100 characters.",
        ));
    }
    desk.act(&who, move |act| {
        let EtcpSettle { request_id, amount_fen, paid_from, .. } = request;
        if let Some(done) = act.tx.etcp_settlement(request_id)? {
            if (done.amount_fen, done.paid_from) != (amount_fen, paid_from) {
                return Err(Refusal::field(
                    "request_id",
                    "该请求编号已用于另一笔结算",
                    "This request identifier was used for another settlement.",
                ));
            }
            return page(act.tx, EtcpAccountKind::Payable, i64::MAX, page_size(0));
        }
        let owed = (-act.tx.balance_before(&Account::EtcpPayable, i64::MAX)?).at_least_zero();
        if !owed.is_positive() {
            return Err(Refusal::new(Code::NotPossibleNow, "目前没有应付 ETCP 的款", "Nothing is owed to ETCP now."));
        }
        if !amount_fen.is_positive() || amount_fen > owed {
            return Err(Refusal::field(
                "amount_fen",
                format!("应为 0.01 至 {owed} 元（目前应付 ETCP）"),
                format!("Pay 0.01 to {owed} yuan: what is owed to ETCP now."),
            ));
        }
        let movement = Movement::etcp_settled(paid_from.account(), amount_fen).map_err(Refusal::internal)?;
        let postings = Charged::postings_of(&movement);
        let event = EtcpSettled { id: request_id, amount_fen, paid_from, reference, postings };
        act.record(event, None, Some(request_id))?;
        page(act.tx, EtcpAccountKind::Payable, i64::MAX, page_size(0))
    })
    .await
}

/// `etcp.settle_back`.
pub(crate) async fn settle_back(desk: &Desk, who: Who, request: EtcpSettleBack) -> Result<EtcpLedger, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let settlement = act.tx.etcp_settlement(request.settlement_id)?.ok_or_else(|| {
            Refusal::new(Code::NotFound, "没有这笔结算", "There is no such settlement.").at("settlement_id")
        })?;
        if settlement.taken_back {
            return Err(Refusal::new(Code::NotPossibleNow, "这笔结算已冲回", "The settlement was taken back already.")
                .at("settlement_id"));
        }
        let from = settlement.paid_from.account();
        let movement = Movement::etcp_settled(from, -settlement.amount_fen).map_err(Refusal::internal)?;
        let postings = Charged::postings_of(&movement);
        act.record(EtcpSettlementTakenBack { id: settlement.id, reason, postings }, None, Some(settlement.id))?;
        page(act.tx, EtcpAccountKind::Payable, i64::MAX, page_size(0))
    })
    .await
}
