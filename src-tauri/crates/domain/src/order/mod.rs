//! Parking orders (DB4403/T 313, table 14): what a stay costs at a moment, under a number.
//!
//! **How long an order lives.** Asked again, a stay keeps its order and the order's number for as long as no amount of
//! it changes and it is not paid. Once an amount changes, the next asking draws a new order and the older one is
//! replaced.
//!
//! **How long its price holds.** A driver sees a price, pays it, and the news of it takes a while: whoever was given an
//! order may pay it in full within [`PRICE_HOLDS_MS`] after it was last given out, even where the fee has stepped up or
//! another order has taken its place since. What comes later, or for an order whose cut-off lay in the past, is taken
//! for what it is: money towards what is due by then.

mod build;
mod coupon;
mod paid;
mod stack;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use build::{Priced, Stayed, build};
pub use coupon::{BadCoupon, Coupon, CouponKind, Discount};
pub use paid::{Ending, Owed, Split, split};
pub use stack::{Stacked, stack};

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::plate::Plate;

/// The price of an order holds for this long after it was last given out.
pub const PRICE_HOLDS_MS: i64 = 5 * 60_000;

/// A cut-off this much before now is still now: clocks differ.
pub const CUT_OFF_IS_NOW_MS: i64 = 2 * 60_000;

/// Why a stay costs what it costs (table 14 `chargeType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChargeType {
    /// 0: by the tariff.
    Normal,
    /// 1: within the free minutes.
    FreeMinutes,
    /// 2: free, such as a lease.
    Free,
    /// 3: nothing more, because the most that a day costs is paid.
    AboveCap,
    /// 4: nothing, after what was let off.
    FreeByDiscount,
    /// 5: anything else.
    Other,
}

/// A parking order (table 14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ParkOrder {
    /// `orderNo`, 50 characters at most, unique.
    pub order_no: String,
    /// `recordId`: the stay.
    pub record_id: Guid,
    /// `plateNo`; it or the space is given.
    pub plate: Option<Plate>,
    /// `spaceNo`, on the street.
    pub space_no: Option<String>,
    /// `enterTime`
    pub entered_at: Moment,
    /// `chargingStart`: where the first minute lies that costs something.
    pub charging_start: Moment,
    /// `chargingDuration` in minutes, a begun one counted.
    pub charging_minutes: u32,
    /// `leaveTime`, once the car has left.
    pub left_at: Option<Moment>,
    /// `paidAmount`: paid for this stay before this order.
    pub paid_fen: Fen,
    /// `receivables`: the whole stay's parking fee, without the two below.
    pub receivable_fen: Fen,
    /// `otherFee`
    pub other_fen: Fen,
    /// `discount`: let off before, and by this order's coupon.
    pub discount_fen: Fen,
    /// `chargingFee`: for charging the car's battery.
    pub charging_fen: Fen,
    /// `chargeType`
    pub charge_type: ChargeType,
    /// `freeMinute`
    pub free_minutes: u32,
    /// `surplusMinute`: minutes to leave in after paying.
    pub surplus_minutes: u32,
}

impl ParkOrder {
    /// What is to be paid by this order: everything due less what was let off and paid.
    pub fn due_fen(&self) -> Fen {
        (self.receivable_fen + self.other_fen + self.charging_fen - self.discount_fen - self.paid_fen).at_least_zero()
    }

    /// True when no amount differs: a stay that is asked about again then keeps its order.
    pub fn same_amounts(&self, other: &ParkOrder) -> bool {
        self.record_id == other.record_id
            && self.paid_fen == other.paid_fen
            && self.receivable_fen == other.receivable_fen
            && self.other_fen == other.other_fen
            && self.discount_fen == other.discount_fen
            && self.charging_fen == other.charging_fen
            && self.left_at.is_some() == other.left_at.is_some()
    }
}

/// Until when the price of an order holds that is given out now for a stay priced until `until`: not at all where that
/// lies in the past.
pub fn price_holds_until(now: Moment, until: Moment) -> Moment {
    if until.ms_since(now) < -CUT_OFF_IS_NOW_MS { until } else { now.plus_ms(PRICE_HOLDS_MS) }
}

/// Whether a payment made at `paid_at` pays an order at its price, which was last given out at `given_at`.
pub fn price_holds(given_at: Moment, holds_until: Moment, paid_at: Moment) -> bool {
    given_at < holds_until && paid_at <= holds_until
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_of_a_past_cut_off_does_not_hold() {
        let now = Moment(10_000_000);
        assert_eq!(price_holds_until(now, now), now.plus_ms(PRICE_HOLDS_MS));
        assert_eq!(price_holds_until(now, now.plus_minutes(60)), now.plus_ms(PRICE_HOLDS_MS));
        assert_eq!(price_holds_until(now, now.plus_minutes(-1)), now.plus_ms(PRICE_HOLDS_MS));
        let over = price_holds_until(now, now.plus_minutes(-3));
        assert!(!price_holds(now, over, now) && !price_holds(now, over, over));
        let held = price_holds_until(now, now);
        assert!(
            price_holds(now, held, now) && price_holds(now, held, held) && !price_holds(now, held, held.plus_ms(1))
        );
    }
}
