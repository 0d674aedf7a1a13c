//! Mechanical garages: their commands, how they stand, which car stands where.

use lotdesk_domain::garage::{GarageCommand, GarageState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{GarageAsked, GarageBegan, GarageCarStored, GarageCarTaken, GarageEnded, GarageStateSet};
use crate::journal::Recorded;
use crate::reader::ReadTx;

pub(super) fn asked(connection: &Connection, recorded: &Recorded, event: &GarageAsked) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO garage_commands (id, garage, work, plate, record_id, space_no, pass, asked_at_ms, due_at_ms,
                 book_at_ms, takes_s, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'waiting')",
        )?
        .execute(params![
            event.command_id.to_string(),
            event.garage,
            event.work.word(),
            event.plate.as_ref().map(Plate::as_str),
            event.record_id.map(|id| id.to_string()),
            event.space_no,
            event.pass,
            recorded.at.0,
            event.due_at.0,
            event.book_at.map(|at| at.0),
            event.takes_s,
        ])?;
    Ok(())
}

pub(super) fn began(connection: &Connection, recorded: &Recorded, event: &GarageBegan) -> Result<(), LedgerError> {
    let began = connection
        .prepare_cached(
            "UPDATE garage_commands SET state = 'running', began_at_ms = ?2 WHERE id = ?1 AND state = 'waiting'",
        )?
        .execute(params![event.command_id.to_string(), recorded.at.0])?;
    changed_one(began, event.command_id)
}

pub(super) fn ended(connection: &Connection, recorded: &Recorded, event: &GarageEnded) -> Result<(), LedgerError> {
    let ended = connection
        .prepare_cached(
            "UPDATE garage_commands SET state = ?2, ended_at_ms = ?3, why = ?4
             WHERE id = ?1 AND state IN ('waiting', 'running')",
        )?
        .execute(params![event.command_id.to_string(), event.how.word(), recorded.at.0, event.why])?;
    changed_one(ended, event.command_id)
}

/// A command begins once and ends once.
fn changed_one(rows: usize, command_id: Guid) -> Result<(), LedgerError> {
    if rows == 1 {
        return Ok(());
    }
    Err(LedgerError::stored(format!("garage command {command_id}"), "it has ended, or was never asked for"))
}

pub(super) fn state_set(
    connection: &Connection,
    recorded: &Recorded,
    event: &GarageStateSet,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO garage_states (garage, state, comment, since_ms) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (garage) DO UPDATE SET state = excluded.state, comment = excluded.comment,
                 since_ms = excluded.since_ms",
        )?
        .execute(params![event.garage, event.state.word(), event.comment, recorded.at.0])?;
    Ok(())
}

pub(super) fn car_stored(
    connection: &Connection,
    recorded: &Recorded,
    event: &GarageCarStored,
) -> Result<(), LedgerError> {
    let record_id = event.record_id.map(|id| id.to_string());
    connection
        .prepare_cached(
            "INSERT INTO garage_cars (space_no, garage, plate, record_id, since_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (space_no) DO UPDATE SET garage = excluded.garage, plate = excluded.plate,
                 record_id = excluded.record_id, since_ms = excluded.since_ms",
        )?
        .execute(params![
            event.space_no,
            event.garage,
            event.plate.as_ref().map(Plate::as_str),
            record_id,
            recorded.at.0
        ])?;
    if let Some(record_id) = record_id {
        connection
            .prepare_cached("UPDATE records SET garage = ?2 WHERE id = ?1")?
            .execute(params![record_id, event.garage])?;
    }
    Ok(())
}

pub(super) fn car_taken(connection: &Connection, event: &GarageCarTaken) -> Result<(), LedgerError> {
    connection.prepare_cached("DELETE FROM garage_cars WHERE space_no = ?1")?.execute([&event.space_no])?;
    Ok(())
}

/// How a garage stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredGarageState {
    /// Its state.
    pub state: GarageState,
    /// Why.
    pub comment: Option<String>,
    /// Since when.
    pub since: Moment,
}

/// A car in a garage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GarageCar {
    /// The space.
    pub space_no: String,
    /// The garage's number.
    pub garage: String,
    /// The car, where its plate is known.
    pub plate: Option<Plate>,
    /// Its parking record.
    pub record_id: Option<Guid>,
    /// Since when.
    pub since: Moment,
}

fn command(row: &Row<'_>) -> rusqlite::Result<GarageCommand> {
    let moment = |name: &str| -> rusqlite::Result<Option<Moment>> { Ok(row.get::<_, Option<i64>>(name)?.map(Moment)) };
    Ok(GarageCommand {
        id: codes::parsed(row, "id")?,
        garage: row.get("garage")?,
        work: codes::column(row, "work")?,
        plate: codes::parsed_optional(row, "plate")?,
        record_id: codes::parsed_optional(row, "record_id")?,
        space_no: row.get("space_no")?,
        pass: row.get("pass")?,
        no: row.get("no")?,
        asked_at: Moment(row.get("asked_at_ms")?),
        due_at: Moment(row.get("due_at_ms")?),
        book_at: moment("book_at_ms")?,
        takes_s: row.get("takes_s")?,
        state: codes::column(row, "state")?,
        began_at: moment("began_at_ms")?,
        ended_at: moment("ended_at_ms")?,
        why: row.get("why")?,
    })
}

fn car(row: &Row<'_>) -> rusqlite::Result<GarageCar> {
    Ok(GarageCar {
        space_no: row.get("space_no")?,
        garage: row.get("garage")?,
        plate: codes::parsed_optional(row, "plate")?,
        record_id: codes::parsed_optional(row, "record_id")?,
        since: Moment(row.get("since_ms")?),
    })
}

impl ReadTx<'_> {
    /// The command with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn garage_command(&self, id: Guid) -> Result<Option<GarageCommand>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM garage_commands WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], command).optional()?)
    }

    /// A plate's commands, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn garage_commands_of(&self, plate: &Plate, limit: u32) -> Result<Vec<GarageCommand>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM garage_commands WHERE plate = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![plate.as_str(), limit], command)?.collect::<Result<_, _>>()?)
    }

    /// Commands that wait or run, in the order in which they were asked for; of one garage, or of all.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_garage_commands(&self, garage: Option<&str>) -> Result<Vec<GarageCommand>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM garage_commands WHERE state IN ('waiting', 'running') AND (?1 IS NULL OR garage = ?1)
             ORDER BY no",
        )?;
        Ok(statement.query_map([garage], command)?.collect::<Result<_, _>>()?)
    }

    /// A garage's commands that have ended, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn ended_garage_commands(&self, garage: &str, limit: u32) -> Result<Vec<GarageCommand>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM garage_commands WHERE garage = ?1 AND state NOT IN ('waiting', 'running')
             ORDER BY no DESC LIMIT ?2",
        )?;
        Ok(statement.query_map(params![garage, limit], command)?.collect::<Result<_, _>>()?)
    }

    /// The newest command for a space that began, whatever became of it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_garage_command_for(&self, space_no: &str) -> Result<Option<GarageCommand>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM garage_commands WHERE space_no = ?1 AND began_at_ms IS NOT NULL ORDER BY no DESC LIMIT 1",
        )?;
        Ok(statement.query_row([space_no], command).optional()?)
    }

    /// How a garage stands; none before it told anything.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn garage_state(&self, garage: &str) -> Result<Option<StoredGarageState>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT state, comment, since_ms FROM garage_states WHERE garage = ?1")?;
        let row = statement.query_row([garage], |row| {
            Ok(StoredGarageState {
                state: codes::column(row, "state")?,
                comment: row.get("comment")?,
                since: Moment(row.get("since_ms")?),
            })
        });
        Ok(row.optional()?)
    }

    /// The cars in a garage, by space.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn garage_cars(&self, garage: &str) -> Result<Vec<GarageCar>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM garage_cars WHERE garage = ?1 ORDER BY space_no")?;
        Ok(statement.query_map([garage], car)?.collect::<Result<_, _>>()?)
    }

    /// The car in a space.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn garage_car_in(&self, space_no: &str) -> Result<Option<GarageCar>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM garage_cars WHERE space_no = ?1")?;
        Ok(statement.query_row([space_no], car).optional()?)
    }

    /// Where a plate stands, in whatever garage.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn garage_car_of(&self, plate: &Plate) -> Result<Option<GarageCar>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM garage_cars WHERE plate = ?1 ORDER BY since_ms DESC, space_no LIMIT 1")?;
        Ok(statement.query_row([plate.as_str()], car).optional()?)
    }
}
