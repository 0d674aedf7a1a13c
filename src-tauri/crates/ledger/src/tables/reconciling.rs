//! Channels' files as they were taken in, and what people did about differences.

use chrono::NaiveDate;
use lotdesk_domain::channel_bill::ChannelLine;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::reconcile::Settlement;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::money::post;
use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{ChannelFileTaken, DifferenceSettled};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A channel's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredChannelFile {
    /// Its digest.
    pub digest: String,
    /// Its name.
    pub name: String,
    /// Whose.
    pub channel: PayChannel,
    /// The first day that it is about.
    pub first_day: NaiveDate,
    /// The last one.
    pub last_day: NaiveDate,
    /// How many lines.
    pub lines: u32,
    /// When it was taken in.
    pub taken_at: Moment,
}

/// What was done about a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSettlement {
    /// What.
    pub how: Settlement,
    /// Why.
    pub reason: String,
    /// The second person.
    pub approver: Option<Guid>,
    /// Who.
    pub operator: Option<Guid>,
    /// When.
    pub at: Moment,
    /// What was put right.
    pub moved_fen: Fen,
}

pub(super) fn file_taken(
    connection: &Connection,
    recorded: &Recorded,
    event: &ChannelFileTaken,
) -> Result<(), LedgerError> {
    let count = i64::try_from(event.lines.len()).unwrap_or(i64::MAX);
    if event.begins {
        connection
            .prepare_cached(
                "INSERT INTO channel_files (digest, name, channel, first_day, last_day, lines, taken_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
            )?
            .execute(params![
                event.digest,
                event.name,
                event.channel.word(),
                event.first_day.to_string(),
                event.last_day.to_string(),
                recorded.at.0,
            ])?;
    }
    connection
        .prepare_cached("UPDATE channel_files SET lines = lines + ?2 WHERE digest = ?1")?
        .execute(params![event.digest, count])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO channel_lines (digest, line, channel, trade_no, our_no, at_ms, amount_fen, way, done, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for line in &event.lines {
        insert.execute(params![
            event.digest,
            line.line,
            event.channel.word(),
            line.trade_no,
            line.our_no,
            line.at.0,
            line.amount_fen.0,
            line.way.word(),
            line.done,
            line.words,
        ])?;
    }
    Ok(())
}

pub(super) fn settled(
    connection: &Connection,
    recorded: &Recorded,
    event: &DifferenceSettled,
) -> Result<(), LedgerError> {
    post(connection, recorded.seq, &format!("difference {}", event.id), &event.postings)?;
    connection
        .prepare_cached(
            "INSERT INTO settled_differences (id, how, reason, approver, operator_id, at_ms, moved_fen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET how = excluded.how, reason = excluded.reason, approver = excluded.approver,
                 operator_id = excluded.operator_id, at_ms = excluded.at_ms, moved_fen = excluded.moved_fen",
        )?
        .execute(params![
            event.id,
            event.how.word(),
            event.reason,
            event.approver.map(|id| id.to_string()),
            recorded.actor.operator.map(|id| id.to_string()),
            recorded.at.0,
            event.moved_fen.0,
        ])?;
    Ok(())
}

fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| bad_column(format!("{text:?} is no day")))
}

fn file(row: &Row<'_>) -> rusqlite::Result<StoredChannelFile> {
    Ok(StoredChannelFile {
        digest: row.get("digest")?,
        name: row.get("name")?,
        channel: codes::column(row, "channel")?,
        first_day: day(row, "first_day")?,
        last_day: day(row, "last_day")?,
        lines: row.get("lines")?,
        taken_at: Moment(row.get("taken_at_ms")?),
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<ChannelLine> {
    Ok(ChannelLine {
        line: row.get("line")?,
        channel: codes::column(row, "channel")?,
        trade_no: row.get("trade_no")?,
        our_no: row.get("our_no")?,
        at: Moment(row.get("at_ms")?),
        amount_fen: Fen(row.get("amount_fen")?),
        way: codes::column(row, "way")?,
        done: row.get("done")?,
        words: row.get("words")?,
    })
}

impl ReadTx<'_> {
    /// The file with this digest; none when it was not taken in.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn channel_file(&self, digest: &str) -> Result<Option<StoredChannelFile>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM channel_files WHERE digest = ?1")?;
        Ok(statement.query_row([digest], file).optional()?)
    }

    /// Files that are about some of these days, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn channel_files(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<StoredChannelFile>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM channel_files WHERE last_day >= ?1 AND first_day <= ?2 ORDER BY no DESC LIMIT 500",
        )?;
        Ok(statement.query_map([first.to_string(), last.to_string()], file)?.collect::<Result<_, _>>()?)
    }

    /// Lines of channels' files from one moment to before another, with the file that each is of; files in the order in
    /// which they were taken in.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn channel_lines(&self, from: Moment, before: Moment) -> Result<Vec<(String, ChannelLine)>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.* FROM channel_lines l JOIN channel_files f ON f.digest = l.digest
             WHERE l.at_ms >= ?1 AND l.at_ms < ?2 ORDER BY f.no, l.line",
        )?;
        let rows = statement.query_map([from.0, before.0], |row| Ok((row.get("digest")?, line(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a channel's file has a payment with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn channel_has(&self, channel: PayChannel, trade_no: &str) -> Result<bool, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM channel_lines WHERE channel = ?1 AND trade_no = ?2 AND way = 'paid' AND done = 1 LIMIT 1",
        )?;
        Ok(statement.exists(params![channel.word(), trade_no])?)
    }

    /// What was done about a difference; none when nothing was.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn settlement(&self, id: &str) -> Result<Option<StoredSettlement>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM settled_differences WHERE id = ?1")?;
        let found = statement.query_row([id], |row| {
            Ok(StoredSettlement {
                how: codes::column(row, "how")?,
                reason: row.get("reason")?,
                approver: codes::parsed_optional(row, "approver")?,
                operator: codes::parsed_optional(row, "operator_id")?,
                at: Moment(row.get("at_ms")?),
                moved_fen: Fen(row.get("moved_fen")?),
            })
        });
        Ok(found.optional()?)
    }

    /// Cash by payments and refunds of a period: what came in and what went out, as the payments say, and what the drawers'
    /// accounts say of the same movements and of what was put right.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn cash_and_drawers(&self, from: Moment, before: Moment) -> Result<CashAndDrawers, LedgerError> {
        let (first, end) = self.journal_span(from, before)?;
        let mut paid = self.connection.prepare_cached(
            "SELECT coalesce(sum(c.received_fen), 0) FROM charges c JOIN journal j ON j.seq = c.seq
             WHERE c.pay_type = 'cash' AND c.platform IS NULL AND j.seq >= ?1 AND j.seq < ?2 AND j.at_ms >= ?3 AND j.at_ms < ?4",
        )?;
        let mut back = self.connection.prepare_cached(
            "SELECT coalesce(sum(json_extract(j.body, '$.amount_fen')), 0)
             FROM journal j LEFT JOIN charges c ON c.id = json_extract(j.body, '$.charge_id')
             WHERE j.kind = 'refunded' AND json_extract(j.body, '$.pay_type') = 'cash' AND c.platform IS NULL
                 AND j.seq >= ?1 AND j.seq < ?2 AND j.at_ms >= ?3 AND j.at_ms < ?4",
        )?;
        let mut drawers = self.connection.prepare_cached(
            "SELECT coalesce(sum(CASE WHEN p.amount_fen > 0 THEN p.amount_fen ELSE 0 END), 0),
                 coalesce(-sum(CASE WHEN p.amount_fen < 0 THEN p.amount_fen ELSE 0 END), 0)
             FROM postings p JOIN journal j ON j.seq = p.seq
             WHERE p.account >= 'drawer:' AND p.account < 'drawer;' AND p.seq >= ?1 AND p.seq < ?2
                 AND j.at_ms >= ?3 AND j.at_ms < ?4
                 AND j.kind IN ('charged', 'collected', 'refunded', 'difference_settled')",
        )?;
        let span = params![first, end, from.0, before.0];
        let (drawers_in, drawers_out) = drawers.query_row(span, |row| Ok((Fen(row.get(0)?), Fen(row.get(1)?))))?;
        Ok(CashAndDrawers {
            paid_fen: Fen(paid.query_row(span, |row| row.get(0))?),
            refunded_fen: Fen(back.query_row(span, |row| row.get(0))?),
            drawers_in_fen: drawers_in,
            drawers_out_fen: drawers_out,
        })
    }

    /// Stays whose end was told in a period, in the order of the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn left_between(&self, from: Moment, before: Moment) -> Result<Vec<Guid>, LedgerError> {
        let (first, end) = self.journal_span(from, before)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT subject FROM journal WHERE seq >= ?1 AND seq < ?2 AND kind = 'record_closed' AND at_ms >= ?3 AND at_ms < ?4
                 AND subject IS NOT NULL ORDER BY seq",
        )?;
        let rows = statement.query_map([first, end, from.0, before.0], |row| codes::parsed(row, "subject"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Cash of a period, by payments and by drawers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashAndDrawers {
    /// Paid in cash.
    pub paid_fen: Fen,
    /// Given back in cash.
    pub refunded_fen: Fen,
    /// What the drawers' accounts got.
    pub drawers_in_fen: Fen,
    /// What they gave.
    pub drawers_out_fen: Fen,
}
