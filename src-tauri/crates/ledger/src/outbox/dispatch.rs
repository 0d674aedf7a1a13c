//! A message in the dispatcher's hands: claimed with a lease, sent with no transaction open, settled by how that ended.

use lotdesk_domain::message::{Outcome, Platform, Rank};
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{OPEN, State};
use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::replies;
use crate::writer::{Urgency, WriteTx};

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
    /// True when nobody knows how an earlier attempt ended: the platform may have it from then.
    pub may_have_arrived: bool,
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
                "SELECT o.*, {MAY_HAVE_ARRIVED}, (SELECT max(id) FROM attempts a WHERE a.no = o.no) AS attempt
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

/// A column of an outbox row `o`: whether an attempt at it ended without anybody knowing how.
pub(super) const MAY_HAVE_ARRIVED: &str = "EXISTS (SELECT 1 FROM attempts u WHERE u.no = o.no
     AND json_extract(u.outcome, '$.kind') = 'unknown') AS may_have_arrived";

pub(super) fn claimed(row: &Row<'_>, attempt: i64) -> rusqlite::Result<Claimed> {
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
        may_have_arrived: row.get("may_have_arrived")?,
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
pub(super) fn take(tx: &mut WriteTx<'_>, no: i64, now: Moment, lease_ms: i64) -> Result<Claimed, LedgerError> {
    let connection = tx.beside();
    connection.prepare_cached("INSERT INTO attempts (no, at_ms) VALUES (?1, ?2)")?.execute(params![no, now.0])?;
    let attempt = connection.last_insert_rowid();
    let found = connection
        .prepare_cached(&format!("SELECT o.*, {MAY_HAVE_ARRIVED} FROM outbox o WHERE o.no = ?1"))?
        .query_row([no], |row| claimed(row, attempt))?;
    connection
        .prepare_cached(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until_ms = ?2, last_at_ms = ?3
             WHERE no = ?1",
        )?
        .execute(params![no, now.0 + lease_ms, now.0])?;
    Ok(found)
}

pub(super) fn settle(
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
