//! Inspections of cars that need not be looked at (免检).

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::{
    ExemptionRule, InspectionCar, InspectionPaper, InspectionPeople, InspectionState, InspectionStatus, Named,
};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Catalogue {
    /// Makes.
    Brands,
    /// A make's lines.
    Series,
    /// A line's models.
    Models,
    /// Provinces.
    Provinces,
    /// A province's cities.
    Cities,
    /// A city's districts.
    Districts,
}

/// `inspection.catalogue`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CatalogueRequest {
    /// Which list.
    pub what: Catalogue,
    /// The make, line, province or city that it is of.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub of: Option<i64>,
}

/// Reply of `inspection.catalogue`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CatalogueReply {
    /// In docloud's order.
    pub rows: Vec<Named>,
}

/// `inspection.check`: whether a car need not be looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckInspection {
    /// The car.
    pub car: InspectionCar,
}

/// Reply of `inspection.check`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InspectionChecked {
    /// Every rule that it breaks; none when it need not be looked at.
    pub broken: Vec<BrokenRule>,
}

/// A rule of the exemption that a car breaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BrokenRule {
    /// Which.
    pub rule: ExemptionRule,
    /// What fails, in Simplified Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// `inspection.bind`: makes a car known to docloud.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BindInspection {
    /// An inspection whose car is to be put right; none for a new one.
    #[serde(default)]
    pub inspection_id: Option<Guid>,
    /// The car.
    pub car: InspectionCar,
}

/// `inspection.offer`, `inspection.ask`, `inspection.detail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InspectionRequest {
    /// Which.
    pub inspection_id: Guid,
}

/// Reply of `inspection.offer`: what it costs and what it wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InspectionOfferView {
    /// docloud's number of the station.
    #[ts(type = "number")]
    pub shop_id: i64,
    /// The city in which the inspection is made.
    pub city: Named,
    /// What it costs.
    pub price_fen: Fen,
    /// The documents.
    pub papers: Vec<InspectionPaper>,
}

/// `inspection.order`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OrderInspection {
    /// Which.
    pub inspection_id: Guid,
    /// The price that the customer was told.
    pub expected_price_fen: Fen,
    /// Who is told, and where the papers go back to.
    pub people: InspectionPeople,
    /// True once the clerk has seen every document of the list.
    pub papers_seen: bool,
}

/// `inspection.decide`: what a person found out about an order whose answer was lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DecideInspection {
    /// Which.
    pub inspection_id: Guid,
    /// docloud's number of the order; none where it is not there.
    #[serde(default)]
    pub platform_order_id: Option<String>,
    /// How that was found out, 2 to 100 characters.
    pub reason: String,
}

/// `inspection.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct InspectionListRequest {
    /// How many at most; 0 for the usual page.
    pub limit: u32,
    /// From before this place on.
    pub before: Option<u32>,
}

/// Reply of `inspection.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InspectionList {
    /// The newest first.
    pub rows: Vec<InspectionRow>,
    /// True when there are more.
    pub more: bool,
}

/// An inspection as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InspectionRow {
    /// Identifier.
    pub inspection_id: Guid,
    /// Its place.
    pub no: u32,
    /// The car.
    pub plate: String,
    /// Make, line and model.
    pub model: String,
    /// How it stands with us.
    pub state: InspectionState,
    /// How it stands at docloud.
    pub status: Option<InspectionStatus>,
    /// docloud's number of it.
    pub platform_order_id: Option<String>,
    /// What it costs; none before it is ordered.
    pub price_fen: Option<Fen>,
    /// When it changed last.
    pub changed_at: Moment,
}

/// Everything known of an inspection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InspectionDetail {
    /// Its row.
    pub row: InspectionRow,
    /// The car.
    pub car: InspectionCar,
    /// The people, masked.
    pub people: Option<InspectionPeople>,
    /// Where they stand in the table of persons.
    pub person_id: Option<Guid>,
    /// City of the inspection; empty before it is ordered.
    pub city: String,
    /// The documents.
    pub papers: Vec<InspectionPaper>,
    /// The station's name, address and telephone.
    pub shop: Option<[String; 3]>,
    /// What was paid.
    pub paid_fen: Fen,
    /// 寄件物流单号
    pub sent_by: String,
    /// Who brings the papers back, and its number.
    pub back_by: String,
    /// The code of a refusal.
    pub code: Option<String>,
    /// docloud's words, or what happened on the way.
    pub words: String,
    /// What to do now, in Simplified Chinese; empty when there is nothing to do.
    pub advice_zh: String,
    /// The same in English.
    pub advice_en: String,
}
