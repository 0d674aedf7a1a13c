//! The very same message once more.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use rusqlite::{OptionalExtension, params};

use super::Arrival;
use crate::codes::Stored;
use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::reader::ReadTx;
use crate::writer::{Urgency, WriteTx};

/// A message that was taken before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its number in the inbox.
    pub no: i64,
    /// When it came.
    pub at: Moment,
    /// What it was answered; none while it is being carried out, after a power cut in the middle of that, and where the
    /// answer has been dropped for its age.
    pub reply: Option<String>,
}

impl ReadTx<'_> {
    /// The message with this digest, when it was taken before.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn arrival_with(&self, platform: Platform, digest: &[u8; 32]) -> Result<Option<Earlier>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT no, at_ms, reply FROM inbox WHERE platform = ?1 AND digest = ?2")?;
        let found = statement.query_row(params![platform.word(), digest.as_slice()], |row| {
            Ok(Earlier { no: row.get(0)?, at: Moment(row.get(1)?), reply: row.get(2)? })
        });
        Ok(found.optional()?)
    }
}

impl Ledger {
    /// Stores a message that is known by its digest; durable when this returns. Gives its number, or that of the very same
    /// message that was stored before.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn store_arrival_once(&self, arrival: Arrival, digest: [u8; 32]) -> Result<i64, LedgerError> {
        let store = move |tx: &mut WriteTx<'_>| {
            let mut statement = tx.beside().prepare_cached(
                "INSERT INTO inbox (platform, interface, transport, peer, at_ms, body, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (platform, digest) WHERE digest IS NOT NULL DO UPDATE SET repeats = repeats + 1
                 RETURNING no",
            )?;
            let Arrival { platform, interface, transport, peer, at, body, refused: _ } = arrival;
            let values = params![platform.word(), interface, transport, peer, at.0, body, digest.as_slice()];
            Ok::<_, LedgerError>(statement.query_row(values, |row| row.get(0))?)
        };
        Ok(self.write(Urgency::Lane, store).await??.value)
    }

    /// Writes beside a stored message what was answered, whether that says it was done, and in a few words.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn settle_arrival_as(
        &self,
        no: i64,
        reply: String,
        went_well: bool,
        words: String,
        at: Moment,
    ) -> Result<(), LedgerError> {
        let settle = move |tx: &mut WriteTx<'_>| {
            tx.beside()
                .prepare_cached(
                    "UPDATE inbox SET reply = ?2, went_well = ?3, words = ?4, answered_at_ms = ?5 WHERE no = ?1",
                )?
                .execute(params![no, reply, went_well, words, at.0])?;
            Ok::<_, LedgerError>(())
        };
        self.write(Urgency::Bulk, settle).await??;
        Ok(())
    }

    /// Counts one more repeat of a message.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn count_repeat(&self, no: i64) -> Result<(), LedgerError> {
        let count = move |tx: &mut WriteTx<'_>| {
            tx.beside().prepare_cached("UPDATE inbox SET repeats = repeats + 1 WHERE no = ?1")?.execute([no])?;
            Ok::<_, LedgerError>(())
        };
        self.write(Urgency::Bulk, count).await??;
        Ok(())
    }
}
