//! Stays in bays along a street.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Standing, Vehicle};
use lotdesk_domain::street::{NewestStay, StayState, StreetStay};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::records::{count, vehicle_column, vehicle_text};
use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{Charged, Collected, OrderPaid, StayBegan, StayEnded, StayGoesOn, StayMayEnd, StayPlateSet};
use crate::reader::ReadTx;

pub(super) fn began(connection: &Connection, event: &StayBegan) -> Result<(), LedgerError> {
    let stay = event.to_stay();
    connection
        .prepare_cached(
            "INSERT INTO street_stays (id, space_no, area, detector_id, entered_at_ms, changed_at_ms, state,
                 record_type, entry_picture)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            event.id.to_string(),
            event.space_no,
            event.area,
            event.detector_id.map(|id| id.to_string()),
            event.at.0,
            stay.state.word(),
            stay.record_type.word(),
            event.picture_id.map(|id| id.to_string()),
        ])?;
    count(connection, &event.area, Standing::Temporary, 1)
}

pub(super) fn may_end(connection: &Connection, event: &StayMayEnd) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE street_stays SET state = ?2, left_at_ms = ?3, changed_at_ms = ?3, exit_picture = ?4
             WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            StayState::Leaving.word(),
            event.at.0,
            event.picture_id.map(|id| id.to_string()),
        ])?;
    Ok(())
}

pub(super) fn goes_on(connection: &Connection, event: &StayGoesOn) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE street_stays SET state = ?2, left_at_ms = NULL, exit_picture = NULL, changed_at_ms = ?3
             WHERE id = ?1",
        )?
        .execute(params![event.id.to_string(), StayState::Standing.word(), event.at.0])?;
    Ok(())
}

pub(super) fn ended(connection: &Connection, event: &StayEnded) -> Result<(), LedgerError> {
    let area: Option<String> = connection
        .prepare_cached(
            "UPDATE street_stays SET state = ?2, left_at_ms = ?3, fee_fen = ?4, owed_fen = ?5, record_type = ?6
             WHERE id = ?1 AND state != ?2 RETURNING area",
        )?
        .query_row(
            params![
                event.id.to_string(),
                StayState::Left.word(),
                event.left_at.0,
                event.fee_fen.0,
                event.owed_fen.0,
                event.record_type.word(),
            ],
            |row| row.get(0),
        )
        .optional()?;
    match area {
        Some(area) => count(connection, &area, Standing::Temporary, -1),
        None => Err(LedgerError::stored(format!("stay {}", event.id), "it is over already and cannot end")),
    }
}

pub(super) fn plate_set(connection: &Connection, event: &StayPlateSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE street_stays SET plate = ?2, vehicle = ?3, entry_picture = coalesce(?4, entry_picture)
             WHERE id = ?1",
        )?
        .execute(params![
            event.id.to_string(),
            event.vehicle.plate.as_str(),
            vehicle_text(&event.vehicle)?,
            event.picture_id.map(|id| id.to_string()),
        ])?;
    Ok(())
}

/// A payment for a stay on the street counts for it, and takes what it was for off the debt. Payments for others change
/// nothing here.
pub(super) fn charged(connection: &Connection, event: &Charged) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE street_stays SET receivable_fen = receivable_fen + ?2, discount_fen = discount_fen + ?3,
                 received_fen = received_fen + ?4, owed_fen = max(0, owed_fen - ?2) WHERE id = ?1",
        )?
        .execute(params![
            event.record_id.to_string(),
            event.receivable_fen.0,
            event.discount_fen.0,
            event.received_fen.0,
        ])?;
    Ok(())
}

/// The same for money that a platform took. What was paid too much is no revenue and pays no debt.
pub(super) fn paid_by_platform(connection: &Connection, event: &OrderPaid) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE street_stays SET receivable_fen = receivable_fen + ?2, discount_fen = discount_fen + ?3,
                 received_fen = received_fen + ?4, owed_fen = max(0, owed_fen - ?2) WHERE id = ?1",
        )?
        .execute(params![
            event.record_id.to_string(),
            event.receivable_fen.0,
            event.discount_fen.0,
            event.received_fen.0,
        ])?;
    Ok(())
}

/// The same for money that came here otherwise than in cash.
pub(super) fn collected(connection: &Connection, event: &Collected) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE street_stays SET receivable_fen = receivable_fen + ?2, discount_fen = discount_fen + ?3,
                 received_fen = received_fen + ?4, owed_fen = max(0, owed_fen - ?2) WHERE id = ?1",
        )?
        .execute(params![
            event.record_id.to_string(),
            event.receivable_fen.0,
            event.discount_fen.0,
            event.received_fen.0,
        ])?;
    Ok(())
}

fn stay(row: &Row<'_>) -> rusqlite::Result<StreetStay> {
    Ok(StreetStay {
        id: codes::parsed(row, "id")?,
        space_no: row.get("space_no")?,
        detector_id: codes::parsed_optional(row, "detector_id")?,
        vehicle: vehicle_column(row)?.map(Vehicle::from),
        entered_at: Moment(row.get("entered_at_ms")?),
        left_at: row.get::<_, Option<i64>>("left_at_ms")?.map(Moment),
        state: codes::column(row, "state")?,
        record_type: codes::column(row, "record_type")?,
        fee_fen: row.get::<_, Option<i64>>("fee_fen")?.map(Fen),
        receivable_fen: Fen(row.get("receivable_fen")?),
        discount_fen: Fen(row.get("discount_fen")?),
        received_fen: Fen(row.get("received_fen")?),
        owed_fen: Fen(row.get("owed_fen")?),
    })
}

/// What to look for among stays on the street.
#[derive(Clone, Debug, Default)]
pub struct StaySearch {
    /// Any part of a plate; empty for all.
    pub plate_part: String,
    /// Only in this bay.
    pub space_no: Option<String>,
    /// Only those that are not over.
    pub open_only: bool,
    /// Only those that owe.
    pub owing_only: bool,
    /// Only those that ended before this moment.
    pub left_before: Option<Moment>,
    /// At most this many.
    pub limit: u32,
    /// Only stays that came before this one.
    pub after: Option<Guid>,
}

impl ReadTx<'_> {
    /// The stay with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn stay(&self, id: Guid) -> Result<Option<StreetStay>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM street_stays WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], stay).optional()?)
    }

    /// The newest stay of a bay, and what a detector's report is judged by.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn newest_stay(&self, space_no: &str) -> Result<Option<(StreetStay, NewestStay)>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM street_stays WHERE space_no = ?1 ORDER BY no DESC LIMIT 1")?;
        let found = statement.query_row([space_no], |row| {
            let stay = stay(row)?;
            let changed_at = Moment(row.get("changed_at_ms")?);
            let newest = NewestStay { state: stay.state, changed_at, free_since: stay.left_at };
            Ok((stay, newest))
        });
        Ok(found.optional()?)
    }

    /// Stays whose bay is free since this moment or longer, and that are not over yet.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn stays_leaving_since(&self, at: Moment) -> Result<Vec<StreetStay>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM street_stays WHERE state = 'leaving' AND left_at_ms <= ?1 ORDER BY left_at_ms, no",
        )?;
        Ok(statement.query_map([at.0], stay)?.collect::<Result<_, _>>()?)
    }

    /// The pictures of a stay: its beginning's and its end's.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn stay_pictures(&self, id: Guid) -> Result<(Option<Guid>, Option<Guid>), LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT entry_picture, exit_picture FROM street_stays WHERE id = ?1")?;
        let found = statement.query_row([id.to_string()], |row| {
            Ok((codes::parsed_optional(row, "entry_picture")?, codes::parsed_optional(row, "exit_picture")?))
        });
        Ok(found.optional()?.unwrap_or((None, None)))
    }

    /// Stays that fit, the newest first; one more than the limit when there are more.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn search_stays(&self, search: &StaySearch) -> Result<Vec<StreetStay>, LedgerError> {
        let pattern = format!("%{}%", search.plate_part.replace(['%', '_'], ""));
        // The index of those that owe holds few rows; the planner takes it only for a condition that it can see.
        let owing = if search.owing_only { "owed_fen > 0" } else { "1" };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT * FROM street_stays
             WHERE {owing} AND (?1 = '%%' OR plate LIKE ?1) AND (?2 IS NULL OR space_no = ?2)
                 AND (?3 = 0 OR state != 'left') AND (?4 IS NULL OR (state = 'left' AND left_at_ms <= ?4))
                 AND (?5 IS NULL OR no < (SELECT no FROM street_stays WHERE id = ?5))
             ORDER BY no DESC LIMIT ?6"
        ))?;
        let rows = statement.query_map(
            params![
                pattern,
                search.space_no,
                search.open_only,
                search.left_before.map(|at| at.0),
                search.after.map(|id| id.to_string()),
                search.limit + 1,
            ],
            stay,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many stays owe, and how much in all.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn street_debts(&self) -> Result<(u32, Fen), LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT count(*), coalesce(sum(owed_fen), 0) FROM street_stays WHERE owed_fen > 0")?;
        Ok(statement.query_row([], |row| Ok((row.get(0)?, Fen(row.get(1)?))))?)
    }
}
