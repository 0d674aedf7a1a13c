//! Snapshot reads: many at once, each on one consistent state of the ledger, none waiting for a writer.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};

use crate::error::LedgerError;

/// One consistent state of the ledger, to ask questions of. The questions stand beside their tables.
pub struct ReadTx<'c> {
    pub(crate) connection: &'c Connection,
}

/// Read-only connections that wait for their next use.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// More idle connections than this are closed.
const IDLE_MOST: usize = 4;

impl Readers {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default() }
    }

    /// Asks one consistent state.
    pub(crate) fn ask<T>(
        &self,
        question: impl FnOnce(&ReadTx<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => open_read_only(&self.path)?,
        };
        let transaction = connection.transaction()?;
        let answer = question(&ReadTx { connection: &transaction });
        drop(transaction);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MOST {
            idle.push(connection);
        }
        answer
    }

    pub(crate) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A connection for one long piece of work, so that it takes none of those that screens wait for. It is asked in short
/// turns: a snapshot that is held for long keeps the write-ahead log from being folded into the file.
pub struct OwnReader {
    connection: Connection,
}

impl OwnReader {
    pub(crate) fn open(path: &Path) -> Result<Self, LedgerError> {
        let connection = open_read_only(path)?;
        // A million rows are read once: they need no room in memory.
        connection.pragma_update(None, "cache_size", -2048)?;
        Ok(Self { connection })
    }

    /// Asks one consistent state.
    ///
    /// # Errors
    /// What the question meets.
    pub fn ask<T, E: From<LedgerError>>(&mut self, question: impl FnOnce(&ReadTx<'_>) -> Result<T, E>) -> Result<T, E> {
        let transaction = self.connection.transaction().map_err(LedgerError::from)?;
        question(&ReadTx { connection: &transaction })
    }
}

pub(crate) fn open_read_only(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}
