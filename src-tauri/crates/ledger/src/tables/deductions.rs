//! Contracts by which the platform takes fees, and the fees that it is still to take.

use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{Collected, DeductionBooked, DeductionKnown, LetGoOwing, OrderPaid};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A fee that is owed of a car that has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    /// Its number here, in the order in which debts were booked.
    pub no: i64,
    /// The stay.
    pub record_id: Guid,
    /// The order.
    pub order_no: String,
    /// How much.
    pub amount_fen: Fen,
    /// How much of it came.
    pub paid_fen: Fen,
    /// When the car left with it.
    pub at: Moment,
    /// True where its driver owes it; the platform is to take it otherwise.
    pub by_driver: bool,
}

impl Debt {
    /// What is still to come.
    pub fn open_fen(&self) -> Fen {
        (self.amount_fen - self.paid_fen).at_least_zero()
    }
}

/// What of an amount each debt of a stay gets: the order's own first, then what a platform was to take where a platform took
/// the money, else what the driver owes, the older ones first.
pub fn shares(mut debts: Vec<Debt>, order_no: &str, amount: Fen, by_platform: bool) -> Vec<(Debt, Fen)> {
    debts.retain(|debt| debt.open_fen().is_positive());
    debts.sort_by_key(|debt| (debt.order_no != order_no, debt.by_driver == by_platform, debt.no));
    let mut left = amount;
    let share = |debt: Debt| {
        let paid = debt.open_fen().min(left);
        left -= paid;
        (debt, paid)
    };
    debts.into_iter().map(share).filter(|(_, paid)| paid.is_positive()).collect()
}

pub(super) fn known(connection: &Connection, recorded: &Recorded, event: &DeductionKnown) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO deductions (record_id, plate, state, source, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (record_id) DO UPDATE SET state = excluded.state, source = excluded.source,
                 at_ms = excluded.at_ms",
        )?
        .execute(params![
            event.record_id.to_string(),
            event.plate.as_str(),
            event.state.word(),
            event.source,
            recorded.at.0
        ])?;
    Ok(())
}

pub(super) fn booked(connection: &Connection, recorded: &Recorded, event: &DeductionBooked) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO debts (record_id, order_no, amount_fen, paid_fen, at_ms) VALUES (?1, ?2, ?3, 0, ?4)",
        )?
        .execute(params![event.record_id.to_string(), event.order_no, event.amount_fen.0, recorded.at.0])?;
    Ok(())
}

pub(super) fn paid(connection: &Connection, event: &OrderPaid) -> Result<(), LedgerError> {
    pay_off(connection, event.record_id, &event.order_no, event.debt_fen, true)
}

pub(super) fn collected(connection: &Connection, event: &Collected) -> Result<(), LedgerError> {
    pay_off(connection, event.record_id, &event.order_no, event.debt_fen, false)
}

fn pay_off(
    connection: &Connection,
    record_id: Guid,
    order_no: &str,
    amount: Fen,
    by_platform: bool,
) -> Result<(), LedgerError> {
    if !amount.is_positive() {
        return Ok(());
    }
    let mut pay = connection.prepare_cached("UPDATE debts SET paid_fen = paid_fen + ?2 WHERE no = ?1")?;
    for (debt, paid) in shares(debts_of(connection, record_id)?, order_no, amount, by_platform) {
        pay.execute(params![debt.no, paid.0])?;
    }
    Ok(())
}

fn debts_of(connection: &Connection, record_id: Guid) -> Result<Vec<Debt>, LedgerError> {
    let mut statement = connection.prepare_cached("SELECT * FROM debts WHERE record_id = ?1 ORDER BY no")?;
    Ok(statement.query_map([record_id.to_string()], debt)?.collect::<Result<_, _>>()?)
}

pub(super) fn let_go(connection: &Connection, recorded: &Recorded, event: &LetGoOwing) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO debts (record_id, order_no, amount_fen, paid_fen, at_ms, by_driver)
             VALUES (?1, ?2, ?3, 0, ?4, 1)",
        )?
        .execute(params![event.record_id.to_string(), event.order_no, event.amount_fen.0, recorded.at.0])?;
    Ok(())
}

fn debt(row: &Row<'_>) -> rusqlite::Result<Debt> {
    Ok(Debt {
        no: row.get("no")?,
        record_id: codes::parsed(row, "record_id")?,
        order_no: row.get("order_no")?,
        amount_fen: Fen(row.get("amount_fen")?),
        paid_fen: Fen(row.get("paid_fen")?),
        at: Moment(row.get("at_ms")?),
        by_driver: row.get("by_driver")?,
    })
}

impl ReadTx<'_> {
    /// Whether a stay's fee can be taken by contract; none when nobody has said yet.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn deduction(&self, record_id: Guid) -> Result<Option<DeductionState>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT state FROM deductions WHERE record_id = ?1")?;
        Ok(statement.query_row([record_id.to_string()], |row| codes::column(row, "state")).optional()?)
    }

    /// Each time that a car left owing something of this stay, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn debts_of(&self, record_id: Guid) -> Result<Vec<Debt>, LedgerError> {
        debts_of(self.connection, record_id)
    }

    /// What is still owed of them.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_debt(&self, record_id: Guid) -> Result<Fen, LedgerError> {
        Ok(self.debts_of(record_id)?.iter().map(Debt::open_fen).sum())
    }

    /// What is still owed of cars that have left, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_debts(&self, limit: u32) -> Result<Vec<Debt>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM debts WHERE paid_fen < amount_fen ORDER BY at_ms, no LIMIT ?1")?;
        Ok(statement.query_map([limit], debt)?.collect::<Result<_, _>>()?)
    }

    /// What a plate still owes of earlier stays, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_debts_of(&self, plate: &Plate) -> Result<Vec<Debt>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT d.* FROM records r JOIN debts d ON d.record_id = r.id
             WHERE r.plate = ?1 AND d.paid_fen < d.amount_fen ORDER BY d.at_ms, d.no",
        )?;
        Ok(statement.query_map([plate.as_str()], debt)?.collect::<Result<_, _>>()?)
    }
}
