//! One car's way through the lot, and the stream of cars.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use lotdesk_domain::lot::{LaneKind, SpaceState};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::car::Car;
use super::{ParkedCar, Streets, guid, lock};

/// How often a waiting car looks at the gate.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A gate that stays open longer than this behind a car is out of order; the next car does not wait for it.
const CLOSES_WITHIN: Duration = Duration::from_secs(20);
/// Tries of one push.
const PUSH_TRIES: u32 = 3;

/// Lets cars come until the traffic stops.
pub async fn arrivals(streets: Arc<Streets>, tasks: TaskTracker, mut rng: StdRng) {
    let mut wait_ms = 500;
    loop {
        if !streets.pause(wait_ms).await {
            return;
        }
        wait_ms = streets.config.pace.next_car_ms(&mut rng, streets.config.clock.now());
        if lock(&streets.plates_about).len() >= streets.config.pace.most_cars {
            continue;
        }
        let car = next_car(&streets, &mut rng);
        if !lock(&streets.plates_about).insert(car.key.clone()) {
            continue;
        }
        let driver = Driver::new(streets.clone(), car, StdRng::seed_from_u64(rng.next_u64()));
        tasks.spawn(driver.whole_way());
    }
}

fn next_car(streets: &Streets, rng: &mut StdRng) -> Car {
    let outside: Vec<_> = {
        let about = lock(&streets.plates_about);
        streets.config.leased.iter().filter(|plate| !about.contains(plate.as_str())).cloned().collect()
    };
    if !outside.is_empty() && rng.random_range(0..100_u32) < streets.config.pace.lease_percent {
        Car::with_plate(outside[rng.random_range(0..outside.len())].clone())
    } else {
        Car::any(rng)
    }
}

impl Streets {
    /// Waits; false when the traffic stops meanwhile.
    async fn pause(&self, wait_ms: u64) -> bool {
        tokio::select! {
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(Duration::from_millis(wait_ms)) => true,
        }
    }
}

/// How a car came away from a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AtLane {
    Passed,
    Gave,
    Stopped,
}

/// A car on its way.
pub struct Driver {
    streets: Arc<Streets>,
    car: Car,
    rng: StdRng,
}

impl Drop for Driver {
    fn drop(&mut self) {
        lock(&self.streets.plates_about).remove(&self.car.key);
    }
}

impl Driver {
    pub const fn new(streets: Arc<Streets>, car: Car, rng: StdRng) -> Self {
        Self { streets, car, rng }
    }

    /// In by an entry, a stay, out by an exit.
    pub async fn whole_way(mut self) {
        let streets = self.streets.clone();
        let Some(entry) = self.shortest_queue(LaneKind::Entry, None) else { return };
        streets.counts.arrived.fetch_add(1, Ordering::Relaxed);
        if streets.queues[entry].load(Ordering::Relaxed) >= streets.config.pace.longest_queue {
            streets.counts.turned_away.fetch_add(1, Ordering::Relaxed);
            return;
        }
        match self.through(entry).await {
            AtLane::Passed => streets.counts.entered.fetch_add(1, Ordering::Relaxed),
            AtLane::Gave => {
                streets.counts.turned_away.fetch_add(1, Ordering::Relaxed);
                return;
            }
            AtLane::Stopped => return,
        };
        let stay_ms = streets.config.pace.stay_ms(&mut self.rng);
        let area = streets.config.lanes[entry].area.clone();
        self.stay_and_leave(area, None, stay_ms).await;
    }

    /// A stay that began before the traffic, and out by an exit.
    pub async fn already_parked(mut self, parked: ParkedCar, stay_ms: u64) {
        self.stay_and_leave(parked.area, parked.exit, stay_ms).await;
    }

    async fn stay_and_leave(&mut self, area: String, exit: Option<String>, stay_ms: u64) {
        let streets = self.streets.clone();
        let drive_ms = streets.config.pace.drive_ms;
        if !streets.pause(drive_ms).await {
            return;
        }
        let space = self.take_space(&area).await;
        let stayed = streets.pause(stay_ms).await;
        if !stayed {
            return;
        }
        self.free_space(space).await;
        while streets.pause(drive_ms).await {
            let wanted = exit.as_ref().and_then(|code| streets.config.lanes.iter().position(|l| l.code == *code));
            let Some(exit) = wanted.or_else(|| self.shortest_queue(LaneKind::Exit, Some(&area))) else { return };
            match self.through(exit).await {
                AtLane::Passed => {
                    streets.counts.left.fetch_add(1, Ordering::Relaxed);
                    return;
                }
                AtLane::Gave => {
                    streets.counts.gave_up.fetch_add(1, Ordering::Relaxed);
                    let again_ms = streets.config.pace.stay_min_ms.max(1);
                    if !streets.pause(again_ms).await {
                        return;
                    }
                }
                AtLane::Stopped => return,
            }
        }
    }

    /// The lane with the fewest cars; of equals one of the area, or any.
    fn shortest_queue(&mut self, kind: LaneKind, area: Option<&str>) -> Option<usize> {
        let lanes = &self.streets.config.lanes;
        let toss = self.rng.random_range(0..lanes.len().max(1));
        (0..lanes.len()).filter(|i| lanes[*i].kind == kind).min_by_key(|i| {
            let length = self.streets.queues[*i].load(Ordering::Relaxed);
            let elsewhere = area.is_some_and(|a| lanes[*i].area != a);
            (length, elsewhere, (i + toss) % lanes.len())
        })
    }

    async fn take_space(&mut self, area: &str) -> Option<(String, String)> {
        let sensor = self.streets.config.sensor.clone()?;
        let space = {
            let mut free = lock(&self.streets.free_spaces);
            let fitting: Vec<_> = (0..free.len()).filter(|i| free[*i].1 == area).collect();
            let at = *fitting.get(self.rng.random_range(0..fitting.len().max(1)))?;
            free.swap_remove(at)
        };
        sensor.space(&space.0, SpaceState::Taken).await;
        Some(space)
    }

    async fn free_space(&mut self, space: Option<(String, String)>) {
        if let (Some(space), Some(sensor)) = (space, self.streets.config.sensor.clone()) {
            sensor.space(&space.0, SpaceState::Free).await;
            lock(&self.streets.free_spaces).push(space);
        }
    }

    /// Queues at a lane, is read, waits for the gate, drives through.
    async fn through(&mut self, at: usize) -> AtLane {
        let streets = self.streets.clone();
        streets.queues[at].fetch_add(1, Ordering::Relaxed);
        let how = tokio::select! {
            // A stop goes first: nobody moves up to the gate that a stopped car leaves behind.
            biased;
            () = streets.stop.cancelled() => AtLane::Stopped,
            how = self.through_gate(&streets, at) => how,
        };
        streets.queues[at].fetch_sub(1, Ordering::Relaxed);
        how
    }

    async fn through_gate(&mut self, streets: &Streets, at: usize) -> AtLane {
        let lane = &streets.config.lanes[at];
        let _before_the_gate = streets.gates[at].lock().await;
        // Nobody slips in behind the car ahead.
        let closing = Instant::now() + CLOSES_WITHIN;
        while lane.body.gate_is_open() && Instant::now() < closing {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        lane.body.car_arrives();
        if !self.be_read(streets, at).await {
            lane.body.car_backs_out();
            return AtLane::Gave;
        }
        let patience_ms = match lane.kind {
            LaneKind::Entry => streets.config.pace.entry_patience_ms,
            LaneKind::Exit => streets.config.pace.exit_patience_ms,
        };
        let until = Instant::now() + Duration::from_millis(patience_ms);
        while !lane.body.gate_is_open() {
            if Instant::now() >= until {
                lane.body.car_backs_out();
                return AtLane::Gave;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        tokio::time::sleep(Duration::from_millis(streets.config.pace.drive_ms)).await;
        if lane.body.car_passes() { AtLane::Passed } else { AtLane::Gave }
    }

    /// The camera takes its picture and pushes it; a camera tries again, with the same read.
    async fn be_read(&mut self, streets: &Streets, at: usize) -> bool {
        let lane = &streets.config.lanes[at];
        let misread_percent = streets.config.pace.misread_percent;
        let misread = lane.kind == LaneKind::Exit && self.rng.random_range(0..100_u32) < misread_percent;
        let wrong = if misread { self.car.misread(&mut self.rng) } else { None };
        let seen = wrong.or_else(|| self.car.plate.clone());
        let read_id = guid(&mut self.rng);
        let now = streets.config.clock.now();
        let read = match streets.read(lane, &self.car, seen, now, false, read_id).await {
            Ok(read) => read,
            Err(why) => {
                tracing::warn!(%why, "a car of the demo got no picture");
                return false;
            }
        };
        for again in 1..=PUSH_TRIES {
            match streets.pusher.push(lane.format, &lane.code, &lane.token, &read).await {
                Ok(_) => return true,
                Err(why) => {
                    streets.counts.push_failures.fetch_add(1, Ordering::Relaxed);
                    tracing::debug!(%why, again, lane = %lane.code, "a push of the demo's camera failed");
                }
            }
            tokio::time::sleep(Duration::from_secs(u64::from(again))).await;
        }
        false
    }
}
