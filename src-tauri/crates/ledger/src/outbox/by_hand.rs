//! What a person decides about a message.

use rusqlite::params;

use super::State;
use crate::codes::Stored;
use crate::error::LedgerError;
use crate::writer::WriteTx;

impl WriteTx<'_> {
    /// Puts a message back in line by a person's word: refused ones, unknown ones, and those that wait for a later try.
    /// False when it is in no such state.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_back(&mut self, no: i64) -> Result<bool, LedgerError> {
        let changed = self
            .beside()
            .prepare_cached(
                "UPDATE outbox SET state = 'waiting', next_at_ms = 0
                 WHERE no = ?1 AND state IN ('refused', 'unknown', 'waiting')",
            )?
            .execute([no])?;
        self.outbox_has_grown();
        Ok(changed > 0)
    }

    /// Settles by a person's word a message that the platform refused, that may or may not have arrived, or that breaks the
    /// tables: it counts as arrived, or as withdrawn. False when it is in no such state.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn settle_by_hand(&mut self, no: i64, arrived: bool) -> Result<bool, LedgerError> {
        let state = if arrived { State::Accepted } else { State::Replaced };
        let changed = self
            .beside()
            .prepare_cached("UPDATE outbox SET state = ?2 WHERE no = ?1 AND state IN ('refused', 'unknown', 'held')")?
            .execute(params![no, state.word()])?;
        self.outbox_has_grown();
        Ok(changed > 0)
    }

    /// Withdraws a message that waits and was never taken by the platform. False when it does not wait.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn withdraw_waiting(&mut self, no: i64) -> Result<bool, LedgerError> {
        let changed = self
            .beside()
            .prepare_cached("UPDATE outbox SET state = 'replaced' WHERE no = ?1 AND state = 'waiting'")?
            .execute([no])?;
        self.outbox_has_grown();
        Ok(changed > 0)
    }
}
