//! What ETCP said that a car owes, held for the payment. Beside the journal: it is an answer, and nothing that happened.

use lotdesk_domain::etcp::Bill;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use rusqlite::{OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::reader::ReadTx;
use crate::writer::WriteTx;

/// An answer is of no use after this long, in milliseconds, unless a payment was refused by it.
const KEPT_MS: i64 = 7 * 24 * 3_600_000;

/// An answer to a question for a fee.
#[derive(Clone, Debug, PartialEq)]
pub struct EtcpQuote {
    /// Identifier.
    pub id: Guid,
    /// Whose sign-in asked.
    pub account_id: Guid,
    /// The car that was asked for; the bill's own plate is masked.
    pub plate: Plate,
    /// What came.
    pub bill: Bill,
    /// When.
    pub at: Moment,
}

fn quote(row: &Row<'_>) -> rusqlite::Result<EtcpQuote> {
    Ok(EtcpQuote {
        id: codes::parsed(row, "id")?,
        account_id: codes::parsed(row, "account_id")?,
        plate: codes::parsed(row, "plate")?,
        bill: Bill {
            order_id: row.get("order_id")?,
            parking_id: row.get("parking_id")?,
            parking_name: row.get("parking_name")?,
            entered_at: row.get::<_, Option<i64>>("entered_at_ms")?.map(Moment),
            fee_fen: Fen(row.get("fee_fen")?),
            remaining_fen: Fen(row.get("remaining_fen")?),
            verification: row.get("verification")?,
        },
        at: Moment(row.get("at_ms")?),
    })
}

impl ReadTx<'_> {
    /// The answer with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_quote(&self, id: Guid) -> Result<Option<EtcpQuote>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM etcp_quotes WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], quote).optional()?)
    }

    /// The newest answer about an order that came after a moment.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_quote_after(&self, order_id: &str, after: Moment) -> Result<Option<EtcpQuote>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM etcp_quotes WHERE order_id = ?1 AND at_ms > ?2 ORDER BY no DESC LIMIT 1")?;
        Ok(statement.query_row(params![order_id, after.0], quote).optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps an answer, and drops old ones.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn keep_etcp_quote(&mut self, quote: &EtcpQuote) -> Result<(), LedgerError> {
        let connection = self.beside();
        connection
            .prepare_cached(
                "INSERT INTO etcp_quotes (id, account_id, plate, order_id, parking_id, parking_name, entered_at_ms, fee_fen,
                     remaining_fen, verification, at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                quote.id.to_string(),
                quote.account_id.to_string(),
                quote.plate.as_str(),
                quote.bill.order_id,
                quote.bill.parking_id,
                quote.bill.parking_name,
                quote.bill.entered_at.map(|at| at.0),
                quote.bill.fee_fen.0,
                quote.bill.remaining_fen.0,
                quote.bill.verification,
                quote.at.0,
            ])?;
        connection
            .prepare_cached("DELETE FROM etcp_quotes WHERE at_ms < ?1")?
            .execute([quote.at.0.saturating_sub(KEPT_MS)])?;
        Ok(())
    }
}
