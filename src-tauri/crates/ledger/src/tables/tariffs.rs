//! Tariffs with their history: from when each is in force, and which were withdrawn before.

use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, Row, params};

use crate::error::LedgerError;
use crate::event::{TariffSet, TariffTookEffect, TariffWithdrawn};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A tariff as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTariff {
    /// Number of the event that set it.
    pub seq: i64,
    /// When it was set.
    pub set_at: Moment,
    /// From when it is in force.
    pub from: Moment,
    /// Its name.
    pub name: String,
    /// Its file's text.
    pub toml: String,
    /// Number of the event that withdrew it before its date.
    pub withdrawn_seq: Option<i64>,
    /// Number of the event that said that it is in force; none while it is planned.
    pub took_effect_seq: Option<i64>,
}

pub(super) fn set(connection: &Connection, recorded: &Recorded, event: &TariffSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO tariffs (seq, since_ms, name, toml, from_ms, took_effect_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            recorded.seq,
            recorded.at.0,
            event.name,
            event.toml,
            event.from.unwrap_or(recorded.at).0,
            if event.from.is_none() { Some(recorded.seq) } else { None },
        ])?;
    Ok(())
}

pub(super) fn withdrawn(
    connection: &Connection,
    recorded: &Recorded,
    event: &TariffWithdrawn,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE tariffs SET withdrawn_seq = ?2 WHERE seq = ?1 AND withdrawn_seq IS NULL")?
        .execute(params![event.tariff_seq, recorded.seq])?;
    Ok(())
}

pub(super) fn took_effect(
    connection: &Connection,
    recorded: &Recorded,
    event: &TariffTookEffect,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE tariffs SET took_effect_seq = ?2 WHERE seq = ?1 AND took_effect_seq IS NULL")?
        .execute(params![event.tariff_seq, recorded.seq])?;
    Ok(())
}

fn tariff(row: &Row<'_>) -> rusqlite::Result<StoredTariff> {
    Ok(StoredTariff {
        seq: row.get("seq")?,
        set_at: Moment(row.get("since_ms")?),
        from: Moment(row.get("from_ms")?),
        name: row.get("name")?,
        toml: row.get("toml")?,
        withdrawn_seq: row.get("withdrawn_seq")?,
        took_effect_seq: row.get("took_effect_seq")?,
    })
}

impl ReadTx<'_> {
    /// Every tariff that was ever set, in that order.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn tariffs(&self) -> Result<Vec<StoredTariff>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM tariffs ORDER BY seq")?;
        Ok(statement.query_map([], tariff)?.collect::<Result<_, _>>()?)
    }

    /// The tariffs that were set and not withdrawn when the event with this number happened, in the order in which they
    /// were set.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn tariffs_before(&self, seq: i64) -> Result<Vec<StoredTariff>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM tariffs WHERE seq < ?1 AND (withdrawn_seq IS NULL OR withdrawn_seq > ?1) ORDER BY seq",
        )?;
        Ok(statement.query_map([seq], tariff)?.collect::<Result<_, _>>()?)
    }
}
