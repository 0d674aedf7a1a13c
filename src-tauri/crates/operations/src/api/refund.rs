//! Giving money back.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Ending;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::payment::RefundStand;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::operator::NamePin;

/// `refund.make`: money of a payment goes back the way it came. Above the lot's limit a second person agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MakeRefund {
    /// Identifier drawn by the asker; a repeat with the same one gets the first answer and has no second effect.
    pub request_id: Guid,
    /// The payment.
    pub charge_id: Guid,
    /// How much, at most what is left of the payment.
    pub amount_fen: Fen,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where one is needed.
    #[serde(default)]
    pub approver: Option<NamePin>,
}

/// Reply of `refund.make`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RefundMade {
    /// The refund.
    pub refund_id: Guid,
    /// What is left of the payment.
    pub left_fen: Fen,
    /// How it stands with the channel that took the money; absent where nobody need be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub state: Option<RefundStand>,
    /// Why, in the channel's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub why: Option<String>,
}

/// Money that a channel was asked to give back and has not, or will not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChannelRefundView {
    /// The refund.
    pub refund_id: Guid,
    /// The payment.
    pub charge_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// The plate.
    pub plate: String,
    /// How much.
    pub amount_fen: Fen,
    /// When it was asked for.
    pub at: Moment,
    /// How it stands.
    pub state: RefundStand,
    /// Why, in the channel's words.
    pub why: Option<String>,
    /// What it is for.
    pub reason: String,
}

/// `refund.list`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct RefundsRequest {
    /// At most this many of each, 200 at most; 50 when 0.
    pub limit: u32,
}

/// A payment of which something is to be given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ProposedRefund {
    /// The payment.
    pub charge_id: Guid,
    /// Its order.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// The plate.
    pub plate: String,
    /// When it was paid.
    pub paid_at: Moment,
    /// How.
    pub pay_type: PayType,
    /// Through what.
    pub pay_from: String,
    /// Why it is to be given back.
    pub ending: Ending,
    /// How much is still to be given back.
    pub amount_fen: Fen,
}

/// A refund that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RefundView {
    /// Identifier.
    pub id: Guid,
    /// The payment.
    pub charge_id: Guid,
    /// Its order.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// The plate.
    pub plate: String,
    /// When.
    pub at: Moment,
    /// How much.
    pub amount_fen: Fen,
    /// How.
    pub pay_type: PayType,
    /// Why.
    pub reason: String,
    /// The second person's name, where one agreed.
    pub approver: Option<String>,
}

/// Reply of `refund.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RefundList {
    /// What is to be given back, the oldest first.
    pub proposed: Vec<ProposedRefund>,
    /// What was given back, the newest first.
    pub made: Vec<RefundView>,
    /// What a channel was asked for and has not given back: under way, then refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<ChannelRefundView>>", optional)]
    pub channel: Vec<ChannelRefundView>,
}
