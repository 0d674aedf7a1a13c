//! Reports: on the screen a page at a time, as files by a job that says how far it is.

use chrono::NaiveDate;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::table::{Column, Language};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refusal::Refusal;

/// What can be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// What was taken, a line a day.
    Daily,
    /// What was taken, a line a month.
    Monthly,
    /// What was taken, by lane.
    Lanes,
    /// What was taken and given back, by operator.
    Operators,
    /// What was taken, by way to pay.
    PayTypes,
    /// Every payment.
    Payments,
    /// Every stay that began.
    Stays,
    /// What went through each drawer.
    Shifts,
    /// What does not agree with the city platform's bills, as they were asked for last.
    Reconciliation,
    /// What is owed for stays that are over.
    Arrears,
    /// Cars let go free and gates opened by hand, by operator.
    Releases,
    /// How full the lot was, and how often a space was taken.
    Occupancy,
    /// Settled repairs, when the archive had each, and how long that took.
    RepairUploads,
}

impl ReportKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [ReportKind; 13] = [
        ReportKind::Daily,
        ReportKind::Monthly,
        ReportKind::Lanes,
        ReportKind::Operators,
        ReportKind::PayTypes,
        ReportKind::Payments,
        ReportKind::Stays,
        ReportKind::Shifts,
        ReportKind::Reconciliation,
        ReportKind::Arrears,
        ReportKind::Releases,
        ReportKind::Occupancy,
        ReportKind::RepairUploads,
    ];
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// A workbook with real numbers and dates.
    Xlsx,
    /// Comma-separated text, UTF-8 with a byte order mark.
    Csv,
    /// Pages with sums and a box for the seal, in volumes of 500.
    Pdf,
}

/// `report.show`: a page of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShowReport {
    /// What.
    pub kind: ReportKind,
    /// The first day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last day; the first where none is given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null", optional)]
    pub last_day: Option<NaiveDate>,
    /// At most this many rows, 500 at most.
    #[serde(default = "page_rows")]
    #[ts(as = "Option<u32>", optional)]
    pub limit: u32,
    /// Where the page before ended (`next`).
    #[serde(default)]
    #[ts(optional)]
    pub after: Option<String>,
    /// The language of words in the rows.
    #[serde(default)]
    #[ts(as = "Option<Language>", optional)]
    pub language: Language,
}

const fn page_rows() -> u32 {
    200
}

/// A cell: words or a day as text; an amount in 分, a number, a moment in milliseconds or a share in thousandths as a
/// number; nothing. The column says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum ReportCell {
    /// Words, or a day.
    Text(String),
    /// A number.
    Number(#[ts(type = "number")] i64),
    /// Nothing.
    Nothing(()),
}

/// Reply of `report.show`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReportPage {
    /// What report it is.
    pub title: String,
    /// What stands below the title on paper.
    pub lines: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, a cell a column.
    pub rows: Vec<Vec<ReportCell>>,
    /// The sums of this page's rows; of the whole report where `next` is none and the page is the first.
    pub sums: Vec<ReportCell>,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
}

/// `report.export`: writes a report into a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportReport {
    /// What.
    pub kind: ReportKind,
    /// The first day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last day; the first where none is given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    #[ts(type = "string | null", optional)]
    pub last_day: Option<NaiveDate>,
    /// As what.
    pub format: ReportFormat,
    /// The language of heads and words.
    #[serde(default)]
    #[ts(as = "Option<Language>", optional)]
    pub language: Language,
}

/// `repair.export`: the report that a shop can show, as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportRepairs {
    /// The first day on which records were settled.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// As what.
    pub format: ReportFormat,
    /// The language of heads and words.
    #[serde(default)]
    #[ts(as = "Option<Language>", optional)]
    pub language: Language,
}

/// `report.job` and `report.cancel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportJobRequest {
    /// The job's number.
    #[ts(type = "number")]
    pub no: u64,
}

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportJobState {
    /// Others are written first.
    Waiting,
    /// It is being written.
    Running,
    /// It is there.
    Done,
    /// It could not be written; there is no file.
    Failed,
    /// Somebody cancelled it; there is no file.
    Cancelled,
}

/// A report being written, or written since the engine started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReportJob {
    /// Number, from 1 since the engine started.
    #[ts(type = "number")]
    pub no: u64,
    /// What.
    pub kind: ReportKind,
    /// As what.
    pub format: ReportFormat,
    /// The first day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// The last day.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// Where it is.
    pub state: ReportJobState,
    /// Rows written.
    #[ts(type = "number")]
    pub rows: u64,
    /// Of so many, where that is known beforehand.
    #[ts(type = "number | null")]
    pub of_rows: Option<u64>,
    /// When it was asked for.
    pub asked_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// The files, on the computer that the engine runs on.
    pub files: Vec<String>,
    /// How large they are together, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Why it failed.
    pub refusal: Option<Refusal>,
}

/// Reply of `report.jobs`: the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReportJobs {
    /// The jobs since the engine started, of which the last twenty are kept.
    pub jobs: Vec<ReportJob>,
}
