//! Fleets whose cars docloud watches.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::person::CarPapers;
use lotdesk_domain::repair::FieldNote;
use lotdesk_domain::violation::{CarType, Violation, WatchState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::repair_import::ImportColumn;

/// A car to watch, as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct FleetCarForm {
    /// Plate.
    pub plate: String,
    /// Kind of car.
    pub car_type: CarType,
    /// Vehicle identification number, the whole of it.
    pub vin: String,
    /// Number of the engine, the whole of it.
    pub engine_no: String,
}

/// `fleet.add`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AddFleetCars {
    /// The fleet's name, 1 to 30 characters.
    pub fleet: String,
    /// Its cars.
    pub cars: Vec<FleetCarForm>,
}

/// `fleet.remove`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveFleetCars {
    /// Plates of cars that are watched.
    pub plates: Vec<String>,
}

/// What became of cars that were added or removed, batch by batch: docloud takes fifty at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetReport {
    /// In the order in which they were sent.
    pub batches: Vec<FleetBatch>,
    /// Cars for which it was done.
    pub done: u32,
    /// Cars that were refused.
    pub refused: u32,
    /// Cars of which it is not known, or which were not reached: doing it once more does no harm.
    pub open: u32,
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetBatch {
    /// Its plates.
    pub plates: Vec<String>,
    /// How its cars stand now.
    pub state: WatchState,
    /// The code of a refusal.
    pub code: Option<String>,
    /// What happened and what to do, in Simplified Chinese; empty when all is well.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// `fleet.import_preview`: a CSV or XLSX file, 8 MB at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportFleet {
    /// The fleet's name, for lines that name none.
    pub fleet: String,
    /// The file's name; its ending says what it is.
    pub file_name: String,
    /// Its content.
    pub base64: String,
}

/// What an import would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetPreview {
    /// Which column was read as what.
    pub columns: Vec<ImportColumn>,
    /// The lines, as they would be sent; numbers masked.
    pub lines: Vec<FleetLine>,
    /// How many would be added.
    pub new: u32,
    /// How many are watched already, and would be sent again with what the file says.
    pub changed: u32,
    /// How many are watched as they are.
    pub same: u32,
    /// How many have errors and would be left out.
    pub bad: u32,
}

/// `fleet.import`: the same file once more, whose lines without errors are to be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct BeginFleetImport {
    /// Drawn by the asker: a repeat gets the same import.
    pub request_id: Guid,
    /// The fleet's name, for lines that name none.
    pub fleet: String,
    /// The file's name; its ending says what it is.
    pub file_name: String,
    /// Its content.
    pub base64: String,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FleetImportState {
    /// Batches are being sent.
    Running,
    /// All of them were.
    Done,
    /// Somebody ended it: what was accepted stays, the rest was not sent.
    Cancelled,
    /// docloud was not reached, or the ledger did not keep it: the rest was not sent.
    Failed,
}

/// An import of a fleet's own list, fifty cars in a batch. It goes on when the window is closed, and is forgotten when the
/// engine ends: what was sent stands with the cars, and the same list once more sends the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetImport {
    /// Identifier: the asker's.
    pub import_id: Guid,
    /// The file's name.
    pub file_name: String,
    /// How far it is.
    pub state: FleetImportState,
    /// True once somebody wishes it to end: the batch that is on its way still comes to its end.
    pub cancelling: bool,
    /// Cars that are to be sent.
    pub total: u32,
    /// Cars whose batch has an answer, or lost it.
    pub sent: u32,
    /// Cars that were not sent.
    pub not_sent: u32,
    /// Seconds that docloud wants to be left alone for now; 0 otherwise.
    pub waits_s: u32,
    /// What became of each batch.
    pub report: FleetReport,
    /// Why it failed, in Simplified Chinese; empty otherwise.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// When it began.
    pub begun_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
}

/// `fleet.import_look`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct FleetImportRequest {
    /// Which; the newest where none is named.
    pub import_id: Option<Guid>,
}

/// Reply of `fleet.import_look`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetImportReply {
    /// The import; none where there was none since the engine began.
    pub import: Option<FleetImport>,
}

/// `fleet.import_cancel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelFleetImport {
    /// Which.
    pub import_id: Guid,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetLine {
    /// Counted from 1 with the heading.
    pub line: u32,
    /// Plate.
    pub plate: String,
    /// Kind of car.
    pub car_type: CarType,
    /// Vehicle identification number, masked.
    pub vin: String,
    /// Number of the engine, masked.
    pub engine_no: String,
    /// The fleet's name.
    pub fleet: String,
    /// What would become of it.
    pub fate: super::repair_import::ImportFate,
    /// What is wrong with it.
    pub errors: Vec<FieldNote>,
}

/// `fleet.cars`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct FleetCarsRequest {
    /// One fleet's; all where it is none.
    pub fleet: Option<String>,
    /// Any part of a plate.
    pub plate: String,
    /// From after this plate on.
    pub after: String,
    /// How many at most; 0 for the usual page.
    pub limit: u32,
}

/// Reply of `fleet.cars`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetCarList {
    /// By plate.
    pub rows: Vec<FleetCarRow>,
    /// True when there are more.
    pub more: bool,
    /// The fleets.
    pub fleets: Vec<FleetRow>,
    /// Alarms that nobody has seen.
    pub unseen: u32,
}

/// A fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetRow {
    /// Its name.
    pub fleet: String,
    /// Its cars.
    pub cars: u32,
    /// Those of them that are watched and whose data is right.
    pub watched: u32,
}

/// A car of a fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetCarRow {
    /// Plate.
    pub plate: String,
    /// Kind.
    pub car_type: CarType,
    /// The fleet's name.
    pub fleet: String,
    /// Its numbers, masked.
    pub papers: Option<CarPapers>,
    /// Where these stand in the table of persons.
    pub person_id: Option<Guid>,
    /// Whether it is watched.
    pub state: WatchState,
    /// The code of a refusal.
    pub code: Option<String>,
    /// In words.
    pub words: String,
    /// Violations that are not handled, as far as docloud told of them.
    pub untreated: u32,
    /// When it changed last.
    pub changed_at: Moment,
    /// When docloud told something of it last.
    pub news_at: Option<Moment>,
}

/// `fleet.alarms`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct FleetAlarmsRequest {
    /// True for those that nobody has seen.
    pub unseen_only: bool,
    /// How many at most; 0 for the usual page.
    pub limit: u32,
    /// From before this place on.
    pub before: Option<u32>,
}

/// Reply of `fleet.alarms`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetAlarmList {
    /// The newest first.
    pub rows: Vec<FleetAlarmRow>,
    /// True when there are more.
    pub more: bool,
    /// Alarms that nobody has seen.
    pub unseen: u32,
}

/// An alarm: a watched car has new violations, or its data is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FleetAlarmRow {
    /// Identifier.
    pub alarm_id: Guid,
    /// Its place.
    pub no: u32,
    /// The car.
    pub plate: String,
    /// The fleet's name; empty for a car that is none's.
    pub fleet: String,
    /// The violations that are new or stand differently.
    pub violations: Vec<Violation>,
    /// What is wrong with the car's data, as a code.
    pub code: Option<String>,
    /// In words.
    pub words: String,
    /// What to do about it, in Simplified Chinese.
    pub advice_zh: String,
    /// The same in English.
    pub advice_en: String,
    /// When it came.
    pub at: Moment,
    /// When somebody saw it.
    pub seen_at: Option<Moment>,
}

/// `fleet.see_alarm`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SeeFleetAlarm {
    /// Which.
    pub alarm_id: Guid,
}
