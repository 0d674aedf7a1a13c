//! Orders: written down before they are sent, so that a lost answer is known to be one. `outOrderNo` is the key by which
//! docloud takes an order but once.

use lotdesk_domain::id::Guid;
use lotdesk_domain::violation::{BadSelection, NewOrder, OrderState, SelfDeduction, Violation, order_total};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{StoredViolation, ViolationOrderDrawn, ViolationOrderSentAgain};
use lotdesk_ledger::tables::violation_orders::StoredViolationOrder;

use super::papers::{identity_of, plate_of};
use super::query::changed;
use super::send::send;
use super::{licence, no_such_order, views};
use crate::api::refusal::{Code, Refusal};
use crate::api::violation::{OrderViolations, ViolationOrderDetail, ViolationOrderRequest};
use crate::caller::Who;
use crate::desk::Desk;
use crate::violations::papers;

/// Our number of an order: what docloud keeps as text, and what nobody else draws.
fn out_order_no(id: Guid) -> String {
    format!("LD{id}")
}

fn bad_selection(why: &BadSelection) -> Refusal {
    let zh = match why {
        BadSelection::Nothing => "请至少勾选一条违章".to_owned(),
        BadSelection::Gone(_) => "有违章已不在列表中，请重新查询后勾选".to_owned(),
        BadSelection::NotSelectable(_) => "有违章不支持代办，请去掉后再下单".to_owned(),
        BadSelection::NoFee(_) => "有违章没有服务费报价，请重新查询".to_owned(),
        BadSelection::UnderWay(_) => "有违章已在处理或已处理，请重新查询后勾选".to_owned(),
    };
    Refusal::field("codes", zh, format!("Not ordered: {why}."))
}

/// `violation.order`.
pub(crate) async fn make(desk: &Desk, who: Who, request: OrderViolations) -> Result<ViolationOrderDetail, Refusal> {
    let id = request.request_id;
    let own = request.licence.clone().map(licence::own).transpose()?;
    let plate = plate_of(&request.plate)?;
    let known = desk.look(move |tx| Ok(tx.violation_order(id)?)).await?;
    if let Some(known) = known {
        if known.drawn.plate != plate {
            return Err(Refusal::field(
                "request_id",
                "该请求编号已用于另一个订单",
                "This request identifier was used for another order.",
            ));
        }
        return desk.look(move |tx| views::detail(tx, id)).await;
    }
    if let Some(own) = &own {
        // 如果对接方式为自扣分，则需要先调用【自扣分下单校验】
        let asked = plate.clone();
        let (car, _) = desk.look(move |tx| identity_of(tx, &asked)).await?;
        if !desk.docloud().can_deduct(&car, own).await? {
            return Err(licence::not_possible());
        }
    }
    let (codes, expected, owned) = (request.codes, request.expected_total_fen, own.clone());
    let drawn = desk
        .act(&who, move |act| {
            let (_, person_id) = identity_of(act.tx, &plate)?;
            let car = act.tx.violation_car(&plate)?.ok_or_else(super::no_such_car)?;
            let there = act.tx.violations_of(&plate)?;
            if there.iter().any(|known| known.order_id.is_some() && codes.contains(&known.violation.code)) {
                return Err(bad_selection(&BadSelection::UnderWay(String::new())));
            }
            let there: Vec<Violation> = there.into_iter().map(|known| known.violation).collect();
            let total = order_total(&there, &codes).map_err(|why| bad_selection(&why))?;
            if total != expected {
                return Err(changed(expected, total));
            }
            let chosen: Vec<&Violation> = there.iter().filter(|violation| codes.contains(&violation.code)).collect();
            if chosen.iter().any(|violation| violation.needs_licence) && car.licence_sent_at.is_none() {
                return Err(Refusal::new(
                    Code::NotPossibleNow,
                    "所选违章需要行驶证照片，请先上传行驶证正副页",
                    "Violations that were chosen want photographs of the vehicle licence: upload them first.",
                )
                .at("codes"));
            }
            // A licence's numbers stand with the order's person, and go with it.
            let person_id = match &owned {
                Some(own) => {
                    let with = papers::papers(act.tx, Some(person_id))?.unwrap_or_default();
                    let (licence_no, file_no) = (own.licence_no.clone(), own.file_no.clone());
                    papers::kept(act, lotdesk_domain::person::CarPapers { licence_no, file_no, ..with }, None)?
                }
                None => person_id,
            };
            let drawn = ViolationOrderDrawn {
                id,
                out_order_no: out_order_no(id),
                plate: plate.clone(),
                car_type: car.car_type,
                person_id,
                city: car.city,
                violations: chosen.into_iter().map(StoredViolation::from).collect(),
                price_fen: total,
                self_deduction: owned.is_some(),
            };
            act.record(drawn.clone(), Some(id), Some(id))?;
            Ok(drawn)
        })
        .await?;
    let order = new_order(&drawn, own);
    send(desk, &who, drawn, order, false).await
}

fn new_order(drawn: &ViolationOrderDrawn, self_deduction: Option<SelfDeduction>) -> NewOrder {
    NewOrder {
        out_order_no: drawn.out_order_no.clone(),
        codes: drawn.violations.iter().cloned().map(|stored| Violation::from(stored).code).collect(),
        total_fen: drawn.price_fen,
        self_deduction,
    }
}

/// `violation.send_again`: under the same number, so that docloud takes it but once.
pub(crate) async fn send_again(
    desk: &Desk,
    who: Who,
    request: ViolationOrderRequest,
) -> Result<ViolationOrderDetail, Refusal> {
    let id = request.order_id;
    let (drawn, own) = desk
        .act(&who, move |act| {
            let order = act.tx.violation_order(id)?.ok_or_else(no_such_order)?;
            if !order.state.may_be_sent_again() {
                return Err(not_again(order.state));
            }
            if taken_elsewhere(act.tx, &order)? {
                return Err(bad_selection(&BadSelection::UnderWay(String::new())));
            }
            let own = own_licence(act.tx, &order)?;
            act.record(ViolationOrderSentAgain { id }, Some(id), Some(id))?;
            Ok((order.drawn, own))
        })
        .await?;
    let order = new_order(&drawn, own);
    send(desk, &who, drawn, order, true).await
}

/// Whether another order of ours has one of its violations meanwhile.
fn taken_elsewhere(tx: &ReadTx<'_>, order: &StoredViolationOrder) -> Result<bool, Refusal> {
    let codes: Vec<String> =
        order.drawn.violations.iter().cloned().map(|stored| Violation::from(stored).code).collect();
    let there = tx.violations_of(&order.drawn.plate)?;
    let others = there.iter().filter(|known| known.order_id.is_some_and(|id| id != order.drawn.id));
    Ok(others.into_iter().any(|known| codes.contains(&known.violation.code)))
}

fn own_licence(tx: &ReadTx<'_>, order: &StoredViolationOrder) -> Result<Option<SelfDeduction>, Refusal> {
    if !order.drawn.self_deduction {
        return Ok(None);
    }
    let papers = papers::papers(tx, Some(order.drawn.person_id))?.ok_or_else(super::no_such_car)?;
    Ok(Some(SelfDeduction { licence_no: papers.licence_no, file_no: papers.file_no }))
}

fn not_again(state: OrderState) -> Refusal {
    let (zh, en) = match state {
        OrderState::Sending => ("订单正在发送，请稍候", "The order is on its way: wait."),
        OrderState::Arrived => {
            ("订单已在懂云，编号会随状态通知到达，勿重复下单", "The order is there: its number comes with its news.")
        }
        _ => ("该订单无需再发", "This order need not be sent again."),
    };
    Refusal::new(Code::NotPossibleNow, zh, en).at("order_id")
}
