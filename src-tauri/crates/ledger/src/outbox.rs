//! What waits for the platforms. A message is queued in the transaction of its cause, claimed with a lease, sent with no
//! transaction open, and settled by how that ended.

mod batch;
mod by_hand;
mod dispatch;
mod shown;

pub use batch::BatchLimit;
pub use dispatch::{Claimed, Settlement};
pub use shown::{Attempt, Backlog, Message};

use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, params};

use crate::codes::Stored;
use crate::error::LedgerError;

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

/// Not settled, as a list for SQL.
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
