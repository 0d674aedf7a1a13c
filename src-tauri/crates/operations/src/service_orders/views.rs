//! Orders as people see them, with people's data masked.

use lotdesk_domain::person::PersonalData;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::service_orders::StoredOrder;

use super::no_such_order;
use crate::api::refusal::Refusal;
use crate::api::service_order::{
    PaintFindingView, ServiceOrderDetail, ServiceOrderList, ServiceOrderListRequest, ServiceOrderRequest,
    ServiceOrderRow,
};
use crate::caller::Who;
use crate::desk::Desk;
use crate::records::page_size;
use crate::repairs::tidy_car;

/// As many settled records of a car are counted.
const PAST_MOST: u32 = 100;

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn row(tx: &ReadTx<'_>, stored: &StoredOrder) -> Result<ServiceOrderRow, Refusal> {
    let came = &stored.came;
    let person = came.person_id.map(|id| tx.person(id)).transpose()?.flatten();
    let people = match person.and_then(|person| person.data) {
        Some(PersonalData::Order(people)) => Some(people.masked()),
        _ => None,
    };
    Ok(ServiceOrderRow {
        order_id: came.id,
        no: u32::try_from(stored.no).unwrap_or(u32::MAX),
        order_no: came.order_no.map(|no| no.to_string()),
        state: stored.state,
        plate: came.plate.clone(),
        vin: came.vin.clone(),
        car: [came.brand.as_str(), came.trim.as_str()].join(" ").trim().to_owned(),
        odometer_km: came.odometer_km.clone(),
        lights: count(came.lights.len()),
        findings: count(came.paint.len()),
        came_at: stored.came_at,
        people,
        record_id: stored.record_id,
    })
}

/// `service_order.list`.
pub(crate) async fn list(
    desk: &Desk,
    _who: Who,
    request: ServiceOrderListRequest,
) -> Result<ServiceOrderList, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    desk.look(move |tx| {
        let mut orders = tx.service_orders(request.state, before, limit + 1)?;
        let more = orders.len() > limit as usize;
        orders.truncate(limit as usize);
        let rows = orders.iter().map(|order| row(tx, order)).collect::<Result<_, _>>()?;
        Ok(ServiceOrderList { rows, more, waiting: tx.new_service_orders()? })
    })
    .await
}

/// `service_order.detail`.
pub(crate) async fn detail(
    desk: &Desk,
    _who: Who,
    request: ServiceOrderRequest,
) -> Result<ServiceOrderDetail, Refusal> {
    desk.look(move |tx| {
        let stored = tx.service_order(request.order_id)?.ok_or_else(no_such_order)?;
        let came = &stored.came;
        let (plate, vin) = tidy_car(&came.plate, &came.vin);
        Ok(ServiceOrderDetail {
            row: row(tx, &stored)?,
            produced_at: came.produced_at,
            lights: came.lights.clone(),
            fuel_percent: came.fuel_percent.clone(),
            paint: came
                .paint
                .iter()
                .map(|finding| PaintFindingView {
                    position: finding.position.clone(),
                    finding: finding.finding.clone(),
                    pictures: count(finding.pictures.len()),
                })
                .collect(),
            belongings: came.belongings.clone(),
            remark: came.remark.clone(),
            person_id: came.person_id,
            inbox_no: u32::try_from(came.inbox_no).unwrap_or(u32::MAX),
            msg_type: came.msg_type.clone(),
            reason: stored.reason.clone(),
            past: count(tx.past_repairs(&plate, &vin, PAST_MOST)?.len()),
        })
    })
    .await
}
