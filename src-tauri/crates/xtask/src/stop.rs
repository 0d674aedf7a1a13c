//! Ctrl-C: the programs we started are ended, not left behind.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C and, where the system has them, for the signals that end a terminal or a job.
pub fn listen() {
    // Without the handler Ctrl-C still ends us, only less tidily.
    let _ = ctrlc::set_handler(|| ASKED.store(true, Ordering::SeqCst));
}

/// Whether somebody wants us to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
