//! How full the lot was, hour by hour or day by day, from the stays.

use lotdesk_domain::moment::Moment;

use crate::error::LedgerError;
use crate::reader::ReadTx;

/// One stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When it began.
    pub from: Moment,
    /// Cars that came in.
    pub entered: i64,
    /// Cars that left.
    pub left: i64,
    /// The most cars that were inside at once.
    pub most: i64,
    /// Cars inside at its end.
    pub inside: i64,
    /// How long those that left had been inside, together, in minutes.
    pub stay_minutes: i64,
}

impl ReadTx<'_> {
    /// The lot from one moment to before another, in stretches of `step_ms`.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn occupancy(&self, from: Moment, before: Moment, step_ms: i64) -> Result<Vec<Stretch>, LedgerError> {
        let mut inside: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(*) FROM records
                 WHERE state <> 'cancelled' AND entered_at_ms < ?1 AND (left_at_ms IS NULL OR left_at_ms >= ?1)",
            )?
            .query_row([from.0], |row| row.get(0))?;
        let mut statement = self.connection.prepare_cached(
            "SELECT entered_at_ms AS at, 1 AS step, 0 FROM records
             WHERE state <> 'cancelled' AND entered_at_ms >= ?1 AND entered_at_ms < ?2
             UNION ALL
             SELECT left_at_ms, -1, (left_at_ms - entered_at_ms) / 60000 FROM records
             WHERE state <> 'cancelled' AND left_at_ms >= ?1 AND left_at_ms < ?2
             ORDER BY at, step",
        )?;
        let mut rows = statement.query([from.0, before.0])?;
        let mut moves = Vec::new();
        let mut next = next_move(&mut rows)?;
        let mut begin = from;
        while begin < before {
            let end = begin.plus_ms(step_ms.max(1)).min(before);
            let mut stretch = Stretch { from: begin, entered: 0, left: 0, most: inside, inside, stay_minutes: 0 };
            while let Some((at, step, minutes)) = next.filter(|(at, ..)| *at < end.0) {
                debug_assert!(at >= begin.0, "moves come in order");
                inside += step;
                if step > 0 {
                    stretch.entered += 1
                } else {
                    stretch.left += 1
                }
                stretch.most = stretch.most.max(inside);
                stretch.stay_minutes += minutes;
                next = next_move(&mut rows)?;
            }
            stretch.inside = inside;
            moves.push(stretch);
            begin = end;
        }
        Ok(moves)
    }
}

fn next_move(rows: &mut rusqlite::Rows<'_>) -> Result<Option<(i64, i64, i64)>, LedgerError> {
    match rows.next()? {
        Some(row) => Ok(Some((row.get(0)?, row.get(1)?, row.get(2)?))),
        None => Ok(None),
    }
}
