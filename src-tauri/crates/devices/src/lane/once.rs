//! The guard in front of every driver.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::lane::LaneSignal;

use super::{GATE_COMMAND_LIFE_MS, GateCommand, Lane, LaneError, ReplyRole};

/// Commands remembered. A lane opens a few times a minute at most, so this goes back hours, and a command is only ever
/// repeated within seconds; it is a count and not a time so that a clock that is set back cannot bring one to life.
const REMEMBERED: usize = 1_024;

/// A clock that was set back by no more than this still tells a command's age well enough, in milliseconds.
const CLOCK_NUDGE_MS: i64 = 500;

/// Lets a command through at most once and only in time. Keeps nothing on disk.
pub struct GateOnce {
    inner: Arc<dyn Lane>,
    clock: Arc<dyn Clock>,
    ran: Mutex<VecDeque<Guid>>,
}

impl GateOnce {
    /// Guards a driver.
    pub fn new(inner: Arc<dyn Lane>, clock: Arc<dyn Clock>) -> Self {
        Self { inner, clock, ran: Mutex::new(VecDeque::with_capacity(REMEMBERED)) }
    }

    /// Takes the right to carry out a command. The caller who gets it is the only one ever to get it.
    ///
    /// # Errors
    /// When the command was taken before or has run out.
    pub fn admit(&self, command: &GateCommand) -> Result<(), LaneError> {
        let mut ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_due(&ran, command)?;
        remember(&mut ran, command.command_id);
        Ok(())
    }

    /// Gives a command up that nobody came for: it is not carried out any more. False when it was carried out already.
    pub fn give_up(&self, command: &GateCommand) -> bool {
        let mut ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        let unspent = !ran.contains(&command.command_id);
        if unspent {
            remember(&mut ran, command.command_id);
        }
        unspent
    }

    fn is_due(&self, ran: &VecDeque<Guid>, command: &GateCommand) -> Result<(), LaneError> {
        if ran.contains(&command.command_id) {
            return Err(LaneError::AlreadyRan);
        }
        let left_ms = command.expires_at.ms_since(self.clock.now());
        // More time than any command gets means that the clock was set back since: its age is not known. Time servers
        // nudge clocks by milliseconds, and a gate must not stay shut for that.
        if !(0..=GATE_COMMAND_LIFE_MS + CLOCK_NUDGE_MS).contains(&left_ms) {
            return Err(LaneError::Expired);
        }
        Ok(())
    }
}

fn remember(ran: &mut VecDeque<Guid>, command_id: Guid) {
    if ran.len() == REMEMBERED {
        ran.pop_front();
    }
    ran.push_back(command_id);
}

#[async_trait]
impl Lane for GateOnce {
    async fn open(&self, command: GateCommand) -> Result<(), LaneError> {
        if self.inner.reply_role() == ReplyRole::Opens {
            // It only waits there: it is carried out by the answer that takes it along, and admitted then.
            self.is_due(&self.ran.lock().unwrap_or_else(PoisonError::into_inner), &command)?;
        } else {
            self.admit(&command)?;
        }
        self.inner.open(command).await
    }

    async fn show(&self, screen: &[String], voice: &str) -> Result<(), LaneError> {
        self.inner.show(screen, voice).await
    }

    fn reply_role(&self) -> ReplyRole {
        self.inner.reply_role()
    }

    fn heard(&self, signal: LaneSignal) {
        self.inner.heard(signal);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    use lotdesk_domain::moment::Moment;
    use proptest::prelude::*;

    use super::*;
    use crate::lane::test_support::guid;

    #[derive(Default)]
    struct HandClock(AtomicI64);
    impl Clock for HandClock {
        fn now(&self) -> Moment {
            Moment(self.0.load(Ordering::SeqCst))
        }
    }

    #[derive(Default)]
    struct Counting(AtomicUsize);
    #[async_trait]
    impl Lane for Counting {
        async fn open(&self, _command: GateCommand) -> Result<(), LaneError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Err(LaneError::OutOfOrder("stuck".into()))
        }
        async fn show(&self, _screen: &[String], _voice: &str) -> Result<(), LaneError> {
            Ok(())
        }
        fn reply_role(&self) -> ReplyRole {
            ReplyRole::Silent
        }
    }

    fn command(no: u64, expires_at: i64) -> GateCommand {
        GateCommand { lane_id: guid(0), command_id: guid(no), expires_at: Moment(expires_at) }
    }

    fn guarded() -> (Arc<Counting>, Arc<HandClock>, GateOnce) {
        let (inner, clock) = (Arc::new(Counting::default()), Arc::new(HandClock::default()));
        let guard = GateOnce::new(inner.clone(), clock.clone());
        (inner, clock, guard)
    }

    #[tokio::test]
    async fn a_command_runs_once_even_when_the_device_failed() {
        let (inner, _, guard) = guarded();
        assert_eq!(guard.open(command(1, 10_000)).await, Err(LaneError::OutOfOrder("stuck".into())));
        assert_eq!(guard.open(command(1, 10_000)).await, Err(LaneError::AlreadyRan));
        assert_eq!(inner.0.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_command_past_its_time_never_runs() {
        let (inner, clock, guard) = guarded();
        clock.0.store(10_001, Ordering::SeqCst);
        assert_eq!(guard.open(command(1, 10_000)).await, Err(LaneError::Expired));
        assert_eq!(inner.0.load(Ordering::SeqCst), 0);
        clock.0.store(10_000, Ordering::SeqCst);
        assert_eq!(guard.admit(&command(2, 10_000)), Ok(()), "the last moment counts");
        clock.0.store(-20, Ordering::SeqCst);
        assert_eq!(guard.admit(&command(4, 10_000)), Ok(()), "a time server's nudge does not shut the gate");
        // The clock is set back by an hour: what was given before it is of unknown age.
        clock.0.store(10_000 - 3_600_000, Ordering::SeqCst);
        assert_eq!(guard.admit(&command(3, 10_000)), Err(LaneError::Expired));
        assert_eq!(guard.admit(&command(2, 10_000)), Err(LaneError::AlreadyRan));
    }

    proptest! {
        #[test]
        fn whatever_comes_in_whatever_order_each_runs_at_most_once_and_in_time(
            steps in prop::collection::vec((0_u64..8, 0_i64..30_000, 0_i64..30_000), 1..200)
        ) {
            let (_, clock, guard) = guarded();
            let mut ran = std::collections::HashSet::new();
            for (no, now, expires_at) in steps {
                clock.0.store(now, Ordering::SeqCst);
                if guard.admit(&command(no, expires_at)).is_ok() {
                    prop_assert!(ran.insert(no), "{no} ran twice");
                    prop_assert!(now <= expires_at, "{no} ran late");
                    prop_assert!(expires_at - now <= GATE_COMMAND_LIFE_MS + CLOCK_NUDGE_MS);
                }
            }
        }
    }
}
