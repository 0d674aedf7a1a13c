//! How many cars come, and how long they stay.

use chrono::Timelike;
use lotdesk_domain::moment::Moment;
use rand::RngExt;
use rand::rngs::StdRng;

/// The pace of the traffic.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// Cars a minute at the entries, outside the rush hours.
    pub cars_per_minute: f64,
    /// True for more cars in the morning and evening, fewer at night.
    pub rush_hours: bool,
    /// Shortest stay, in milliseconds.
    pub stay_min_ms: u64,
    /// Longest stay, in milliseconds.
    pub stay_max_ms: u64,
    /// How many of a hundred cars have a lease.
    pub lease_percent: u32,
    /// How many of a hundred plates the exit camera misreads.
    pub misread_percent: u32,
    /// Cars of the traffic at one time, parked ones counted.
    pub most_cars: usize,
    /// Cars that queue at one lane; more drive on.
    pub longest_queue: usize,
    /// A car that has waited this long before the closed gate of an entry drives away, in milliseconds.
    pub entry_patience_ms: u64,
    /// A car that has waited this long before the closed gate of an exit makes room and comes again later, in
    /// milliseconds.
    pub exit_patience_ms: u64,
    /// Time that a car takes from its place to the lane, and through the gate, in milliseconds.
    pub drive_ms: u64,
}

impl Default for Pace {
    /// The demo's: a car every ten seconds, stays of one to six minutes.
    fn default() -> Self {
        Self {
            cars_per_minute: 6.0,
            rush_hours: true,
            stay_min_ms: 60_000,
            stay_max_ms: 360_000,
            lease_percent: 25,
            misread_percent: 6,
            most_cars: 220,
            longest_queue: 4,
            entry_patience_ms: 60_000,
            exit_patience_ms: 180_000,
            drive_ms: 1_500,
        }
    }
}

impl Pace {
    /// How many times the usual number of cars come at this time of day.
    pub fn rush(&self, now: Moment) -> f64 {
        let local = now.to_china();
        match (self.rush_hours, local.hour()) {
            (false, _) => 1.0,
            (true, 7 | 8 | 17 | 18) => 2.0,
            (true, 0..=5 | 23) => 0.6,
            (true, _) => 1.0,
        }
    }

    /// Time to the next car, in milliseconds: cars come independently of one another, at most five times the mean apart.
    pub fn next_car_ms(&self, rng: &mut StdRng, now: Moment) -> u64 {
        let mean_ms = 60_000.0 / (self.cars_per_minute * self.rush(now)).max(0.01);
        let u: f64 = rng.random();
        (mean_ms * (-(1.0 - u).ln()).min(5.0)) as u64
    }

    /// How long a car stays, in milliseconds.
    pub fn stay_ms(&self, rng: &mut StdRng) -> u64 {
        rng.random_range(self.stay_min_ms..=self.stay_max_ms.max(self.stay_min_ms))
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn cars_come_at_the_mean_rate_and_twice_as_often_in_the_rush() {
        let pace = Pace::default();
        let at = |text| Moment::from_datetime_text(text).unwrap();
        let mean = |now| {
            let mut rng = StdRng::seed_from_u64(3);
            (0..4000).map(|_| pace.next_car_ms(&mut rng, now)).sum::<u64>() as f64 / 4000.0
        };
        assert!((mean(at("2026-03-02 14:00:00")) - 10_000.0).abs() < 700.0);
        assert!((mean(at("2026-03-02 08:00:00")) - 5_000.0).abs() < 350.0);
        let mut rng = StdRng::seed_from_u64(4);
        assert!((0..500).all(|_| (60_000..=360_000).contains(&pace.stay_ms(&mut rng))));
    }
}
