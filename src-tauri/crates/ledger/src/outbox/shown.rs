//! What waits and what went, as the screens show it.

use lotdesk_domain::message::{Outcome, Platform, Rank};
use lotdesk_domain::moment::Moment;
use rusqlite::{OptionalExtension, Row, params};

use super::{OPEN, State};
use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::reader::ReadTx;

/// A message as the screens show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Number.
    pub no: i64,
    /// For whom.
    pub platform: Platform,
    /// Interface.
    pub interface: String,
    /// Its own identifier.
    pub own_id: String,
    /// What goes before what.
    pub rank: Rank,
    /// The record or thing it is about.
    pub order_key: Option<String>,
    /// Its content.
    pub body: String,
    /// Where it stands.
    pub state: State,
    /// Why it must not be sent.
    pub problem: Option<String>,
    /// Since when.
    pub queued_at: Moment,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Moment,
    /// When it was tried last.
    pub last_at: Option<Moment>,
    /// How that ended.
    pub last_outcome: Option<Outcome>,
    /// The number of the message before it that holds it back.
    pub behind: Option<i64>,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// When it began.
    pub at: Moment,
    /// How long it took, in milliseconds.
    pub took_ms: Option<i64>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// What waits for one platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Messages not yet accepted.
    pub waiting: u32,
    /// Of those, how many a person must look at.
    pub needs_person: u32,
    /// Since when the oldest waits.
    pub oldest: Option<Moment>,
}

fn outcome_column(row: &Row<'_>, index: &str) -> rusqlite::Result<Option<Outcome>> {
    let text: Option<String> = row.get(index)?;
    text.map(|text| serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))).transpose()
}

fn message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        no: row.get("no")?,
        platform: codes::column(row, "platform")?,
        interface: row.get("interface")?,
        own_id: row.get("own_id")?,
        rank: codes::column(row, "rank")?,
        order_key: row.get("order_key")?,
        body: row.get("body")?,
        state: codes::column(row, "state")?,
        problem: row.get("problem")?,
        queued_at: Moment(row.get("queued_at_ms")?),
        attempts: row.get("attempts")?,
        next_at: Moment(row.get("next_at_ms")?),
        last_at: row.get::<_, Option<i64>>("last_at_ms")?.map(Moment),
        last_outcome: outcome_column(row, "last_outcome")?,
        behind: row.get("behind")?,
    })
}

/// The columns of a message, with the one that holds it back.
fn message_columns() -> String {
    format!(
        "o.*, (SELECT max(p.no) FROM outbox p WHERE p.order_key = o.order_key AND p.platform = o.platform
            AND p.no < o.no AND p.holds_back = 1 AND p.state IN {OPEN}) AS behind"
    )
}

impl ReadTx<'_> {
    /// What waits for a platform.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn backlog(&self, platform: Platform) -> Result<Backlog, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT count(*), coalesce(sum(state IN ('refused', 'unknown', 'held')), 0), min(queued_at_ms)
             FROM outbox WHERE platform = ?1 AND state IN {OPEN}"
        ))?;
        Ok(statement.query_row([platform.word()], |row| {
            Ok(Backlog {
                waiting: row.get(0)?,
                needs_person: row.get(1)?,
                oldest: row.get::<_, Option<i64>>(2)?.map(Moment),
            })
        })?)
    }

    /// Messages that are not settled, the oldest first, from after `after` on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_messages(
        &self,
        platform: Option<Platform>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Message>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM outbox o WHERE o.state IN {OPEN} AND (?1 IS NULL OR o.platform = ?1) AND o.no > ?2
             ORDER BY o.no LIMIT ?3",
            message_columns()
        ))?;
        let rows = statement.query_map(params![platform.map(Stored::word), after, limit], message)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A platform's messages that a person may put back in line, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn refused_and_unknown(&self, platform: Platform) -> Result<Vec<Message>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM outbox o WHERE o.platform = ?1 AND o.state IN {OPEN}
                 AND o.state IN ('refused', 'unknown') ORDER BY o.no",
            message_columns()
        ))?;
        Ok(statement.query_map([platform.word()], message)?.collect::<Result<_, _>>()?)
    }

    /// All messages, the newest first, from before `before` on.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn all_messages(
        &self,
        platform: Option<Platform>,
        before: i64,
        limit: u32,
    ) -> Result<Vec<Message>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM outbox o WHERE (?1 IS NULL OR o.platform = ?1) AND o.no < ?2 ORDER BY o.no DESC LIMIT ?3",
            message_columns()
        ))?;
        let rows = statement.query_map(params![platform.map(Stored::word), before, limit], message)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The messages about a record, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn messages_about(&self, order_key: &str) -> Result<Vec<Message>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM outbox o WHERE o.order_key = ?1 ORDER BY o.no",
            message_columns()
        ))?;
        Ok(statement.query_map([order_key], message)?.collect::<Result<_, _>>()?)
    }

    /// The message with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn message(&self, no: i64) -> Result<Option<Message>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {} FROM outbox o WHERE o.no = ?1", message_columns()))?;
        Ok(statement.query_row([no], message).optional()?)
    }

    /// The message of an interface with this identifier of its own.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn message_of(
        &self,
        platform: Platform,
        interface: &str,
        own_id: &str,
    ) -> Result<Option<Message>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {} FROM outbox o WHERE o.platform = ?1 AND o.interface = ?2 AND o.own_id = ?3
                 AND o.rank = 'record'",
            message_columns()
        ))?;
        Ok(statement.query_row([platform.word(), interface, own_id], message).optional()?)
    }

    /// Every attempt to send a message, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn attempts(&self, no: i64) -> Result<Vec<Attempt>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT at_ms, took_ms, outcome FROM attempts WHERE no = ?1 ORDER BY id")?;
        let rows = statement.query_map([no], |row| {
            Ok(Attempt { at: Moment(row.get(0)?), took_ms: row.get(1)?, outcome: outcome_column(row, "outcome")? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When an exchange over each interface was last stored: platform, interface, moment.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn exchanges(&self) -> Result<Vec<(Platform, String, Moment)>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT platform, interface, max(at_ms) AS at_ms FROM exchanges GROUP BY platform, interface",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((codes::column(row, "platform")?, row.get("interface")?, Moment(row.get("at_ms")?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
