//! Several messages of one interface in one request: each stays a message of its own, claimed and settled by itself, so
//! that what the platform says of each is seen.

use lotdesk_domain::message::{Outcome, Rank};
use lotdesk_domain::moment::Moment;
use rusqlite::params;

use super::dispatch::{Claimed, MAY_HAVE_ARRIVED, Settlement, claimed, settle, take};
use crate::codes::Stored;
use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::writer::{Urgency, WriteTx};

/// How much goes into one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLimit {
    /// Messages, the first one included.
    pub items: usize,
    /// Bytes of their bodies together.
    pub bytes: usize,
}

impl Ledger {
    /// Claims what may go in one request with a message that is claimed already, in order, until a limit is reached: other
    /// messages of the same interface that wait and follow no order of their own. Basic data is not taken from behind
    /// another interface's: what stands between may be named by it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub async fn claim_alike(
        &self,
        first: &Claimed,
        now: Moment,
        lease_ms: i64,
        limit: BatchLimit,
    ) -> Result<Vec<Claimed>, LedgerError> {
        let first = first.clone();
        Ok(self.write(Urgency::Bulk, move |tx| alike(tx, &first, now, lease_ms, limit)).await??.value)
    }

    /// Records how the attempts of one request ended, in one commit.
    ///
    /// # Errors
    /// When SQLite refuses; then none is recorded.
    pub async fn settle_all(&self, ended: &[(Claimed, Outcome, Settlement)], now: Moment) -> Result<(), LedgerError> {
        let ended = ended.to_vec();
        self.write(Urgency::Bulk, move |tx| {
            for (claimed, outcome, settlement) in &ended {
                settle(tx, claimed, outcome, *settlement, now)?;
            }
            Ok::<_, LedgerError>(())
        })
        .await??;
        Ok(())
    }
}

fn alike(
    tx: &mut WriteTx<'_>,
    first: &Claimed,
    now: Moment,
    lease_ms: i64,
    limit: BatchLimit,
) -> Result<Vec<Claimed>, LedgerError> {
    // Only basic data is in order among its interfaces.
    let before: i64 = match first.rank {
        Rank::Basic => tx
            .connection
            .prepare_cached(
                "SELECT coalesce(min(no), ?4) FROM outbox WHERE platform = ?1 AND rank = 'basic'
                     AND state IN ('waiting', 'sending') AND no > ?2 AND interface <> ?3",
            )?
            .query_row(params![first.platform.word(), first.no, first.interface, i64::MAX], |row| row.get(0))?,
        Rank::Record | Rank::Snapshot => i64::MAX,
    };
    let mut wanted = Vec::new();
    {
        // `attempt` is not known yet.
        let mut statement = tx.connection.prepare_cached(&format!(
            "SELECT o.*, {MAY_HAVE_ARRIVED} FROM outbox o
             WHERE o.platform = ?1 AND o.state IN ('waiting', 'sending', 'refused', 'unknown', 'held')
                 AND o.state = 'waiting' AND o.interface = ?2 AND o.rank = ?3 AND o.no < ?4 AND o.next_at_ms <= ?5
                 AND o.order_key IS NULL
                 AND (o.coalesce_key IS NULL OR NOT EXISTS (SELECT 1 FROM outbox s
                     WHERE s.coalesce_key = o.coalesce_key AND s.platform = o.platform AND s.state = 'sending'))
             ORDER BY o.no LIMIT ?6"
        ))?;
        let most = i64::try_from(limit.items.saturating_sub(1)).unwrap_or(i64::MAX);
        let rows = statement.query_map(
            params![first.platform.word(), first.interface, first.rank.word(), before, now.0, most],
            |row| claimed(row, 0),
        )?;
        let mut bytes = first.body.len();
        for row in rows {
            let row = row?;
            bytes += row.body.len() + 1;
            if bytes > limit.bytes {
                break;
            }
            wanted.push(row.no);
        }
    }
    wanted.into_iter().map(|no| take(tx, no, now, lease_ms)).collect()
}
