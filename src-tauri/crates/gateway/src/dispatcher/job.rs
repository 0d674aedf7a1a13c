//! One attempt from the claimed message to the settled one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_domain::moment::Clock;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::carrier::{Carried, Carrier, Departure, Seen};
use super::gate::Gate;
use super::outbox::{Claimed, Outbox, Settlement};
use super::settings::DispatcherSettings;

/// What every job of one dispatcher shares.
pub(super) struct Shared<C, O> {
    pub platform: Platform,
    pub carrier: Arc<C>,
    pub outbox: Arc<O>,
    pub clock: Arc<dyn Clock>,
    pub settings: DispatcherSettings,
    pub gate: Mutex<Gate>,
    /// Breaks off what is still under way when the grace at the stop is over.
    pub cut: CancellationToken,
}

/// What a job has to tell the loop when it ends.
pub(super) enum Ended {
    /// An attempt; the message is tried again after this long, if at all.
    Attempt { again_in: Option<Duration> },
    /// A look at the session; it wants another after this long, if at all.
    Session { again_in: Option<Duration> },
}

impl<C: Carrier, O: Outbox> Shared<C, O> {
    /// The gate. Held for a few instructions, never across an await.
    pub fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends what was claimed together and settles each message by what was said of it.
    pub async fn attempt(self: Arc<Self>, all: Vec<Claimed>) -> Ended {
        let began = Instant::now();
        let carried = self.carry(&all).await;
        let now = Instant::now();
        let (ended, again_in) = {
            let mut gate = self.gate();
            // One request has shown one thing of the platform, however many messages were in it.
            if let Some(first) = carried.first() {
                gate.saw(began, now, &first.seen);
            }
            self.decide_all(&mut gate, now, &all, &carried)
        };
        let at = self.clock.now();
        let definite = carried.iter().find(|one| {
            matches!(one.seen, Seen::Answered) && matches!(one.outcome, Outcome::Accepted | Outcome::Refused { .. })
        });
        let ok = ended.iter().all(|(.., settlement)| *settlement == Settlement::Accepted);
        let interface = all.first().map_or("", |claimed| claimed.interface.as_str());
        // Both go to the ledger at once, so they share a commit.
        let reply = carried.first().and_then(|first| first.reply.as_deref());
        let (_, stored) = tokio::join!(self.settle(&ended, reply), async {
            if definite.is_some() { self.outbox.store_exchange(self.platform, interface, at, ok).await } else { Ok(()) }
        });
        if let Err(error) = stored {
            tracing::warn!(interface, %error, "an exchange could not be recorded");
        }
        self.store_own_exchanges().await;
        Ended::Attempt { again_in }
    }

    /// Looks after the session without a message.
    pub async fn look_after_session(self: Arc<Self>, prove: bool) -> Ended {
        let began = Instant::now();
        let (seen, again_in) = tokio::select! {
            biased;
            () = self.cut.cancelled() => (Seen::Nothing, None),
            end = self.carrier.open(prove) => end,
        };
        self.gate().saw(began, Instant::now(), &seen);
        self.store_own_exchanges().await;
        Ended::Session { again_in }
    }

    /// Settles messages that nobody carries any more: their process ended, or their job broke.
    pub async fn give_up(self: Arc<Self>, all: Vec<Claimed>, why: &'static str) -> Ended {
        let carried = Carried::new(Outcome::Unknown { why: why.to_owned() }, Seen::Nothing);
        let carried = vec![carried; all.len()];
        let (ended, again_in) = self.decide_all(&mut self.gate(), Instant::now(), &all, &carried);
        self.settle(&ended, None).await;
        Ended::Attempt { again_in }
    }

    /// Records the end of attempts, however often that takes: a message that is not settled is never claimed again. If
    /// the process ends before, the next one finds the messages among the interrupted ones.
    /// A reply that an operation waits for is kept with its message; what goes together keeps none.
    async fn settle(&self, ended: &[(Claimed, Outcome, Settlement)], reply: Option<&str>) {
        let mut wait = Duration::from_millis(200);
        loop {
            let now = self.clock.now();
            let settled = match ended {
                [(claimed, outcome, settlement)] => self.outbox.settle(claimed, outcome, *settlement, reply, now).await,
                _ => self.outbox.settle_all(ended, now).await,
            };
            let Err(error) = settled else { return };
            let no = ended.first().map(|(claimed, ..)| claimed.no);
            tracing::error!(no, %error, "the end of an attempt could not be recorded; trying again");
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(10));
        }
    }

    async fn carry(&self, all: &[Claimed]) -> Vec<Carried> {
        let departure = Departure::default();
        let limit = Duration::from_millis(self.settings.send_limit_ms);
        let sent = async {
            match all {
                [only] => vec![self.carrier.send(only, &departure).await],
                _ => self.carrier.send_together(all, &departure).await,
            }
        };
        let why = tokio::select! {
            biased;
            carried = sent => return carried,
            () = self.cut.cancelled() => "Lotdesk was stopped before the reply came".to_owned(),
            () = tokio::time::sleep(limit) => format!("no end of the attempt within {} ms", limit.as_millis()),
        };
        let outcome = if departure.has_left() {
            Outcome::Unknown { why: why.clone() }
        } else {
            Outcome::NotSent { why: why.clone() }
        };
        let seen = if self.cut.is_cancelled() { Seen::Nothing } else { Seen::Silent { why } };
        vec![Carried::new(outcome, seen); all.len()]
    }

    /// What becomes of each message, and after how long the first of them is tried again.
    fn decide_all(
        &self,
        gate: &mut Gate,
        now: Instant,
        all: &[Claimed],
        carried: &[Carried],
    ) -> (Vec<(Claimed, Outcome, Settlement)>, Option<Duration>) {
        let mut soonest: Option<Duration> = None;
        let ended = all.iter().zip(carried).map(|(claimed, one)| {
            let (settlement, again_in) = self.decide(gate, now, claimed, one);
            soonest = match (soonest, again_in) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            (claimed.clone(), one.outcome.clone(), settlement)
        });
        let ended = ended.collect();
        (ended, soonest)
    }

    /// What becomes of the message, and after how long it is tried again.
    fn decide(
        &self,
        gate: &mut Gate,
        now: Instant,
        claimed: &Claimed,
        Carried { outcome, seen, .. }: &Carried,
    ) -> (Settlement, Option<Duration>) {
        let again_in = match outcome {
            Outcome::Accepted => return (Settlement::Accepted, None),
            // Its reply to an earlier attempt was lost, and to the same message again it says that it has it.
            Outcome::Refused { code, .. } if claimed.may_have_arrived && self.carrier.has_already(claimed, code) => {
                return (Settlement::Accepted, None);
            }
            Outcome::Refused { .. } => return (Settlement::Refused, None),
            Outcome::Unknown { .. } => match self.carrier.on_unknown(&claimed.interface) {
                OnUnknown::Ask | OnUnknown::Person => return (Settlement::Unknown, None),
                OnUnknown::Resend => {
                    gate.message_wait(&self.settings.message_backoff, claimed.attempts.saturating_add(1))
                }
            },
            // The platform answers others, or the trouble is on this machine: the message waits for itself.
            Outcome::NotSent { .. } if gate.is_open() || *seen == Seen::Nothing => {
                gate.message_wait(&self.settings.message_backoff, claimed.attempts.saturating_add(1))
            }
            // Nothing is wrong with the message: it goes with the platform's next probe.
            Outcome::NotSent { .. } => Duration::ZERO,
        };
        let platform_in = gate.probe_at().map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let again_in = again_in.max(platform_in);
        let again_ms = i64::try_from(again_in.as_millis()).unwrap_or(i64::MAX);
        (Settlement::RetryAt(self.clock.now().plus_ms(again_ms)), Some(again_in))
    }

    pub async fn store_own_exchanges(&self) {
        for exchange in self.carrier.take_exchanges() {
            let stored = self.outbox.store_exchange(self.platform, exchange.interface, exchange.at, exchange.ok).await;
            if let Err(error) = stored {
                tracing::warn!(interface = exchange.interface, %error, "an exchange could not be recorded");
            }
        }
    }
}
