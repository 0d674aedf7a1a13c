//! What can go wrong in the ledger.

use std::path::PathBuf;

/// Why the ledger could not do something.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// SQLite refused.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The tables could not be brought up to this version.
    #[error("the ledger's tables could not be brought up to date: {0}")]
    Migration(String),
    /// The file was written by a later version. It is not touched.
    #[error(
        "{path} was written by a later version of Lotdesk (tables {found}, this version knows {known}); install that version"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Version of its tables.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// The SQLite library is too old to be trusted with two connections on one write-ahead log.
    #[error("SQLite {0} has a known write-ahead-log fault; 3.51.3 or later is wanted")]
    OldSqlite(String),
    /// Something stored does not read back.
    #[error("stored {what} does not read back: {why}")]
    Stored {
        /// What, such as `event 12 (record_opened)`.
        what: String,
        /// Why.
        why: String,
    },
    /// The ledger has been closed, or its thread has died.
    #[error("the ledger is closed")]
    Closed,
    /// The operation panicked; its savepoint was rolled back.
    #[error("an operation broke off")]
    BrokeOff,
    /// The file could not be reached.
    #[error("{path}: {why}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        why: std::io::Error,
    },
}

impl LedgerError {
    pub(crate) fn stored(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        LedgerError::Stored { what: what.into(), why: why.to_string() }
    }
}
