//! What people let through by hand: cars let go free, and gates opened with a button.

use lotdesk_domain::moment::Moment;
use rusqlite::{OptionalExtension, params};

use crate::error::LedgerError;
use crate::journal::{self, COLUMNS, Recorded};
use crate::reader::ReadTx;

/// A clock that was put right in between does not hide a line: so much is looked at on both sides.
const SLACK_MS: i64 = 24 * 3_600_000;

impl ReadTx<'_> {
    /// The journal's numbers that may belong to a period: from the first to before the second. The journal is in the order
    /// of time, so that it is halved and not walked.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn journal_span(&self, from: Moment, before: Moment) -> Result<(i64, i64), LedgerError> {
        Ok((self.first_at(from.0.saturating_sub(SLACK_MS))?, self.first_at(before.0.saturating_add(SLACK_MS))?))
    }

    /// The first number at or after a moment.
    fn first_at(&self, at_ms: i64) -> Result<i64, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT at_ms FROM journal WHERE seq = ?1")?;
        let (mut low, mut high) = (1, self.head()?.seq + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            let at: Option<i64> = statement.query_row([middle], |row| row.get(0)).optional()?;
            if at.is_some_and(|at| at < at_ms) { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }

    /// Events of a period by which a person let a car go free (`charged`) or opened a gate (`gate_commanded`), from behind
    /// number `after` on, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn releases(&self, after: i64, from: Moment, before: Moment, limit: u32) -> Result<Vec<Recorded>, LedgerError> {
        let (first, end) = self.journal_span(from, before)?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM journal
             WHERE seq >= ?1 AND seq > ?2 AND seq < ?3 AND at_ms >= ?4 AND at_ms < ?5
                 AND kind IN ('charged', 'gate_commanded')
                 AND CASE kind WHEN 'charged' THEN json_extract(body, '$.let_off') IS NOT NULL
                     ELSE json_extract(body, '$.cause') = 'hand' END
             ORDER BY seq LIMIT ?6"
        ))?;
        let rows = statement.query_map(params![first, after, end, from.0, before.0, limit], journal::from_row)?;
        rows.map(|row| row?).collect()
    }
}
