//! What platforms send us. It is stored before anything is done about it, with what its verification said; then it is
//! carried out, and its answer stands beside it. What was carried out under a key is answered again, not done again.

mod repeats;
mod retention;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use rusqlite::{OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::reader::ReadTx;
use crate::writer::{Urgency, WriteTx};
pub use repeats::Earlier;
pub use retention::{MOST_REFUSED, REFUSED_BYTES};

/// A message as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Who sent it.
    pub platform: Platform,
    /// Which interface it is for, as in the interface list; what was asked for, where there is no such interface.
    pub interface: String,
    /// `https` or `tcp`.
    pub transport: &'static str,
    /// The sender's address.
    pub peer: String,
    /// When it came.
    pub at: Moment,
    /// The raw body.
    pub body: Vec<u8>,
    /// Why it was not taken; none where it was.
    pub refused: Option<String>,
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its number in the inbox.
    pub no: i64,
    /// Who sent it.
    pub platform: Platform,
    /// Interface.
    pub interface: String,
    /// `https` or `tcp`.
    pub transport: String,
    /// The sender's address.
    pub peer: String,
    /// When it came.
    pub at: Moment,
    /// The raw body; empty once it has been dropped for its age.
    pub body: Vec<u8>,
    /// Why it was not taken; none where it was.
    pub refused: Option<String>,
    /// The word for that, of a closed list of the receiver's.
    pub reason: Option<String>,
    /// How often the very same message came again.
    pub repeats: u32,
    /// True once body and answer have been dropped for their age.
    pub dropped: bool,
    /// Whether the answer says that it was done, where the receiver told.
    pub went_well: Option<bool>,
    /// The answer in a few words, where the receiver told.
    pub words: Option<String>,
    /// What was answered; none while it is being carried out.
    pub reply: Option<String>,
    /// When.
    pub answered_at: Option<Moment>,
}

fn received(row: &Row<'_>) -> rusqlite::Result<Received> {
    Ok(Received {
        no: row.get("no")?,
        platform: codes::column(row, "platform")?,
        interface: row.get("interface")?,
        transport: row.get("transport")?,
        peer: row.get("peer")?,
        at: Moment(row.get("at_ms")?),
        body: row.get("body")?,
        refused: row.get("refused")?,
        reason: row.get("reason")?,
        repeats: row.get("repeats")?,
        dropped: row.get("dropped")?,
        went_well: row.get("went_well")?,
        words: row.get("words")?,
        reply: row.get("reply")?,
        answered_at: row.get::<_, Option<i64>>("answered_at_ms")?.map(Moment),
    })
}

impl ReadTx<'_> {
    /// What was answered to what was carried out under this key.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn answered_once(&self, platform: Platform, interface: &str, key: &str) -> Result<Option<String>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT reply FROM inbox_once WHERE platform = ?1 AND interface = ?2 AND key = ?3")?;
        Ok(statement.query_row(params![platform.word(), interface, key], |row| row.get(0)).optional()?)
    }

    /// Messages received, the newest first, from before `before` on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn received(&self, platform: Option<Platform>, before: i64, limit: u32) -> Result<Vec<Received>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM inbox WHERE (?1 IS NULL OR platform = ?1) AND no < ?2 ORDER BY no DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(params![platform.map(Stored::word), before, limit], received)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The message with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn received_one(&self, no: i64) -> Result<Option<Received>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM inbox WHERE no = ?1")?;
        Ok(statement.query_row([no], received).optional()?)
    }
}

impl WriteTx<'_> {
    /// Remembers what was answered under this key, in the transaction of what was done.
    ///
    /// # Errors
    /// When SQLite refuses, or the key was used before.
    pub fn answer_once(
        &mut self,
        platform: Platform,
        interface: &str,
        key: &str,
        reply: &str,
        now: Moment,
    ) -> Result<(), LedgerError> {
        self.beside()
            .prepare_cached(
                "INSERT INTO inbox_once (platform, interface, key, reply, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![platform.word(), interface, key, reply, now.0])?;
        Ok(())
    }
}

impl Ledger {
    /// Stores a message as it came; durable when this returns. Gives its number.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn store_arrival(&self, arrival: Arrival) -> Result<i64, LedgerError> {
        let store = move |tx: &mut WriteTx<'_>| {
            let connection = tx.beside();
            connection
                .prepare_cached(
                    "INSERT INTO inbox (platform, interface, transport, peer, at_ms, body, refused)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    arrival.platform.word(),
                    arrival.interface,
                    arrival.transport,
                    arrival.peer,
                    arrival.at.0,
                    arrival.body,
                    arrival.refused,
                ])?;
            Ok::<_, LedgerError>(connection.last_insert_rowid())
        };
        Ok(self.write(Urgency::Lane, store).await??.value)
    }

    /// Writes beside a stored message what was answered.
    ///
    /// # Errors
    /// When the ledger is closed or SQLite refuses.
    pub async fn settle_arrival(&self, no: i64, reply: String, at: Moment) -> Result<(), LedgerError> {
        let settle = move |tx: &mut WriteTx<'_>| {
            tx.beside()
                .prepare_cached("UPDATE inbox SET reply = ?2, answered_at_ms = ?3 WHERE no = ?1")?
                .execute(params![no, reply, at.0])?;
            Ok::<_, LedgerError>(())
        };
        self.write(Urgency::Bulk, settle).await??;
        Ok(())
    }
}
