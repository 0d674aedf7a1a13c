//! A workbook in one go: rows become XML, XML becomes ZIP, ZIP goes to the disk, a block at a time. Amounts, moments and
//! shares are numbers with a format, so that a spreadsheet can reckon with them; text is text, whatever it begins with.

mod cells;
mod parts;
mod zip;

use std::path::{Path, PathBuf};

use lotdesk_domain::table::{Cell, CellKind, Heading, RowSink, SinkError, Totals};

use crate::text;
use cells::{Cells, escaped};
use zip::Zip;

/// Rows of a sheet, those above the data included; more go into a further sheet.
pub const ROWS_A_SHEET: u32 = 1_048_576;
/// So much XML is packed at once.
const BLOCK_BYTES: usize = 128 * 1024;
/// A column's head is never cut.
const LEAST_WIDTH: u32 = 6;
/// Longer names of sheets are refused.
const SHEET_NAME_CHARS: usize = 31;

/// Writes one workbook.
pub struct XlsxWriter {
    zip: Zip,
    path: PathBuf,
    heading: Heading,
    cells: Cells,
    block: Vec<u8>,
    totals: Totals,
    sheets: usize,
    /// Rows of the sheet that are written.
    rows: u32,
    /// The last row that a sheet may have; all there are but for tests.
    most_rows: u32,
}

impl XlsxWriter {
    /// Begins a workbook.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(path: &Path, heading: Heading) -> Result<Self, SinkError> {
        Self::with_rows(path, heading, ROWS_A_SHEET)
    }

    /// The same with smaller sheets.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn with_rows(path: &Path, heading: Heading, most_rows: u32) -> Result<Self, SinkError> {
        let (cells, totals) = (Cells::of(&heading.columns), Totals::of(&heading.columns));
        let mut writer = Self {
            zip: Zip::create(path)?,
            path: path.to_owned(),
            heading,
            cells,
            block: Vec::with_capacity(BLOCK_BYTES + 8192),
            totals,
            sheets: 0,
            rows: 0,
            most_rows,
        };
        writer.begin_sheet()?;
        Ok(writer)
    }

    /// Rows above the data: the title, the lines below it, the heads.
    fn head_rows(&self) -> u32 {
        u32::try_from(self.heading.lines.len()).unwrap_or(0) + 2
    }

    fn begin_sheet(&mut self) -> Result<(), SinkError> {
        self.sheets += 1;
        self.rows = 0;
        self.zip.begin(&format!("xl/worksheets/sheet{}.xml", self.sheets))?;
        let widths: Vec<u32> = self
            .heading
            .columns
            .iter()
            .zip(self.heading.heads())
            .map(|(column, head)| {
                let head = u32::try_from(text::width(head)).unwrap_or(0) + 2;
                column.width.max(head).max(LEAST_WIDTH)
            })
            .collect();
        self.block.extend_from_slice(parts::sheet_head(&widths, self.head_rows(), self.sheets == 1).as_bytes());
        let heads: Vec<&str> = self.heading.heads().collect();
        let lines = self.heading.lines.iter().map(|line| (vec![line.as_str()], parts::style::LINE));
        let title = (vec![self.heading.title.as_str()], parts::style::TITLE);
        let rows = std::iter::once(title).chain(lines).chain(std::iter::once((heads, parts::style::HEAD)));
        for (words, style) in rows {
            self.rows += 1;
            self.cells.words(&mut self.block, self.rows, &words, style);
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), SinkError> {
        let filtered = format!("A{}:{}{}", self.head_rows(), self.cells.last_column(), self.rows.max(self.head_rows()));
        self.block.extend_from_slice(parts::sheet_foot(&filtered).as_bytes());
        self.zip.write(&self.block)?;
        self.block.clear();
        Ok(())
    }

    /// The name of a sheet, without what Excel refuses in one.
    fn sheet_name(&self, no: usize) -> String {
        let clean: String =
            self.heading
                .title
                .chars()
                .map(|c| {
                    if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') || c.is_control() { ' ' } else { c }
                })
                .collect();
        let end = if no == 1 { String::new() } else { format!(" ({no})") };
        let mut name = String::new();
        // Excel counts UTF-16.
        let mut room = SHEET_NAME_CHARS - end.len();
        for c in clean.trim().chars() {
            let Some(left) = room.checked_sub(c.len_utf16()) else { break };
            room = left;
            name.push(c);
        }
        if name.is_empty() {
            name.push('1');
        }
        let mut out = Vec::new();
        escaped(&mut out, &(name + &end));
        String::from_utf8(out).unwrap_or_else(|_| no.to_string())
    }

    fn part(&mut self, name: &str, content: &str) -> Result<(), SinkError> {
        self.zip.begin(name)?;
        self.zip.write(content.as_bytes())
    }
}

impl RowSink for XlsxWriter {
    fn row(&mut self, row: &[Cell<'_>]) -> Result<(), SinkError> {
        // The last row is left for the sums.
        if self.rows + 1 >= self.most_rows {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        self.totals.add(row);
        self.rows += 1;
        self.cells.row(&mut self.block, self.rows, row, 0);
        if self.block.len() >= BLOCK_BYTES {
            self.zip.write(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<PathBuf>, SinkError> {
        // Sums stand outside of what is filtered and sorted.
        let data_rows = self.rows;
        if self.totals.any() {
            let mut sums = self.totals.cells();
            if let (Some(first @ Cell::Empty), Some(column)) = (sums.first_mut(), self.heading.columns.first())
                && column.kind != CellKind::Money
            {
                *first = Cell::Text(text::total(self.heading.language));
            }
            self.cells.row(&mut self.block, self.rows + 1, &sums, parts::style::SUM);
        }
        self.rows = data_rows;
        self.end_sheet()?;
        let names: Vec<String> = (1..=self.sheets).map(|no| self.sheet_name(no)).collect();
        self.part("xl/styles.xml", parts::STYLES)?;
        self.part("xl/workbook.xml", &parts::workbook(&names))?;
        self.part("xl/_rels/workbook.xml.rels", &parts::workbook_parts(names.len()))?;
        self.part("_rels/.rels", &parts::root())?;
        self.part("[Content_Types].xml", &parts::content_types(names.len()))?;
        let Self { zip, path, .. } = *self;
        Ok(vec![zip.finish(&path)?])
    }
}
