//! 6007: a stay was paid for at the platform (table 84).

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::order::Discount;
use crate::parking::{PayType, Vehicle};

/// A payment made at the platform (table 15).
#[derive(Clone, Debug, PartialEq)]
pub struct StayPaid {
    /// The lot meant.
    pub park_code: String,
    /// The payment's identifier.
    pub charge_id: Guid,
    /// The order that it pays.
    pub order_no: Option<String>,
    /// The parking record.
    pub record_id: Guid,
    /// The car, off the street.
    pub vehicle: Option<Vehicle>,
    /// When.
    pub paid_at: Moment,
    /// What was due.
    pub receivable_fen: Fen,
    /// What was let off.
    pub discount_fen: Fen,
    /// What was paid.
    pub received_fen: Fen,
    /// How.
    pub pay_type: PayType,
    /// Through what.
    pub pay_from: String,
    /// What was let off, one by one.
    pub discounts: Vec<Discount>,
}
