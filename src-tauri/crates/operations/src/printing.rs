//! Receipts on paper and the drawer. Money is booked before anything is printed, and whatever the printer does, it stays
//! booked: printing is a command of its own.

use lotdesk_domain::id::Guid;
use lotdesk_domain::parking::PayType;
use lotdesk_ledger::event::{DrawerOpened, Event, ReceiptPrinted};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::api::printing::{OpenDrawer, PrintReceipt, PrinterView, ReceiptSent};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{exits, reasons};

/// `receipt.print`. What was handed to the printer once counts as printed, whatever came of it: two receipts without a mark
/// for one payment must not exist, and a second one with a mark does no harm.
pub(crate) async fn print(desk: &Desk, who: Who, request: PrintReceipt) -> Result<ReceiptSent, Refusal> {
    if desk.inner.surroundings.printer().is_none() {
        return Err(no_printer());
    }
    let charge_id = request.charge_id;
    let mut facts = exits::receipt_facts(desk, charge_id).await?;
    let record_id = facts.record.id;
    let copy = desk
        .act(&who, move |act| {
            let copy = printed_before(act.tx, record_id, charge_id)?;
            act.record(ReceiptPrinted { charge_id, copy }, Some(record_id), Some(charge_id))?;
            Ok(copy)
        })
        .await?;
    facts.copy = copy;
    // Only cash has something to go into the drawer, and a copy nothing more.
    let drawer = facts.charge.pay_type == PayType::Cash && !copy;
    desk.inner.surroundings.print(&facts, drawer)?;
    Ok(ReceiptSent { copy })
}

/// Whether a receipt of this payment was printed.
fn printed_before(tx: &ReadTx<'_>, record_id: Guid, charge_id: Guid) -> Result<bool, LedgerError> {
    let events = tx.events_of(record_id)?;
    Ok(events.iter().any(|event| matches!(&event.event, Event::ReceiptPrinted(e) if e.charge_id == charge_id)))
}

/// `drawer.open`.
pub(crate) async fn open_drawer(desk: &Desk, who: Who, request: OpenDrawer) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    if desk.inner.surroundings.printer().is_none() {
        return Err(no_printer());
    }
    desk.act(&who, move |act| {
        act.record(DrawerOpened { reason }, None, None)?;
        Ok(())
    })
    .await?;
    desk.inner.surroundings.open_drawer()?;
    Ok(Done {})
}

/// `printer.state`.
pub(crate) async fn state(desk: &Desk, _who: Who, _request: Nothing) -> Result<PrinterView, Refusal> {
    let none = PrinterView { place: None, paper_mm: 58, printed: 0, failed: 0, problem: None };
    Ok(desk.inner.surroundings.printer().unwrap_or(none))
}

pub(crate) fn no_printer() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "没有设置小票打印机：请在 lotdesk.toml 的 [printer] 中填写",
        "No receipt printer is set up: fill [printer] of lotdesk.toml in.",
    )
}
