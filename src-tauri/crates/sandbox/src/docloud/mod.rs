//! docloud as its page describes it, with its own reading of it: cars that have violations, orders that are paid and handled,
//! fleets that are watched, and inspections; strict about signature, tokens, amounts and numbers, and failing on demand. It
//! shares with `protocols` nothing but exact JSON and digests.

mod calls;
mod inspections;
mod made_up;
mod push;
mod server;
mod state;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::Clock;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use state::State;

/// In the demo something happens about this often.
const SOMETHING_HAPPENS: Duration = Duration::from_secs(25);

/// What docloud is made of.
#[derive(Clone)]
pub struct DocloudConfig {
    /// The one account that it knows.
    pub app_key: String,
    /// Its secret.
    pub app_secret: String,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens come from.
    pub guids: Arc<dyn GuidSource>,
}

impl DocloudConfig {
    /// docloud with the demo's account.
    pub fn demo(clock: Arc<dyn Clock>, guids: Arc<dyn GuidSource>) -> Self {
        Self { app_key: "DEMOLOT0001".into(), app_secret: "demo-docloud-secret".into(), port: 0, clock, guids }
    }
}

/// One thing that goes wrong, once, with a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is refused by this code of the dictionary and takes no effect.
    Refuse(u32),
    /// It takes effect, and the reply is lost on the way (HTTP 504).
    LoseReply,
    /// It takes effect, and the reply is no JSON.
    Garbage,
    /// It takes this long, in milliseconds.
    Slow(u64),
    /// It is answered once somebody lets it go on (`/_sandbox/release`).
    Hold,
}

/// A call that came, or a push that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// As in the interface list.
    pub interface: String,
    /// True for a push of docloud's own.
    pub pushed: bool,
    /// The query as it was on the wire; of a push it is not kept.
    pub query: String,
    /// What was on the wire; empty for a GET.
    pub body: String,
    /// What was answered; empty where nothing came.
    pub reply: String,
    /// The code of a refusal; none where it was taken.
    pub refused: Option<u32>,
}

struct Docloud {
    config: DocloudConfig,
    state: Mutex<State>,
    /// A permit lets one call go on that is held.
    held: Semaphore,
    client: reqwest::Client,
    pay_url: String,
}

impl Docloud {
    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running docloud. Dropping the handle stops it too.
pub struct DocloudHandle {
    /// Where it lives.
    pub base_url: String,
    /// Where drivers in other processes look into it, break it and have it push.
    pub control_url: String,
    docloud: Arc<Docloud>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl DocloudHandle {
    /// Starts it on the loopback, over plain http.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub async fn start(config: DocloudConfig) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        // One TLS implementation for the process; whoever came first has chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // The shop's certificate may be of its own making; a real sender would be told of it.
        let builder = reqwest::Client::builder().timeout(Duration::from_secs(25)).no_proxy();
        let client = builder.tls_danger_accept_invalid_certs(true).build().unwrap_or_default();
        let docloud = Arc::new(Docloud {
            config,
            state: Mutex::default(),
            held: Semaphore::new(0),
            client,
            pay_url: format!("http://{address}/alipay"),
        });
        let stop = CancellationToken::new();
        let (router, ended) = (server::router(docloud.clone()), stop.clone());
        let running = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox's docloud broke");
            }
        });
        Ok(Self {
            base_url: format!("http://{address}"),
            control_url: format!("http://{address}/_sandbox"),
            docloud,
            stop,
            running,
        })
    }

    /// Key and secret of the account that it knows.
    pub fn account(&self) -> (&str, &str) {
        (&self.docloud.config.app_key, &self.docloud.config.app_secret)
    }

    /// Where it pushes to from now on, before `/order` and `/monitor`.
    pub fn call_back_at(&self, url: &str) {
        self.docloud.state().callback_url = Some(url.trim_end_matches('/').to_owned());
    }

    /// Everything that came and went, the oldest first.
    pub fn came(&self) -> Vec<Came> {
        self.docloud.state().came.clone()
    }

    /// What goes wrong with the next call of an interface.
    pub fn fault(&self, interface: &str, fault: Fault) {
        self.docloud.state().faults.push((interface.to_owned(), fault));
    }

    /// Things happen by themselves from now on: orders are paid and handled, watched cars get violations, inspections come
    /// along.
    pub fn work(&self) -> JoinHandle<()> {
        let (docloud, stop) = (self.docloud.clone(), self.stop.clone());
        tokio::spawn(async move {
            let mut round = 0_u64;
            loop {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(SOMETHING_HAPPENS) => {}
                }
                round += 1;
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return,
                    () = push::something(&docloud, round) => {}
                }
            }
        })
    }

    /// Stops it; returns once it has stopped.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}
