//! A payment channel that takes pay codes of WeChat and Alipay, with the drivers behind them, and endings on demand. It keeps
//! what it has taken by our numbers, takes no code twice, and writes the bills that merchants download. It shares no code with
//! whoever calls it.
//!
//! **Endings.** What the next scan comes to is ordered at `POST /_sandbox/ending`; otherwise the code's last four digits say:
//!
//! | digits | what comes |
//! | --- | --- |
//! | `0001` | the driver is asked for a password, and enters it after some seconds |
//! | `0002` | the balance is too low |
//! | `0003` | paid, and the answer is lost |
//! | `0004` | the driver is asked for a password and never enters it |
//! | others | paid |

mod bill;
mod server;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lotdesk_domain::moment::{Clock, Moment};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use bill::{Bill, bill};

/// How long a driver takes for a password, in milliseconds.
const PASSWORD_TAKES_MS: i64 = 6_000;

/// What the channel is made of.
#[derive(Clone)]
pub struct PaymentConfig {
    /// The one merchant that it knows.
    pub merchant: String,
    /// Its key.
    pub key: String,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
}

impl PaymentConfig {
    /// A channel with the demo's merchant.
    pub fn demo(clock: Arc<dyn Clock>) -> Self {
        Self { merchant: "1900000109".into(), key: "demo-payment-key".into(), port: 0, clock }
    }
}

/// What a scan comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The money is there.
    Paid,
    /// The driver is asked for a password, and enters it after some seconds.
    Password,
    /// The driver is asked for a password and never enters it.
    NoPassword,
    /// The balance is too low.
    Insufficient,
    /// Paid, and the answer is lost (HTTP 504).
    LoseReply,
    /// The request is lost on the way (HTTP 504): nothing is known of it.
    LoseRequest,
    /// Paid, and no answer ever comes.
    Hang,
    /// The request is lost on the way, and no answer ever comes.
    HangBefore,
}

/// How a trade stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// The driver has this long.
    Paying,
    /// Paid.
    Paid,
    /// Refused.
    Refused,
    /// Withdrawn: nothing is taken, or it went back.
    Closed,
}

/// Whose code it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// WeChat.
    Wechat,
    /// Alipay.
    Alipay,
}

/// Money that went back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// The merchant's number of it.
    pub out_refund_no: String,
    /// How much.
    pub amount_fen: i64,
    /// When, in ms since 1970.
    pub at_ms: i64,
}

/// A trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    /// The merchant's number of it.
    pub out_trade_no: String,
    /// The channel's.
    pub trade_no: String,
    /// Whose.
    pub whose: Whose,
    /// How much.
    pub amount_fen: i64,
    /// How it stands.
    pub stands: Stands,
    /// When the driver's money was taken, in ms since 1970; none where it was not.
    pub paid_at_ms: Option<i64>,
    /// When the password comes, in ms since 1970.
    pub password_at_ms: Option<i64>,
    /// How often the driver's money was taken: more than once is a broken merchant.
    pub charged: u32,
    /// What went back.
    pub back: Vec<Back>,
}

#[derive(Default)]
struct State {
    trades: BTreeMap<String, Trade>,
    codes: BTreeMap<String, String>,
    endings: Vec<Ending>,
    /// Nothing is answered but 503.
    down: bool,
    /// Refunds are refused.
    refuse_refunds: bool,
    numbers: u64,
    calls: Vec<(String, String)>,
}

struct Channel {
    config: PaymentConfig,
    state: Mutex<State>,
    came: watch::Sender<usize>,
}

impl Channel {
    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Moment {
        self.config.clock.now()
    }
}

/// A running channel. Dropping the handle stops it too.
pub struct PaymentHandle {
    /// Where it lives.
    pub base_url: String,
    /// Where drivers in other processes look into it and break it.
    pub control_url: String,
    channel: Arc<Channel>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl PaymentHandle {
    /// Starts the channel on the loopback, over plain http.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub async fn start(config: PaymentConfig) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        let (came, _) = watch::channel(0);
        let channel = Arc::new(Channel { config, state: Mutex::default(), came });
        let stop = CancellationToken::new();
        let (router, ended) = (server::router(channel.clone(), stop.clone()), stop.clone());
        let running = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox's payment channel broke");
            }
        });
        Ok(Self {
            base_url: format!("http://{address}/v1"),
            control_url: format!("http://{address}/_sandbox"),
            channel,
            stop,
            running,
        })
    }

    /// Merchant and key.
    pub fn account(&self) -> (&str, &str) {
        (&self.channel.config.merchant, &self.channel.config.key)
    }

    /// The trades, by the merchant's numbers.
    pub fn trades(&self) -> Vec<Trade> {
        self.channel.state().trades.values().cloned().collect()
    }

    /// What the next scan comes to.
    pub fn ending(&self, ending: Ending) {
        self.channel.state().endings.push(ending);
    }

    /// Resolves once so many calls have come in all.
    pub async fn came(&self, count: usize) {
        let mut seen = self.channel.came.subscribe();
        // The channel holds the sender for as long as the handle lives.
        let _ = seen.wait_for(|n| *n >= count).await;
    }

    /// Stops it; returns once it has stopped.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}

#[cfg(test)]
mod tests;
