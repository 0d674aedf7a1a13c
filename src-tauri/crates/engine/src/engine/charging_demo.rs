//! The demo's charging: a platform of its own on the loopback, and cars that charge now and then.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_devices::charger::SimulatedCharger;
use lotdesk_domain::charging::{ConnectorState, Energy};
use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::charging::{ChargingProfile, ChargingSecrets};
use lotdesk_operations::api::charger::StationList;
use lotdesk_operations::api::record::SearchReply;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::{Caller, Desk, SystemGuids};
use lotdesk_sandbox::charging::{ChargingConfig, ChargingHandle};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use crate::config::Problem;

/// A car comes to a connector about this often, in seconds.
const BETWEEN_CARS_S: std::ops::Range<u64> = 20..90;
/// Until the first one charges it is tried again after so many: the desk has something to show from the start.
const FIRST_CAR_S: u64 = 2;
/// A car takes so much, in 0.01 kWh: a few minutes at 60 kW.
const ROOM: std::ops::Range<i64> = 200..1_500;
/// One car in so many pulls the plug before it is full.
const UNPLUGS_EARLY: u32 = 5;

/// Starts the charging platform on the loopback.
pub(super) async fn start(clock: &Arc<dyn Clock>) -> Result<(ChargingHandle, ChargingSecrets), StartError> {
    let config = ChargingConfig::demo(clock.clone(), Arc::new(SystemGuids));
    let secrets = ChargingSecrets::new(
        &config.data_secret,
        &config.data_secret_iv,
        &config.sig_secret,
        &config.operator_secret,
        Some(&config.platform_secret),
    )
    .map_err(|bad| StartError::Part { part: "demo", why: bad.to_string() })?;
    let handle = ChargingHandle::start(config).await.map_err(|why| {
        StartError::problem(Problem::new(
            "demo",
            format!("沙箱充电平台无法启动：{why}"),
            format!("the sandbox's charging platform does not start: {why}"),
        ))
    })?;
    Ok((handle, secrets))
}

/// The profile of the demo's platform.
pub(super) fn profile(sandbox: &ChargingHandle) -> ChargingProfile {
    ChargingProfile {
        base_url: sandbox.base_url.clone(),
        operator_id: sandbox.operator_id().to_owned(),
        platform_operator_id: sandbox.platform_id().to_owned(),
        numbers_base_url: Some(sandbox.numbers_base_url.clone()),
        ..ChargingProfile::default()
    }
}

/// Lets cars charge now and then, until `stop`.
pub(super) async fn cars(desk: Desk, charger: Arc<SimulatedCharger>, stop: CancellationToken) {
    let mut drawn = [0; 8];
    // The seed only spreads the cars; a fixed one would do.
    let _ = getrandom::fill(&mut drawn);
    let mut rng = StdRng::seed_from_u64(u64::from_le_bytes(drawn));
    let mut charged = false;
    loop {
        let wait = Duration::from_secs(if charged { rng.random_range(BETWEEN_CARS_S) } else { FIRST_CAR_S });
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stop.cancelled() => return,
        }
        match one_car(&desk, &charger, &mut rng).await {
            Ok(charges) => charged |= charges,
            Err(refusal) => tracing::debug!(why = refusal.en, "a demo car does not charge"),
        }
    }
}

/// A car that has charged leaves, or a new one is plugged in and charges; true when one does.
async fn one_car(desk: &Desk, charger: &SimulatedCharger, rng: &mut StdRng) -> Result<bool, Refusal> {
    let call = |name: &'static str, request| desk.call(&Caller::Engine, name, request);
    let list: StationList =
        serde_json::from_value(call("charger.stations", json!({})).await?).map_err(Refusal::internal)?;
    let connectors: Vec<_> = list.stations.iter().flat_map(|s| &s.connectors).collect();
    let Some(at) = (!connectors.is_empty()).then(|| rng.random_range(0..connectors.len())) else { return Ok(false) };
    let connector = connectors[at];
    let id = connector.connector_id.as_str();
    match charger.state(id) {
        Some(ConnectorState::Free) => {}
        Some(ConnectorState::Charging) if rng.random_range(0..UNPLUGS_EARLY) == 0 => {
            charger.unplug(id);
            return Ok(false);
        }
        Some(ConnectorState::Plugged) if connector.seq.is_none() => {
            charger.unplug(id);
            return Ok(false);
        }
        _ => return Ok(false),
    }
    let inside: SearchReply = serde_json::from_value(
        call("record.search", json!({ "plate": "", "state": "inside", "limit": 50, "after": null })).await?,
    )
    .map_err(Refusal::internal)?;
    if inside.rows.is_empty() {
        return Ok(false);
    }
    let plate = inside.rows[rng.random_range(0..inside.rows.len())].vehicle.plate.to_string();
    charger.plug_in(id, Energy(rng.random_range(ROOM)));
    // The report of the plug is on its way to the desk; a wish that comes before it is refused and the car waits.
    for _ in 0..20 {
        let request = json!({ "request_id": SystemGuids.next_guid(), "connector_id": id, "plate": plate });
        match call("charger.start", request).await {
            Ok(_) => return Ok(true),
            Err(_) => tokio::time::sleep(Duration::from_millis(250)).await,
        }
    }
    Ok(false)
}
