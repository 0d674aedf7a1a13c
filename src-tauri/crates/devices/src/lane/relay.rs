//! A gate behind a network relay: one HTTP or HTTPS call opens it.
//!
//! The call is made once. A relay that does not answer may have opened all the same, so the driver does not call
//! again; a person does, by a new command.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::lot::{EquipmentKind, Lane as LotLane};
use lotdesk_domain::moment::Clock;
use lotdesk_domain::trouble::Trouble;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Certificate, Client, Method, Url};
use tokio::task::JoinHandle;

use super::config::{RelayConfig, RelayConfigError, RelayMethod};
use super::mailbox::ReplyLane;
use super::{Fault, GateCommand, Lane, LaneError, LaneEvents, ReplyRole};

/// A lane whose gate opens by an HTTP relay. Its screen, if the camera has one, is served by the camera's calls.
pub struct RelayLane {
    shared: Arc<Shared>,
    screen: Arc<ReplyLane>,
    probe: Option<JoinHandle<()>>,
}

struct Shared {
    lane: LotLane,
    config: RelayConfig,
    client: Client,
    clock: Arc<dyn Clock>,
    events: Arc<dyn LaneEvents>,
    /// None until the relay was called for the first time.
    well: Mutex<Option<bool>>,
}

impl RelayLane {
    /// A relay lane; must be built inside a tokio runtime when it is to be probed.
    ///
    /// # Errors
    /// When the settings are of no use.
    pub fn new(
        lane: LotLane,
        config: RelayConfig,
        clock: Arc<dyn Clock>,
        events: Arc<dyn LaneEvents>,
    ) -> Result<Self, RelayConfigError> {
        if !(100..=10_000).contains(&config.timeout_ms) {
            return Err(RelayConfigError::TimeOut(config.timeout_ms));
        }
        if config.probe_every_ms < 1_000 {
            return Err(RelayConfigError::ProbeEvery(config.probe_every_ms));
        }
        address("url", &filled(&config.url, "lane", "0"))?;
        let probe_url = match &config.probe_url {
            Some(url) => Some(address("probe_url", url)?),
            None => None,
        };
        let client = client(&config)?;
        let screen = Arc::new(ReplyLane::screen_only(clock.clone()));
        let shared = Arc::new(Shared { lane, config, client, clock, events, well: Mutex::new(None) });
        let probe = probe_url.map(|url| tokio::spawn(shared.clone().probe(url)));
        Ok(Self { shared, screen, probe })
    }

    pub(super) fn screen(&self) -> Arc<ReplyLane> {
        self.screen.clone()
    }
}

impl Drop for RelayLane {
    fn drop(&mut self) {
        if let Some(probe) = &self.probe {
            probe.abort();
        }
    }
}

/// An HTTP client for one relay: follows no redirects (a log-in page's success is not the gate's), uses no proxy.
fn client(config: &RelayConfig) -> Result<Client, RelayConfigError> {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may have been quicker: then theirs is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let mut builder = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    if let Some(pem) = &config.ca_pem {
        let certificates = Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| RelayConfigError::Certificates)?;
        if certificates.is_empty() {
            return Err(RelayConfigError::Certificates);
        }
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().map_err(|error| RelayConfigError::Client(cause(&error)))
}

fn address(field: &'static str, text: &str) -> Result<Url, RelayConfigError> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or(RelayConfigError::Url { field })
}

fn filled(template: &str, lane_code: &str, command_id: &str) -> String {
    template.replace("{lane}", lane_code).replace("{command_id}", command_id)
}

/// The innermost cause, without the address, which may hold a password.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if std::ptr::addr_eq(cause, error) { "no reason given".into() } else { cause.to_string() }
}

/// The same, as far as it is known, for people.
fn trouble(error: &reqwest::Error) -> Trouble {
    use std::io::ErrorKind;
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.is::<rustls::Error>() {
            return Trouble::Certificate;
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            match io.kind() {
                ErrorKind::ConnectionRefused => return Trouble::Refused,
                ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof => {
                    return Trouble::HungUp;
                }
                ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
                    return Trouble::NoRoute;
                }
                // What TLS finds stands within.
                _ if io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => return Trouble::Certificate,
                _ => {}
            }
        }
        next = cause.source();
    }
    // Nothing tells a name that stands for no address from other failures but the client's words for it.
    if format!("{error:?}").contains("dns error") { Trouble::NoSuchName } else { Trouble::Unreachable }
}

impl Shared {
    async fn call(&self, request: reqwest::RequestBuilder, timeout_ms: u64) -> Result<(), LaneError> {
        let request = request.timeout(Duration::from_millis(timeout_ms));
        let response = request.send().await.map_err(|error| {
            if error.is_timeout() {
                LaneError::RelayTimeOut(timeout_ms)
            } else {
                LaneError::RelayUnreachable(trouble(&error), cause(&error))
            }
        })?;
        if response.status().is_success() { Ok(()) } else { Err(LaneError::RelayStatus(response.status().as_u16())) }
    }

    /// Tells a change of the relay's health: once when it fails, once when it is back.
    fn note(&self, result: &Result<(), LaneError>, gate_command_id: Option<lotdesk_domain::id::Guid>) {
        let well = result.is_ok();
        let before = self.well.lock().unwrap_or_else(PoisonError::into_inner).replace(well);
        if before == Some(well) {
            return;
        }
        let fault = result.as_ref().err().map(LaneError::fault);
        let what = match (before, well) {
            (_, false) => Some(LaneSignal::Fault),
            (Some(false), true) => Some(LaneSignal::Recovered),
            _ => None,
        };
        if let Some(what) = what {
            let at = self.clock.now();
            let (remark, trouble) = (fault.as_ref().and_then(Fault::words), fault.as_ref().and_then(Fault::trouble));
            self.events.reported(LaneReport {
                gate_command_id,
                remark,
                trouble,
                ..LaneReport::seen(self.lane.id, what, at)
            });
        }
        if let Err(error) = result {
            tracing::warn!(lane = %self.lane.code, %error, "the relay does not work");
        }
        self.events.health_changed(self.lane.id, EquipmentKind::Gate, well, fault);
    }

    async fn probe(self: Arc<Self>, url: Url) {
        let mut every = tokio::time::interval(Duration::from_millis(self.config.probe_every_ms));
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            let result = self.call(self.client.get(url.clone()), self.config.timeout_ms).await;
            self.note(&result, None);
        }
    }
}

#[async_trait]
impl Lane for RelayLane {
    async fn open(&self, command: GateCommand) -> Result<(), LaneError> {
        let shared = &self.shared;
        let config = &shared.config;
        let left_ms = u64::try_from(command.expires_at.ms_since(shared.clock.now())).unwrap_or(0);
        let id = command.command_id.to_string();
        let method = match config.method {
            RelayMethod::Get => Method::GET,
            RelayMethod::Post => Method::POST,
        };
        let url = address("url", &filled(&config.url, &shared.lane.code, &id)).map_err(|_| LaneError::RelayAddress)?;
        let mut request = shared.client.request(method, url);
        if let Some(body) = &config.body {
            let body = filled(body, &shared.lane.code, &id);
            let kind = if body.trim_start().starts_with('{') {
                "application/json"
            } else {
                "application/x-www-form-urlencoded"
            };
            request = request.header(CONTENT_TYPE, kind).body(body);
        }
        // The relay is not waited for beyond the command's own time.
        let result = shared.call(request, config.timeout_ms.min(left_ms.max(1))).await;
        shared.note(&result, Some(command.command_id));
        result
    }

    async fn show(&self, screen: &[String], voice: &str) -> Result<(), LaneError> {
        self.screen.show(screen, voice).await
    }

    fn reply_role(&self) -> ReplyRole {
        ReplyRole::Silent
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::atomic::{AtomicU16, Ordering};

    use axum::Router;
    use axum::body::Bytes;
    use axum::http::{Method, StatusCode, Uri};
    use lotdesk_domain::lot::LaneKind;
    use lotdesk_domain::moment::Moment;

    use super::*;
    use crate::lane::test_support::{Ears, guid};

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Moment {
            Moment(1_795_000_000_000)
        }
    }

    #[derive(Default)]
    struct Relay {
        status: AtomicU16,
        calls: Mutex<Vec<(Method, String, String)>>,
    }

    /// A relay on loopback. Status 0 means that it never answers.
    async fn relay(status: u16) -> (Arc<Relay>, SocketAddr) {
        let relay = Arc::new(Relay { status: status.into(), ..Relay::default() });
        let seen = relay.clone();
        let app = Router::new().fallback(move |method: Method, uri: Uri, body: Bytes| {
            let seen = seen.clone();
            async move {
                seen.calls.lock().unwrap().push((method, uri.to_string(), String::from_utf8_lossy(&body).into_owned()));
                match seen.status.load(Ordering::SeqCst) {
                    0 => std::future::pending().await,
                    status => StatusCode::from_u16(status).unwrap(),
                }
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        (relay, address)
    }

    fn lot_lane() -> LotLane {
        LotLane {
            id: guid(7),
            code: "in-1".into(),
            name: "入口1".into(),
            kind: LaneKind::Entry,
            area: "B1".into(),
            equipment: Vec::new(),
        }
    }

    fn lane(config: RelayConfig) -> (Arc<Ears>, RelayLane) {
        let ears = Arc::new(Ears::default());
        let lane = RelayLane::new(lot_lane(), config, Arc::new(Still), ears.clone()).unwrap();
        (ears, lane)
    }

    fn command(no: u64, left_ms: i64) -> GateCommand {
        GateCommand { lane_id: guid(7), command_id: guid(no), expires_at: Still.now().plus_ms(left_ms) }
    }

    #[tokio::test]
    async fn opens_by_get_and_by_post_with_the_blanks_filled() {
        let (relay, address) = relay(200).await;
        let (_, get) =
            lane(RelayConfig::at(format!("http://{address}/relay/0?turn=on&lane={{lane}}&id={{command_id}}")));
        get.open(command(1, 10_000)).await.unwrap();
        let mut config = RelayConfig::at(format!("http://{address}/open"));
        config.method = RelayMethod::Post;
        config.body = Some(r#"{"id":"{command_id}"}"#.into());
        let (_, post) = lane(config);
        post.open(command(2, 10_000)).await.unwrap();
        let id = |no| guid(no).to_string();
        assert_eq!(
            *relay.calls.lock().unwrap(),
            [
                (Method::GET, format!("/relay/0?turn=on&lane=in-1&id={}", id(1)), String::new()),
                (Method::POST, "/open".into(), format!("{{\"id\":\"{}\"}}", id(2))),
            ]
        );
    }

    #[tokio::test]
    async fn a_failing_relay_is_a_fault_told_once_and_called_once_a_command() {
        let (relay, address) = relay(500).await;
        let (ears, lane) = lane(RelayConfig::at(format!("http://{address}/")));
        assert_eq!(lane.open(command(1, 10_000)).await, Err(LaneError::RelayStatus(500)));
        assert_eq!(lane.open(command(2, 10_000)).await, Err(LaneError::RelayStatus(500)));
        // A redirect, to a log-in page perhaps, is no success.
        relay.status.store(302, Ordering::SeqCst);
        assert_eq!(lane.open(command(3, 10_000)).await, Err(LaneError::RelayStatus(302)));
        relay.status.store(200, Ordering::SeqCst);
        lane.open(command(4, 10_000)).await.unwrap();
        assert_eq!(relay.calls.lock().unwrap().len(), 4);
        let signals: Vec<_> = ears.reports.lock().unwrap().iter().map(|report| report.what).collect();
        assert_eq!(signals, [LaneSignal::Fault, LaneSignal::Recovered]);
        let health: Vec<_> = ears.health.lock().unwrap().iter().map(|(_, online, _)| *online).collect();
        assert_eq!(health, [false, true]);
    }

    #[tokio::test]
    async fn a_silent_relay_is_given_up_in_its_time_or_the_commands() {
        let (relay, address) = relay(0).await;
        let mut config = RelayConfig::at(format!("http://{address}/"));
        config.timeout_ms = 100;
        let (ears, lane) = lane(config);
        assert_eq!(lane.open(command(1, 10_000)).await, Err(LaneError::RelayTimeOut(100)));
        assert_eq!(lane.open(command(2, 50)).await, Err(LaneError::RelayTimeOut(50)));
        assert_eq!(relay.calls.lock().unwrap().len(), 2);
        assert_eq!(ears.reports.lock().unwrap()[0].trouble, Some(Trouble::TimedOut { within_ms: 100 }));
    }

    #[tokio::test]
    async fn an_unreachable_relay_is_named_without_its_password() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let (_, lane) = lane(RelayConfig::at(format!("http://admin:geheim@{address}/")));
        let error = lane.open(command(1, 10_000)).await.unwrap_err();
        assert!(matches!(error, LaneError::RelayUnreachable(Trouble::Refused, _)), "{error:?}");
        assert!(!error.to_string().contains("geheim"), "{error}");
    }

    #[tokio::test]
    async fn a_probe_tells_when_the_relay_goes_and_comes() {
        let (relay, address) = relay(503).await;
        let mut config = RelayConfig::at(format!("http://{address}/open"));
        config.probe_url = Some(format!("http://{address}/status"));
        config.probe_every_ms = 1_000;
        let (ears, _lane) = lane(config);
        ears.until(|ears| ears.health.lock().unwrap().len() == 1).await;
        relay.status.store(204, Ordering::SeqCst);
        ears.until(|ears| ears.health.lock().unwrap().len() == 2).await;
        assert_eq!(ears.health.lock().unwrap()[0].2, Some(Fault::Found(Trouble::Answered { status: 503 })));
        assert!(ears.health.lock().unwrap()[1].1);
        assert!(relay.calls.lock().unwrap().iter().all(|(_, path, _)| path == "/status"), "a probe never opens");
    }

    #[tokio::test]
    async fn settings_of_no_use_are_refused() {
        let build = |change: &dyn Fn(&mut RelayConfig)| {
            let mut config = RelayConfig::at("http://192.0.2.1/");
            change(&mut config);
            RelayLane::new(lot_lane(), config, Arc::new(Still), Arc::new(Ears::default())).map(|_| ())
        };
        assert!(build(&|_| ()).is_ok());
        assert!(matches!(build(&|c| c.url = "gate".into()), Err(RelayConfigError::Url { field: "url" })));
        assert!(matches!(build(&|c| c.url = "file:///etc/passwd".into()), Err(RelayConfigError::Url { .. })));
        assert!(matches!(
            build(&|c| c.probe_url = Some("x".into())),
            Err(RelayConfigError::Url { field: "probe_url" })
        ));
        assert!(matches!(build(&|c| c.timeout_ms = 60_000), Err(RelayConfigError::TimeOut(60_000))));
        assert!(matches!(build(&|c| c.probe_every_ms = 1), Err(RelayConfigError::ProbeEvery(1))));
        assert!(matches!(build(&|c| c.ca_pem = Some("x".into())), Err(RelayConfigError::Certificates)));
    }
}
