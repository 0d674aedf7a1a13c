//! A lane that is played: the gate takes its time, cars are put before it by the sandbox or by tests, and it can be
//! broken on purpose.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::EquipmentKind;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::lane::{GateState, LaneReport, LaneSignal};

use super::config::SimulatedConfig;
use super::{Fault, GateCommand, Lane, LaneError, LaneEvents, ReplyRole};

/// A simulated lane. Its timers run on tokio.
pub struct SimulatedLane {
    shared: Arc<Shared>,
}

struct Shared {
    lane_id: Guid,
    config: SimulatedConfig,
    clock: Arc<dyn Clock>,
    events: Arc<dyn LaneEvents>,
    state: Mutex<State>,
}

struct State {
    gate: GateState,
    command_id: Option<Guid>,
    broken: Option<String>,
    /// Counts up with each movement, so that a timer that was overtaken does nothing.
    turn: u64,
    screen: Vec<String>,
    voice: String,
}

impl SimulatedLane {
    /// A lane with its gate closed.
    pub fn new(lane_id: Guid, config: SimulatedConfig, clock: Arc<dyn Clock>, events: Arc<dyn LaneEvents>) -> Self {
        let state = State {
            gate: GateState::Closed,
            command_id: None,
            broken: None,
            turn: 0,
            screen: Vec::new(),
            voice: String::new(),
        };
        Self { shared: Arc::new(Shared { lane_id, config, clock, events, state: Mutex::new(state) }) }
    }

    /// The gate now.
    pub fn gate(&self) -> GateState {
        self.shared.state().gate
    }

    /// What the screen shows and the voice said last.
    pub fn words(&self) -> (Vec<String>, String) {
        let state = self.shared.state();
        (state.screen.clone(), state.voice.clone())
    }

    /// A car comes before the gate.
    pub fn car_arrives(&self) {
        self.shared.report(LaneSignal::Present, None, None);
    }

    /// The car goes through, when the gate is open; the gate closes behind it. False when it is not open.
    pub fn car_passes(&self) -> bool {
        self.car_leaves(LaneSignal::Passed)
    }

    /// The car goes back without passing; the gate closes. False when it is not open.
    pub fn car_backs_out(&self) -> bool {
        self.car_leaves(LaneSignal::BackedOut)
    }

    fn car_leaves(&self, how: LaneSignal) -> bool {
        let command_id = {
            let state = self.shared.state();
            if state.gate != GateState::Open {
                return false;
            }
            state.command_id
        };
        self.shared.report(how, command_id, None);
        Shared::close_after(&self.shared, self.shared.config.closes_after_ms);
        true
    }

    /// Breaks the lane: commands fail until it is mended.
    pub fn break_down(&self, why: &str) {
        if !self.shared.breaks(why) {
            return;
        }
        self.shared.report(LaneSignal::Fault, None, Some(why.to_owned()));
        let why = Some(Fault::Said(why.to_owned()));
        self.shared.events.health_changed(self.shared.lane_id, EquipmentKind::Gate, false, why);
    }

    /// Mends the lane; its gate is closed.
    pub fn mend(&self) {
        if !self.shared.works() {
            return;
        }
        self.shared.report(LaneSignal::Recovered, None, None);
        self.shared.events.health_changed(self.shared.lane_id, EquipmentKind::Gate, true, None);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self, what: LaneSignal, gate_command_id: Option<Guid>, remark: Option<String>) {
        let at = self.clock.now();
        let trouble = None;
        self.events.reported(LaneReport {
            gate_command_id,
            remark,
            trouble,
            ..LaneReport::seen(self.lane_id, what, at)
        });
    }

    /// Breaks the gate. False when it was broken before.
    fn breaks(&self, why: &str) -> bool {
        let mut state = self.state();
        if state.broken.replace(why.to_owned()).is_some() {
            return false;
        }
        state.gate = GateState::Fault;
        state.turn += 1;
        true
    }

    /// Mends the gate, and it is closed. False when it was not broken.
    fn works(&self) -> bool {
        let mut state = self.state();
        if state.broken.take().is_none() {
            return false;
        }
        state.gate = GateState::Closed;
        state.turn += 1;
        true
    }

    /// Closes the gate after a time, unless something else moves it first.
    fn close_after(this: &Arc<Self>, delay_ms: u64) {
        let turn = {
            let mut state = this.state();
            state.turn += 1;
            state.turn
        };
        let this = this.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            let command_id = {
                let mut state = this.state();
                if state.turn != turn {
                    return;
                }
                state.gate = GateState::Closed;
                state.command_id.take()
            };
            this.report(LaneSignal::Closed, command_id, None);
        });
    }

    /// The gate is up.
    fn opened(this: &Arc<Self>, command_id: Guid) {
        this.report(LaneSignal::Opened, Some(command_id), None);
        Self::close_after(this, this.config.stays_open_ms);
    }
}

#[async_trait]
impl Lane for SimulatedLane {
    async fn open(&self, command: GateCommand) -> Result<(), LaneError> {
        let (turn, was_open) = {
            let mut state = self.shared.state();
            if let Some(why) = &state.broken {
                return Err(LaneError::OutOfOrder(why.clone()));
            }
            let was_open = state.gate == GateState::Open;
            state.command_id = Some(command.command_id);
            state.turn += 1;
            if !was_open {
                state.gate = GateState::Opening;
            }
            (state.turn, was_open)
        };
        if was_open {
            Shared::opened(&self.shared, command.command_id);
            return Ok(());
        }
        let shared = self.shared.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(shared.config.opens_after_ms)).await;
            {
                let mut state = shared.state();
                if state.turn != turn {
                    return;
                }
                state.gate = GateState::Open;
            }
            Shared::opened(&shared, command.command_id);
        });
        Ok(())
    }

    async fn show(&self, screen: &[String], voice: &str) -> Result<(), LaneError> {
        let mut state = self.shared.state();
        if let Some(why) = &state.broken {
            return Err(LaneError::OutOfOrder(why.clone()));
        }
        state.screen = screen.to_vec();
        state.voice = voice.to_owned();
        Ok(())
    }

    fn reply_role(&self) -> ReplyRole {
        ReplyRole::Tells
    }

    fn heard(&self, signal: LaneSignal) {
        // What is said of a played gate happens to it; whoever said it has told the desk already.
        match signal {
            LaneSignal::Fault => {
                self.shared.breaks("报告故障");
            }
            LaneSignal::Recovered => {
                self.shared.works();
            }
            _ => {}
        }
        // Traffic told the listener that the car is gone: the gate follows.
        if matches!(signal, LaneSignal::Passed | LaneSignal::BackedOut) && self.gate() == GateState::Open {
            Shared::close_after(&self.shared, self.shared.config.closes_after_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lane::test_support::{Ears, START, TokioClock, guid};
    use tokio::time::advance;

    fn lane() -> (Arc<Ears>, SimulatedLane) {
        let ears = Arc::new(Ears::default());
        let config = SimulatedConfig { opens_after_ms: 800, closes_after_ms: 500, stays_open_ms: 10_000 };
        let lane = SimulatedLane::new(guid(7), config, Arc::new(TokioClock::new()), ears.clone());
        (ears, lane)
    }

    fn command(no: u64) -> GateCommand {
        GateCommand { lane_id: guid(7), command_id: guid(no), expires_at: START.plus_ms(10_000) }
    }

    /// Lets the timers' tasks start, or do what is due.
    async fn settle() {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    use LaneSignal::{BackedOut, Closed, Fault, Opened, Passed, Present, Recovered};

    #[tokio::test(start_paused = true)]
    async fn a_car_comes_the_gate_opens_the_car_passes_the_gate_closes() {
        let (ears, lane) = lane();
        lane.car_arrives();
        assert!(!lane.car_passes(), "nobody drives through a closed gate");
        lane.open(command(1)).await.unwrap();
        assert_eq!(lane.gate(), GateState::Opening);
        ears.until(|ears| ears.signals().len() == 2).await;
        assert_eq!(lane.gate(), GateState::Open);
        advance(Duration::from_millis(1_000)).await;
        assert!(lane.car_passes());
        ears.until(|ears| ears.signals().len() == 4).await;
        assert_eq!(ears.signals(), [(Present, 0), (Opened, 800), (Passed, 1_800), (Closed, 2_300)]);
        let commands: Vec<_> = ears.reports.lock().unwrap().iter().map(|report| report.gate_command_id).collect();
        assert_eq!(commands, [None, Some(guid(1)), Some(guid(1)), Some(guid(1))]);
    }

    #[tokio::test(start_paused = true)]
    async fn an_open_gate_closes_by_itself_and_a_second_command_keeps_it_open() {
        let (ears, lane) = lane();
        lane.open(command(1)).await.unwrap();
        ears.until(|ears| ears.signals().len() == 1).await;
        advance(Duration::from_millis(5_000)).await;
        lane.open(command(2)).await.unwrap();
        ears.until(|ears| ears.signals().len() == 3).await;
        assert_eq!(ears.signals(), [(Opened, 800), (Opened, 5_800), (Closed, 15_800)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_car_backs_out_told_by_the_lane_or_by_the_listener() {
        let (ears, lane) = lane();
        lane.open(command(1)).await.unwrap();
        ears.until(|ears| ears.signals().len() == 1).await;
        assert!(lane.car_backs_out());
        ears.until(|ears| ears.signals().len() == 3).await;
        assert_eq!(ears.signals(), [(Opened, 800), (BackedOut, 800), (Closed, 1_300)]);
        lane.open(command(2)).await.unwrap();
        ears.until(|ears| ears.signals().len() == 4).await;
        lane.heard(Passed);
        ears.until(|ears| ears.signals().len() == 5).await;
        assert_eq!(ears.signals()[3..], [(Opened, 2_100), (Closed, 2_600)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_broken_lane_refuses_until_it_is_mended() {
        let (ears, lane) = lane();
        lane.open(command(1)).await.unwrap();
        settle().await;
        lane.break_down("栏杆卡住");
        assert_eq!(lane.open(command(2)).await, Err(LaneError::OutOfOrder("栏杆卡住".into())));
        assert!(lane.show(&[], "请通行").await.is_err());
        advance(Duration::from_millis(60_000)).await;
        settle().await;
        assert_eq!(ears.signals(), [(Fault, 0)], "the command before the fault is not carried out after it");
        lane.mend();
        lane.mend();
        assert_eq!(ears.signals(), [(Fault, 0), (Recovered, 60_000)]);
        assert_eq!(
            *ears.health.lock().unwrap(),
            [
                (EquipmentKind::Gate, false, Some(crate::lane::Fault::Said("栏杆卡住".into()))),
                (EquipmentKind::Gate, true, None)
            ]
        );
        lane.show(&["一行".into()], "请通行").await.unwrap();
        assert_eq!(lane.words(), (vec!["一行".to_owned()], "请通行".to_owned()));
    }
}
