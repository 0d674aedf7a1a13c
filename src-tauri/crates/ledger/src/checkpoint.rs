//! Moves the write-ahead log into the database off the lanes' path. SQLite's automatic checkpoint would do it inside
//! some car's commit, which then takes ten times as long.

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

const EVERY: Duration = Duration::from_secs(2);

/// The checkpointing thread; it ends when this is dropped.
pub(crate) struct Checkpoints {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    pub(crate) fn start(path: PathBuf) -> std::io::Result<Self> {
        let (stop, stopped) = mpsc::channel::<()>();
        let thread = std::thread::Builder::new().name("ledger-checkpoint".into()).spawn(move || {
            let connection = match Connection::open(&path) {
                Ok(connection) => connection,
                Err(why) => {
                    tracing::error!(%why, "no connection for checkpoints; the write-ahead log will grow");
                    return;
                }
            };
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                // Passive: takes what no reader or writer needs, and makes nobody wait.
                if let Err(why) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
                    tracing::warn!(%why, "a checkpoint failed; it is tried again");
                }
            }
            // The end: this is the last connection, and closing it takes the emptied log away.
            if let Err(why) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
                tracing::warn!(%why, "the write-ahead log stays beside the ledger; the next start takes it up");
            }
        })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
