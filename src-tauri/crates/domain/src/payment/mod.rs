//! Money that goes through a payment channel: the driver's pay code scanned at the booth (付款码), the lot's own QR board,
//! and the trade numbers under which the channels keep it.
//!
//! **A payment is known or it is not.** What was sent and not answered is unknown until the channel says otherwise; it is
//! never called paid, and never sent a second time: it is asked about under its own number. See [`TradeState`].

mod attempt;
mod code;
mod trade;

pub use attempt::{AttemptState, RefundStand, TradeState};
pub use code::{BadPayCode, PayChannel, PayCode};
pub use trade::{BadTradeNo, TradeNo};
