//! Operators; their PINs' hashes are kept apart and are no part of the journal.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::operator::Role;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::OperatorAdded;
use crate::reader::ReadTx;
use crate::writer::WriteTx;

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Identifier.
    pub id: Guid,
    /// Name, unique.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What a sign-in is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The PIN's hash in the PHC text form.
    pub pin_hash: String,
    /// Wrong PINs since the last right one.
    pub wrong_in_a_row: u32,
    /// No PIN is tried before this moment.
    pub locked_until: Moment,
}

pub(super) fn added(connection: &Connection, event: &OperatorAdded) -> Result<(), LedgerError> {
    connection.prepare_cached("INSERT INTO operators (id, name, role) VALUES (?1, ?2, ?3)")?.execute(params![
        event.id.to_string(),
        event.name,
        event.role.word()
    ])?;
    Ok(())
}

fn operator(row: &Row<'_>) -> rusqlite::Result<Operator> {
    Ok(Operator { id: codes::parsed(row, "id")?, name: row.get("name")?, role: codes::column(row, "role")? })
}

impl ReadTx<'_> {
    /// Everybody who can sign in, in the order in which they were added.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn operators(&self) -> Result<Vec<Operator>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT id, name, role FROM operators ORDER BY rowid")?;
        Ok(statement.query_map([], operator)?.collect::<Result<_, _>>()?)
    }

    /// The operator of this name.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn operator_named(&self, name: &str) -> Result<Option<Operator>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT id, name, role FROM operators WHERE name = ?1")?;
        Ok(statement.query_row([name], operator).optional()?)
    }

    /// The operator with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn operator(&self, id: Guid) -> Result<Option<Operator>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT id, name, role FROM operators WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], operator).optional()?)
    }

    /// What the operator's sign-in is checked against.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn credential(&self, operator: Guid) -> Result<Option<Credential>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT pin_hash, wrong_in_a_row, locked_until_ms FROM credentials WHERE operator_id = ?1",
        )?;
        let credential = statement.query_row([operator.to_string()], |row| {
            Ok(Credential { pin_hash: row.get(0)?, wrong_in_a_row: row.get(1)?, locked_until: Moment(row.get(2)?) })
        });
        Ok(credential.optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps a credential. It goes beside the journal, not into it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn keep_credential(&mut self, operator: Guid, credential: &Credential) -> Result<(), LedgerError> {
        self.beside()
            .prepare_cached(
                "INSERT INTO credentials (operator_id, pin_hash, wrong_in_a_row, locked_until_ms)
                 VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (operator_id) DO UPDATE SET pin_hash = excluded.pin_hash,
                     wrong_in_a_row = excluded.wrong_in_a_row, locked_until_ms = excluded.locked_until_ms",
            )?
            .execute(params![
                operator.to_string(),
                credential.pin_hash,
                credential.wrong_in_a_row,
                credential.locked_until.0
            ])?;
        Ok(())
    }
}
