//! Coupons and the merchants who give them (DB4403/T 313, table 16).

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind};
use lotdesk_domain::plate::Plate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exit::Quote;
use super::lane::ReadReply;
use super::operator::NamePin;

/// What a coupon does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CouponTerms {
    /// Its kind (`couponType`).
    pub kind: CouponKind,
    /// Yuan, hours, or the share that comes off, by its kind (`couponValue`); of no meaning where everything is let off.
    pub value: String,
    /// The most that it lets off; none for no limit.
    #[serde(default)]
    #[ts(optional)]
    pub most_fen: Option<Fen>,
}

/// A coupon in a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct QuotedCoupon {
    /// Identifier.
    pub id: Guid,
    /// Number.
    pub coupon_no: String,
    /// What it does.
    pub coupon: Coupon,
    /// Whose it is.
    pub channel: Option<String>,
    /// What it takes off here.
    pub off_fen: Fen,
}

/// `coupon.issue`: coupons of a merchant, each good once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueCoupons {
    /// Identifier of the request: a repeat gives the same coupons and issues none.
    #[serde(default)]
    #[ts(optional)]
    pub request_id: Option<Guid>,
    /// Whose.
    pub merchant_id: Guid,
    /// What each does.
    pub terms: CouponTerms,
    /// How many; 1 where absent, 200 at most.
    #[serde(default)]
    #[ts(optional)]
    pub count: Option<u32>,
    /// For this car alone, which then need not show it.
    #[serde(default)]
    #[ts(optional)]
    pub plate: Option<String>,
    /// Until when they are good.
    pub expires_at: Moment,
}

/// Reply of `coupon.issue`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CouponsIssued {
    /// The coupons, with their numbers.
    pub rows: Vec<CouponRow>,
}

/// Where a coupon stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CouponStateView {
    /// It may be used.
    Open,
    /// It was.
    Used,
    /// It was voided.
    Voided,
    /// It was not used in time.
    Expired,
}

/// A coupon in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CouponRow {
    /// Identifier.
    pub id: Guid,
    /// Number; its last digits alone for those who may not issue coupons, while it is open.
    pub coupon_no: String,
    /// What it does.
    pub coupon: Coupon,
    /// The most that it lets off.
    pub most_fen: Option<Fen>,
    /// Whose; none for one given by hand.
    pub merchant_id: Option<Guid>,
    /// In whose name.
    pub channel: Option<String>,
    /// The car that it is for.
    pub plate: Option<Plate>,
    /// The stay that it was shown for.
    pub record_id: Option<Guid>,
    /// When it was issued.
    pub issued_at: Moment,
    /// Until when it is good.
    pub expires_at: Moment,
    /// Why it was given by hand.
    pub reason: Option<String>,
    /// Where it stands.
    pub state: CouponStateView,
    /// What it let off.
    pub used_fen: Fen,
    /// When.
    pub used_at: Option<Moment>,
    /// The payment that used it.
    pub charge_id: Option<Guid>,
    /// Why it was voided.
    pub void_reason: Option<String>,
}

/// `coupon.list`, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct CouponListRequest {
    /// Of this merchant alone.
    pub merchant_id: Option<Guid>,
    /// In this state alone.
    pub state: Option<CouponStateView>,
    /// For this plate alone.
    pub plate: Option<String>,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on after this many.
    pub skip: u32,
}

/// Reply of `coupon.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CouponList {
    /// The coupons.
    pub rows: Vec<CouponRow>,
    /// Whether there are more.
    pub more: bool,
}

/// `coupon.attach`: a driver shows a coupon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachCoupon {
    /// The parking record.
    pub record_id: Guid,
    /// The coupon's number.
    pub coupon_no: String,
}

/// `coupon.by_hand`: the lot itself lets something off, for a reason; a second person agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CouponByHand {
    /// Identifier drawn by the asker; a repeat with the same one has no second effect.
    pub request_id: Guid,
    /// The parking record.
    pub record_id: Guid,
    /// What is let off.
    pub terms: CouponTerms,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person.
    #[serde(default)]
    pub approver: Option<NamePin>,
}

/// A coupon was taken for a stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CouponTaken {
    /// What the stay owes now.
    pub quote: Quote,
    /// What becomes of the car, where it waits at an exit and something changed for it.
    pub at_exit: Option<ReadReply>,
}

/// `coupon.void`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct VoidCoupon {
    /// The coupon.
    pub coupon_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `merchant.save`: a merchant, or the new state of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveMerchant {
    /// Identifier, drawn by the asker for a new one.
    pub id: Guid,
    /// Name, 100 characters at most (`discountChannel`).
    pub name: String,
    /// 统一社会信用代码 (`channelOrgCode`).
    #[serde(default)]
    #[ts(optional)]
    pub org_code: Option<String>,
    /// What its coupons may let off in all; none for no limit.
    #[serde(default)]
    #[ts(optional)]
    pub budget_fen: Option<Fen>,
    /// Whether coupons may be issued for it; true where absent.
    #[serde(default)]
    #[ts(optional)]
    pub open: Option<bool>,
}

/// A merchant in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MerchantRow {
    /// Identifier.
    pub id: Guid,
    /// Name.
    pub name: String,
    /// 统一社会信用代码
    pub org_code: Option<String>,
    /// What its coupons may let off in all.
    pub budget_fen: Option<Fen>,
    /// Whether coupons may be issued for it.
    pub open: bool,
    /// What they let off so far.
    pub used_fen: Fen,
    /// What those that are out may let off yet, as far as that is known.
    pub open_fen: Fen,
    /// What of the budget is left for new ones.
    pub left_fen: Option<Fen>,
    /// What it owes for what they let off: what it has neither paid nor was waived.
    pub owed_fen: Fen,
    /// What it has paid, or was waived, so far.
    pub settled_fen: Fen,
}

/// How a merchant pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MerchantWay {
    /// In cash, to the office.
    Cash,
    /// Into the lot's account.
    Bank,
}

/// `merchant.settle`: a merchant pays what its coupons let off, or a part of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleMerchant {
    /// Identifier drawn by the asker; a repeat with the same one has no second effect.
    pub request_id: Guid,
    /// The merchant.
    pub merchant_id: Guid,
    /// What it owes, as the screen shows it; refused when that is another sum by now.
    pub owed_fen: Fen,
    /// What it pays.
    pub received_fen: Fen,
    /// What the lot bears itself after all; a second person agrees.
    #[serde(default)]
    #[ts(optional)]
    pub waived_fen: Option<Fen>,
    /// How it pays.
    pub way: MerchantWay,
    /// What for, or why something is waived, 100 characters at most.
    #[serde(default)]
    #[ts(optional)]
    pub note: Option<String>,
    /// The second person.
    #[serde(default)]
    pub approver: Option<NamePin>,
}

/// `merchant.settlements` and `merchant.export`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MerchantRequest {
    /// The merchant.
    pub merchant_id: Guid,
}

/// A settlement in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SettlementRow {
    /// Identifier.
    pub id: Guid,
    /// When.
    pub at: Moment,
    /// What its coupons had let off since the one before.
    pub billed_fen: Fen,
    /// What it paid.
    pub received_fen: Fen,
    /// What was waived.
    pub waived_fen: Fen,
    /// How it paid.
    pub way: MerchantWay,
    /// What for.
    pub note: Option<String>,
    /// Who wrote it down.
    pub operator: Option<String>,
    /// Who agreed to what was waived.
    pub approver: Option<String>,
}

/// Reply of `merchant.settlements`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SettlementList {
    /// The settlements.
    pub rows: Vec<SettlementRow>,
}

/// Reply of `merchant.export`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MerchantFile {
    /// The file's place on the machine that has the data directory.
    pub place: String,
    /// How many coupons stand in it.
    pub rows: u32,
}

/// Reply of `merchant.list`, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MerchantList {
    /// The merchants.
    pub rows: Vec<MerchantRow>,
}
