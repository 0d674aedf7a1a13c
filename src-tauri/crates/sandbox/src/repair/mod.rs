//! A provincial repair archive as strict as its document (汽车维修电子健康档案, sections 4 to 6), with its own reading of it. It
//! gives tokens for two hours, of which the newest alone holds, keeps records by their list number, and fails on demand. It
//! shares with `protocols` nothing but exact JSON.

mod check;
mod server;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::{Clock, Moment};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Path below which it lives.
pub const PATH: &str = "/car_health_archives/init/sync";

/// What the archive is made of.
#[derive(Clone)]
pub struct RepairConfig {
    /// 维修企业编码 of the one shop that it knows.
    pub company_code: String,
    /// 维修企业登录密码.
    pub password: String,
    /// How long its tokens last, in seconds.
    pub token_life_s: u32,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens come from.
    pub guids: Arc<dyn GuidSource>,
}

impl RepairConfig {
    /// An archive with the demo's shop; the code is the document's own.
    pub fn demo(clock: Arc<dyn Clock>, guids: Arc<dyn GuidSource>) -> Self {
        Self {
            company_code: "460108000012345".into(),
            password: "demo-repair-password".into(),
            token_life_s: 7_200,
            port: 0,
            clock,
            guids,
        }
    }
}

/// One thing that goes wrong, once, with an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is refused in these words and takes no effect.
    Refuse(String),
    /// It takes effect, and the reply is lost on the way (HTTP 504).
    LoseReply,
    /// It takes effect, and the reply is no JSON.
    Garbage,
}

/// A call that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// `getToken` or `saveWeixiuRecord`.
    pub interface: String,
    /// The list number; empty where there is none.
    pub cost_list_code: String,
    /// Why it was refused; none where it was taken.
    pub refused: Option<String>,
    /// What was on the wire.
    pub body: String,
    /// What was answered.
    pub reply: String,
}

#[derive(Default)]
struct State {
    /// The newest token, and until when it holds.
    token: Option<(String, Moment)>,
    came: Vec<Came>,
    /// What it has, by list number: a later one overwrites.
    records: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

struct Archive {
    config: RepairConfig,
    state: Mutex<State>,
    arrived: watch::Sender<usize>,
}

impl Archive {
    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running archive. Dropping the handle stops it too.
pub struct RepairHandle {
    /// Where it lives.
    pub base_url: String,
    /// Where drivers in other processes look into it and break it.
    pub control_url: String,
    archive: Arc<Archive>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl RepairHandle {
    /// Starts the archive on the loopback, over plain http.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub async fn start(config: RepairConfig) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let (arrived, _) = watch::channel(0);
        let archive = Arc::new(Archive { config, state: Mutex::default(), arrived });
        let stop = CancellationToken::new();
        let (router, ended) = (server::router(archive.clone()), stop.clone());
        let running = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox's repair archive broke");
            }
        });
        Ok(Self {
            base_url: format!("http://{address}{PATH}"),
            control_url: format!("http://{address}/_sandbox"),
            archive,
            stop,
            running,
        })
    }

    /// 维修企业编码 and password of the shop that it knows.
    pub fn account(&self) -> (&str, &str) {
        (&self.archive.config.company_code, &self.archive.config.password)
    }

    /// What came, the oldest first.
    pub fn came(&self) -> Vec<Came> {
        self.archive.state().came.clone()
    }

    /// What it has under a list number: the last upload's text.
    pub fn record(&self, cost_list_code: &str) -> Option<String> {
        self.archive.state().records.get(cost_list_code).cloned()
    }

    /// Resolves once so many uploads have arrived in all.
    pub async fn arrived(&self, count: usize) {
        let mut seen = self.archive.arrived.subscribe();
        // The archive holds the sender for as long as the handle lives.
        let _ = seen.wait_for(|n| *n >= count).await;
    }

    /// What goes wrong with the next upload.
    pub fn fault(&self, fault: Fault) {
        self.archive.state().faults.push(fault);
    }

    /// Makes the token that it gave invalid.
    pub fn expire_token(&self) {
        self.archive.state().token = None;
    }

    /// Stops it; returns once it has stopped.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}

#[cfg(test)]
mod tests;
