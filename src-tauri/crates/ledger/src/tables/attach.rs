//! PCs that may attach over the network; their keys' hashes, and when each was here last, are no part of the journal.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::event::{PcAdmitted, PcRevoked};
use crate::journal::Recorded;
use crate::reader::ReadTx;
use crate::writer::WriteTx;

/// A PC that may attach, or might.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPc {
    /// Identifier.
    pub id: Guid,
    /// What people call it.
    pub name: String,
    /// When it was admitted.
    pub admitted_at: Moment,
    /// By whom.
    pub admitted_by: Option<Guid>,
    /// When that was taken back.
    pub revoked_at: Option<Moment>,
    /// By whom.
    pub revoked_by: Option<Guid>,
    /// When it was here last.
    pub seen_at: Option<Moment>,
    /// From which address.
    pub seen_from: Option<String>,
}

pub(super) fn admitted(connection: &Connection, recorded: &Recorded, event: &PcAdmitted) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT INTO attached_pcs (id, name, admitted_at_ms, admitted_by) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            event.id.to_string(),
            event.name,
            recorded.at.0,
            recorded.actor.operator.map(|id| id.to_string())
        ])?;
    Ok(())
}

pub(super) fn revoked(connection: &Connection, recorded: &Recorded, event: &PcRevoked) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE attached_pcs SET revoked_at_ms = ?2, revoked_by = ?3 WHERE id = ?1")?
        .execute(params![event.id.to_string(), recorded.at.0, recorded.actor.operator.map(|id| id.to_string())])?;
    Ok(())
}

const PC: &str = "SELECT p.id, p.name, p.admitted_at_ms, p.admitted_by, p.revoked_at_ms, p.revoked_by, k.seen_at_ms,
         k.seen_from
     FROM attached_pcs p LEFT JOIN pc_keys k ON k.pc_id = p.id";

fn pc(row: &Row<'_>) -> rusqlite::Result<StoredPc> {
    Ok(StoredPc {
        id: codes::parsed(row, "id")?,
        name: row.get("name")?,
        admitted_at: Moment(row.get("admitted_at_ms")?),
        admitted_by: codes::parsed_optional(row, "admitted_by")?,
        revoked_at: row.get::<_, Option<i64>>("revoked_at_ms")?.map(Moment),
        revoked_by: codes::parsed_optional(row, "revoked_by")?,
        seen_at: row.get::<_, Option<i64>>("seen_at_ms")?.map(Moment),
        seen_from: row.get("seen_from")?,
    })
}

impl ReadTx<'_> {
    /// Every PC that was ever admitted: those that may attach first, the newest of them first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn pcs(&self) -> Result<Vec<StoredPc>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached(&format!("{PC} ORDER BY p.revoked_at_ms IS NOT NULL, p.no DESC"))?;
        Ok(statement.query_map([], pc)?.collect::<Result<_, _>>()?)
    }

    /// The PC with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn pc(&self, id: Guid) -> Result<Option<StoredPc>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!("{PC} WHERE p.id = ?1"))?;
        Ok(statement.query_row([id.to_string()], pc).optional()?)
    }

    /// The PC whose key has this SHA-256, in hexadecimal digits. The hash of a key of 256 random bits tells nothing of how
    /// near a guess came, so the look-up itself may.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn pc_of_key(&self, key_hash: &str) -> Result<Option<StoredPc>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!("{PC} WHERE k.key_hash = ?1"))?;
        Ok(statement.query_row([key_hash], pc).optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps the SHA-256 of a PC's key. It goes beside the journal, not into it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn keep_pc_key(&mut self, pc_id: Guid, key_hash: &str) -> Result<(), LedgerError> {
        self.beside()
            .prepare_cached("INSERT INTO pc_keys (pc_id, key_hash) VALUES (?1, ?2)")?
            .execute(params![pc_id.to_string(), key_hash])?;
        Ok(())
    }

    /// Notes that a PC is here. Nothing but this changes: it is no news for the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn pc_seen(&mut self, pc_id: Guid, at: Moment, from: &str) -> Result<(), LedgerError> {
        self.beside()
            .prepare_cached("UPDATE pc_keys SET seen_at_ms = ?2, seen_from = ?3 WHERE pc_id = ?1")?
            .execute(params![pc_id.to_string(), at.0, from])?;
        Ok(())
    }
}
