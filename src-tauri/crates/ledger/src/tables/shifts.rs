//! Turns at the booth: who had the drawer, what was counted, what should have been there.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::shift::CashCount;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, bad_column};
use crate::error::LedgerError;
use crate::event::{ShiftClosed, ShiftCounted, ShiftOpened};
use crate::journal::{self, COLUMNS, Recorded};
use crate::reader::ReadTx;
use crate::tables::money::post;

/// A turn at the booth.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredShift {
    /// Number, in the order in which they began.
    pub no: i64,
    /// Identifier.
    pub id: Guid,
    /// Who has it.
    pub operator: Guid,
    /// When it began.
    pub opened_at: Moment,
    /// With which line of the journal.
    pub opened_seq: i64,
    /// Change money in the drawer at its beginning.
    pub float_fen: Fen,
    /// How often the drawer was counted.
    pub counts: u32,
    /// The last count.
    pub counted: Option<StoredCount>,
    /// Its end.
    pub closed: Option<StoredEnd>,
}

/// A count of a drawer.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCount {
    /// Piece by piece.
    pub pieces: Vec<CashCount>,
    /// When.
    pub at: Moment,
    /// With which line of the journal.
    pub seq: i64,
    /// What it adds up to.
    pub counted_fen: Fen,
    /// What should have been there.
    pub expected_fen: Fen,
}

/// A shift's end.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEnd {
    /// When.
    pub at: Moment,
    /// With which line of the journal.
    pub seq: i64,
    /// Who ended it.
    pub by: Option<Guid>,
    /// Why there was a difference.
    pub reason: Option<String>,
    /// What stayed open, with how many.
    pub left_open: Vec<(String, u32)>,
    /// The journal's head before that line.
    pub head_seq: i64,
    /// Its hash, as hexadecimal digits.
    pub head_hash: String,
}

/// What went through one drawer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawerFlow {
    /// Cash in, the float included.
    pub in_fen: Fen,
    /// Cash out, as a positive amount.
    pub out_fen: Fen,
    /// The last line of the journal that moved it; 0 where none did.
    pub last_seq: i64,
}

impl DrawerFlow {
    /// What is in it by the books.
    pub fn balance_fen(&self) -> Fen {
        self.in_fen - self.out_fen
    }
}

pub(super) fn opened(connection: &Connection, recorded: &Recorded, event: &ShiftOpened) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("float of shift {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "INSERT INTO shifts (id, operator_id, opened_at_ms, opened_seq, float_fen) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            event.id.to_string(),
            event.operator.to_string(),
            recorded.at.0,
            recorded.seq,
            event.float_fen.0,
        ])?;
    Ok(())
}

pub(super) fn counted(connection: &Connection, recorded: &Recorded, event: &ShiftCounted) -> Result<(), LedgerError> {
    let pieces = serde_json::to_string(&event.pieces).map_err(|why| LedgerError::stored("cash count", why))?;
    let changed = connection
        .prepare_cached(
            "UPDATE shifts SET counts = counts + 1, pieces = ?2, counted_at_ms = ?3, counted_seq = ?4, counted_fen = ?5,
                 expected_fen = ?6 WHERE id = ?1 AND closed_seq IS NULL",
        )?
        .execute(params![
            event.id.to_string(),
            pieces,
            recorded.at.0,
            recorded.seq,
            event.counted_fen.0,
            event.expected_fen.0,
        ])?;
    only_an_open_one(changed, event.id)
}

pub(super) fn closed(connection: &Connection, recorded: &Recorded, event: &ShiftClosed) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("end of shift {}", event.id), &event.postings)?;
    let left_open = serde_json::to_string(&event.left_open).map_err(|why| LedgerError::stored("shift", why))?;
    let changed = connection
        .prepare_cached(
            "UPDATE shifts SET closed_at_ms = ?2, closed_seq = ?3, closed_by = ?4, reason = ?5, left_open = ?6,
                 head_seq = ?7, head_hash = ?8, counted_fen = ?9, expected_fen = ?10
             WHERE id = ?1 AND closed_seq IS NULL",
        )?
        .execute(params![
            event.id.to_string(),
            recorded.at.0,
            recorded.seq,
            recorded.actor.operator.map(|id| id.to_string()),
            event.reason,
            left_open,
            event.head_seq,
            event.head_hash,
            event.counted_fen.0,
            event.expected_fen.0,
        ])?;
    only_an_open_one(changed, event.id)
}

fn only_an_open_one(changed: usize, id: Guid) -> Result<(), LedgerError> {
    if changed == 1 { Ok(()) } else { Err(LedgerError::stored(format!("shift {id}"), "it is not open")) }
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|why| bad_column(why.to_string()))
}

fn shift(row: &Row<'_>) -> rusqlite::Result<StoredShift> {
    let counted = match row.get::<_, Option<i64>>("counted_seq")? {
        None => None,
        Some(seq) => Some(StoredCount {
            pieces: json::<Vec<(i64, u32)>>(row, "pieces")?
                .into_iter()
                .map(|(fen, pieces)| CashCount { denomination_fen: Fen(fen), pieces })
                .collect(),
            at: Moment(row.get("counted_at_ms")?),
            seq,
            counted_fen: Fen(row.get("counted_fen")?),
            expected_fen: Fen(row.get("expected_fen")?),
        }),
    };
    let closed = match row.get::<_, Option<i64>>("closed_seq")? {
        None => None,
        Some(seq) => Some(StoredEnd {
            at: Moment(row.get("closed_at_ms")?),
            seq,
            by: codes::parsed_optional(row, "closed_by")?,
            reason: row.get("reason")?,
            left_open: json(row, "left_open")?,
            head_seq: row.get("head_seq")?,
            head_hash: row.get("head_hash")?,
        }),
    };
    Ok(StoredShift {
        no: row.get("no")?,
        id: codes::parsed(row, "id")?,
        operator: codes::parsed(row, "operator_id")?,
        opened_at: Moment(row.get("opened_at_ms")?),
        opened_seq: row.get("opened_seq")?,
        float_fen: Fen(row.get("float_fen")?),
        counts: row.get("counts")?,
        counted,
        closed,
    })
}

impl ReadTx<'_> {
    /// The shift that has the drawer now.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_shift(&self) -> Result<Option<StoredShift>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM shifts WHERE closed_seq IS NULL")?;
        Ok(statement.query_row([], shift).optional()?)
    }

    /// The shift with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn shift(&self, id: Guid) -> Result<Option<StoredShift>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM shifts WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], shift).optional()?)
    }

    /// Shifts with a lower number, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn shifts_before(&self, no: i64, limit: u32) -> Result<Vec<StoredShift>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM shifts WHERE no < ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![no, limit], shift)?.collect::<Result<_, _>>()?)
    }

    /// Shifts that were handed over from one moment to before another, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn shifts_closed_between(&self, from: Moment, before: Moment) -> Result<Vec<StoredShift>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM shifts WHERE closed_seq IS NOT NULL AND closed_at_ms >= ?1 AND closed_at_ms < ?2 ORDER BY no",
        )?;
        Ok(statement.query_map(params![from.0, before.0], shift)?.collect::<Result<_, _>>()?)
    }

    /// What went through a drawer up to a line of the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn drawer_flow(&self, account: &str, until_seq: i64) -> Result<DrawerFlow, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(sum(max(amount_fen, 0)), 0), -coalesce(sum(min(amount_fen, 0)), 0), coalesce(max(seq), 0)
             FROM postings WHERE account = ?1 AND seq <= ?2",
        )?;
        Ok(statement.query_row(params![account, until_seq], |row| {
            Ok(DrawerFlow { in_fen: Fen(row.get(0)?), out_fen: Fen(row.get(1)?), last_seq: row.get(2)? })
        })?)
    }

    /// Events of these kinds behind one line of the journal up to another, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn events_within(&self, after: i64, until: i64, kinds: &[&str]) -> Result<Vec<Recorded>, LedgerError> {
        let wanted = serde_json::to_string(kinds).map_err(|why| LedgerError::stored("kinds", why))?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM journal WHERE seq > ?1 AND seq <= ?2
                 AND kind IN (SELECT value FROM json_each(?3)) ORDER BY seq"
        ))?;
        statement.query_map(params![after, until, wanted], journal::from_row)?.map(|row| row?).collect()
    }
}
