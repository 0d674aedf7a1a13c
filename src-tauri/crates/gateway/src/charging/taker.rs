//! Who takes what the platform's replies say beyond yes and no.

use async_trait::async_trait;
use lotdesk_domain::charging::{Confirmation, Dispute, OrderSeq};
use lotdesk_operations::Desk;
use lotdesk_operations::api::refusal::Refusal;

/// Takes it into the ledger before the message counts as delivered: when that fails, the message goes again, and its reply
/// with it.
#[async_trait]
pub trait ReplyTaker: Send + Sync {
    /// What the platform says to an order (table B.18).
    ///
    /// # Errors
    /// When it cannot be kept.
    async fn order_confirmed(&self, seq: OrderSeq, confirmed: Confirmation) -> Result<(), Refusal>;

    /// What it disputes of a reconciliation (table B.21).
    ///
    /// # Errors
    /// When it cannot be kept.
    async fn orders_checked(&self, seq: OrderSeq, disputes: Vec<Dispute>) -> Result<(), Refusal>;
}

#[async_trait]
impl ReplyTaker for Desk {
    async fn order_confirmed(&self, seq: OrderSeq, confirmed: Confirmation) -> Result<(), Refusal> {
        self.charge_order_confirmed(seq, confirmed).await
    }

    async fn orders_checked(&self, seq: OrderSeq, disputes: Vec<Dispute>) -> Result<(), Refusal> {
        self.charge_orders_checked(seq, disputes).await
    }
}
