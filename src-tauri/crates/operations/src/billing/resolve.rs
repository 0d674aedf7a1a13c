//! An invoice whose reply was lost is never asked for again blindly: a person finds out whether it was made, and says so.

use lotdesk_domain::invoice::InvoiceState;
use lotdesk_domain::message::Platform;
use lotdesk_ledger::event::{InvoiceDropped, InvoiceIssued};
use lotdesk_ledger::outbox::State;

use super::invoice_views::{no_such_invoice, row};
use crate::api::billing::{InvoiceRow, MadeInvoice, ResolveInvoice};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;

/// `invoice.resolve`.
pub(crate) async fn resolve(desk: &Desk, who: Who, request: ResolveInvoice) -> Result<InvoiceRow, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let made = request.made.map(check).transpose()?;
    desk.act(&who, move |act| {
        let stored = act.tx.invoice(request.invoice_id)?.ok_or_else(no_such_invoice)?;
        let id = stored.asked.id;
        let message = act.tx.message_of(Platform::City, "1201", &stored.asked.serial)?;
        // The platform said that it made it and left the number out: the number can still be put in.
        let numberless = stored.answer.as_ref().is_some_and(|made| made.code.is_empty() || made.number.is_empty());
        let stuck = message
            .as_ref()
            .is_some_and(|message| matches!(message.state, State::Refused | State::Unknown | State::Held));
        let open = match stored.state {
            // Accepted, with an answer that nobody could read: what stands on the invoice can be put in.
            InvoiceState::Asked if made.is_some() => {
                stuck || message.as_ref().is_some_and(|message| message.state == State::Accepted)
            }
            InvoiceState::Asked => stuck,
            InvoiceState::Issued => numberless && made.is_some(),
            InvoiceState::Dropped => false,
        };
        if !open {
            return Err(Refusal::new(
                Code::NotResendable,
                "该发票无需人工处理：已有结果，或仍在发送中",
                "Nothing is to be settled by hand: there is an answer, or it is still under way.",
            )
            .at("invoice_id"));
        }
        let arrived = made.is_some();
        match made {
            Some(MadeInvoice { code, number, pdf_url }) => {
                let before = stored.answer.clone();
                let issued = InvoiceIssued {
                    invoice_id: id,
                    code,
                    number,
                    check_code: before.as_ref().and_then(|made| made.check_code.clone()),
                    issued_at: before.as_ref().and_then(|made| made.issued_at.clone()),
                    pdf_url: pdf_url.or_else(|| before.as_ref().and_then(|made| made.pdf_url.clone())),
                    net_fen: before.as_ref().and_then(|made| made.net_fen),
                    tax_fen: before.as_ref().and_then(|made| made.tax_fen),
                    cipher: before.as_ref().and_then(|made| made.cipher.clone()),
                    qr_code: before.and_then(|made| made.qr_code),
                    by_hand: Some(reason),
                };
                act.record(issued, Some(id), None)?;
            }
            None => {
                act.record(InvoiceDropped { invoice_id: id, reason }, Some(id), None)?;
            }
        }
        if let Some(message) = message {
            act.tx.settle_by_hand(message.no, arrived)?;
        }
        let stored = act.tx.invoice(id)?.ok_or_else(no_such_invoice)?;
        row(act.tx, stored)
    })
    .await
}

/// Holds what stands on the invoice against table 111.
fn check(made: MadeInvoice) -> Result<MadeInvoice, Refusal> {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(&made.code, 10..=12) {
        return Err(Refusal::field(
            "made.code",
            "发票代码为 10 至 12 位数字",
            "An invoice's code has 10 to 12 digits.",
        ));
    }
    if !digits(&made.number, 8..=8) {
        return Err(Refusal::field("made.number", "发票号码为 8 位数字", "An invoice's number has 8 digits."));
    }
    if made.pdf_url.as_ref().is_some_and(|url| url.chars().count() > 200) {
        return Err(Refusal::field("made.pdf_url", "下载地址最多 200 字", "An address has 200 characters at most."));
    }
    Ok(made)
}
