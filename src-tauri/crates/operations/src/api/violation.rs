//! Traffic violations: what cities want to know, what they tell, and orders that have violations handled.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::person::CarPapers;
use lotdesk_domain::violation::{CarType, CityCondition, CountCity, OrderState, PricedItem, Violation, ViolationCount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `violation.cities`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ViolationCitiesRequest {
    /// True to ask docloud anew; otherwise what it said lately.
    pub fresh: bool,
}

/// Reply of `violation.cities`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationCities {
    /// Each city with what it wants.
    pub cities: Vec<CityCondition>,
}

/// `violation.query`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct QueryViolations {
    /// Plate.
    pub plate: String,
    /// Kind of car.
    #[serde(default)]
    pub car_type: CarType,
    /// Telephone and numbers, as they stand on the vehicle licence; each is cut to what the city wants. None for a car that
    /// was asked for before: by what was given then.
    #[serde(default)]
    pub papers: Option<QueryPapers>,
    /// Whose records; the plate's own city where it is none.
    #[serde(default)]
    pub city: Option<String>,
    /// True where the points are to go off the owner's own licence (自扣分).
    #[serde(default)]
    pub self_deduction: bool,
}

/// What a query is proven by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct QueryPapers {
    /// A real telephone; it serves three cars at most. An order needs one.
    pub phone: String,
    /// Vehicle identification number.
    pub vin: String,
    /// Number of the engine.
    pub engine_no: String,
}

/// A car and what is known of its violations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationCarView {
    /// Its row.
    pub row: ViolationCarRow,
    /// Its violations.
    pub violations: Vec<ViolationRow>,
    /// Its orders, the newest first.
    pub orders: Vec<ViolationOrderRow>,
}

/// A car whose violations were asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationCarRow {
    /// Plate.
    pub plate: String,
    /// Kind.
    pub car_type: CarType,
    /// Whose records were asked; none for the plate's own city.
    pub city: Option<String>,
    /// Telephone and numbers, masked.
    pub papers: Option<CarPapers>,
    /// Where these stand in the table of persons.
    pub person_id: Option<Guid>,
    /// Fines of what is not handled.
    pub total_fine_fen: Fen,
    /// Points of that.
    #[ts(type = "number")]
    pub total_points: i64,
    /// How many those are.
    #[ts(type = "number")]
    pub untreated: i64,
    /// When it was asked for last.
    pub queried_at: Moment,
    /// When photographs of its licence were sent last.
    pub licence_sent_at: Option<Moment>,
}

/// A violation as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationRow {
    /// What docloud tells of it.
    pub violation: Violation,
    /// The order that it is in.
    pub order_id: Option<Guid>,
    /// True when it can be chosen for an order now.
    pub can_order: bool,
    /// When something was told of it last.
    pub changed_at: Moment,
}

/// `violation.cars`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ViolationCarsRequest {
    /// How many at most; 0 for the usual page.
    pub limit: u32,
}

/// Reply of `violation.cars`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationCarList {
    /// The last asked for first.
    pub rows: Vec<ViolationCarRow>,
}

/// `violation.car`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ViolationCarRequest {
    /// Plate.
    pub plate: String,
}

/// `violation.price`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PriceViolations {
    /// Plate.
    pub plate: String,
    /// Kind of car.
    #[serde(default)]
    pub car_type: CarType,
    /// Telephone and numbers; none for a car that was asked for before.
    #[serde(default)]
    pub papers: Option<QueryPapers>,
    /// The violations, as a ticket or another source has them.
    pub items: Vec<PricedItem>,
}

/// Reply of `violation.count_cities`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CountCities {
    /// Where violations can be counted.
    pub cities: Vec<CountCity>,
}

/// `violation.count`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CountViolations {
    /// Plate.
    pub plate: String,
    /// Number of the engine: its last six characters are sent.
    pub engine_no: String,
    /// Kind of car.
    #[serde(default)]
    pub car_type: CarType,
}

/// Reply of `violation.count`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationsCounted {
    /// How many there are.
    pub count: ViolationCount,
}

/// Whose licence the points go off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OwnLicence {
    /// 驾驶证号
    pub licence_no: String,
    /// 档案编号
    pub file_no: String,
}

/// `violation.check_licence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckLicence {
    /// Plate of a car that was asked for before.
    pub plate: String,
    /// The licence.
    pub licence: OwnLicence,
}

/// Reply of `violation.check_licence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LicenceChecked {
    /// Whether its points can be taken off for this car.
    pub possible: bool,
}

/// `violation.upload_licence`: photographs of the vehicle licence, jpg, png or bmp, 512,000 bytes each at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct UploadLicence {
    /// Plate of a car that was asked for before.
    pub plate: String,
    /// 行驶证正页, Base64.
    pub front_base64: String,
    /// 行驶证副页, Base64.
    pub back_base64: String,
}

/// `violation.order`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderViolations {
    /// Drawn by the asker: a repeat gets the first answer.
    pub request_id: Guid,
    /// The car.
    pub plate: String,
    /// What is to be handled.
    pub codes: Vec<String>,
    /// The total that the customer was told.
    pub expected_total_fen: Fen,
    /// The owner's own licence, where the points go off it (自扣分).
    #[serde(default)]
    pub licence: Option<OwnLicence>,
}

/// `violation.order_detail`, `violation.send_again`, `violation.ask_order`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ViolationOrderRequest {
    /// The order.
    pub order_id: Guid,
}

/// `violation.orders`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ViolationOrdersRequest {
    /// True for those of which docloud can still tell something.
    pub open_only: bool,
    /// How many at most; 0 for the usual page.
    pub limit: u32,
    /// From before this place on.
    pub before: Option<u32>,
}

/// Reply of `violation.orders`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationOrderList {
    /// The newest first.
    pub rows: Vec<ViolationOrderRow>,
    /// True when there are more.
    pub more: bool,
    /// What is held of customers' money for all orders together: taken, not handed on to docloud, not given back.
    pub held_fen: Fen,
}

/// An order as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationOrderRow {
    /// Identifier.
    pub order_id: Guid,
    /// Its place.
    pub no: u32,
    /// Our number of it.
    pub out_order_no: String,
    /// docloud's number of it.
    pub platform_order_id: Option<String>,
    /// The car.
    pub plate: String,
    /// How it stands.
    pub state: OrderState,
    /// How many violations it is of.
    pub violations: u32,
    /// What it costs.
    pub price_fen: Fen,
    /// True when the points go off the owner's own licence.
    pub self_deduction: bool,
    /// What is held of the customer's money; below zero what the customer owes.
    pub held_fen: Fen,
    /// When it was drawn.
    pub drawn_at: Moment,
    /// When it changed last.
    pub changed_at: Moment,
}

/// Everything known of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationOrderDetail {
    /// Its row.
    pub row: ViolationOrderRow,
    /// What it is of, as it was told when it was drawn, and how far each is now.
    pub violations: Vec<Violation>,
    /// The code of a refusal.
    pub code: Option<String>,
    /// docloud's words, or what happened on the way.
    pub words: String,
    /// What to do now, in Simplified Chinese; empty when there is nothing to do.
    pub advice_zh: String,
    /// The same in English.
    pub advice_en: String,
    /// Where it is paid for; empty for an account that is settled later, and where nothing is due.
    pub pay_url: String,
    /// Since when it stands so, as docloud writes it.
    pub status_time: String,
    /// Why it was closed.
    pub cancel_reason: String,
    /// How often it was sent.
    pub tries: u32,
    /// True when it may be sent again under its own number.
    pub may_be_sent_again: bool,
    /// What the customer gave.
    pub taken_fen: Fen,
    /// What the customer got back.
    pub returned_fen: Fen,
    /// What docloud took.
    pub handed_on_fen: Fen,
    /// What docloud gave back.
    pub refunded_fen: Fen,
    /// The customer's money, movement by movement.
    pub money: Vec<ViolationMoneyRow>,
}

/// A movement of a customer's money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ViolationMoneyRow {
    /// When.
    pub at: Moment,
    /// How much; below zero when it was given back.
    pub amount_fen: Fen,
    /// Why, where it was given back.
    pub reason: Option<String>,
}

/// `violation.take_money`: a customer's cash for an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeViolationMoney {
    /// Drawn by the asker: a repeat has no second effect.
    pub request_id: Guid,
    /// The order.
    pub order_id: Guid,
    /// How much.
    pub amount_fen: Fen,
}

/// `violation.give_back`: cash that is held for an order goes back to the customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct GiveViolationMoneyBack {
    /// Drawn by the asker: a repeat has no second effect.
    pub request_id: Guid,
    /// The order.
    pub order_id: Guid,
    /// How much.
    pub amount_fen: Fen,
    /// Why, 2 to 100 characters.
    pub reason: String,
}
