//! Invoices asked for: blue ones for what was paid, red ones that take a blue one back, and the platform's answer.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::invoice::{
    BadInvoice, Invoice, InvoiceAnswer, InvoiceColor, InvoiceState, LINES_MOST, Original, PaidOrder, Seller,
    blue_lines, red_lines, serial_no,
};
use lotdesk_domain::message::Platform;
use lotdesk_domain::person::{Buyer, PersonalData};
use lotdesk_ledger::event::{BillingSet, InvoiceAsked, InvoiceIssued, StoredLine, StoredOriginal};
use lotdesk_ledger::outbox::State;
use lotdesk_ledger::tables::invoices::StoredInvoice;

use super::invoice_views::{no_such_invoice, row};
use super::{SELLER, bad_field, breaks_the_table, doubtful, nobody_to_ask, not_set_up, persons, setting};
use crate::act::Act;
use crate::api::billing::{InvoiceRow, IssueInvoice, ReverseInvoice, SellerReply, StockReply, StockRequest};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;

/// `invoice.seller`.
pub(crate) async fn seller(desk: &Desk, _who: Who, _request: Nothing) -> Result<SellerReply, Refusal> {
    desk.look(|tx| Ok(SellerReply { seller: setting(tx, SELLER)? })).await
}

/// `invoice.set_seller`.
pub(crate) async fn set_seller(desk: &Desk, who: Who, request: Seller) -> Result<Done, Refusal> {
    request.check().map_err(|why| bad_field("", &why))?;
    let text = serde_json::to_string(&request).map_err(Refusal::internal)?;
    desk.act(&who, move |act| {
        act.record(BillingSet { what: SELLER.to_owned(), text }, None, None)?;
        Ok(Done {})
    })
    .await
}

/// `invoice.stock`: asks the platform (1202).
pub(crate) async fn stock(desk: &Desk, _who: Who, request: StockRequest) -> Result<StockReply, Refusal> {
    let seller: Option<Seller> = desk.look(|tx| setting(tx, SELLER)).await?;
    let seller = seller.ok_or_else(no_seller)?;
    let left = desk.queries().invoice_stock(&seller.tax_no, request.machine).await?;
    Ok(StockReply { left })
}

/// `invoice.issue`.
pub(crate) async fn issue(desk: &Desk, who: Who, request: IssueInvoice) -> Result<InvoiceRow, Refusal> {
    request.buyer.check().map_err(|why| bad_field("buyer.", &why))?;
    doubtful(&request.buyer.doubts(), request.accept_doubts)?;
    let remark = request.remark.filter(|text| !text.trim().is_empty());
    if remark.as_ref().is_some_and(|text| text.chars().count() > 160) {
        return Err(Refusal::field("remark", "备注最多 160 字", "A remark has 160 characters at most."));
    }
    if !(1..=LINES_MOST).contains(&request.order_nos.len()) {
        return Err(Refusal::field("order_nos", "一张发票含 1 至 100 个订单", "An invoice is for 1 to 100 orders."));
    }
    let (id, order_nos, buyer) = (request.request_id, request.order_nos, request.buyer);
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.invoice(id)? {
            if done.asked.color == InvoiceColor::Blue && done.asked.order_nos == order_nos {
                return row(act.tx, done);
            }
            return Err(used_for_another());
        }
        let seller = the_seller(act)?;
        let orders = paid_orders(act, &order_nos)?;
        let invoice = Invoice {
            id,
            serial: serial_no(id, act.now),
            color: InvoiceColor::Blue,
            original: None,
            lines: blue_lines(&orders, &seller).map_err(|why| bad_invoice(&why))?,
            seller,
            order_nos,
            remark,
            asked_at: act.now,
        };
        let buyer_id = persons::keep(act, &PersonalData::Buyer(buyer.clone()))?;
        ask(act, invoice, buyer_id, buyer, None)
    })
    .await
}

/// `invoice.reverse`.
pub(crate) async fn reverse(desk: &Desk, who: Who, request: ReverseInvoice) -> Result<InvoiceRow, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let id = request.request_id;
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.invoice(id)? {
            let of_this = done.asked.original.as_ref().is_some_and(|of| of.invoice_id == request.invoice_id);
            return if of_this { row(act.tx, done) } else { Err(used_for_another()) };
        }
        let blue = act.tx.invoice(request.invoice_id)?.ok_or_else(no_such_invoice)?;
        let original = reversible(&blue)?;
        let Some(PersonalData::Buyer(buyer)) = act.tx.person(blue.asked.buyer_id)?.and_then(|person| person.data)
        else {
            return Err(persons::erased());
        };
        let seller: Seller = serde_json::from_str(&blue.asked.seller).map_err(Refusal::internal)?;
        let blue_lines: Vec<_> = blue.asked.lines.iter().cloned().map(Into::into).collect();
        let invoice = Invoice {
            id,
            serial: serial_no(id, act.now),
            color: InvoiceColor::Red,
            original: Some(original),
            seller,
            lines: red_lines(&blue_lines),
            order_nos: blue.asked.order_nos.clone(),
            remark: None,
            asked_at: act.now,
        };
        ask(act, invoice, blue.asked.buyer_id, buyer, Some(reason))
    })
    .await
}

fn the_seller(act: &Act<'_, '_>) -> Result<Seller, Refusal> {
    setting(act.tx, SELLER)?.ok_or_else(no_seller)
}

fn no_seller() -> Refusal {
    not_set_up("seller", "尚未设置销售方开票资料，请由经理设置", "Who sells is not set up yet; a manager must do that.")
}

/// The payments behind the orders, each of which must not have an invoice yet.
fn paid_orders(act: &Act<'_, '_>, order_nos: &[String]) -> Result<Vec<PaidOrder>, Refusal> {
    let mut orders = Vec::new();
    for (index, order_no) in order_nos.iter().enumerate() {
        let field = format!("order_nos[{index}]");
        if order_nos[..index].contains(order_no) {
            return Err(Refusal::field(field, "订单号重复", "The order is named twice."));
        }
        let paid = act.tx.paid_of_order(order_no)?.ok_or_else(|| {
            Refusal::new(Code::NotFound, "没有这个订单号的缴费", "No payment has this order number.").at(field.clone())
        })?;
        if let Some(before) = act.tx.invoice_of_order(order_no)? {
            return Err(Refusal::new(
                Code::AlreadyInvoiced,
                format!("该订单已开发票（流水号 {}），如需重开请先红冲", before.asked.serial),
                format!("The order has invoice {} already; take that back first.", before.asked.serial),
            )
            .at(field));
        }
        orders.push(paid);
    }
    Ok(orders)
}

/// What a red invoice has to name of the blue one, when that can be taken back.
fn reversible(blue: &StoredInvoice) -> Result<Original, Refusal> {
    let made = blue.answer.as_ref().filter(|_| blue.state == InvoiceState::Issued);
    let made = made.filter(|made| !made.code.is_empty() && !made.number.is_empty());
    match (blue.asked.color, made) {
        (InvoiceColor::Red, _) => {
            Err(Refusal::field("invoice_id", "红字发票不能再红冲", "A red invoice cannot be taken back."))
        }
        (InvoiceColor::Blue, None) => Err(Refusal::field(
            "invoice_id",
            "该发票尚未开出，没有发票代码和号码可红冲",
            "The invoice is not made yet: there is no number to take back.",
        )),
        (InvoiceColor::Blue, Some(_)) if blue.red.is_some() => Err(Refusal::new(
            Code::AlreadyInvoiced,
            "该发票已红冲或红冲正在办理",
            "A red invoice takes this one back already, or is about to.",
        )
        .at("invoice_id")),
        (InvoiceColor::Blue, Some(made)) => {
            Ok(Original { invoice_id: blue.asked.id, code: made.code.clone(), number: made.number.clone() })
        }
    }
}

/// Writes the invoice down and asks the platform for it. One that would break the table is not asked for at all.
fn ask(
    act: &mut Act<'_, '_>,
    invoice: Invoice,
    buyer_id: Guid,
    buyer: Buyer,
    reason: Option<String>,
) -> Result<InvoiceRow, Refusal> {
    let (id, serial) = (invoice.id, invoice.serial.clone());
    let original = invoice.original.as_ref();
    let asked = InvoiceAsked {
        id,
        serial: serial.clone(),
        color: invoice.color,
        original: original.map(|of| StoredOriginal {
            invoice_id: of.invoice_id,
            code: of.code.clone(),
            number: of.number.clone(),
        }),
        reason,
        order_nos: invoice.order_nos.clone(),
        lines: invoice.lines.iter().map(StoredLine::from).collect(),
        seller: serde_json::to_string(&invoice.seller).map_err(Refusal::internal)?,
        buyer_id,
        remark: invoice.remark.clone(),
        at: act.now,
    };
    act.record(asked, Some(id), Some(id))?;
    act.state(&Fact::InvoiceAsked { invoice, buyer_id, buyer })?;
    let message = act.tx.message_of(Platform::City, "1201", &serial)?.ok_or_else(nobody_to_ask)?;
    if let (State::Held, Some(problem)) = (message.state, &message.problem) {
        return Err(breaks_the_table(problem));
    }
    let stored = act.tx.invoice(id)?.ok_or_else(no_such_invoice)?;
    row(act.tx, stored)
}

/// The platform made an invoice: its answer is kept. An answer to one that a person has settled meanwhile, or to none of
/// ours, changes nothing.
pub(crate) fn answered(act: &mut Act<'_, '_>, answer: InvoiceAnswer, own_id: &str) -> Result<(), Refusal> {
    if answer.serial != own_id {
        tracing::warn!(%own_id, answered = %answer.serial, "the answer names another invoice than was asked for");
    }
    let Some(stored) = act.tx.invoice_of_serial(own_id)? else { return Ok(()) };
    if stored.state != InvoiceState::Asked {
        return Ok(());
    }
    let id = stored.asked.id;
    let issued = InvoiceIssued {
        invoice_id: id,
        code: answer.code,
        number: answer.number,
        check_code: answer.check_code,
        issued_at: answer.issued_at,
        pdf_url: answer.pdf_url,
        net_fen: answer.net_fen,
        tax_fen: answer.tax_fen,
        cipher: answer.cipher,
        qr_code: answer.qr_code,
        by_hand: None,
    };
    act.record(issued, Some(id), None)?;
    Ok(())
}

fn used_for_another() -> Refusal {
    Refusal::field("request_id", "该请求编号已用于另一张发票", "This request identifier was used for another invoice.")
}

fn bad_invoice(why: &BadInvoice) -> Refusal {
    let zh = match why {
        BadInvoice::NothingPaid => "订单没有实收金额，不能开票".to_owned(),
        BadInvoice::TooManyLines(lines) => format!("开票明细 {lines} 行，最多 {LINES_MOST} 行，请分开开票"),
        BadInvoice::OrderDoesNotAddUp(order_no) => format!("订单 {order_no} 的应收、优惠、实收不相符"),
    };
    Refusal::field("order_nos", zh, format!("No such invoice: {why}."))
}
