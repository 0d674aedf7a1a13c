//! A city platform as strict as DB4403/T 313—2023, with its own reading of the tables. It verifies, keeps state, counts
//! repeats, notices disorder, and fails on demand. It shares with `protocols` the bare tools only: exact JSON, digests and
//! the password's cipher, never the mapping that it judges.

pub mod a2;
mod billing;
mod billing_tables;
mod check;
mod control;
mod counts;
mod downlink;
mod faults;
mod garages;
pub mod gifts;
mod journal;
mod leases;
mod listener;
mod money;
mod paper;
mod payer;
mod platform;
mod server;
mod state;
mod street;
pub mod tables;
mod tcp;
mod tls;
pub mod wishes;

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::Clock;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use downlink::{Authorization, BadPin, Downlink, DownlinkOrder, NotAsked, Transport as DownlinkTransport};
pub use faults::{Fault, FaultOrder, FaultRule};
pub use garages::{GarageReply, GarageWish, read_reply as read_garage_reply};
pub use journal::{Arrival, ItemFate, JournalError, read as read_journal};
pub use payer::PayError;
use platform::Platform;
pub use state::{Disorder, DisorderKind, Effect, Picture, Record};
pub use tls::TlsError;

/// How the platform is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Plain HTTP, for tests.
    Http,
    /// HTTPS with a certificate authority of its own.
    Https {
        /// Where the authority's certificate is written, as PEM.
        ca_pem_path: PathBuf,
    },
}

/// Which digest signs a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignDigest {
    /// SHA-1 (6.1.1 g).
    #[default]
    Sha1,
    /// MD5 (6.1.2).
    Md5,
}

/// What of a request is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignedPart {
    /// `data` as it stands, a list.
    #[default]
    List,
    /// The one object in `data`, as D.1 shows it; the list where there are several.
    Object,
}

/// How a refusal of every item is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefusalStyle {
    /// `resultCode` 1, and the code in each item.
    #[default]
    Envelope,
    /// `resultCode` 0, and the code in each item.
    ItemsOnly,
}

/// What the platform is made of.
#[derive(Clone)]
pub struct CityConfig {
    /// `userId` of the account.
    pub account: String,
    /// Its password, in clear.
    pub password: String,
    /// Key of the password's cipher, 8 bytes.
    pub des_key: String,
    /// Start vector of that cipher, 8 bytes; the key where none is given.
    pub des_iv: Option<String>,
    /// `expiresIn`: how long an access token lasts, in seconds.
    pub token_life_s: u32,
    /// The lot numbers that the city has given out; any where the list is empty.
    pub park_codes: Vec<String>,
    /// How it is reached.
    pub transport: Transport,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// Port of the TCP side on the loopback, 0 for any; no TCP side where none is given. It has the certificate of
    /// [`Transport::Https`] and is not there without.
    pub tcp_port: Option<u16>,
    /// File for the log of arrivals. What it holds already is taken up again.
    pub journal: Option<PathBuf>,
    /// Above this size the journal is shortened at the start; never where none is given.
    pub journal_limit_bytes: Option<u64>,
    /// Which digest signs a request.
    pub sign_digest: SignDigest,
    /// What of a request is signed.
    pub signed_part: SignedPart,
    /// How a refusal is told.
    pub refusal_style: RefusalStyle,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens come from.
    pub guids: Arc<dyn GuidSource>,
}

impl CityConfig {
    /// A platform with the demo's account, plain HTTP, any port, no journal.
    pub fn demo(clock: Arc<dyn Clock>, guids: Arc<dyn GuidSource>) -> Self {
        Self {
            account: "lotdesk-demo".into(),
            password: "demo-password".into(),
            des_key: "lotdesk8".into(),
            des_iv: None,
            token_life_s: 7200,
            park_codes: Vec::new(),
            transport: Transport::Http,
            port: 0,
            tcp_port: None,
            journal: None,
            journal_limit_bytes: None,
            sign_digest: SignDigest::default(),
            signed_part: SignedPart::default(),
            refusal_style: RefusalStyle::default(),
            clock,
            guids,
        }
    }
}

/// Why the platform did not start.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// The port could not be bound.
    #[error("the sandbox's city platform could not listen: {0}")]
    Listen(#[from] std::io::Error),
    /// No certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The journal could not be opened.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// A running city platform. Dropping the handle stops it too.
pub struct CityHandle {
    /// Base URL; an interface's URL is this, `/` and its number.
    pub base_url: String,
    /// The authority's certificate, for HTTPS.
    pub ca_pem_path: Option<PathBuf>,
    /// `userId` of the account.
    pub account: String,
    /// Its password, in clear.
    pub password: String,
    /// Key of the password's cipher.
    pub des_key: String,
    /// Host and port of the TCP side, where there is one.
    pub tcp_address: Option<String>,
    port: u16,
    platform: Arc<Platform>,
    stop: CancellationToken,
    running: Vec<JoinHandle<()>>,
}

impl CityHandle {
    /// Starts the platform on the loopback.
    ///
    /// # Errors
    /// When the port, the certificate or the journal is not to be had.
    pub async fn start(config: CityConfig) -> Result<Self, CityError> {
        let (scheme, tls, ca_pem_path) = match &config.transport {
            Transport::Http => ("http", None, None),
            Transport::Https { ca_pem_path } => ("https", Some(tls::acceptor(ca_pem_path)?), Some(ca_pem_path.clone())),
        };
        if let (Some(path), Some(limit)) = (&config.journal, config.journal_limit_bytes) {
            journal::shorten(path, limit)?;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let port = listener.local_addr()?.port();
        let (account, password, des_key) = (config.account.clone(), config.password.clone(), config.des_key.clone());
        let tcp = match (config.tcp_port, &tls) {
            (Some(port), Some(tls)) => Some((TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?, tls.clone())),
            _ => None,
        };
        let platform = Arc::new(Platform::new(config)?);
        let papers = format!("{scheme}://127.0.0.1:{port}{}", server::PAPERS_PATH);
        platform.core().state.billing.papers_lie_at(papers);
        let stop = CancellationToken::new();
        let mut running =
            vec![tokio::spawn(listener::run(listener, tls, server::router(platform.clone()), stop.clone()))];
        let mut tcp_address = None;
        if let Some((listener, tls)) = tcp {
            tcp_address = Some(listener.local_addr()?.to_string());
            running.push(tokio::spawn(tcp::run(listener, tls, platform.clone(), stop.clone())));
        }
        Ok(Self {
            base_url: format!("{scheme}://127.0.0.1:{port}{}", server::BASE_PATH),
            ca_pem_path,
            account,
            password,
            des_key,
            tcp_address,
            port,
            platform,
            stop,
            running,
        })
    }

    /// Base URL of the simulator's own endpoints: `/faults`, `/downlink` and what there is to be seen.
    pub fn control_url(&self) -> String {
        format!("{}{}", self.base_url.trim_end_matches(server::BASE_PATH), control::BASE_PATH)
    }

    /// The port it listens on; hand it to the next start to come back at the same address.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The authority's certificate file, for HTTPS.
    pub fn ca_pem_path(&self) -> Option<&Path> {
        self.ca_pem_path.as_deref()
    }

    /// The distinct business effects, in the order in which they happened first.
    pub fn effects(&self) -> Vec<Effect> {
        self.platform.core().state.effects()
    }

    /// Every request that arrived, the latest [`platform::ARRIVALS_KEPT`] of them; the journal file has them all.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.platform.core().arrivals.iter().cloned().collect()
    }

    /// What came out of order, or at odds with what came before.
    pub fn disorder(&self) -> Vec<Disorder> {
        self.platform.core().state.disorder().to_vec()
    }

    /// A parking record as the platform has it.
    pub fn record(&self, id: &str) -> Option<Record> {
        self.platform.core().state.record(id).cloned()
    }

    /// The pictures that came.
    pub fn pictures(&self) -> Vec<Picture> {
        self.platform.core().state.pictures()
    }

    /// The newest content that came for an interface and identifier, in canonical JSON.
    pub fn latest(&self, interface: &str, id: &str) -> Option<String> {
        self.platform.core().state.latest(interface, id).map(str::to_owned)
    }

    /// The spaces that are reserved by the latest 5001 of each.
    pub fn reserved_spaces(&self) -> Vec<String> {
        self.platform.core().state.reserved_spaces()
    }

    /// How many spaces of a lot are reserved by its latest 5003; none before the first.
    pub fn reserved_count(&self, park_code: &str) -> Option<i64> {
        self.platform.core().state.reserved_count(park_code)
    }

    /// Changes what goes wrong from now on.
    pub fn faults(&self, order: FaultOrder) {
        self.platform.order_faults(order);
    }

    /// One fault more: for an interface or all of them, for a number of calls or until cleared.
    pub fn fault(&self, interface: Option<&str>, times: Option<u32>, fault: Fault) {
        let rule = FaultRule { interface: interface.map(str::to_owned), times, fault };
        self.faults(FaultOrder { add: vec![rule], ..FaultOrder::default() });
    }

    /// Everything works again, and withheld replies go out.
    pub fn heal(&self) {
        self.faults(FaultOrder { clear: true, ..FaultOrder::default() });
    }

    /// Resolves once so many requests have arrived in all.
    pub async fn arrived(&self, count: u64) {
        let mut seen = self.platform.arrived.subscribe();
        // The platform holds the sender for as long as the handle lives.
        let _ = seen.wait_for(|n| *n >= count).await;
    }

    /// Asks, as the platform does with a downlink, and judges the answer.
    ///
    /// # Errors
    /// When the order cannot be carried out as it stands. An answer that stays away is no error: see [`Downlink::why`].
    pub async fn downlink(&self, order: DownlinkOrder) -> Result<Downlink, NotAsked> {
        downlink::carry_out(&self.platform, order).await
    }

    /// The downlinks so far, the oldest first.
    pub fn downlinks(&self) -> Vec<Downlink> {
        self.platform.downlinks.done()
    }

    /// Takes the callback server's certificate by this SHA-256 fingerprint and by no other.
    ///
    /// # Errors
    /// When it is none.
    pub fn pin_callback(&self, fingerprint: &str) -> Result<(), BadPin> {
        self.platform.downlinks.pin(fingerprint)
    }

    /// A driver signs a contract by which the platform takes the fees of a plate, or ends it. The lot is not told.
    pub fn contract(&self, plate: &str, open: bool) {
        self.platform.core().state.money.contract(plate, open);
    }

    /// Pays an order that the lot asked for (5007), in full or as many fen as are said, and tells the lot (6007). Gives
    /// the payment's identifier.
    ///
    /// # Errors
    /// When the order is not known, or the lot does not take the news.
    pub async fn pay(&self, order_no: &str, received_fen: Option<i64>) -> Result<String, PayError> {
        payer::pay(&self.platform, order_no, received_fen).await
    }

    /// Resolves once so many TCP connections are logged in.
    pub async fn tcp_logged_in(&self, count: usize) {
        let mut seen = self.platform.tcp.logged_in.subscribe();
        // The platform holds the sender for as long as the handle lives.
        let _ = seen.wait_for(|n| *n == count).await;
    }

    /// Resolves once so many heartbeats have come over TCP in all.
    pub async fn tcp_heartbeats(&self, count: u64) {
        let mut seen = self.platform.tcp.heartbeats.subscribe();
        let _ = seen.wait_for(|n| *n >= count).await;
    }

    /// Stops listening and cuts every connection.
    pub async fn stop(mut self) {
        self.stop.cancel();
        for running in self.running.drain(..) {
            let _ = running.await;
        }
    }
}

impl Drop for CityHandle {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[cfg(test)]
mod tests;
