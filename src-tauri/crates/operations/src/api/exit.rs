//! The exit: what is due and why, money taken, cars without an entry.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Standing, Vehicle};
use lotdesk_domain::tariff::FeeLine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::coupon::QuotedCoupon;
use super::operator::NamePin;

/// What a car owes now. `exit.quote` gives it anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Quote {
    /// The parking record.
    pub record_id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// What the car is to the lot.
    pub standing: Standing,
    /// When it came in.
    pub entered_at: Moment,
    /// Picture of the entry.
    pub entry_picture: Option<Guid>,
    /// The moment until which this is priced.
    pub priced_at: Moment,
    /// Whole minutes parked.
    pub minutes: u32,
    /// The stay's fee by the tariff.
    pub fee_fen: Fen,
    /// Let off so far.
    pub discount_fen: Fen,
    /// Paid so far.
    pub paid_fen: Fen,
    /// The coupons that take something off what is owed, with what; in the order in which they were issued.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<QuotedCoupon>>", optional)]
    pub coupons: Vec<QuotedCoupon>,
    /// What its reservation's deposit pays of it when the stay ends.
    pub deposit_fen: Fen,
    /// What is still due, with what is due for charging.
    pub due_fen: Fen,
    /// What of that is for charging the battery; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub charging_fen: Option<Fen>,
    /// What its driver still owes of earlier stays; absent where nothing is. No part of what is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub arrears_fen: Option<Fen>,
    /// Until when it may leave without paying more, once something was paid.
    pub free_exit_until: Option<Moment>,
    /// Line by line why.
    pub lines: Vec<FeeLine>,
    /// The tariff's name.
    pub tariff: String,
}

impl Quote {
    /// What is due for charging.
    pub fn charging(&self) -> Fen {
        self.charging_fen.unwrap_or(Fen::ZERO)
    }

    /// What is due for parking alone.
    pub fn parking_due(&self) -> Fen {
        self.due_fen - self.charging()
    }
}

/// `exit.quote`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// The parking record.
    pub record_id: Guid,
    /// What was due at this moment of the stay; now, or when it ended, when absent.
    #[serde(default)]
    #[ts(optional)]
    pub at: Option<Moment>,
}

/// `exit.pay_cash`: money is in the drawer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PayCash {
    /// Identifier drawn by the asker; a repeat with the same one gets the first answer and has no second effect.
    pub request_id: Guid,
    /// The parking record.
    pub record_id: Guid,
    /// The exit lane whose gate opens; none when paid away from a lane.
    pub lane_id: Option<Guid>,
    /// What the screen showed as due; refused when it has changed meanwhile.
    pub due_fen: Fen,
    /// What the driver handed over.
    pub received_fen: Fen,
}

/// Reply of `exit.pay_cash`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Paid {
    /// The payment.
    pub charge_id: Guid,
    /// What goes back to the driver.
    pub change_fen: Fen,
    /// True when the car has left with it and the gate opens.
    pub left: bool,
    /// The gate command, when the gate opens.
    pub gate_command_id: Option<Guid>,
}

/// `exit.release_free`: a car leaves without paying what is due. A second person agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReleaseFree {
    /// Identifier drawn by the asker, as in `exit.pay_cash`.
    pub request_id: Guid,
    /// The parking record.
    pub record_id: Guid,
    /// The exit lane whose gate opens.
    pub lane_id: Guid,
    /// What the screen showed as due, all of which is let off.
    pub due_fen: Fen,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person: somebody else than the asker, who may approve.
    pub approver: Option<NamePin>,
}

/// `exit.choose_entry`: the car at the exit is this one. Where that lets it go for nothing under a plate that does not look
/// like its own, or it has another record inside, a second person agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChooseEntry {
    /// The exit lane.
    pub lane_id: Guid,
    /// The read that brought the car.
    pub read_id: Guid,
    /// The parking record it belongs to.
    pub record_id: Guid,
    /// The second person, where one is needed.
    #[serde(default)]
    #[ts(optional)]
    pub approver: Option<NamePin>,
}

/// `exit.put_in_entry`: there is no entry; the attendant puts one in with the plate and the time as known. Where that
/// leaves nothing to pay, and no lease of the plate that the camera read says so, a second person agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PutInEntry {
    /// The exit lane.
    pub lane_id: Guid,
    /// The read that brought the car.
    pub read_id: Guid,
    /// The plate as the attendant sees it.
    pub plate: String,
    /// When it came in, as far as known.
    pub entered_at: Moment,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where one is needed.
    #[serde(default)]
    pub approver: Option<NamePin>,
}

/// `receipt.preview`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRequest {
    /// The payment.
    pub charge_id: Guid,
}

/// A receipt as it would be printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReceiptPreview {
    /// Columns of the paper (a Chinese character takes two): 32 on 58 mm.
    pub columns: u32,
    /// The lines, padded.
    pub lines: Vec<String>,
    /// The same as a picture (SVG).
    #[serde(default)]
    pub picture: String,
}
