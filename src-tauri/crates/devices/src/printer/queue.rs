//! What is to be printed, one after the other, on a thread of its own. What could not be printed is not kept: a receipt
//! that comes out of the machine an hour later is somebody else's; it can be printed again.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Printer, PrinterError};

/// More receipts than this wait only when the printer stands still.
const MOST_WAITING: usize = 16;

/// How the printer does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrinterState {
    /// How many were printed since the start.
    pub printed: u64,
    /// How many could not be.
    pub failed: u64,
    /// Why the last one could not be; none once one was printed.
    pub problem: Option<String>,
}

/// Prints what it is handed. Dropped, it prints what waits and ends.
pub struct PrintQueue {
    jobs: SyncSender<Vec<u8>>,
    state: Arc<Mutex<PrinterState>>,
}

impl PrintQueue {
    /// Begins to print.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn start(printer: Box<dyn Printer>) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(MOST_WAITING);
        let state = Arc::new(Mutex::new(PrinterState::default()));
        let said = state.clone();
        std::thread::Builder::new().name("printer".into()).spawn(move || run(printer, &waiting, &said))?;
        Ok(Self { jobs, state })
    }

    /// Hands bytes over without waiting for the printer; false when too many wait already.
    pub fn print(&self, bytes: Vec<u8>) -> bool {
        match self.jobs.try_send(bytes) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => false,
        }
    }

    /// How the printer does.
    pub fn state(&self) -> PrinterState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn run(mut printer: Box<dyn Printer>, waiting: &Receiver<Vec<u8>>, state: &Mutex<PrinterState>) {
    while let Ok(bytes) = waiting.recv() {
        let printed: Result<(), PrinterError> = printer.print(&bytes);
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        match printed {
            Ok(()) => {
                state.printed += 1;
                state.problem = None;
            }
            Err(why) => {
                tracing::warn!(%why, "a receipt was not printed");
                state.failed += 1;
                state.problem = Some(why.to_string());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::net::TcpListener;
    use std::sync::mpsc::{Sender, channel};

    use super::*;
    use crate::printer::PrinterConfig;

    /// Waits for a word before each receipt, and says what it was handed.
    struct Slow {
        go: Receiver<bool>,
        came: Sender<Vec<u8>>,
    }

    impl Printer for Slow {
        fn print(&mut self, bytes: &[u8]) -> Result<(), PrinterError> {
            let well = self.go.recv().unwrap_or(false);
            let _ = self.came.send(bytes.to_vec());
            if well { Ok(()) } else { Err(PrinterError::Spooler { place: "p".into(), why: "no paper".into() }) }
        }
    }

    #[test]
    fn nobody_waits_for_a_printer_that_stands_still_and_it_goes_on_after_a_fault() {
        let ((tell, go), (came, see)) = (channel(), channel());
        let queue = PrintQueue::start(Box::new(Slow { go, came })).unwrap();
        let taken = (0..100_u8).filter(|n| queue.print(vec![*n])).count();
        assert!((MOST_WAITING..=MOST_WAITING + 1).contains(&taken), "{taken}");
        tell.send(false).unwrap();
        assert_eq!(see.recv().unwrap(), [0]);
        tell.send(true).unwrap();
        assert_eq!(see.recv().unwrap(), [1], "one that failed is not printed later");
        // The third waits for its word: the state of the second is there.
        let state = queue.state();
        assert_eq!(state.failed, 1);
    }

    #[test]
    fn a_printer_on_the_network_and_one_that_is_a_file_get_every_byte() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heard = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            listener.accept().unwrap().0.read_to_end(&mut bytes).unwrap();
            bytes
        });
        PrinterConfig::Network(address).open().print(&[0x1B, 0x40, 0xFF]).unwrap();
        assert_eq!(heard.join().unwrap(), [0x1B, 0x40, 0xFF]);
        assert!(PrinterConfig::Network(address).open().print(b"x").is_err(), "nobody listens any more");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("printed");
        let mut printer = PrinterConfig::File(path.clone()).open();
        printer.print(b"a").unwrap();
        printer.print(b"b").unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"ab");
        let nowhere = PrinterConfig::Serial { port: "/dev/lotdesk-has-no-such-line".into(), baud: 9600 };
        assert!(nowhere.open().print(b"x").is_err());
    }
}
