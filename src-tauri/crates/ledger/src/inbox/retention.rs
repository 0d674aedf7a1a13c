//! How long what came is kept.

use lotdesk_domain::moment::Moment;
use rusqlite::params;

use super::Arrival;
use crate::codes::Stored;
use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::writer::{Urgency, WriteTx};

/// As many refused messages are kept; an older one goes for each that comes.
pub const MOST_REFUSED: u32 = 1_000;
/// As many bodies go in one transaction: lanes come between two of them.
const AT_ONCE: u32 = 200;

/// As much of a refused body is kept, in bytes: enough to see what it was.
pub const REFUSED_BYTES: usize = 4_096;

impl Ledger {
    /// Stores a message that was refused, with the word for the reason: the beginning of its body, and no more of such
    /// messages than [`MOST_REFUSED`]. Lanes go first: whoever sends rubbish does not slow the gates.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn store_refused(&self, mut arrival: Arrival, reason: String) -> Result<(), LedgerError> {
        arrival.body.truncate(REFUSED_BYTES);
        let store = move |tx: &mut WriteTx<'_>| {
            let Arrival { platform, interface, transport, peer, at, body, refused } = arrival;
            tx.beside()
                .prepare_cached(
                    "INSERT INTO inbox (platform, interface, transport, peer, at_ms, body, refused, reason)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    platform.word(),
                    interface,
                    transport,
                    peer,
                    at.0,
                    body,
                    refused.unwrap_or_default(),
                    reason
                ])?;
            bound_refused(tx)
        };
        self.write(Urgency::Bulk, store).await??;
        Ok(())
    }

    /// Drops the bodies and the answers of messages that came before this moment, in small transactions that lanes go
    /// before. What was not answered yet stays whole. That a message came, when, and under which key it was carried out,
    /// stays known. Gives how many were dropped.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn drop_old_arrivals(&self, before: Moment) -> Result<u32, LedgerError> {
        let mut all = 0;
        loop {
            let some = move |tx: &mut WriteTx<'_>| {
                let dropped = tx
                    .beside()
                    .prepare_cached(
                        "UPDATE inbox SET body = x'', reply = NULL, dropped = 1 WHERE no IN (
                             SELECT no FROM inbox
                             WHERE dropped = 0 AND at_ms < ?1 AND (answered_at_ms IS NOT NULL OR refused IS NOT NULL)
                             ORDER BY at_ms LIMIT ?2)",
                    )?
                    .execute(params![before.0, AT_ONCE])?;
                Ok::<_, LedgerError>(u32::try_from(dropped).unwrap_or(u32::MAX))
            };
            let dropped = self.write(Urgency::Bulk, some).await??.value;
            all += dropped;
            if dropped < AT_ONCE {
                return Ok(all);
            }
        }
    }
}

/// Deletes the refused messages beyond the newest [`MOST_REFUSED`].
fn bound_refused(tx: &mut WriteTx<'_>) -> Result<(), LedgerError> {
    tx.beside()
        .prepare_cached(
            "DELETE FROM inbox WHERE refused IS NOT NULL AND no <= (
                 SELECT no FROM inbox WHERE refused IS NOT NULL ORDER BY no DESC LIMIT 1 OFFSET ?1)",
        )?
        .execute([MOST_REFUSED])?;
    Ok(())
}
