//! A printer at a serial line, opened for each receipt: a USB adapter may have come back under the same name.

use std::io::Write;
use std::time::Duration;

use super::{Printer, PrinterError};

const WRITE_WITHIN: Duration = Duration::from_secs(5);

pub(super) struct SerialPrinter {
    pub port: String,
    pub baud: u32,
}

impl Printer for SerialPrinter {
    fn print(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        let refused = |why: String| PrinterError::Serial { place: self.port.clone(), why };
        let opened = serialport::new(&self.port, self.baud).timeout(WRITE_WITHIN).open();
        let mut line = opened.map_err(|why| refused(why.to_string()))?;
        line.write_all(bytes).and_then(|()| line.flush()).map_err(|why| refused(why.to_string()))
    }
}
