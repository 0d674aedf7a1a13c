//! The engine: everything of a data directory that runs, put together and taken down again in order.

mod attach;
mod callback;
mod camera_clocks;
mod charging;
mod charging_demo;
mod charging_part;
mod city;
mod city_tcp;
mod demo;
mod demo_garages;
mod docloud;
mod docloud_demo;
mod doors;
mod downlinks;
mod error;
mod etcp;
mod garages;
mod gates;
mod house;
mod keeper;
mod lanes;
mod options;
mod payment;
mod pc_clock;
mod platforms;
mod practice;
mod printing;
mod receipt;
mod reports;
mod reservations;
mod selftest;
mod set_up;
mod shift_paper;
mod shop;
mod shop_demo;
mod shop_papers;
mod street;
mod tariffs;
mod upkeep;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::{Caller, Desk, DeskParts, SystemClock, SystemGuids};
use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::{self, Config, Effective};
use crate::home::{Home, NetworkDoor, Ownership, Server, Who};
use crate::logs;
use crate::pictures::PictureStore;
use crate::secrets::SecretStore;
pub use callback::CallbackReady;
use city::Sandbox;
pub use error::StartError;
pub(crate) use error::{home_refusal, ledger_refusal};
pub use options::{AttachReady, Extent, Ready, StartOptions};
use platforms::Mapping;
use upkeep::Maintenance;

/// Old pictures are looked for this often.
const LOOK_FOR_OLD_PICTURES: Duration = Duration::from_secs(6 * 3600);
/// What runs is given this long to end by itself.
const END_WITHIN: Duration = Duration::from_secs(8);

/// A running engine. [`Engine::stop`] takes it down in order; dropping it without that is as safe as a power cut.
pub struct Engine {
    home: Home,
    desk: Desk,
    ledger: Ledger,
    demo: bool,
    training: bool,
    /// Lives as long as the engine; the desk knows it weakly.
    maintenance: Arc<Maintenance>,
    ready: OnceLock<Ready>,
    ending: CancellationToken,
    running: Mutex<Option<(Running, Ownership)>>,
}

/// What has to be taken down.
struct Running {
    server: Option<Server>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    /// What the sandboxes do by themselves, until they are stopped.
    plays: Vec<JoinHandle<()>>,
    lanes: Option<lanes::Lanes>,
    demo: Option<demo::Demo>,
    charging_sandbox: Option<lotdesk_sandbox::charging::ChargingHandle>,
    shop_sandbox: Option<shop_demo::ShopSandbox>,
    docloud_sandbox: Option<lotdesk_sandbox::docloud::DocloudHandle>,
    etcp_sandbox: Option<lotdesk_sandbox::etcp::EtcpHandle>,
    payment_sandbox: Option<lotdesk_sandbox::payment::PaymentHandle>,
}

impl Running {
    /// Where the platforms that play along can be looked into and broken.
    fn sandbox_controls(&self) -> BTreeMap<&'static str, String> {
        let shop = self.shop_sandbox.iter().flat_map(shop_demo::ShopSandbox::controls);
        let docloud = self.docloud_sandbox.as_ref().map(|docloud| ("docloud", docloud.control_url.clone()));
        let etcp = self.etcp_sandbox.as_ref().map(|etcp| ("etcp", etcp.control_url.clone()));
        let payment = self.payment_sandbox.as_ref().map(|channel| ("payment", channel.control_url.clone()));
        shop.chain(docloud).chain(etcp).chain(payment).collect()
    }

    /// From the outside in: no new calls, no new cars, no new pushes, nothing more to the platforms.
    async fn take_down(mut self) {
        self.server = None;
        if let Some(demo) = &mut self.demo {
            demo.stop_traffic().await;
        }
        if let Some(lanes) = self.lanes.take() {
            lanes.stop().await;
        }
        self.stop.cancel();
        ended(self.tasks.drain(..)).await;
        if let Some(demo) = self.demo.take() {
            demo.stop().await;
        }
        if let Some(charging) = self.charging_sandbox.take() {
            charging.stop().await;
        }
        if let Some(shop) = self.shop_sandbox.take() {
            shop.stop().await;
        }
        if let Some(docloud) = self.docloud_sandbox.take() {
            docloud.stop().await;
        }
        if let Some(etcp) = self.etcp_sandbox.take() {
            etcp.stop().await;
        }
        if let Some(channel) = self.payment_sandbox.take() {
            channel.stop().await;
        }
        ended(self.plays.drain(..)).await;
    }
}

/// Waits for tasks that have been told to end, and ends those that do not.
async fn ended(tasks: impl Iterator<Item = JoinHandle<()>>) {
    for mut task in tasks {
        if tokio::time::timeout(END_WITHIN, &mut task).await.is_err() {
            tracing::warn!("a task does not end when it is told to; it is ended");
            task.abort();
        }
    }
}

impl Engine {
    /// Starts the engine of a data directory that this process owns. Must be called within a Tokio runtime.
    ///
    /// # Errors
    /// When anything of it cannot be started; what was started is taken down again before this returns.
    pub async fn start(options: &StartOptions, own: Ownership) -> Result<Arc<Self>, StartError> {
        // One TLS implementation for the process; a second engine in it finds the first one's choice.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let home = &options.home;
        let effective = set_up::configuration(options)?;
        let settings = &effective.config;
        logs::begin(&home.logs_dir(), &settings.logs)
            .map_err(|cause| StartError::Log { path: home.logs_dir(), cause })?;
        tracing::info!(version = env!("CARGO_PKG_VERSION"), demo = settings.demo, extent = ?options.extent, "starting");
        let ledger = Ledger::open(&lotdesk_ledger::Options { path: home.ledger_file() })?;
        match Self::assemble(options, effective, &ledger, own).await {
            Ok(engine) => {
                tracing::info!("ready");
                Ok(engine)
            }
            Err((error, own)) => {
                tracing::error!(%error, "not started");
                let _ = tokio::task::spawn_blocking(move || ledger.close()).await;
                // Nobody else may have the directory before the ledger is closed.
                drop(own);
                Err(error)
            }
        }
    }

    async fn assemble(
        options: &StartOptions,
        effective: Effective,
        ledger: &Ledger,
        own: Ownership,
    ) -> Result<Arc<Self>, (StartError, Ownership)> {
        let stop = CancellationToken::new();
        let mut running = Running {
            server: None,
            stop,
            tasks: Vec::new(),
            plays: Vec::new(),
            lanes: None,
            demo: None,
            charging_sandbox: None,
            shop_sandbox: None,
            docloud_sandbox: None,
            etcp_sandbox: None,
            payment_sandbox: None,
        };
        let (demo, training) = (effective.config.demo, effective.config.training);
        let mut ready = Ready::of(&options.home, (demo, training));
        let (desk, maintenance) = match Self::furnish(options, &effective, ledger, &mut running, &mut ready).await {
            Ok(furnished) => furnished,
            Err(error) => {
                running.take_down().await;
                return Err((error, own));
            }
        };
        let engine = Arc::new(Self {
            home: options.home.clone(),
            desk,
            ledger: ledger.clone(),
            demo,
            training,
            maintenance,
            ready: OnceLock::new(),
            ending: CancellationToken::new(),
            running: Mutex::new(None),
        });
        if options.extent == Extent::Everything {
            match Server::start(&options.home, &own, engine.clone()) {
                Ok(server) => {
                    ready.socket = Some(server.address().to_owned());
                    running.server = Some(server);
                }
                Err(error) => {
                    running.take_down().await;
                    return Err((error.into(), own));
                }
            }
        }
        let _ = engine.ready.set(ready);
        *engine.running() = Some((running, own));
        Ok(engine)
    }

    /// Opens the desk and, for an owner that stays, starts what surrounds it.
    async fn furnish(
        options: &StartOptions,
        effective: &Effective,
        ledger: &Ledger,
        running: &mut Running,
        ready: &mut Ready,
    ) -> Result<(Desk, Arc<Maintenance>), StartError> {
        let (home, settings) = (&options.home, &effective.config);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        // Before anything is written with the clock as it is now.
        let clock_doubt = pc_clock::doubt_of(ledger, &clock).await;
        let secrets = Arc::new(set_up::secrets(home, settings)?);
        let limits = &settings.pictures;
        let pictures = Arc::new(PictureStore::new(&home.pictures_dir(), limits.max_bytes, limits.keep_days));
        let printer = match options.extent {
            Extent::Everything => printing::ReceiptPrinter::of(home, &settings.printer)
                .map_err(|why| StartError::Part { part: "printer", why: why.to_string() })?,
            // One command from a terminal prints nothing: it would end before the paper came.
            Extent::CommandsOnly => None,
        };
        let prints = printer.is_some() && settings.printer.auto;
        let report_files = Arc::new(reports::ReportFiles::of(home, &settings.reports));
        let (effects, effects_out) = mpsc::unbounded_channel();
        let mapping = Mapping::of(settings, &clock);
        let listening = callback::Listening::default();
        let attach_door = NetworkDoor::closed(clock.clone());
        let house = Arc::new(house::House {
            pictures: pictures.clone(),
            papers: crate::papers::PaperStore::new(&home.papers_dir()),
            reports: report_files.clone(),
            printer,
            columns: settings.printer.columns(),
            presences: mapping.presences(),
            wired_lanes: lanes::wired(&settings.lanes, &secrets)?,
            training: settings.training,
            demo_pin: settings.demo.then(|| demo::PIN.to_owned()),
            etcp_demo_code: (settings.demo && settings.platforms.etcp.is_none())
                .then(|| lotdesk_sandbox::etcp::DEMO_CODE.to_owned()),
            listening: listening.clone(),
            attach: attach_door.clone(),
            upkeep: OnceLock::new(),
        });
        let parts = DeskParts {
            ledger: ledger.clone(),
            clock: clock.clone(),
            ids: Arc::new(SystemGuids),
            mappers: mapping.mappers(),
            surroundings: house.clone(),
            effects,
        };
        let desk = Desk::open(parts).await.map_err(StartError::SetUp)?;
        // Before the set-up, which tells the platform of the lot: a new platform hears of it once and not twice.
        if let Some(address) = city::address(settings).filter(|_| options.extent == Extent::Everything) {
            desk.platform_is(Platform::City, &address).await.map_err(StartError::SetUp)?;
        }
        // One command from a terminal finds the ledger as it was left: `verify` must not mend what it is to judge.
        if options.extent == Extent::Everything || ledger.read(|tx| tx.lot()).await?.is_none() {
            set_up::lot_and_tariff(home, settings, &desk, ledger).await?;
            charging::stations(home, settings, &desk, ledger).await?;
        }
        if settings.demo {
            demo::people_and_leases(home, &desk).await?;
            // A shop's past is part of what goes on by itself.
            if options.traffic {
                shop_demo::seed(&desk).await?;
            }
        }
        let everything = options.extent == Extent::Everything;
        let sandbox = match (&settings.platforms.city, settings.demo) {
            (None, true) if everything => Some(demo::start_city(home, &clock).await?),
            _ => None,
        };
        ready.sandbox_city = sandbox.as_ref().map(|city| city.base_url.clone());
        let charging_sandbox = match (&settings.platforms.charging, settings.demo) {
            (None, true) if everything => Some(charging_demo::start(&clock).await?),
            _ => None,
        };
        let played =
            charging_sandbox.as_ref().map(|(handle, secrets)| (charging_demo::profile(handle), secrets.clone()));
        running.charging_sandbox = charging_sandbox.map(|(handle, _)| handle);
        if settings.demo && everything {
            running.shop_sandbox = Some(shop_demo::ShopSandbox::start(settings, &clock).await?);
        }
        if settings.demo && everything && settings.payment.is_none() {
            running.payment_sandbox = Some(payment::start_sandbox(&clock).await?);
        }
        let channel = running.payment_sandbox.as_ref().map(payment::access);
        let shop = running.shop_sandbox.as_ref().map(shop_demo::ShopSandbox::access).unwrap_or_default();
        if settings.demo && everything && settings.platforms.docloud.is_none() {
            running.docloud_sandbox = Some(docloud_demo::start(&clock).await?);
        }
        let docloud_played = running.docloud_sandbox.as_ref().map(docloud_demo::access);
        let docloud_door = doors::DocloudDoor::default();
        if settings.demo && everything && settings.platforms.etcp.is_none() {
            running.etcp_sandbox = Some(etcp::start_played(&clock).await?);
        }
        ready.sandbox_controls = running.sandbox_controls();
        let autox3_door = doors::Autox3Door::default();
        let etcp_door = doors::EtcpDoor::default();
        let city_door = doors::CityDoor::default();
        let charging_now = charging_part::ChargingNow::default();
        let callback = match everything {
            true => {
                let mut callback =
                    Self::open_callback(home, settings, &clock, &city_door, &charging_now, (&autox3_door, &etcp_door))
                        .await?;
                let told = settings.platforms.docloud.as_ref().and_then(|profile| profile.callback_url.clone());
                let whose = (Platform::Docloud, docloud::is_set_up(settings));
                callback.mount(whose, docloud::PATH, told.as_deref(), Arc::new(docloud_door.clone()));
                Some(callback)
            }
            false => None,
        };
        if let (Some(sandbox), Some(fingerprint)) = (&sandbox, callback.as_ref().and_then(|c| c.fingerprint())) {
            // It is ours, and it is told as an operator would tell a platform.
            let part = |why: String| StartError::Part { part: "demo", why };
            sandbox.pin_callback(fingerprint).map_err(|bad| part(bad.to_string()))?;
        }
        let maintenance = Arc::new(platforms::maintenance(platforms::Around {
            home,
            layers: set_up::layers(options),
            effective,
            secrets: &secrets,
            desk: &desk,
            ledger,
            pictures: &pictures,
            clock: &clock,
            mapping,
            city_sandbox: sandbox.as_ref().map(Sandbox::of),
            charging_sandbox: played,
            everything,
            reach: callback.as_ref().map(|callback| callback.reach(&settings.callback)),
            city_door,
            charging_now,
            shop,
            channel,
            autox3_door,
            attach_door: attach_door.clone(),
            docloud_sandbox: docloud_played,
            docloud_door,
            etcp: running.etcp_sandbox.as_ref().map(etcp::played),
            etcp_door,
            stop: &running.stop,
        }));
        // Nobody else sets it.
        let _ = house.upkeep.set(Arc::downgrade(&maintenance));
        if !everything {
            return Ok((desk, maintenance));
        }
        pc_clock::tell(&desk, clock_doubt).await;
        let dropping = drop_old_pictures(pictures.clone(), desk.clone(), clock.clone(), running.stop.clone());
        running.tasks.push(tokio::spawn(dropping));
        running.tasks.push(tokio::spawn(reservations::keep(
            desk.clone(),
            ledger.committed(),
            clock.clone(),
            running.stop.clone(),
        )));
        if prints {
            let printing = printing::print_by_itself(desk.clone(), ledger.committed(), running.stop.clone());
            running.tasks.push(tokio::spawn(printing));
        }
        running.tasks.push(tokio::spawn(reports::write_daily(
            desk.clone(),
            report_files,
            settings.reports.clone(),
            clock.clone(),
            running.stop.clone(),
        )));
        running.tasks.push(tokio::spawn(street::settle_bays(desk.clone(), running.stop.clone())));
        running.tasks.push(tokio::spawn(gates::watch(desk.clone(), running.stop.clone())));
        running.tasks.push(tokio::spawn(shop::watch_deadlines(desk.clone(), running.stop.clone())));
        running.tasks.push(tokio::spawn(payment::settle(desk.clone(), running.stop.clone())));
        running.tasks.push(tokio::spawn(tariffs::take_over(desk.clone(), running.stop.clone())));
        let keep_days = settings.callback.keep_days;
        let dropping =
            callback::drop_old_arrivals(ledger.clone(), desk.clone(), keep_days, clock.clone(), running.stop.clone());
        running.tasks.push(tokio::spawn(dropping));
        // Open before the platforms hear of it: what they ask then finds somebody.
        if let Some(callback) = callback {
            ready.callback = Some(callback.ready());
            running.tasks.push(callback.open(&listening, &running.stop));
        }
        // What was on its way when the engine ended has no answer: known before anything is asked anew.
        desk.settle_interrupted_orders().await.map_err(StartError::SetUp)?;
        desk.settle_interrupted_inspections().await.map_err(StartError::SetUp)?;
        let begun = maintenance.keeper.begin().await;
        // Also when it did not begin: what did is taken down by this.
        running.tasks.push(tokio::spawn(maintenance.keeper.clone().run(running.stop.clone())));
        begun?;
        ready.attach = attach::ready(&attach_door);
        let (chargers, charger_tasks) =
            charging::Chargers::start(settings, &desk, ledger, &clock, &running.stop).await?;
        running.tasks.extend(charger_tasks);
        let garages = garages::Garages::start(settings, &desk, ledger, &clock, &running.stop).await?;
        let garage_set = garages.set().clone();
        running.tasks.push(garages.into_task());
        let parts = lanes::Parts {
            home,
            settings,
            secrets: &secrets,
            desk: &desk,
            pictures: &pictures,
            clock: &clock,
            effects: effects_out,
            chargers: chargers.orders(),
            garages: &garage_set,
            stop: &running.stop,
        };
        let lanes = running.lanes.insert(lanes::Lanes::start(parts).await?);
        ready.lanes = Some(lanes.base_url());
        if settings.demo
            && options.traffic
            && let Some(charger) = chargers.simulated()
        {
            running.tasks.push(tokio::spawn(charging_demo::cars(desk.clone(), charger, running.stop.clone())));
        }
        if options.traffic
            && let (Some(shop), Some(callback)) = (&running.shop_sandbox, &ready.callback)
        {
            let clerk = shop_demo::clerk(desk.clone(), running.stop.clone());
            running.tasks.push(tokio::spawn(clerk));
            running.plays.extend(shop.work(&callback.base_url));
        }
        if options.traffic
            && let (Some(docloud), Some(callback)) = (&running.docloud_sandbox, &ready.callback)
        {
            docloud.call_back_at(&format!("{}/{}", callback.base_url, docloud::PATH));
            running.tasks.push(tokio::spawn(docloud_demo::seed(desk.clone(), running.stop.clone())));
            running.plays.push(docloud.work());
        }
        if options.traffic
            && let (Some(played), Some(callback)) = (&running.etcp_sandbox, &ready.callback)
        {
            running.plays.push(played.work(format!("{}/{}", callback.base_url, etcp::PATH)));
        }
        if settings.demo {
            let parts =
                demo::Parts { lanes, garages: &garage_set, desk: &desk, clock: &clock, secrets: &secrets, home };
            running.demo = Some(demo::Demo::start(sandbox, &parts, options.traffic)?);
        }
        Ok((desk, maintenance))
    }

    /// Binds the callback listener and mounts the platforms' doors, of those too that are not set up: one that is while the
    /// engine runs is served at once.
    async fn open_callback(
        home: &Home,
        settings: &Config,
        clock: &Arc<dyn Clock>,
        city_door: &doors::CityDoor,
        charging_now: &charging_part::ChargingNow,
        (autox3_door, etcp_door): (&doors::Autox3Door, &doors::EtcpDoor),
    ) -> Result<callback::Callback, StartError> {
        let city = settings.platforms.city.as_ref();
        let told = city.and_then(|city| city.callback_server.clone());
        let told_autox3 = settings.platforms.autox3.as_ref().and_then(|autox3| autox3.callback_url.clone());
        let told_docloud = settings.platforms.docloud.as_ref().and_then(|docloud| docloud.callback_url.clone());
        let told_etcp = settings.platforms.etcp.as_ref().and_then(|etcp| etcp.push_url.clone());
        let names: Vec<String> =
            [&told, &told_autox3, &told_docloud, &told_etcp].into_iter().flatten().cloned().collect();
        let certificates = city.is_some_and(|city| city.downlink_client_ca_file.is_some());
        let mut callback = callback::Callback::bind(home, &settings.callback, &names, certificates, clock).await?;
        callback.mount((Platform::City, true), city::PATH, told.as_deref(), Arc::new(city_door.clone()));
        let door = doors::ChargingCallback { now: charging_now.clone(), refusals: callback.refusals() };
        let whose = (Platform::Charging, charging::is_set_up(settings));
        callback.mount(whose, &charging::served_below(settings), None, Arc::new(door));
        let whose = (Platform::Etcp, etcp::is_set_up(settings));
        callback.mount(whose, etcp::PATH, told_etcp.as_deref(), Arc::new(etcp_door.clone()));
        let whose = (Platform::Autox3, shop::orders_are_taken(settings));
        callback.mount(whose, shop::PATH, told_autox3.as_deref(), Arc::new(autox3_door.clone()));
        Ok(callback)
    }

    /// Runs a command for a caller.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn call(&self, caller: &Caller, name: &str, request: Value) -> Result<Value, Refusal> {
        if self.running().is_none() {
            return Err(Refusal::new(Code::Unavailable, "引擎正在停止", "The engine is stopping."));
        }
        self.desk.call(caller, name, request).await
    }

    /// Runs a command for who came in by the door. The command line has some more, which need no sign-in because whoever
    /// may read the data directory can do the same to its files and with its secrets: `engine.verify`, `engine.rebuild`,
    /// `engine.interfaces`, `engine.selftest`, `engine.selftest_look`, `engine.selftest_cancel`, `engine.report_export`,
    /// `engine.report_job` and `engine.report_cancel`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn answer(&self, who: Who, token: Option<String>, name: &str, request: Value) -> Result<Value, Refusal> {
        match (who, name) {
            (Who::CommandLine, "engine.verify") => {
                let verdict = self.ledger.verify().await.map_err(|error| ledger_refusal(&error))?;
                serde_json::to_value(verdict).map_err(Refusal::internal)
            }
            (Who::CommandLine, "engine.rebuild") => {
                let events = self.ledger.rebuild().await.map_err(|error| ledger_refusal(&error))?;
                Ok(json!({ "events": events }))
            }
            (Who::CommandLine, "engine.interfaces") => self.call(&Caller::Engine, "system.interfaces", json!({})).await,
            (Who::CommandLine, "engine.selftest") => self.call(&Caller::Engine, "selftest.city", request).await,
            (Who::CommandLine, "engine.selftest_look") => self.call(&Caller::Engine, "selftest.look", request).await,
            (Who::CommandLine, "engine.selftest_cancel") => {
                self.call(&Caller::Engine, "selftest.cancel", request).await
            }
            (Who::CommandLine, "engine.report_export") => self.call(&Caller::Engine, "report.export", request).await,
            (Who::CommandLine, "engine.report_job") => self.call(&Caller::Engine, "report.job", request).await,
            (Who::CommandLine, "engine.report_cancel") => self.call(&Caller::Engine, "report.cancel", request).await,
            (Who::CommandLine, _) => self.call(&Caller::CommandLine(token), name, request).await,
            (Who::Window, _) => self.call(&Caller::Window(token), name, request).await,
        }
    }

    /// What is told after each commit, from now on.
    pub fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.desk.notices()
    }

    /// True on the demo lot.
    pub fn demo(&self) -> bool {
        self.demo
    }

    /// The configuration in force.
    pub fn configuration(&self) -> Arc<Effective> {
        self.maintenance.keeper.effective()
    }

    /// The ledger, for checking and rebuilding it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The data directory.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Where it listens.
    pub fn ready(&self) -> &Ready {
        self.ready.get_or_init(|| Ready::of(&self.home, (self.demo, self.training)))
    }

    /// Asks whoever runs the engine to stop it.
    pub fn ask_to_end(&self) {
        self.ending.cancel();
    }

    /// Waits until somebody asks for the end.
    pub async fn asked_to_end(&self) {
        self.ending.cancelled().await;
    }

    /// Takes everything down: no new calls, no new traffic, what is under way gets a short time, the ledger is closed,
    /// and the data directory is free for the next owner. The second call does nothing.
    pub async fn stop(&self) {
        let Some((running, own)) = self.running().take() else { return };
        tracing::info!("stopping");
        running.take_down().await;
        // Those that are being written read the ledger: they end before it does.
        let desk = self.desk.clone();
        let _ = tokio::task::spawn_blocking(move || desk.end_reports()).await;
        let ledger = self.ledger.clone();
        let _ = tokio::task::spawn_blocking(move || ledger.close()).await;
        // Nobody else may have the directory before the ledger is closed.
        drop(own);
        tracing::info!("stopped");
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Option<(Running, Ownership)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn drop_old_pictures(pictures: Arc<PictureStore>, desk: Desk, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut every = tokio::time::interval(LOOK_FOR_OLD_PICTURES);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = stop.cancelled() => return,
        }
        if pc_clock::is_doubted(&desk).await {
            continue;
        }
        let (store, now) = (pictures.clone(), clock.now());
        match tokio::task::spawn_blocking(move || store.drop_old(now)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(days)) => tracing::info!(days, "old pictures went"),
            Ok(Err(error)) => tracing::warn!(%error, "old pictures could not be deleted"),
            Err(error) => tracing::warn!(%error, "old pictures could not be deleted"),
        }
    }
}

/// The secrets of a data directory by its configuration, without an engine.
///
/// # Errors
/// When the configuration breaks a rule or the passphrase file cannot be read.
pub fn secrets_of(home: &Home, layers: &config::Layers) -> Result<SecretStore, StartError> {
    let effective = config::load(home, layers)?;
    set_up::secrets(home, &effective.config)
}

#[cfg(test)]
mod tests;
