//! A printer of Windows: the bytes go to its spooler as they are.

use printers::common::base::job::PrinterJobOptions;

use super::{Printer, PrinterError};

pub(super) struct Spooled {
    pub name: String,
}

impl Printer for Spooled {
    fn print(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        let refused = |why: String| PrinterError::Spooler { place: self.name.clone(), why };
        let printer = printers::get_printer_by_name(&self.name).ok_or_else(|| refused("no such printer".to_owned()))?;
        let options = PrinterJobOptions { name: Some("Lotdesk"), ..PrinterJobOptions::none() };
        printer.print(bytes, options).map(|_| ()).map_err(|why| refused(why.message))
    }
}
