//! CSV as Chinese offices open it: UTF-8 with a byte order mark, so that Excel and WPS see Chinese text; CRLF.
//!
//! A spreadsheet reads meaning into text. What would be a formula gets an apostrophe before it, and a number that is a
//! name (an order, an account) a tab, so that its last digits and its leading zeros stay.

use std::path::{Path, PathBuf};

use lotdesk_domain::table::{Cell, CellKind, Heading, RowSink, SinkError, Totals};

use crate::file::PartFile;
use crate::text;

/// Spreadsheets round whole numbers from this many digits on, or show them as 1.2E+11.
const LONG_NUMBER_DIGITS: usize = 12;
/// So much is written at once.
const BLOCK_BYTES: usize = 128 * 1024;

/// Writes one CSV file.
pub struct CsvWriter {
    file: PartFile,
    path: PathBuf,
    heading: Heading,
    block: Vec<u8>,
    totals: Totals,
}

impl CsvWriter {
    /// Begins a file; only the heads of the columns stand above the rows, so that programs can read it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(path: &Path, heading: Heading) -> Result<Self, SinkError> {
        let mut block = Vec::with_capacity(BLOCK_BYTES + 4096);
        block.extend_from_slice("\u{feff}".as_bytes());
        for (place, head) in heading.heads().enumerate() {
            if place > 0 {
                block.push(b',');
            }
            guarded(&mut block, head);
        }
        block.extend_from_slice(b"\r\n");
        let totals = Totals::of(&heading.columns);
        Ok(Self { file: PartFile::create(path)?, path: path.to_owned(), heading, block, totals })
    }

    fn line(&mut self, row: &[Cell<'_>]) -> Result<(), SinkError> {
        for (place, (cell, column)) in row.iter().zip(&self.heading.columns).enumerate() {
            if place > 0 {
                self.block.push(b',');
            }
            match cell {
                Cell::Text(text) => guarded(&mut self.block, text),
                other => text::cell(&mut self.block, other, column.kind),
            }
        }
        self.block.extend_from_slice(b"\r\n");
        if self.block.len() >= BLOCK_BYTES {
            self.file.write(&self.block)?;
            self.block.clear();
        }
        Ok(())
    }
}

impl RowSink for CsvWriter {
    fn row(&mut self, row: &[Cell<'_>]) -> Result<(), SinkError> {
        self.totals.add(row);
        self.line(row)
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<PathBuf>, SinkError> {
        if self.totals.any() {
            let mut sums = self.totals.cells();
            if let (Some(first @ Cell::Empty), Some(column)) = (sums.first_mut(), self.heading.columns.first())
                && column.kind != CellKind::Money
            {
                *first = Cell::Text(text::total(self.heading.language));
            }
            self.line(&sums)?;
        }
        self.file.write(&self.block)?;
        let Self { file, path, .. } = *self;
        Ok(vec![file.become_file(&path)?])
    }
}

/// Text that a spreadsheet shows as it is.
fn guarded(out: &mut Vec<u8>, text: &str) {
    let guard = guard(text);
    let quoted = guard.is_some() || text.bytes().any(|b| matches!(b, b',' | b'"' | b'\r' | b'\n'));
    if !quoted {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend(guard);
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// What has to stand before a text: an apostrophe before what begins as a formula does, also in full width and behind
/// spaces, and a tab before a number that is a name.
fn guard(text: &str) -> Option<u8> {
    let first = *text.as_bytes().first()?;
    if first.is_ascii_digit() {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let named = digits && (text.len() >= LONG_NUMBER_DIGITS || (first == b'0' && text.len() > 1));
        return named.then_some(b'\t');
    }
    if first.is_ascii_alphabetic() {
        return None;
    }
    let begins =
        text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').chars().next();
    let formula = matches!(begins, Some('=' | '+' | '-' | '@' | '|' | '%' | '＝' | '＋' | '－' | '＠'));
    (formula || matches!(first, b'\t' | b'\r' | b'\n')).then_some(b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        guarded(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formulas_are_text() {
        assert_eq!(written("=1+1"), "\"'=1+1\"");
        assert_eq!(written("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(written("＝HYPERLINK(\"x\")"), "\"'＝HYPERLINK(\"\"x\"\")\"");
        assert_eq!(written("  @SUM(A1)"), "\"'  @SUM(A1)\"");
        assert_eq!(written("\t=1"), "\"'\t=1\"");
        assert_eq!(written("-5 元"), "\"'-5 元\"");
        assert_eq!(written("粤B·12345"), "粤B·12345");
        assert_eq!(written(""), "");
    }

    #[test]
    fn numbers_that_are_names_keep_their_digits() {
        assert_eq!(written("44030400100101000010"), "\"\t44030400100101000010\"");
        assert_eq!(written("007"), "\"\t007\"");
        assert_eq!(written("0"), "0");
        assert_eq!(written("12345"), "12345");
        assert_eq!(written("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }
}
