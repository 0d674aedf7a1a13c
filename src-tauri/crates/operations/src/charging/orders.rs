//! Orders: start, stop, the end, and the car behind one.

use lotdesk_domain::ask::charging::{StartFailure, StopFailure};
use lotdesk_domain::charging::{
    ChargeOrder, ChargeState, ConnectorState, Energy, OrderSeq, SettledBy, StationState, StopReason,
};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::RecordState;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::event::{
    ChargeAsked, ChargeCarNamed, ChargeEnded, ChargeStopAsked, Charged, StoredMeter, stored_periods,
};
use lotdesk_ledger::tables::charging_questions::{OrderSearch, StoredOrder};

use super::fee;
use super::stations::{no_such_connector, state_of, station_of};
use crate::act::Act;
use crate::api::charger::{NameCar, OrderList, OrdersRequest, StartCharge, StopCharge};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::effects::Effect;
use crate::records::{page_size, plate_part};
use crate::{arrears, words};

/// A charger that has not begun after this long does not any more, in milliseconds.
pub(crate) const BEGINS_WITHIN_MS: i64 = 90_000;

pub(crate) fn no_such_order() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个充电订单", "There is no such charging order.").at("seq")
}

/// `charger.orders`
pub(crate) async fn search(desk: &Desk, _who: Who, request: OrdersRequest) -> Result<OrderList, Refusal> {
    let limit = page_size(request.limit);
    let search = OrderSearch {
        plate_part: plate_part(&request.plate),
        state: request.state,
        disputed: request.disputed,
        limit,
        after: request.after.map(|seq| seq.to_string()),
    };
    let mut orders = desk.look(move |tx| Ok(tx.search_charge_orders(&search)?)).await?;
    let more = orders.len() > limit as usize;
    orders.truncate(limit as usize);
    Ok(OrderList { orders, more })
}

/// `charger.start`
pub(crate) async fn start(desk: &Desk, who: Who, request: StartCharge) -> Result<ChargeOrder, Refusal> {
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    desk.act(&who, move |act| {
        let station = station_of(act.tx, &request.connector_id)?.ok_or_else(no_such_connector)?.station;
        let seq = OrderSeq::draw(&station.operator_id, request.request_id).map_err(Refusal::internal)?;
        if let Some(done) = act.tx.charge_order(seq.as_str())? {
            return Ok(done.order);
        }
        let wish = Wish {
            seq: seq.clone(),
            connector_id: request.connector_id,
            plate: Some(plate),
            settled_by: SettledBy::Lot,
            qr_code: None,
        };
        begin(act, wish)?.map_err(refused_start)?;
        Ok(act.tx.charge_order(seq.as_str())?.ok_or_else(no_such_order)?.order)
    })
    .await
}

fn refused_start(why: StartFailure) -> Refusal {
    let (zh, en) = match why {
        StartFailure::NoSuchConnector => return no_such_connector(),
        StartFailure::Offline => {
            ("充电接口离线，请检查设备网络", "The connector is offline; check the charger's network.")
        }
        StartFailure::NotPlugged => ("请先插枪再启动充电", "Plug the car in first."),
        StartFailure::InUse => ("该接口正在充电或已被预约", "The connector is charging or reserved."),
        StartFailure::Fault => ("充电接口故障，请更换接口", "The connector is broken; use another one."),
        StartFailure::StationClosed => (
            "充电站未启用或未设置电价，请由经理设置",
            "The station is not in use or has no prices; a manager must set them.",
        ),
    };
    Refusal::new(Code::NotPossibleNow, zh, en).at("connector_id")
}

/// Somebody's wish to charge.
pub(crate) struct Wish {
    pub seq: OrderSeq,
    pub connector_id: String,
    pub plate: Option<Plate>,
    pub settled_by: SettledBy,
    pub qr_code: Option<String>,
}

/// Begins an order, when the connector is ready: the charger is told after the commit.
pub(crate) fn begin(act: &mut Act<'_, '_>, wish: Wish) -> Result<Result<(), StartFailure>, Refusal> {
    let Some(stored) = station_of(act.tx, &wish.connector_id)? else {
        return Ok(Err(StartFailure::NoSuchConnector));
    };
    let (StationState::InUse, Some(prices)) = (stored.station.state, stored.prices) else {
        return Ok(Err(StartFailure::StationClosed));
    };
    if act.tx.running_order(&wish.connector_id)?.is_some() {
        return Ok(Err(StartFailure::InUse));
    }
    let failure = match state_of(act.tx, &wish.connector_id)? {
        ConnectorState::Plugged => None,
        ConnectorState::Offline => Some(StartFailure::Offline),
        ConnectorState::Free => Some(StartFailure::NotPlugged),
        ConnectorState::Charging | ConnectorState::Reserved => Some(StartFailure::InUse),
        ConnectorState::Fault => Some(StartFailure::Fault),
    };
    if let Some(failure) = failure {
        return Ok(Err(failure));
    }
    let record_id = match &wish.plate {
        Some(plate) => act.tx.inside(plate)?.map(|record| record.id),
        None => None,
    };
    let event = ChargeAsked {
        seq: wish.seq.clone(),
        station_id: stored.station.station_id,
        connector_id: wish.connector_id.clone(),
        plate: wish.plate,
        record_id,
        settled_by: wish.settled_by,
        periods: stored_periods(&prices),
        qr_code: wish.qr_code.filter(|code| !code.is_empty()),
    };
    act.record(event, record_id, None)?;
    let expires_at = act.now.plus_ms(BEGINS_WITHIN_MS);
    act.effects.push(Effect::StartCharge { connector_id: wish.connector_id, seq: wish.seq, expires_at });
    Ok(Ok(()))
}

/// `charger.stop`
pub(crate) async fn stop(desk: &Desk, who: Who, request: StopCharge) -> Result<ChargeOrder, Refusal> {
    desk.act(&who, move |act| {
        let seq = request.seq;
        let stored = act.tx.charge_order(seq.as_str())?.ok_or_else(no_such_order)?;
        match ask_to_stop(act, &stored, StopReason::Attendant)? {
            Ok(()) | Err(StopFailure::AlreadyStopped) => {}
            Err(_) => {
                let (zh, en) =
                    ("充电接口离线，请到设备上停止", "The connector is offline; stop at the charger itself.");
                return Err(Refusal::new(Code::NotPossibleNow, zh, en).at("seq"));
            }
        }
        Ok(act.tx.charge_order(seq.as_str())?.ok_or_else(no_such_order)?.order)
    })
    .await
}

/// Tells the charger to stop. The same wish again changes nothing and tells it again: the first may have been lost.
pub(crate) fn ask_to_stop(
    act: &mut Act<'_, '_>,
    stored: &StoredOrder,
    reason: StopReason,
) -> Result<Result<(), StopFailure>, Refusal> {
    let order = &stored.order;
    if order.state == ChargeState::Ended {
        return Ok(Err(StopFailure::AlreadyStopped));
    }
    if state_of(act.tx, &order.connector_id)? == ConnectorState::Offline {
        return Ok(Err(StopFailure::Offline));
    }
    if stored.stop_wanted.is_none() {
        act.record(ChargeStopAsked { seq: order.seq.clone(), reason }, order.record_id, None)?;
    }
    act.effects.push(Effect::StopCharge { connector_id: order.connector_id.clone(), seq: order.seq.clone() });
    Ok(Ok(()))
}

/// Ends an order: the meter is read for the last time, what it costs is owed from now on, and the platforms are told.
pub(crate) fn end(
    act: &mut Act<'_, '_>,
    stored: StoredOrder,
    at: Moment,
    reason: Option<StopReason>,
    energy: Option<Energy>,
) -> Result<(), Refusal> {
    let StoredOrder { mut order, stop_wanted } = stored;
    if let Some(energy) = energy {
        order.meter.read(at, energy, &order.prices);
    }
    let totals = order.totals();
    let owed_by = match order.settled_by {
        SettledBy::Lot => Account::ChargingOwedByDrivers,
        SettledBy::Platform => Account::ChargingOwedByPlatform,
    };
    let movement =
        Movement::charging_order(owed_by, totals.electricity_fen, totals.service_fen).map_err(Refusal::internal)?;
    // What ended because it was told to ended on that wish.
    let reason = reason.or(stop_wanted).unwrap_or(StopReason::User);
    let ended_at = at.max(order.started_at.unwrap_or(order.asked_at));
    let event = ChargeEnded {
        seq: order.seq.clone(),
        at: ended_at,
        reason,
        meter: StoredMeter::from(&order.meter),
        postings: Charged::postings_of(&movement),
    };
    act.record(event, order.record_id, None)?;
    tell_ended(act, &order.seq)?;
    owe_after_leaving(act, order.record_id)
}

/// A stay that is over pays at no exit any more: what it still owes for charging becomes its driver's debt.
fn owe_after_leaving(act: &mut Act<'_, '_>, record_id: Option<Guid>) -> Result<(), Refusal> {
    let record = record_id.map(|id| act.tx.record(id)).transpose()?.flatten();
    let Some(record) = record.filter(|record| record.state == RecordState::Left) else { return Ok(()) };
    let unpaid = fee::unpaid(act.tx, record.id)?;
    if unpaid.is_positive() {
        arrears::book(act, &record, unpaid, unpaid, None)?;
    }
    Ok(())
}

/// States that an order ended, with everything that is known of it by now.
fn tell_ended(act: &mut Act<'_, '_>, seq: &OrderSeq) -> Result<(), Refusal> {
    let order = act.tx.charge_order(seq.as_str())?.ok_or_else(no_such_order)?.order;
    let stored = act.tx.charge_station(&order.station_id)?;
    // The station may have been changed since; its connector cannot go while an order runs, but may have gone by now.
    let found = stored.and_then(|stored| {
        let connector = stored.station.connector(&order.connector_id).map(|(_, connector)| connector.clone())?;
        Some((stored.station.name, connector))
    });
    let Some((station_name, connector)) = found else {
        tracing::warn!(%seq, "the connector of an ended order is not described any more; the platforms are not told");
        return Ok(());
    };
    Ok(act.state(&Fact::ChargeOrderEnded { order, station_name, connector })?)
}

/// `charger.name_car`
pub(crate) async fn name_car(desk: &Desk, who: Who, request: NameCar) -> Result<ChargeOrder, Refusal> {
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    desk.act(&who, move |act| {
        let seq = request.seq;
        let order = act.tx.charge_order(seq.as_str())?.ok_or_else(no_such_order)?.order;
        if order.plate.as_ref() == Some(&plate) {
            return Ok(order);
        }
        if order.charge_id.is_some() {
            return Err(Refusal::new(
                Code::AlreadyPaid,
                "该订单已付款，不能更改车牌",
                "The order is paid; its car stays.",
            )
            .at("seq"));
        }
        if order.plate.is_some() && order.state == ChargeState::Ended {
            let (zh, en) =
                ("该订单已按原车牌上报，不能更改", "The order was reported with its car; that cannot change.");
            return Err(Refusal::field("plate", zh, en));
        }
        let record_id = stay_of(act, &plate, &order)?;
        act.record(ChargeCarNamed { seq: seq.clone(), plate, record_id }, record_id, None)?;
        if order.state == ChargeState::Ended {
            tell_ended(act, &seq)?;
            owe_after_leaving(act, record_id)?;
        }
        Ok(act.tx.charge_order(seq.as_str())?.ok_or_else(no_such_order)?.order)
    })
    .await
}

/// The stay during which a car charged.
fn stay_of(act: &Act<'_, '_>, plate: &Plate, order: &ChargeOrder) -> Result<Option<Guid>, Refusal> {
    let record = act.tx.latest_record(plate)?;
    let during = |entered: Moment, left: Option<Moment>| {
        entered <= order.asked_at.plus_ms(60_000) && left.is_none_or(|left| left >= order.asked_at)
    };
    Ok(record.filter(|r| during(r.entered_at, r.left_at)).map(|r| r.id))
}
