//! A shop's own list of jobs, taken in: looked at first, line by line.

use lotdesk_domain::repair::{FieldNote, RepairForm};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `repair.import_preview`, `repair.import`: a CSV or XLSX file, 8 MB at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRepairs {
    /// The file's name; its ending says what it is.
    pub file_name: String,
    /// Its content.
    pub base64: String,
}

/// What an import would do, or did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportPreview {
    /// Which column was read as what.
    pub columns: Vec<ImportColumn>,
    /// The jobs in the file's order: lines with the same list number are one.
    pub jobs: Vec<ImportJob>,
    /// How many would be settled and go up.
    pub new: u32,
    /// How many would put right what is there.
    pub changed: u32,
    /// How many are there already as they are.
    pub same: u32,
    /// How many have errors and would be left out.
    pub bad: u32,
    /// True when it was done, false when it was only looked at.
    pub done: bool,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportColumn {
    /// As it is headed.
    pub head: String,
    /// The field that it is read as; none for one that is not understood and left out.
    pub field: Option<String>,
}

/// A job of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportJob {
    /// The lines of the file that it stands in, counted from 1 with the heading.
    pub lines: Vec<u32>,
    /// What was read.
    pub form: RepairForm,
    /// What would become of it.
    pub fate: ImportFate,
    /// What is wrong, with the line.
    pub errors: Vec<ImportError>,
    /// What looks wrong.
    pub doubts: Vec<FieldNote>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ImportError {
    /// The line, counted from 1 with the heading.
    pub line: u32,
    /// The field and what is wrong.
    pub note: FieldNote,
}

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportFate {
    /// It is settled and goes up.
    New,
    /// It puts right what is there under its number.
    Changed,
    /// It is there as it is.
    Same,
    /// It has errors and is left out.
    Bad,
}
