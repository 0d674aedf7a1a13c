//! A charger that is played: cars are plugged in by the sandbox or by tests, current flows by the clock, and it can be
//! broken on purpose.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::charging::{ConnectorState, Energy, LockState, OrderSeq, ParkState, StopReason};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_operations::api::charger::{ChargerReport, ChargerSignal};

use super::{Charger, ChargerError, ChargerEvents, StartOrder};

/// How a simulated charger behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SimulatedChargerConfig {
    /// How long it takes from being told until current flows, in milliseconds.
    pub begins_after_ms: u64,
    /// How often it reports its meter, in milliseconds.
    pub meter_every_ms: u64,
    /// Its power in tenths of a kW.
    pub power_tenths_kw: u32,
}

impl Default for SimulatedChargerConfig {
    fn default() -> Self {
        Self { begins_after_ms: 3_000, meter_every_ms: 60_000, power_tenths_kw: 600 }
    }
}

/// A simulated charger. Its timers run on tokio.
pub struct SimulatedCharger {
    shared: Arc<Shared>,
}

struct Shared {
    config: SimulatedChargerConfig,
    clock: Arc<dyn Clock>,
    events: Arc<dyn ChargerEvents>,
    plugs: Mutex<HashMap<String, Plug>>,
}

#[derive(Default)]
struct Plug {
    /// How much the plugged-in car still takes; none without a car.
    room: Option<Energy>,
    broken: Option<String>,
    running: Option<Running>,
    /// Counts up with each change, so that a timer that was overtaken does nothing.
    turn: u64,
}

#[derive(Clone)]
struct Running {
    seq: OrderSeq,
    /// Since when current flows; none while it does not yet.
    since: Option<Moment>,
}

impl Plug {
    fn state(&self) -> ConnectorState {
        match (&self.broken, &self.running, self.room) {
            (Some(_), _, _) => ConnectorState::Fault,
            (None, Some(Running { since: Some(_), .. }), _) => ConnectorState::Charging,
            (None, _, Some(_)) => ConnectorState::Plugged,
            (None, _, None) => ConnectorState::Free,
        }
    }
}

impl SimulatedCharger {
    /// A charger with these connectors, free and in order.
    pub fn new(
        connectors: impl IntoIterator<Item = String>,
        config: SimulatedChargerConfig,
        clock: Arc<dyn Clock>,
        events: Arc<dyn ChargerEvents>,
    ) -> Self {
        let plugs = connectors.into_iter().map(|id| (id, Plug::default())).collect();
        Self { shared: Arc::new(Shared { config, clock, events, plugs: Mutex::new(plugs) }) }
    }

    /// Reports every connector as it is: what a charger does when it is switched on.
    pub fn announce(&self) {
        let mut ids: Vec<String> = self.shared.plugs().keys().cloned().collect();
        ids.sort();
        for id in ids {
            self.shared.tell_state(&id);
        }
    }

    /// The connector's state; none when it has no such connector.
    pub fn state(&self, connector_id: &str) -> Option<ConnectorState> {
        self.shared.plugs().get(connector_id).map(Plug::state)
    }

    /// A car is plugged in that takes so much. False when there is one, or no such connector.
    pub fn plug_in(&self, connector_id: &str, room: Energy) -> bool {
        let plugged = self.shared.change(connector_id, |plug| {
            let free = plug.room.is_none();
            if free {
                plug.room = Some(room);
            }
            free
        });
        if plugged == Some(true) {
            self.shared.tell_state(connector_id);
        }
        plugged == Some(true)
    }

    /// The car is unplugged; an order that runs ends. False when there is none.
    pub fn unplug(&self, connector_id: &str) -> bool {
        self.shared.end(connector_id, None, Some(StopReason::Unplugged));
        let gone = self.shared.change(connector_id, |plug| plug.room.take().is_some());
        if gone == Some(true) {
            self.shared.tell_state(connector_id);
        }
        gone == Some(true)
    }

    /// Breaks a connector: an order that runs ends, and none begins until it is mended.
    pub fn break_down(&self, connector_id: &str, why: &str) {
        self.shared.end(connector_id, None, Some(StopReason::Fault));
        let news = self.shared.change(connector_id, |plug| plug.broken.replace(why.to_owned()).is_none());
        if news == Some(true) {
            self.shared.tell_state(connector_id);
        }
    }

    /// Mends a connector.
    pub fn mend(&self, connector_id: &str) {
        if self.shared.change(connector_id, |plug| plug.broken.take().is_some()) == Some(true) {
            self.shared.tell_state(connector_id);
        }
    }
}

impl Shared {
    /// Held for a few instructions, never across an await.
    fn plugs(&self) -> MutexGuard<'_, HashMap<String, Plug>> {
        self.plugs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, connector_id: &str, change: impl FnOnce(&mut Plug) -> T) -> Option<T> {
        self.plugs().get_mut(connector_id).map(change)
    }

    fn report(&self, connector_id: &str, what: ChargerSignal) {
        let report = ChargerReport { connector_id: connector_id.to_owned(), at: self.clock.now(), what };
        self.events.reported(report);
    }

    fn tell_state(&self, connector_id: &str) {
        let told = self.change(connector_id, |plug| {
            let park_state = if plug.room.is_some() { ParkState::Taken } else { ParkState::Free };
            (plug.state(), park_state, plug.broken.clone())
        });
        if let Some((state, park_state, remark)) = told {
            let lock_state = LockState::Unknown;
            self.report(connector_id, ChargerSignal::State { state, park_state, lock_state, remark });
        }
    }

    /// What has flowed since current flows, and never more than the car takes.
    fn flowed(&self, since: Moment, room: Energy) -> Energy {
        let ms = i128::from(self.clock.now().ms_since(since).max(0));
        // A tenth of a kW gives ten hundredths of a kWh an hour.
        let units = i128::from(self.config.power_tenths_kw) * 10 * ms / 3_600_000;
        Energy(i64::try_from(units).unwrap_or(i64::MAX)).min(room)
    }

    /// Ends what runs at a connector; with `only`, only that order. False when nothing of it runs.
    fn end(&self, connector_id: &str, only: Option<&OrderSeq>, reason: Option<StopReason>) -> bool {
        let ended = self
            .change(connector_id, |plug| {
                let fits = plug.running.as_ref().is_some_and(|running| only.is_none_or(|seq| running.seq == *seq));
                if !fits {
                    return None;
                }
                plug.turn += 1;
                let running = plug.running.take()?;
                Some((running, plug.room.unwrap_or(Energy::ZERO)))
            })
            .flatten();
        let Some((running, room)) = ended else { return false };
        let energy = running.since.map_or(Energy::ZERO, |since| self.flowed(since, room));
        self.change(connector_id, |plug| plug.room = plug.room.map(|room| room - energy));
        self.report(connector_id, ChargerSignal::Ended { seq: running.seq, reason, energy: Some(energy) });
        true
    }

    /// Lets current flow after a while, and meters it until it ends.
    async fn charge(self: Arc<Self>, connector_id: String, seq: OrderSeq, turn: u64) {
        tokio::time::sleep(Duration::from_millis(self.config.begins_after_ms)).await;
        let now = self.clock.now();
        let begun = self.change(&connector_id, |plug| {
            let still = plug.turn == turn;
            if let (true, Some(running)) = (still, plug.running.as_mut()) {
                running.since = Some(now);
            }
            still.then_some(plug.room.unwrap_or(Energy::ZERO))
        });
        let Some(Some(room)) = begun else { return };
        self.report(&connector_id, ChargerSignal::Begun { seq: seq.clone() });
        self.tell_state(&connector_id);
        loop {
            tokio::time::sleep(Duration::from_millis(self.config.meter_every_ms)).await;
            if self.change(&connector_id, |plug| plug.turn == turn) != Some(true) {
                return;
            }
            let energy = self.flowed(now, room);
            if energy >= room {
                if self.end(&connector_id, Some(&seq), Some(StopReason::Battery)) {
                    self.tell_state(&connector_id);
                }
                return;
            }
            self.report(&connector_id, ChargerSignal::Metered { seq: seq.clone(), energy });
        }
    }
}

#[async_trait]
impl Charger for SimulatedCharger {
    fn connectors(&self) -> Vec<String> {
        self.shared.plugs().keys().cloned().collect()
    }

    async fn start(&self, order: &StartOrder) -> Result<(), ChargerError> {
        let turn = self.shared.change(&order.connector_id, |plug| {
            if plug.broken.is_some() {
                return Err(ChargerError::NotReady("it is broken"));
            }
            if plug.running.is_some() {
                return Err(ChargerError::NotReady("it is in use"));
            }
            if plug.room.is_none() {
                return Err(ChargerError::NotReady("no car is plugged in"));
            }
            plug.turn += 1;
            plug.running = Some(Running { seq: order.seq.clone(), since: None });
            Ok(plug.turn)
        });
        let turn = turn.ok_or_else(|| ChargerError::UnknownConnector(order.connector_id.clone()))??;
        tokio::spawn(self.shared.clone().charge(order.connector_id.clone(), order.seq.clone(), turn));
        Ok(())
    }

    async fn stop(&self, connector_id: &str, seq: &OrderSeq) -> Result<(), ChargerError> {
        if !self.shared.end(connector_id, Some(seq), None) {
            return Err(ChargerError::OtherOrder);
        }
        self.shared.tell_state(connector_id);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, advance};

    use super::*;
    use crate::charger::ChargerSet;

    struct TokioClock(Instant);

    impl Clock for TokioClock {
        fn now(&self) -> Moment {
            Moment(i64::try_from(self.0.elapsed().as_millis()).unwrap())
        }
    }

    #[derive(Default)]
    struct Ears(Mutex<Vec<(String, i64)>>);

    impl ChargerEvents for Ears {
        fn reported(&self, report: ChargerReport) {
            let said = match report.what {
                ChargerSignal::State { state, .. } => format!("{state:?}"),
                ChargerSignal::Begun { .. } => "begun".to_owned(),
                ChargerSignal::Metered { energy, .. } => format!("meter {energy}"),
                ChargerSignal::Ended { reason, energy, .. } => {
                    format!("ended {reason:?} {}", energy.map_or_else(String::new, |e| e.to_string()))
                }
            };
            self.0.lock().unwrap().push((said, report.at.0));
        }
    }

    impl Ears {
        fn said(&self) -> Vec<String> {
            self.0.lock().unwrap().drain(..).map(|(said, _)| said).collect()
        }
    }

    const GUN: &str = "1";

    fn order(no: u8) -> StartOrder {
        let seq = format!("1234567890000000000000000{no:02}").parse().unwrap();
        StartOrder { connector_id: GUN.into(), seq, expires_at: Moment(90_000) }
    }

    fn charger() -> (Arc<Ears>, Arc<SimulatedCharger>, ChargerSet) {
        let (ears, clock) = (Arc::new(Ears::default()), Arc::new(TokioClock(Instant::now())));
        let config = SimulatedChargerConfig { begins_after_ms: 1_000, meter_every_ms: 60_000, power_tenths_kw: 600 };
        let charger = Arc::new(SimulatedCharger::new([GUN.to_owned()], config, clock.clone(), ears.clone()));
        let set = ChargerSet::new(vec![charger.clone()], clock, ears.clone());
        (ears, charger, set)
    }

    async fn pass(ms: u64) {
        // In steps: a timer that is set by what another one did must find its time in the future.
        for _ in 0..ms / 500 {
            advance(Duration::from_millis(500)).await;
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_car_charges_until_it_is_full() {
        let (ears, charger, set) = charger();
        assert!(set.start(order(1)).await.is_err(), "no car is plugged in");
        assert_eq!(ears.said(), ["ended Some(Fault) "]);
        assert!(charger.plug_in(GUN, Energy(250)) && !charger.plug_in(GUN, Energy(1)));
        set.start(order(2)).await.unwrap();
        assert_eq!(set.start(order(2)).await, Err(ChargerError::AlreadyRan));
        pass(185_000).await;
        // 60 kW are a kWh a minute.
        let said = ["Plugged", "begun", "Charging", "meter 1.00", "meter 2.00", "ended Some(Battery) 2.50", "Plugged"];
        assert_eq!(ears.said(), said);
    }

    #[tokio::test(start_paused = true)]
    async fn told_to_stop_unplugged_or_broken_it_ends_and_recovers() {
        let (ears, charger, set) = charger();
        charger.plug_in(GUN, Energy(5_000));
        set.start(order(1)).await.unwrap();
        pass(31_000).await;
        assert_eq!(set.stop(GUN, &order(9).seq).await, Err(ChargerError::OtherOrder));
        set.stop(GUN, &order(1).seq).await.unwrap();
        // A meter's turn more or less, by when it was looked at.
        let half = |said: &str| ["0.49", "0.50", "0.51"].iter().any(|energy| said.ends_with(energy));
        let said = ears.said();
        assert_eq!(
            (&said[..3], &said[4..]),
            (&["Plugged", "begun", "Charging"].map(String::from)[..], &["Plugged".to_owned()][..])
        );
        assert!(said[3].starts_with("ended None") && half(&said[3]), "{}", said[3]);
        set.start(order(2)).await.unwrap();
        pass(31_000).await;
        charger.break_down(GUN, "急停");
        let said = ears.said();
        assert!(said[2].starts_with("ended Some(Fault)") && half(&said[2]), "{}", said[2]);
        assert_eq!((said[1].as_str(), said[3].as_str()), ("Charging", "Fault"));
        assert_eq!(set.start(order(3)).await, Err(ChargerError::NotReady("it is broken")));
        charger.mend(GUN);
        set.start(order(4)).await.unwrap();
        pass(500).await;
        charger.unplug(GUN);
        pass(120_000).await;
        let said = ["ended Some(Fault) ", "Plugged", "ended Some(Unplugged) 0.00", "Free"];
        assert_eq!(ears.said(), said, "what was overtaken does nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn an_order_past_its_time_is_not_begun() {
        let (_, charger, set) = charger();
        charger.plug_in(GUN, Energy(100));
        pass(91_000).await;
        assert_eq!(set.start(order(1)).await, Err(ChargerError::Expired));
        let elsewhere = StartOrder { connector_id: "9".into(), ..order(2) };
        assert_eq!(set.start(elsewhere).await, Err(ChargerError::UnknownConnector("9".into())));
    }
}
