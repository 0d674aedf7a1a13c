//! Locks on stays.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lock::Lock;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::LockSet;
use crate::journal::Recorded;
use crate::reader::ReadTx;

pub(super) fn set(connection: &Connection, recorded: &Recorded, event: &LockSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO record_locks (record_id, state, since_ms, reason) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (record_id) DO UPDATE SET state = excluded.state, since_ms = excluded.since_ms,
                 reason = excluded.reason",
        )?
        .execute(params![event.record_id.to_string(), event.state.word(), recorded.at.0, event.reason])?;
    Ok(())
}

impl ReadTx<'_> {
    /// A stay's lock; none where nobody ever locked it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lock_of(&self, record_id: Guid) -> Result<Option<Lock>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT state, since_ms, reason FROM record_locks WHERE record_id = ?1")?;
        let lock = statement.query_row([record_id.to_string()], |row| {
            Ok(Lock {
                state: codes::column(row, "state")?,
                since: Moment(row.get("since_ms")?),
                reason: row.get("reason")?,
            })
        });
        Ok(lock.optional()?)
    }
}
