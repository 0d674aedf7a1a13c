//! Inspections: the car as docloud knows it, the order, and how it comes along.

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::{InspectionState, InspectionStatus};
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{InspectionAnswered, InspectionAsked, InspectionBound, InspectionMoved};
use crate::journal::Recorded;
use crate::reader::ReadTx;

fn text<T: serde::Serialize>(event: &T) -> Result<String, LedgerError> {
    serde_json::to_string(event).map_err(|why| LedgerError::stored("inspection", why))
}

pub(super) fn bound(connection: &Connection, recorded: &Recorded, event: &InspectionBound) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO inspections (id, plate, state, car_id, bound, created_at_ms, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
             ON CONFLICT (id) DO UPDATE SET plate = excluded.plate, car_id = excluded.car_id, bound = excluded.bound,
                 changed_at_ms = excluded.changed_at_ms",
        )?
        .execute(params![
            event.id.to_string(),
            event.plate,
            InspectionState::Bound.word(),
            event.car_id,
            text(event)?,
            recorded.at.0,
        ])?;
    Ok(())
}

pub(super) fn asked(connection: &Connection, recorded: &Recorded, event: &InspectionAsked) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE inspections SET state = ?2, asked = ?3, person_id = ?4, code = NULL, words = '', changed_at_ms = ?5
             WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            InspectionState::Sending.word(),
            text(event)?,
            event.person_id.to_string(),
            recorded.at.0,
        ])?;
    Ok(())
}

pub(super) fn answered(
    connection: &Connection,
    recorded: &Recorded,
    event: &InspectionAnswered,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE inspections SET state = ?2, platform_order_id = coalesce(?3, platform_order_id), code = ?4,
                 words = ?5, changed_at_ms = ?6 WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            event.state.word(),
            event.platform_order_id,
            event.code,
            event.words,
            recorded.at.0,
        ])?;
    Ok(())
}

pub(super) fn moved(connection: &Connection, recorded: &Recorded, event: &InspectionMoved) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE inspections SET status = ?2, news = ?3, changed_at_ms = ?4 WHERE id = ?1")?
        .execute(params![event.id.to_string(), event.status.word(), text(event)?, recorded.at.0])?;
    Ok(())
}

/// An inspection as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredInspection {
    /// Its place.
    pub no: i64,
    /// The car, as docloud knows it.
    pub bound: InspectionBound,
    /// The order.
    pub asked: Option<InspectionAsked>,
    /// What docloud told of it last.
    pub news: Option<InspectionMoved>,
    /// How it stands with us.
    pub state: InspectionState,
    /// How it stands at docloud.
    pub status: Option<InspectionStatus>,
    /// docloud's number of it.
    pub platform_order_id: Option<i64>,
    /// The people, in the table of persons.
    pub person_id: Option<Guid>,
    /// The code of a refusal.
    pub code: Option<String>,
    /// In words.
    pub words: String,
    /// When the car was made known.
    pub created_at: Moment,
    /// When it changed last.
    pub changed_at: Moment,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|why| bad_column(why.to_string()))
}

fn inspection(row: &Row<'_>) -> rusqlite::Result<StoredInspection> {
    let bound: String = row.get("bound")?;
    let (asked, news): (Option<String>, Option<String>) = (row.get("asked")?, row.get("news")?);
    Ok(StoredInspection {
        no: row.get("no")?,
        bound: read(&bound)?,
        asked: asked.as_deref().map(read).transpose()?,
        news: news.as_deref().map(read).transpose()?,
        state: codes::column(row, "state")?,
        status: codes::column_optional(row, "status")?,
        platform_order_id: row.get("platform_order_id")?,
        person_id: codes::parsed_optional(row, "person_id")?,
        code: row.get("code")?,
        words: row.get("words")?,
        created_at: Moment(row.get("created_at_ms")?),
        changed_at: Moment(row.get("changed_at_ms")?),
    })
}

impl ReadTx<'_> {
    /// A plate's inspections, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn inspections_of(&self, plate: &str, limit: u32) -> Result<Vec<StoredInspection>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM inspections WHERE plate = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![plate, limit], inspection)?.collect::<Result<_, _>>()?)
    }

    /// The inspection with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn inspection(&self, id: Guid) -> Result<Option<StoredInspection>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM inspections WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], inspection).optional()?)
    }

    /// Inspections, the newest first, from before the place `before` on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn inspections(&self, before: i64, limit: u32) -> Result<Vec<StoredInspection>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM inspections WHERE no < ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![before, limit], inspection)?.collect::<Result<_, _>>()?)
    }

    /// Inspections of which docloud can still tell something, and those that were on their way when the engine ended.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_inspections(&self) -> Result<Vec<StoredInspection>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM inspections WHERE state = 'sending'
                 OR (state = 'ordered' AND (status IS NULL OR status NOT IN ('received', 'closed'))) ORDER BY no",
        )?;
        Ok(statement.query_map([], inspection)?.collect::<Result<_, _>>()?)
    }
}
