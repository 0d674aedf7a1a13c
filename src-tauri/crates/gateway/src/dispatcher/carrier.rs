//! What carries a message to the platform, as the dispatcher sees it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome};
use lotdesk_domain::moment::Moment;

use super::outbox::{BatchLimit, Claimed};

/// What an attempt has shown about the platform as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It answered, be it with a refusal.
    Answered,
    /// No connection, no reply, or one that nobody can read.
    Silent {
        /// In words.
        why: String,
    },
    /// It answered and refuses our login.
    LoginRefused {
        /// In words.
        why: String,
        /// How long the link lets the login rest.
        again_in: Duration,
    },
    /// Nothing: the message failed on this machine.
    Nothing,
}

/// How an attempt ended, and what it has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// How it ended for the message.
    pub outcome: Outcome,
    /// What it showed of the platform.
    pub seen: Seen,
    /// The reply's text, where an operation waits for what it says; kept with the settling of the message.
    pub reply: Option<String>,
}

impl Carried {
    /// An end whose reply, if any, says no more than how it ended.
    pub const fn new(outcome: Outcome, seen: Seen) -> Self {
        Self { outcome, seen, reply: None }
    }
}

/// An exchange of the link's own, such as a login: to be stored as proof that the interface was exercised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Interface, such as `1001`.
    pub interface: &'static str,
    /// When the reply came.
    pub at: Moment,
    /// True when the platform said yes.
    pub ok: bool,
}

/// Tells whether a message can have left, when an attempt is broken off.
#[derive(Debug, Default)]
pub struct Departure(AtomicBool);

impl Departure {
    /// To be called by the carrier just before the message's own request begins.
    pub fn leaves(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it can have left.
    pub fn has_left(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Carries messages to one platform. Must be safe to drop in the middle of a call.
#[async_trait]
pub trait Carrier: Send + Sync + 'static {
    /// Makes sure that there is a session, without a message: logs in or refreshes when that is due. With `prove` the
    /// platform is really asked. Gives how long until this should be done again by itself; none for never.
    async fn open(&self, prove: bool) -> (Seen, Option<Duration>);

    /// Sends one message once and says how it ended.
    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried;

    /// How many messages of an interface may go in one request; none where it takes one at a time.
    fn batch(&self, _interface: &str) -> Option<BatchLimit> {
        None
    }

    /// Sends messages of one interface in one request and says how it ended for each, in their order. Only called with more
    /// than one where [`Carrier::batch`] allows it.
    async fn send_together(&self, all: &[Claimed], departure: &Departure) -> Vec<Carried> {
        let mut carried = Vec::with_capacity(all.len());
        for claimed in all {
            carried.push(self.send(claimed, departure).await);
        }
        carried
    }

    /// What a lost reply means for an interface.
    fn on_unknown(&self, interface: &str) -> OnUnknown;

    /// Whether the code of a refusal says that the platform has the message already. Only asked of one that may have arrived
    /// with an earlier attempt: of any other it is a refusal.
    fn has_already(&self, _claimed: &Claimed, _code: &str) -> bool {
        false
    }

    /// The link's own exchanges since the last call.
    fn take_exchanges(&self) -> Vec<Exchange>;

    /// Resolves when there may be exchanges to take that no message and no look at the session led to: questions whose
    /// answer somebody waits for. Must be safe to drop and call again.
    async fn has_exchanges(&self) {
        std::future::pending().await
    }

    /// Ends the session, at shutdown.
    async fn close(&self);
}
