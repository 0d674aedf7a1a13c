//! The journal: append-only and hash-chained, so that a line changed behind our back shows.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::codes;
use crate::error::LedgerError;
use crate::event::Event;

/// On whose behalf something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Where it came from: `window`, `ctl`, `lane:in-1`, `platform:city`, `engine`.
    pub origin: String,
    /// The operator, when one is signed in.
    pub operator: Option<Guid>,
}

impl Actor {
    /// Something that no operator did.
    pub fn of(origin: impl Into<String>) -> Self {
        Self { origin: origin.into(), operator: None }
    }
}

/// What is written beside an event.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// On whose behalf.
    pub actor: Actor,
    /// What caused it: the identifier of a read, a request, a command.
    pub cause: Option<String>,
    /// The parking record that it is about, for that record's story.
    pub subject: Option<Guid>,
}

/// An event with its place in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Number, from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// On whose behalf.
    pub actor: Actor,
    /// What caused it.
    pub cause: Option<String>,
    /// The parking record that it is about.
    pub subject: Option<Guid>,
    /// What happened.
    pub event: Event,
}

/// The newest line: its number and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number; 0 before the first event.
    pub seq: i64,
    /// SHA-256 over the previous hash and the canonical event.
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first event.
    pub const START: Head = Head { seq: 0, hash: [0; 32] };

    pub(crate) fn read(connection: &Connection) -> Result<Self, LedgerError> {
        let newest = connection
            .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        let Some((seq, hash)) = newest else { return Ok(Self::START) };
        let hash = hash.try_into().map_err(|_| LedgerError::stored(format!("hash of event {seq}"), "not 32 bytes"))?;
        Ok(Self { seq, hash })
    }

    /// The hash as 64 hexadecimal digits, as it stands on a printed shift sheet.
    pub fn hash_text(&self) -> String {
        hex::encode(self.hash)
    }
}

/// A line as it is stored, which is also what is hashed.
pub(crate) struct Line<'a> {
    pub seq: i64,
    pub at_ms: i64,
    pub origin: &'a str,
    pub operator_id: Option<&'a str>,
    pub cause: Option<&'a str>,
    pub kind: &'a str,
    pub version: u16,
    pub body: &'a str,
    pub subject: Option<&'a str>,
}

impl Line<'_> {
    /// SHA-256 over the previous hash and this line as a JSON array, in which no two different lines look the same.
    pub(crate) fn hash(&self, previous: &[u8; 32]) -> Result<[u8; 32], LedgerError> {
        let Line { seq, at_ms, origin, operator_id, cause, kind, version, body, subject } = self;
        let canonical = serde_json::to_vec(&(seq, at_ms, origin, operator_id, cause, kind, version, body, subject))
            .map_err(|why| LedgerError::stored(format!("event {seq}"), why))?;
        Ok(Sha256::new().chain_update(previous).chain_update(canonical).finalize().into())
    }
}

pub(crate) fn append(
    connection: &Connection,
    head: Head,
    entry: &Entry,
    event: &Event,
) -> Result<(Head, Recorded), LedgerError> {
    let seq = head.seq + 1;
    let body = event.body()?;
    let operator = entry.actor.operator.map(|id| id.to_string());
    let subject = entry.subject.map(|id| id.to_string());
    let line = Line {
        seq,
        at_ms: entry.at.0,
        origin: &entry.actor.origin,
        operator_id: operator.as_deref(),
        cause: entry.cause.as_deref(),
        kind: event.kind(),
        version: event.version(),
        body: &body,
        subject: subject.as_deref(),
    };
    let hash = line.hash(&head.hash)?;
    connection
        .prepare_cached(
            "INSERT INTO journal (seq, at_ms, origin, operator_id, cause, kind, version, body, subject, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            seq,
            line.at_ms,
            line.origin,
            line.operator_id,
            line.cause,
            line.kind,
            line.version,
            line.body,
            line.subject,
            hash.as_slice()
        ])?;
    let recorded = Recorded {
        seq,
        at: entry.at,
        actor: entry.actor.clone(),
        cause: entry.cause.clone(),
        subject: entry.subject,
        event: event.clone(),
    };
    Ok((Head { seq, hash }, recorded))
}

pub(crate) const COLUMNS: &str = "seq, at_ms, origin, operator_id, cause, kind, version, body, subject";

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Result<Recorded, LedgerError>> {
    let (kind, version, body): (String, u16, String) = (row.get("kind")?, row.get("version")?, row.get("body")?);
    let seq = row.get("seq")?;
    let at = Moment(row.get("at_ms")?);
    let actor = Actor { origin: row.get("origin")?, operator: codes::parsed_optional(row, "operator_id")? };
    let cause = row.get("cause")?;
    let subject = codes::parsed_optional(row, "subject")?;
    Ok(Event::read(&kind, version, &body).map(|event| Recorded { seq, at, actor, cause, subject, event }))
}
