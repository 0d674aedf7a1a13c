//! Connectors as the screens show them.

use lotdesk_domain::charging::Station;
use lotdesk_ledger::tables::charging_questions::{StoredConnector, StoredOrder};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::api::charger::ConnectorView;

/// Every connector of every station, in the stations' order.
pub(crate) fn connectors(tx: &ReadTx<'_>) -> Result<Vec<ConnectorView>, LedgerError> {
    let stations = tx.charge_stations()?;
    if stations.is_empty() {
        return Ok(Vec::new());
    }
    let (states, running) = (tx.connectors()?, tx.running_orders()?);
    Ok(stations.iter().flat_map(|stored| of_station(&stored.station, &states, &running)).collect())
}

/// A station's connectors.
pub(crate) fn of_station(
    station: &Station,
    states: &std::collections::BTreeMap<String, StoredConnector>,
    running: &[StoredOrder],
) -> Vec<ConnectorView> {
    station
        .connectors()
        .map(|connector| {
            let now = states.get(&connector.connector_id).cloned().unwrap_or_default();
            let order = running.iter().map(|stored| &stored.order).find(|o| o.connector_id == connector.connector_id);
            ConnectorView {
                connector_id: connector.connector_id.clone(),
                name: connector.name.clone(),
                station_id: station.station_id.clone(),
                space_no: connector.space_no.clone(),
                state: now.state,
                since: now.since,
                remark: now.remark,
                seq: order.map(|o| o.seq.clone()),
                plate: order.and_then(|o| o.plate.clone()),
                energy: order.map(|o| o.totals().energy).unwrap_or_default(),
            }
        })
        .collect()
}
