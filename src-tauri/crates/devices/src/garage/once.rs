//! The guard in front of every controller.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use lotdesk_domain::garage::GarageWork;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;

use super::{GARAGE_COMMAND_LIFE_MS, GarageController, GarageError, GarageOrder};

/// Commands remembered: a count and not a time, so that a clock that is set back cannot bring one to life.
const REMEMBERED: usize = 1_024;
/// A clock that was set back by no more than this still tells a command's age well enough, in milliseconds.
const CLOCK_NUDGE_MS: i64 = 500;

/// Lets a command through at most once and only in time. Keeps nothing on disk.
pub struct GarageOnce {
    inner: Arc<dyn GarageController>,
    clock: Arc<dyn Clock>,
    ran: Mutex<VecDeque<Guid>>,
}

impl GarageOnce {
    /// Guards a controller.
    pub fn new(inner: Arc<dyn GarageController>, clock: Arc<dyn Clock>) -> Self {
        Self { inner, clock, ran: Mutex::new(VecDeque::with_capacity(REMEMBERED)) }
    }

    /// The controller behind.
    pub fn controller(&self) -> &Arc<dyn GarageController> {
        &self.inner
    }

    fn admit(&self, order: &GarageOrder) -> Result<(), GarageError> {
        let mut ran = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        if ran.contains(&order.command_id) {
            return Err(GarageError::AlreadyRan);
        }
        if ran.len() == REMEMBERED {
            ran.pop_front();
        }
        ran.push_back(order.command_id);
        let left_ms = order.expires_at.ms_since(self.clock.now());
        // More time than any command gets means that the clock was set back since: its age is not known.
        if !(0..=GARAGE_COMMAND_LIFE_MS + CLOCK_NUDGE_MS).contains(&left_ms) {
            return Err(GarageError::Expired);
        }
        Ok(())
    }

    /// Carries a command out, when it may be.
    ///
    /// # Errors
    /// When it was carried out before, has run out, or the controller failed.
    pub async fn run(&self, order: &GarageOrder) -> Result<(), GarageError> {
        self.admit(order)?;
        match order.work {
            GarageWork::Store => self.inner.store(order).await,
            GarageWork::Retrieve => self.inner.retrieve(order).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    use async_trait::async_trait;
    use lotdesk_domain::garage::GarageState;
    use lotdesk_domain::moment::Moment;

    use super::super::GarageProgress;
    use super::*;

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
    impl GarageController for Counting {
        fn state(&self) -> GarageState {
            GarageState::Normal
        }
        fn progress(&self) -> Option<GarageProgress> {
            None
        }
        async fn store(&self, _order: &GarageOrder) -> Result<(), GarageError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Err(GarageError::OnTheWay("stuck".into()))
        }
        async fn retrieve(&self, order: &GarageOrder) -> Result<(), GarageError> {
            self.store(order).await
        }
        async fn stop(&self, _why: &str) {}
        async fn mend(&self) -> Result<(), GarageError> {
            Ok(())
        }
    }

    fn order(n: u8, expires_at: i64) -> GarageOrder {
        GarageOrder {
            command_id: Guid::from_bytes([n; 16]),
            work: GarageWork::Store,
            space_no: "S".into(),
            pass: None,
            takes_s: 60,
            expires_at: Moment(expires_at),
        }
    }

    #[tokio::test]
    async fn a_command_runs_once_even_when_the_machine_failed_and_never_late() {
        let (inner, clock) = (Arc::new(Counting::default()), Arc::new(HandClock::default()));
        let guard = GarageOnce::new(inner.clone(), clock.clone());
        assert_eq!(guard.run(&order(1, 10_000)).await, Err(GarageError::OnTheWay("stuck".into())));
        assert_eq!(guard.run(&order(1, 10_000)).await, Err(GarageError::AlreadyRan));
        clock.0.store(10_001, Ordering::SeqCst);
        assert_eq!(guard.run(&order(2, 10_000)).await, Err(GarageError::Expired));
        clock.0.store(9_000, Ordering::SeqCst);
        assert_eq!(guard.run(&order(2, 10_000)).await, Err(GarageError::AlreadyRan), "one that ran out stays so");
        clock.0.store(10_000 - 3_600_000, Ordering::SeqCst);
        assert_eq!(guard.run(&order(3, 10_000)).await, Err(GarageError::Expired), "the clock was set back");
        assert_eq!(inner.0.load(Ordering::SeqCst), 1);
    }
}
