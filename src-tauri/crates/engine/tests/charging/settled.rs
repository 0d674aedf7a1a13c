//! The ledger's outbox, which says each time that the end of an attempt is in it: that is what these tests wait for.

use async_trait::async_trait;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::Moment;
use lotdesk_gateway::dispatcher::{BatchLimit, Claimed, Outbox, OutboxError, Settlement};
use lotdesk_ledger::Ledger;
use tokio::sync::watch;

pub struct Watched {
    pub ledger: Ledger,
    /// Counts the ends.
    pub settled: watch::Sender<u64>,
}

#[async_trait]
impl Outbox for Watched {
    async fn interrupted(&self, platform: Platform) -> Result<Vec<Claimed>, OutboxError> {
        Outbox::interrupted(&self.ledger, platform).await
    }

    async fn claim(&self, platform: Platform, now: Moment, lease_ms: i64) -> Result<Option<Claimed>, OutboxError> {
        Outbox::claim(&self.ledger, platform, now, lease_ms).await
    }

    async fn claim_alike(
        &self,
        first: &Claimed,
        now: Moment,
        lease_ms: i64,
        limit: BatchLimit,
    ) -> Result<Vec<Claimed>, OutboxError> {
        Outbox::claim_alike(&self.ledger, first, now, lease_ms, limit).await
    }

    async fn settle_all(&self, ended: &[(Claimed, Outcome, Settlement)], now: Moment) -> Result<(), OutboxError> {
        let settled = Outbox::settle_all(&self.ledger, ended, now).await;
        self.settled.send_modify(|count| *count += 1);
        settled
    }

    async fn settle(
        &self,
        claimed: &Claimed,
        outcome: &Outcome,
        settlement: Settlement,
        reply: Option<&str>,
        now: Moment,
    ) -> Result<(), OutboxError> {
        let settled = Outbox::settle(&self.ledger, claimed, outcome, settlement, reply, now).await;
        self.settled.send_modify(|count| *count += 1);
        settled
    }

    async fn store_exchange(
        &self,
        platform: Platform,
        interface: &str,
        at: Moment,
        ok: bool,
    ) -> Result<(), OutboxError> {
        Outbox::store_exchange(&self.ledger, platform, interface, at, ok).await
    }

    fn grew(&self) -> watch::Receiver<u64> {
        Outbox::grew(&self.ledger)
    }
}
