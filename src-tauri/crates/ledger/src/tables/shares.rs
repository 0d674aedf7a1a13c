//! Shared hours, by plate.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::sharing::SharedParking;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::event::{ShareCancelled, ShareSet};
use crate::reader::ReadTx;

pub(super) fn set(connection: &Connection, event: &ShareSet) -> Result<(), LedgerError> {
    let weekdays: Vec<String> = event.weekdays.iter().map(u8::to_string).collect();
    connection
        .prepare_cached(
            "INSERT INTO shares (id, plate, first_day, last_day, from_time, to_time, buffer_minutes, weekdays, publisher)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET plate = excluded.plate, first_day = excluded.first_day,
                 last_day = excluded.last_day, from_time = excluded.from_time, to_time = excluded.to_time,
                 buffer_minutes = excluded.buffer_minutes, weekdays = excluded.weekdays,
                 publisher = excluded.publisher, cancelled_at_ms = NULL",
        )?
        .execute(params![
            event.id.to_string(),
            event.plate.as_str(),
            event.first_day.to_string(),
            event.last_day.to_string(),
            event.from_time.to_string(),
            event.to_time.to_string(),
            event.buffer_minutes,
            weekdays.join(","),
            event.publisher,
        ])?;
    Ok(())
}

pub(super) fn cancelled(connection: &Connection, at: Moment, event: &ShareCancelled) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE shares SET cancelled_at_ms = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), at.0])?;
    Ok(())
}

fn share(row: &Row<'_>) -> rusqlite::Result<SharedParking> {
    let weekdays: String = row.get("weekdays")?;
    Ok(SharedParking {
        id: codes::parsed(row, "id")?,
        plate: codes::parsed(row, "plate")?,
        first_day: codes::parsed(row, "first_day")?,
        last_day: codes::parsed(row, "last_day")?,
        from_time: codes::parsed(row, "from_time")?,
        to_time: codes::parsed(row, "to_time")?,
        buffer_minutes: row.get("buffer_minutes")?,
        weekdays: weekdays.split(',').filter_map(|day| day.parse().ok()).collect(),
        publisher: row.get("publisher")?,
        cancelled_at: row.get::<_, Option<i64>>("cancelled_at_ms")?.map(Moment),
    })
}

impl ReadTx<'_> {
    /// The shared hours with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn share(&self, id: Guid) -> Result<Option<SharedParking>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM shares WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], share).optional()?)
    }

    /// A plate's shared hours, whatever their days.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn shares_of(&self, plate: &Plate) -> Result<Vec<SharedParking>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM shares WHERE plate = ?1 ORDER BY id")?;
        Ok(statement.query_map([plate.as_str()], share)?.collect::<Result<_, _>>()?)
    }

    /// All shared hours, the last to run out first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn shares(&self, limit: u32) -> Result<Vec<SharedParking>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM shares ORDER BY last_day DESC, id LIMIT ?1")?;
        Ok(statement.query_map([limit], share)?.collect::<Result<_, _>>()?)
    }
}
