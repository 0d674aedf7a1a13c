//! A charging platform as strict as appendix B of DB4403/T 313—2023, with its own reading of the tables. It verifies, keeps
//! state, disputes, fails on demand, and asks as such a platform asks. It shares with `protocols` the bare tools only: exact
//! JSON, digests and ciphers, never the messages that it judges.

mod ask;
mod check;
mod control;
mod envelope;
mod platform;
mod server;
mod tables;

use std::net::Ipv4Addr;
use std::sync::Arc;

use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::Clock;
use lotdesk_protocols::json::Node;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use ask::{AskError, Asked};
pub use platform::{Fault, Judged, Pushed};

use platform::Platform;

/// What the platform is made of.
#[derive(Clone)]
pub struct ChargingConfig {
    /// Its own `OperatorID`.
    pub platform_id: String,
    /// The `OperatorID` of the lot that it serves.
    pub operator_id: String,
    /// The secret that the lot proves itself with.
    pub operator_secret: String,
    /// The secret that it proves itself to the lot with.
    pub platform_secret: String,
    /// `DataSecret`, 16 characters.
    pub data_secret: String,
    /// `DataSecretIV`, 16 characters.
    pub data_secret_iv: String,
    /// `SigSecret`.
    pub sig_secret: String,
    /// Speaks T/CEC 102's spelling, and takes no other.
    pub tcec102: bool,
    /// Version in the path.
    pub version: String,
    /// How long its tokens last, in seconds.
    pub token_life_s: u32,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where tokens and order numbers come from.
    pub guids: Arc<dyn GuidSource>,
}

impl ChargingConfig {
    /// A platform with the demo's keys.
    pub fn demo(clock: Arc<dyn Clock>, guids: Arc<dyn GuidSource>) -> Self {
        Self {
            platform_id: "MA5DEMO01".into(),
            operator_id: "123456789".into(),
            operator_secret: "demo-operator-secret".into(),
            platform_secret: "demo-platform-secret".into(),
            data_secret: "demo-data-secret".into(),
            data_secret_iv: "demo-data-vector".into(),
            sig_secret: "demo-sig-secret".into(),
            tcec102: false,
            version: "1.0".into(),
            token_life_s: 7_200,
            port: 0,
            clock,
            guids,
        }
    }
}

/// A running charging platform. Dropping the handle stops it too.
pub struct ChargingHandle {
    /// Where it lives; an interface's address is this, `/evcs/v1.0/` and its name.
    pub base_url: String,
    /// Where it takes the city platform's numbers 1102, 1103 and 1105.
    pub numbers_base_url: String,
    platform: Arc<Platform>,
    client: reqwest::Client,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl ChargingHandle {
    /// Starts the platform on the loopback, over plain http.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub async fn start(config: ChargingConfig) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let platform = Arc::new(Platform::new(config));
        let stop = CancellationToken::new();
        let (router, ended) = (server::router(platform.clone()), stop.clone());
        let running = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox's charging platform broke");
            }
        });
        let base_url = format!("http://{address}");
        Ok(Self {
            numbers_base_url: format!("{base_url}{}", server::NUMBERS_PATH),
            base_url,
            platform,
            client: ask::client(),
            stop,
            running,
        })
    }

    /// The lot's `OperatorID`.
    pub fn operator_id(&self) -> &str {
        &self.platform.config.operator_id
    }

    /// Its own `OperatorID`.
    pub fn platform_id(&self) -> &str {
        &self.platform.config.platform_id
    }

    /// What came, the oldest first.
    pub fn pushed(&self) -> Vec<Pushed> {
        self.platform.state().pushed.clone()
    }

    /// What came and was taken, of one interface, as content.
    pub fn taken(&self, interface: &str) -> Vec<Node> {
        let state = self.platform.state();
        let taken = state.pushed.iter().filter(|p| p.interface == interface && p.judged == Judged::Taken);
        taken.map(|p| p.content.clone()).collect()
    }

    /// Resolves once so many messages have arrived in all.
    pub async fn arrived(&self, count: usize) {
        let mut seen = self.platform.arrived.subscribe();
        // The platform holds the sender for as long as the handle lives.
        let _ = seen.wait_for(|n| *n >= count).await;
    }

    /// What goes wrong with the next call of an interface, or of any.
    pub fn fault(&self, interface: Option<&str>, fault: Fault) {
        self.platform.state().faults.push((interface.map(str::to_owned), fault));
    }

    /// Makes every token that it gave invalid.
    pub fn expire_tokens(&self) {
        self.platform.state().tokens.clear();
    }

    /// A new order number of the platform's own.
    pub fn order_number(&self) -> String {
        self.platform.order_number()
    }

    /// Asks the lot, as the platform does: with a token of the lot's, enciphered and signed. `served_at` is the lot's
    /// address with everything before the interface's name.
    ///
    /// # Errors
    /// When no answer comes, or one that nobody vouches for.
    pub async fn ask(&self, served_at: &str, interface: &str, content: &str) -> Result<Asked, AskError> {
        self.platform.ask(&self.client, served_at, interface, content).await
    }

    /// Stops it; returns once it has stopped.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}
