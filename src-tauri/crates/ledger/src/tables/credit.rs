//! Debts that are reported to the credit register.

use lotdesk_domain::credit::CreditState;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{CreditApproved, CreditProposed, CreditWithdrawn};
use crate::journal::Recorded;
use crate::reader::ReadTx;

pub(super) fn proposed(
    connection: &Connection,
    recorded: &Recorded,
    event: &CreditProposed,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO credit_reports (id, record_id, person_id, state, provider_code, information, owed_fen,
                 proposed_at_ms, proposer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            event.id.to_string(),
            event.record_id.to_string(),
            event.person_id.to_string(),
            CreditState::Proposed.word(),
            event.provider_code,
            event.information,
            event.owed_fen.0,
            recorded.at.0,
            recorded.actor.operator.map(|id| id.to_string()),
        ])?;
    Ok(())
}

pub(super) fn approved(connection: &Connection, event: &CreditApproved) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE credit_reports SET state = ?2, approver = ?3 WHERE id = ?1")?
        .execute(params![event.id.to_string(), CreditState::Approved.word(), event.approver.to_string()])?;
    Ok(())
}

pub(super) fn withdrawn(connection: &Connection, event: &CreditWithdrawn) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE credit_reports SET state = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), CreditState::Withdrawn.word()])?;
    Ok(())
}

/// A report as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCredit {
    /// Identifier.
    pub id: Guid,
    /// The stay that was not paid.
    pub record_id: Guid,
    /// Whom it is about, in the table of persons.
    pub person_id: Guid,
    /// Where it stands.
    pub state: CreditState,
    /// Who reports.
    pub provider_code: String,
    /// What happened.
    pub information: String,
    /// What was owed when it was proposed.
    pub owed_fen: Fen,
    /// When it was proposed.
    pub proposed_at: Moment,
    /// Who proposed it.
    pub proposer: Option<Guid>,
    /// Who agreed.
    pub approver: Option<Guid>,
}

fn credit(row: &Row<'_>) -> rusqlite::Result<StoredCredit> {
    Ok(StoredCredit {
        id: codes::parsed(row, "id")?,
        record_id: codes::parsed(row, "record_id")?,
        person_id: codes::parsed(row, "person_id")?,
        state: codes::column(row, "state")?,
        provider_code: row.get("provider_code")?,
        information: row.get("information")?,
        owed_fen: Fen(row.get("owed_fen")?),
        proposed_at: Moment(row.get("proposed_at_ms")?),
        proposer: codes::parsed_optional(row, "proposer")?,
        approver: codes::parsed_optional(row, "approver")?,
    })
}

impl ReadTx<'_> {
    /// The report with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn credit_report(&self, id: Guid) -> Result<Option<StoredCredit>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM credit_reports WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], credit).optional()?)
    }

    /// The report about a stay that was not withdrawn.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn credit_report_of(&self, record_id: Guid) -> Result<Option<StoredCredit>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM credit_reports WHERE record_id = ?1 AND state != 'withdrawn' ORDER BY no DESC LIMIT 1",
        )?;
        Ok(statement.query_row([record_id.to_string()], credit).optional()?)
    }

    /// Reports, the newest first; one more than the limit when there are more.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn credit_reports(&self, before: Option<Guid>, limit: u32) -> Result<Vec<StoredCredit>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM credit_reports WHERE (?1 IS NULL OR no < (SELECT no FROM credit_reports WHERE id = ?1))
             ORDER BY no DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![before.map(|id| id.to_string()), limit + 1], credit)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
