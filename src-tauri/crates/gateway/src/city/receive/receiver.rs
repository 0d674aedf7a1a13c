//! One way in for every transport: verdict, inbox, items, reply.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_ledger::Ledger;
use lotdesk_ledger::inbox::{Arrival, Earlier};
use lotdesk_operations::api::listener::PushRefusal;
use lotdesk_operations::{Desk, PlatformRequest};
use lotdesk_protocols::city::envelope::Received;
use lotdesk_protocols::city::receiver::{self, Item, Receiver};
use lotdesk_protocols::city::{Dialect, SignAlgorithm};
use lotdesk_protocols::json::Node;
use tokio::time::Instant;

use super::guard::Guard;
use super::verdict::{NotTaken, Turn, digest, freshness, turn, whole};
use crate::callback::Refusals;
use crate::charging::ChargingDoor;

/// So many refused messages a minute are kept to be looked at; the counters have all of them.
const REFUSED_KEPT_A_MINUTE: u32 = 60;
/// An interface number is never longer; what was asked for instead of one is shortened to this in the inbox.
const LONGEST_INTERFACE: usize = 32;

/// What a receiver is made of.
pub struct ReceiverParts {
    /// Carries out what is asked.
    pub desk: Desk,
    /// Keeps what came.
    pub ledger: Ledger,
    /// Our time.
    pub clock: Arc<dyn Clock>,
    /// The platform's habits.
    pub dialect: Dialect,
    /// Who calls over HTTPS.
    pub guard: Guard,
    /// How far a timestamp may be from our clock; nothing is asked of it where this is zero.
    pub window: Duration,
    /// Host and port of the platform's TCP side, for the inbox.
    pub tcp_address: Option<String>,
    /// Where refusals are counted.
    pub refusals: Arc<Refusals>,
    /// Serves appendix B's envelope where it comes under a number (1101, 1104, 1106).
    pub charging: Option<Arc<ChargingDoor>>,
    /// Is told of every request that proved to be the platform's: interface and transport.
    pub heard: Heard,
}

/// Who is told that the platform asked something.
pub type Heard = Arc<dyn Fn(&str, &'static str) + Send + Sync>;

/// The city platform's receiver.
#[derive(Clone)]
pub struct CityReceiver {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) parts: ReceiverParts,
    kept: DefaultDirectRateLimiter,
}

/// How a message came, and what became of the proof of its sender.
pub(super) struct Origin {
    pub transport: &'static str,
    pub peer: String,
    pub address: Option<IpAddr>,
    pub proof: Result<(), PushRefusal>,
    pub answer_by: Instant,
}

/// A reply, and whether it is one of those that say it went well.
pub(super) struct Said {
    pub reply: String,
    pub ok: bool,
}

impl CityReceiver {
    /// A receiver. Serves both transports: see [`crate::callback::Receiver`] and [`crate::city::tcp::DownlinkHandler`].
    pub fn new(parts: ReceiverParts) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(REFUSED_KEPT_A_MINUTE).unwrap_or(NonZeroU32::MIN));
        Self { inner: Arc::new(Inner { parts, kept: RateLimiter::direct(quota) }) }
    }

    pub(super) fn parts(&self) -> &ReceiverParts {
        &self.inner.parts
    }

    /// Takes a message and gives the reply. What has begun is finished, also when the reply is owed before that.
    pub(super) async fn take(&self, code: String, body: Bytes, origin: Origin) -> Said {
        let served = receiver::receiver(&code);
        let answer_by = origin.answer_by;
        let (this, asked) = (self.clone(), code.clone());
        let working = tokio::spawn(async move { this.inner.work(served, &asked, &body, origin).await });
        let late = || {
            let words = "处理超时，稍后可用同一请求再问";
            self.inner.count(PushRefusal::Failed, None, &code);
            self.inner.refuse(served, &AskRefusal::new(AskCode::Other, words))
        };
        match tokio::time::timeout_at(answer_by, working).await {
            Ok(Ok(said)) => said,
            Ok(Err(_)) | Err(_) => late(),
        }
    }

    /// The reply to a message that was not even read.
    pub(super) fn turn_away(&self, code: &str, refusal: &AskRefusal) -> String {
        self.inner.refuse(receiver::receiver(code), refusal).reply
    }
}

impl Inner {
    async fn work(&self, served: Option<&'static Receiver>, code: &str, body: &Bytes, origin: Origin) -> Said {
        let now = self.parts.clock.now();
        let digest = digest(code, body);
        let message = match self.judge(served, code, body, &origin) {
            Ok(message) => message,
            Err(not) => return self.not_taken(served, code, body, &origin, not).await,
        };
        let (served, received) = message;
        (self.parts.heard)(code, origin.transport);
        let earlier = match self.earlier(digest).await {
            Ok(earlier) => earlier,
            Err(refusal) => return self.failed(served, code, &origin, &refusal),
        };
        let fresh = freshness(received.timestamp, now, self.parts.window);
        match turn(fresh, earlier.as_ref().map(|earlier| earlier.at), now, self.parts.window) {
            Turn::Refuse(not) => return self.not_taken(Some(served), code, body, &origin, not).await,
            Turn::Repeat if let Some(Earlier { no, reply: Some(reply), .. }) = earlier => {
                if let Err(error) = self.parts.ledger.count_repeat(no).await {
                    tracing::warn!(%error, no, "a repeat could not be counted");
                }
                let (ok, _) = meaning(&reply);
                return Said { reply, ok };
            }
            // A repeat of what was never answered is carried out again: what has a key was done once at the most.
            Turn::Repeat | Turn::Take => {}
        }
        let no = match self.parts.ledger.store_arrival_once(self.arrival(code, body, &origin, None), digest).await {
            Ok(no) => no,
            Err(error) => {
                tracing::error!(%error, "a downlink could not be stored, so nothing is done about it");
                let refusal = AskRefusal::new(AskCode::Other, "本机暂时无法保存请求，请稍后再试");
                return self.failed(served, code, &origin, &refusal);
            }
        };
        let mut outcomes = Vec::with_capacity(received.data.len());
        for node in received.data {
            let outcome = self.one(served, &node, received.timestamp).await;
            outcomes.push((node, outcome));
        }
        let now = self.parts.clock.now();
        let reply = receiver::reply(served, &outcomes, now);
        let (ok, words) = meaning(&reply);
        if let Err(error) = self.parts.ledger.settle_arrival_as(no, reply.clone(), ok, words, now).await {
            tracing::error!(%error, no, "an answer could not be kept beside its message");
        }
        Said { reply, ok }
    }

    /// Who it is, whether there is such an interface, whether it is whole; in this order, so that a stranger learns
    /// nothing but that he is one.
    fn judge(
        &self,
        served: Option<&'static Receiver>,
        code: &str,
        body: &[u8],
        origin: &Origin,
    ) -> Result<(&'static Receiver, Received), NotTaken> {
        if let Err(reason) = origin.proof {
            return Err(NotTaken::new(reason, AskCode::BadToken, "访问令牌错误"));
        }
        let Some(served) = served else {
            let words = match lotdesk_protocols::interface(Platform::City, code) {
                Some(_) => format!("接口 {code} 不由本系统提供"),
                None => "没有此接口".to_owned(),
            };
            return Err(NotTaken::new(PushRefusal::UnknownInterface, AskCode::Other, words));
        };
        Ok((served, whole(body, self.algorithm())?))
    }

    fn algorithm(&self) -> SignAlgorithm {
        self.parts.dialect.sign_algorithm
    }

    async fn earlier(&self, digest: [u8; 32]) -> Result<Option<Earlier>, AskRefusal> {
        self.parts.ledger.read(move |tx| tx.arrival_with(Platform::City, &digest)).await.map_err(|error| {
            tracing::error!(%error, "the inbox does not answer");
            AskRefusal::new(AskCode::Other, "本机暂时无法处理请求，请稍后再试")
        })
    }

    /// One item: read, carried out, its answer's items.
    async fn one(
        &self,
        served: &'static Receiver,
        node: &Node,
        timestamp: Option<i64>,
    ) -> Result<Vec<Node>, AskRefusal> {
        let receiver::Read { key, ask } = (served.read)(&Item { node, timestamp })?;
        let (write, asked) = (served.answer, node.clone());
        let encode = Box::new(move |answer: &Answer| Node::List(write(answer, &asked)).compact());
        let request = PlatformRequest { platform: Platform::City, interface: served.id, key, ask, encode };
        let done = self.parts.desk.carry_out(request).await?;
        match Node::parse(&done.reply) {
            Ok(Node::List(items)) => Ok(items),
            // We have written it ourselves.
            _ => Err(AskRefusal::new(AskCode::Other, "已处理，但应答无法读取")),
        }
    }

    fn arrival(&self, code: &str, body: &[u8], origin: &Origin, refused: Option<String>) -> Arrival {
        Arrival {
            platform: Platform::City,
            interface: code.chars().take(LONGEST_INTERFACE).collect(),
            transport: origin.transport,
            peer: origin.peer.clone(),
            at: self.parts.clock.now(),
            body: body.to_vec(),
            refused,
        }
    }

    async fn not_taken(
        &self,
        served: Option<&'static Receiver>,
        code: &str,
        body: &[u8],
        origin: &Origin,
        not: NotTaken,
    ) -> Said {
        let NotTaken { reason, refusal } = not;
        self.count(reason, origin.address, code);
        if self.kept.check().is_ok() {
            let words = format!("{} {}", receiver::code(refusal.code), refusal.words);
            let arrival = self.arrival(code, body, origin, Some(words));
            self.parts.desk.store_refused(arrival, reason).await;
        }
        self.refuse(served, &refusal)
    }

    fn failed(&self, served: &'static Receiver, code: &str, origin: &Origin, refusal: &AskRefusal) -> Said {
        self.count(PushRefusal::Failed, origin.address, code);
        self.refuse(Some(served), refusal)
    }

    fn count(&self, reason: PushRefusal, from: Option<IpAddr>, what: &str) {
        self.parts.refusals.count(Some(Platform::City), reason, from, what);
    }

    fn refuse(&self, served: Option<&'static Receiver>, refusal: &AskRefusal) -> Said {
        Said { reply: receiver::refuse_all(served, refusal, self.parts.clock.now()), ok: false }
    }
}

/// Whether a reply of ours says that it was done, and in what words.
fn meaning(reply: &str) -> (bool, String) {
    match lotdesk_protocols::city::client::Reply::parse(reply) {
        Ok(reply) => (reply.refusal().is_none(), reply.result_msg.unwrap_or_default()),
        Err(_) => (false, String::new()),
    }
}
