//! What we owe ETCP, paid to it; and the lines of its accounts in the ledger.

use lotdesk_domain::etcp::SettledFrom;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::posting::Account;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::money::post;
use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{EtcpSettled, EtcpSettlementTakenBack};
use crate::journal::{self, COLUMNS, Recorded};
use crate::reader::ReadTx;

pub(super) fn settled(connection: &Connection, recorded: &Recorded, event: &EtcpSettled) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("ETCP settlement {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "INSERT INTO etcp_settlements (id, amount_fen, paid_from, reference, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            event.id.to_string(),
            event.amount_fen.0,
            event.paid_from.word(),
            event.reference,
            recorded.seq
        ])?;
    Ok(())
}

pub(super) fn taken_back(
    connection: &Connection,
    recorded: &Recorded,
    event: &EtcpSettlementTakenBack,
) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("ETCP settlement {} taken back", event.id), &event.postings)?;
    let changed = connection
        .prepare_cached("UPDATE etcp_settlements SET taken_back_seq = ?2 WHERE id = ?1 AND taken_back_seq IS NULL")?
        .execute(params![event.id.to_string(), recorded.seq])?;
    match changed {
        1 => Ok(()),
        _ => {
            Err(LedgerError::stored(format!("ETCP settlement {}", event.id), "it is not there, or taken back already"))
        }
    }
}

/// A settlement as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct EtcpSettlement {
    /// Identifier.
    pub id: Guid,
    /// How much was paid.
    pub amount_fen: Fen,
    /// Where it came from.
    pub paid_from: SettledFrom,
    /// Under what it can be found.
    pub reference: String,
    /// True once it was said to be none.
    pub taken_back: bool,
}

/// A line of an account of the ledger: what happened, and what it put there, debit above zero.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountLine {
    /// What happened.
    pub recorded: Recorded,
    /// What it changed.
    pub amount_fen: Fen,
}

fn settlement(row: &Row<'_>) -> rusqlite::Result<EtcpSettlement> {
    Ok(EtcpSettlement {
        id: codes::parsed(row, "id")?,
        amount_fen: Fen(row.get("amount_fen")?),
        paid_from: codes::column(row, "paid_from")?,
        reference: row.get("reference")?,
        taken_back: row.get::<_, Option<i64>>("taken_back_seq")?.is_some(),
    })
}

impl ReadTx<'_> {
    /// The settlement with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_settlement(&self, id: Guid) -> Result<Option<EtcpSettlement>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM etcp_settlements WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], settlement).optional()?)
    }

    /// What stands on an account before a line of the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn balance_before(&self, account: &Account, before_seq: i64) -> Result<Fen, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT coalesce(sum(amount_fen), 0) FROM postings WHERE account = ?1 AND seq < ?2")?;
        Ok(Fen(statement.query_row(params![account.key(), before_seq], |row| row.get(0))?))
    }

    /// The lines of an account, the newest first, from before a line of the journal on.
    ///
    /// # Errors
    /// When SQLite refuses, or an event does not read back.
    pub fn account_lines(
        &self,
        account: &Account,
        before_seq: i64,
        limit: u32,
    ) -> Result<Vec<AccountLine>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS}, moved FROM journal JOIN (
                 SELECT seq AS moved_seq, sum(amount_fen) AS moved FROM postings WHERE account = ?1 AND seq < ?2
                 GROUP BY seq ORDER BY seq DESC LIMIT ?3
             ) ON moved_seq = seq ORDER BY seq DESC"
        ))?;
        let rows = statement.query_map(params![account.key(), before_seq, limit], |row| {
            let amount_fen = Fen(row.get("moved")?);
            Ok(journal::from_row(row)?.map(|recorded| AccountLine { recorded, amount_fen }))
        })?;
        rows.map(|row| row?).collect()
    }
}
