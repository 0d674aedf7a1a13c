//! How an attempt to take money through a channel stands.
//!
//! ```text
//! sent ─┬─ paid                      booked, once
//!       ├─ refused                   nothing was taken
//!       ├─ waiting ─┬─ paid          the driver types a password
//!       │           └─ cancelling ─ cancelled
//!       └─ unknown ── asked about until it is one of the others
//! ```
//!
//! `sent` is written down before the request leaves. Whatever ends the program there, the next start finds it and asks
//! the channel: a trade that it does not know of is withdrawn first, so that a late request cannot take money any more.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;

/// What a channel says of a trade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TradeState {
    /// The money is there.
    Paid {
        /// The channel's own number.
        trade_no: String,
        /// When, by the channel.
        paid_at: Moment,
        /// How much.
        amount_fen: Fen,
    },
    /// The driver is asked for a password, or has not answered yet.
    Waiting,
    /// Nothing was taken and nothing will be.
    Refused {
        /// The channel's code, such as `NOTENOUGH`.
        code: String,
        /// Its words.
        words: String,
    },
    /// It was withdrawn; what had been taken went back.
    Closed,
    /// The channel has never heard of it.
    NotFound,
}

/// How an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// On its way; no answer yet.
    Sent,
    /// The driver is asked for a password.
    Waiting,
    /// The answer was lost: nobody knows. The channel is asked.
    Unknown,
    /// It is being withdrawn; whether it is is not known yet.
    Cancelling,
    /// The money is there.
    Paid,
    /// Nothing was taken.
    Refused,
    /// Withdrawn: nothing was taken, or it went back.
    Cancelled,
}

impl AttemptState {
    /// True while it is not known how it ends.
    pub const fn is_open(self) -> bool {
        matches!(self, AttemptState::Sent | AttemptState::Waiting | AttemptState::Unknown | AttemptState::Cancelling)
    }
}

/// How giving money back through a channel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefundStand {
    /// On its way; no answer yet.
    Sent,
    /// The answer was lost, or the channel takes its time: it is asked.
    Unknown,
    /// The money is back.
    Done,
    /// Nothing went back.
    Refused,
}

impl RefundStand {
    /// True while it is not known how it ends.
    pub const fn is_open(self) -> bool {
        matches!(self, RefundStand::Sent | RefundStand::Unknown)
    }
}
