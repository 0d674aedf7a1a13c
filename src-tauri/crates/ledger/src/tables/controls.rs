//! Control lists: cars that are let in, let out or charged otherwise than others.

use lotdesk_domain::control::ControlEntry;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{ControlConfirmed, ControlPlaced, ControlRemoved};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A line of a list, and how long it has stood there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredControl {
    /// The line. Without a beginning of its own it holds from `placed_at` on.
    pub entry: ControlEntry,
    /// When it was put there, or changed last.
    pub placed_at: Moment,
    /// When it was taken off.
    pub removed_at: Option<Moment>,
    /// When the platform gave its latest order about it, by its own clock.
    pub told_at: Option<i64>,
}

pub(super) fn placed(connection: &Connection, recorded: &Recorded, event: &ControlPlaced) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO control_entries (id, plate, strategy, begins_at_ms, ends_at_ms, placed_by, from_city,
                 placed_at_ms, told_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET plate = excluded.plate, strategy = excluded.strategy,
                 begins_at_ms = excluded.begins_at_ms, ends_at_ms = excluded.ends_at_ms,
                 placed_by = excluded.placed_by, from_city = excluded.from_city,
                 placed_at_ms = excluded.placed_at_ms, removed_at_ms = NULL,
                 told_at = coalesce(excluded.told_at, control_entries.told_at)",
        )?
        .execute(params![
            event.id.to_string(),
            event.plate.as_str(),
            event.strategy.word(),
            event.begins_at.map(|at| at.0),
            event.ends_at.0,
            event.placed_by,
            event.from_city,
            recorded.at.0,
            event.told_at,
        ])?;
    Ok(())
}

pub(super) fn removed(connection: &Connection, recorded: &Recorded, event: &ControlRemoved) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE control_entries SET removed_at_ms = ?2, told_at = coalesce(?3, told_at) WHERE id = ?1")?
        .execute(params![event.id.to_string(), recorded.at.0, event.told_at])?;
    Ok(())
}

pub(super) fn confirmed(connection: &Connection, event: &ControlConfirmed) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE control_entries SET told_at = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), event.told_at])?;
    Ok(())
}

fn control(row: &Row<'_>) -> rusqlite::Result<StoredControl> {
    Ok(StoredControl {
        entry: ControlEntry {
            id: codes::parsed(row, "id")?,
            plate: codes::parsed(row, "plate")?,
            strategy: codes::column(row, "strategy")?,
            begins_at: row.get::<_, Option<i64>>("begins_at_ms")?.map(Moment),
            ends_at: Moment(row.get("ends_at_ms")?),
            placed_by: row.get("placed_by")?,
            from_city: row.get("from_city")?,
        },
        placed_at: Moment(row.get("placed_at_ms")?),
        removed_at: row.get::<_, Option<i64>>("removed_at_ms")?.map(Moment),
        told_at: row.get("told_at")?,
    })
}

impl ReadTx<'_> {
    /// The lines that stand on the lists and end at `from` or later, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn controls(&self, from: Moment) -> Result<Vec<StoredControl>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM control_entries WHERE removed_at_ms IS NULL AND ends_at_ms >= ?1
             ORDER BY placed_at_ms DESC, id",
        )?;
        Ok(statement.query_map([from.0], control)?.collect::<Result<_, _>>()?)
    }

    /// The line with this identifier, taken off or not.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn control(&self, id: Guid) -> Result<Option<StoredControl>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM control_entries WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], control).optional()?)
    }

    /// Every line that names this plate, whatever its days, the ones taken off among them, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn controls_of(&self, plate: &Plate) -> Result<Vec<StoredControl>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM control_entries WHERE plate = ?1 ORDER BY placed_at_ms DESC, id")?;
        Ok(statement.query_map([plate.as_str()], control)?.collect::<Result<_, _>>()?)
    }
}
