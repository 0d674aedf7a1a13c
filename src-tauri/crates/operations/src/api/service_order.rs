//! Service orders, as AutoX3 hands them over at the door of the shop.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::person::OrderPeople;
use lotdesk_domain::service_order::ServiceOrderState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `service_order.list`, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceOrderListRequest {
    /// Only those that stand here.
    pub state: Option<ServiceOrderState>,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this place (from the last page).
    pub before: Option<u32>,
}

/// Reply of `service_order.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServiceOrderList {
    /// The page.
    pub rows: Vec<ServiceOrderRow>,
    /// True when there are more.
    pub more: bool,
    /// How many wait for somebody in all.
    pub waiting: u32,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServiceOrderRow {
    /// Identifier.
    pub order_id: Guid,
    /// Its place, to go on from.
    pub no: u32,
    /// The app's number of it.
    pub order_no: Option<String>,
    /// What became of it.
    pub state: ServiceOrderState,
    /// Plate as typed in the app.
    pub plate: String,
    /// Vehicle identification number as typed in the app.
    pub vin: String,
    /// Make and model.
    pub car: String,
    /// Odometer in kilometres, as it came.
    pub odometer_km: Option<String>,
    /// How many warning lights are on.
    pub lights: u32,
    /// How many flaws the paint has.
    pub findings: u32,
    /// When it came first.
    pub came_at: Moment,
    /// The people in it, masked; none where nobody is named or the data is erased.
    pub people: Option<OrderPeople>,
    /// The record that it became.
    pub record_id: Option<Guid>,
}

/// `service_order.detail`, `service_order.draft`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ServiceOrderRequest {
    /// The order.
    pub order_id: Guid,
}

/// Everything known of one order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServiceOrderDetail {
    /// The row.
    pub row: ServiceOrderRow,
    /// When the car was made.
    pub produced_at: Option<Moment>,
    /// Warning lights, each `number_name`.
    pub lights: Vec<String>,
    /// Fuel gauge in percent, as it came.
    pub fuel_percent: Option<String>,
    /// Flaws of the paint.
    pub paint: Vec<PaintFindingView>,
    /// Belongings left in the car.
    pub belongings: Vec<String>,
    /// Remark.
    pub remark: String,
    /// The people in it, in the table of persons: `person.show` unmasks them.
    pub person_id: Option<Guid>,
    /// The message that brought it, in the inbox.
    pub inbox_no: u32,
    /// The message's type.
    pub msg_type: String,
    /// Why nothing comes of it.
    pub reason: Option<String>,
    /// How many settled records there are of this car.
    pub past: u32,
}

/// A flaw of the paint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaintFindingView {
    /// Where.
    pub position: String,
    /// What.
    pub finding: String,
    /// How many pictures it has; `service_order.picture` fetches one.
    pub pictures: u32,
}

/// `service_order.set_aside`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetServiceOrderAside {
    /// The order.
    pub order_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `service_order.picture`: fetched from where it lies, for somebody who wants to see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ServiceOrderPictureRequest {
    /// The order.
    pub order_id: Guid,
    /// The finding, counted from 0.
    pub finding: u32,
    /// The picture, counted from 0.
    pub picture: u32,
}
