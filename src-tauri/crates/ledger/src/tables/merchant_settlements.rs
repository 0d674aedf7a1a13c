//! What merchants paid of what their coupons let off.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::event::MerchantSettled;
use crate::journal::Recorded;
use crate::reader::ReadTx;
use crate::tables::money::post;

/// A settlement as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSettlement {
    /// Identifier.
    pub id: Guid,
    /// The merchant.
    pub merchant_id: Guid,
    /// When.
    pub at: Moment,
    /// What was owed from then on besides what was before.
    pub billed_fen: Fen,
    /// What it paid.
    pub received_fen: Fen,
    /// What was waived.
    pub waived_fen: Fen,
    /// How it paid.
    pub way: String,
    /// What for.
    pub note: Option<String>,
    /// Who wrote it down.
    pub operator: Option<Guid>,
    /// Who agreed to what was waived.
    pub approver: Option<Guid>,
}

/// Sums of a merchant's settlements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// What was billed.
    pub billed_fen: Fen,
    /// What was paid or waived of it.
    pub settled_fen: Fen,
}

pub(super) fn settled(
    connection: &Connection,
    recorded: &Recorded,
    event: &MerchantSettled,
) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("settlement {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "INSERT INTO merchant_settlements (id, merchant_id, at_ms, billed_fen, received_fen, waived_fen, way, note,
                 operator_id, approver_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            event.id.to_string(),
            event.merchant_id.to_string(),
            recorded.at.0,
            event.billed_fen.0,
            event.received_fen.0,
            event.waived_fen.0,
            event.way,
            event.note,
            recorded.actor.operator.map(|id| id.to_string()),
            event.approver.map(|id| id.to_string()),
        ])?;
    Ok(())
}

fn settlement(row: &Row<'_>) -> rusqlite::Result<StoredSettlement> {
    Ok(StoredSettlement {
        id: codes::parsed(row, "id")?,
        merchant_id: codes::parsed(row, "merchant_id")?,
        at: Moment(row.get("at_ms")?),
        billed_fen: Fen(row.get("billed_fen")?),
        received_fen: Fen(row.get("received_fen")?),
        waived_fen: Fen(row.get("waived_fen")?),
        way: row.get("way")?,
        note: row.get("note")?,
        operator: codes::parsed_optional(row, "operator_id")?,
        approver: codes::parsed_optional(row, "approver_id")?,
    })
}

impl ReadTx<'_> {
    /// The settlement with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn merchant_settlement(&self, id: Guid) -> Result<Option<StoredSettlement>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM merchant_settlements WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], settlement).optional()?)
    }

    /// A merchant's settlements, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn merchant_settlements(&self, merchant_id: Guid, limit: u32) -> Result<Vec<StoredSettlement>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM merchant_settlements WHERE merchant_id = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![merchant_id.to_string(), limit], settlement)?.collect::<Result<_, _>>()?)
    }

    /// What a merchant was billed and has settled so far.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn merchant_settled(&self, merchant_id: Guid) -> Result<Settled, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(sum(billed_fen), 0), coalesce(sum(received_fen + waived_fen), 0)
             FROM merchant_settlements WHERE merchant_id = ?1",
        )?;
        Ok(statement.query_row([merchant_id.to_string()], |row| {
            Ok(Settled { billed_fen: Fen(row.get(0)?), settled_fen: Fen(row.get(1)?) })
        })?)
    }
}
