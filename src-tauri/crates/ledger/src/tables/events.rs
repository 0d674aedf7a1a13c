//! The journal as a story: the newest lines, one record's lines, the head.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use rusqlite::{OptionalExtension, params};

use crate::error::LedgerError;
use crate::event::{Charged, Collected, Event};
use crate::journal::{self, COLUMNS, Head, Recorded};
use crate::reader::ReadTx;

impl ReadTx<'_> {
    /// The newest events of these kinds, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn newest_events(&self, kinds: &[&str], limit: u32) -> Result<Vec<Recorded>, LedgerError> {
        // The journal is walked from its end; the kinds are a closed list of our own and a few lines suffice.
        let wanted = serde_json::to_string(kinds).map_err(|why| LedgerError::stored("kinds", why))?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM journal WHERE kind IN (SELECT value FROM json_each(?1)) ORDER BY seq DESC LIMIT ?2"
        ))?;
        statement.query_map(params![wanted, limit], journal::from_row)?.map(|row| row?).collect()
    }

    /// Everything that happened to a record, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn events_of(&self, record_id: Guid) -> Result<Vec<Recorded>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE subject = ?1 ORDER BY seq"))?;
        statement.query_map([record_id.to_string()], journal::from_row)?.map(|row| row?).collect()
    }

    /// Whether a stay's end was taken back once: its exit is told already.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn went_on_after_its_end(&self, record_id: Guid) -> Result<bool, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM journal WHERE subject = ?1 AND kind = 'still_inside')")?;
        Ok(statement.query_row([record_id.to_string()], |row| row.get(0))?)
    }

    /// The event of a payment for a record; none when there is no such payment.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn charged_event(&self, record_id: Guid, charge_id: Guid) -> Result<Option<(Recorded, Charged)>, LedgerError> {
        let found = self.events_of(record_id)?.into_iter().find_map(|recorded| match &recorded.event {
            Event::Charged(charged) if charged.id == charge_id => {
                let charged = charged.clone();
                Some((recorded, charged))
            }
            _ => None,
        });
        Ok(found)
    }

    /// The same of a payment that came otherwise than in cash for what was due.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn collected_event(
        &self,
        record_id: Guid,
        charge_id: Guid,
    ) -> Result<Option<(Recorded, Collected)>, LedgerError> {
        let found = self.events_of(record_id)?.into_iter().find_map(|recorded| match &recorded.event {
            Event::Collected(collected) if collected.id == charge_id => {
                let collected = collected.clone();
                Some((recorded, collected))
            }
            _ => None,
        });
        Ok(found)
    }

    /// Events from a number on, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn events_from(&self, seq: i64, limit: u32) -> Result<Vec<Recorded>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE seq >= ?1 ORDER BY seq LIMIT ?2"))?;
        statement.query_map(params![seq, limit], journal::from_row)?.map(|row| row?).collect()
    }

    /// When the journal's newest line was written, by the clock of then; none while there is no line.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn newest_at(&self) -> Result<Option<Moment>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT at_ms FROM journal ORDER BY seq DESC LIMIT 1")?;
        Ok(statement.query_row([], |row| row.get(0).map(Moment)).optional()?)
    }

    /// The journal's newest line.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn head(&self) -> Result<Head, LedgerError> {
        Head::read(self.connection)
    }
}
