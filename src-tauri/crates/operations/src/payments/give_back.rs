//! Giving money back through the channel that took it. As with taking: journalled first, one number, asked about until known.

use lotdesk_domain::id::Guid;
use lotdesk_domain::payment::RefundStand;
use lotdesk_ledger::event::{ChannelRefundAsked, ChannelRefundMoved};
use lotdesk_ledger::tables::money::StoredCharge;

use super::channel::{ChannelFailure, RefundOrder, RefundState};
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::refunds;

/// What is asked of the channel for a refund of this payment; none where money of it does not go back by itself.
pub(crate) fn order(paid: &StoredCharge, asked: &ChannelRefundAsked) -> Option<RefundOrder> {
    let channel = paid.trade.channel.filter(|_| !paid.trade.by_hand)?;
    Some(RefundOrder {
        attempt_no: paid.charge.id.to_string(),
        refund_no: asked.id.to_string(),
        paid_fen: paid.charge.received_fen,
        amount_fen: asked.amount_fen,
        channel,
    })
}

/// Sends a refund that is in the journal, and writes down what became of it.
pub(crate) async fn send(desk: &Desk, id: Guid, order: RefundOrder) -> Result<(), Refusal> {
    let desk = desk.clone();
    let running = tokio::spawn(async move {
        let turnstile = desk.inner.payments.of(id);
        let _held = turnstile.lock().await;
        let answer = desk.channel().refund(&order).await;
        take(&desk, id, answer).await
    });
    running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))
}

/// One question about an open refund. Whoever calls holds its turnstile.
pub(super) async fn step(desk: &Desk, id: Guid) -> Result<(), Refusal> {
    let open = desk
        .look(move |tx| {
            let Some(open) = tx.channel_refund(id)?.filter(|refund| refund.state.is_open()) else { return Ok(None) };
            Ok(tx.charge(open.asked.charge_id)?.and_then(|paid| order(&paid, &open.asked)))
        })
        .await?;
    let Some(order) = open else { return Ok(()) };
    let channel = desk.channel();
    let mut answer = channel.query_refund(&order.attempt_no, &order.refund_no).await;
    if answer == Ok(RefundState::NotFound) {
        // It never got there. Its number keeps it from going twice.
        answer = channel.refund(&order).await;
    }
    take(desk, id, answer).await
}

async fn take(desk: &Desk, id: Guid, answer: Result<RefundState, ChannelFailure>) -> Result<(), Refusal> {
    desk.act(&desk.who(&Caller::Engine), move |act| {
        let Some(open) = act.tx.channel_refund(id)?.filter(|refund| refund.state.is_open()) else { return Ok(()) };
        match answer {
            Ok(RefundState::Done) => refunds::channel_gave_back(act, &open),
            Ok(RefundState::Refused { code, words }) => {
                moved(act, &open.asked, RefundStand::Refused, Some(format!("{code} {words}")))
            }
            Ok(RefundState::Pending | RefundState::NotFound) if open.state == RefundStand::Sent => {
                moved(act, &open.asked, RefundStand::Unknown, Some("支付通道处理中".to_owned()))
            }
            Err(failure) if open.state == RefundStand::Sent => {
                moved(act, &open.asked, RefundStand::Unknown, Some(failure.to_string()))
            }
            Ok(RefundState::Pending | RefundState::NotFound) | Err(_) => Ok(()),
        }
    })
    .await
}

fn moved(
    act: &mut Act<'_, '_>,
    asked: &ChannelRefundAsked,
    state: RefundStand,
    why: Option<String>,
) -> Result<(), Refusal> {
    let why = why.map(|why| why.chars().take(200).collect());
    act.record(ChannelRefundMoved { id: asked.id, state, why }, Some(asked.record_id), Some(asked.id))?;
    Ok(())
}
