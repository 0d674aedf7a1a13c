//! 6006: what a car owes (tables 83 and 14).

use rust_decimal::Decimal;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::plate::Plate;

/// The stay meant: by its plate off the street, by its bay on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StayOf {
    /// The car with this plate.
    Plate(Plate),
    /// The car in this space.
    Space(String),
}

/// What is let off (tables 16 and 83 `couponType`, `couponValue`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coupon {
    /// 0
    Nothing,
    /// 1: this much.
    Amount(Fen),
    /// 2: this many hours.
    Hours(Decimal),
    /// 3: this part of the fee; 0.3 takes 30 % off.
    Rate(Decimal),
    /// 4: everything.
    Free,
}

/// Price a stay and make it an order.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceStay {
    /// The lot meant, where it was named.
    pub park_code: Option<String>,
    /// The stay meant.
    pub stay: StayOf,
    /// What is let off.
    pub coupon: Coupon,
    /// Until when it is priced (`endTime`); now where absent.
    pub until: Option<Moment>,
}

/// A parking order (table 14).
#[derive(Clone, Debug, PartialEq)]
pub struct ParkOrder {
    /// Its number, unique.
    pub order_no: String,
    /// The parking record.
    pub record_id: Guid,
    /// The lot.
    pub park_code: String,
    /// The bay, on the street.
    pub space_no: Option<String>,
    /// The plate, where it is known.
    pub plate: Option<Plate>,
    /// When the car came.
    pub entered_at: Moment,
    /// From when this order counts.
    pub charged_from: Moment,
    /// For how many minutes.
    pub charged_minutes: u32,
    /// When the car left, where it has.
    pub left_at: Option<Moment>,
    /// What was paid for this stay before.
    pub paid_fen: Fen,
    /// What is due for parking.
    pub receivable_fen: Fen,
    /// Other fees.
    pub other_fen: Fen,
    /// What is let off.
    pub discount_fen: Fen,
    /// What is due for charging.
    pub charging_fen: Fen,
    /// Why it costs what it costs (`chargeType`).
    pub charge_kind: Option<ChargeKind>,
    /// Minutes for which the lot asks nothing.
    pub free_minutes: Option<u32>,
    /// Minutes to leave in after paying.
    pub leave_within_minutes: Option<u32>,
}

/// Table 14 `chargeType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChargeKind {
    /// 0
    Normal,
    /// 1: within the free minutes.
    WithinFreeMinutes,
    /// 2
    Free,
    /// 3: the highest fee was reached.
    Capped,
    /// 4: free because of what was let off.
    FreeByDiscount,
    /// 5
    Other,
}
