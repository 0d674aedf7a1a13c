//! The forms of payments through a channel, of money that came here outside the drawer or for a debt, and of giving back
//! through a channel. A pay code never stands in one.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Ending;
use lotdesk_domain::parking::{Charge, PayType};
use lotdesk_domain::payment::{AttemptState, PayChannel, RefundStand};
use serde::{Deserialize, Serialize};

use super::{CouponUse, StoredDiscount};

/// A driver's pay code was scanned: the request goes out once this is durable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayAttempted {
    /// Identifier: the asker's request identifier, and the number under which the channel knows it.
    pub id: Guid,
    /// Order number of the payment that it may become.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// The exit lane, where the car stands at one.
    pub lane_id: Option<Guid>,
    /// Whose code.
    #[serde(with = "crate::codes::word")]
    pub channel: PayChannel,
    /// Its last digits.
    pub code_tail: String,
    /// What is asked for.
    pub due_fen: Fen,
    /// What of it is for charging the battery.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub charging_fen: Fen,
    /// Until when the stay was priced.
    pub priced_at: Moment,
    /// The coupons that let something off besides, with what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponUse>,
    /// The same as platforms are told of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<StoredDiscount>,
}

/// What became of an attempt, where no money came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayAttemptMoved {
    /// The attempt.
    pub id: Guid,
    /// How it stands now.
    #[serde(with = "crate::codes::word")]
    pub state: AttemptState,
    /// Why, in the channel's words or ours.
    pub why: Option<String>,
}

/// Money came here by another way than cash for what is due now: through a channel, on the lot's own QR board, or for a debt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Collected {
    /// Identifier: the attempt's or the asker's request identifier.
    pub id: Guid,
    /// Order number.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// When it was paid, by the channel where it says so.
    pub paid_at: Moment,
    /// Until when the stay was priced.
    pub priced_at: Moment,
    /// Revenue that it brought, what was let off included.
    pub receivable_fen: Fen,
    /// Let off.
    pub discount_fen: Fen,
    /// Taken.
    pub received_fen: Fen,
    /// Of that, towards a debt booked before.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub debt_fen: Fen,
    /// Of that, to be given back.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub extra_fen: Fen,
    /// Of that, for charging the battery.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub charging_fen: Fen,
    /// What the driver handed over, where it was cash.
    pub tendered_fen: Fen,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub pay_type: PayType,
    /// Through what.
    pub pay_from: String,
    /// The channel; none for cash.
    #[serde(with = "crate::codes::optional_word")]
    pub channel: Option<PayChannel>,
    /// The channel's number.
    pub trade_no: Option<String>,
    /// True where a person typed that number in.
    pub by_hand: bool,
    /// The coupons that let something off, with what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponUse>,
    /// The same as platforms are told of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<StoredDiscount>,
    /// How it ends.
    #[serde(with = "crate::codes::word")]
    pub ending: Ending,
    /// Since when nothing is due; none when something still is.
    pub settled_at: Option<Moment>,
    /// The exit lane, when the waiting car left with it.
    pub lane_id: Option<Guid>,
    /// The gate command that it caused.
    pub gate_command_id: Option<Guid>,
    /// The balanced postings.
    pub postings: Vec<(String, Fen)>,
}

impl Collected {
    /// The payment as the platforms know it.
    pub fn to_charge(&self) -> Charge {
        Charge {
            id: self.id,
            order_no: self.order_no.clone(),
            record_id: self.record_id,
            paid_at: self.paid_at,
            receivable_fen: self.receivable_fen + self.debt_fen + self.charging_fen,
            discount_fen: self.discount_fen,
            received_fen: self.received_fen,
            pay_type: self.pay_type,
            pay_from: self.pay_from.clone(),
            discounts: self.discounts.iter().filter_map(StoredDiscount::discount).collect(),
        }
    }
}

/// A car was let go without paying: what it owes is booked as its driver's debt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetGoOwing {
    /// The stay.
    pub record_id: Guid,
    /// Number under which it is owed.
    pub order_no: String,
    /// How much.
    pub amount_fen: Fen,
    /// Of that, for charging the battery.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub charging_fen: Fen,
    /// Why; none where the car was found to be gone.
    pub reason: Option<String>,
    /// The balanced postings.
    pub postings: Vec<(String, Fen)>,
}

/// A channel is asked to give money back: the request goes out once this is durable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelRefundAsked {
    /// Identifier: the asker's request identifier, and the number under which the channel knows it.
    pub id: Guid,
    /// The payment.
    pub charge_id: Guid,
    /// Its stay.
    pub record_id: Guid,
    /// How much.
    pub amount_fen: Fen,
    /// Why.
    pub reason: String,
    /// The second person, where one was needed.
    pub approver: Option<Guid>,
}

/// What became of it, where no money went back or nobody knows yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelRefundMoved {
    /// The refund.
    pub id: Guid,
    /// How it stands now.
    #[serde(with = "crate::codes::word")]
    pub state: RefundStand,
    /// Why, in the channel's words or ours.
    pub why: Option<String>,
}
