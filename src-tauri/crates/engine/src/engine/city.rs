//! The city platform's link: settings and secrets become a carrier, and a dispatcher brings it the outbox. Where the
//! platform has a TCP side, its connection is kept beside that.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_domain::fact::FactMapper;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::callback::CallbackSettings;
use lotdesk_gateway::city::receive::{CityReceiver, Guard, ReceiverParts};
use lotdesk_gateway::charging::{ChargingLink, CityWithCharging};
use lotdesk_gateway::city::{BadLink, CityLink, CityProfile, CitySecrets};
use lotdesk_gateway::dispatcher::{Dispatcher, LinkWatch};
use lotdesk_ledger::Ledger;
use lotdesk_operations::Desk;
use lotdesk_operations::api::board::LinkState;
use lotdesk_protocols::city::{CityCharging, CityMapper};
use lotdesk_sandbox::city::CityHandle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::callback::Callback;
use super::city_tcp;
use super::error::StartError;
use super::house::Pictures;
use crate::config::{Config, Problem};
use crate::home::Home;
use crate::pictures::PictureStore;
use crate::secrets::{Secret, SecretName, SecretStore};

/// What turns facts into the city platform's messages, where there is one.
pub(super) fn mappers(
    has_city: bool,
    settings: &Config,
    clock: &Arc<dyn Clock>,
    charging: CityCharging,
) -> Vec<Arc<dyn FactMapper>> {
    if !has_city {
        return Vec::new();
    }
    let reports = settings.platforms.city.as_ref().is_some_and(|city| city.reports_its_own_payments);
    let mapper = CityMapper::new(clock.clone()).reporting_its_own_payments(reports).with_charging(charging);
    vec![Arc::new(mapper)]
}

/// The platforms that are set up.
pub(super) fn platforms(has_city: bool, has_charging: bool) -> Vec<Platform> {
    let set_up = [(has_city, Platform::City), (has_charging, Platform::Charging)];
    set_up.into_iter().filter(|(there, _)| *there).map(|(_, platform)| platform).collect()
}

/// Where the platform calls us, on the callback listener.
const PATH: &str = "city";

/// What a link is made of.
pub(super) struct Link<'a> {
    pub(super) home: &'a Home,
    pub(super) settings: &'a Config,
    pub(super) secrets: &'a SecretStore,
    pub(super) sandbox: Option<&'a CityHandle>,
    /// Carries the charging numbers; none where they go as the others do.
    pub(super) charging: Option<Arc<ChargingLink>>,
}

struct Board(Desk);

impl LinkWatch for Board {
    fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>) {
        self.0.link_changed(platform, state, error);
    }
}

/// What a link works with.
pub(super) struct Around<'a> {
    pub(super) desk: &'a Desk,
    pub(super) ledger: &'a Ledger,
    pub(super) pictures: &'a Arc<PictureStore>,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) stop: &'a CancellationToken,
}

/// A link whose settings and secrets are there.
pub(super) struct Prepared<'a> {
    profile: CityProfile,
    secrets: CitySecrets,
    downlink_token: Option<Secret>,
    sandbox: Option<&'a CityHandle>,
    charging: Option<Arc<ChargingLink>>,
}

impl Prepared<'_> {
    /// The address that the platform is told to call, where one is set.
    pub(super) fn told(&self) -> Option<String> {
        self.profile.callback_server.clone()
    }

    /// True when the platform may show a certificate in place of a token.
    pub(super) fn knows_certificates(&self) -> bool {
        self.profile.downlink_client_ca_file.is_some()
    }

    /// Begins to bring the outbox to the platform and to keep the TCP connection, until `stop`, and serves what it asks.
    pub(super) fn start(
        &mut self,
        around: &Around<'_>,
        settings: &CallbackSettings,
        callback: &mut Callback,
    ) -> Result<Vec<JoinHandle<()>>, StartError> {
        let Around { desk, ledger, pictures, clock, stop } = *around;
        let profile = &mut self.profile;
        if profile.callback_server.is_none() {
            profile.callback_server = callback.reachable(settings, PATH, &profile.base_url);
        }
        if let (Some(sandbox), Some(fingerprint)) = (self.sandbox, callback.fingerprint()) {
            // It is ours, and it is told as an operator would tell a platform.
            sandbox.pin_callback(fingerprint).map_err(|bad| part(bad.to_string()))?;
        }
        let profile = &self.profile;
        let carrier =
            CityLink::new(profile, &self.secrets, Arc::new(Pictures(pictures.clone())), clock.clone()).map_err(bad_link)?;
        let carrier = Arc::new(carrier.with_persons(Arc::new(ledger.clone())));
        desk.ask_by(carrier.clone());
        let token = self.downlink_token.as_ref().map(Secret::expose);
        let certificates = profile.downlink_client_ca_file.as_deref();
        let guard = Guard::new(carrier.tokens(), token, certificates, &profile.downlink_addresses)
            .map_err(|bad| part(bad.to_string()))?;
        let receiver = CityReceiver::new(ReceiverParts {
            desk: desk.clone(),
            ledger: ledger.clone(),
            clock: clock.clone(),
            dialect: profile.dialect(),
            guard,
            window: Duration::from_secs(profile.downlink_window_s),
            tcp_address: profile.tcp_address.clone(),
            refusals: callback.refusals(),
        });
        callback.mount(Platform::City, PATH, profile.callback_server.as_deref(), Arc::new(receiver.clone()));
        let mut seed = [0; 8];
        // The seed only spreads the waiting times; a fixed one would do.
        let _ = getrandom::fill(&mut seed);
        let dispatcher = Dispatcher::new(
            Platform::City,
            Arc::new(CityWithCharging::new(carrier, self.charging.clone())),
            Arc::new(ledger.clone()),
            Arc::new(Board(desk.clone())),
            clock.clone(),
            profile.dispatcher_settings(),
            u64::from_le_bytes(seed),
        );
        let seed = u64::from_le_bytes(seed).rotate_left(1);
        let handler = Arc::new(receiver);
        let mut tasks = city_tcp::start(profile, &self.secrets, handler, ledger, clock, seed, stop).map_err(bad_link)?;
        tasks.push(tokio::spawn(dispatcher.run(stop.clone())));
        Ok(tasks)
    }
}

fn part(why: String) -> StartError {
    StartError::Part { part: "platforms.city", why }
}

fn bad_link(bad: BadLink) -> StartError {
    part(bad.to_string())
}

impl<'a> Link<'a> {
    /// Reads settings and secrets; none when no platform is set up.
    pub(super) fn prepare(&self) -> Result<Option<Prepared<'a>>, StartError> {
        let Some((profile, secrets)) = self.profile()? else { return Ok(None) };
        let downlink_token = self.secrets.get(&SecretName::city_downlink_token())?;
        let charging = self.charging.clone();
        Ok(Some(Prepared { profile, secrets, downlink_token, sandbox: self.sandbox, charging }))
    }

    fn profile(&self) -> Result<Option<(CityProfile, CitySecrets)>, StartError> {
        if let Some(city) = self.sandbox {
            let profile = CityProfile {
                base_url: city.base_url.clone(),
                tcp_address: city.tcp_address.clone(),
                user_id: city.account.clone(),
                ca_file: city.ca_pem_path.clone(),
                ..CityProfile::default()
            };
            let secrets = CitySecrets::new(&city.password, &city.des_key, None).map_err(bad_secret)?;
            return Ok(Some((profile, secrets)));
        }
        let Some(city) = &self.settings.platforms.city else { return Ok(None) };
        let mut profile = city.clone();
        for file in [
            &mut profile.ca_file,
            &mut profile.client_cert_file,
            &mut profile.client_key_file,
            &mut profile.downlink_client_ca_file,
        ] {
            *file = file.take().map(|named| self.home.file(&named));
        }
        let password = self.wanted(SecretName::city_password())?;
        let des_key = self.wanted(SecretName::city_des_key())?;
        let des_iv = self.secrets.get(&SecretName::city_des_iv())?;
        let des_iv = des_iv.as_ref().map(Secret::expose);
        let secrets = CitySecrets::new(password.expose(), des_key.expose(), des_iv).map_err(bad_secret)?;
        Ok(Some((profile, secrets)))
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

/// The rule never quotes the secret.
fn bad_secret(bad: lotdesk_gateway::city::BadProfile) -> StartError {
    let field = format!("city.{}", bad.field);
    StartError::problem(Problem::new(field, format!("不符合要求：{}", bad.rule), bad.rule))
}
