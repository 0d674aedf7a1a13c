//! The demo: operators whose PIN everybody may know, leases, a city platform of our own, and cars that come and go.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use lotdesk_devices::garage::GarageSet;
use lotdesk_domain::lot::{Lane, LaneKind, SpaceState};
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::record::SearchReply;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::{Caller, Desk, SystemGuids};
use lotdesk_sandbox::city::{CityConfig, CityHandle, Transport};
use lotdesk_sandbox::traffic::stays::seed_stays;
use lotdesk_sandbox::traffic::wire::PushError;
use lotdesk_sandbox::traffic::{LaneBody, ParkedCar, SpaceSensor, Traffic, TrafficConfig, push_stays};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::demo_garages;
use super::error::StartError;
use super::lanes::Lanes;
use super::practice;
use crate::config::{self, Config, Problem};
use crate::home::Home;
use crate::secrets::{Secret, SecretName, SecretStore};

/// The PIN that all operators of the demo share; the sign-in screen shows it.
pub(super) const PIN: &str = "1234";
/// Named by what they do: nobody is meant.
const OPERATORS: [(&str, &str); 3] = [("经理", "manager"), ("值班员", "attendant"), ("客服", "clerk")];
/// Cars that stand in the lot when the demo begins.
const SEED_STAYS: usize = 60;
/// The sandbox keeps what arrived, so that it knows repeats across restarts; above this size it is shortened.
const MOST_CITY_JOURNAL_BYTES: u64 = 50_000_000;

/// The demo's public secrets: the lanes' tokens. Whatever is set stands above them.
pub(super) fn secrets(home: &Home, settings: &Config) -> Result<BTreeMap<SecretName, Secret>, StartError> {
    let file = home.file(&settings.lot.file);
    let lot = if file.exists() {
        config::read_lot(&file)?
    } else {
        lotdesk_sandbox::demo::lot().map_err(|bad| StartError::Part { part: "demo", why: bad.to_string() })?
    };
    Ok(lot.lanes.iter().map(|lane| (SecretName::lane_token(&lane.code), token(&lane.code))).collect())
}

fn token(code: &str) -> Secret {
    Secret::new(format!("demo-token-of-{code}"))
}

/// On the first start: the operators and the leases.
pub(super) async fn people_and_leases(home: &Home, desk: &Desk) -> Result<(), StartError> {
    let call = |name: &'static str, request: Value| async move {
        desk.call(&Caller::Engine, name, request).await.map_err(StartError::SetUp)
    };
    let first = call("operator.first_start", json!({})).await?;
    if first["needs_manager"] != Value::Bool(true) {
        return Ok(());
    }
    // Leases first: a start that is cut off between the two begins anew, and saving a lease twice changes nothing.
    let leases = practice::leases(home)?;
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
                "fixed": lease.fixed,
                "space_nos": lease.space_nos,
                "prices": lease.prices,
            });
            call("lease.save", request).await?;
        }
    }
    // The detectors of a real lot tell what they see when they are switched on; these begin with an empty floor.
    let floor: Vec<Value> =
        desk.lot().spaces.iter().map(|s| json!({ "space_no": s.space_no, "state": SpaceState::Free })).collect();
    if !floor.is_empty() {
        call("lot.spaces", json!({ "spaces": floor })).await?;
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
        tcp_port: Some(0),
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

/// What the demo plays with.
pub(super) struct Parts<'a> {
    pub(super) lanes: &'a Lanes,
    pub(super) garages: &'a Arc<GarageSet>,
    pub(super) desk: &'a Desk,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) secrets: &'a SecretStore,
    pub(super) home: &'a Home,
}

/// The running demo.
pub(super) struct Demo {
    city: Option<CityHandle>,
    cars: Vec<JoinHandle<()>>,
    stop: CancellationToken,
}

impl Demo {
    /// Begins to send cars: those that came earlier today first, then one after the other, by the lane listener, as
    /// real cameras would.
    pub(super) fn start(city: Option<CityHandle>, parts: &Parts<'_>, traffic: bool) -> Result<Self, StartError> {
        let Parts { lanes, garages, desk, clock, secrets, home } = *parts;
        let stop = CancellationToken::new();
        if !traffic {
            return Ok(Self { city, cars: Vec::new(), stop });
        }
        let part = |why: String| StartError::Part { part: "demo", why };
        let lot = desk.lot();
        let leases = practice::leases(home)?;
        let mut drawn = [0; 8];
        getrandom::fill(&mut drawn).map_err(|error| part(error.to_string()))?;
        let seed = u64::from_le_bytes(drawn);
        // The seed replays the cars.
        tracing::info!(seed, "the demo's cars begin to come");
        let tokens: HashMap<String, String> = lot
            .lanes
            .iter()
            .filter_map(|lane| {
                let token = secrets.get(&SecretName::lane_token(&lane.code)).ok().flatten()?;
                Some((lane.code.clone(), token.expose().to_owned()))
            })
            .collect();
        let lane = |described: &Lane| -> (String, Arc<dyn LaneBody>) {
            let token = tokens.get(&described.code).cloned().unwrap_or_default();
            match lanes.set().simulated(described.id) {
                Some(body) => (token, body),
                None => (token, Arc::new(NoBody)),
            }
        };
        let mut config = TrafficConfig::for_lot(&lot, &leases, lanes.base_url(), lane, clock.clone(), seed);
        // A lane with a real driver is no place for made-up cars.
        config.lanes.retain(|lane| lot.lane_by_code(&lane.code).is_some_and(|l| lanes.set().simulated(l.id).is_some()));
        config.sensor = Some(Arc::new(Detectors(desk.clone())));
        // Drawing the pictures of the first cars takes seconds; the window need not wait for them.
        let cars = tokio::spawn(drive(desk.clone(), config, clock.clone(), stop.clone()));
        let visits = tokio::spawn(demo_garages::live(desk.clone(), garages.clone(), seed, stop.clone()));
        Ok(Self { city, cars: vec![cars, visits], stop })
    }

    /// No more cars.
    pub(super) async fn stop_traffic(&mut self) {
        self.stop.cancel();
        for cars in self.cars.drain(..) {
            let _ = cars.await;
        }
    }

    /// Ends the city platform; the dispatcher has logged out by then.
    pub(super) async fn stop(mut self) {
        self.stop_traffic().await;
        if let Some(city) = self.city {
            city.stop().await;
        }
    }
}

/// Why no cars come.
#[derive(Debug, thiserror::Error)]
enum NoCars {
    #[error(transparent)]
    Push(#[from] PushError),
    #[error("{0}")]
    Refused(Refusal),
    #[error(transparent)]
    Reply(#[from] serde_json::Error),
}

async fn drive(desk: Desk, mut config: TrafficConfig, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let begun = async {
        config.parked = parked(&desk, &config, &clock).await?;
        Ok::<_, NoCars>(Traffic::start(config)?)
    };
    let begun = tokio::select! {
        begun = begun => begun,
        () = stop.cancelled() => return,
    };
    match begun {
        Ok(traffic) => {
            stop.cancelled().await;
            traffic.stop().await;
        }
        Err(error) => tracing::error!(%error, "the demo's cars do not come"),
    }
}

/// The cars that stand in the lot: those of an earlier run, or, on the first one, stays that began hours ago. They take
/// the exits in turn, so that a booth that nobody works does not block them all.
async fn parked(desk: &Desk, config: &TrafficConfig, clock: &Arc<dyn Clock>) -> Result<Vec<ParkedCar>, NoCars> {
    let exits: Vec<&str> =
        config.lanes.iter().filter(|lane| lane.kind == LaneKind::Exit).map(|lane| lane.code.as_str()).collect();
    let exit = |no: usize| exits.get(no % exits.len().max(1)).map(|code| (*code).to_owned());
    let request = json!({ "plate": "", "state": "inside", "limit": 200, "after": null });
    let inside = desk.call(&Caller::Engine, "record.search", request).await.map_err(NoCars::Refused)?;
    let inside: SearchReply = serde_json::from_value(inside)?;
    if !inside.rows.is_empty() {
        let cars = inside.rows.into_iter().enumerate();
        return Ok(cars
            .map(|(no, row)| ParkedCar { plate: row.vehicle.plate, area: row.area, exit: exit(no) })
            .collect());
    }
    let stays = seed_stays(config, SEED_STAYS, clock.now());
    push_stays(config, &stays).await?;
    Ok(stays.iter().enumerate().filter_map(|(no, stay)| stay.parked(exit(no).as_deref())).collect())
}

/// What the detectors see goes to the desk.
struct Detectors(Desk);

#[async_trait]
impl SpaceSensor for Detectors {
    async fn space(&self, space_no: &str, state: SpaceState) {
        let request = json!({ "spaces": [{ "space_no": space_no, "state": state }] });
        if let Err(refusal) = self.0.call(&Caller::Engine, "lot.spaces", request).await {
            tracing::warn!(space_no, why = refusal.en, "a detector's report was refused");
        }
    }
}

/// Where no simulated lane stands: a gate that never opens.
struct NoBody;

impl LaneBody for NoBody {
    fn gate_is_open(&self) -> bool {
        false
    }

    fn car_arrives(&self) {}

    fn car_passes(&self) -> bool {
        false
    }

    fn car_backs_out(&self) {}
}
