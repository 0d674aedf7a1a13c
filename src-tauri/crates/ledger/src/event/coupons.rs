//! The forms of merchants and of coupons.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

use super::StoredCoupon;

/// A merchant who gives coupons, or the new state of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MerchantSaved {
    /// Identifier.
    pub id: Guid,
    /// Name (`discountChannel`).
    pub name: String,
    /// 统一社会信用代码 (`channelOrgCode`).
    pub org_code: Option<String>,
    /// What its coupons may let off in all; none for no limit.
    pub budget_fen: Option<Fen>,
    /// Whether coupons may be issued for it.
    pub open: bool,
}

/// A coupon was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CouponIssued {
    /// Identifier (table 16 `id`).
    pub id: Guid,
    /// Number, which is also what a driver shows (`couponNo`).
    pub coupon_no: String,
    /// What it does.
    pub coupon: StoredCoupon,
    /// The most that it lets off.
    pub most_fen: Option<Fen>,
    /// The most that it may let off as far as that is known: `most_fen`, or an amount.
    pub worth_fen: Option<Fen>,
    /// Whose it is; none for one given by hand.
    pub merchant_id: Option<Guid>,
    /// In whose name (`discountChannel`).
    pub channel: Option<String>,
    /// Their code (`channelOrgCode`).
    pub org_code: Option<String>,
    /// The car that it is for; none for whoever shows it.
    pub plate: Option<Plate>,
    /// The stay that it is for, where it was given to one at once.
    pub record_id: Option<Guid>,
    /// Until when it is good.
    pub expires_at: Moment,
    /// Why it was given by hand.
    pub reason: Option<String>,
    /// The second person who agreed to that.
    pub approver: Option<Guid>,
}

/// A coupon was shown for a stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CouponAttached {
    /// The coupon.
    pub id: Guid,
    /// The stay.
    pub record_id: Guid,
}

/// A coupon is good no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CouponVoided {
    /// The coupon.
    pub id: Guid,
    /// Why.
    pub reason: String,
}

/// A coupon that a payment or an order used, and what it let off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouponUse {
    /// The coupon.
    pub id: Guid,
    /// What it let off.
    pub off_fen: Fen,
}

/// A merchant settled what its coupons let off, or a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MerchantSettled {
    /// Identifier: the asker's request identifier, so that a repeat is found.
    pub id: Guid,
    /// The merchant.
    pub merchant_id: Guid,
    /// What its coupons let off since the settlement before: it is owed from now on.
    pub billed_fen: Fen,
    /// What it paid.
    pub received_fen: Fen,
    /// What the lot bears itself after all.
    pub waived_fen: Fen,
    /// How it paid: `cash` or `bank`.
    pub way: String,
    /// What for, or why something was waived.
    pub note: Option<String>,
    /// The second person who agreed to what was waived.
    pub approver: Option<Guid>,
    /// The balanced postings.
    pub postings: Vec<(String, Fen)>,
}
