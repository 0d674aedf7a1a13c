//! The outbox as the dispatcher sees it: the ledger's, or one in memory for tests.

use async_trait::async_trait;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::Ledger;
pub use lotdesk_ledger::outbox::{BatchLimit, Claimed, Settlement};
use tokio::sync::watch;

/// The outbox cannot be read or written just now. Nothing is lost: the dispatcher tries again.
#[derive(Debug, thiserror::Error)]
#[error("the outbox does not answer: {0}")]
pub struct OutboxError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// What the dispatcher needs of an outbox. Each write is durable when it returns.
#[async_trait]
pub trait Outbox: Send + Sync + 'static {
    /// What an earlier process had under way when it ended: nobody knows whether it arrived. Asked for once, at start.
    async fn interrupted(&self, platform: Platform) -> Result<Vec<Claimed>, OutboxError>;

    /// Claims the next message that may go now. Never one whose predecessor in order is unsettled.
    async fn claim(&self, platform: Platform, now: Moment, lease_ms: i64) -> Result<Option<Claimed>, OutboxError>;

    /// Claims what may go in one request with a claimed message, in order.
    async fn claim_alike(
        &self,
        _first: &Claimed,
        _now: Moment,
        _lease_ms: i64,
        _limit: BatchLimit,
    ) -> Result<Vec<Claimed>, OutboxError> {
        Ok(Vec::new())
    }

    /// Records how the attempts of one request ended.
    async fn settle_all(&self, ended: &[(Claimed, Outcome, Settlement)], now: Moment) -> Result<(), OutboxError> {
        for (claimed, outcome, settlement) in ended {
            self.settle(claimed, outcome, *settlement, None, now).await?;
        }
        Ok(())
    }

    /// Records how an attempt ended and what becomes of the message; keeps a reply that an operation waits for with it.
    async fn settle(
        &self,
        claimed: &Claimed,
        outcome: &Outcome,
        settlement: Settlement,
        reply: Option<&str>,
        now: Moment,
    ) -> Result<(), OutboxError>;

    /// Keeps that an interface was exercised against the platform.
    async fn store_exchange(
        &self,
        platform: Platform,
        interface: &str,
        at: Moment,
        ok: bool,
    ) -> Result<(), OutboxError>;

    /// Changes whenever there may be more to send.
    fn grew(&self) -> watch::Receiver<u64>;
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> OutboxError {
    OutboxError(Box::new(error))
}

#[async_trait]
impl Outbox for Ledger {
    async fn interrupted(&self, platform: Platform) -> Result<Vec<Claimed>, OutboxError> {
        Ledger::interrupted(self, platform).await.map_err(failed)
    }

    async fn claim(&self, platform: Platform, now: Moment, lease_ms: i64) -> Result<Option<Claimed>, OutboxError> {
        Ledger::claim(self, platform, now, lease_ms).await.map_err(failed)
    }

    async fn claim_alike(
        &self,
        first: &Claimed,
        now: Moment,
        lease_ms: i64,
        limit: BatchLimit,
    ) -> Result<Vec<Claimed>, OutboxError> {
        Ledger::claim_alike(self, first, now, lease_ms, limit).await.map_err(failed)
    }

    async fn settle_all(&self, ended: &[(Claimed, Outcome, Settlement)], now: Moment) -> Result<(), OutboxError> {
        Ledger::settle_all(self, ended, now).await.map_err(failed)
    }

    async fn settle(
        &self,
        claimed: &Claimed,
        outcome: &Outcome,
        settlement: Settlement,
        reply: Option<&str>,
        now: Moment,
    ) -> Result<(), OutboxError> {
        self.settle_with(claimed, outcome, settlement, reply, now).await.map_err(failed)
    }

    async fn store_exchange(
        &self,
        platform: Platform,
        interface: &str,
        at: Moment,
        ok: bool,
    ) -> Result<(), OutboxError> {
        Ledger::store_exchange(self, platform, interface, "up", at, ok).await.map_err(failed)
    }

    fn grew(&self) -> watch::Receiver<u64> {
        self.outbox_grew()
    }
}
