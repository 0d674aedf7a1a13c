//! Stays one by one, for long lists, and what is still owed for stays that are over.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{RecordState, RecordType, Standing};
use rusqlite::params;

use crate::codes;
use crate::error::LedgerError;
use crate::reader::ReadTx;

/// A stay behind a gate.
#[derive(Clone, Copy, Debug)]
pub struct StayLine<'a> {
    /// Its number.
    pub no: i64,
    /// Plate.
    pub plate: &'a str,
    /// As what the car was let in.
    pub standing: Standing,
    /// The area, by its code.
    pub area: &'a str,
    /// Begin.
    pub entered_at: Moment,
    /// End.
    pub left_at: Option<Moment>,
    /// The lanes, by identifier.
    pub entry_lane: Option<&'a str>,
    /// The exit.
    pub exit_lane: Option<&'a str>,
    /// Where it stands.
    pub state: RecordState,
    /// Whether it ended as it should.
    pub record_type: RecordType,
    /// Fees due.
    pub receivable_fen: Fen,
    /// Let off.
    pub discount_fen: Fen,
    /// Taken.
    pub received_fen: Fen,
}

/// Something that is owed for a stay that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrearsLine {
    /// True for a bay along a street, false for the lot.
    pub street: bool,
    /// Plate, where it is known.
    pub plate: Option<String>,
    /// The order that it was drawn up in, or the bay.
    pub reference: String,
    /// Begin of the stay.
    pub entered_at: Option<Moment>,
    /// End of the stay.
    pub left_at: Option<Moment>,
    /// What the stay cost.
    pub amount_fen: Fen,
    /// What of it was paid.
    pub paid_fen: Fen,
}

impl ArrearsLine {
    /// What is still owed.
    pub fn open_fen(&self) -> Fen {
        self.amount_fen - self.paid_fen
    }
}

impl ReadTx<'_> {
    /// How many stays began in a period.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn stay_count(&self, from: Moment, before: Moment) -> Result<u64, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT count(*) FROM records WHERE entered_at_ms >= ?1 AND entered_at_ms < ?2")?;
        Ok(statement.query_row([from.0, before.0], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// Hands on stays that began in a period, from behind number `after` on, as they were entered, at most `limit` of
    /// them, while `take` wants more. Gives the number of the last one; none when there was none.
    ///
    /// # Errors
    /// When SQLite refuses or a row does not read back.
    pub fn each_stay(
        &self,
        after: i64,
        from: Moment,
        before: Moment,
        limit: u32,
        take: &mut dyn FnMut(&StayLine<'_>) -> bool,
    ) -> Result<Option<i64>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT no, plate, area, entry_lane, exit_lane, entered_at_ms, left_at_ms, standing, state, record_type,
                 receivable_fen, discount_fen, received_fen
             FROM records WHERE no > ?1 AND entered_at_ms >= ?2 AND entered_at_ms < ?3 ORDER BY no LIMIT ?4",
        )?;
        let mut rows = statement.query(params![after, from.0, before.0, limit])?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let text = |column: usize| {
                Ok::<_, LedgerError>(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?)
            };
            let line = StayLine {
                no: row.get(0)?,
                plate: text(1)?.unwrap_or_default(),
                area: text(2)?.unwrap_or_default(),
                entry_lane: text(3)?,
                exit_lane: text(4)?,
                entered_at: Moment(row.get(5)?),
                left_at: row.get::<_, Option<i64>>(6)?.map(Moment),
                standing: codes::column(row, "standing")?,
                state: codes::column(row, "state")?,
                record_type: codes::column(row, "record_type")?,
                receivable_fen: Fen(row.get(10)?),
                discount_fen: Fen(row.get(11)?),
                received_fen: Fen(row.get(12)?),
            };
            last = Some(line.no);
            if !take(&line) {
                break;
            }
        }
        Ok(last)
    }

    /// Hands on what is owed for stays that ended in a period, cars of the lot first, the longest owing first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn each_arrears(
        &self,
        from: Moment,
        before: Moment,
        take: &mut dyn FnMut(&ArrearsLine) -> bool,
    ) -> Result<(), LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 0, r.plate, d.order_no, r.entered_at_ms, coalesce(r.left_at_ms, d.at_ms), d.amount_fen, d.paid_fen
             FROM debts d LEFT JOIN records r ON r.id = d.record_id
             WHERE d.paid_fen < d.amount_fen AND d.at_ms >= ?1 AND d.at_ms < ?2
             UNION ALL
             SELECT 1, plate, space_no, entered_at_ms, left_at_ms, coalesce(fee_fen, owed_fen),
                 coalesce(fee_fen, owed_fen) - owed_fen
             FROM street_stays WHERE owed_fen > 0 AND left_at_ms >= ?1 AND left_at_ms < ?2
             ORDER BY 1, 5",
        )?;
        let mut rows = statement.query([from.0, before.0])?;
        while let Some(row) = rows.next()? {
            let line = ArrearsLine {
                street: row.get(0)?,
                plate: row.get(1)?,
                reference: row.get(2)?,
                entered_at: row.get::<_, Option<i64>>(3)?.map(Moment),
                left_at: row.get::<_, Option<i64>>(4)?.map(Moment),
                amount_fen: Fen(row.get(5)?),
                paid_fen: Fen(row.get(6)?),
            };
            if !take(&line) {
                break;
            }
        }
        Ok(())
    }
}
