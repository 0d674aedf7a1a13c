//! Money through a payment channel: the driver's pay code, the lot's own QR board, and how attempts stand.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Ending;
use lotdesk_domain::payment::{AttemptState, PayChannel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exit::Paid;

/// `payment.scan`: the driver's pay code was scanned. A car that has left pays its debt by it.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanPayCode {
    /// Identifier drawn by the asker; a repeat with the same one gets the attempt as it stands and sends nothing.
    pub request_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// The exit lane whose gate opens; none when paid away from a lane.
    pub lane_id: Option<Guid>,
    /// What the screen showed as due; refused when it has changed meanwhile.
    pub due_fen: Fen,
    /// What the scanner read: 18 digits of WeChat, 16 to 24 of Alipay. Kept nowhere.
    pub code: String,
}

impl std::fmt::Debug for ScanPayCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScanPayCode").field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

/// `payment.look`, `payment.query` and `payment.cancel`: an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PayAttemptRequest {
    /// The attempt: the request identifier of its scan.
    pub request_id: Guid,
}

/// How an attempt stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PayAttemptView {
    /// The attempt.
    pub request_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// Its plate.
    pub plate: String,
    /// Whose code it was.
    pub channel: PayChannel,
    /// The code's last digits.
    pub code_tail: String,
    /// What is asked for.
    pub due_fen: Fen,
    /// How it stands. Unknown is never paid.
    pub state: AttemptState,
    /// Why, in the channel's words or ours.
    pub why: Option<String>,
    /// When it was scanned.
    pub at: Moment,
    /// Since when it stands so.
    pub moved_at: Moment,
    /// From when on cash may be taken instead, while it is open.
    pub cash_from: Moment,
    /// The payment that it became.
    pub paid: Option<Paid>,
    /// How that ended.
    pub ending: Option<Ending>,
    /// The channel's number of it.
    pub trade_no: Option<String>,
}

/// `payment.by_trade`: the driver paid on the lot's own QR board, and shows the number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PayByTrade {
    /// Identifier drawn by the asker; a repeat with the same one gets the first answer and has no second effect.
    pub request_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// The exit lane whose gate opens; none when paid away from a lane.
    pub lane_id: Option<Guid>,
    /// What the screen showed as due, and what was paid.
    pub due_fen: Fen,
    /// Whose board it was.
    pub channel: PayChannel,
    /// The number on the driver's screen. One number pays once.
    pub trade_no: String,
}

/// A payment whose number a person typed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TradeByHand {
    /// The payment.
    pub charge_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// Its plate.
    pub plate: String,
    /// When.
    pub paid_at: Moment,
    /// How much.
    pub received_fen: Fen,
    /// Whose board.
    pub channel: PayChannel,
    /// The number.
    pub trade_no: String,
    /// Whether the channel's file has it; none while no file of that day was taken in.
    pub in_file: Option<bool>,
}

/// `payment.list`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentsRequest {
    /// At most this many of each, 200 at most; 50 when 0.
    pub limit: u32,
}

/// Reply of `payment.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentList {
    /// Whether a channel is set up that takes pay codes.
    pub channel: bool,
    /// Attempts, the newest first.
    pub attempts: Vec<PayAttemptView>,
    /// Payments whose number was typed in, the newest first.
    pub by_hand: Vec<TradeByHand>,
}
