//! Replies that an operation waits for. Most messages are done when the platform has them; some are questions, and what
//! comes back matters: an invoice's number, say. Such a reply is kept in the transaction that settles its message, and the
//! operation takes it from here once, be it after a restart.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::outbox::Claimed;
use crate::reader::ReadTx;
use crate::writer::WriteTx;

/// A reply that waits to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReply {
    /// Its message's number in the outbox.
    pub no: i64,
    /// From whom.
    pub platform: Platform,
    /// Interface.
    pub interface: String,
    /// The message's own identifier.
    pub own_id: String,
    /// When it came.
    pub at: Moment,
    /// The reply's text.
    pub body: String,
}

/// Keeps a reply, in the transaction that settles its message.
pub(crate) fn keep(connection: &Connection, claimed: &Claimed, body: &str, now: Moment) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO outbox_replies (no, platform, interface, own_id, at_ms, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (no) DO UPDATE SET at_ms = excluded.at_ms, body = excluded.body, taken = 0",
        )?
        .execute(params![claimed.no, claimed.platform.word(), claimed.interface, claimed.own_id, now.0, body])?;
    Ok(())
}

fn reply(row: &Row<'_>) -> rusqlite::Result<KeptReply> {
    Ok(KeptReply {
        no: row.get("no")?,
        platform: codes::column(row, "platform")?,
        interface: row.get("interface")?,
        own_id: row.get("own_id")?,
        at: Moment(row.get("at_ms")?),
        body: row.get("body")?,
    })
}

impl ReadTx<'_> {
    /// Replies that nobody has taken yet, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn replies_to_take(&self, limit: u32) -> Result<Vec<KeptReply>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM outbox_replies WHERE taken = 0 ORDER BY no LIMIT ?1")?;
        Ok(statement.query_map([limit], reply)?.collect::<Result<_, _>>()?)
    }

    /// True when this reply still waits.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reply_waits(&self, no: i64) -> Result<bool, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox_replies WHERE no = ?1 AND taken = 0)")?;
        Ok(statement.query_row([no], |row| row.get(0))?)
    }
}

impl WriteTx<'_> {
    /// Marks a reply as taken; it stays readable.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn reply_taken(&mut self, no: i64) -> Result<(), LedgerError> {
        self.beside().prepare_cached("UPDATE outbox_replies SET taken = 1 WHERE no = ?1")?.execute([no])?;
        Ok(())
    }
}
