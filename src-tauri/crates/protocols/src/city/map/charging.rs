//! Charging by the city platform's numbers: 1102, 1103, 1105 (DB4403/T 313, 6.10).

use lotdesk_domain::charging::{ChargeOrder, Connector, ConnectorState, LockState, ParkState, Prices, Station};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Draft;

use super::{Place, draft};
use crate::appendix_b::{StateNotice, StationNotice, car_order, connector_item, station_info};

/// What the mapping must know of the charging profile: without one nothing about charging is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CityCharging {
    /// Which of 1102, 1103 and 1105 the platform wants.
    pub numbers: Vec<String>,
}

impl CityCharging {
    fn wants(&self, number: &str) -> bool {
        self.numbers.iter().any(|wanted| wanted == number)
    }
}

pub fn station(station: &Station, prices: Option<&Prices>, lot: &Lot, charging: &CityCharging) -> Option<Draft> {
    let item = StationNotice { station_info: station_info(station, prices, lot) };
    let id = station.station_id.clone();
    charging.wants("1102").then(|| draft("1102", id.clone(), Place::Latest(id), &item))
}

pub fn connector(
    connector_id: &str,
    state: ConnectorState,
    park_state: ParkState,
    lock_state: LockState,
    charging: &CityCharging,
) -> Option<Draft> {
    let item = StateNotice { connector: connector_item(connector_id, state, park_state, lock_state) };
    charging
        .wants("1103")
        .then(|| draft("1103", connector_id.to_owned(), Place::Latest(connector_id.to_owned()), &item))
}

/// None while the car is not known: table 105 wants its plate. The fact is stated again once it is.
pub fn order(order: &ChargeOrder, station_name: &str, connector: &Connector, charging: &CityCharging) -> Option<Draft> {
    let item = car_order(order, station_name, connector)?;
    let seq = order.seq.to_string();
    charging.wants("1105").then(|| draft("1105", seq.clone(), Place::About(seq), &item))
}
