//! Leases and the plates that they cover.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{DaySpan, Lease, LeasePrice};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codes::{self, bad_column};
use crate::error::LedgerError;
use crate::event::{LeaseEnded, LeaseExtended, LeaseSaved, StoredPrice, StoredSpan};
use crate::journal::Recorded;
use crate::reader::ReadTx;

const COLUMNS: &str = "id, spaces, first_day, last_day, fixed, space_nos, prices, earlier, changed_at_ms, ended_at_ms";

pub(super) fn saved(connection: &Connection, recorded: &Recorded, event: &LeaseSaved) -> Result<(), LedgerError> {
    let id = event.id.to_string();
    connection
        .prepare_cached(
            "INSERT INTO leases (id, spaces, first_day, last_day, fixed, space_nos, prices, earlier, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET spaces = excluded.spaces, first_day = excluded.first_day,
                 last_day = excluded.last_day, fixed = excluded.fixed, space_nos = excluded.space_nos,
                 prices = excluded.prices, earlier = excluded.earlier, changed_at_ms = excluded.changed_at_ms,
                 ended_at_ms = NULL",
        )?
        .execute(params![
            id,
            event.spaces,
            event.first_day.to_string(),
            event.last_day.to_string(),
            event.fixed,
            list_text(&event.space_nos)?,
            list_text(&event.prices)?,
            list_text(&event.earlier)?,
            recorded.at.0,
        ])?;
    connection.prepare_cached("DELETE FROM lease_plates WHERE lease_id = ?1")?.execute([&id])?;
    let mut statement = connection.prepare_cached("INSERT INTO lease_plates (plate, lease_id) VALUES (?1, ?2)")?;
    for plate in &event.plates {
        statement.execute(params![plate.as_str(), id])?;
    }
    Ok(())
}

pub(super) fn extended(connection: &Connection, recorded: &Recorded, event: &LeaseExtended) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE leases SET first_day = ?2, last_day = ?3, earlier = ?4, changed_at_ms = ?5 WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            event.first_day.to_string(),
            event.last_day.to_string(),
            list_text(&event.earlier)?,
            recorded.at.0,
        ])?;
    Ok(())
}

/// The row stays: what its cars were covered for until now stays covered.
pub(super) fn ended(connection: &Connection, recorded: &Recorded, event: &LeaseEnded) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE leases SET ended_at_ms = ?2, changed_at_ms = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), recorded.at.0])?;
    Ok(())
}

fn list_text<T: Serialize>(list: &[T]) -> Result<String, LedgerError> {
    serde_json::to_string(list).map_err(|why| LedgerError::stored("lease", why))
}

fn list_column<T: DeserializeOwned>(row: &Row<'_>, index: &str) -> rusqlite::Result<Vec<T>> {
    let text: String = row.get(index)?;
    serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))
}

fn lease_without_plates(row: &Row<'_>) -> rusqlite::Result<Lease> {
    let prices: Vec<StoredPrice> = list_column(row, "prices")?;
    let earlier: Vec<StoredSpan> = list_column(row, "earlier")?;
    Ok(Lease {
        id: codes::parsed(row, "id")?,
        spaces: row.get("spaces")?,
        plates: Vec::new(),
        first_day: codes::parsed(row, "first_day")?,
        last_day: codes::parsed(row, "last_day")?,
        fixed: row.get("fixed")?,
        space_nos: list_column(row, "space_nos")?,
        prices: prices.into_iter().map(LeasePrice::from).collect(),
        earlier: earlier.into_iter().map(DaySpan::from).collect(),
        changed_at: Moment(row.get("changed_at_ms")?),
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(Moment),
    })
}

impl ReadTx<'_> {
    /// All leases that were not removed, the first to run out first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn leases(&self) -> Result<Vec<Lease>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM leases WHERE ended_at_ms IS NULL ORDER BY last_day, id"))?;
        let leases: Vec<Lease> = statement.query_map([], lease_without_plates)?.collect::<Result<_, _>>()?;
        leases.into_iter().map(|lease| self.with_plates(lease)).collect()
    }

    /// The lease with this identifier, removed or not.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lease(&self, id: Guid) -> Result<Option<Lease>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM leases WHERE id = ?1"))?;
        let lease = statement.query_row([id.to_string()], lease_without_plates).optional()?;
        lease.map(|lease| self.with_plates(lease)).transpose()
    }

    /// The leases that name this plate, whatever their days, the removed ones among them.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn leases_of(&self, plate: &Plate) -> Result<Vec<Lease>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM leases
             WHERE id IN (SELECT lease_id FROM lease_plates WHERE plate = ?1) ORDER BY last_day DESC, id"
        ))?;
        let leases: Vec<Lease> =
            statement.query_map([plate.as_str()], lease_without_plates)?.collect::<Result<_, _>>()?;
        leases.into_iter().map(|lease| self.with_plates(lease)).collect()
    }

    fn with_plates(&self, mut lease: Lease) -> Result<Lease, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT plate FROM lease_plates WHERE lease_id = ?1 ORDER BY plate")?;
        lease.plates = statement
            .query_map([lease.id.to_string()], |row| codes::parsed(row, "plate"))?
            .collect::<Result<_, _>>()?;
        Ok(lease)
    }
}
