//! Invoices as people see them: listed and looked into, with people's data masked.

use lotdesk_domain::invoice::{InvoiceColor, InvoiceState};
use lotdesk_domain::message::Platform;
use lotdesk_domain::money::Fen;
use lotdesk_domain::person::{Buyer, Doubt, PersonalData};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::invoices::StoredInvoice;

use crate::api::billing::{InvoiceDetail, InvoiceList, InvoiceListRequest, InvoiceRequest, InvoiceRow};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::messages;
use crate::records::page_size;

pub(super) fn no_such_invoice() -> Refusal {
    Refusal::new(Code::NotFound, "没有这张发票", "There is no such invoice.").at("invoice_id")
}

/// The row of an invoice, with what its message is doing.
pub(super) fn row(tx: &ReadTx<'_>, stored: StoredInvoice) -> Result<InvoiceRow, Refusal> {
    let message = tx.message_of(Platform::City, "1201", &stored.asked.serial)?;
    let buyer = masked_buyer(tx, &stored)?;
    let made = stored.answer.as_ref();
    let given = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
    Ok(InvoiceRow {
        invoice_id: stored.asked.id,
        serial: stored.asked.serial.clone(),
        color: stored.asked.color,
        state: stored.state,
        asked_at: stored.asked_at(),
        buyer,
        gross_fen: stored.gross_fen,
        tax_fen: stored.tax_fen,
        order_nos: stored.asked.order_nos.clone(),
        code: given(made.map(|made| &made.code)),
        number: given(made.map(|made| &made.number)),
        pdf_url: given(made.and_then(|made| made.pdf_url.as_ref())),
        original_id: stored.asked.original.as_ref().map(|of| of.invoice_id),
        red_id: stored.red.map(|(id, _)| id),
        reversed: stored.red.is_some_and(|(_, state)| state == InvoiceState::Issued),
        message: message.map(messages::row),
    })
}

fn masked_buyer(tx: &ReadTx<'_>, stored: &StoredInvoice) -> Result<Option<Buyer>, Refusal> {
    let data = tx.person(stored.asked.buyer_id)?.and_then(|person| person.data);
    Ok(match data {
        Some(PersonalData::Buyer(buyer)) => Some(buyer.masked()),
        _ => None,
    })
}

/// `invoice.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: InvoiceListRequest) -> Result<InvoiceList, Refusal> {
    let limit = page_size(request.limit);
    desk.look(move |tx| {
        let mut stored = tx.invoices(request.order_no.as_deref(), request.after, limit)?;
        let more = stored.len() > limit as usize;
        stored.truncate(limit as usize);
        let rows = stored.into_iter().map(|invoice| row(tx, invoice)).collect::<Result<_, _>>()?;
        Ok(InvoiceList { rows, more })
    })
    .await
}

/// `invoice.detail`.
pub(crate) async fn detail(desk: &Desk, _who: Who, request: InvoiceRequest) -> Result<InvoiceDetail, Refusal> {
    desk.look(move |tx| {
        let stored = tx.invoice(request.invoice_id)?.ok_or_else(no_such_invoice)?;
        let made = stored.answer.clone();
        Ok(InvoiceDetail {
            lines: stored.asked.lines.iter().cloned().map(Into::into).collect(),
            seller: serde_json::from_str(&stored.asked.seller).map_err(Refusal::internal)?,
            person_id: stored.asked.buyer_id,
            remark: stored.asked.remark.clone(),
            reason: stored.asked.reason.clone(),
            check_code: made.as_ref().and_then(|made| made.check_code.clone()),
            issued_at: made.as_ref().and_then(|made| made.issued_at.clone()),
            qr_code: made.as_ref().and_then(|made| made.qr_code.clone()),
            doubts: doubts(tx, &stored)?,
            paper_at: stored.paper.as_ref().map(|paper| paper.at),
            row: row(tx, stored)?,
        })
    })
    .await
}

/// What the platform's answer says otherwise than we asked (table 111 wants both sums), or leaves out.
fn doubts(tx: &ReadTx<'_>, stored: &StoredInvoice) -> Result<Vec<Doubt>, Refusal> {
    let Some(made) = &stored.answer else { return Ok(Vec::new()) };
    let mut doubts = Vec::new();
    let mut say = |field: &str, zh: String, en: String| doubts.push(Doubt { field: field.to_owned(), zh, en });
    for (field, theirs, ours) in [("net_fen", made.net_fen, stored.net_fen), ("tax_fen", made.tax_fen, stored.tax_fen)]
    {
        if let Some(theirs) = theirs.filter(|theirs| *theirs != ours) {
            say(
                field,
                format!("平台开出的金额为 {theirs} 元，请求为 {ours} 元"),
                format!("The platform made it over {theirs} yuan; {ours} were asked for."),
            );
        }
    }
    if made.code.is_empty() || made.number.is_empty() {
        say(
            "number",
            "平台未返回发票代码或号码，请向平台查询后登记".to_owned(),
            "The platform gave no code or number; ask it and put them in.".to_owned(),
        );
    }
    doubts.extend(paid_otherwise(tx, stored)?);
    Ok(doubts)
}

/// A blue invoice over more, or less, than its orders brought by now: something was given back since it was made.
fn paid_otherwise(tx: &ReadTx<'_>, stored: &StoredInvoice) -> Result<Option<Doubt>, Refusal> {
    if stored.asked.color == InvoiceColor::Red || stored.red.is_some() {
        return Ok(None);
    }
    let mut kept = Fen::ZERO;
    for order_no in &stored.asked.order_nos {
        kept += tx.paid_of_order(order_no)?.map_or(Fen::ZERO, |paid| paid.received_fen);
    }
    Ok((kept != stored.gross_fen).then(|| Doubt {
        field: "gross_fen".to_owned(),
        zh: format!("开票后订单有退费或补缴，现为 {kept} 元，发票为 {} 元；请红冲后重开", stored.gross_fen),
        en: format!(
            "Its orders brought {kept} yuan by now, it says {}; take it back and make a new one.",
            stored.gross_fen
        ),
    }))
}
