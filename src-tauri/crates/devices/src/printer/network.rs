//! A printer on the network: a connection for each receipt, so that one which was switched off and on is found again.

use std::io::Write;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use super::{Printer, PrinterError};

const CONNECT_WITHIN: Duration = Duration::from_secs(3);
const WRITE_WITHIN: Duration = Duration::from_secs(5);

pub(super) struct NetworkPrinter {
    pub address: SocketAddr,
}

impl Printer for NetworkPrinter {
    fn print(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
        let sent = TcpStream::connect_timeout(&self.address, CONNECT_WITHIN).and_then(|mut stream| {
            stream.set_write_timeout(Some(WRITE_WITHIN))?;
            stream.write_all(bytes)?;
            stream.flush()?;
            stream.shutdown(Shutdown::Write)
        });
        sent.map_err(|why| PrinterError::Io { place: self.address.to_string(), why })
    }
}
