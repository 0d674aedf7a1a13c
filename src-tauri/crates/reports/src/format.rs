//! The kinds of files.

use std::path::Path;

use lotdesk_domain::table::{Heading, RowSink, SinkError};

use crate::csv::CsvWriter;
use crate::pdf::{Font, PdfWriter};
use crate::xlsx::XlsxWriter;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Comma-separated text.
    Csv,
    /// Pages, in volumes.
    Pdf,
}

impl Format {
    /// The end of the file's name.
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
            Format::Pdf => "pdf",
        }
    }
}

/// Begins the file `path`, which ends as the format's files do; its folder exists. The font is asked for only where one
/// is needed.
///
/// # Errors
/// When the file cannot be written, or the font is not there.
pub fn open(
    format: Format,
    path: &Path,
    heading: Heading,
    font: impl FnOnce() -> Result<Font, SinkError>,
) -> Result<Box<dyn RowSink>, SinkError> {
    Ok(match format {
        Format::Xlsx => Box::new(XlsxWriter::create(path, heading)?),
        Format::Csv => Box::new(CsvWriter::create(path, heading)?),
        Format::Pdf => Box::new(PdfWriter::create(path, heading, font()?)?),
    })
}
