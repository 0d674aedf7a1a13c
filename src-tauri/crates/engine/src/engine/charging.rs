//! Charging: the platform's link, the chargers, and what has to be looked after by the clock. What the platform asks of us
//! comes in by the callback listener and is served by the [`ChargingDoor`] that is made here.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use lotdesk_devices::charger::{
    Charger, ChargerEvents, ChargerSet, SimulatedCharger, SimulatedChargerConfig, StartOrder,
};
use lotdesk_domain::charging::{OrderSeq, PricePeriod, Station};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::callback::Refusals;
use lotdesk_gateway::charging::{
    ChargingDoor, ChargingLink, ChargingProfile, ChargingReceiver, ChargingSecrets, NumbersEnvelope,
};
use lotdesk_gateway::dispatcher::{Dispatcher, LinkWatch};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::charger::ChargerReport;
use lotdesk_operations::{Caller, Desk};
use lotdesk_protocols::city::CityCharging;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use crate::config::{Config, ConfigError, Problem};
use crate::home::Home;
use crate::secrets::{Secret, SecretName, SecretStore};

/// Orders whose charger never began are looked for this often.
const LOOK_FOR_OVERDUE: Duration = Duration::from_secs(5);
/// The demo's stations and prices.
const DEMO_STATIONS: &str = include_str!("../../../../../assets/demo/charging.toml");

/// What the city platform's mapper must know of charging.
pub(super) fn numbers(settings: &Config) -> CityCharging {
    profile_known(settings).map(|profile| CityCharging { numbers: profile.numbers }).unwrap_or_default()
}

/// Whether there is a charging platform by these settings.
pub(super) fn is_set_up(settings: &Config) -> bool {
    profile_known(settings).is_some()
}

/// Below which path the platform calls us, or would.
pub(super) fn served_below(settings: &Config) -> String {
    profile_known(settings).unwrap_or_default().served_below()
}

/// The profile as far as it is known before the sandbox has started.
fn profile_known(settings: &Config) -> Option<ChargingProfile> {
    settings.platforms.charging.clone().or_else(|| settings.demo.then(ChargingProfile::default))
}

/// Profile and secrets of the platform: the configured one, the demo's own, or none.
pub(super) fn platform(
    home: &Home,
    settings: &Config,
    secrets: &SecretStore,
    sandbox: Option<&(ChargingProfile, ChargingSecrets)>,
) -> Result<Option<(ChargingProfile, ChargingSecrets)>, StartError> {
    let Some(named) = &settings.platforms.charging else { return Ok(sandbox.cloned()) };
    let mut profile = named.clone();
    for file in [&mut profile.ca_file, &mut profile.client_cert_file, &mut profile.client_key_file] {
        *file = file.take().map(|named| home.file(&named));
    }
    let wanted = |name: &'static str| -> Result<Secret, StartError> {
        let name = SecretName::charging(name);
        secrets.get(&name)?.ok_or_else(|| {
            StartError::problem(Problem::new(
                name.to_string(),
                format!("充电平台需要此密钥：lotdeskctl secret set {name}"),
                format!("the charging platform needs this secret: lotdeskctl secret set {name}"),
            ))
        })
    };
    let (data_secret, data_secret_iv) = (wanted("data_secret")?, wanted("data_secret_iv")?);
    let (sig_secret, operator_secret) = (wanted("sig_secret")?, wanted("operator_secret")?);
    let platform_secret = secrets.get(&SecretName::charging("platform_secret"))?;
    let secrets = ChargingSecrets::new(
        data_secret.expose(),
        data_secret_iv.expose(),
        sig_secret.expose(),
        operator_secret.expose(),
        platform_secret.as_ref().map(Secret::expose),
    )
    .map_err(|bad| {
        let field = format!("charging.{}", bad.field);
        StartError::problem(Problem::new(field, format!("不符合要求：{}", bad.rule), bad.rule))
    })?;
    Ok(Some((profile, secrets)))
}

struct Board(Desk);

impl LinkWatch for Board {
    fn link_changed(
        &self,
        platform: Platform,
        state: lotdesk_operations::api::board::LinkState,
        error: Option<String>,
    ) {
        self.0.link_changed(platform, state, error);
    }
}

/// The link to the platform and the door for what it asks.
pub(super) struct PlatformSide {
    pub(super) link: Arc<ChargingLink>,
    pub(super) door: Arc<ChargingDoor>,
    dispatcher: lotdesk_gateway::dispatcher::DispatcherSettings,
    by_numbers: bool,
}

impl PlatformSide {
    /// Builds both; calls nobody yet. `city_base_url` is where the city platform's numbers go.
    pub(super) fn build(
        profile: &ChargingProfile,
        secrets: &ChargingSecrets,
        city_base_url: Option<&str>,
        desk: &Desk,
        clock: &Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let part = |why: String| StartError::Part { part: "platforms.charging", why };
        let link = ChargingLink::new(profile, secrets, city_base_url, Arc::new(desk.clone()), clock.clone())
            .map_err(|bad| part(bad.to_string()))?;
        let mut drawn = [0; 32];
        getrandom::fill(&mut drawn).map_err(|error| part(error.to_string()))?;
        let door = ChargingDoor::new(profile, secrets, desk.clone(), clock.clone(), StdRng::from_seed(drawn))
            .map_err(|bad| part(bad.to_string()))?;
        Ok(Self {
            link: Arc::new(link),
            door: Arc::new(door),
            dispatcher: profile.dispatcher_settings(),
            by_numbers: profile.numbers_envelope == NumbersEnvelope::AppendixB,
        })
    }

    /// The door behind the callback listener.
    pub(super) fn receiver(&self, refusals: Arc<Refusals>) -> ChargingReceiver {
        ChargingReceiver::new(self.door.clone(), refusals)
    }

    /// The link that carries the city platform's numbers; none where those go in its own envelope.
    pub(super) fn numbers(&self) -> Option<Arc<ChargingLink>> {
        self.by_numbers.then(|| self.link.clone())
    }

    /// Begins to bring the outbox to the platform, until `stop`.
    pub(super) fn start(
        &self,
        desk: &Desk,
        ledger: &Ledger,
        clock: &Arc<dyn Clock>,
        stop: &CancellationToken,
    ) -> JoinHandle<()> {
        let mut seed = [0; 8];
        // The seed only spreads the waiting times; a fixed one would do.
        let _ = getrandom::fill(&mut seed);
        let dispatcher = Dispatcher::new(
            Platform::Charging,
            self.link.clone(),
            Arc::new(ledger.clone()),
            Arc::new(Board(desk.clone())),
            clock.clone(),
            self.dispatcher,
            u64::from_le_bytes(seed),
        );
        tokio::spawn(dispatcher.run(stop.clone()))
    }
}

/// Hands what chargers say to the desk, in the order in which they said it.
struct ToDesk(mpsc::UnboundedSender<ChargerReport>);

impl ChargerEvents for ToDesk {
    fn reported(&self, report: ChargerReport) {
        let _ = self.0.send(report);
    }
}

/// The chargers of the lot.
pub(super) struct Chargers {
    set: Arc<ChargerSet>,
    simulated: Option<Arc<SimulatedCharger>>,
}

impl Chargers {
    /// Builds the drivers and begins to hand over what they say, until `stop`. Without a driver an order that is begun ends at
    /// once, and says so.
    pub(super) async fn start(
        settings: &Config,
        desk: &Desk,
        ledger: &Ledger,
        clock: &Arc<dyn Clock>,
        stop: &CancellationToken,
    ) -> Result<(Self, Vec<JoinHandle<()>>), StartError> {
        let (reports, said) = mpsc::unbounded_channel();
        let events = Arc::new(ToDesk(reports));
        let mut chargers: Vec<Arc<dyn Charger>> = Vec::new();
        let mut simulated = None;
        if settings.charging.simulated || settings.demo {
            let stations = ledger.read(|tx| tx.charge_stations()).await?;
            let connectors: Vec<String> =
                stations.iter().flat_map(|s| s.station.connectors().map(|c| c.connector_id.clone())).collect();
            let config = SimulatedChargerConfig::default();
            let charger = Arc::new(SimulatedCharger::new(connectors, config, clock.clone(), events.clone()));
            charger.announce();
            chargers.push(charger.clone());
            simulated = Some(charger);
        }
        let set = Arc::new(ChargerSet::new(chargers, clock.clone(), events));
        let tasks = vec![
            tokio::spawn(hand_over(desk.clone(), said, stop.clone())),
            tokio::spawn(look_for_overdue(desk.clone(), stop.clone())),
        ];
        Ok((Self { set, simulated }, tasks))
    }

    /// The simulated charger, where there is one.
    pub(super) fn simulated(&self) -> Option<Arc<SimulatedCharger>> {
        self.simulated.clone()
    }

    /// What carries the desk's orders out.
    pub(super) fn orders(&self) -> ChargerOrders {
        ChargerOrders(self.set.clone())
    }
}

/// Carries the desk's orders to the chargers.
#[derive(Clone)]
pub(super) struct ChargerOrders(Arc<ChargerSet>);

impl ChargerOrders {
    /// Lets current flow. Does not wait for the charger.
    pub(super) fn begin(&self, connector_id: String, seq: OrderSeq, expires_at: Moment) {
        let set = self.0.clone();
        tokio::spawn(async move {
            let order = StartOrder { connector_id, seq, expires_at };
            if let Err(error) = set.start(order.clone()).await {
                tracing::warn!(connector = order.connector_id, order = %order.seq, %error, "charging did not begin");
            }
        });
    }

    /// Stops it. Does not wait for the charger.
    pub(super) fn end(&self, connector_id: String, seq: OrderSeq) {
        let set = self.0.clone();
        tokio::spawn(async move {
            if let Err(error) = set.stop(&connector_id, &seq).await {
                tracing::warn!(connector = connector_id, order = %seq, %error, "charging did not end");
            }
        });
    }
}

async fn hand_over(desk: Desk, mut said: mpsc::UnboundedReceiver<ChargerReport>, stop: CancellationToken) {
    loop {
        let report = tokio::select! {
            report = said.recv() => report,
            () = stop.cancelled() => return,
        };
        let Some(report) = report else { return };
        let connector = report.connector_id.clone();
        if let Err(refusal) = desk.charger_report(report).await {
            tracing::warn!(connector, why = refusal.en, "a charger's report was refused");
        }
    }
}

async fn look_for_overdue(desk: Desk, stop: CancellationToken) {
    let mut every = tokio::time::interval(LOOK_FOR_OVERDUE);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = stop.cancelled() => return,
        }
        match desk.end_overdue_charges().await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(count, "orders ended because their charger never began"),
            Err(refusal) => tracing::warn!(why = refusal.en, "overdue orders could not be looked for"),
        }
    }
}

/// A file of stations: `[[stations]]` with `station` and `prices`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StationFile {
    stations: Vec<PricedStation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PricedStation {
    station: Station,
    prices: Vec<PricePeriod>,
}

/// On the first start: the stations that the file names, or the demo's. Later ones are set by commands.
pub(super) async fn stations(home: &Home, settings: &Config, desk: &Desk, ledger: &Ledger) -> Result<(), StartError> {
    if !ledger.read(|tx| tx.charge_stations()).await?.is_empty() {
        return Ok(());
    }
    let path = home.file(&settings.charging.file);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound && settings.demo => DEMO_STATIONS.to_owned(),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(ConfigError::File { path, cause }.into()),
    };
    let file: StationFile = toml::from_str(&text).map_err(|error| bad_file(&path, &error))?;
    let lot = desk.lot();
    for PricedStation { mut station, prices } in file.stations {
        // People practise on the real lot's spaces with the demo's chargers.
        if settings.training {
            let connectors = station.equipment.iter_mut().flat_map(|pile| &mut pile.connectors);
            for connector in connectors {
                connector.space_no = connector.space_no.take().filter(|space_no| lot.space(space_no).is_some());
            }
        }
        let call = |name: &'static str, request| async move {
            desk.call(&Caller::Engine, name, request).await.map_err(StartError::SetUp)
        };
        let station_id = station.station_id.clone();
        call("charger.set_station", json!({ "station": station })).await?;
        call("charger.set_price", json!({ "station_id": station_id, "periods": prices })).await?;
    }
    Ok(())
}

fn bad_file(path: &Path, error: &toml::de::Error) -> StartError {
    let words = error.message();
    StartError::problem(Problem::new(
        format!("charging.file ({})", path.display()),
        format!("内容不符合要求：{words}"),
        words.to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demos_stations_keep_their_rules() {
        let file: StationFile = toml::from_str(DEMO_STATIONS).unwrap();
        let lot = lotdesk_sandbox::demo::lot().unwrap();
        for PricedStation { station, prices } in file.stations {
            station.check().unwrap();
            lotdesk_domain::charging::Prices::new(prices).unwrap();
            for space_no in station.connectors().filter_map(|c| c.space_no.as_deref()) {
                assert!(lot.spaces.iter().any(|space| space.space_no == space_no), "{space_no}");
            }
        }
    }
}
