//! Money given back.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::refund::Refund;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::Refunded;
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A refund with why it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRefund {
    /// The refund.
    pub refund: Refund,
    /// Of that, what had been paid too much.
    pub of_extra_fen: Fen,
    /// Why.
    pub reason: String,
    /// The second person, where one was needed.
    pub approver: Option<Guid>,
}

pub(super) fn made(connection: &Connection, recorded: &Recorded, event: &Refunded) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO refunds (id, charge_id, order_no, record_id, at_ms, amount_fen, of_extra_fen, pay_type,
                 refund_from, reason, approver)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            event.id.to_string(),
            event.charge_id.to_string(),
            event.order_no,
            event.record_id.to_string(),
            recorded.at.0,
            event.amount_fen.0,
            event.of_extra_fen.0,
            event.pay_type.word(),
            event.refund_from,
            event.reason,
            event.approver.map(|id| id.to_string()),
        ])?;
    Ok(())
}

fn refund(row: &Row<'_>) -> rusqlite::Result<StoredRefund> {
    Ok(StoredRefund {
        refund: Refund {
            id: codes::parsed(row, "id")?,
            order_no: row.get("order_no")?,
            charge_id: codes::parsed(row, "charge_id")?,
            record_id: codes::parsed(row, "record_id")?,
            at: Moment(row.get("at_ms")?),
            amount_fen: Fen(row.get("amount_fen")?),
            pay_type: codes::column(row, "pay_type")?,
            refund_from: row.get("refund_from")?,
        },
        of_extra_fen: Fen(row.get("of_extra_fen")?),
        reason: row.get("reason")?,
        approver: codes::parsed_optional(row, "approver")?,
    })
}

impl ReadTx<'_> {
    /// The refund with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refund(&self, id: Guid) -> Result<Option<StoredRefund>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM refunds WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], refund).optional()?)
    }

    /// The refunds that name an order, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refunds_of_order(&self, order_no: &str) -> Result<Vec<StoredRefund>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM refunds WHERE order_no = ?1 ORDER BY no")?;
        Ok(statement.query_map([order_no], refund)?.collect::<Result<_, _>>()?)
    }

    /// The newest refunds.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refunds(&self, limit: u32) -> Result<Vec<StoredRefund>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM refunds ORDER BY no DESC LIMIT ?1")?;
        Ok(statement.query_map([limit], refund)?.collect::<Result<_, _>>()?)
    }

    /// Refunds that were made from one moment to before another, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refunds_between(&self, from: Moment, before: Moment) -> Result<Vec<StoredRefund>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM refunds WHERE at_ms >= ?1 AND at_ms < ?2 ORDER BY no")?;
        Ok(statement.query_map([from.0, before.0], refund)?.collect::<Result<_, _>>()?)
    }
}
