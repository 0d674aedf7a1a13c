//! AutoX3 as the page describes it: a technician takes cars in with an app, and each order goes to the shop's callback, signed
//! over the raw text, six times again (2, 4, … 64 s) where no normal answer comes. Pictures of flaws lie here too.

mod order;
mod server;

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lotdesk_domain::id::GuidSource;
use lotdesk_domain::moment::Clock;
use lotdesk_protocols::sign::sha1_hex;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use order::MadeUpOrder;

/// The page's retries, in seconds.
const RETRIES_S: [u64; 6] = [2, 4, 8, 16, 32, 64];
/// The type that the page names for an order.
const ORDER_TYPE: &str = "event.autox3.order.receivebase.create";
/// In the demo a car is taken in about this often, in seconds.
const BETWEEN_ORDERS_S: std::ops::Range<u64> = 60..240;
/// The first one comes soon: an empty desk says nothing.
const FIRST_ORDERS: u32 = 3;

/// What AutoX3 is made of.
#[derive(Clone)]
pub struct Autox3Config {
    /// The secret that both sides know.
    pub app_secret: String,
    /// Port on the loopback; 0 for any.
    pub port: u16,
    /// What draws the cars.
    pub seed: u64,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// Where message identifiers come from.
    pub guids: Arc<dyn GuidSource>,
}

impl Autox3Config {
    /// AutoX3 with the demo's secret.
    pub fn demo(clock: Arc<dyn Clock>, guids: Arc<dyn GuidSource>, seed: u64) -> Self {
        Self { app_secret: "demo-autox3-secret".into(), port: 0, seed, clock, guids }
    }
}

/// A message that was sent, and what came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// `msgId`
    pub msg_id: String,
    /// `msgType`
    pub msg_type: String,
    /// What was on the wire.
    pub body: String,
    /// How often it was sent.
    pub tries: u32,
    /// The last answer; none where none came.
    pub answer: Option<String>,
    /// True when that was a normal one.
    pub taken: bool,
}

struct App {
    config: Autox3Config,
    drawn: Mutex<(StdRng, i64)>,
    sent: Mutex<Vec<Sent>>,
    client: reqwest::Client,
    pictures_url: String,
}

/// A running AutoX3. Dropping the handle stops it too.
pub struct Autox3Handle {
    /// Where drivers in other processes have it send.
    pub control_url: String,
    /// Host of its pictures.
    pub picture_host: String,
    app: Arc<App>,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

impl Autox3Handle {
    /// Starts it on the loopback, over plain http.
    ///
    /// # Errors
    /// When the port is not to be had.
    pub async fn start(config: Autox3Config) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let address = listener.local_addr()?;
        // One TLS implementation for the process; whoever came first has chosen.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder().timeout(Duration::from_secs(25)).no_proxy();
        // The shop's certificate may be of its own making; a real sender would be told of it.
        let client = builder.tls_danger_accept_invalid_certs(true).build().unwrap_or_default();
        // Numbers go on where an earlier run left off.
        let first_number = config.clock.now().seconds() - 1_700_000_000;
        let app = Arc::new(App {
            drawn: Mutex::new((StdRng::seed_from_u64(config.seed), first_number)),
            config,
            sent: Mutex::default(),
            client,
            pictures_url: format!("http://{address}/pictures"),
        });
        let stop = CancellationToken::new();
        let (router, ended) = (server::router(app.clone()), stop.clone());
        let running = tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(ended.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the sandbox's AutoX3 broke");
            }
        });
        let control_url = format!("http://{address}/_sandbox");
        Ok(Self { control_url, picture_host: address.ip().to_string(), app, stop, running })
    }

    /// The secret that both sides know.
    pub fn app_secret(&self) -> &str {
        &self.app.config.app_secret
    }

    /// A made-up order.
    pub fn make_up(&self) -> MadeUpOrder {
        self.app.make_up()
    }

    /// Sends an order to a callback, and again until it is taken or six more times.
    pub async fn send(&self, callback_url: &str, order: &MadeUpOrder) -> Sent {
        self.app.send(callback_url, ORDER_TYPE, &order.content(), &RETRIES_S).await
    }

    /// Cars are taken in by themselves from now on, and their orders sent, until this is stopped.
    pub fn work(&self, callback_url: String) -> JoinHandle<()> {
        let (app, stop) = (self.app.clone(), self.stop.clone());
        tokio::spawn(async move {
            let mut number = 0;
            loop {
                let wait_s = if number < FIRST_ORDERS { 2 } else { app.draw(BETWEEN_ORDERS_S) };
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_secs(wait_s)) => {}
                    () = stop.cancelled() => return,
                }
                number += 1;
                let order = app.make_up();
                let content = order.content();
                tokio::select! {
                    sent = app.send(&callback_url, ORDER_TYPE, &content, &RETRIES_S) => {
                        if !sent.taken {
                            tracing::warn!(answer = ?sent.answer, "the shop does not take an order");
                        }
                    }
                    () = stop.cancelled() => return,
                }
            }
        })
    }

    /// Everything that was sent.
    pub fn sent(&self) -> Vec<Sent> {
        self.app.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops it; returns once it has stopped.
    pub async fn stop(self) {
        self.stop.cancel();
        let _ = self.running.await;
    }
}

impl App {
    fn draw(&self, range: std::ops::Range<u64>) -> u64 {
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner).0.random_range(range)
    }

    fn make_up(&self) -> MadeUpOrder {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.1 += 1;
        let number = drawn.1;
        MadeUpOrder::draw(&mut drawn.0, number, self.config.clock.now(), &self.pictures_url)
    }

    /// A message of this type and content, signed: SHA-1 over msgId, msgType, staffInfo, createTime, content and the secret,
    /// the two objects as the very text that goes out.
    fn message(&self, msg_id: &str, msg_type: &str, content: &str) -> String {
        const STAFF: &str = r#"{"areaCode":"+86","brandId":114,"mobile":"13800000001","staffId":380,"staffName":"某师傅","storeId":84}"#;
        let create_time = self.config.clock.now().0.to_string();
        let signed = [msg_id, msg_type, STAFF, &create_time, content, &self.config.app_secret].concat();
        let signature = sha1_hex(signed.as_bytes());
        format!(
            r#"{{"content":{content},"createTime":{create_time},"msgType":"{msg_type}","msgSignature":"{signature}","msgId":"{msg_id}","staffInfo":{STAFF}}}"#
        )
    }

    async fn send(&self, callback_url: &str, msg_type: &str, content: &str, retries_s: &[u64]) -> Sent {
        let msg_id = self.config.guids.next_guid().to_string();
        let body = self.message(&msg_id, msg_type, content);
        self.send_body(callback_url, msg_id, msg_type, body, retries_s).await
    }

    async fn send_body(
        &self,
        callback_url: &str,
        msg_id: String,
        msg_type: &str,
        body: String,
        retries_s: &[u64],
    ) -> Sent {
        let mut sent = Sent { msg_id, msg_type: msg_type.to_owned(), body, tries: 0, answer: None, taken: false };
        for wait_s in std::iter::once(&0).chain(retries_s) {
            if *wait_s > 0 {
                tokio::time::sleep(Duration::from_secs(*wait_s)).await;
            }
            sent.tries += 1;
            let request = self.client.post(callback_url).header("Content-Type", "application/json");
            let answer = match request.body(sent.body.clone()).send().await {
                Ok(answer) => answer.text().await.ok(),
                Err(_) => None,
            };
            // Strictly the page's: anything else is no normal response.
            sent.taken = answer.as_deref().is_some_and(|text| {
                serde_json::from_str::<serde_json::Value>(text)
                    .is_ok_and(|said| said == serde_json::json!({ "data": null, "errorInfo": "", "status": 0 }))
            });
            sent.answer = answer;
            if sent.taken {
                break;
            }
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent.clone());
        sent
    }
}
