//! Leases and the plates that they cover.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::Lease;
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::event::LeaseSaved;
use crate::reader::ReadTx;

pub(super) fn saved(connection: &Connection, event: &LeaseSaved) -> Result<(), LedgerError> {
    let id = event.id.to_string();
    connection
        .prepare_cached(
            "INSERT INTO leases (id, spaces, first_day, last_day) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET spaces = excluded.spaces, first_day = excluded.first_day,
                 last_day = excluded.last_day",
        )?
        .execute(params![id, event.spaces, event.first_day.to_string(), event.last_day.to_string()])?;
    connection.prepare_cached("DELETE FROM lease_plates WHERE lease_id = ?1")?.execute([&id])?;
    let mut statement = connection.prepare_cached("INSERT INTO lease_plates (plate, lease_id) VALUES (?1, ?2)")?;
    for plate in &event.plates {
        statement.execute(params![plate.as_str(), id])?;
    }
    Ok(())
}

fn lease_without_plates(row: &Row<'_>) -> rusqlite::Result<Lease> {
    Ok(Lease {
        id: codes::parsed(row, "id")?,
        spaces: row.get("spaces")?,
        plates: Vec::new(),
        first_day: codes::parsed(row, "first_day")?,
        last_day: codes::parsed(row, "last_day")?,
    })
}

impl ReadTx<'_> {
    /// All leases, the first to run out first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn leases(&self) -> Result<Vec<Lease>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, spaces, first_day, last_day FROM leases ORDER BY last_day, id")?;
        let leases: Vec<Lease> = statement.query_map([], lease_without_plates)?.collect::<Result<_, _>>()?;
        leases.into_iter().map(|lease| self.with_plates(lease)).collect()
    }

    /// The lease with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lease(&self, id: Guid) -> Result<Option<Lease>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, spaces, first_day, last_day FROM leases WHERE id = ?1")?;
        let lease = statement.query_row([id.to_string()], lease_without_plates).optional()?;
        lease.map(|lease| self.with_plates(lease)).transpose()
    }

    /// The leases that name this plate, whatever their days.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn leases_of(&self, plate: &Plate) -> Result<Vec<Lease>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, spaces, first_day, last_day FROM leases
             WHERE id IN (SELECT lease_id FROM lease_plates WHERE plate = ?1) ORDER BY last_day DESC, id",
        )?;
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
