//! Reservations: what holds, what ends, and whose deposit is still open.

use std::collections::BTreeMap;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::{Booking, Reservation, ReservationState};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::money::post;
use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{
    DepositSettled, ReservationBegan, ReservationBooked, ReservationEnded, ReservationMoved, ReservationReopened,
};
use crate::journal::Recorded;
use crate::reader::ReadTx;

pub(super) fn booked(connection: &Connection, event: &ReservationBooked) -> Result<(), LedgerError> {
    let state = if event.holding { ReservationState::Holding } else { ReservationState::Ahead };
    connection
        .prepare_cached(
            "INSERT INTO reservations (book_code, plate, asked_from_ms, asked_over_ms, from_ms, over_ms, grace_minutes,
                 deposit_fen, area, space_no, state)
             VALUES (?1, ?2, ?3, ?4, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            event.book_code,
            event.plate.as_str(),
            event.from.0,
            event.over.0,
            event.grace_minutes,
            event.deposit_fen.0,
            event.area,
            event.space_no,
            state.word(),
        ])?;
    Ok(())
}

pub(super) fn began(connection: &Connection, event: &ReservationBegan) -> Result<(), LedgerError> {
    one_changed(
        connection,
        &event.book_code,
        "UPDATE reservations SET state = 'holding', space_no = ?2 WHERE book_code = ?1 AND state = 'ahead'",
        params![event.book_code, event.space_no],
    )
}

pub(super) fn moved(connection: &Connection, seq: i64, event: &ReservationMoved) -> Result<(), LedgerError> {
    post(connection, seq, &format!("reservation {}", event.book_code), &event.postings)?;
    one_changed(
        connection,
        &event.book_code,
        "UPDATE reservations SET state = 'holding', from_ms = ?2, over_ms = ?3, space_no = ?4, paid = ?5,
             deposit_open_fen = deposit_open_fen + ?6
         WHERE book_code = ?1 AND state IN ('ahead', 'holding')",
        params![event.book_code, event.from.0, event.over.0, event.space_no, event.paid, event.deposit_fen.0],
    )
}

pub(super) fn ended(connection: &Connection, at: &Recorded, event: &ReservationEnded) -> Result<(), LedgerError> {
    post(connection, at.seq, &format!("reservation {}", event.book_code), &event.postings)?;
    one_changed(
        connection,
        &event.book_code,
        "UPDATE reservations SET state = ?2, record_id = ?3, ended_at_ms = ?4,
             deposit_open_fen = CASE WHEN ?2 = 'used' THEN deposit_open_fen ELSE 0 END
         WHERE book_code = ?1 AND state IN ('ahead', 'holding')",
        params![event.book_code, event.state.word(), event.record_id.map(|id| id.to_string()), at.at.0],
    )
}

pub(super) fn reopened(connection: &Connection, event: &ReservationReopened) -> Result<(), LedgerError> {
    one_changed(
        connection,
        &event.book_code,
        "UPDATE reservations SET state = 'holding', space_no = ?2, record_id = NULL, ended_at_ms = NULL
         WHERE book_code = ?1 AND state = 'used'",
        params![event.book_code, event.space_no],
    )
}

pub(super) fn deposit_settled(connection: &Connection, seq: i64, event: &DepositSettled) -> Result<(), LedgerError> {
    post(connection, seq, &format!("reservation {}", event.book_code), &event.postings)?;
    let sql = "UPDATE reservations SET deposit_open_fen = 0 WHERE book_code = ?1";
    one_changed(connection, &event.book_code, sql, params![event.book_code])
}

fn one_changed(connection: &Connection, code: &str, sql: &str, values: impl Params) -> Result<(), LedgerError> {
    match connection.prepare_cached(sql)?.execute(values)? {
        1 => Ok(()),
        _ => Err(LedgerError::stored(format!("reservation {code}"), "it does not stand where it could change so")),
    }
}

/// A reservation with what the ledger keeps beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReservation {
    /// As it stands.
    pub reservation: Reservation,
    /// What was asked for.
    pub asked: Booking,
    /// What of its deposit is not settled.
    pub deposit_open_fen: Fen,
}

fn reservation(row: &Row<'_>) -> rusqlite::Result<StoredReservation> {
    let moment = |name: &str| row.get(name).map(Moment);
    let reservation = Reservation {
        book_code: row.get("book_code")?,
        plate: codes::parsed(row, "plate")?,
        from: moment("from_ms")?,
        over: moment("over_ms")?,
        grace_minutes: row.get("grace_minutes")?,
        deposit_fen: Fen(row.get("deposit_fen")?),
        paid: row.get("paid")?,
        area: row.get("area")?,
        space_no: row.get("space_no")?,
        state: codes::column(row, "state")?,
        record_id: codes::parsed_optional(row, "record_id")?,
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(Moment),
    };
    Ok(StoredReservation {
        asked: Booking {
            book_code: reservation.book_code.clone(),
            plate: reservation.plate.clone(),
            from: moment("asked_from_ms")?,
            over: moment("asked_over_ms")?,
            grace_minutes: reservation.grace_minutes,
            deposit_fen: reservation.deposit_fen,
        },
        deposit_open_fen: Fen(row.get("deposit_open_fen")?),
        reservation,
    })
}

impl ReadTx<'_> {
    /// The reservation with this code.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reservation(&self, book_code: &str) -> Result<Option<StoredReservation>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM reservations WHERE book_code = ?1")?;
        Ok(statement.query_row([book_code], reservation).optional()?)
    }

    /// The reservations that have not ended, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_reservations(&self) -> Result<Vec<Reservation>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM reservations INDEXED BY reservations_open WHERE state IN ('ahead', 'holding') ORDER BY no",
        )?;
        let rows = statement.query_map([], |row| Ok(reservation(row)?.reservation))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A plate's reservations that have not ended, the first to begin first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_reservations_of(&self, plate: &Plate) -> Result<Vec<Reservation>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM reservations WHERE plate = ?1 AND state IN ('ahead', 'holding') ORDER BY from_ms, no",
        )?;
        let rows = statement.query_map([plate.as_str()], |row| Ok(reservation(row)?.reservation))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The reservation that this stay used.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reservation_of_record(&self, record_id: Guid) -> Result<Option<StoredReservation>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM reservations WHERE record_id = ?1")?;
        Ok(statement.query_row([record_id.to_string()], reservation).optional()?)
    }

    /// Spaces held by reservations, by area.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn held_by_area(&self) -> Result<BTreeMap<String, u32>, LedgerError> {
        let mut held = BTreeMap::new();
        for reservation in self.open_reservations()? {
            if reservation.state == ReservationState::Holding {
                *held.entry(reservation.area).or_default() += 1;
            }
        }
        Ok(held)
    }

    /// The newest reservations first: all, or only those that have not ended.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reservations(&self, open_only: bool, limit: u32) -> Result<Vec<StoredReservation>, LedgerError> {
        let sql = match open_only {
            true => {
                "SELECT * FROM reservations INDEXED BY reservations_open WHERE state IN ('ahead', 'holding')
                 ORDER BY no DESC LIMIT ?1"
            }
            false => "SELECT * FROM reservations ORDER BY no DESC LIMIT ?1",
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map([limit], reservation)?.collect::<Result<_, _>>()?)
    }
}
