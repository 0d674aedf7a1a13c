//! An invoice's lines, from the orders that were paid.

use super::{BadInvoice, InvoiceLine, LINES_MOST, LineNature, Seller};
use crate::money::Fen;

/// An order that was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidOrder {
    /// Order number.
    pub order_no: String,
    /// What was due.
    pub receivable_fen: Fen,
    /// What was let off.
    pub discount_fen: Fen,
    /// What was paid.
    pub received_fen: Fen,
}

/// The lines of a blue invoice: one an order, and one more for what was let off. Only what was paid is invoiced.
///
/// # Errors
/// When nothing was paid, an order does not add up, or there would be more than [`LINES_MOST`] lines.
pub fn blue_lines(orders: &[PaidOrder], seller: &Seller) -> Result<Vec<InvoiceLine>, BadInvoice> {
    let mut lines = Vec::new();
    for order in orders {
        let whole = order.received_fen + order.discount_fen;
        if whole != order.receivable_fen || order.discount_fen < Fen::ZERO || order.received_fen < Fen::ZERO {
            return Err(BadInvoice::OrderDoesNotAddUp(order.order_no.clone()));
        }
        if order.received_fen == Fen::ZERO {
            return Err(BadInvoice::NothingPaid);
        }
        if order.discount_fen == Fen::ZERO {
            lines.push(line(LineNature::Normal, order.received_fen, seller));
        } else {
            lines.push(line(LineNature::Discounted, order.receivable_fen, seller));
            lines.push(line(LineNature::Discount, -order.discount_fen, seller));
        }
    }
    if lines.is_empty() {
        return Err(BadInvoice::NothingPaid);
    }
    if lines.len() > LINES_MOST {
        return Err(BadInvoice::TooManyLines(lines.len()));
    }
    Ok(lines)
}

fn line(nature: LineNature, gross_fen: Fen, seller: &Seller) -> InvoiceLine {
    let (net_fen, tax_fen) = seller.rate.split(gross_fen);
    InvoiceLine {
        nature,
        name: seller.item_name.clone(),
        code: seller.item_code.clone(),
        rate: seller.rate,
        gross_fen,
        net_fen,
        tax_fen,
    }
}

/// The lines of the red invoice that takes these back: each below nothing. What a blue one lets off in a line of its own is
/// taken off the line before it, for a red one gives no discounts.
pub fn red_lines(blue: &[InvoiceLine]) -> Vec<InvoiceLine> {
    let mut red: Vec<InvoiceLine> = Vec::new();
    for line in blue {
        match red.last_mut() {
            Some(before) if line.nature == LineNature::Discount => {
                before.gross_fen -= line.gross_fen;
                before.net_fen -= line.net_fen;
                before.tax_fen -= line.tax_fen;
            }
            _ => red.push(InvoiceLine {
                nature: LineNature::Normal,
                gross_fen: -line.gross_fen,
                net_fen: -line.net_fen,
                tax_fen: -line.tax_fen,
                ..line.clone()
            }),
        }
    }
    red
}
