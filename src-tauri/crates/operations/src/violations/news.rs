//! What docloud says of an order, by callback or when asked: forward only, and with the money that it moves.

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::money::Fen;
use lotdesk_domain::posting::Movement;
use lotdesk_domain::violation::{OrderNews, OrderState, PlatformStatus, Violation};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{Charged, StoredTouched, ViolationOrderMoved};
use lotdesk_ledger::tables::violation_orders::StoredViolationOrder;

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;

impl Desk {
    /// Takes news of an order that docloud pushed. True when the order is ours; then it stands as the news says.
    ///
    /// # Errors
    /// When the ledger cannot keep it: docloud tells it again.
    pub async fn violation_order_news(&self, news: OrderNews) -> Result<bool, Refusal> {
        let who = self.who(&Caller::Platform(Platform::Docloud));
        self.act(&who, move |act| {
            let Some(id) = ours(act.tx, &news)? else { return Ok(false) };
            take(act, id, &news, "callback")?;
            Ok(true)
        })
        .await
    }
}

/// Which of our orders it is: by docloud's number, or, where that is not known yet, by the violations.
fn ours(tx: &ReadTx<'_>, news: &OrderNews) -> Result<Option<Guid>, Refusal> {
    if let Some(order) = tx.violation_order_numbered(news.order_id)? {
        return Ok(Some(order.drawn.id));
    }
    for touched in &news.violations {
        for known in tx.violations_coded(&touched.code)? {
            let Some(order) = known.order_id.map(|id| tx.violation_order(id)).transpose()?.flatten() else { continue };
            if order.platform_order_id.is_none() && order.state.is_open() {
                return Ok(Some(order.drawn.id));
            }
        }
    }
    Ok(None)
}

/// What docloud has given back of an order, as far as this news tells.
fn refunded(order: &StoredViolationOrder, state: OrderState, handed_on: Fen, news: &OrderNews) -> Fen {
    // A closed order that was paid for comes back whole; only a part is told as a sum (部分完成的情况说明).
    let told = match (news.refund_fen, state) {
        (Some(told), _) => told,
        (None, OrderState::Closed) => handed_on,
        (None, _) => Fen::ZERO,
    };
    Fen(told.0.clamp(order.refunded_fen.0, handed_on.0.max(order.refunded_fen.0)))
}

/// Writes news of an order down; what says nothing new has no effect.
pub(super) fn take(act: &mut Act<'_, '_>, id: Guid, news: &OrderNews, by: &str) -> Result<(), Refusal> {
    let Some(order) = act.tx.violation_order(id)? else { return Ok(()) };
    let next = order.state.after(news.status);
    let state = next.unwrap_or(order.state);
    let paid = state.is_paid() || order.state.is_paid();
    let handed_on = if paid && order.handed_on_fen == Fen::ZERO { order.price_fen } else { order.handed_on_fen };
    // Money of a state that is past was told when it was.
    let current = next.is_some() || same(order.state, news.status);
    let refund = if current { refunded(&order, state, handed_on, news) } else { order.refunded_fen };
    let touched = if current { touched(act.tx, &order, news)? } else { Vec::new() };
    if next.is_none() && refund == order.refunded_fen && handed_on == order.handed_on_fen && touched.is_empty() {
        return Ok(());
    }
    let moved = (handed_on - order.handed_on_fen) - (refund - order.refunded_fen);
    let movement = Movement::violations_handed_on(moved).map_err(Refusal::internal)?;
    let event = ViolationOrderMoved {
        id,
        platform_order_id: news.order_id,
        state,
        status_time: news.status_time.clone(),
        cancel_reason: news.cancel_reason.clone(),
        refunded_fen: refund,
        handed_on_fen: handed_on,
        touched,
        by: by.to_owned(),
        postings: Charged::postings_of(&movement),
    };
    act.record(event, Some(id), None)?;
    Ok(())
}

fn same(state: OrderState, status: PlatformStatus) -> bool {
    matches!(
        (state, status),
        (OrderState::Created, PlatformStatus::Created)
            | (OrderState::Paid, PlatformStatus::Paid)
            | (OrderState::Done, PlatformStatus::Done)
            | (OrderState::Closed, PlatformStatus::Closed)
    )
}

/// Violations of the order that stand differently by this news.
fn touched(tx: &ReadTx<'_>, order: &StoredViolationOrder, news: &OrderNews) -> Result<Vec<StoredTouched>, Refusal> {
    let there = tx.violations_of(&order.drawn.plate)?;
    let mut changed = Vec::new();
    for touched in &news.violations {
        let Some(processing) = touched.processing else { continue };
        let known =
            there.iter().find(|known| known.violation.code == touched.code && known.order_id == Some(order.drawn.id));
        if known.is_some_and(|known| known.violation.processing != processing) {
            changed.push(StoredTouched { code: touched.code.clone(), processing });
        }
    }
    Ok(changed)
}

/// The codes of an order.
pub(super) fn codes(order: &StoredViolationOrder) -> Vec<String> {
    order.drawn.violations.iter().cloned().map(|stored| Violation::from(stored).code).collect()
}
