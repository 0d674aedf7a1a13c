//! What a clerk makes of an order: a draft, or nothing.

use lotdesk_domain::repair::RepairForm;
use lotdesk_domain::service_order::{ServiceOrder, ServiceOrderState};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{RepairDrafted, ServiceOrderCame, ServiceOrderSetAside, StoredRepair};

use super::no_such_order;
use crate::api::Done;
use crate::api::refusal::{Code, Refusal};
use crate::api::repair::RepairDetail;
use crate::api::service_order::{ServiceOrderRequest, SetServiceOrderAside};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{reasons, repairs};

/// 故障描述 takes so many characters.
const FAULT_MOST: usize = 200;

/// `service_order.draft`. An order that is a record already gives that one.
pub(crate) async fn draft(desk: &Desk, who: Who, request: ServiceOrderRequest) -> Result<RepairDetail, Refusal> {
    desk.act(&who, move |act| {
        let order = act.tx.service_order(request.order_id)?.ok_or_else(no_such_order)?;
        if let Some(record_id) = order.record_id {
            return repairs::detail_of(act.tx, record_id, act.now);
        }
        let id = act.ids.next_guid();
        let mut form = filled_in(act.tx, &order.came, act.now.to_china().date())?;
        form.cost_list_code = repairs::draw_code(act)?;
        let drafted = RepairDrafted { id, order_id: Some(order.came.id), repair: StoredRepair::from(&form) };
        act.record(drafted, Some(id), None)?;
        repairs::detail_of(act.tx, id, act.now)
    })
    .await
}

/// What the order says, in the record's fields; fuel and use as at the car's last visit, for the order has neither.
fn filled_in(tx: &ReadTx<'_>, came: &ServiceOrderCame, today: chrono::NaiveDate) -> Result<RepairForm, Refusal> {
    let odometer_km = came.odometer_km.as_deref().and_then(|km| km.parse().ok());
    let mileage_km = ServiceOrder { odometer_km, ..ServiceOrder::default() }.mileage_km();
    let form = RepairForm {
        plate: came.plate.clone(),
        vin: came.vin.clone(),
        brought_on: Some(came.sent_at.map_or(today, |at| at.to_china().date()).min(today)),
        mileage_km,
        settled_on: Some(today),
        fault: findings(came),
        ..RepairForm::default()
    }
    .tidied();
    let last = tx.past_repairs(&form.plate, &form.vin, 1)?.into_iter().next();
    Ok(match last {
        Some(last) => RepairForm { fuel: last.repair.fuel, vehicle_use: last.repair.vehicle_use, ..form },
        None => form,
    })
}

/// What the first look found, as the description of the fault: lights and remark. Paint and belongings are no fault.
fn findings(came: &ServiceOrderCame) -> String {
    let lights = came.lights.iter().map(|light| light.split_once('_').map_or(light.as_str(), |(_, name)| name));
    let mut parts: Vec<&str> = lights.collect();
    if !came.remark.trim().is_empty() {
        parts.push(came.remark.trim());
    }
    parts.join("；").chars().take(FAULT_MOST).collect()
}

/// `service_order.set_aside`.
pub(crate) async fn set_aside(desk: &Desk, who: Who, request: SetServiceOrderAside) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let order = act.tx.service_order(request.order_id)?.ok_or_else(no_such_order)?;
        if order.state != ServiceOrderState::New {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "该接车单已转为维修记录或已搁置",
                "The order is a repair record already, or set aside.",
            )
            .at("order_id"));
        }
        act.record(ServiceOrderSetAside { id: order.came.id, reason }, Some(order.came.id), None)?;
        Ok(Done {})
    })
    .await
}
