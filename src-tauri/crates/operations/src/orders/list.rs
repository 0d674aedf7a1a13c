//! A stay's orders, for looking at.

use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::orders::{GivenOrder, OrderState};

use super::request_view;
use crate::api::order::{OrderList, OrderStateView, OrderView, OrdersRequest};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::words;

/// `order.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: OrdersRequest) -> Result<OrderList, Refusal> {
    desk.look(move |tx| {
        let record = tx.record(request.record_id)?.ok_or_else(words::no_such_record)?;
        let orders = tx.orders_of(record.id)?.iter().map(|given| view(tx, given)).collect::<Result<_, _>>()?;
        let debt_fen = tx.open_debt(record.id)?;
        Ok(OrderList { orders, debt_fen })
    })
    .await
}

fn view(tx: &ReadTx<'_>, given: &GivenOrder) -> Result<OrderView, Refusal> {
    Ok(OrderView {
        order: given.order.clone(),
        due_fen: given.order.due_fen(),
        given_at: given.given_at,
        holds_until: given.holds_until,
        state: match given.state {
            OrderState::Open => OrderStateView::Open,
            OrderState::Paid => OrderStateView::Paid,
            OrderState::Replaced => OrderStateView::Replaced,
        },
        request: request_view(tx, given)?,
    })
}
