//! One question at a time for a car (1014), and a rest when docloud is asked too often (1012).

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_operations::DocloudFailure;
use tokio::time::Instant;

/// How long docloud rests after 1012 at first, and at most.
const FIRST_REST: Duration = Duration::from_secs(10);
const LONGEST_REST: Duration = Duration::from_secs(600);

/// The gate.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    asked: HashSet<String>,
    rest: Option<(Instant, Duration)>,
}

/// A car that is being asked for; others are turned away until it is dropped.
pub(super) struct Passage {
    gate: Gate,
    plate: String,
}

impl Drop for Passage {
    fn drop(&mut self) {
        self.gate.state().asked.remove(&self.plate);
    }
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a question about a car through.
    ///
    /// # Errors
    /// When the car is being asked for, or docloud rests.
    pub fn pass(&self, plate: &str) -> Result<Passage, DocloudFailure> {
        self.rested()?;
        if !self.state().asked.insert(plate.to_owned()) {
            return Err(DocloudFailure::CarBusy);
        }
        Ok(Passage { gate: self.clone(), plate: plate.to_owned() })
    }

    /// Whether docloud may be asked at all.
    ///
    /// # Errors
    /// When it rests.
    pub fn rested(&self) -> Result<(), DocloudFailure> {
        let left = self.state().rest.map(|(until, _)| until.saturating_duration_since(Instant::now()));
        match left.filter(|left| !left.is_zero()) {
            Some(left) => Err(DocloudFailure::Resting { seconds: left.as_secs() + 1 }),
            None => Ok(()),
        }
    }

    /// docloud said that it is asked too often.
    pub fn rest(&self) {
        let mut state = self.state();
        let wait = state.rest.map_or(FIRST_REST, |(_, wait)| (wait * 2).min(LONGEST_REST));
        state.rest = Some((Instant::now() + wait, wait));
    }

    /// docloud answered as usual.
    pub fn well(&self) {
        self.state().rest = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_question_at_a_time_for_a_car() {
        let gate = Gate::default();
        let first = gate.pass("浙A778QZ").unwrap();
        assert_eq!(gate.pass("浙A778QZ").err(), Some(DocloudFailure::CarBusy));
        assert!(gate.pass("粤B12345").is_ok(), "another car is another question");
        drop(first);
        assert!(gate.pass("浙A778QZ").is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn too_often_rests_longer_every_time() {
        let gate = Gate::default();
        gate.rest();
        assert_eq!(gate.pass("x").err(), Some(DocloudFailure::Resting { seconds: 11 }));
        tokio::time::advance(Duration::from_secs(11)).await;
        assert!(gate.pass("x").is_ok());
        gate.rest();
        assert_eq!(gate.rested().err(), Some(DocloudFailure::Resting { seconds: 21 }));
        gate.well();
        assert!(gate.rested().is_ok());
        gate.rest();
        assert_eq!(gate.rested().err(), Some(DocloudFailure::Resting { seconds: 11 }), "from the beginning");
    }
}
