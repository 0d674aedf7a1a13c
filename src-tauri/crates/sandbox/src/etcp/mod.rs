//! ETCP as strict as its document (ETCP open platform 1.3.6), with its own reading of it: signed calls with a time stamp, a
//! code a minute, tokens for a day of which the newest alone holds, plates bound three at a time and four a month, fees that
//! grow, payments known by their external number, lots in pages; and cars of its lots pushed to a callback. It fails on
//! demand. It shares with `protocols` nothing but exact JSON and the digest.

mod check;
mod lots;
mod made;
mod money;
mod people;
mod push;
mod server;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::{Clock, Moment};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use push::{Pushed, What};

/// What ETCP is made of.
#[derive(Clone)]
pub struct EtcpConfig {
    /// 商户号 of the one merchant that it knows.
    pub merchant_no: String,
    /// 商户密钥
    pub merchant_key: String,
    /// 渠道号 that it knows.
    pub app_id: String,
    /// What every text message holds; drawn where nothing stands.
    pub code: Option<String>,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// What draws cars.
    pub seed: u64,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens and numbers come from.
    pub guids: Arc<dyn GuidSource>,
}

impl EtcpConfig {
    /// ETCP with the demo's merchant; number and code are the document's own.
    pub fn demo(clock: Arc<dyn Clock>, guids: Arc<dyn GuidSource>, seed: u64) -> Self {
        Self {
            merchant_no: "9827c6b5c6d94485b912b6e90c92a7ae".into(),
            merchant_key: "demo-etcp-merchant-key".into(),
            app_id: "ETCP".into(),
            code: Some(DEMO_CODE.into()),
            port: 0,
            seed,
            clock,
            guids,
        }
    }
}

/// What every text message of the demo holds.
pub const DEMO_CODE: &str = "562371";

/// One thing that goes wrong, once, with a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is refused with this code and these words, and takes no effect.
    Refuse(i64, String),
    /// It takes effect, and the reply is lost on the way (HTTP 504).
    LoseReply,
    /// It is lost on the way there: no effect, no reply (HTTP 504).
    LoseRequest,
    /// It takes effect, and the reply is no JSON.
    Garbage,
    /// Before it is looked at, the fees of cars in the lots have grown by so many 分.
    RaiseFee(i64),
    /// Before it is looked at, the car whose order it names has paid in cash and left.
    CashAtExit,
}

/// A call that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// Such as `orderpaid`.
    pub interface: String,
    /// Its code in the answer.
    pub code: i64,
    /// `data` as it came.
    pub data: String,
    /// What was answered, be it that the answer was lost.
    pub reply: String,
    /// True when the answer was lost.
    pub lost: bool,
}

struct Etcp {
    config: EtcpConfig,
    state: Mutex<State>,
    arrived: watch::Sender<usize>,
    pushed: Mutex<Vec<Pushed>>,
    client: reqwest::Client,
}

struct State {
    rng: StdRng,
    people: BTreeMap<String, people::Person>,
    cars: Vec<money::Parked>,
    paid: BTreeMap<String, money::Notice>,
    faults: Vec<(String, Fault)>,
    came: Vec<Came>,
    raised_fen: i64,
}

impl Etcp {
    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Moment {
        self.config.clock.now()
    }
}

/// A running ETCP. Dropping the handle stops it too.
pub struct EtcpHandle {
    /// Where it lives.
    pub base_url: String,
    /// Where drivers in other processes look into it, break it, and have it push.
    pub control_url: String,
    etcp: Arc<Etcp>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl EtcpHandle {
    /// Starts it on the loopback, over plain http.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub async fn start(config: EtcpConfig) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        // One TLS implementation for the process; whoever came first has chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder().timeout(Duration::from_secs(25)).no_proxy();
        // The merchant's certificate may be of its own making; a real sender would be told of it.
        let client = builder.tls_danger_accept_invalid_certs(true).build().unwrap_or_default();
        let (arrived, _) = watch::channel(0);
        let state = State {
            rng: StdRng::seed_from_u64(config.seed),
            people: BTreeMap::new(),
            cars: Vec::new(),
            paid: BTreeMap::new(),
            faults: Vec::new(),
            came: Vec::new(),
            raised_fen: 0,
        };
        let etcp = Arc::new(Etcp { config, state: Mutex::new(state), arrived, pushed: Mutex::default(), client });
        let stop = CancellationToken::new();
        let (router, ended) = (server::router(etcp.clone()), stop.clone());
        let running = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox's ETCP broke");
            }
        });
        let (base_url, control_url) = (format!("http://{address}"), format!("http://{address}/_sandbox"));
        Ok(Self { base_url, control_url, etcp, stop, running })
    }

    /// Number, key and channel of the merchant that it knows.
    pub fn merchant(&self) -> (&str, &str, &str) {
        let config = &self.etcp.config;
        (&config.merchant_no, &config.merchant_key, &config.app_id)
    }

    /// What came, the oldest first.
    pub fn came(&self) -> Vec<Came> {
        self.etcp.state().came.clone()
    }

    /// Resolves once so many calls have arrived in all.
    pub async fn arrived(&self, count: usize) {
        let mut seen = self.etcp.arrived.subscribe();
        // ETCP holds the sender for as long as the handle lives.
        let _ = seen.wait_for(|n| *n >= count).await;
    }

    /// What goes wrong with the next call of this name.
    pub fn fault(&self, interface: &str, fault: Fault) {
        self.etcp.state().faults.push((interface.to_owned(), fault));
    }

    /// Parks a car in its first lot; the order's number.
    pub fn park(&self, plate: &str, minutes_ago: i64) -> String {
        self.etcp.park(plate, minutes_ago)
    }

    /// Cars come and go in its lots by themselves from now on, and each is pushed, until this is stopped.
    pub fn work(&self, callback_url: String) -> JoinHandle<()> {
        tokio::spawn(made::traffic(self.etcp.clone(), callback_url, self.stop.clone()))
    }

    /// Stops it; returns once it has stopped.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}

#[cfg(test)]
mod tests;
