//! Tariffs with their history.

use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::LedgerError;
use crate::event::TariffSet;
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A tariff as it was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTariff {
    /// Number of the event that set it.
    pub seq: i64,
    /// Since when.
    pub since: Moment,
    /// Its file's text.
    pub toml: String,
}

pub(super) fn set(connection: &Connection, recorded: &Recorded, event: &TariffSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT INTO tariffs (seq, since_ms, name, toml) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![recorded.seq, recorded.at.0, event.name, event.toml])?;
    Ok(())
}

impl ReadTx<'_> {
    /// The tariff in force; none before the set-up.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn tariff(&self) -> Result<Option<StoredTariff>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT seq, since_ms, toml FROM tariffs ORDER BY seq DESC LIMIT 1")?;
        let tariff = statement
            .query_row([], |row| Ok(StoredTariff { seq: row.get(0)?, since: Moment(row.get(1)?), toml: row.get(2)? }));
        Ok(tariff.optional()?)
    }

    /// The tariff that was in force when the event with this number happened.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn tariff_before(&self, seq: i64) -> Result<Option<StoredTariff>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seq, since_ms, toml FROM tariffs WHERE seq < ?1 ORDER BY seq DESC LIMIT 1")?;
        let tariff = statement.query_row([seq], |row| {
            Ok(StoredTariff { seq: row.get(0)?, since: Moment(row.get(1)?), toml: row.get(2)? })
        });
        Ok(tariff.optional()?)
    }

    /// The number of the event that set the tariff in force, for asking whether a parsed copy is still good.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn tariff_seq(&self) -> Result<Option<i64>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT max(seq) FROM tariffs")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}
