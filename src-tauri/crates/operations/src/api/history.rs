//! One plate's history: everything that the house knows of a car, on one time line.

use std::collections::BTreeMap;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `car.history`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CarHistoryRequest {
    /// The whole plate.
    pub plate: String,
    /// Why people's data is to be shown in full, 2 to 100 characters; it is masked without.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Where an entry of the time line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// A stay behind the gates.
    Parking,
    /// A stay in a bay along a street.
    Street,
    /// A charging order.
    Charging,
    /// A command to a mechanical garage.
    Garage,
    /// A violation.
    Violation,
    /// An inspection.
    Inspection,
    /// A stay in one of ETCP's lots.
    OtherLot,
    /// A repair.
    Repair,
}

/// An entry of the time line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct HistoryItem {
    /// When it began, or happened.
    pub at: Moment,
    /// When it ended.
    pub until: Option<Moment>,
    /// Where it comes from.
    pub kind: HistoryKind,
    /// How it stands: a word of that subject's list.
    pub state: String,
    /// The money in it: paid, fined or owed.
    pub amount_fen: Option<Fen>,
    /// The parking record that it belongs to.
    pub record_id: Option<Guid>,
    /// What more there is to say, by name; people's data masked unless it was asked for.
    #[ts(type = "Record<string, string>")]
    pub words: BTreeMap<String, String>,
}

/// Reply of `car.history`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CarHistory {
    /// The plate.
    pub plate: String,
    /// The newest first; two hundred of each kind at most.
    pub items: Vec<HistoryItem>,
    /// What the asker's role may not see: whether there is any of it is not told.
    pub withheld: Vec<HistoryKind>,
    /// True where people's data stands in full.
    pub shown: bool,
}
