//! The city platform's link: settings and secrets become a carrier, and a dispatcher brings it the outbox. Where the
//! platform has a TCP side, its connection is kept beside that. Both are begun anew when what they are made of changes.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::fact::{Fact, FactMapper, PlatformReply};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::charging::CityWithCharging;
use lotdesk_gateway::city::receive::{CityReceiver, Guard, ReceiverParts};
use lotdesk_gateway::city::tcp::{TcpRunner, tcp_link};
use lotdesk_gateway::city::{BadLink, CityLink, CityProfile, CitySecrets, InvoicePapers};
use lotdesk_gateway::dispatcher::{Dispatcher, LinkWatch};
use lotdesk_gateway::http::{BadClient, TlsProblem};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::{Desk, NoPapers, NoPlatform};
use lotdesk_protocols::city::CityMapper;
use lotdesk_sandbox::city::CityHandle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::callback::Reach;
use super::charging_part::ChargingNow;
use super::city_tcp;
use super::doors::CityDoor;
use super::downlinks::Downlinks;
use super::error::StartError;
use super::house::Pictures;
use super::keeper::{MadeOf, Part, Plan};
use super::platforms::Presence;
use crate::config::{Config, Problem};
use crate::home::Home;
use crate::pictures::PictureStore;
use crate::secrets::{Secret, SecretName, SecretStore};

const PART: &str = "platforms.city";
/// Where the platform calls us, on the callback listener.
pub(super) const PATH: &str = "city";

/// Turns facts into the city platform's messages while there is one, by the settings in force.
pub(super) struct CityMapping {
    presence: Presence,
    mapper: RwLock<Arc<CityMapper>>,
}

impl CityMapping {
    pub(super) fn new(presence: Presence, settings: &Config, clock: &Arc<dyn Clock>) -> Self {
        Self { presence, mapper: RwLock::new(Arc::new(mapper(settings, clock))) }
    }

    fn follow(&self, mapper: CityMapper) {
        *self.mapper.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(mapper);
    }
}

impl FactMapper for CityMapping {
    fn map(&self, fact: &Fact, lot: &Lot) -> Vec<Draft> {
        if !self.presence.is_there() {
            return Vec::new();
        }
        let mapper = self.mapper.read().unwrap_or_else(PoisonError::into_inner).clone();
        mapper.map(fact, lot)
    }

    /// Also while the platform is not there: what it answered before is read all the same.
    fn read_reply(&self, platform: Platform, interface: &str, body: &str) -> Option<PlatformReply> {
        let mapper = self.mapper.read().unwrap_or_else(PoisonError::into_inner).clone();
        mapper.read_reply(platform, interface, body)
    }
}

/// The mapper that these settings ask for.
fn mapper(settings: &Config, clock: &Arc<dyn Clock>) -> CityMapper {
    let reports = settings.platforms.city.as_ref().is_some_and(|profile| profile.report_platform_payments);
    CityMapper::new(clock.clone()).with_charging(super::charging::numbers(settings)).reporting_its_own_payments(reports)
}

/// Which installation the settings point at; the demo's own has a new port at every start and stays the same one.
pub(super) fn address(settings: &Config) -> Option<String> {
    match &settings.platforms.city {
        Some(profile) => Some(format!("{} {}", profile.base_url, profile.user_id)),
        None => settings.demo.then(|| "sandbox".to_owned()),
    }
}

/// The demo's own platform, as a profile would describe it.
pub(super) struct Sandbox {
    profile: CityProfile,
    password: Secret,
    des_key: Secret,
}

impl Sandbox {
    pub(super) fn of(city: &CityHandle) -> Self {
        let profile = CityProfile {
            base_url: city.base_url.clone(),
            tcp_address: city.tcp_address.clone(),
            user_id: city.account.clone(),
            ca_file: city.ca_pem_path.clone(),
            ..CityProfile::default()
        };
        let secret = |text: &str| Secret::new(text.to_owned());
        Self { profile, password: secret(&city.password), des_key: secret(&city.des_key) }
    }
}

/// Where profile and secrets of the city platform come from.
pub(super) struct CityAccess {
    pub(super) home: Home,
    pub(super) secrets: Arc<SecretStore>,
    pub(super) sandbox: Option<Sandbox>,
}

/// A profile with absolute files, and the secrets as they were typed in.
pub(super) struct Access {
    pub(super) profile: CityProfile,
    pub(super) password: Secret,
    pub(super) des_key: Secret,
    pub(super) des_iv: Option<Secret>,
    pub(super) downlink_token: Option<Secret>,
}

impl CityAccess {
    /// What these settings and the secrets give; none where no platform is set up.
    pub(super) fn read(&self, settings: &Config) -> Result<Option<Access>, StartError> {
        let Some(city) = &settings.platforms.city else {
            return Ok(self.sandbox.as_ref().map(|sandbox| Access {
                profile: sandbox.profile.clone(),
                password: sandbox.password.clone(),
                des_key: sandbox.des_key.clone(),
                des_iv: None,
                downlink_token: None,
            }));
        };
        let mut profile = city.clone();
        for file in [
            &mut profile.ca_file,
            &mut profile.client_cert_file,
            &mut profile.client_key_file,
            &mut profile.downlink_client_ca_file,
        ] {
            *file = file.take().map(|named| self.home.file(&named));
        }
        Ok(Some(Access {
            profile,
            password: self.wanted(SecretName::city_password())?,
            des_key: self.wanted(SecretName::city_des_key())?,
            des_iv: self.secrets.get(&SecretName::city_des_iv())?,
            downlink_token: self.secrets.get(&SecretName::city_downlink_token())?,
        }))
    }

    fn wanted(&self, name: SecretName) -> Result<Secret, StartError> {
        self.secrets.get(&name)?.ok_or_else(|| {
            StartError::problem(Problem::new(
                name.to_string(),
                format!("城市平台需要此密钥：lotdeskctl secret set {name}"),
                format!("the city platform needs this secret: lotdeskctl secret set {name}"),
            ))
        })
    }
}

impl Access {
    /// The secrets in the form that the gateway takes.
    pub(super) fn secrets(&self) -> Result<CitySecrets, StartError> {
        let des_iv = self.des_iv.as_ref().map(Secret::expose);
        CitySecrets::new(self.password.expose(), self.des_key.expose(), des_iv).map_err(bad_secret)
    }

    fn made_of(&self) -> MadeOf {
        let mut made_of = MadeOf::default();
        // Texts, numbers and truths only: this cannot fail.
        made_of.text(&serde_json::to_string(&self.profile).unwrap_or_default());
        made_of.text(self.password.expose());
        made_of.text(self.des_key.expose());
        made_of.text(self.des_iv.as_ref().map(Secret::expose).unwrap_or_default());
        made_of.text(self.downlink_token.as_ref().map(Secret::expose).unwrap_or_default());
        for file in [
            &self.profile.ca_file,
            &self.profile.client_cert_file,
            &self.profile.client_key_file,
            &self.profile.downlink_client_ca_file,
        ] {
            made_of.file(file.as_ref());
        }
        made_of
    }
}

/// The rule never quotes the secret.
fn bad_secret(bad: lotdesk_gateway::city::BadProfile) -> StartError {
    let field = format!("city.{}", bad.field);
    StartError::problem(Problem::new(field, format!("不符合要求：{}", bad.rule), bad.rule))
}

struct Board(Desk);

impl LinkWatch for Board {
    fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>) {
        self.0.link_changed(platform, state, error);
    }
}

/// The city platform's link as a part that is begun anew when its settings change.
pub(super) struct CityPart {
    pub(super) access: Arc<CityAccess>,
    pub(super) presence: Presence,
    pub(super) mapping: Arc<CityMapping>,
    /// Carries the charging numbers, where they go in appendix B's envelope.
    pub(super) charging: ChargingNow,
    pub(super) desk: Desk,
    pub(super) ledger: Ledger,
    pub(super) pictures: Arc<PictureStore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) downlinks: Downlinks,
    /// Where the platform reaches us; none where one command is run and nothing listens.
    pub(super) reach: Option<Reach>,
    pub(super) door: CityDoor,
}

/// What stands ready to begin.
struct Ready {
    profile: CityProfile,
    address: String,
    mapper: CityMapper,
    carrier: CityLink,
    papers: InvoicePapers,
    guard: Guard,
    tcp: Option<(TcpRunner, city_tcp::Exchanges)>,
    seed: u64,
}

#[async_trait]
impl Part for CityPart {
    fn name(&self) -> &'static str {
        PART
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        match settings.platforms.city {
            Some(_) => vec![SecretName::city_password(), SecretName::city_des_key()],
            None => Vec::new(),
        }
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let Some(mut access) = self.access.read(settings)? else { return Ok(None) };
        if access.profile.callback_server.is_none() {
            let own = self.reach.as_ref().and_then(|reach| reach.of(PATH, &access.profile.base_url));
            access.profile.callback_server = own;
        }
        let (profile, secrets) = (&access.profile, access.secrets()?);
        let pictures = Arc::new(Pictures(self.pictures.clone()));
        let carrier = CityLink::new(profile, &secrets, pictures, self.clock.clone());
        let carrier = carrier.map_err(|bad| bad_link(profile, bad))?.with_persons(Arc::new(self.ledger.clone()));
        let papers =
            InvoicePapers::new(profile).map_err(|bad| bad_link(profile, BadLink::Client(BadClient::Tls(bad))))?;
        let token = access.downlink_token.as_ref().map(Secret::expose);
        let certificates = profile.downlink_client_ca_file.as_deref();
        let guard = Guard::new(carrier.tokens(), token, certificates, &profile.downlink_addresses)
            .map_err(|bad| StartError::Part { part: PART, why: bad.to_string() })?;
        let mut seed = [0; 8];
        // The seed only spreads the waiting times; a fixed one would do.
        let _ = getrandom::fill(&mut seed);
        let seed = u64::from_le_bytes(seed);
        let (watch, exchanges) = city_tcp::watch();
        let handler = self.door.over_tcp(&self.clock);
        let tcp = tcp_link(profile, &secrets, self.clock.clone(), handler, watch, seed.rotate_left(1));
        // Nothing goes up over TCP but login, heartbeat and logout (table 1), so nobody needs the link itself.
        let tcp = tcp.map_err(|bad| bad_link(profile, bad))?.map(|(_link, runner)| (runner, exchanges));
        let address = address(settings).unwrap_or_default();
        let mut made_of = access.made_of();
        // The charging numbers travel by the charging link, which is another one after a change.
        made_of.text(&super::charging_part::made_of(settings, &self.access.secrets)?);
        let mapper = mapper(settings, &self.clock);
        let ready = Ready { profile: access.profile.clone(), address, mapper, carrier, papers, guard, tcp, seed };
        Ok(Some(made_of.plan(Box::new(ready))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Ok(ready) = plan.with.downcast::<Ready>() else { return Ok(Vec::new()) };
        let Ready { profile, address, mapper, carrier, papers, guard, tcp, seed } = *ready;
        self.mapping.follow(mapper);
        self.presence.set(true);
        self.desk.platform_is(Platform::City, &address).await.map_err(StartError::SetUp)?;
        self.desk.link_changed(Platform::City, LinkState::Idle, None);
        let carrier = Arc::new(carrier);
        self.desk.ask_by(carrier.clone());
        self.desk.papers_by(Arc::new(papers));
        if let Some(reach) = &self.reach {
            let heard = self.downlinks.clone();
            self.door.lead_to(Some(CityReceiver::new(ReceiverParts {
                desk: self.desk.clone(),
                ledger: self.ledger.clone(),
                clock: self.clock.clone(),
                dialect: profile.dialect(),
                guard,
                window: Duration::from_secs(profile.downlink_window_s),
                tcp_address: profile.tcp_address.clone(),
                refusals: reach.refusals.clone(),
                charging: self.charging.side().map(|side| side.door.clone()),
                heard: Arc::new(move |interface, transport| heard.heard(interface, transport)),
            })));
        }
        let dispatcher = Dispatcher::new(
            Platform::City,
            Arc::new(CityWithCharging::new(carrier, self.charging.numbers())),
            Arc::new(self.ledger.clone()),
            Arc::new(Board(self.desk.clone())),
            self.clock.clone(),
            profile.dispatcher_settings(),
            seed,
        );
        let mut tasks = vec![tokio::spawn(dispatcher.run(stop.clone()))];
        if let Some((runner, exchanges)) = tcp {
            tasks.push(tokio::spawn(runner.run(stop)));
            tasks.push(tokio::spawn(city_tcp::store(self.ledger.clone(), exchanges)));
        }
        Ok(tasks)
    }

    fn gone(&self) {
        self.presence.set(false);
        self.door.lead_to(None);
        self.desk.ask_by(Arc::new(NoPlatform));
        self.desk.papers_by(Arc::new(NoPapers));
    }
}

/// What is wrong with the link's settings, with the setting that names a file which cannot be used.
fn bad_link(profile: &CityProfile, bad: BadLink) -> StartError {
    let problem =
        |field: &str, zh: String, en: String| StartError::problem(Problem::new(format!("{PART}.{field}"), zh, en));
    match bad {
        BadLink::Profile(bad) => problem(bad.field, format!("不符合要求：{}", bad.rule), bad.rule),
        BadLink::Client(BadClient::Tls(bad)) => {
            let file = match &bad {
                TlsProblem::File { file, .. } | TlsProblem::Empty(file) => Some(file),
                TlsProblem::Unusable(_) => None,
            };
            let field = match file {
                Some(file) if profile.ca_file.as_ref() == Some(file) => "ca_file",
                Some(file) if profile.client_key_file.as_ref() == Some(file) => "client_key_file",
                _ if profile.client_cert_file.is_some() => "client_cert_file",
                _ => "ca_file",
            };
            problem(field, format!("证书文件无法使用：{bad}"), format!("the certificate file cannot be used: {bad}"))
        }
        BadLink::Client(bad) => StartError::Part { part: PART, why: bad.to_string() },
    }
}
