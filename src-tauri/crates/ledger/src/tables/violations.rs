//! Cars whose violations were asked for, and the violations.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::violation::{CarType, Processing, Violation};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{
    LicenceSent, StoredViolation, ViolationOrderDrawn, ViolationOrderMoved, ViolationsTold, WatchNewsCame,
};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// What a query told takes the place of what was known; what is in an order stays until the order says more.
pub(super) fn told(connection: &Connection, recorded: &Recorded, event: &ViolationsTold) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO violation_cars (plate, car_type, person_id, city, total_fine_fen, total_points, untreated,
                 queried_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (plate) DO UPDATE SET car_type = excluded.car_type, person_id = excluded.person_id,
                 city = excluded.city, total_fine_fen = excluded.total_fine_fen,
                 total_points = excluded.total_points, untreated = excluded.untreated,
                 queried_at_ms = excluded.queried_at_ms",
        )?
        .execute(params![
            event.plate,
            event.car_type.word(),
            event.person_id.map(|id| id.to_string()),
            event.city,
            event.total_fine_fen.0,
            event.total_points,
            event.untreated,
            recorded.at.0,
        ])?;
    if !event.some_only {
        connection
            .prepare_cached("DELETE FROM violations WHERE plate = ?1 AND order_id IS NULL AND watched = 0")?
            .execute([&event.plate])?;
    }
    put(connection, recorded.at, &event.plate, &event.violations, false)
}

/// docloud has the photographs of a car's licence.
pub(super) fn licence_sent(connection: &Connection, at: Moment, event: &LicenceSent) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE violation_cars SET licence_sent_at_ms = ?2 WHERE plate = ?1")?
        .execute(params![event.plate, at.0])?;
    Ok(())
}

/// What is told of a watched car.
pub(super) fn watched(connection: &Connection, recorded: &Recorded, event: &WatchNewsCame) -> Result<(), LedgerError> {
    put(connection, recorded.at, &event.plate, &event.violations, true)
}

fn put(
    connection: &Connection,
    at: Moment,
    plate: &str,
    violations: &[StoredViolation],
    watched: bool,
) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO violations (plate, code, processing, violation, watched, changed_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (plate, code) DO UPDATE SET processing = excluded.processing, violation = excluded.violation,
             watched = max(watched, excluded.watched), changed_at_ms = excluded.changed_at_ms",
    )?;
    for stored in violations {
        let violation = Violation::from(stored.clone());
        let text = serde_json::to_string(stored).map_err(|why| LedgerError::stored("violation", why))?;
        statement.execute(params![plate, violation.code, violation.processing.word(), text, watched, at.0])?;
    }
    Ok(())
}

/// A violation in an order belongs to it until the order comes to nothing.
pub(super) fn ordered(connection: &Connection, event: &ViolationOrderDrawn) -> Result<(), LedgerError> {
    let mut statement =
        connection.prepare_cached("UPDATE violations SET order_id = ?3 WHERE plate = ?1 AND code = ?2")?;
    for stored in &event.violations {
        let code = Violation::from(stored.clone()).code;
        statement.execute(params![event.plate, code, event.id.to_string()])?;
    }
    Ok(())
}

/// Sets the violations of an order that came to nothing free.
pub(super) fn set_free(connection: &Connection, order_id: Guid) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE violations SET order_id = NULL WHERE order_id = ?1")?
        .execute([order_id.to_string()])?;
    Ok(())
}

/// How far an order's violations are.
pub(super) fn moved(connection: &Connection, at: Moment, event: &ViolationOrderMoved) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached(
        "UPDATE violations SET processing = ?3, changed_at_ms = ?4 WHERE order_id = ?1 AND code = ?2",
    )?;
    for touched in &event.touched {
        statement.execute(params![event.id.to_string(), touched.code, touched.processing.word(), at.0])?;
    }
    Ok(())
}

/// A car whose violations were asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCar {
    /// Plate.
    pub plate: String,
    /// Kind.
    pub car_type: CarType,
    /// Telephone and numbers, in the table of persons.
    pub person_id: Option<Guid>,
    /// Whose records were asked; none for the plate's own city.
    pub city: Option<String>,
    /// Fines of what is not handled.
    pub total_fine_fen: Fen,
    /// Points of that.
    pub total_points: i64,
    /// How many those are.
    pub untreated: i64,
    /// When it was asked for last.
    pub queried_at: Moment,
    /// When photographs of its licence were sent last.
    pub licence_sent_at: Option<Moment>,
}

/// A violation as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownViolation {
    /// The car.
    pub plate: String,
    /// The violation, as far as it is handled.
    pub violation: Violation,
    /// The order that it is in.
    pub order_id: Option<Guid>,
    /// When something was told of it last.
    pub changed_at: Moment,
}

fn car(row: &Row<'_>) -> rusqlite::Result<StoredCar> {
    Ok(StoredCar {
        plate: row.get("plate")?,
        car_type: codes::column(row, "car_type")?,
        person_id: codes::parsed_optional(row, "person_id")?,
        city: row.get("city")?,
        total_fine_fen: Fen(row.get("total_fine_fen")?),
        total_points: row.get("total_points")?,
        untreated: row.get("untreated")?,
        queried_at: Moment(row.get("queried_at_ms")?),
        licence_sent_at: row.get::<_, Option<i64>>("licence_sent_at_ms")?.map(Moment),
    })
}

fn violation(row: &Row<'_>) -> rusqlite::Result<KnownViolation> {
    let text: String = row.get("violation")?;
    let stored: StoredViolation = serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))?;
    let processing: Processing = codes::column(row, "processing")?;
    Ok(KnownViolation {
        plate: row.get("plate")?,
        violation: Violation { processing, ..stored.into() },
        order_id: codes::parsed_optional(row, "order_id")?,
        changed_at: Moment(row.get("changed_at_ms")?),
    })
}

impl ReadTx<'_> {
    /// A car whose violations were asked for.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_car(&self, plate: &str) -> Result<Option<StoredCar>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM violation_cars WHERE plate = ?1")?;
        Ok(statement.query_row([plate], car).optional()?)
    }

    /// Cars whose violations were asked for, the last first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violation_cars(&self, limit: u32) -> Result<Vec<StoredCar>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM violation_cars ORDER BY queried_at_ms DESC, plate LIMIT ?1")?;
        Ok(statement.query_map([limit], car)?.collect::<Result<_, _>>()?)
    }

    /// What is known of a car's violations, by their codes.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violations_of(&self, plate: &str) -> Result<Vec<KnownViolation>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM violations WHERE plate = ?1 ORDER BY code")?;
        Ok(statement.query_map([plate], violation)?.collect::<Result<_, _>>()?)
    }

    /// The violations with this code: one, unless docloud gives the same code twice.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn violations_coded(&self, code: &str) -> Result<Vec<KnownViolation>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM violations WHERE code = ?1 ORDER BY plate LIMIT 10")?;
        Ok(statement.query_map([code], violation)?.collect::<Result<_, _>>()?)
    }
}
