//! Lanes: their reads, the car that waits, faults.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{Standing, Vehicle};
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::records::{vehicle_column, vehicle_text};
use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{LaneSignalled, ReadMatched, ReadTaken, RecordClosed, RecordOpened};
use crate::reader::ReadTx;

pub(super) fn read_taken(connection: &Connection, event: &ReadTaken) -> Result<(), LedgerError> {
    let vehicle = event.vehicle.as_ref().map(vehicle_text).transpose()?;
    connection
        .prepare_cached(
            "INSERT INTO reads (id, lane_id, plate, vehicle, taken_at_ms, confidence, picture_id, fate, standing,
                 record_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            event.read_id.to_string(),
            event.lane_id.to_string(),
            event.vehicle.as_ref().map(|v| v.plate.as_str()),
            vehicle,
            event.taken_at.0,
            event.confidence,
            event.picture_id.map(|id| id.to_string()),
            event.fate,
            event.standing.map(Stored::word),
            event.record_id.map(|id| id.to_string()),
        ])?;
    if event.waits {
        connection
            .prepare_cached(
                "INSERT INTO lane_waiting (lane_id, read_id, since_ms, fate, record_id) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (lane_id) DO UPDATE SET read_id = excluded.read_id, since_ms = excluded.since_ms,
                     fate = excluded.fate, record_id = excluded.record_id",
            )?
            .execute(params![
                event.lane_id.to_string(),
                event.read_id.to_string(),
                event.received_at.0,
                event.fate,
                event.record_id.map(|id| id.to_string()),
            ])?;
    } else if event.clears_waiting {
        waiting_cleared(connection, event.lane_id)?;
    }
    Ok(())
}

pub(super) fn read_matched(connection: &Connection, event: &ReadMatched) -> Result<(), LedgerError> {
    let (read, record) = (event.read_id.to_string(), event.record_id.to_string());
    connection
        .prepare_cached("UPDATE reads SET record_id = ?2, fate = ?3 WHERE id = ?1")?
        .execute(params![read, record, event.fate])?;
    connection
        .prepare_cached("UPDATE lane_waiting SET record_id = ?2, fate = ?3 WHERE read_id = ?1")?
        .execute(params![read, record, event.fate])?;
    Ok(())
}

/// The car that waited has come in.
pub(super) fn entered(connection: &Connection, event: &RecordOpened) -> Result<(), LedgerError> {
    let (Some(lane), Some(read)) = (event.lane_id, event.read_id) else { return Ok(()) };
    connection
        .prepare_cached("DELETE FROM lane_waiting WHERE lane_id = ?1 AND read_id = ?2")?
        .execute(params![lane.to_string(), read.to_string()])?;
    Ok(())
}

/// The car has left; wherever it waited, it waits no longer.
pub(super) fn left(connection: &Connection, event: &RecordClosed) -> Result<(), LedgerError> {
    connection
        .prepare_cached("DELETE FROM lane_waiting WHERE record_id = ?1")?
        .execute([event.record_id.to_string()])?;
    Ok(())
}

pub(super) fn waiting_cleared(connection: &Connection, lane_id: Guid) -> Result<(), LedgerError> {
    connection.prepare_cached("DELETE FROM lane_waiting WHERE lane_id = ?1")?.execute([lane_id.to_string()])?;
    Ok(())
}

pub(super) fn signalled(connection: &Connection, event: &LaneSignalled) -> Result<(), LedgerError> {
    let fault = match event.signal.as_str() {
        "fault" => true,
        "recovered" => false,
        _ => return Ok(()),
    };
    connection
        .prepare_cached(
            "INSERT INTO lane_states (lane_id, fault, remark) VALUES (?1, ?2, ?3)
             ON CONFLICT (lane_id) DO UPDATE SET fault = excluded.fault, remark = excluded.remark",
        )?
        .execute(params![event.lane_id.to_string(), fault, event.remark])?;
    Ok(())
}

/// A read as the lane's list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRead {
    /// Identifier.
    pub id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// The car, when it was legible.
    pub vehicle: Option<Vehicle>,
    /// When it was taken.
    pub taken_at: Moment,
    /// 0 to 100.
    pub confidence: Option<u8>,
    /// The picture.
    pub picture_id: Option<Guid>,
    /// What became of it, a word of the operations' list.
    pub fate: String,
    /// What the car is to the lot.
    pub standing: Option<Standing>,
    /// The record that it belongs to.
    pub record_id: Option<Guid>,
}

/// The car that waits at a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The read that brought it.
    pub read: StoredRead,
    /// Since when.
    pub since: Moment,
    /// Why, a word of the operations' list.
    pub fate: String,
    /// The record that it belongs to.
    pub record_id: Option<Guid>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredRead> {
    let standing: Option<String> = row.get("standing")?;
    Ok(StoredRead {
        id: codes::parsed(row, "id")?,
        lane_id: codes::parsed(row, "lane_id")?,
        vehicle: vehicle_column(row)?.map(Vehicle::from),
        taken_at: Moment(row.get("taken_at_ms")?),
        confidence: row.get("confidence")?,
        picture_id: codes::parsed_optional(row, "picture_id")?,
        fate: row.get("fate")?,
        standing: standing.as_deref().and_then(Standing::from_word),
        record_id: codes::parsed_optional(row, "record_id")?,
    })
}

impl ReadTx<'_> {
    /// The read with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lane_read(&self, id: Guid) -> Result<Option<StoredRead>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM reads WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], read).optional()?)
    }

    /// The newest reads of a lane, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lane_reads(&self, lane_id: Guid, limit: u32) -> Result<Vec<StoredRead>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM reads WHERE lane_id = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![lane_id.to_string(), limit], read)?.collect::<Result<_, _>>()?)
    }

    /// The newest read of this plate on a lane among its newest reads; none means the plate was blank too.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn latest_read_of(&self, lane_id: Guid, plate: Option<&Plate>) -> Result<Option<StoredRead>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM (SELECT * FROM reads WHERE lane_id = ?1 ORDER BY no DESC LIMIT 20)
             WHERE plate IS ?2 AND fate NOT IN ('repeat', 'late') ORDER BY no DESC LIMIT 1",
        )?;
        Ok(statement.query_row(params![lane_id.to_string(), plate.map(Plate::as_str)], read).optional()?)
    }

    /// The earliest read of this plate on a lane, taken at `from` or after, that came late and belongs to no record. Looks
    /// through the lane's newest reads only: an outage ends before many more cars have passed.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn late_read_of_no_record(
        &self,
        lane_id: Guid,
        plate: &Plate,
        from: Moment,
    ) -> Result<Option<StoredRead>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM (SELECT * FROM reads WHERE lane_id = ?1 ORDER BY no DESC LIMIT 1000)
             WHERE plate = ?2 AND fate = 'late' AND record_id IS NULL AND taken_at_ms >= ?3
             ORDER BY taken_at_ms LIMIT 1",
        )?;
        Ok(statement.query_row(params![lane_id.to_string(), plate.as_str(), from.0], read).optional()?)
    }

    /// The car that waits at a lane.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn waiting_at(&self, lane_id: Guid) -> Result<Option<Waiting>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT read_id, since_ms, fate, record_id FROM lane_waiting WHERE lane_id = ?1")?;
        let row = statement
            .query_row([lane_id.to_string()], |row| {
                Ok((
                    codes::parsed::<Guid>(row, "read_id")?,
                    Moment(row.get("since_ms")?),
                    row.get::<_, String>("fate")?,
                    codes::parsed_optional(row, "record_id")?,
                ))
            })
            .optional()?;
        let Some((read_id, since, fate, record_id)) = row else { return Ok(None) };
        let read = self
            .lane_read(read_id)?
            .ok_or_else(|| LedgerError::stored(format!("read {read_id}"), "a car waits by it, and it is not there"))?;
        Ok(Some(Waiting { read, since, fate, record_id }))
    }

    /// What is wrong with a lane, when something is.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lane_fault(&self, lane_id: Guid) -> Result<Option<String>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT coalesce(remark, '') FROM lane_states WHERE lane_id = ?1 AND fault = 1")?;
        Ok(statement.query_row([lane_id.to_string()], |row| row.get(0)).optional()?)
    }
}
