//! The loop: claims, hands to jobs, sleeps until something can be done, stops cleanly.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::board::LinkState;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::carrier::Carrier;
use super::gate::Gate;
use super::job::{Ended, Shared};
use super::outbox::{Claimed, Outbox};
use super::settings::DispatcherSettings;

/// Is told how the link stands, whenever that changes. Must return at once.
pub trait LinkWatch: Send + Sync {
    /// The link of `platform` is now `state`; `error` is what the last failure said.
    fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>);
}

/// Brings the outbox to one platform. Build one per platform and run it.
pub struct Dispatcher<C, O> {
    shared: Arc<Shared<C, O>>,
    watch: Arc<dyn LinkWatch>,
}

/// What the loop knows between two turns.
struct Turn {
    /// Attempts under way.
    sending: HashMap<Id, Vec<Claimed>>,
    /// A look at the session is under way.
    opening: Option<Id>,
    /// The last claim found nothing; look again at this time or when woken.
    dry_until: Option<Instant>,
    /// When messages that were put off come due.
    due: BTreeSet<Instant>,
    /// When the session wants to be looked after.
    session_at: Option<Instant>,
    told: (LinkState, Option<String>),
}

impl<C: Carrier, O: Outbox> Dispatcher<C, O> {
    /// A dispatcher for `platform`. `seed` feeds the jitter.
    pub fn new(
        platform: Platform,
        carrier: Arc<C>,
        outbox: Arc<O>,
        watch: Arc<dyn LinkWatch>,
        clock: Arc<dyn Clock>,
        settings: DispatcherSettings,
        seed: u64,
    ) -> Self {
        let gate = Mutex::new(Gate::new(settings.platform_backoff, seed));
        let cut = CancellationToken::new();
        Self { shared: Arc::new(Shared { platform, carrier, outbox, clock, settings, gate, cut }), watch }
    }

    /// Runs until `stop`. Then nothing more is claimed, what is under way gets a short time, what is left is settled as
    /// unknown or to be sent again, and the session is ended.
    pub async fn run(self, stop: CancellationToken) {
        let mut grew = Some(self.shared.outbox.grew());
        let mut jobs = JoinSet::new();
        let mut turn = Turn {
            sending: HashMap::new(),
            opening: None,
            dry_until: None,
            due: BTreeSet::new(),
            session_at: None,
            told: (LinkState::Idle, None),
        };
        self.settle_interrupted(&mut turn, &mut jobs, &stop).await;
        while !stop.is_cancelled() {
            self.start_what_may_go(&mut turn, &mut jobs).await;
            self.tell(&mut turn);
            let wake_at = self.wake_at(&turn);
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = jobs.join_next_with_id(), if !jobs.is_empty() => self.take_in(&mut turn, &mut jobs, ended),
                alive = woken(&mut grew) => {
                    turn.dry_until = None;
                    if !alive {
                        grew = None;
                    }
                }
                () = self.shared.carrier.has_exchanges() => self.shared.store_own_exchanges().await,
                () = tokio::time::sleep_until(wake_at) => {}
            }
        }
        self.stop(jobs).await;
    }

    async fn start_what_may_go(&self, turn: &mut Turn, jobs: &mut JoinSet<Ended>) {
        let settings = &self.shared.settings;
        let now = Instant::now();
        if turn.dry_until.is_some_and(|at| at <= now) || turn.due.first().is_some_and(|at| *at <= now) {
            turn.dry_until = None;
            turn.due = turn.due.split_off(&(now + Duration::from_nanos(1)));
        }
        while turn.dry_until.is_none() && self.lets_through(turn, now) {
            let claim = self.shared.outbox.claim(self.shared.platform, self.shared.clock.now(), settings.lease_ms);
            match claim.await {
                Ok(Some(claimed)) => {
                    let all = self.with_alike(claimed).await;
                    let job = jobs.spawn(self.shared.clone().attempt(all.clone()));
                    turn.sending.insert(job.id(), all);
                }
                Ok(None) => turn.dry_until = Some(now + Duration::from_millis(settings.idle_look_ms)),
                Err(error) => {
                    tracing::error!(%error, "nothing could be claimed");
                    turn.dry_until = Some(now + Duration::from_millis(settings.idle_look_ms));
                }
            }
        }
        if turn.opening.is_some() {
            return;
        }
        let open = self.shared.gate().is_open();
        let session_due = turn.session_at.is_some_and(|at| at <= now);
        // With a gate that is not open and no message that could be the probe, the session is the probe.
        let probe = !open && self.lets_through(turn, now);
        if probe || (open && session_due) {
            turn.session_at = None;
            turn.opening = Some(jobs.spawn(self.shared.clone().look_after_session(!open)).id());
        }
    }

    /// What goes in one request with a claimed message.
    async fn with_alike(&self, first: Claimed) -> Vec<Claimed> {
        let Some(limit) = self.shared.carrier.batch(&first.interface) else { return vec![first] };
        let (now, lease_ms) = (self.shared.clock.now(), self.shared.settings.lease_ms);
        match self.shared.outbox.claim_alike(&first, now, lease_ms, limit).await {
            Ok(others) => [vec![first], others].concat(),
            Err(error) => {
                tracing::error!(%error, "nothing could be claimed beside a message; it goes alone");
                vec![first]
            }
        }
    }

    fn lets_through(&self, turn: &Turn, now: Instant) -> bool {
        let gate = self.shared.gate();
        let probing = !gate.is_open() && turn.opening.is_some();
        let busy = turn.sending.len() + usize::from(probing);
        gate.lets_through(now, busy, self.shared.settings.in_flight)
    }

    fn take_in(&self, turn: &mut Turn, jobs: &mut JoinSet<Ended>, ended: Result<(Id, Ended), JoinError>) {
        let now = Instant::now();
        match ended {
            Ok((id, Ended::Attempt { again_in })) => {
                turn.sending.remove(&id);
                turn.due.extend(again_in.map(|wait| now + wait));
                // Those that stood behind it in order may go now.
                turn.dry_until = None;
                if turn.session_at.is_none() && turn.opening.is_none() {
                    turn.session_at = Some(now);
                }
            }
            Ok((_, Ended::Session { again_in })) => {
                turn.opening = None;
                turn.session_at = again_in.map(|wait| now + wait);
            }
            Err(error) => {
                tracing::error!(%error, "a job of the dispatcher broke");
                if turn.opening == Some(error.id()) {
                    turn.opening = None;
                }
                if let Some(all) = turn.sending.remove(&error.id()) {
                    self.give_up(turn, jobs, all, "sending broke off inside Lotdesk");
                }
            }
        }
    }

    fn give_up(&self, turn: &mut Turn, jobs: &mut JoinSet<Ended>, all: Vec<Claimed>, why: &'static str) {
        let job = jobs.spawn(self.shared.clone().give_up(all.clone(), why));
        turn.sending.insert(job.id(), all);
    }

    /// Settles what an earlier process had under way. Nothing is claimed before this is known.
    async fn settle_interrupted(&self, turn: &mut Turn, jobs: &mut JoinSet<Ended>, stop: &CancellationToken) {
        loop {
            match self.shared.outbox.interrupted(self.shared.platform).await {
                Ok(all) => {
                    for claimed in all {
                        self.give_up(turn, jobs, vec![claimed], "Lotdesk ended before the reply came");
                    }
                    return;
                }
                Err(error) => tracing::error!(%error, "what was under way before cannot be read; trying again"),
            }
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
        }
    }

    fn tell(&self, turn: &mut Turn) {
        let link = self.shared.gate().link();
        if link != turn.told {
            self.watch.link_changed(self.shared.platform, link.0, link.1.clone());
            turn.told = link;
        }
    }

    /// When to look again without having been woken.
    fn wake_at(&self, turn: &Turn) -> Instant {
        let gate = self.shared.gate();
        let idle = Instant::now() + Duration::from_millis(self.shared.settings.idle_look_ms);
        let mut wake_at = idle;
        if gate.is_open() {
            wake_at = turn.dry_until.map_or(wake_at, |at| wake_at.min(at));
            wake_at = turn.due.first().map_or(wake_at, |at| wake_at.min(*at));
            if turn.opening.is_none() {
                wake_at = turn.session_at.map_or(wake_at, |at| wake_at.min(at));
            }
        } else if let Some(probe_at) = gate.probe_at()
            && turn.sending.is_empty()
            && turn.opening.is_none()
        {
            wake_at = wake_at.min(probe_at);
        }
        wake_at
    }

    async fn stop(self, mut jobs: JoinSet<Ended>) {
        let grace = Duration::from_millis(self.shared.settings.stop_grace_ms);
        let all_ended = async { while jobs.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, all_ended).await.is_err() {
            self.shared.cut.cancel();
            // Only the ledger is waited for now. Should it hang, the next run finds them among the interrupted.
            let settled = async { while jobs.join_next().await.is_some() {} };
            if tokio::time::timeout(grace, settled).await.is_err() {
                tracing::error!("attempts were left unsettled at the stop");
            }
        }
        if tokio::time::timeout(grace, self.shared.carrier.close()).await.is_err() {
            tracing::warn!(platform = self.shared.platform.as_str(), "the session was not ended in time");
        }
    }
}

/// Waits for the outbox to grow. False when it is gone, and then never again.
async fn woken(grew: &mut Option<watch::Receiver<u64>>) -> bool {
    match grew {
        Some(receiver) => receiver.changed().await.is_ok(),
        None => std::future::pending().await,
    }
}
