//! A receipt as the desk asks for it, laid out by the reports.

use lotdesk_operations::ReceiptFacts;
use lotdesk_operations::api::exit::ReceiptPreview;
use lotdesk_reports::receipt::{self, Receipt};

/// Paper of 58 mm.
pub(super) fn lay_out(facts: &ReceiptFacts) -> ReceiptPreview {
    let receipt = Receipt {
        lot_name: &facts.lot_name,
        record: &facts.record,
        charge: &facts.charge,
        charging_fen: facts.charging_fen,
        tendered_fen: facts.tendered_fen,
        fee: &facts.fee,
        cashier: &facts.cashier,
        printed_at: facts.printed_at,
        copy: facts.copy,
    };
    let lines = receipt::lay_out(&receipt, receipt::COLUMNS_58_MM);
    ReceiptPreview { columns: u32::try_from(receipt::COLUMNS_58_MM).unwrap_or(32), lines }
}
