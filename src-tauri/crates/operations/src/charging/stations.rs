//! Stations: set up, priced, listed.

use lotdesk_domain::charging::{ConnectorState, Prices, Station};
use lotdesk_domain::fact::Fact;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{ChargePricesSet, StationSaved, stored_periods};
use lotdesk_ledger::tables::charging_questions::StoredStation;

use super::view;
use crate::api::charger::{SetPrice, SetStation, StationList, StationView};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;

pub(crate) fn no_such_station() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个充电站", "There is no such charging station.").at("station_id")
}

pub(crate) fn no_such_connector() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个充电接口", "There is no such connector.").at("connector_id")
}

/// `charger.stations`
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<StationList, Refusal> {
    desk.look(|tx| {
        let (states, running) = (tx.connectors()?, tx.running_orders()?);
        let view = |stored: StoredStation| StationView {
            connectors: view::of_station(&stored.station, &states, &running),
            station: stored.station,
            prices: stored.prices,
        };
        Ok(StationList { stations: tx.charge_stations()?.into_iter().map(view).collect() })
    })
    .await
}

/// `charger.set_station`
pub(crate) async fn set(desk: &Desk, who: Who, request: SetStation) -> Result<Done, Refusal> {
    let station = request.station;
    station.check().map_err(|bad| Refusal::field(format!("station.{}", bad.field), bad.rule_zh, bad.rule))?;
    let text = serde_json::to_string(&station).map_err(Refusal::internal)?;
    desk.act(&who, move |act| {
        let before = act.tx.charge_station(&station.station_id)?;
        if before.as_ref().is_some_and(|stored| stored.station == station) {
            return Ok(Done {});
        }
        check_against_the_rest(act.tx, &act.lot, &station)?;
        let described = act.described()?;
        act.record(StationSaved { station_id: station.station_id.clone(), station: text }, None, None)?;
        // The lot's own data names its stations (table 3); before the set-up there is no lot to tell of.
        if act.tx.lot()?.is_some() && described.stations != act.described()?.stations {
            act.state_described(Some(described))?;
        }
        let prices = before.and_then(|stored| stored.prices);
        act.state(&Fact::StationChanged { station, prices })?;
        Ok(Done {})
    })
    .await
}

/// What a station may not do to others: a connector is one operator's, once; a space is the lot's; an order in progress
/// keeps its connector.
fn check_against_the_rest(tx: &ReadTx<'_>, lot: &lotdesk_domain::lot::Lot, station: &Station) -> Result<(), Refusal> {
    for other in tx.charge_stations()?.iter().filter(|other| other.station.station_id != station.station_id) {
        if let Some(taken) = station.connectors().find(|c| other.station.connector(&c.connector_id).is_some()) {
            let id = &taken.connector_id;
            return Err(Refusal::field(
                "station.equipment",
                format!("充电接口 {id} 已属于充电站 {}", other.station.station_id),
                format!("Connector {id} belongs to station {} already.", other.station.station_id),
            ));
        }
    }
    for space_no in station.connectors().filter_map(|c| c.space_no.as_deref()) {
        if !lot.spaces.is_empty() && !lot.spaces.iter().any(|space| space.space_no == space_no) {
            return Err(Refusal::field(
                "station.equipment",
                format!("停车场没有车位 {space_no}"),
                format!("The lot has no space {space_no}."),
            ));
        }
    }
    for running in tx.running_orders()? {
        let order = running.order;
        if order.station_id == station.station_id && station.connector(&order.connector_id).is_none() {
            return Err(Refusal::field(
                "station.equipment",
                format!("充电接口 {} 正在充电，不能移除", order.connector_id),
                format!("Connector {} is charging and cannot be taken away.", order.connector_id),
            ));
        }
    }
    Ok(())
}

/// `charger.set_price`
pub(crate) async fn set_price(desk: &Desk, who: Who, request: SetPrice) -> Result<Done, Refusal> {
    let prices =
        Prices::new(request.periods).map_err(|bad| Refusal::field(bad.field.clone(), bad.rule_zh, bad.rule))?;
    let station_id = request.station_id;
    desk.act(&who, move |act| {
        let stored = act.tx.charge_station(&station_id)?.ok_or_else(no_such_station)?;
        if stored.prices.as_ref() == Some(&prices) {
            return Ok(Done {});
        }
        act.record(ChargePricesSet { station_id, periods: stored_periods(&prices) }, None, None)?;
        // ElectricityFee and ServiceFee are among what a platform wants to hear of at once (6.10.3).
        act.state(&Fact::StationChanged { station: stored.station, prices: Some(prices) })?;
        Ok(Done {})
    })
    .await
}

/// The station that a connector belongs to.
pub(crate) fn station_of(tx: &ReadTx<'_>, connector_id: &str) -> Result<Option<StoredStation>, Refusal> {
    Ok(tx.charge_stations()?.into_iter().find(|stored| stored.station.connector(connector_id).is_some()))
}

/// What a connector is now; offline when it has never said anything.
pub(crate) fn state_of(tx: &ReadTx<'_>, connector_id: &str) -> Result<ConnectorState, Refusal> {
    Ok(tx.connectors()?.get(connector_id).map_or(ConnectorState::Offline, |now| now.state))
}
