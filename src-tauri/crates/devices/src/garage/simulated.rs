//! A garage without hardware, of any kind: it takes its time, holds cars, fails when told to, and recovers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::garage::{EventClass, Garage, GarageEventKind, GarageState, GarageWork};
use lotdesk_operations::api::garage::{GarageReport, GarageSignal, SensedSpace};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::plan::Plan;
use super::{GarageController, GarageError, GarageEvents, GarageOrder, GarageProgress};

/// How a simulated garage behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SimulatedGarageConfig {
    /// A fault goes away by itself after this time, in milliseconds; a person clears it where none is given.
    pub mends_after_ms: Option<u64>,
}

/// A simulated garage. Its timers run on tokio.
pub struct SimulatedGarage {
    shared: Arc<Shared>,
}

struct Shared {
    garage: Garage,
    config: SimulatedGarageConfig,
    events: Arc<dyn GarageEvents>,
    state: Mutex<State>,
}

struct State {
    /// What really stands where.
    cars: BTreeMap<String, bool>,
    /// The pallet that is down, for garages that turn.
    at_bottom: usize,
    running: Option<(GarageProgress, Instant)>,
    broken: Option<String>,
    halted: Option<String>,
    /// Stops the command that runs, and only that.
    halt: Option<Arc<Notify>>,
    fails_next: Option<GarageEventKind>,
    nobody_comes: bool,
}

impl SimulatedGarage {
    /// A garage with these spaces, in order, and whether something stands in each.
    pub fn new(
        garage: Garage,
        spaces: impl IntoIterator<Item = (String, bool)>,
        config: SimulatedGarageConfig,
        events: Arc<dyn GarageEvents>,
    ) -> Self {
        let state = State {
            cars: spaces.into_iter().collect(),
            at_bottom: 0,
            running: None,
            broken: None,
            halted: None,
            halt: None,
            fails_next: None,
            nobody_comes: false,
        };
        Self { shared: Arc::new(Shared { garage, config, events, state: Mutex::new(state) }) }
    }

    /// Tells what the sensors see.
    pub fn look(&self) {
        self.shared.tell_spaces();
    }

    /// The next command ends with this alarm or fault: where the machine does what it belongs to, else at the first step.
    pub fn fail_next(&self, event: GarageEventKind) {
        self.shared.state().fails_next = Some(event);
    }

    /// The driver of the next car that is stored does not drive on: the space stays empty.
    pub fn nobody_comes(&self) {
        self.shared.state().nobody_comes = true;
    }

    /// Something happens outside of any command, such as a person running in.
    pub fn alarm(&self, event: GarageEventKind) {
        self.shared.report(GarageSignal::Event { event, space_no: None, remark: None });
        if matches!(event.class(), EventClass::Severe | EventClass::Fault) {
            Shared::break_down(&self.shared, event.zh());
            self.shared.halt();
        }
    }

    /// True when something stands in a space.
    pub fn holds(&self, space_no: &str) -> bool {
        self.shared.state().cars.get(space_no).copied().unwrap_or(false)
    }

    async fn run(&self, order: &GarageOrder) -> Result<(), GarageError> {
        let (plan, halt) = {
            let mut state = self.shared.state();
            if let Some(why) = &state.broken {
                return Err(GarageError::OutOfOrder(why.clone()));
            }
            if state.running.is_some() {
                return Err(GarageError::Busy);
            }
            let Some(rank) = state.cars.keys().position(|space_no| *space_no == order.space_no) else {
                return Err(GarageError::OutOfOrder(format!("车库内没有车位 {}", order.space_no)));
            };
            let holds = state.cars.get(&order.space_no).copied().unwrap_or(false);
            match (order.work, holds) {
                (GarageWork::Store, true) => return Err(GarageError::OutOfOrder("车位上已有车".into())),
                (GarageWork::Retrieve, false) => return Err(GarageError::OutOfOrder("车位上没有车".into())),
                (GarageWork::Store, false) | (GarageWork::Retrieve, true) => {}
            }
            let takes = Duration::from_secs(u64::from(order.takes_s));
            let plan = Plan::new(self.shared.garage.kind, order.work, takes, rank, state.cars.len(), state.at_bottom);
            state.at_bottom = rank;
            state.halted = None;
            let progress = GarageProgress { command_id: order.command_id, remain_s: order.takes_s, stage: "准备" };
            state.running = Some((progress, Instant::now()));
            let halt = Arc::new(Notify::new());
            state.halt = Some(halt.clone());
            (plan, halt)
        };
        let event = GarageEventKind::SafetyCheck;
        self.shared.report(GarageSignal::Event { event, space_no: Some(order.space_no.clone()), remark: None });
        let ended = self.walk(order, &plan, &halt).await;
        let mut state = self.shared.state();
        (state.running, state.halt) = (None, None);
        ended
    }

    /// Goes through the steps; each can be the one that fails, and a stop is heeded at once.
    async fn walk(&self, order: &GarageOrder, plan: &Plan, halt: &Notify) -> Result<(), GarageError> {
        let shared = &self.shared;
        let mut left_ms = plan.total_ms();
        // A fault that no step of this machine knows comes at the first one.
        let known = shared.state().fails_next.is_none_or(|event| plan.0.iter().any(|phase| phase.fault == event));
        for (at, phase) in plan.0.iter().enumerate() {
            let remain_s = u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX);
            let progress = GarageProgress { command_id: order.command_id, remain_s, stage: phase.stage };
            shared.state().running = Some((progress, Instant::now()));
            shared.report(GarageSignal::Progress {
                command_id: order.command_id,
                remain_s,
                stage: phase.stage.to_owned(),
            });
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(phase.lasts_ms)) => {}
                () = halt.notified() => {
                    let why = {
                        let state = shared.state();
                        state.halted.clone().or_else(|| state.broken.clone())
                    };
                    return Err(GarageError::OnTheWay(why.unwrap_or_else(|| "已停止".to_owned())));
                }
            }
            left_ms -= phase.lasts_ms;
            let fails = {
                let mut state = shared.state();
                let here = |event: &GarageEventKind| if known { phase.fault == *event } else { at == 0 };
                state.fails_next.take_if(|event| here(event))
            };
            if let Some(event) = fails {
                let space_no = Some(order.space_no.clone());
                shared.report(GarageSignal::Event { event, space_no, remark: Some(phase.stage.to_owned()) });
                Shared::break_down(shared, event.zh());
                return Err(GarageError::OnTheWay(event.zh().to_owned()));
            }
            if phase.moves_car {
                let mut state = shared.state();
                if order.work == GarageWork::Store && std::mem::take(&mut state.nobody_comes) {
                    return Err(GarageError::OutOfOrder("车辆未驶入，存车取消".to_owned()));
                }
                state.cars.insert(order.space_no.clone(), order.work == GarageWork::Store);
            }
        }
        Ok(())
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn halt(&self) {
        if let Some(halt) = &self.state().halt {
            halt.notify_one();
        }
    }

    fn report(&self, what: GarageSignal) {
        self.events.reported(GarageReport { garage: self.garage.code.clone(), what });
    }

    fn tell_spaces(&self) {
        let spaces = self
            .state()
            .cars
            .iter()
            .map(|(space_no, taken)| SensedSpace { space_no: space_no.clone(), taken: *taken })
            .collect();
        self.report(GarageSignal::Spaces { spaces });
    }

    fn break_down(this: &Arc<Self>, why: &str) {
        this.state().broken = Some(why.to_owned());
        let Some(mends_after_ms) = this.config.mends_after_ms else { return };
        let this = this.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(mends_after_ms)).await;
            this.mend();
        });
    }

    fn mend(&self) {
        self.state().broken = None;
        // Where the cars are comes first: what waits begins with the recovery.
        self.tell_spaces();
        self.report(GarageSignal::Recovered {});
    }
}

#[async_trait]
impl GarageController for SimulatedGarage {
    fn state(&self) -> GarageState {
        if self.shared.state().broken.is_some() { GarageState::Fault } else { GarageState::Normal }
    }

    fn progress(&self) -> Option<GarageProgress> {
        let state = self.shared.state();
        let (progress, since) = state.running.as_ref()?;
        let passed_s = u32::try_from(since.elapsed().as_secs()).unwrap_or(u32::MAX);
        Some(GarageProgress { remain_s: progress.remain_s.saturating_sub(passed_s), ..progress.clone() })
    }

    async fn store(&self, order: &GarageOrder) -> Result<(), GarageError> {
        self.run(order).await
    }

    async fn retrieve(&self, order: &GarageOrder) -> Result<(), GarageError> {
        self.run(order).await
    }

    async fn stop(&self, why: &str) {
        {
            let mut state = self.shared.state();
            if state.running.is_none() {
                return;
            }
            state.halted = Some(why.to_owned());
        }
        self.shared.halt();
    }

    async fn mend(&self) -> Result<(), GarageError> {
        self.shared.mend();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
