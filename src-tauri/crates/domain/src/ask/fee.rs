//! 6006: what a car owes (tables 83 and 14).

use crate::moment::Moment;
use crate::order::{Coupon, ParkOrder};
use crate::plate::Plate;

/// The stay meant: by its plate off the street, by its bay on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StayOf {
    /// The car with this plate.
    Plate(Plate),
    /// The car in this space.
    Space(String),
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

/// The order that a stay was given.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedStay {
    /// The lot.
    pub park_code: String,
    /// The order (table 14).
    pub order: ParkOrder,
}
