//! The receipt printer and the cash drawer.

use lotdesk_domain::id::Guid;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `receipt.print`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintReceipt {
    /// The payment.
    pub charge_id: Guid,
}

/// Reply of `receipt.print`: it was handed to the printer. Whether paper came out, `printer.state` knows a moment later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptSent {
    /// True when it carries 补打: it is not the first of this payment.
    pub copy: bool,
}

/// `drawer.open`: opens the drawer without a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenDrawer {
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// Reply of `printer.state`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrinterView {
    /// Where it is, in words; none where no printer is set up.
    pub place: Option<String>,
    /// The paper's width in mm: 58 or 80.
    pub paper_mm: u32,
    /// How many were printed since the engine started.
    #[ts(type = "number")]
    pub printed: u64,
    /// How many could not be.
    #[ts(type = "number")]
    pub failed: u64,
    /// Why the last one could not be; none once one was printed.
    pub problem: Option<String>,
}
