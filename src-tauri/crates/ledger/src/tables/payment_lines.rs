//! Payments one by one, for long lists: a turn at a time, borrowed from SQLite's own row.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Ending;
use lotdesk_domain::parking::PayType;
use rusqlite::{Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::reader::ReadTx;

/// A payment with the stay that it was for.
#[derive(Clone, Copy, Debug)]
pub struct PaymentLine<'a> {
    /// Where it stands in the list.
    pub place: Place,
    /// The order.
    pub order_no: &'a str,
    /// The plate, where the stay is known by one.
    pub plate: Option<&'a str>,
    /// Begin of the stay.
    pub entered_at: Option<Moment>,
    /// End of the stay.
    pub left_at: Option<Moment>,
    /// What was due.
    pub receivable_fen: Fen,
    /// What was let off.
    pub discount_fen: Fen,
    /// What was taken.
    pub received_fen: Fen,
    /// What was given back of it since.
    pub refunded_fen: Fen,
    /// The way to pay.
    pub pay_type: PayType,
    /// Where it was paid.
    pub pay_from: &'a str,
    /// The lane, by its identifier.
    pub lane_id: Option<&'a str>,
    /// Who took it, by identifier.
    pub operator_id: Option<&'a str>,
    /// Where it came from.
    pub origin: &'a str,
    /// How it ended.
    pub ending: Ending,
}

/// Where a payment stands: by its time, and by number among those of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When it was made.
    pub paid_at: Moment,
    /// Its number.
    pub no: i64,
}

impl Place {
    /// Before everything of a moment.
    pub const fn before(at: Moment) -> Self {
        Self { paid_at: at, no: 0 }
    }
}

fn line<'a>(row: &'a Row<'_>) -> Result<PaymentLine<'a>, LedgerError> {
    let text =
        |column: usize| Ok::<_, LedgerError>(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?);
    let moment = |column: usize| Ok::<_, LedgerError>(row.get::<_, Option<i64>>(column)?.map(Moment));
    let must = |text: Option<&'a str>| text.ok_or_else(|| LedgerError::stored("payment", "a text is missing"));
    Ok(PaymentLine {
        place: Place { paid_at: Moment(row.get(0)?), no: row.get(1)? },
        order_no: must(text(2)?)?,
        plate: text(3)?,
        entered_at: moment(4)?,
        left_at: moment(5)?,
        receivable_fen: Fen(row.get(6)?),
        discount_fen: Fen(row.get(7)?),
        received_fen: Fen(row.get(8)?),
        refunded_fen: Fen(row.get(9)?),
        pay_type: codes::column(row, "pay_type")?,
        pay_from: must(text(11)?)?,
        lane_id: text(12)?,
        operator_id: text(13)?,
        origin: must(text(14)?)?,
        ending: codes::column(row, "ending")?,
    })
}

impl ReadTx<'_> {
    /// How many payments a period has.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn payment_count(&self, from: Moment, before: Moment) -> Result<u64, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT count(*) FROM charges WHERE paid_at_ms >= ?1 AND paid_at_ms < ?2")?;
        Ok(statement.query_row([from.0, before.0], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// Hands on payments from behind `after` to before a moment, by time, at most `limit` of them, while `take` wants
    /// more. Gives the place of the last one; none when there was none.
    ///
    /// # Errors
    /// When SQLite refuses or a row does not read back.
    pub fn each_payment(
        &self,
        after: Place,
        before: Moment,
        limit: u32,
        take: &mut dyn FnMut(&PaymentLine<'_>) -> bool,
    ) -> Result<Option<Place>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.paid_at_ms, c.no, c.order_no, coalesce(r.plate, s.plate),
                 coalesce(r.entered_at_ms, s.entered_at_ms), coalesce(r.left_at_ms, s.left_at_ms),
                 c.receivable_fen, c.discount_fen, c.received_fen, c.refunded_fen, c.pay_type, c.pay_from, c.lane_id,
                 j.operator_id, j.origin, c.ending
             FROM charges c JOIN journal j ON j.seq = c.seq
                 LEFT JOIN records r ON r.id = c.record_id
                 LEFT JOIN street_stays s ON r.id IS NULL AND s.id = c.record_id
             WHERE (c.paid_at_ms, c.no) > (?1, ?2) AND c.paid_at_ms < ?3
             ORDER BY c.paid_at_ms, c.no LIMIT ?4",
        )?;
        let mut rows = statement.query(params![after.paid_at.0, after.no, before.0, limit])?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let line = line(row)?;
            last = Some(line.place);
            if !take(&line) {
                break;
            }
        }
        Ok(last)
    }
}
