//! 1101, 1104, 1106 and appendix B: stations, connector states, authentication, start, stop, orders.

use lotdesk_domain::ask::charging::{
    AuthFailure, ChargingAnswer, ChargingAsk, EndedOrder, StationPage, StationStates, StopFailure,
};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::charging::{ChargeState, ConnectorState, OrderSeq, SettledBy, StopReason};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;

use super::Refused;
use crate::act::Act;
use crate::charging::orders::{Wish, ask_to_stop, begin};
use crate::charging::stations::{state_of, station_of};

pub(super) fn carry_out(act: &mut Act<'_, '_>, ask: ChargingAsk) -> Result<Answer, Refused> {
    let answer = match ask {
        ChargingAsk::Stations { since, page_no, page_size } => stations(act, since, page_no, page_size)?,
        ChargingAsk::StationStates { station_ids } => states(act, &station_ids)?,
        ChargingAsk::EquipAuth { connector_id } => ChargingAnswer::EquipAuth(authenticate(act, &connector_id)?),
        ChargingAsk::Start { seq, connector_id, qr_code } => start(act, seq, connector_id, qr_code)?,
        ChargingAsk::Stop { seq, connector_id } => stop(act, &seq, &connector_id)?,
        ChargingAsk::Orders { plate, station_id, from, until } => {
            orders(act, &plate, station_id.as_deref(), from, until)?
        }
    };
    Ok(Answer::Charging(answer))
}

/// Those that changed since then, the description or the prices; past the last page there are none (table B.7).
fn stations(act: &Act<'_, '_>, since: Option<Moment>, page_no: u32, size: u32) -> Result<ChargingAnswer, Refused> {
    let all: Vec<_> =
        act.tx.charge_stations()?.into_iter().filter(|s| since.is_none_or(|since| s.changed_at >= since)).collect();
    let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let first = (page_no.saturating_sub(1) as usize).saturating_mul(size as usize);
    let page = all.into_iter().skip(first).take(size as usize).map(|s| (s.station, s.prices)).collect();
    Ok(ChargingAnswer::Stations(StationPage {
        page_no,
        page_count: count.div_ceil(size.max(1)),
        item_size: count,
        stations: page,
        lot: act.lot.clone(),
    }))
}

fn states(act: &Act<'_, '_>, station_ids: &[String]) -> Result<ChargingAnswer, Refused> {
    let now = act.tx.connectors()?;
    let wanted = |id: &str| station_ids.is_empty() || station_ids.iter().any(|wanted| wanted == id);
    let stations = act.tx.charge_stations()?.into_iter().map(|stored| stored.station);
    let of = |station: lotdesk_domain::charging::Station| StationStates {
        connectors: station
            .connectors()
            .map(|connector| {
                let id = connector.connector_id.clone();
                let state = now.get(&id).cloned().unwrap_or_default();
                (id, state.state, state.park_state, state.lock_state)
            })
            .collect(),
        station_id: station.station_id,
    };
    Ok(ChargingAnswer::StationStates(stations.filter(|s| wanted(&s.station_id)).map(of).collect()))
}

fn authenticate(act: &Act<'_, '_>, connector_id: &str) -> Result<Result<(), AuthFailure>, Refused> {
    if station_of(act.tx, connector_id)?.is_none() {
        return Ok(Err(AuthFailure::NoSuchConnector));
    }
    if act.tx.running_order(connector_id)?.is_some() {
        return Ok(Err(AuthFailure::InUse));
    }
    Ok(match state_of(act.tx, connector_id)? {
        ConnectorState::Plugged => Ok(()),
        ConnectorState::Free => Err(AuthFailure::NotPlugged),
        ConnectorState::Charging | ConnectorState::Reserved => Err(AuthFailure::InUse),
        ConnectorState::Offline | ConnectorState::Fault => Err(AuthFailure::CheckFailed),
    })
}

/// Begins the order that the platform has given a number. A repeat never comes here: it gets the first answer.
fn start(
    act: &mut Act<'_, '_>,
    seq: OrderSeq,
    connector_id: String,
    qr_code: String,
) -> Result<ChargingAnswer, Refused> {
    // An order begun at our own counter is none of the platform's.
    if act.tx.charge_order(seq.as_str())?.is_some() {
        return Err(AskRefusal::new(AskCode::AlreadyThere, format!("充电订单号 {seq} 已被使用")).into());
    }
    let wish = Wish { seq, connector_id, plate: None, settled_by: SettledBy::Platform, qr_code: Some(qr_code) };
    let outcome = begin(act, wish)?;
    let state = outcome.is_ok().then_some(ChargeState::Starting);
    Ok(ChargingAnswer::Started(state, outcome))
}

/// Ends an order of the platform's. A stop that is asked for again succeeds again, also when it has been carried out since.
fn stop(act: &mut Act<'_, '_>, seq: &OrderSeq, connector_id: &str) -> Result<ChargingAnswer, Refused> {
    let stored = act.tx.charge_order(seq.as_str())?;
    let Some(stored) =
        stored.filter(|s| s.order.connector_id == connector_id && s.order.settled_by == SettledBy::Platform)
    else {
        return Ok(ChargingAnswer::Stopped(None, Err(StopFailure::NoSuchConnector)));
    };
    let asked_before = stored.stop_wanted == Some(StopReason::Platform);
    if asked_before && stored.order.state == ChargeState::Ended {
        return Ok(ChargingAnswer::Stopped(Some(ChargeState::Ended), Ok(())));
    }
    let outcome = ask_to_stop(act, &stored, StopReason::Platform)?;
    let state = if outcome.is_ok() { ChargeState::Stopping } else { stored.order.state };
    Ok(ChargingAnswer::Stopped(Some(state), outcome))
}

fn orders(
    act: &Act<'_, '_>,
    plate: &Plate,
    station_id: Option<&str>,
    from: Moment,
    until: Moment,
) -> Result<ChargingAnswer, Refused> {
    let stations = act.tx.charge_stations()?;
    let mut found = Vec::new();
    for order in act.tx.charge_orders_of_car(plate, from, until)? {
        if station_id.is_some_and(|wanted| wanted != order.station_id) {
            continue;
        }
        let station = stations.iter().map(|s| &s.station).find(|s| s.station_id == order.station_id);
        let named = station.and_then(|s| Some((s.name.clone(), s.connector(&order.connector_id)?.1.clone())));
        if let Some((station_name, connector)) = named {
            found.push(EndedOrder { order, station_name, connector });
        }
    }
    Ok(ChargingAnswer::Orders(found))
}
