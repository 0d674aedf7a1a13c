//! The downlink console: the platform asks, over HTTPS at the callback server that was registered by 1001 or over the TCP
//! connection that is logged in, and judges what it is answered. It breaks its own side on demand.

mod https;
mod judge;
mod order;
pub mod tables;
mod trust;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lotdesk_protocols::json::Node;
use serde::{Deserialize, Serialize};

pub use order::{Authorization, DownlinkOrder, Transport};
pub use trust::BadPin;

use self::trust::Trust;
use super::JournalError;
use super::faults::Fault;
use super::payer;
use super::platform::Shared;
use super::server::signed;
use super::tcp::AskError;

/// 6.1.1 e: how long an answer is waited for.
const ANSWER: Duration = Duration::from_secs(20);
/// So many downlinks are remembered.
const KEPT: usize = 10_000;

/// What became of a downlink.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downlink {
    /// How it went.
    pub transport: Transport,
    /// The interface.
    pub code: String,
    /// Where it went: an address, or `tcp`.
    pub to: String,
    /// The envelope as it was sent.
    pub sent: String,
    /// The HTTP status; none over TCP, and without an answer.
    pub status: Option<u16>,
    /// The answer as it came.
    pub answer: Option<String>,
    /// Why there is no answer.
    pub why: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// What is wrong with the answer by the standard's tables; empty where it keeps to them.
    pub findings: Vec<String>,
    /// SHA-256 of the certificate that the callback server showed.
    pub fingerprint: Option<String>,
}

impl Downlink {
    /// True where an answer came that keeps to the tables, whatever it says.
    pub fn sound(&self) -> bool {
        self.answer.is_some() && self.findings.is_empty()
    }
}

/// What the console keeps in mind.
#[derive(Default)]
pub struct Console {
    told: Mutex<Told>,
    trust: std::sync::Arc<Trust>,
}

#[derive(Default)]
struct Told {
    callback_server: Option<String>,
    /// The newest token that was given out, and the one before it.
    newest: Option<String>,
    previous: Option<String>,
    done: Vec<Downlink>,
}

impl Console {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A login was accepted: this is where downlinks go, when it says so.
    pub(super) fn registered(&self, callback_server: Option<&str>) {
        if let Some(address) = callback_server {
            self.told().callback_server = Some(address.to_owned());
        }
    }

    /// A token was given out.
    pub(super) fn token_given(&self, token: &str) {
        let mut told = self.told();
        told.previous = told.newest.replace(token.to_owned());
    }

    /// Takes the callback server's certificate by this fingerprint and by no other.
    pub(super) fn pin(&self, fingerprint: &str) -> Result<(), BadPin> {
        self.trust.pin(fingerprint)
    }

    /// The downlinks so far, the oldest first.
    pub(super) fn done(&self) -> Vec<Downlink> {
        self.told().done.clone()
    }

    fn authorization(&self, wanted: &Authorization) -> Option<String> {
        let told = self.told();
        match wanted {
            Authorization::Newest => told.newest.as_ref().map(|token| format!("bearer {token}")),
            Authorization::Previous => told.previous.as_ref().map(|token| format!("bearer {token}")),
            Authorization::None => None,
            Authorization::Header(header) => Some(header.clone()),
        }
    }
}

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum NotAsked {
    /// The fingerprint is none.
    #[error(transparent)]
    Pin(#[from] BadPin),
    /// What came of it could not be logged.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// Over TCP the interface is a number of two bytes.
    #[error("{0} is no interface number (table 33)")]
    Code(String),
}

/// Sends a downlink and judges the answer.
pub(super) async fn carry_out(platform: &Shared, order: DownlinkOrder) -> Result<Downlink, NotAsked> {
    if let Some(fingerprint) = &order.fingerprint {
        platform.downlinks.pin(fingerprint)?;
    }
    let items = order.items();
    let mut body = order.body.clone().unwrap_or_else(|| envelope(platform, &order, &items));
    let fault = platform.core().script.strike_downlink(&order.code);
    match &fault {
        Some(Fault::Delay { delay_ms }) => tokio::time::sleep(Duration::from_millis(*delay_ms)).await,
        Some(Fault::Garbage) => body = "<html><body>502 Bad Gateway</body></html>".to_owned(),
        _ => {}
    }
    let begun = Instant::now();
    let mut done = Downlink {
        transport: order.transport,
        code: order.code.clone(),
        to: "tcp".to_owned(),
        sent: body.clone(),
        status: None,
        answer: None,
        why: None,
        took_ms: 0,
        findings: Vec::new(),
        fingerprint: None,
    };
    match order.transport {
        Transport::Https => over_https(platform, &order, body, fault.as_ref(), &mut done).await,
        Transport::Tcp => over_tcp(platform, &order, body, fault.as_ref(), &mut done).await?,
    }
    done.took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if let Some(answer) = &done.answer {
        done.findings = judge::findings(&order.code, &items, done.status, answer, platform.now());
        if order.code == "6007" {
            payer::told_of(platform, &items, &done.sent, answer)?;
        }
    }
    let mut told = platform.downlinks.told();
    if told.done.len() == KEPT {
        told.done.remove(0);
    }
    told.done.push(done.clone());
    Ok(done)
}

fn envelope(platform: &Shared, order: &DownlinkOrder, items: &[Node]) -> String {
    let data = Node::List(items.to_vec());
    let sign = order.sign.clone().unwrap_or_else(|| signed(platform, &data));
    let timestamp = order.timestamp.unwrap_or_else(|| platform.now().seconds());
    // 6.1.1 g: the bytes that are signed are the bytes that are sent.
    format!(r#"{{"timestamp":{timestamp},"sign":{},"data":{}}}"#, Node::Text(sign).compact(), data.canonical())
}

async fn over_https(
    platform: &Shared,
    order: &DownlinkOrder,
    body: String,
    fault: Option<&Fault>,
    done: &mut Downlink,
) {
    let Some(base) = platform.downlinks.told().callback_server.clone() else {
        done.why = Some("nobody has registered a callbackServer by 1001 (table 34)".to_owned());
        return;
    };
    done.to = format!("{}/{}", base.trim_end_matches('/'), order.code);
    let call = https::Call {
        url: &done.to,
        authorization: platform.downlinks.authorization(&order.authorization),
        body,
        hang_up: match fault {
            Some(Fault::LoseReply | Fault::Withhold) => https::HangUp::AfterTheRequest,
            Some(Fault::CutBefore) => https::HangUp::InTheMiddle,
            _ => https::HangUp::No,
        },
    };
    let trust = platform.downlinks.trust.clone();
    match tokio::time::timeout(ANSWER, https::call(call, &trust)).await {
        Ok(Ok(Some((status, answer)))) => (done.status, done.answer) = (Some(status), Some(answer)),
        Ok(Ok(None)) => done.why = Some("hung up on purpose".to_owned()),
        Ok(Err(why)) => done.why = Some(why.to_string()),
        Err(_) => done.why = Some("no answer within 20 s (6.1.1 e)".to_owned()),
    }
    done.fingerprint = trust.seen();
}

async fn over_tcp(
    platform: &Shared,
    order: &DownlinkOrder,
    body: String,
    fault: Option<&Fault>,
    done: &mut Downlink,
) -> Result<(), NotAsked> {
    let command: u16 = order.code.parse().map_err(|_| NotAsked::Code(order.code.clone()))?;
    let cut = matches!(fault, Some(Fault::LoseReply | Fault::Withhold | Fault::CutBefore));
    let answered = if cut { platform.tcp.ask_and_cut(command, body) } else { platform.tcp.ask(command, body).await };
    match answered {
        Ok(answer) => done.answer = Some(answer),
        Err(AskError::Cut) if cut => done.why = Some("hung up on purpose".to_owned()),
        Err(why) => done.why = Some(why.to_string()),
    }
    Ok(())
}
