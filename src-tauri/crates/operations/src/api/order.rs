//! Orders, and asking the platform to take their money.

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::ParkOrder;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::outbox::MessageState;

/// `exit.request_payment`: the platform is asked to take what the car owes, at the exit or ahead of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RequestPayment {
    /// The parking record.
    pub record_id: Guid,
    /// What the screen showed as due; refused when it has changed meanwhile.
    pub due_fen: Fen,
}

/// How asking the platform for an order's money stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaymentRequestView {
    /// The order.
    pub order_no: String,
    /// What it asks for.
    pub due_fen: Fen,
    /// When the platform was asked.
    pub requested_at: Moment,
    /// From when on cash may be taken instead; at once where the platform refuses.
    pub cash_from: Moment,
    /// Where the message (5007) stands; none where no platform takes it.
    pub message: Option<MessageState>,
    /// How the last attempt to send it ended, with the platform's words where it refuses.
    pub outcome: Option<Outcome>,
}

/// `order.list`: the orders of a stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OrdersRequest {
    /// The parking record.
    pub record_id: Guid,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderStateView {
    /// The stay's order now.
    Open,
    /// Its stay was settled by it.
    Paid,
    /// Another took its place, or its stay was settled otherwise.
    Replaced,
}

/// An order as it was given out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderView {
    /// Its content (table 14).
    pub order: ParkOrder,
    /// What is to be paid by it.
    pub due_fen: Fen,
    /// When it was last given out.
    pub given_at: Moment,
    /// Until when it may be paid at its price.
    pub holds_until: Moment,
    /// Where it stands.
    pub state: OrderStateView,
    /// Asking the platform for its money.
    pub request: Option<PaymentRequestView>,
}

/// Reply of `order.list`, the oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderList {
    /// The orders.
    pub orders: Vec<OrderView>,
    /// What the platform is still to take of a car that has left.
    pub debt_fen: Fen,
}
