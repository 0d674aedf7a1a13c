//! What was taken and given back in a period, added up by day, month, lane, operator or way to pay; and what went through
//! each drawer.

use std::collections::BTreeMap;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PayType;
use rusqlite::params;

use crate::codes::Stored;
use crate::error::LedgerError;
use crate::reader::ReadTx;

/// What payments are added up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakingsBy {
    /// The day on China's clock, as `2026-11-25`.
    Day,
    /// The month, as `2026-11`.
    Month,
    /// The lane's identifier; empty where the car stood at none.
    Lane,
    /// The operator's identifier, or the origin (`platform:city`) where no person took the money.
    Operator,
    /// The way to pay, by its stored word.
    PayType,
}

/// The ways to pay, in the order of [`Takings::received_by`].
pub const PAY_TYPES: [PayType; 6] =
    [PayType::Cash, PayType::WeChat, PayType::Alipay, PayType::UnionPay, PayType::Etc, PayType::Other];

/// The pay type that stands behind a key of [`TakingsBy::PayType`].
pub fn pay_type_of(key: &str) -> Option<PayType> {
    PayType::from_word(key)
}

/// Sums of a group of payments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Takings {
    /// How many payments.
    pub payments: i64,
    /// What was due.
    pub receivable_fen: Fen,
    /// What was let off.
    pub discount_fen: Fen,
    /// What was taken.
    pub received_fen: Fen,
    /// The same by way to pay, in the order of [`PAY_TYPES`].
    pub received_by: [Fen; 6],
    /// Cars let go free by a person.
    pub free_passes: i64,
    /// How many refunds.
    pub refunds: i64,
    /// What was given back.
    pub refunded_fen: Fen,
}

/// What went through a drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawerSums {
    /// The drawer, as the account names it.
    pub drawer: String,
    /// What was in it when the period began.
    pub before_fen: Fen,
    /// Cash in.
    pub in_fen: Fen,
    /// Cash out, as a positive amount.
    pub out_fen: Fen,
    /// How many movements.
    pub movements: i64,
}

/// China's clock in milliseconds: eight hours on.
const CHINA: &str = "28800000";

fn of_time(column: &str, by: TakingsBy) -> String {
    let format = if by == TakingsBy::Month { "%Y-%m" } else { "%Y-%m-%d" };
    format!("strftime('{format}', ({column} + {CHINA}) / 1000, 'unixepoch')")
}

impl ReadTx<'_> {
    /// Payments and refunds of a period by group, in the order of the groups' keys. A payment counts when it was made, a
    /// refund when it was made. By operator it is whoever gave the money back, otherwise it is where its payment was.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn takings(
        &self,
        by: TakingsBy,
        from: Moment,
        before: Moment,
    ) -> Result<BTreeMap<String, Takings>, LedgerError> {
        let (key, join) = match by {
            TakingsBy::Day | TakingsBy::Month => (of_time("c.paid_at_ms", by), ""),
            TakingsBy::Lane => ("coalesce(c.lane_id, '')".to_owned(), ""),
            TakingsBy::Operator => ("coalesce(j.operator_id, j.origin)".to_owned(), "JOIN journal j ON j.seq = c.seq"),
            TakingsBy::PayType => ("c.pay_type".to_owned(), ""),
        };
        let of_type = PAY_TYPES.map(|pay_type| {
            format!("sum(CASE WHEN c.pay_type = '{}' THEN c.received_fen ELSE 0 END)", pay_type.word())
        });
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {key}, count(*), sum(c.receivable_fen), sum(c.discount_fen), sum(c.received_fen),
                 sum(c.pay_from = '免费放行'), {}
             FROM charges c {join} WHERE c.paid_at_ms >= ?1 AND c.paid_at_ms < ?2 GROUP BY 1",
            of_type.join(", ")
        ))?;
        let mut groups: BTreeMap<String, Takings> = BTreeMap::new();
        let mut rows = statement.query([from.0, before.0])?;
        while let Some(row) = rows.next()? {
            let mut received_by = [Fen::ZERO; 6];
            for (place, fen) in received_by.iter_mut().enumerate() {
                *fen = Fen(row.get(6 + place)?);
            }
            let sums = Takings {
                payments: row.get(1)?,
                receivable_fen: Fen(row.get(2)?),
                discount_fen: Fen(row.get(3)?),
                received_fen: Fen(row.get(4)?),
                free_passes: row.get(5)?,
                received_by,
                ..Takings::default()
            };
            groups.insert(row.get(0)?, sums);
        }
        self.add_refunds(by, from, before, &mut groups)?;
        Ok(groups)
    }

    /// When the last payment of a period was written down, which may be long after it was made; none without payments.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn payments_written(&self, from: Moment, before: Moment) -> Result<Option<Moment>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT max(j.at_ms) FROM charges c JOIN journal j ON j.seq = c.seq
             WHERE c.paid_at_ms >= ?1 AND c.paid_at_ms < ?2",
        )?;
        let last: Option<i64> = statement.query_row([from.0, before.0], |row| row.get(0))?;
        Ok(last.map(Moment))
    }

    fn add_refunds(
        &self,
        by: TakingsBy,
        from: Moment,
        before: Moment,
        groups: &mut BTreeMap<String, Takings>,
    ) -> Result<(), LedgerError> {
        let (key, join) = match by {
            TakingsBy::Day | TakingsBy::Month => (of_time("r.at_ms", by), ""),
            TakingsBy::Lane => ("coalesce(c.lane_id, '')".to_owned(), "JOIN charges c ON c.id = r.charge_id"),
            TakingsBy::PayType => ("r.pay_type".to_owned(), ""),
            TakingsBy::Operator => return self.add_refunds_by_giver(from, before, groups),
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {key}, count(*), sum(r.amount_fen) FROM refunds r {join}
             WHERE r.at_ms >= ?1 AND r.at_ms < ?2 GROUP BY 1"
        ))?;
        let mut rows = statement.query([from.0, before.0])?;
        while let Some(row) = rows.next()? {
            let group = groups.entry(row.get(0)?).or_default();
            (group.refunds, group.refunded_fen) = (row.get(1)?, Fen(row.get(2)?));
        }
        Ok(())
    }

    /// A refund's event says who gave it; its postings how much.
    fn add_refunds_by_giver(
        &self,
        from: Moment,
        before: Moment,
        groups: &mut BTreeMap<String, Takings>,
    ) -> Result<(), LedgerError> {
        let (first, end) = self.journal_span(from, before)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(j.operator_id, j.origin), count(DISTINCT j.seq), sum(p.amount_fen)
             FROM journal j JOIN postings p ON p.seq = j.seq
             WHERE j.seq >= ?1 AND j.seq < ?2 AND j.at_ms >= ?3 AND j.at_ms < ?4 AND j.kind = 'refunded'
                 AND p.amount_fen > 0
             GROUP BY 1",
        )?;
        let mut rows = statement.query([first, end, from.0, before.0])?;
        while let Some(row) = rows.next()? {
            let group = groups.entry(row.get(0)?).or_default();
            (group.refunds, group.refunded_fen) = (row.get(1)?, Fen(row.get(2)?));
        }
        Ok(())
    }

    /// What went through each drawer in a period, by the time of the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn drawers(&self, from: Moment, before: Moment) -> Result<Vec<DrawerSums>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT substr(p.account, 8) AS drawer,
                 sum(CASE WHEN j.at_ms < ?1 THEN p.amount_fen ELSE 0 END),
                 sum(CASE WHEN j.at_ms >= ?1 AND p.amount_fen > 0 THEN p.amount_fen ELSE 0 END),
                 -sum(CASE WHEN j.at_ms >= ?1 AND p.amount_fen < 0 THEN p.amount_fen ELSE 0 END),
                 count(DISTINCT CASE WHEN j.at_ms >= ?1 THEN j.seq END)
             FROM postings p JOIN journal j ON j.seq = p.seq
             WHERE p.account >= 'drawer:' AND p.account < 'drawer;' AND j.at_ms < ?2
             GROUP BY drawer ORDER BY drawer",
        )?;
        let rows = statement.query_map(params![from.0, before.0], |row| {
            Ok(DrawerSums {
                drawer: row.get(0)?,
                before_fen: Fen(row.get(1)?),
                in_fen: Fen(row.get(2)?),
                out_fen: Fen(row.get(3)?),
                movements: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
