//! A receipt as the desk asks for it, laid out by the reports.

use lotdesk_operations::ReceiptFacts;
use lotdesk_operations::api::exit::ReceiptPreview;
use lotdesk_reports::receipt::{self, Receipt, picture};

/// The lines of a receipt on paper of so many columns.
pub(super) fn lines(facts: &ReceiptFacts, columns: usize) -> Vec<String> {
    let receipt = Receipt {
        lot_name: &facts.lot_name,
        record: &facts.record,
        charge: &facts.charge,
        charging_fen: facts.charging_fen,
        tendered_fen: facts.tendered_fen,
        trade_no: facts.trade_no.as_deref(),
        fee: &facts.fee,
        cashier: &facts.cashier,
        printed_at: facts.printed_at,
        copy: facts.copy,
    };
    receipt::lay_out(&receipt, columns)
}

/// The receipt as it would come out of the printer.
pub(super) fn preview(facts: &ReceiptFacts, columns: usize) -> ReceiptPreview {
    let lines = lines(facts, columns);
    let picture = picture::svg(&lines, columns);
    ReceiptPreview { columns: u32::try_from(columns).unwrap_or(32), lines, picture }
}
