//! Payments and their postings.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::Charge;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::Charged;
use crate::reader::ReadTx;

pub(super) fn charged(connection: &Connection, seq: i64, event: &Charged) -> Result<(), LedgerError> {
    let off: Fen = event.postings.iter().map(|(_, amount)| *amount).sum();
    if off != Fen::ZERO {
        return Err(LedgerError::stored(format!("charge {}", event.id), format!("its postings are off by {off} yuan")));
    }
    connection
        .prepare_cached(
            "INSERT INTO charges (id, order_no, record_id, paid_at_ms, receivable_fen, discount_fen, received_fen,
                 tendered_fen, pay_type, pay_from, lane_id, gate_command_id, seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            event.id.to_string(),
            event.order_no,
            event.record_id.to_string(),
            event.paid_at.0,
            event.receivable_fen.0,
            event.discount_fen.0,
            event.received_fen.0,
            event.tendered_fen.0,
            event.pay_type.word(),
            event.pay_from,
            event.lane_id.map(|id| id.to_string()),
            event.gate_command_id.map(|id| id.to_string()),
            seq,
        ])?;
    connection
        .prepare_cached(
            "UPDATE records SET receivable_fen = receivable_fen + ?2, discount_fen = discount_fen + ?3,
                 received_fen = received_fen + ?4 WHERE id = ?1",
        )?
        .execute(params![
            event.record_id.to_string(),
            event.receivable_fen.0,
            event.discount_fen.0,
            event.received_fen.0
        ])?;
    let mut statement =
        connection.prepare_cached("INSERT INTO postings (seq, line, account, amount_fen) VALUES (?1, ?2, ?3, ?4)")?;
    for (line, (account, amount)) in (0_i64..).zip(&event.postings) {
        statement.execute(params![seq, line, account, amount.0])?;
    }
    Ok(())
}

/// A payment with what the desk needs to answer a repeated request.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCharge {
    /// The payment.
    pub charge: Charge,
    /// What the driver handed over.
    pub tendered_fen: Fen,
    /// The exit lane, when the car left with it.
    pub lane_id: Option<Guid>,
    /// The gate command that it caused.
    pub gate_command_id: Option<Guid>,
}

fn charge(row: &Row<'_>) -> rusqlite::Result<StoredCharge> {
    Ok(StoredCharge {
        charge: Charge {
            id: codes::parsed(row, "id")?,
            order_no: row.get("order_no")?,
            record_id: codes::parsed(row, "record_id")?,
            paid_at: Moment(row.get("paid_at_ms")?),
            receivable_fen: Fen(row.get("receivable_fen")?),
            discount_fen: Fen(row.get("discount_fen")?),
            received_fen: Fen(row.get("received_fen")?),
            pay_type: codes::column(row, "pay_type")?,
            pay_from: row.get("pay_from")?,
        },
        tendered_fen: Fen(row.get("tendered_fen")?),
        lane_id: codes::parsed_optional(row, "lane_id")?,
        gate_command_id: codes::parsed_optional(row, "gate_command_id")?,
    })
}

impl ReadTx<'_> {
    /// The payment with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charge(&self, id: Guid) -> Result<Option<StoredCharge>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charges WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], charge).optional()?)
    }

    /// The payments of a record, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn charges_of(&self, record_id: Guid) -> Result<Vec<StoredCharge>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM charges WHERE record_id = ?1 ORDER BY no")?;
        Ok(statement.query_map([record_id.to_string()], charge)?.collect::<Result<_, _>>()?)
    }

    /// Every account's balance, by account.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn balances(&self) -> Result<Vec<(String, Fen)>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT account, sum(amount_fen) FROM postings GROUP BY account ORDER BY account")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, Fen(row.get(1)?))))?.collect::<Result<_, _>>()?)
    }
}
