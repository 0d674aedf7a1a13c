//! What a machine of each kind does, step by step, for one command.

use std::time::Duration;

use lotdesk_domain::garage::{GarageEventKind as Event, GarageKind, GarageWork};

/// A step of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// What it does, in Chinese.
    pub stage: &'static str,
    /// How long, in milliseconds.
    pub lasts_ms: u64,
    /// What goes wrong here when something does.
    pub fault: Event,
    /// True for the step at whose end the car is in its space, or out of it.
    pub moves_car: bool,
}

/// The steps of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan(pub Vec<Phase>);

/// A step by its share of the whole time.
type Share = (&'static str, u64, Event, bool);

impl Plan {
    /// The steps for a space that is the `rank`-th (from 0) of `count`. Circulating garages turn the shorter way round, so
    /// their time depends on where the pallet is; `at_bottom` is the pallet that is down now.
    pub fn new(
        kind: GarageKind,
        work: GarageWork,
        takes: Duration,
        rank: usize,
        count: usize,
        at_bottom: usize,
    ) -> Self {
        let shares = shares(kind, work);
        let whole: u64 = shares.iter().map(|share| share.1).sum();
        let takes_ms = u64::try_from(takes.as_millis()).unwrap_or(u64::MAX);
        let phases = shares.iter().map(|(stage, share, fault, moves_car)| {
            let full_ms = takes_ms.saturating_mul(*share) / whole.max(1);
            let lasts_ms = if *stage == TURNING { turning_ms(full_ms, rank, count, at_bottom) } else { full_ms };
            Phase { stage, lasts_ms, fault: *fault, moves_car: *moves_car }
        });
        Plan(phases.collect())
    }

    /// The whole time, in milliseconds.
    pub fn total_ms(&self) -> u64 {
        self.0.iter().map(|phase| phase.lasts_ms).sum()
    }
}

const TURNING: &str = "旋转选位";

/// The shorter way round, as a part of the longest one: half the ring.
fn turning_ms(full_ms: u64, rank: usize, count: usize, at_bottom: usize) -> u64 {
    let count = count.max(1);
    let forward = (rank + count - at_bottom % count) % count;
    let steps = forward.min(count - forward) as u64;
    let most = (count as u64 / 2).max(1);
    full_ms * steps / most
}

fn shares(kind: GarageKind, work: GarageWork) -> &'static [Share] {
    use GarageWork::{Retrieve, Store};
    match (kind, work) {
        (GarageKind::LiftAndSlide | GarageKind::SimpleLift, Store) => &[
            ("横移让位", 2, Event::SlideOverload, false),
            ("载车板下降", 3, Event::LiftDownFault, false),
            ("等待车辆驶入", 4, Event::PositionFault, true),
            ("载车板上升复位", 3, Event::LiftUpFault, false),
        ],
        (GarageKind::LiftAndSlide | GarageKind::SimpleLift, Retrieve) => &[
            ("横移让位", 2, Event::SlideOverload, false),
            ("载车板下降", 3, Event::LiftDownFault, false),
            ("等待车辆驶出", 4, Event::PersonInside, true),
            ("载车板上升复位", 3, Event::LiftUpFault, false),
        ],
        (
            GarageKind::VerticalCirculation | GarageKind::HorizontalCirculation | GarageKind::MultiLayerCirculation,
            Store,
        ) => &[(TURNING, 6, Event::RotationOverload, false), ("等待车辆驶入", 4, Event::PositionFault, true)],
        (
            GarageKind::VerticalCirculation | GarageKind::HorizontalCirculation | GarageKind::MultiLayerCirculation,
            Retrieve,
        ) => &[(TURNING, 6, Event::RotationOverload, false), ("等待车辆驶出", 4, Event::PersonInside, true)],
        (GarageKind::AisleStacker | GarageKind::Planar | GarageKind::VerticalLift | GarageKind::CarLift, Store) => &[
            ("车厅安全检查", 2, Event::PassCheckFault, false),
            ("搬运器取车", 2, Event::CarrierRetrieveFault, false),
            ("堆垛机运行", 5, Event::CarrierMoveFault, false),
            ("搬运器存入车位", 3, Event::CarrierStoreFault, true),
        ],
        (GarageKind::AisleStacker | GarageKind::Planar | GarageKind::VerticalLift | GarageKind::CarLift, Retrieve) => {
            &[
                ("堆垛机运行", 4, Event::CarrierMoveFault, false),
                ("搬运器从车位取车", 3, Event::CarrierRetrieveFault, true),
                ("送至车厅", 4, Event::CarrierMoveFault, false),
                ("车厅开门", 1, Event::DoorFault, false),
            ]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_moves_the_car_once_and_takes_its_usual_time() {
        for kind in GarageKind::ALL {
            for work in [GarageWork::Store, GarageWork::Retrieve] {
                let plan = Plan::new(kind, work, Duration::from_secs(120), 5, 10, 0);
                assert_eq!(plan.0.iter().filter(|phase| phase.moves_car).count(), 1, "{kind:?} {work:?}");
                assert_eq!(plan.total_ms(), 120_000, "{kind:?} {work:?}");
            }
        }
    }

    #[test]
    fn a_ring_turns_the_shorter_way() {
        let total = |rank, at_bottom| {
            let takes = Duration::from_secs(100);
            Plan::new(GarageKind::VerticalCirculation, GarageWork::Store, takes, rank, 10, at_bottom).total_ms()
        };
        // 40 s for the driver; 60 s for half the ring.
        assert_eq!(
            [total(0, 0), total(5, 0), total(9, 0), total(0, 9), total(7, 5)],
            [40, 100, 52, 52, 64].map(|s| s * 1000)
        );
    }
}
