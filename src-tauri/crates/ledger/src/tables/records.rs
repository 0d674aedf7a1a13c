//! Parking records: who is inside, who was, how many.

use std::collections::BTreeMap;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{ParkingRecord, RecordState, Standing};
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{PlateCorrected, RecordCancelled, RecordClosed, RecordOpened, StillInside, StoredVehicle};
use crate::reader::ReadTx;

pub(super) fn opened(connection: &Connection, event: &RecordOpened) -> Result<(), LedgerError> {
    let vehicle = vehicle_text(&event.vehicle)?;
    connection
        .prepare_cached(
            "INSERT INTO records (id, plate, vehicle, standing, area, entered_at_ms, entry_lane, entry_picture, state,
                 record_type, share_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'inside', ?9, ?10)",
        )?
        .execute(params![
            event.id.to_string(),
            event.vehicle.plate.as_str(),
            vehicle,
            event.standing.word(),
            event.area,
            event.entered_at.0,
            event.lane_id.map(|id| id.to_string()),
            event.picture_id.map(|id| id.to_string()),
            event.record_type.word(),
            event.share_id.map(|id| id.to_string()),
        ])?;
    count(connection, &event.area, event.standing, 1)
}

pub(super) fn closed(connection: &Connection, event: &RecordClosed) -> Result<(), LedgerError> {
    end(connection, event.record_id, RecordState::Left)?;
    connection
        .prepare_cached(
            "UPDATE records SET left_at_ms = ?2, exit_lane = ?3, exit_picture = ?4, record_type = ?5 WHERE id = ?1",
        )?
        .execute(params![
            event.record_id.to_string(),
            event.left_at.0,
            event.lane_id.map(|id| id.to_string()),
            event.picture_id.map(|id| id.to_string()),
            event.record_type.word(),
        ])?;
    Ok(())
}

/// The stay goes on as if it had not ended.
pub(super) fn still_inside(connection: &Connection, event: &StillInside) -> Result<(), LedgerError> {
    let id = event.record_id.to_string();
    let goes_on: Option<(String, Standing)> = connection
        .prepare_cached(
            "UPDATE records SET state = 'inside', left_at_ms = NULL, exit_lane = NULL, exit_picture = NULL,
                 record_type = 'abnormal'
             WHERE id = ?1 AND state = 'left' RETURNING area, standing",
        )?
        .query_row([&id], |row| Ok((row.get(0)?, codes::column(row, "standing")?)))
        .optional()?;
    match goes_on {
        Some((area, standing)) => count(connection, &area, standing, 1),
        None => Err(LedgerError::stored(format!("record {id}"), "it has not left and cannot go on")),
    }
}

pub(super) fn cancelled(connection: &Connection, event: &RecordCancelled) -> Result<(), LedgerError> {
    end(connection, event.record_id, RecordState::Cancelled)?;
    connection
        .prepare_cached("UPDATE records SET left_at_ms = ?2 WHERE id = ?1")?
        .execute(params![event.record_id.to_string(), event.at.0])?;
    Ok(())
}

/// The car is counted as what it is with its right plate.
pub(super) fn plate_corrected(connection: &Connection, event: &PlateCorrected) -> Result<(), LedgerError> {
    let id = event.record_id.to_string();
    let row: Option<(String, Standing, StoredVehicle)> = connection
        .prepare_cached("SELECT area, standing, vehicle FROM records WHERE id = ?1 AND state = 'inside'")?
        .query_row([&id], |row| {
            let vehicle = vehicle_column(row)?.ok_or_else(|| bad_column("a record has a vehicle".into()))?;
            Ok((row.get("area")?, codes::column(row, "standing")?, vehicle))
        })
        .optional()?;
    let Some((area, standing, vehicle)) = row else {
        return Err(LedgerError::stored(format!("record {id}"), "it is not inside and its plate cannot be put right"));
    };
    let vehicle = StoredVehicle { plate: event.to.clone(), ..vehicle };
    connection
        .prepare_cached("UPDATE records SET plate = ?2, vehicle = ?3, standing = ?4, record_type = ?5 WHERE id = ?1")?
        .execute(params![
            id,
            event.to.as_str(),
            vehicle_text(&vehicle)?,
            event.standing.word(),
            event.record_type.word()
        ])?;
    if standing != event.standing {
        count(connection, &area, standing, -1)?;
        count(connection, &area, event.standing, 1)?;
    }
    Ok(())
}

fn end(connection: &Connection, id: Guid, state: RecordState) -> Result<(), LedgerError> {
    let ended: Option<(String, Standing)> = connection
        .prepare_cached("UPDATE records SET state = ?2 WHERE id = ?1 AND state = 'inside' RETURNING area, standing")?
        .query_row(params![id.to_string(), state.word()], |row| Ok((row.get(0)?, codes::column(row, "standing")?)))
        .optional()?;
    match ended {
        Some((area, standing)) => count(connection, &area, standing, -1),
        None => Err(LedgerError::stored(format!("record {id}"), "it is not inside and cannot end")),
    }
}

pub(super) fn count(connection: &Connection, area: &str, standing: Standing, change: i64) -> Result<(), LedgerError> {
    let lease_change = if standing == Standing::Lease { change } else { 0 };
    connection
        .prepare_cached(
            "INSERT INTO area_counts (area, used, lease_used) VALUES (?1, ?2, ?3)
             ON CONFLICT (area) DO UPDATE SET used = used + excluded.used, lease_used = lease_used + excluded.lease_used",
        )?
        .execute(params![area, change, lease_change])?;
    Ok(())
}

pub(super) fn vehicle_text(vehicle: &StoredVehicle) -> Result<String, LedgerError> {
    serde_json::to_string(vehicle).map_err(|why| LedgerError::stored("vehicle", why))
}

pub(super) fn vehicle_column(row: &Row<'_>) -> rusqlite::Result<Option<StoredVehicle>> {
    let text: Option<String> = row.get("vehicle")?;
    text.map(|text| serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))).transpose()
}

pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<ParkingRecord> {
    let vehicle = vehicle_column(row)?.ok_or_else(|| bad_column("a record has a vehicle".into()))?;
    Ok(ParkingRecord {
        id: codes::parsed(row, "id")?,
        vehicle: vehicle.into(),
        standing: codes::column(row, "standing")?,
        area: row.get("area")?,
        garage: row.get("garage")?,
        entered_at: Moment(row.get("entered_at_ms")?),
        entry_lane: codes::parsed_optional(row, "entry_lane")?,
        entry_picture: codes::parsed_optional(row, "entry_picture")?,
        left_at: row.get::<_, Option<i64>>("left_at_ms")?.map(Moment),
        exit_lane: codes::parsed_optional(row, "exit_lane")?,
        exit_picture: codes::parsed_optional(row, "exit_picture")?,
        state: codes::column(row, "state")?,
        record_type: codes::column(row, "record_type")?,
        receivable_fen: Fen(row.get("receivable_fen")?),
        discount_fen: Fen(row.get("discount_fen")?),
        received_fen: Fen(row.get("received_fen")?),
        share_id: codes::parsed_optional(row, "share_id")?,
    })
}

/// What to look for among all records.
#[derive(Clone, Debug, Default)]
pub struct RecordSearch {
    /// Any part of a plate; empty for all.
    pub plate_part: String,
    /// Only in this state.
    pub state: Option<RecordState>,
    /// At most this many.
    pub limit: u32,
    /// Only records that came before this one.
    pub after: Option<Guid>,
}

impl ReadTx<'_> {
    /// The record with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn record(&self, id: Guid) -> Result<Option<ParkingRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM records WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], record).optional()?)
    }

    /// The record of a plate that is inside now, the newest where there are several.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn inside(&self, plate: &Plate) -> Result<Option<ParkingRecord>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM records WHERE plate = ?1 AND state = 'inside' ORDER BY no DESC LIMIT 1")?;
        Ok(statement.query_row([plate.as_str()], record).optional()?)
    }

    /// The newest record of a plate, whatever became of it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn latest_record(&self, plate: &Plate) -> Result<Option<ParkingRecord>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM records WHERE plate = ?1 ORDER BY no DESC LIMIT 1")?;
        Ok(statement.query_row([plate.as_str()], record).optional()?)
    }

    /// A plate's records, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn records_of(&self, plate: &Plate, limit: u32) -> Result<Vec<ParkingRecord>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM records WHERE plate = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![plate.as_str(), limit], record)?.collect::<Result<_, _>>()?)
    }

    /// The record of a plate that ended last before another one began.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn record_before(&self, later: &ParkingRecord) -> Result<Option<ParkingRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM records WHERE plate = ?1 AND state = 'left' AND id <> ?2 AND left_at_ms <= ?3
             ORDER BY left_at_ms DESC, no DESC LIMIT 1",
        )?;
        let (plate, id) = (later.vehicle.plate.as_str(), later.id.to_string());
        Ok(statement.query_row(params![plate, id, later.entered_at.0], record).optional()?)
    }

    /// Whether another stay of a record's plate began earlier, at a moment or after it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn came_before(&self, later: &ParkingRecord, from: Moment, before: Moment) -> Result<bool, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM records
                 WHERE plate = ?1 AND state <> 'cancelled' AND id <> ?2 AND entered_at_ms >= ?3 AND entered_at_ms < ?4)",
        )?;
        let (plate, id) = (later.vehicle.plate.as_str(), later.id.to_string());
        Ok(statement.query_row(params![plate, id, from.0, before.0], |row| row.get(0))?)
    }

    /// Every record that is inside now, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn all_inside(&self) -> Result<Vec<ParkingRecord>, LedgerError> {
        // Left to itself SQLite walks the whole table backwards to save itself the sorting of those inside.
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM records INDEXED BY records_inside WHERE state = 'inside' ORDER BY no DESC",
        )?;
        Ok(statement.query_map([], record)?.collect::<Result<_, _>>()?)
    }

    /// How many cars with one of these plates are inside as lease cars.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lease_cars_inside(&self, plates: &[Plate]) -> Result<u32, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT count(*) FROM records WHERE plate = ?1 AND state = 'inside' AND standing = ?2")?;
        let mut cars = 0;
        for plate in plates {
            let inside: u32 = statement.query_row(params![plate.as_str(), Standing::Lease.word()], |row| row.get(0))?;
            cars += inside;
        }
        Ok(cars)
    }

    /// Cars inside, by area.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn used_by_area(&self) -> Result<BTreeMap<String, u32>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT area, used FROM area_counts")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// Cars inside that hold a lease, by area.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lease_used_by_area(&self) -> Result<BTreeMap<String, u32>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT area, lease_used FROM area_counts")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }
}
