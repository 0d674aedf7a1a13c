//! The connection that comes back by itself, and the handle that callers hold.

use std::sync::Arc;

use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::board::LinkState;
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::client::{Credentials, request};
use lotdesk_protocols::city::frame::PacketNumbers;
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::connect::{Address, Connector, TlsConnector};
use super::connection::{Call, Surroundings, live};
use super::handler::{DownlinkHandler, TcpWatch};
use super::pace::Pace;
use super::session::{CallEnd, Ended, Session};
use crate::city::link::BadLink;
use crate::city::profile::{BadProfile, CityProfile};
use crate::city::secrets::CitySecrets;
use crate::city::session::Rest;
use crate::dispatcher::BackoffPolicy;
use crate::http::{BadClient, TlsFiles};

/// What a connection is made of.
pub struct TcpParts {
    /// Makes the connections.
    pub connector: Arc<dyn Connector>,
    /// The envelope's signature.
    pub dialect: Dialect,
    /// Who we are.
    pub credentials: Credentials,
    /// The envelope's time.
    pub clock: Arc<dyn Clock>,
    /// Carries out what the platform asks.
    pub handler: Arc<dyn DownlinkHandler>,
    /// Is told how it goes.
    pub watch: Arc<dyn TcpWatch>,
    /// The times.
    pub pace: Pace,
    /// How long to wait between two attempts.
    pub backoff: BackoffPolicy,
    /// Feeds the jitter.
    pub seed: u64,
}

/// Sends requests over the connection while there is one. Cheap to clone.
#[derive(Clone)]
pub struct TcpLink {
    calls: mpsc::Sender<Call>,
    dialect: Dialect,
    clock: Arc<dyn Clock>,
}

/// Keeps the connection; run it.
pub struct TcpRunner {
    connector: Arc<dyn Connector>,
    around: Surroundings,
    pace: Pace,
    backoff: BackoffPolicy,
    rng: StdRng,
    calls: mpsc::Receiver<Call>,
}

/// The link of a profile, when it names a `tcp_address`. Nothing is connected before [`TcpRunner::run`].
///
/// # Errors
/// A setting that breaks a rule, or a file that cannot be used.
pub fn tcp_link(
    profile: &CityProfile,
    secrets: &CitySecrets,
    clock: Arc<dyn Clock>,
    handler: Arc<dyn DownlinkHandler>,
    watch: Arc<dyn TcpWatch>,
    seed: u64,
) -> Result<Option<(TcpLink, TcpRunner)>, BadLink> {
    let Some(address) = &profile.tcp_address else { return Ok(None) };
    let address = Address::parse(address).map_err(|bad| BadProfile { field: "tcp_address", rule: bad.to_string() })?;
    let client = profile.client_cert_file.clone().zip(profile.client_key_file.clone());
    let files = TlsFiles { ca_file: profile.ca_file.clone(), client };
    let connector = TlsConnector::new(address, &files, profile.connect_timeout_ms).map_err(BadClient::Tls)?;
    Ok(Some(TcpLink::new(TcpParts {
        connector: Arc::new(connector),
        dialect: profile.dialect(),
        credentials: secrets.credentials(profile),
        clock,
        handler,
        watch,
        pace: Pace::default(),
        backoff: profile.dispatcher_settings().platform_backoff,
        seed,
    })))
}

impl TcpLink {
    /// A handle and what it needs to run.
    // The pair is one thing in two hands.
    #[allow(clippy::new_ret_no_self)]
    pub fn new(parts: TcpParts) -> (Self, TcpRunner) {
        let (sender, calls) = mpsc::channel(parts.pace.most_calls.max(1));
        let link = Self { calls: sender, dialect: parts.dialect.clone(), clock: parts.clock.clone() };
        let around = Surroundings {
            dialect: parts.dialect,
            credentials: parts.credentials,
            clock: parts.clock,
            handler: parts.handler,
            watch: parts.watch,
        };
        let rng = StdRng::seed_from_u64(parts.seed);
        let runner =
            TcpRunner { connector: parts.connector, around, pace: parts.pace, backoff: parts.backoff, rng, calls };
        (link, runner)
    }

    /// Sends a request with these items and waits for its reply. `NotSent` at once while there is no connection.
    pub async fn call(&self, command: u16, items: &[&str]) -> CallEnd {
        let data = match request(&self.dialect, items, self.clock.now()) {
            Ok(text) => text.into(),
            Err(error) => return CallEnd::NotSent { why: format!("the message is no JSON: {error}") },
        };
        let (end, ended) = oneshot::channel();
        if self.calls.send(Call { command, data, end }).await.is_err() {
            return CallEnd::NotSent { why: "the TCP connection is being closed".to_owned() };
        }
        // The runner settles what it took; it can only vanish with the whole engine.
        ended.await.unwrap_or_else(|_| CallEnd::Unknown { why: "Lotdesk ended before the reply came".to_owned() })
    }
}

impl TcpRunner {
    /// Connects, lives through the connection, waits, and connects again, until `stop`; then logs out.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut numbers = PacketNumbers::default();
        let mut failures = 0_u32;
        let mut rest: Option<Rest> = None;
        while !stop.is_cancelled() {
            let connecting = self.connector.connect();
            let connected = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                connected = connecting => connected,
            };
            let ended = match connected {
                Ok(stream) => {
                    let session = Session::new(self.pace, numbers);
                    let (session, ended) = live(stream, session, &self.around, &mut self.calls, &stop).await;
                    if session.is_proven() {
                        (failures, rest) = (0, None);
                    }
                    numbers = session.into_numbers();
                    ended
                }
                Err(failure) => Ended::NotConnected(failure),
            };
            if ended == Ended::Stopped {
                break;
            }
            failures = failures.saturating_add(1);
            let again_at = self.again_at(&ended, failures, &mut rest);
            self.tell(&ended);
            self.wait(again_at, &ended, &stop).await;
        }
        self.around.watch.link_changed(LinkState::Idle, None);
        self.calls.close();
        while let Some(call) = self.calls.recv().await {
            let _ = call.end.send(CallEnd::NotSent { why: "the TCP connection is closed".to_owned() });
        }
    }

    fn again_at(&mut self, ended: &Ended, failures: u32, rest: &mut Option<Rest>) -> Instant {
        let now = Instant::now();
        if let Ended::LoginRefused { .. } = ended {
            // An account that is tried too often may be locked.
            let longer = Rest::after(rest.as_ref(), ended.to_string(), now);
            let until = longer.until;
            *rest = Some(longer);
            return until;
        }
        now + self.backoff.wait(failures, &mut self.rng)
    }

    fn tell(&self, ended: &Ended) {
        let state = match ended {
            Ended::LoginRefused { .. } => LinkState::LoginRefused,
            _ => LinkState::Down,
        };
        self.around.watch.link_changed(state, Some(ended.to_string()));
    }

    /// Waits; whoever wants to send meanwhile is told that nothing goes.
    async fn wait(&mut self, until: Instant, ended: &Ended, stop: &CancellationToken) {
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = tokio::time::sleep_until(until) => return,
                Some(call) = self.calls.recv() => {
                    let _ = call.end.send(CallEnd::NotSent { why: ended.to_string() });
                }
            }
        }
    }
}
