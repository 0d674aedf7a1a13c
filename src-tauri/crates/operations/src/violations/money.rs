//! Customers' money for orders: held in an account of its own until docloud has it, and given back from there.

use lotdesk_domain::money::Fen;
use lotdesk_domain::posting::Movement;
use lotdesk_ledger::event::{Charged, ViolationMoneyMoved};

use super::{no_such_order, views};
use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::violation::{GiveViolationMoneyBack, TakeViolationMoney, ViolationOrderDetail};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{exits, reasons};

/// `violation.take_money`.
pub(crate) async fn take_money(
    desk: &Desk,
    who: Who,
    request: TakeViolationMoney,
) -> Result<ViolationOrderDetail, Refusal> {
    let TakeViolationMoney { request_id, order_id, amount_fen } = request;
    desk.act(&who, move |act| {
        let order = act.tx.violation_order(order_id)?.ok_or_else(no_such_order)?;
        if let Some(done) = act.tx.violation_money(request_id)? {
            return answer_again(act, done.order_id == order_id && done.amount_fen == amount_fen, order_id);
        }
        let owed = order.price_fen - order.taken_fen + order.returned_fen;
        if !amount_fen.is_positive() || amount_fen > owed {
            return Err(Refusal::field(
                "amount_fen",
                format!("应为 0.01 至 {} 元（订单尚未收的部分）", owed.at_least_zero()),
                format!("Take 0.01 to {} yuan: what is not taken of the order yet.", owed.at_least_zero()),
            ));
        }
        let movement = Movement::violations_money(exits::drawer(act)?, amount_fen).map_err(Refusal::internal)?;
        moved(act, &request_id, order_id, amount_fen, None, &movement)
    })
    .await
}

/// `violation.give_back`: no more than is held for the order.
pub(crate) async fn give_back(
    desk: &Desk,
    who: Who,
    request: GiveViolationMoneyBack,
) -> Result<ViolationOrderDetail, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let GiveViolationMoneyBack { request_id, order_id, amount_fen, .. } = request;
    desk.act(&who, move |act| {
        let order = act.tx.violation_order(order_id)?.ok_or_else(no_such_order)?;
        if let Some(done) = act.tx.violation_money(request_id)? {
            return answer_again(act, done.order_id == order_id && done.amount_fen == -amount_fen, order_id);
        }
        let held = order.held_fen().at_least_zero();
        if held == Fen::ZERO {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "该订单没有可退的代管款：款项已付给懂云，须等懂云退款后再退给客户",
                "Nothing is held for this order: what docloud has must come back first.",
            )
            .at("order_id"));
        }
        if !amount_fen.is_positive() || amount_fen > held {
            return Err(Refusal::field(
                "amount_fen",
                format!("最多可退 {held} 元"),
                format!("At most {held} yuan can be given back."),
            ));
        }
        let movement = Movement::violations_money(exits::drawer(act)?, -amount_fen).map_err(Refusal::internal)?;
        moved(act, &request_id, order_id, -amount_fen, Some(reason), &movement)
    })
    .await
}

fn moved(
    act: &mut Act<'_, '_>,
    request_id: &lotdesk_domain::id::Guid,
    id: lotdesk_domain::id::Guid,
    amount_fen: Fen,
    reason: Option<String>,
    movement: &Movement,
) -> Result<ViolationOrderDetail, Refusal> {
    let event = ViolationMoneyMoved {
        request_id: *request_id,
        id,
        amount_fen,
        reason,
        postings: Charged::postings_of(movement),
    };
    act.record(event, Some(id), Some(*request_id))?;
    views::detail(act.tx, id)
}

/// A repeat of a movement that is in the ledger.
fn answer_again(
    act: &Act<'_, '_>,
    same: bool,
    order_id: lotdesk_domain::id::Guid,
) -> Result<ViolationOrderDetail, Refusal> {
    if !same {
        return Err(Refusal::field(
            "request_id",
            "该请求编号已用于另一笔款项",
            "This request identifier was used for another movement.",
        ));
    }
    views::detail(act.tx, order_id)
}
