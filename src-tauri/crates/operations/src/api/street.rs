//! Bays along a street: what detectors report, plates, payments, debts.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Charge, Vehicle, VehicleClass};
use lotdesk_domain::plate::PlateColor;
use lotdesk_domain::street::StreetStay;
use lotdesk_domain::tariff::FeeLine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::coupon::QuotedCoupon;

use super::board::EventView;
use super::outbox::MessageRow;

/// `lot.bay_report`: a detector in the ground says whether a car stands on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BayReportRequest {
    /// The bay.
    pub space_no: String,
    /// True when a car stands there.
    pub taken: bool,
    /// When the detector saw it; now where its clock is fast. A report older than what is known changes nothing.
    pub at: Moment,
    /// A picture of the bay, where there is a camera.
    #[serde(default)]
    pub picture_id: Option<Guid>,
}

/// What a report led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BayOutcome {
    /// Nothing new.
    Nothing,
    /// A stay began.
    Began,
    /// The bay is free; the stay is over once it has been so for long enough.
    MayHaveEnded,
    /// The car had not gone: the same stay goes on.
    GoesOn,
    /// One stay is over and another began.
    EndedAndBegan,
}

/// Reply of `lot.bay_report`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BayReply {
    /// What it led to.
    pub outcome: BayOutcome,
    /// The bay's newest stay.
    pub stay_id: Option<Guid>,
}

/// `street.list` and `street.arrears`, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct StayListRequest {
    /// Any part of a plate; empty for all.
    pub plate: String,
    /// Only this bay.
    pub space_no: Option<String>,
    /// Only stays that are not over.
    pub open_only: bool,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on after this stay (its identifier from the last page).
    pub after: Option<Guid>,
}

/// Reply of `street.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StayList {
    /// The page.
    pub rows: Vec<StreetStay>,
    /// True when there are more.
    pub more: bool,
}

/// Reply of `street.arrears`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ArrearsList {
    /// The page: stays that are over and not paid for.
    pub rows: Vec<StreetStay>,
    /// True when there are more.
    pub more: bool,
    /// How many stays owe in all, on this page or not.
    pub stays: u32,
    /// How much in all.
    pub owed_fen: Fen,
}

/// `street.detail` and `street.quote`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StayRequest {
    /// The stay.
    pub stay_id: Guid,
}

/// What a stay costs, line by line, and what is still due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StayQuote {
    /// The stay.
    pub stay: StreetStay,
    /// The moment until which this is priced: now, or when the car left.
    pub priced_at: Moment,
    /// Whole minutes parked.
    pub minutes: u32,
    /// The stay's fee by the tariff.
    pub fee_fen: Fen,
    /// The coupons that take something off what is owed, with what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<QuotedCoupon>>", optional)]
    pub coupons: Vec<QuotedCoupon>,
    /// What is still due.
    pub due_fen: Fen,
    /// Until when it may leave without paying more, once something was paid.
    pub free_exit_until: Option<Moment>,
    /// Line by line why.
    pub lines: Vec<FeeLine>,
    /// The tariff's name.
    pub tariff: String,
}

/// `street.use_coupon`: a driver shows a coupon for a car that stands in a bay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct UseStreetCoupon {
    /// The stay.
    pub stay_id: Guid,
    /// The coupon's number.
    pub coupon_no: String,
}

/// Everything known of one stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StayDetail {
    /// What it costs.
    pub quote: StayQuote,
    /// Picture of its beginning, or of its plate.
    pub entry_picture: Option<Guid>,
    /// Picture of its end.
    pub exit_picture: Option<Guid>,
    /// Payments, the oldest first.
    pub charges: Vec<Charge>,
    /// What happened, the oldest first.
    pub events: Vec<EventView>,
    /// Messages about it, the oldest first.
    pub messages: Vec<MessageRow>,
}

/// `street.set_plate`: the inspector has walked by. Also puts a plate right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetPlate {
    /// The stay.
    pub stay_id: Guid,
    /// The plate.
    pub plate: String,
    /// Its colour.
    #[serde(default)]
    pub plate_color: Option<PlateColor>,
    /// Size of the car, by which the tariff goes. Cannot change once the stay is over.
    #[serde(default)]
    pub class: VehicleClass,
    /// A picture of the car.
    #[serde(default)]
    pub picture_id: Option<Guid>,
}

/// Reply of `street.set_plate`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlateSet {
    /// The car as it stands in the record now.
    pub vehicle: Vehicle,
    /// What this plate owes from other stays on the street.
    pub other_debts_fen: Fen,
}

/// `street.pay_cash`: the inspector or the counter has taken cash, while the car stands there or later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PayStay {
    /// Identifier drawn by the asker; a repeat with the same one gets the first answer and has no second effect.
    pub request_id: Guid,
    /// The stay.
    pub stay_id: Guid,
    /// What the screen showed as due; refused when it has changed meanwhile.
    pub due_fen: Fen,
    /// What the driver handed over.
    pub received_fen: Fen,
}

/// Reply of `street.pay_cash`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StayPaid {
    /// The payment.
    pub charge_id: Guid,
    /// Its order number: what an invoice is made for.
    pub order_no: String,
    /// What goes back to the driver.
    pub change_fen: Fen,
}
