//! A printer that is a file: a device of Linux, or a file to look at.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use super::{Printer, PrinterError};

pub(super) struct FilePrinter {
    pub path: PathBuf,
}

impl Printer for FilePrinter {
    fn print(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        let written = OpenOptions::new().create(true).append(true).open(&self.path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.flush()
        });
        written.map_err(|why| PrinterError::Io { place: self.path.display().to_string(), why })
    }
}
