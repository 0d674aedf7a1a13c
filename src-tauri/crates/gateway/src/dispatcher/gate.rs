//! Whether the platform answers, and when to try again when it does not. Pure: the moment comes in, the jitter comes
//! from a seed.

use std::time::Duration;

use lotdesk_operations::api::board::LinkState;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::Instant;

use super::carrier::Seen;

/// Exponential backoff with jitter: the n-th wait is between half and the whole of `first_ms` · 2^(n-1), at most
/// `max_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackoffPolicy {
    /// The first wait, in milliseconds.
    pub first_ms: u64,
    /// The longest wait, in milliseconds.
    pub max_ms: u64,
}

impl BackoffPolicy {
    /// The wait after the `failures`-th failure in a row, counted from 1.
    pub fn wait(&self, failures: u32, rng: &mut StdRng) -> Duration {
        let doublings = failures.saturating_sub(1).min(32);
        let whole_ms = self.first_ms.saturating_mul(1 << doublings).min(self.max_ms);
        Duration::from_millis(rng.random_range(whole_ms / 2..=whole_ms))
    }
}

#[derive(Clone, Debug)]
enum State {
    /// Nothing was tried yet: the first attempt is a probe.
    Untried,
    /// The last exchange went well.
    Open,
    /// The platform is silent or refuses our login.
    Shut { failures: u32, since: Instant, probe_at: Instant, login_refused: bool, why: String },
}

/// Lets everything through while the platform answers, and one probe at a time while it does not.
#[derive(Debug)]
pub struct Gate {
    state: State,
    last_answer: Option<Instant>,
    policy: BackoffPolicy,
    rng: StdRng,
}

impl Gate {
    /// A gate before the first attempt. The seed makes the jitter repeatable.
    pub fn new(policy: BackoffPolicy, seed: u64) -> Self {
        Self { state: State::Untried, last_answer: None, policy, rng: StdRng::seed_from_u64(seed) }
    }

    /// Whether another attempt may begin with `busy` of them under way, `in_flight` being the most.
    pub fn lets_through(&self, now: Instant, busy: usize, in_flight: usize) -> bool {
        match &self.state {
            State::Open => busy < in_flight,
            State::Untried => busy == 0,
            State::Shut { probe_at, .. } => busy == 0 && now >= *probe_at,
        }
    }

    /// True while the platform answers.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, State::Open)
    }

    /// When the next probe may go; none while the gate is open or was never tried.
    pub const fn probe_at(&self) -> Option<Instant> {
        match &self.state {
            State::Shut { probe_at, .. } => Some(*probe_at),
            _ => None,
        }
    }

    /// Takes in what an attempt that began at `began` has shown.
    pub fn saw(&mut self, began: Instant, now: Instant, seen: &Seen) {
        match seen {
            Seen::Answered => {
                self.last_answer = Some(now);
                self.state = State::Open;
            }
            Seen::Nothing => {}
            Seen::Silent { why } => self.shut(began, now, why, None),
            Seen::LoginRefused { why, again_in } => self.shut(began, now, why, Some(*again_in)),
        }
    }

    fn shut(&mut self, began: Instant, now: Instant, why: &str, login_again_in: Option<Duration>) {
        // Another message was answered while this one waited in vain: the trouble is the message's, not the platform's.
        if self.last_answer.is_some_and(|at| at > began) {
            return;
        }
        let failures = match &self.state {
            // Several messages die in one outage; only an attempt begun after it was noticed makes the wait longer.
            State::Shut { since, .. } if began < *since => return,
            State::Shut { failures, .. } => failures.saturating_add(1),
            State::Open | State::Untried => 1,
        };
        let wait = login_again_in.unwrap_or_else(|| self.policy.wait(failures, &mut self.rng));
        self.state = State::Shut {
            failures,
            since: now,
            probe_at: now + wait,
            login_refused: login_again_in.is_some(),
            why: why.to_owned(),
        };
    }

    /// How the link stands, with the words of the last failure.
    pub fn link(&self) -> (LinkState, Option<String>) {
        match &self.state {
            State::Untried => (LinkState::Idle, None),
            State::Open => (LinkState::Up, None),
            State::Shut { login_refused: false, why, .. } => (LinkState::Down, Some(why.clone())),
            State::Shut { login_refused: true, why, .. } => (LinkState::LoginRefused, Some(why.clone())),
        }
    }

    /// The wait of one message whose reply was lost for the `failures`-th time, with this gate's jitter.
    pub fn message_wait(&mut self, policy: &BackoffPolicy, failures: u32) -> Duration {
        policy.wait(failures, &mut self.rng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: BackoffPolicy = BackoffPolicy { first_ms: 1_000, max_ms: 60_000 };

    fn silent() -> Seen {
        Seen::Silent { why: "no reply".into() }
    }

    #[test]
    fn waits_double_from_one_second_to_sixty_with_jitter() {
        let mut rng = StdRng::seed_from_u64(7);
        for (failures, whole_ms) in [(1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (90, 60_000)] {
            for _ in 0..200 {
                let wait = POLICY.wait(failures, &mut rng).as_millis();
                assert!((whole_ms / 2..=whole_ms).contains(&wait), "{failures} failures: {wait} ms");
            }
        }
    }

    #[test]
    fn several_deaths_in_one_outage_count_once() {
        let start = Instant::now();
        let mut gate = Gate::new(POLICY, 1);
        gate.saw(start, start, &Seen::Answered);
        assert!(gate.lets_through(start, 3, 4) && !gate.lets_through(start, 4, 4));

        let sent = start + Duration::from_secs(1);
        let noticed = start + Duration::from_secs(21);
        gate.saw(sent, noticed, &silent());
        let probe_at = gate.probe_at().unwrap();
        for late in 1..=3 {
            gate.saw(sent, noticed + Duration::from_millis(late), &silent());
        }
        assert_eq!(gate.probe_at(), Some(probe_at));
        assert!(probe_at <= noticed + Duration::from_secs(1));
        assert_eq!(gate.link(), (LinkState::Down, Some("no reply".into())));

        // One probe, and only when its time has come and nothing else is under way.
        assert!(!gate.lets_through(probe_at - Duration::from_millis(1), 0, 4));
        assert!(gate.lets_through(probe_at, 0, 4) && !gate.lets_through(probe_at, 1, 4));
        gate.saw(probe_at, probe_at + Duration::from_secs(20), &silent());
        assert!(gate.probe_at().unwrap() >= probe_at + Duration::from_secs(21), "the second wait is longer");
    }

    #[test]
    fn one_unanswered_message_among_answered_ones_does_not_shut_the_gate() {
        let start = Instant::now();
        let mut gate = Gate::new(POLICY, 1);
        gate.saw(start + Duration::from_secs(1), start + Duration::from_secs(5), &Seen::Answered);
        gate.saw(start, start + Duration::from_secs(20), &silent());
        assert!(gate.is_open());
        gate.saw(start + Duration::from_secs(6), start + Duration::from_secs(26), &silent());
        assert!(!gate.is_open());
    }

    #[test]
    fn a_refused_login_waits_as_long_as_the_link_says() {
        let start = Instant::now();
        let mut gate = Gate::new(POLICY, 1);
        let again_in = Duration::from_secs(300);
        gate.saw(start, start, &Seen::LoginRefused { why: "3001".into(), again_in });
        assert_eq!(gate.link(), (LinkState::LoginRefused, Some("3001".into())));
        assert_eq!(gate.probe_at(), Some(start + again_in));
        gate.saw(start + again_in, start + again_in, &Seen::Answered);
        assert_eq!(gate.link(), (LinkState::Up, None));
    }
}
