//! The forms of what left the printer and the drawer.

use lotdesk_domain::id::Guid;
use serde::{Deserialize, Serialize};

/// A receipt was handed to the printer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptPrinted {
    /// The payment.
    pub charge_id: Guid,
    /// True for every one after the first.
    pub copy: bool,
}

/// The drawer was opened without a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawerOpened {
    /// Why.
    pub reason: String,
}
