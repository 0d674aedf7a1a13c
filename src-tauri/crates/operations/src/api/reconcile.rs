//! Comparing our payments with the city platform's (1401).

use chrono::NaiveDate;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::reconcile::{BillKind, OrderDifference};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `reconcile.ask_city` and `reconcile.compare`: a day, some days, or one order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ReconcilePeriod {
    /// The first day; with an order, the day on which it was paid.
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub first_day: Option<NaiveDate>,
    /// The last day, 31 at most; the first where none is given.
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null")]
    pub last_day: Option<NaiveDate>,
    /// Only this order, on the days on which it was paid and given back.
    pub order_no: Option<String>,
}

/// The platform's bill of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BillView {
    /// The day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub day: NaiveDate,
    /// What was asked for.
    pub kind: BillKind,
    /// When it was asked for last.
    pub asked_at: Moment,
    /// How many lines it has.
    pub lines: u32,
}

/// One order that does not agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DifferenceView {
    /// What does not agree.
    #[serde(flatten)]
    pub difference: OrderDifference,
    /// True when our own report of it has not reached the platform yet: that is why it lacks it.
    pub report_waits: bool,
}

/// Reply of `reconcile.ask_city` and `reconcile.compare`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reconciled {
    /// The bills that were compared; a day that was never asked for is missing and not compared.
    pub bills: Vec<BillView>,
    /// What does not agree, by order number.
    pub differences: Vec<DifferenceView>,
}
