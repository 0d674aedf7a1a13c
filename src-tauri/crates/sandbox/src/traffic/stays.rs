//! Cars that came in hours ago, so that fees are worth looking at from the first minute.

use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::moment::Moment;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::car::Car;
use super::{ParkedCar, TrafficConfig};

/// A stay that began in the past.
#[derive(Clone, Debug, PartialEq)]
pub struct SeedStay {
    /// The car.
    pub car: Car,
    /// The entry lane by which it came.
    pub lane_code: String,
    /// The area that the lane leads to.
    pub area: String,
    /// When it came in.
    pub entered_at: Moment,
}

impl SeedStay {
    /// The car as the traffic takes it up, to leave by this exit or by any; none for a car without a plate.
    pub fn parked(&self, exit: Option<&str>) -> Option<ParkedCar> {
        let plate = self.car.plate.clone()?;
        Some(ParkedCar { plate, area: self.area.clone(), exit: exit.map(str::to_owned) })
    }
}

/// Draws stays that began between twenty minutes and ten hours ago, oldest first. One in four is by lease; no plate
/// comes twice, every car has one. The same configuration gives the same stays.
pub fn seed_stays(config: &TrafficConfig, count: usize, now: Moment) -> Vec<SeedStay> {
    let mut rng = StdRng::seed_from_u64(config.seed ^ 0x05EE_D0FC_A125);
    let entries: Vec<_> = config.lanes.iter().filter(|lane| lane.kind == LaneKind::Entry).collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let mut leased = config.leased.clone();
    let mut taken = std::collections::HashSet::new();
    let mut stays: Vec<SeedStay> = Vec::with_capacity(count);
    while stays.len() < count {
        let by_lease = !leased.is_empty() && rng.random_range(0..100_u32) < config.pace.lease_percent;
        let car = if by_lease {
            Car::with_plate(leased.swap_remove(rng.random_range(0..leased.len())))
        } else {
            Car::any(&mut rng)
        };
        if car.plate.is_none() || !taken.insert(car.key.clone()) {
            continue;
        }
        // Most came within the last three hours, a few at the beginning of the day.
        let share: f64 = rng.random();
        let minutes_ago = 20 + (580.0 * share * share) as i64;
        let entered_at = now.plus_minutes(-minutes_ago).plus_ms(-rng.random_range(0..60_000));
        let lane = entries[rng.random_range(0..entries.len())];
        stays.push(SeedStay { car, lane_code: lane.code.clone(), area: lane.area.clone(), entered_at });
    }
    stays.sort_by_key(|stay| stay.entered_at);
    stays
}
