//! The lanes between the desk and the devices: orders go out after the commit, what the sensors say comes in.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use lotdesk_devices::camera::{ReadProblem, Rule};
use lotdesk_devices::garage::GarageSet;
use lotdesk_devices::lane::{
    CameraReplyConfig, Fault, GateCommand, LaneConfig, LaneError, LaneEvents, LaneSet, PendingAnswer, RelayConfig,
    SimulatedConfig,
};
use lotdesk_devices::listener::{BAYS, LaneHost, LaneTokens, ListenerSettings, NewPicture, PictureNotKept, TokenError};
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::lot::{EquipmentKind, Lot};
use lotdesk_domain::moment::Clock;
use lotdesk_domain::parking::PlateRead;
use lotdesk_gateway::callback::{PlainLimits, serve_plain};
use lotdesk_operations::api::lane::{LaneReport, LaneSignal, ReadReply};
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::service::DeviceReport;
use lotdesk_operations::api::street::{BayReply, BayReportRequest};
use lotdesk_operations::{Desk, Effect, EngineNote, SystemClock, SystemGuids, camera_clock};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::camera_clocks::{CameraClocks, ClockNews};
use super::charging::ChargerOrders;
use super::error::StartError;
use crate::config::{Config, ConfigError, DriverKind, DriverSettings, LaneSettings, Problem};
use crate::home::Home;
use crate::pictures::PictureStore;
use crate::secrets::{SecretName, SecretStore};

/// Pushes under way are given this long to be answered.
const END_WITHIN: Duration = Duration::from_secs(6);

/// Cameras and bridges call at least every 30 s, or open a connection for each push; a bridge may speak for many lanes.
const LISTENER: PlainLimits =
    PlainLimits { connections: 512, connections_per_address: 128, head_within: Duration::from_secs(60) };

/// A changed secret is in force within two seconds, as everywhere.
const TOKENS_LOOKED_FOR_EVERY: Duration = Duration::from_secs(1);

/// Refused pushes of a lane are told once in this time.
const REFUSED_TOLD_EVERY: Duration = Duration::from_secs(600);

/// What a lane says.
enum Said {
    /// Its sensors or its gate.
    Signal(LaneReport),
    /// One of its devices came or went.
    Device(DeviceReport),
}

/// Hands what lanes say to the desk, in the order in which they said it.
struct ToDesk {
    said: mpsc::UnboundedSender<Said>,
}

impl ToDesk {
    /// Begins to hand over; ends with the last clone of what it returns.
    fn begin(desk: Desk) -> Self {
        let (said, mut waiting) = mpsc::unbounded_channel::<Said>();
        tokio::spawn(async move {
            while let Some(said) = waiting.recv().await {
                let (lane, told) = match said {
                    Said::Signal(report) => (report.lane_id, desk.lane_report(report).await),
                    Said::Device(report) => (report.lane_id, desk.lane_device(report).await),
                };
                if let Err(refusal) = told {
                    tracing::warn!(%lane, why = refusal.en, "a lane's report was refused");
                }
            }
        });
        Self { said }
    }
}

impl LaneEvents for ToDesk {
    fn reported(&self, report: LaneReport) {
        let _ = self.said.send(Said::Signal(report));
    }

    fn health_changed(&self, lane_id: Guid, device: EquipmentKind, online: bool, why: Option<Fault>) {
        tracing::info!(%lane_id, ?device, online, ?why, "a lane's device came or went");
        let (why, trouble) = (why.as_ref().and_then(Fault::words), why.as_ref().and_then(Fault::trouble));
        let _ = self.said.send(Said::Device(DeviceReport { lane_id, device, online, why, trouble }));
    }

    fn command_failed(&self, command: GateCommand, error: &LaneError) {
        tracing::warn!(lane = %command.lane_id, command = %command.command_id, %error, "a gate was not opened");
        // The driver knows at once what silence would tell later.
        let fault = error.fault();
        let _ = self.said.send(Said::Signal(LaneReport {
            gate_command_id: Some(command.command_id),
            remark: fault.words(),
            trouble: fault.trouble(),
            ..LaneReport::seen(command.lane_id, LaneSignal::NotOpened, SystemClock.now())
        }));
    }
}

/// Codes of lanes for which something is set up: a driver in the settings, or a secret.
pub(super) fn wired(settings: &LaneSettings, secrets: &SecretStore) -> Result<BTreeSet<String>, StartError> {
    let named = |name: SecretName| {
        let name = name.to_string();
        let (code, _) = name.strip_prefix("lane.")?.rsplit_once('.')?;
        Some(code.to_owned())
    };
    let secret = secrets.names()?.into_iter().filter_map(named);
    Ok(settings.drivers.keys().cloned().chain(secret).collect())
}

/// What stands at each lane, by the settings; every lane of the lot has something.
fn configs(
    lot: &Lot,
    settings: &LaneSettings,
    home: &Home,
    secrets: &SecretStore,
    demo: bool,
) -> Result<Vec<(lotdesk_domain::lot::Lane, LaneConfig)>, StartError> {
    let mut configs = Vec::new();
    for lane in &lot.lanes {
        let config = match settings.drivers.get(&lane.code) {
            Some(driver) => config(&lane.code, driver, home, secrets)?,
            None if demo => LaneConfig::Simulated(SimulatedConfig::default()),
            None => LaneConfig::Camera(CameraReplyConfig {}),
        };
        configs.push((lane.clone(), config));
    }
    Ok(configs)
}

fn config(code: &str, driver: &DriverSettings, home: &Home, secrets: &SecretStore) -> Result<LaneConfig, StartError> {
    match driver.kind {
        DriverKind::Simulated => Ok(LaneConfig::Simulated(SimulatedConfig::default())),
        DriverKind::Camera => Ok(LaneConfig::Camera(CameraReplyConfig {})),
        DriverKind::HttpRelay => {
            let credentials = secrets.get(&SecretName::lane_relay(code))?;
            let with_credentials = |url: &str| match (&credentials, url.split_once("://")) {
                (Some(secret), Some((scheme, rest))) => format!("{scheme}://{}@{rest}", secret.expose()),
                _ => url.to_owned(),
            };
            let mut relay = RelayConfig::at(with_credentials(driver.url.as_deref().unwrap_or_default()));
            relay.method = driver.method.unwrap_or_default();
            relay.body.clone_from(&driver.body);
            relay.timeout_ms = driver.timeout_ms.map_or(relay.timeout_ms, u64::from);
            relay.probe_url = driver.probe_url.as_deref().map(with_credentials);
            relay.probe_every_ms = driver.probe_every_ms.map_or(relay.probe_every_ms, u64::from);
            if let Some(file) = &driver.ca_file {
                let path = home.file(file);
                let pem = std::fs::read_to_string(&path).map_err(|cause| ConfigError::File { path, cause })?;
                relay.ca_pem = Some(pem);
            }
            Ok(LaneConfig::HttpRelay(relay))
        }
    }
}

/// Carries the desk's effects out until `stop`. An effect lives in memory only, so none fires after a restart.
async fn carry_out(
    mut effects: mpsc::UnboundedReceiver<Effect>,
    lanes: Arc<LaneSet>,
    chargers: ChargerOrders,
    garages: Arc<GarageSet>,
    stop: CancellationToken,
) {
    loop {
        let effect = tokio::select! {
            effect = effects.recv() => effect,
            () = stop.cancelled() => return,
        };
        let done = match effect {
            Some(Effect::OpenGate { lane_id, command_id, expires_at }) => {
                lanes.open(GateCommand { lane_id, command_id, expires_at })
            }
            Some(Effect::Show { lane_id, screen, voice }) => lanes.show(lane_id, screen, voice),
            Some(Effect::StartCharge { connector_id, seq, expires_at }) => {
                chargers.begin(connector_id, seq, expires_at);
                Ok(())
            }
            Some(Effect::StopCharge { connector_id, seq }) => {
                chargers.end(connector_id, seq);
                Ok(())
            }
            Some(effect @ (Effect::RunGarage { .. } | Effect::StopGarage { .. } | Effect::MendGarage { .. })) => {
                garages.apply(effect).await;
                Ok(())
            }
            None => return,
        };
        if let Err(error) = done {
            tracing::warn!(%error, "an order did not reach its lane");
        }
    }
}

/// What the lanes are made of.
pub(super) struct Parts<'a> {
    pub(super) home: &'a Home,
    pub(super) settings: &'a Config,
    pub(super) secrets: &'a Arc<SecretStore>,
    pub(super) desk: &'a Desk,
    pub(super) pictures: &'a Arc<PictureStore>,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) effects: mpsc::UnboundedReceiver<Effect>,
    pub(super) chargers: ChargerOrders,
    pub(super) garages: &'a Arc<GarageSet>,
    pub(super) stop: &'a CancellationToken,
}

/// The tokens of the lot's lanes and of its bays' sensors, as they are now.
fn tokens(lot: &Lot, secrets: &SecretStore) -> Result<LaneTokens, StartError> {
    let mut tokens = Vec::new();
    for lane in &lot.lanes {
        if let Some(token) = secrets.get(&SecretName::lane_token(&lane.code))? {
            tokens.push((lane.code.clone(), token));
        }
    }
    if let Some(token) = secrets.get(&SecretName::bays_token())? {
        tokens.push((BAYS.to_owned(), token));
    }
    LaneTokens::new(tokens.iter().map(|(code, token)| (code.clone(), token.expose()))).map_err(
        |TokenError::TooShort(code)| {
            StartError::problem(Problem::new(
                if code == BAYS { SecretName::bays_token() } else { SecretName::lane_token(&code) }.to_string(),
                "令牌太短，至少 16 个字符",
                "the token is too short; 16 characters at least",
            ))
        },
    )
}

/// Looks for changed tokens until `stop`: one that leaked opens nothing once it is replaced. Tokens that are of no use leave
/// those in force; a lane that is new has its driver from the next start on, and its token with it.
async fn keep_tokens(held: LaneTokens, lot: Arc<Lot>, secrets: Arc<SecretStore>, stop: CancellationToken) {
    let mut refused = None;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TOKENS_LOOKED_FOR_EVERY) => {}
        }
        match tokens(&lot, &secrets) {
            Ok(now) => {
                held.replace(&now);
                refused = None;
            }
            Err(why) => {
                let why = why.to_string();
                if refused.as_ref() != Some(&why) {
                    tracing::error!(why, "changed tokens of lanes are not taken");
                    refused = Some(why);
                }
            }
        }
    }
}

/// The running lanes and their listener.
pub(super) struct Lanes {
    address: SocketAddr,
    set: Arc<LaneSet>,
    stop: CancellationToken,
    listener: JoinHandle<()>,
    orders: JoinHandle<()>,
}

impl Lanes {
    /// Builds the drivers and begins to listen for cameras.
    pub(super) async fn start(parts: Parts<'_>) -> Result<Self, StartError> {
        let Parts { home, settings, secrets, desk, pictures, clock, effects, chargers, garages, stop } = parts;
        let lot = desk.lot();
        let ids: Arc<dyn GuidSource> = Arc::new(SystemGuids);
        for code in settings.lanes.drivers.keys().filter(|code| lot.lane_by_code(code).is_none()) {
            // A lane that was taken away, or a slip: the other lanes must work all the same.
            tracing::error!(lane = code, "a driver is set for a lane that the lot does not have");
            let note = EngineNote {
                about: format!("driver:{code}"),
                lane_id: None,
                zh: format!("设置 lanes.drivers.{code}：停车场没有编号为“{code}”的车道，此设置不起作用"),
                en: format!(
                    "The setting lanes.drivers.{code} does nothing: the lot has no lane with the code {code:?}."
                ),
                lasts: false,
            };
            if let Err(why) = desk.note(note).await {
                tracing::error!(%why, "an alarm could not be raised");
            }
        }
        let configs = configs(&lot, &settings.lanes, home, secrets, settings.demo)?;
        let events = Arc::new(ToDesk::begin(desk.clone()));
        let set = LaneSet::new(configs, clock.clone(), events)
            .map_err(|why| StartError::Part { part: "lanes.drivers", why: why.to_string() })?;
        let set = Arc::new(set);

        let tokens = tokens(&lot, secrets)?;
        for lane in &lot.lanes {
            if secrets.get(&SecretName::lane_token(&lane.code))?.is_none() {
                tracing::warn!(lane = lane.code, "no token is set: this lane's pushes are refused");
            }
        }
        let wanted = settings.lanes.listen;
        if !wanted.ip().is_loopback() {
            tracing::warn!(%wanted, "the lane listener is reachable from other machines; tokens cross the network in the clear");
        }
        let listen = |cause| StartError::Listen { setting: "lanes.listen", address: wanted.to_string(), cause };
        let socket = TcpListener::bind(wanted).await.map_err(listen)?;
        let address = socket.local_addr().map_err(listen)?;
        let host = Arc::new(Host {
            desk: desk.clone(),
            set: set.clone(),
            pictures: pictures.clone(),
            clocks: CameraClocks::default(),
            refused: Mutex::default(),
        });
        let mut listening = ListenerSettings::new(tokens.clone());
        listening.max_picture_bytes = listening.max_picture_bytes.min(settings.pictures.max_bytes as usize);
        let router = lotdesk_devices::listener::router(host, listening, clock.clone(), ids);
        let stop = stop.child_token();
        let listener = tokio::spawn(serve_plain(socket, router, LISTENER, stop.clone()));
        let orders = tokio::spawn(carry_out(effects, set.clone(), chargers, garages.clone(), stop.clone()));
        tokio::spawn(keep_tokens(tokens, lot, secrets.clone(), stop.clone()));
        Ok(Self { address, set, stop, listener, orders })
    }

    /// Where cameras push to, without the path.
    pub(super) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The lanes.
    pub(super) fn set(&self) -> &Arc<LaneSet> {
        &self.set
    }

    /// No new pushes and no new orders; pushes under way are answered first.
    pub(super) async fn stop(self) {
        self.stop.cancel();
        for mut task in [self.listener, self.orders] {
            if tokio::time::timeout(END_WITHIN, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

/// The listener's view of the engine.
struct Host {
    desk: Desk,
    set: Arc<LaneSet>,
    pictures: Arc<PictureStore>,
    clocks: CameraClocks,
    /// When each lane's refused pushes were last told.
    refused: Mutex<HashMap<Guid, Instant>>,
}

impl Host {
    /// The lane, for people.
    fn name_of(&self, lane_id: Guid) -> String {
        self.desk.lot().lane(lane_id).map_or_else(|| lane_id.to_string(), |lane| lane.name.clone())
    }

    fn note(&self, note: EngineNote) {
        let desk = self.desk.clone();
        tokio::spawn(async move {
            if let Err(why) = desk.note(note).await {
                tracing::error!(%why, "an alarm could not be raised");
            }
        });
    }

    /// A camera whose clock is slow opens no gate, and nothing else tells why.
    fn watch_clock(&self, read: &PlateRead) {
        let (lane_id, about) = (read.lane_id, camera_clock(read.lane_id));
        match self.clocks.heard(read) {
            Some(ClockNews::Slow { seconds }) => {
                let lane = self.name_of(lane_id);
                let (zh, en) = match seconds {
                    ..120 => (format!("{seconds} 秒"), format!("{seconds} s")),
                    _ => (format!("{} 分钟", seconds / 60), format!("{} min", seconds / 60)),
                };
                self.note(EngineNote {
                    about,
                    lane_id: Some(lane_id),
                    zh: format!("{lane} 摄像机时间慢 {zh}，识别不能开闸，请校准摄像机时间"),
                    en: format!("The camera's clock at {lane} is {en} slow: its reads open no gate. Set its clock."),
                    lasts: true,
                });
            }
            Some(ClockNews::Right) => {
                let desk = self.desk.clone();
                tokio::spawn(async move {
                    if let Err(why) = desk.note_over(&about).await {
                        tracing::error!(%why, "an alarm could not be ended");
                    }
                });
            }
            None => {}
        }
    }
}

#[async_trait]
impl LaneHost for Host {
    fn lane_id(&self, lane_code: &str) -> Option<Guid> {
        self.desk.lot().lane_by_code(lane_code).map(|lane| lane.id)
    }

    async fn plate_read(&self, read: PlateRead) -> Result<ReadReply, Refusal> {
        let reply = self.desk.lane_read(read.clone()).await?;
        self.watch_clock(&read);
        Ok(reply)
    }

    fn answer(&self, lane_id: Guid, reply: &ReadReply) -> PendingAnswer {
        self.set.answer_push(lane_id, reply)
    }

    async fn signal(&self, report: LaneReport) -> Result<(), Refusal> {
        self.set.heard(&report);
        self.desk.lane_report(report).await.map(|_| ())
    }

    async fn bay_report(&self, report: BayReportRequest) -> Result<BayReply, Refusal> {
        self.desk.bay_report(report).await
    }

    async fn store_picture(&self, picture: NewPicture) -> Result<(), PictureNotKept> {
        let store = self.pictures.clone();
        let (id, at) = (picture.id, picture.taken_at);
        match tokio::task::spawn_blocking(move || store.put(id, at, &picture.bytes)).await {
            Ok(stored) => stored.map_err(|error| PictureNotKept(error.to_string())),
            Err(error) => Err(PictureNotKept(error.to_string())),
        }
    }

    fn orders(&self, lane_id: Guid) -> PendingAnswer {
        self.set.answer_poll(lane_id)
    }

    fn camera_heard(&self, lane_id: Guid, sign_of_life: bool) {
        self.set.camera_heard(lane_id, sign_of_life);
    }

    fn push_refused(&self, lane_id: Guid, problem: &ReadProblem) {
        tracing::warn!(lane = %lane_id, %problem, "a camera's push was refused");
        // Plates are misread every day, and such a car waits at its lane.
        if matches!(problem.rule, Rule::Plate(_)) {
            return;
        }
        {
            let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            if refused.get(&lane_id).is_some_and(|told| told.elapsed() < REFUSED_TOLD_EVERY) {
                return;
            }
            refused.insert(lane_id, Instant::now());
        }
        let lane = self.name_of(lane_id);
        self.note(EngineNote {
            about: format!("push:{lane_id}"),
            lane_id: Some(lane_id),
            zh: format!("{lane} 摄像机推送有误：{} {}", problem.field, problem.rule.zh()),
            en: format!("The camera at {lane} pushed something wrong: {} {}.", problem.field, problem.rule.en()),
            lasts: false,
        });
    }
}
