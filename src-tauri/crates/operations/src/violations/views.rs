//! Cars, violations and orders as people see them, with people's data masked.

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::violation::{OrderState, Processing, Violation, advice};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::violation_orders::StoredViolationOrder;
use lotdesk_ledger::tables::violations::StoredCar;

use super::papers::{papers, plate_of};
use super::{no_such_car, no_such_order};
use crate::api::refusal::Refusal;
use crate::api::violation::{
    ViolationCarList, ViolationCarRequest, ViolationCarRow, ViolationCarView, ViolationCarsRequest, ViolationMoneyRow,
    ViolationOrderDetail, ViolationOrderList, ViolationOrderRequest, ViolationOrderRow, ViolationOrdersRequest,
    ViolationRow,
};
use crate::caller::Who;
use crate::desk::Desk;
use crate::records::page_size;

/// The account that customers' money is held in.
const HELD: &str = "deposits:violations";
/// As many orders of a car are shown with it.
const ORDERS_OF_A_CAR: u32 = 20;

fn car_row(tx: &ReadTx<'_>, car: StoredCar) -> Result<ViolationCarRow, Refusal> {
    Ok(ViolationCarRow {
        papers: papers(tx, car.person_id)?.map(|papers| papers.masked()),
        plate: car.plate,
        car_type: car.car_type,
        city: car.city,
        person_id: car.person_id,
        total_fine_fen: car.total_fine_fen,
        total_points: car.total_points,
        untreated: car.untreated,
        queried_at: car.queried_at,
        licence_sent_at: car.licence_sent_at,
    })
}

/// A car with everything known of it.
pub(super) fn view(tx: &ReadTx<'_>, plate: &str) -> Result<ViolationCarView, Refusal> {
    let car = tx.violation_car(plate)?.ok_or_else(no_such_car)?;
    let violations = tx
        .violations_of(plate)?
        .into_iter()
        .map(|known| ViolationRow {
            can_order: known.order_id.is_none()
                && known.violation.can_select
                && known.violation.processing == Processing::Untreated
                && known.violation.service_fee_fen.is_some(),
            violation: known.violation,
            order_id: known.order_id,
            changed_at: known.changed_at,
        })
        .collect();
    let orders = tx.violation_orders(Some(plate), false, i64::MAX, ORDERS_OF_A_CAR)?;
    Ok(ViolationCarView { row: car_row(tx, car)?, violations, orders: orders.iter().map(order_row).collect() })
}

/// `violation.car`.
pub(crate) async fn car(desk: &Desk, _who: Who, request: ViolationCarRequest) -> Result<ViolationCarView, Refusal> {
    let plate = plate_of(&request.plate)?;
    desk.look(move |tx| view(tx, &plate)).await
}

/// `violation.cars`.
pub(crate) async fn cars(desk: &Desk, _who: Who, request: ViolationCarsRequest) -> Result<ViolationCarList, Refusal> {
    let limit = page_size(request.limit);
    desk.look(move |tx| {
        let rows = tx.violation_cars(limit)?.into_iter().map(|car| car_row(tx, car)).collect::<Result<_, _>>()?;
        Ok(ViolationCarList { rows })
    })
    .await
}

fn order_row(order: &StoredViolationOrder) -> ViolationOrderRow {
    ViolationOrderRow {
        order_id: order.drawn.id,
        no: u32::try_from(order.no).unwrap_or(u32::MAX),
        out_order_no: order.drawn.out_order_no.clone(),
        platform_order_id: order.platform_order_id.map(|number| number.to_string()),
        plate: order.drawn.plate.clone(),
        state: order.state,
        violations: u32::try_from(order.drawn.violations.len()).unwrap_or(u32::MAX),
        price_fen: order.price_fen,
        self_deduction: order.drawn.self_deduction,
        held_fen: order.held_fen(),
        drawn_at: order.drawn_at,
        changed_at: order.changed_at,
    }
}

/// `violation.orders`.
pub(crate) async fn orders(
    desk: &Desk,
    _who: Who,
    request: ViolationOrdersRequest,
) -> Result<ViolationOrderList, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    desk.look(move |tx| {
        let mut orders = tx.violation_orders(None, request.open_only, before, limit + 1)?;
        let more = orders.len() > limit as usize;
        orders.truncate(limit as usize);
        let balance = tx.balances()?.into_iter().find(|(account, _)| account == HELD).map_or(Fen::ZERO, |(_, sum)| sum);
        // What is owed to customers stands below zero in the books.
        Ok(ViolationOrderList { rows: orders.iter().map(order_row).collect(), more, held_fen: -balance })
    })
    .await
}

/// What to do about an order as it stands.
fn advised(order: &StoredViolationOrder) -> (String, String) {
    let own = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    match order.state {
        OrderState::Unknown => own(
            "不知道懂云是否收到。系统会自动核对；也可按同一单号重发，懂云只会受理一次",
            "It is not known whether docloud has it. It is being looked for; sent again under its number it is taken but once.",
        ),
        OrderState::Arrived => own(
            "懂云已收到，订单号会随状态通知到达，请勿重复下单",
            "docloud has it; its number comes with its first news. Do not order again.",
        ),
        OrderState::NotSent => own("订单没有发出，可以重发", "It never left: it can be sent again."),
        OrderState::Refused => match order.code.as_deref().and_then(advice) {
            Some(advice) => own(advice.zh, advice.en),
            None => own("请按懂云的提示处理", "Go by docloud's words."),
        },
        OrderState::Created if order.pay_url.is_empty() => {
            own("等待懂云挂账扣款", "It waits for docloud to charge the account.")
        }
        OrderState::Created => own("请客户或本店扫码支付", "It waits to be paid: show the code."),
        OrderState::Closed if order.held_fen().is_positive() => {
            own("订单已关闭，请把代管款退给客户", "It was closed: give the customer's money back.")
        }
        OrderState::Done if order.held_fen().is_positive() => {
            own("部分违章未能办理，请把退款退给客户", "Some could not be handled: give that money back.")
        }
        _ => (String::new(), String::new()),
    }
}

/// An order with everything known of it.
pub(super) fn detail(tx: &ReadTx<'_>, id: Guid) -> Result<ViolationOrderDetail, Refusal> {
    let order = tx.violation_order(id)?.ok_or_else(no_such_order)?;
    let now = tx.violations_of(&order.drawn.plate)?;
    let violations = order
        .drawn
        .violations
        .iter()
        .cloned()
        .map(Violation::from)
        .map(|violation| {
            let known = now.iter().find(|known| known.violation.code == violation.code);
            let processing = known.map_or(violation.processing, |known| known.violation.processing);
            Violation { processing, ..violation }
        })
        .collect();
    let money = tx
        .violation_money_of(id)?
        .into_iter()
        .map(|row| ViolationMoneyRow { at: row.at, amount_fen: row.amount_fen, reason: row.reason })
        .collect();
    let (advice_zh, advice_en) = advised(&order);
    let due = order.state == OrderState::Created;
    Ok(ViolationOrderDetail {
        row: order_row(&order),
        violations,
        advice_zh,
        advice_en,
        pay_url: if due { order.pay_url.clone() } else { String::new() },
        code: order.code,
        words: order.words,
        status_time: order.status_time,
        cancel_reason: order.cancel_reason,
        tries: order.tries,
        may_be_sent_again: order.state.may_be_sent_again(),
        taken_fen: order.taken_fen,
        returned_fen: order.returned_fen,
        handed_on_fen: order.handed_on_fen,
        refunded_fen: order.refunded_fen,
        money,
    })
}

/// `violation.order_detail`.
pub(crate) async fn order_detail(
    desk: &Desk,
    _who: Who,
    request: ViolationOrderRequest,
) -> Result<ViolationOrderDetail, Refusal> {
    desk.look(move |tx| detail(tx, request.order_id)).await
}
