//! A report as one stream of rows: what its columns are, what stands above it, and whoever takes the rows. Screens, XLSX,
//! CSV and PDF are all fed by the same rows, so that they cannot disagree.

use std::path::PathBuf;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::money::Fen;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// Words.
    Text,
    /// An amount in 分.
    Money,
    /// A whole number.
    Count,
    /// A moment, on China's wall clock.
    Moment,
    /// A day.
    Day,
    /// A length of time in minutes.
    Minutes,
    /// A share in thousandths.
    Permille,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Column {
    /// The column's name for programs, such as `received`.
    pub key: String,
    /// Its head in Chinese.
    pub zh: String,
    /// Its head in English.
    pub en: String,
    /// What stands in it.
    pub kind: CellKind,
    /// How wide it is, in half-width characters.
    pub width: u32,
    /// Whether its cells are added up at the end; for amounts, counts and minutes only.
    pub total: bool,
}

/// The language of a report's heads and words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// Whichever of the two fits.
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// A cell, borrowed from whatever row it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words.
    Text(&'a str),
    /// An amount.
    Money(Fen),
    /// A whole number, minutes, or thousandths: the column says which.
    Number(i64),
    /// A moment.
    Moment(Moment),
    /// A day.
    Day(NaiveDate),
}

impl Cell<'_> {
    /// What it adds to its column's total.
    pub const fn amount(&self) -> i64 {
        match self {
            Cell::Money(fen) => fen.0,
            Cell::Number(number) => *number,
            Cell::Empty | Cell::Text(_) | Cell::Moment(_) | Cell::Day(_) => 0,
        }
    }
}

/// What stands above a report's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What report it is.
    pub title: String,
    /// Lot, period, who made it and when: one line each.
    pub lines: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The language of heads and totals.
    pub language: Language,
}

impl Heading {
    /// The heads of the columns.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| self.language.pick(&column.zh, &column.en))
    }
}

/// Sums of the columns that are added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    sums: Vec<Option<i64>>,
    kinds: Vec<CellKind>,
    /// How many rows were added.
    pub rows: u64,
}

impl Totals {
    /// Nothing added yet.
    pub fn of(columns: &[Column]) -> Self {
        Self {
            sums: columns.iter().map(|column| column.total.then_some(0)).collect(),
            kinds: columns.iter().map(|column| column.kind).collect(),
            rows: 0,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Cell<'_>]) {
        self.rows += 1;
        for (sum, cell) in self.sums.iter_mut().zip(row) {
            if let Some(sum) = sum {
                *sum = sum.saturating_add(cell.amount());
            }
        }
    }

    /// Begins anew.
    pub fn clear(&mut self) {
        self.rows = 0;
        for sum in self.sums.iter_mut().flatten() {
            *sum = 0;
        }
    }

    /// Whether anything is added up at all.
    pub fn any(&self) -> bool {
        self.sums.iter().any(Option::is_some)
    }

    /// The sums as a row, with nothing where nothing is added up.
    pub fn cells(&self) -> Vec<Cell<'static>> {
        let cell = |(sum, kind): (&Option<i64>, &CellKind)| match (sum, kind) {
            (None, _) => Cell::Empty,
            (Some(sum), CellKind::Money) => Cell::Money(Fen(*sum)),
            (Some(sum), _) => Cell::Number(*sum),
        };
        self.sums.iter().zip(&self.kinds).map(cell).collect()
    }
}

/// Why rows cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The file cannot be written.
    #[error("{path} cannot be written: {why}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The font for Chinese text is not there, or is none.
    #[error("the font for Chinese text cannot be used: {0}")]
    Font(String),
    /// It does not fit into a file of this kind.
    #[error("the report is too large for this kind of file: {0}")]
    TooLarge(&'static str),
    /// The taker wants no more: the asker has cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// Takes a report's rows. Dropped before [`RowSink::finish`], it leaves no file behind.
pub trait RowSink: Send {
    /// Takes a row; it has as many cells as there are columns.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn row(&mut self, row: &[Cell<'_>]) -> Result<(), SinkError>;

    /// Ends the report: totals, and the files under their own names.
    ///
    /// # Errors
    /// When the files cannot be completed; then there are none.
    fn finish(self: Box<Self>) -> Result<Vec<PathBuf>, SinkError>;
}
