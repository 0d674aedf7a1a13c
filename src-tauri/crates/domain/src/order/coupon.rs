//! Coupons (DB4403/T 313, table 16). What a rate takes off is rounded as [`Fen::share`] says.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::money::Fen;

/// What a coupon does (table 16 `couponType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CouponKind {
    /// 0 无优惠
    Nothing,
    /// 1 减免金额: yuan.
    Amount,
    /// 2 减免时间: hours.
    Hours,
    /// 3 打折: 0.3 takes 30 % off.
    Rate,
    /// 4 全免
    Free,
}

/// A coupon whose value fits its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Coupon {
    kind: CouponKind,
    #[schemars(with = "String")]
    #[ts(type = "string")]
    value: Decimal,
}

/// A value that does not fit its kind of coupon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value} does not fit this kind of coupon: {rule}")]
pub struct BadCoupon {
    /// As given.
    pub value: Decimal,
    /// What fits.
    pub rule: &'static str,
    /// The same in Chinese.
    pub rule_zh: &'static str,
}

/// More hours than a year has are no coupon.
const MOST_HOURS: i64 = 8_784;
/// More than ten million yuan are no coupon.
const MOST_YUAN: i64 = 10_000_000;

impl Coupon {
    /// No coupon.
    pub const NOTHING: Coupon = Coupon { kind: CouponKind::Nothing, value: Decimal::ZERO };

    /// Takes a coupon of this kind and value (table 16 `couponValue`). Where the value means nothing it is set to what
    /// the table prescribes: 0 for none, 1 for everything.
    ///
    /// # Errors
    /// A value that its kind cannot have.
    pub fn new(kind: CouponKind, value: Decimal) -> Result<Self, BadCoupon> {
        let bad = |rule, rule_zh| Err(BadCoupon { value, rule, rule_zh });
        match kind {
            CouponKind::Nothing => Ok(Self::NOTHING),
            CouponKind::Free => Ok(Self { kind, value: Decimal::ONE }),
            CouponKind::Amount if Fen::from_decimal(value).is_err() || !within(value, MOST_YUAN) => {
                bad("yuan from 0 with two decimals at most", "应为不小于 0、最多两位小数的金额（元）")
            }
            CouponKind::Hours if !within(value, MOST_HOURS) => {
                bad("hours from 0 to 8784", "应为 0 至 8784 之间的小时数")
            }
            CouponKind::Rate if !within(value, 1) => {
                bad("a share from 0 to 1, of which 0.3 takes 30 % off", "应为 0 至 1 之间的折扣，0.3 表示减免 30%")
            }
            CouponKind::Amount | CouponKind::Hours | CouponKind::Rate => Ok(Self { kind, value }),
        }
    }

    /// What it does.
    pub const fn kind(&self) -> CouponKind {
        self.kind
    }

    /// `couponValue`
    pub const fn value(&self) -> Decimal {
        self.value
    }

    /// What it takes off `due`: never less than nothing, never more than is due. `due_shorter` says what would be due had
    /// the stay been so many minutes shorter.
    pub fn off(&self, due: Fen, due_shorter: impl FnOnce(u32) -> Fen) -> Fen {
        let due = due.at_least_zero();
        let off = match self.kind {
            CouponKind::Nothing => Fen::ZERO,
            CouponKind::Free => due,
            CouponKind::Amount => Fen::from_decimal(self.value).unwrap_or(Fen::ZERO),
            CouponKind::Hours => due - due_shorter(self.minutes()).at_least_zero(),
            CouponKind::Rate => due.share(self.value),
        };
        off.at_least_zero().min(due)
    }

    /// The hours as whole minutes, a begun one counted.
    pub(super) fn minutes(&self) -> u32 {
        let minutes = self.value.checked_mul(Decimal::from(60)).map(|minutes| minutes.ceil());
        minutes.and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or(0)
    }
}

fn within(value: Decimal, most: i64) -> bool {
    value >= Decimal::ZERO && value <= Decimal::from(most)
}

/// Something let off by a coupon, as a payment names it (table 16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Discount {
    /// `id`
    pub id: Guid,
    /// `couponNo`, 20 characters at most.
    pub coupon_no: Option<String>,
    /// `couponType` and `couponValue`.
    pub coupon: Coupon,
    /// `discountChannel`: whose coupon it is, 100 characters at most.
    pub channel: Option<String>,
    /// `channelOrgCode`: 统一社会信用代码, 18 characters at most.
    pub channel_org_code: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coupon(kind: CouponKind, value: &str) -> Coupon {
        Coupon::new(kind, value.parse().unwrap()).unwrap()
    }

    fn off(kind: CouponKind, value: &str, due: i64) -> i64 {
        // A stay that costs 5.00 an hour.
        coupon(kind, value).off(Fen(due), |minutes| Fen(due - i64::from(minutes) * 500 / 60)).0
    }

    #[test]
    fn each_kind_takes_off_what_table_16_says() {
        assert_eq!(off(CouponKind::Nothing, "7", 2000), 0);
        assert_eq!(off(CouponKind::Amount, "3", 2000), 300);
        assert_eq!(off(CouponKind::Hours, "1.5", 2000), 750);
        assert_eq!(off(CouponKind::Rate, "0.3", 2000), 600);
        assert_eq!(off(CouponKind::Free, "1", 2000), 2000);
    }

    #[test]
    fn nothing_is_taken_off_beyond_what_is_due() {
        assert_eq!(off(CouponKind::Amount, "30", 2000), 2000);
        assert_eq!(off(CouponKind::Hours, "100", 2000), 2000);
        assert_eq!(off(CouponKind::Rate, "1", 2000), 2000);
        assert_eq!(off(CouponKind::Amount, "3", 0), 0);
        // Something paid before makes a shorter stay's rest negative: no more than what is due goes.
        assert_eq!(coupon(CouponKind::Hours, "1").off(Fen(300), |_| Fen(-900)), Fen(300));
        assert_eq!(coupon(CouponKind::Hours, "1").off(Fen(300), |_| Fen(900)), Fen(0));
    }

    #[test]
    fn a_rate_is_rounded_to_whole_fen_halves_up() {
        assert_eq!(off(CouponKind::Rate, "0.3", 5), 2);
        assert_eq!(off(CouponKind::Rate, "0.1", 14), 1);
        assert_eq!(off(CouponKind::Rate, "0.333333", 1000), 333);
    }

    #[test]
    fn values_that_no_coupon_has_are_refused() {
        for (kind, value) in [
            (CouponKind::Amount, "-1"),
            (CouponKind::Amount, "0.001"),
            (CouponKind::Hours, "-0.5"),
            (CouponKind::Hours, "9000"),
            (CouponKind::Rate, "1.01"),
            (CouponKind::Rate, "-0.3"),
        ] {
            assert!(Coupon::new(kind, value.parse().unwrap()).is_err(), "{kind:?} {value}");
        }
        assert_eq!(coupon(CouponKind::Free, "17").value(), Decimal::ONE);
    }
}
