//! Receipt printers: where the bytes go. What the bytes are is the reports' affair.
//!
//! A printer may be out of paper, unplugged or a kilometre away, and nobody at a gate waits for that: whoever prints hands
//! its bytes to a [`PrintQueue`] and goes on.

mod file;
mod network;
mod queue;
mod serial;
#[cfg(windows)]
mod spooler;

use std::net::SocketAddr;
use std::path::PathBuf;

pub use queue::{PrintQueue, PrinterState};

/// Why something was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrinterError {
    /// The way to the printer is closed, or broke off.
    #[error("{place}: {why}")]
    Io {
        /// The printer's place.
        place: String,
        /// What the system said.
        why: std::io::Error,
    },
    /// The serial line refuses.
    #[error("{place}: {why}")]
    Serial {
        /// The line.
        place: String,
        /// What it said.
        why: String,
    },
    /// Windows' spooler refuses, or knows no printer of this name.
    #[error("{place}: {why}")]
    Spooler {
        /// The printer.
        place: String,
        /// What it said.
        why: String,
    },
}

/// Something that prints. May block; it is asked on a thread of its own.
pub trait Printer: Send {
    /// Sends bytes to the printer, all of them.
    ///
    /// # Errors
    /// When they did not all get there.
    fn print(&mut self, bytes: &[u8]) -> Result<(), PrinterError>;
}

/// Where the printer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterConfig {
    /// On the network, usually at port 9100.
    Network(SocketAddr),
    /// At a serial line, such as `COM3` or `/dev/ttyS0`, with so many bits a second.
    Serial {
        /// The line.
        port: String,
        /// Bits a second.
        baud: u32,
    },
    /// A file, or a device that is one, such as `/dev/usb/lp0`; what is printed is added at its end.
    File(PathBuf),
    /// A printer of Windows by its name; its bytes go past the driver (RAW).
    Windows(String),
}

impl PrinterConfig {
    /// The printer.
    pub fn open(&self) -> Box<dyn Printer> {
        match self {
            PrinterConfig::Network(address) => Box::new(network::NetworkPrinter { address: *address }),
            PrinterConfig::Serial { port, baud } => Box::new(serial::SerialPrinter { port: port.clone(), baud: *baud }),
            PrinterConfig::File(path) => Box::new(file::FilePrinter { path: path.clone() }),
            #[cfg(windows)]
            PrinterConfig::Windows(name) => Box::new(spooler::Spooled { name: name.clone() }),
            #[cfg(not(windows))]
            PrinterConfig::Windows(name) => Box::new(NotHere { name: name.clone() }),
        }
    }
}

/// A printer of Windows on another system.
#[cfg(not(windows))]
struct NotHere {
    name: String,
}

#[cfg(not(windows))]
impl Printer for NotHere {
    fn print(&mut self, _bytes: &[u8]) -> Result<(), PrinterError> {
        Err(PrinterError::Spooler { place: self.name.clone(), why: "there is no Windows spooler here".to_owned() })
    }
}
