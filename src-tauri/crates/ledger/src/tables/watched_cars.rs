//! Cars of fleets that docloud watches, and the alarms about them.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::violation::{CarType, WatchState};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::violations;
use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{WatchAlarmSeen, WatchNewsCame, WatchedCarSet};
use crate::journal::Recorded;
use crate::reader::ReadTx;

pub(super) fn set(connection: &Connection, recorded: &Recorded, event: &WatchedCarSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO watched_cars (plate, car_type, person_id, fleet, state, code, words, added_at_ms, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
             ON CONFLICT (plate) DO UPDATE SET car_type = excluded.car_type, person_id = excluded.person_id,
                 fleet = excluded.fleet, state = excluded.state, code = excluded.code, words = excluded.words,
                 changed_at_ms = excluded.changed_at_ms",
        )?
        .execute(params![
            event.plate,
            event.car_type.word(),
            event.person_id.map(|id| id.to_string()),
            event.fleet,
            event.state.word(),
            event.code,
            event.words,
            recorded.at.0,
        ])?;
    Ok(())
}

pub(super) fn news(connection: &Connection, recorded: &Recorded, event: &WatchNewsCame) -> Result<(), LedgerError> {
    violations::watched(connection, recorded, event)?;
    connection
        .prepare_cached("UPDATE watched_cars SET news_at_ms = ?2 WHERE plate = ?1")?
        .execute(params![event.plate, recorded.at.0])?;
    if event.code.is_some() {
        connection
            .prepare_cached(
                "UPDATE watched_cars SET state = ?2, code = ?3, words = ?4, changed_at_ms = ?5
                 WHERE plate = ?1 AND state != 'removed'",
            )?
            .execute(params![event.plate, WatchState::WrongData.word(), event.code, event.words, recorded.at.0])?;
    }
    let Some(alarm_id) = event.alarm_id else { return Ok(()) };
    let codes = serde_json::to_string(&event.changed).map_err(|why| LedgerError::stored("watch alarm", why))?;
    connection
        .prepare_cached(
            "INSERT INTO watch_alarms (id, plate, codes, code, words, inbox_no, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            alarm_id.to_string(),
            event.plate,
            codes,
            event.code,
            event.words,
            event.inbox_no,
            recorded.at.0
        ])?;
    Ok(())
}

pub(super) fn seen(connection: &Connection, recorded: &Recorded, event: &WatchAlarmSeen) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE watch_alarms SET seen_at_ms = ?2 WHERE id = ?1 AND seen_at_ms IS NULL")?
        .execute(params![event.alarm_id.to_string(), recorded.at.0])?;
    Ok(())
}

/// A car of a fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredWatchedCar {
    /// Plate.
    pub plate: String,
    /// Kind.
    pub car_type: CarType,
    /// Its numbers, in the table of persons.
    pub person_id: Option<Guid>,
    /// The fleet's name.
    pub fleet: String,
    /// Whether it is watched.
    pub state: WatchState,
    /// The code of a refusal.
    pub code: Option<String>,
    /// In words.
    pub words: String,
    /// When it was added first.
    pub added_at: Moment,
    /// When it changed last.
    pub changed_at: Moment,
    /// When docloud told something of it last.
    pub news_at: Option<Moment>,
}

fn car(row: &Row<'_>) -> rusqlite::Result<StoredWatchedCar> {
    Ok(StoredWatchedCar {
        plate: row.get("plate")?,
        car_type: codes::column(row, "car_type")?,
        person_id: codes::parsed_optional(row, "person_id")?,
        fleet: row.get("fleet")?,
        state: codes::column(row, "state")?,
        code: row.get("code")?,
        words: row.get("words")?,
        added_at: Moment(row.get("added_at_ms")?),
        changed_at: Moment(row.get("changed_at_ms")?),
        news_at: row.get::<_, Option<i64>>("news_at_ms")?.map(Moment),
    })
}

/// An alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAlarm {
    /// Its place.
    pub no: i64,
    /// Identifier.
    pub id: Guid,
    /// The car.
    pub plate: String,
    /// The violations that are new or stand differently.
    pub codes: Vec<String>,
    /// What is wrong with the car's data, as a code.
    pub code: Option<String>,
    /// In words.
    pub words: String,
    /// The message's number in the inbox.
    pub inbox_no: i64,
    /// When it came.
    pub at: Moment,
    /// When somebody saw it.
    pub seen_at: Option<Moment>,
}

fn alarm(row: &Row<'_>) -> rusqlite::Result<StoredAlarm> {
    let codes: String = row.get("codes")?;
    Ok(StoredAlarm {
        no: row.get("no")?,
        id: codes::parsed(row, "id")?,
        plate: row.get("plate")?,
        codes: serde_json::from_str(&codes).map_err(|why| bad_column(why.to_string()))?,
        code: row.get("code")?,
        words: row.get("words")?,
        inbox_no: row.get("inbox_no")?,
        at: Moment(row.get("at_ms")?),
        seen_at: row.get::<_, Option<i64>>("seen_at_ms")?.map(Moment),
    })
}

impl ReadTx<'_> {
    /// A car of a fleet.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn watched_car(&self, plate: &str) -> Result<Option<StoredWatchedCar>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM watched_cars WHERE plate = ?1")?;
        Ok(statement.query_row([plate], car).optional()?)
    }

    /// Cars of fleets by plate, from after `after` on; of one fleet, and with any part of a plate, where these are given.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn watched_cars(
        &self,
        fleet: Option<&str>,
        part: &str,
        after: &str,
        limit: u32,
    ) -> Result<Vec<StoredWatchedCar>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM watched_cars WHERE state != 'removed' AND (?1 IS NULL OR fleet = ?1)
                 AND (?2 = '' OR instr(plate, ?2) > 0) AND plate > ?3 ORDER BY plate LIMIT ?4",
        )?;
        Ok(statement.query_map(params![fleet, part, after, limit], car)?.collect::<Result<_, _>>()?)
    }

    /// The fleets and how many of their cars are in which state.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn fleets(&self) -> Result<Vec<(String, WatchState, u32)>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT fleet, state, count(*) AS cars FROM watched_cars WHERE state != 'removed'
             GROUP BY fleet, state ORDER BY fleet, state",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, codes::column(row, "state")?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Alarms, the newest first; those that nobody has seen alone where that is wanted.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn watch_alarms(&self, unseen_only: bool, before: i64, limit: u32) -> Result<Vec<StoredAlarm>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM watch_alarms WHERE (?1 = 0 OR seen_at_ms IS NULL) AND no < ?2 ORDER BY no DESC LIMIT ?3",
        )?;
        Ok(statement.query_map(params![unseen_only, before, limit], alarm)?.collect::<Result<_, _>>()?)
    }

    /// An alarm.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn watch_alarm(&self, id: Guid) -> Result<Option<StoredAlarm>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM watch_alarms WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], alarm).optional()?)
    }

    /// How many alarms nobody has seen.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn unseen_watch_alarms(&self) -> Result<u32, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT count(*) FROM watch_alarms WHERE seen_at_ms IS NULL")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}
