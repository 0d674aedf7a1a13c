//! Orders are followed: those that are open are asked for; those whose answer was lost are looked for by their violations, for
//! docloud has no question by our number.

use std::sync::atomic::Ordering;

use lotdesk_domain::violation::{OrderState, Processing, ViolationQuestion};
use lotdesk_ledger::event::ViolationOrderAnswered;
use lotdesk_ledger::tables::violation_orders::StoredViolationOrder;

use super::send::{car_of, priced};
use super::{news, no_such_order, query, views};
use crate::api::refusal::Refusal;
use crate::api::violation::{ViolationOrderDetail, ViolationOrderRequest};
use crate::caller::{Caller, Who};
use crate::desk::Desk;

/// As many orders are followed at a time; the others come with the next look.
const FOLLOWED_MOST: u32 = 50;

impl Desk {
    /// Orders that were on their way when the engine ended: nobody knows whether they arrived. To be called before docloud is
    /// asked anything.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn settle_interrupted_orders(&self) -> Result<u32, Refusal> {
        let who = self.who(&Caller::Engine);
        self.act(&who, |act| {
            let sending: Vec<_> = act
                .tx
                .violation_orders(None, true, i64::MAX, u32::MAX)?
                .into_iter()
                .filter(|order| order.state == OrderState::Sending)
                .collect();
            let count = u32::try_from(sending.len()).unwrap_or(u32::MAX);
            for order in sending {
                let id = order.drawn.id;
                let event = ViolationOrderAnswered {
                    id,
                    state: OrderState::Unknown,
                    platform_order_id: None,
                    code: None,
                    words: "程序在等应答时退出".to_owned(),
                };
                act.record(event, Some(id), None)?;
            }
            Ok(count)
        })
        .await
    }

    /// Asks docloud how open orders stand. To be called every few minutes; gives how many were asked for.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn follow_violation_orders(&self) -> Result<u32, Refusal> {
        let who = self.who(&Caller::Engine);
        let before = self.inner.followed_before.load(Ordering::Relaxed);
        let open = self.look(move |tx| Ok(tx.violation_orders(None, true, before, FOLLOWED_MOST)?)).await?;
        // The next look goes on with the older ones, and begins anew behind the oldest.
        let next = open.last().filter(|_| open.len() == FOLLOWED_MOST as usize).map_or(i64::MAX, |last| last.no);
        self.inner.followed_before.store(next, Ordering::Relaxed);
        let mut asked = 0;
        for order in open {
            if self.was_looked_for_lately(&order).await? {
                continue;
            }
            match follow(self, &who, &order).await {
                Ok(()) => asked += 1,
                Err(why) => tracing::debug!(why = why.en, no = order.no, "an order could not be asked for"),
            }
        }
        Ok(asked)
    }
}

impl Desk {
    /// Whether an order without a number need not be looked for yet: queries cost money, so the longer it is open the rarer
    /// they are, at every quarter of its age.
    async fn was_looked_for_lately(&self, order: &StoredViolationOrder) -> Result<bool, Refusal> {
        if order.platform_order_id.is_some() {
            return Ok(false);
        }
        let (plate, now) = (order.drawn.plate.clone(), self.now());
        let car = self.look(move |tx| Ok(tx.violation_car(&plate)?)).await?;
        let age_ms = now.ms_since(order.changed_at);
        Ok(car.is_some_and(|car| now.ms_since(car.queried_at) < age_ms / 4))
    }
}

/// Asks for one order.
async fn follow(desk: &Desk, who: &Who, order: &StoredViolationOrder) -> Result<(), Refusal> {
    let id = order.drawn.id;
    let car = car_of(desk, &order.drawn).await?;
    match (order.state, order.platform_order_id) {
        (OrderState::Sending, _) => Ok(()),
        (_, Some(number)) => {
            if order.state == OrderState::Created && order.pay_url.is_empty() {
                return priced(desk, who, &car, id, number).await;
            }
            let told = desk.docloud().order_status(&car, number).await?;
            desk.act(who, move |act| news::take(act, id, &told, "asked")).await
        }
        (_, None) => {
            let question = ViolationQuestion {
                car,
                city: order.drawn.city.clone(),
                with_fees: true,
                self_deduction: order.drawn.self_deduction,
            };
            let seen = query::again(desk, who, question).await?;
            let codes = news::codes(order);
            let there = seen
                .violations
                .iter()
                .any(|row| codes.contains(&row.violation.code) && row.violation.processing == Processing::UnderWay);
            if !there || order.state == OrderState::Arrived {
                return Ok(());
            }
            desk.act(who, move |act| {
                let still = act.tx.violation_order(id)?.is_some_and(|order| order.state == OrderState::Unknown);
                if still {
                    let event = ViolationOrderAnswered {
                        id,
                        state: OrderState::Arrived,
                        platform_order_id: None,
                        code: None,
                        words: "查询该车显示违章处理中".to_owned(),
                    };
                    act.record(event, Some(id), None)?;
                }
                Ok(())
            })
            .await
        }
    }
}

/// `violation.ask_order`.
pub(crate) async fn ask_order(
    desk: &Desk,
    who: Who,
    request: ViolationOrderRequest,
) -> Result<ViolationOrderDetail, Refusal> {
    let id = request.order_id;
    let order = desk.look(move |tx| tx.violation_order(id)?.ok_or_else(no_such_order)).await?;
    if order.state.is_open() {
        follow(desk, &who, &order).await?;
    }
    desk.look(move |tx| views::detail(tx, id)).await
}
