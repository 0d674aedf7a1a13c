//! What waits for the platforms. A message is queued in the transaction of its cause, claimed with a lease, sent with no
//! transaction open, and settled by how that ended.

mod batch;

pub use batch::BatchLimit;

use lotdesk_domain::message::{Draft, Outcome, Platform, Rank};
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::reader::ReadTx;
use crate::replies;
use crate::writer::{Urgency, WriteTx};

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its turn.
    Waiting,
    /// Claimed by the dispatcher.
    Sending,
    /// The platform has it.
    Accepted,
    /// The platform refused it: those behind it wait.
    Refused,
    /// No reply, and a person decides.
    Unknown,
    /// It breaks the platform's tables and is not sent.
    Held,
    /// A newer snapshot took its place.
    Replaced,
}

impl Stored for State {
    const WHAT: &'static str = "message state";
    fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Sending => "sending",
            State::Accepted => "accepted",
            State::Refused => "refused",
            State::Unknown => "unknown",
            State::Held => "held",
            State::Replaced => "replaced",
        }
    }
    fn from_word(word: &str) -> Option<Self> {
        [State::Waiting, State::Sending, State::Accepted, State::Refused, State::Unknown, State::Held, State::Replaced]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// A message in the dispatcher's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Number in the outbox.
    pub no: i64,
    /// Number of this attempt.
    pub attempt: i64,
    /// For whom.
    pub platform: Platform,
    /// Interface.
    pub interface: String,
    /// Its own identifier.
    pub own_id: String,
    /// What goes before what.
    pub rank: Rank,
    /// The platform's `data` item.
    pub body: String,
    /// Which version of the mapping made it.
    pub mapping_version: u16,
    /// How often it was tried before this attempt.
    pub attempts: u32,
    /// Since when it waits.
    pub queued_at: Moment,
}

/// What becomes of a message after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The platform has it.
    Accepted,
    /// The platform refused it; a person must look.
    Refused,
    /// Nobody knows whether it arrived; a person must decide.
    Unknown,
    /// The same message goes again, not before this moment.
    RetryAt(Moment),
}

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

const OPEN: &str = "('waiting', 'sending', 'refused', 'unknown', 'held')";

pub(crate) fn enqueue(connection: &Connection, draft: &Draft, now: Moment) -> Result<(), LedgerError> {
    let state = if draft.problem.is_some() { State::Held } else { State::Waiting };
    if let Some(key) = &draft.coalesce_key {
        // One that has not left yet simply gets the newer content and keeps its place in line.
        let replaced = connection
            .prepare_cached(
                "UPDATE outbox SET body = ?4, mapping_version = ?5, own_id = ?6, state = ?7, problem = ?8
                 WHERE coalesce_key = ?1 AND platform = ?2 AND interface = ?3
                     AND state IN ('waiting', 'held') AND attempts = 0",
            )?
            .execute(params![
                key,
                draft.platform.word(),
                draft.interface,
                draft.body,
                draft.mapping_version,
                draft.own_id,
                state.word(),
                draft.problem
            ])?;
        if replaced > 0 {
            return Ok(());
        }
        // One that was tried is out of date now, whatever became of it; it stays visible until the newer one is in.
        connection
            .prepare_cached(
                "UPDATE outbox SET state = 'replaced'
                 WHERE coalesce_key = ?1 AND platform = ?2 AND interface = ?3
                     AND state IN ('waiting', 'refused', 'unknown', 'held')",
            )?
            .execute(params![key, draft.platform.word(), draft.interface])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO outbox (platform, interface, own_id, rank, order_key, coalesce_key, body, mapping_version,
                 state, problem, queued_at_ms, holds_back)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (platform, interface, own_id) WHERE rank = 'record' DO NOTHING",
        )?
        .execute(params![
            draft.platform.word(),
            draft.interface,
            draft.own_id,
            draft.rank.word(),
            draft.order_key,
            draft.coalesce_key,
            draft.body,
            draft.mapping_version,
            state.word(),
            draft.problem,
            now.0,
            draft.holds_back,
        ])?;
    Ok(())
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

impl WriteTx<'_> {
    /// Puts a message back in line by a person's word: refused ones, unknown ones, and those that wait for a later try.
    /// False when it is in no such state.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn put_back(&mut self, no: i64) -> Result<bool, LedgerError> {
        let changed = self
            .beside()
            .prepare_cached(
                "UPDATE outbox SET state = 'waiting', next_at_ms = 0
                 WHERE no = ?1 AND state IN ('refused', 'unknown', 'waiting')",
            )?
            .execute([no])?;
        self.outbox_has_grown();
        Ok(changed > 0)
    }
}

impl WriteTx<'_> {
    /// Settles by a person's word a message that the platform refused, that may or may not have arrived, or that breaks the
    /// tables: it counts as arrived, or as withdrawn. False when it is in no such state.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn settle_by_hand(&mut self, no: i64, arrived: bool) -> Result<bool, LedgerError> {
        let state = if arrived { State::Accepted } else { State::Replaced };
        let changed = self
            .beside()
            .prepare_cached("UPDATE outbox SET state = ?2 WHERE no = ?1 AND state IN ('refused', 'unknown', 'held')")?
            .execute(params![no, state.word()])?;
        self.outbox_has_grown();
        Ok(changed > 0)
    }
}

impl WriteTx<'_> {
    /// Withdraws a message that waits and was never taken by the platform. False when it does not wait.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn withdraw_waiting(&mut self, no: i64) -> Result<bool, LedgerError> {
        let changed = self
            .beside()
            .prepare_cached("UPDATE outbox SET state = 'replaced' WHERE no = ?1 AND state = 'waiting'")?
            .execute([no])?;
        self.outbox_has_grown();
        Ok(changed > 0)
    }
}

impl Ledger {
    /// Hands out the next message for a platform, leased until `now + lease_ms`; none when nothing may go. Messages with
    /// the same order key go one after the other, and basic data goes before everything else. Several may be out at once.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn claim(&self, platform: Platform, now: Moment, lease_ms: i64) -> Result<Option<Claimed>, LedgerError> {
        let claimed = self.write(Urgency::Bulk, move |tx| claim(tx, platform, now, lease_ms)).await??;
        Ok(claimed.value)
    }

    /// The messages that were in somebody's hands when the process ended: whether they arrived is unknown. To be settled
    /// by the dispatcher before it claims anything.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn interrupted(&self, platform: Platform) -> Result<Vec<Claimed>, LedgerError> {
        self.read(move |tx| {
            // The wider condition beside the narrow one is what the index of open messages is found by.
            let mut statement = tx.connection.prepare_cached(&format!(
                "SELECT o.*, (SELECT max(id) FROM attempts a WHERE a.no = o.no) AS attempt
                 FROM outbox o WHERE platform = ?1 AND state IN {OPEN} AND state = 'sending' ORDER BY no"
            ))?;
            Ok(statement
                .query_map([platform.word()], |row| claimed(row, row.get("attempt")?))?
                .collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Records how an attempt ended and what becomes of the message.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn settle(
        &self,
        claimed: &Claimed,
        outcome: &Outcome,
        settlement: Settlement,
        now: Moment,
    ) -> Result<(), LedgerError> {
        self.settle_with(claimed, outcome, settlement, None, now).await
    }

    /// The same, keeping a reply that an operation waits for ([`crate::replies`]) in the same transaction.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn settle_with(
        &self,
        claimed: &Claimed,
        outcome: &Outcome,
        settlement: Settlement,
        reply: Option<&str>,
        now: Moment,
    ) -> Result<(), LedgerError> {
        let (claimed, outcome, reply) = (claimed.clone(), outcome.clone(), reply.map(str::to_owned));
        self.write(Urgency::Bulk, move |tx| {
            if let Some(body) = reply {
                replies::keep(tx.beside(), &claimed, &body, now)?;
            }
            settle(tx, &claimed, &outcome, settlement, now)
        })
        .await??;
        Ok(())
    }

    /// Remembers that an interface was used: `direction` is `up` or `down`, `ok` whether it went well.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn store_exchange(
        &self,
        platform: Platform,
        interface: &str,
        direction: &'static str,
        at: Moment,
        ok: bool,
    ) -> Result<(), LedgerError> {
        let interface = interface.to_owned();
        self.write(Urgency::Bulk, move |tx| {
            tx.beside()
                .prepare_cached(
                    "INSERT INTO exchanges (platform, interface, direction, at_ms, ok) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (platform, interface, direction)
                     DO UPDATE SET at_ms = excluded.at_ms, ok = excluded.ok",
                )?
                .execute(params![platform.word(), interface, direction, at.0, ok])?;
            Ok::<_, LedgerError>(())
        })
        .await??;
        Ok(())
    }
}

fn claimed(row: &Row<'_>, attempt: i64) -> rusqlite::Result<Claimed> {
    Ok(Claimed {
        no: row.get("no")?,
        attempt,
        platform: codes::column(row, "platform")?,
        interface: row.get("interface")?,
        own_id: row.get("own_id")?,
        rank: codes::column(row, "rank")?,
        body: row.get("body")?,
        mapping_version: row.get("mapping_version")?,
        attempts: row.get("attempts")?,
        queued_at: Moment(row.get("queued_at_ms")?),
    })
}

fn claim(tx: &mut WriteTx<'_>, platform: Platform, now: Moment, lease_ms: i64) -> Result<Option<Claimed>, LedgerError> {
    let basic_waits: bool = tx
        .connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM outbox
             WHERE platform = ?1 AND rank = 'basic' AND state IN ('waiting', 'sending'))",
        )?
        .query_row([platform.word()], |row| row.get(0))?;
    let no = if basic_waits { next_basic(tx, platform, now)? } else { next_other(tx, platform, now)? };
    no.map(|no| take(tx, no, now, lease_ms)).transpose()
}

/// Basic data goes one after the other in the order in which it was queued: what comes later names what went before. One that
/// waits for its next try is waited for; one that a person must look at is not.
fn next_basic(tx: &WriteTx<'_>, platform: Platform, now: Moment) -> Result<Option<i64>, LedgerError> {
    let head: Option<(i64, State, i64)> = tx
        .connection
        .prepare_cached(
            "SELECT no, state, next_at_ms FROM outbox
             WHERE platform = ?1 AND rank = 'basic' AND state IN ('waiting', 'sending')
             ORDER BY state = 'waiting', no LIMIT 1",
        )?
        .query_row([platform.word()], |row| Ok((row.get(0)?, codes::column(row, "state")?, row.get(2)?)))
        .optional()?;
    Ok(head.filter(|(_, state, next_at)| *state == State::Waiting && *next_at <= now.0).map(|(no, ..)| no))
}

fn next_other(tx: &WriteTx<'_>, platform: Platform, now: Moment) -> Result<Option<i64>, LedgerError> {
    // It walks an index of what is open in the order of the numbers and stops at the first that may go: with tens of
    // thousands in line a sort would cost seconds a message.
    Ok(tx
        .connection
        .prepare_cached(&format!(
            "SELECT o.no FROM outbox o
             WHERE o.platform = ?1 AND o.state IN {OPEN} AND o.state = 'waiting' AND o.next_at_ms <= ?2
                 AND (o.order_key IS NULL OR NOT EXISTS (SELECT 1 FROM outbox p WHERE p.order_key = o.order_key
                     AND p.platform = o.platform AND p.no < o.no AND p.holds_back = 1 AND p.state IN {OPEN}))
                 AND (o.coalesce_key IS NULL OR NOT EXISTS (SELECT 1 FROM outbox s
                     WHERE s.coalesce_key = o.coalesce_key AND s.platform = o.platform AND s.state = 'sending'))
             ORDER BY o.no LIMIT 1"
        ))?
        .query_row(params![platform.word(), now.0], |row| row.get(0))
        .optional()?)
}

/// Begins an attempt with a message that waits.
fn take(tx: &mut WriteTx<'_>, no: i64, now: Moment, lease_ms: i64) -> Result<Claimed, LedgerError> {
    let connection = tx.beside();
    connection.prepare_cached("INSERT INTO attempts (no, at_ms) VALUES (?1, ?2)")?.execute(params![no, now.0])?;
    let attempt = connection.last_insert_rowid();
    let found = connection
        .prepare_cached("SELECT * FROM outbox WHERE no = ?1")?
        .query_row([no], |row| claimed(row, attempt))?;
    connection
        .prepare_cached(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until_ms = ?2, last_at_ms = ?3
             WHERE no = ?1",
        )?
        .execute(params![no, now.0 + lease_ms, now.0])?;
    Ok(found)
}

fn settle(
    tx: &mut WriteTx<'_>,
    claimed: &Claimed,
    outcome: &Outcome,
    settlement: Settlement,
    now: Moment,
) -> Result<(), LedgerError> {
    let text = serde_json::to_string(outcome).map_err(|why| LedgerError::stored("outcome", why))?;
    let (state, next_at) = match settlement {
        Settlement::Accepted => (State::Accepted, Moment(0)),
        Settlement::Refused => (State::Refused, Moment(0)),
        Settlement::Unknown => (State::Unknown, Moment(0)),
        Settlement::RetryAt(at) => (State::Waiting, at),
    };
    let connection = tx.beside();
    connection
        .prepare_cached("UPDATE attempts SET took_ms = ?2 - at_ms, outcome = ?3 WHERE id = ?1 AND outcome IS NULL")?
        .execute(params![claimed.attempt, now.0, text])?;
    let coalesce_key: Option<Option<String>> = connection
        .prepare_cached(
            "UPDATE outbox SET state = ?2, next_at_ms = ?3, last_outcome = ?4 WHERE no = ?1 AND state = 'sending'
             RETURNING coalesce_key",
        )?
        .query_row(params![claimed.no, state.word(), next_at.0, text], |row| row.get(0))
        .optional()?;
    if let Some(Some(key)) = coalesce_key {
        settle_snapshots(connection, claimed, &key, state)?;
    }
    // What waits has changed either way: whoever shows or sends it looks again.
    tx.outbox_has_grown();
    Ok(())
}

/// Of a snapshot only the newest matters: an older one that failed gives way to a newer one in line, and of the accepted
/// ones only the last is kept.
fn settle_snapshots(connection: &Connection, claimed: &Claimed, key: &str, state: State) -> Result<(), LedgerError> {
    let arguments = params![key, claimed.platform.word(), claimed.interface, claimed.no];
    if state == State::Accepted {
        connection
            .prepare_cached(
                "DELETE FROM attempts WHERE no IN (SELECT no FROM outbox WHERE coalesce_key = ?1 AND platform = ?2
                     AND interface = ?3 AND no < ?4 AND state IN ('accepted', 'replaced'))",
            )?
            .execute(arguments)?;
        connection
            .prepare_cached(
                "DELETE FROM outbox WHERE coalesce_key = ?1 AND platform = ?2 AND interface = ?3 AND no < ?4
                     AND state IN ('accepted', 'replaced')",
            )?
            .execute(arguments)?;
    } else {
        connection
            .prepare_cached(
                "UPDATE outbox SET state = 'replaced' WHERE no = ?4 AND EXISTS (SELECT 1 FROM outbox n
                     WHERE n.coalesce_key = ?1 AND n.platform = ?2 AND n.interface = ?3 AND n.no > ?4
                         AND n.state IN ('waiting', 'held'))",
            )?
            .execute(arguments)?;
    }
    Ok(())
}
