use lotdesk_domain::garage::{GarageEquipment, GarageEquipmentKind, GarageKind, GaragePass};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::Effect;

use super::*;
use crate::garage::{GarageConfig, GarageParts, GarageSet};
use crate::lane::test_support::{TokioClock, guid};

/// What was heard, each with the seconds since the start.
struct Ears {
    heard: Mutex<Vec<(u64, GarageSignal)>>,
    start: Instant,
    news: Notify,
}

impl Ears {
    fn new() -> Arc<Self> {
        Arc::new(Self { heard: Mutex::default(), start: Instant::now(), news: Notify::new() })
    }

    /// Waits until one like this was heard, and gives when.
    async fn until(&self, like: impl Fn(&GarageSignal) -> bool) -> u64 {
        loop {
            let news = self.news.notified();
            if let Some((at, _)) = self.heard.lock().unwrap().iter().rev().find(|(_, signal)| like(signal)) {
                return *at;
            }
            news.await;
        }
    }

    fn stages(&self) -> Vec<(u64, String, u32)> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .filter_map(|(at, signal)| match signal {
                GarageSignal::Progress { stage, remain_s, .. } => Some((*at, stage.clone(), *remain_s)),
                _ => None,
            })
            .collect()
    }
}

impl GarageEvents for Ears {
    fn reported(&self, report: GarageReport) {
        assert_eq!(report.garage, "G1");
        self.heard.lock().unwrap().push((self.start.elapsed().as_secs(), report.what));
        self.news.notify_one();
    }
}

fn garage(kind: GarageKind) -> Garage {
    Garage {
        id: guid(1),
        code: "G1".into(),
        name: "一号车库".into(),
        kind,
        operator: "X".into(),
        owner: "X".into(),
        maintainer: None,
        manufacturer: None,
        cycle_seconds: 120,
        passes: vec![GaragePass { id: guid(2), code: 1, name: "车厅".into() }],
        equipment: vec![GarageEquipment {
            id: guid(3),
            code: "PLC".into(),
            name: "控制柜".into(),
            kind: GarageEquipmentKind::Controller,
        }],
    }
}

struct Yard {
    ears: Arc<Ears>,
    set: GarageSet,
    clock: Arc<dyn Clock>,
}

impl Yard {
    fn new(kind: GarageKind, config: SimulatedGarageConfig) -> Self {
        let ears = Ears::new();
        let clock: Arc<dyn Clock> = Arc::new(TokioClock::new());
        let spaces = (0..10).map(|n| (format!("S{n}"), n == 9)).collect();
        let parts = GarageParts { garage: garage(kind), config: GarageConfig::Simulated(config), spaces };
        let set = GarageSet::new([parts], &clock, ears.clone());
        Self { ears, set, clock }
    }

    fn machine(&self) -> Arc<SimulatedGarage> {
        self.set.simulated("G1").unwrap()
    }

    async fn give(&self, n: u64, work: GarageWork, space_no: &str) -> Guid {
        let command_id = guid(n);
        let (garage, space_no) = ("G1".to_owned(), space_no.to_owned());
        let expires_at = self.clock.now().plus_ms(10_000);
        let effect = Effect::RunGarage { garage, command_id, work, space_no, pass: Some(1), takes_s: 120, expires_at };
        self.set.apply(effect).await;
        command_id
    }

    async fn done(&self, id: Guid) -> u64 {
        self.ears.until(|signal| *signal == GarageSignal::Done { command_id: id }).await
    }

    async fn failed(&self, id: Guid) -> (u64, String, bool) {
        let this =
            |signal: &GarageSignal| matches!(signal, GarageSignal::Failed { command_id, .. } if *command_id == id);
        let at = self.ears.until(this).await;
        let heard = self.ears.heard.lock().unwrap();
        match heard.iter().find(|(_, signal)| this(signal)) {
            Some((_, GarageSignal::Failed { why, space_as_before, .. })) => (at, why.clone(), *space_as_before),
            _ => unreachable!(),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stacker_carries_the_car_to_its_space_and_back() {
    let yard = Yard::new(GarageKind::AisleStacker, SimulatedGarageConfig::default());
    let store = yard.give(10, GarageWork::Store, "S3").await;
    assert_eq!(yard.done(store).await, 120);
    assert!(yard.machine().holds("S3"));
    let stages = yard.ears.stages();
    let shown: Vec<_> = stages.iter().map(|(at, stage, remain)| (*at, stage.as_str(), *remain)).collect();
    assert_eq!(
        shown,
        [(0, "车厅安全检查", 120), (20, "搬运器取车", 100), (40, "堆垛机运行", 80), (90, "搬运器存入车位", 30)]
    );
    let retrieve = yard.give(11, GarageWork::Retrieve, "S3").await;
    assert_eq!(yard.done(retrieve).await, 240);
    assert!(!yard.machine().holds("S3") && yard.machine().holds("S9"));
}

#[tokio::test(start_paused = true)]
async fn a_ring_turns_the_shorter_way_and_a_lift_lowers_its_pallet() {
    let ring = Yard::new(GarageKind::VerticalCirculation, SimulatedGarageConfig::default());
    let near = ring.give(10, GarageWork::Retrieve, "S9").await;
    // One of five steps of 72 s, and 48 s for the driver.
    assert_eq!(ring.done(near).await, 62);
    let lift = Yard::new(GarageKind::LiftAndSlide, SimulatedGarageConfig::default());
    let store = lift.give(10, GarageWork::Store, "S0").await;
    lift.done(store).await;
    let stages: Vec<_> = lift.ears.stages().into_iter().map(|(_, stage, _)| stage).collect();
    assert_eq!(stages, ["横移让位", "载车板下降", "等待车辆驶入", "载车板上升复位"]);
}

#[tokio::test(start_paused = true)]
async fn a_driver_who_does_not_come_leaves_the_space_as_it_was() {
    let yard = Yard::new(GarageKind::LiftAndSlide, SimulatedGarageConfig::default());
    yard.machine().nobody_comes();
    let store = yard.give(10, GarageWork::Store, "S0").await;
    let (_, why, as_before) = yard.failed(store).await;
    assert!(as_before, "{why}");
    assert!(!yard.machine().holds("S0"));
    assert_eq!(yard.machine().state(), GarageState::Normal, "it is no fault of the machine");
}

#[tokio::test(start_paused = true)]
async fn a_fault_ends_the_command_and_holds_up_the_next_until_it_is_mended() {
    let yard = Yard::new(GarageKind::AisleStacker, SimulatedGarageConfig::default());
    yard.machine().fail_next(GarageEventKind::CarrierMoveFault);
    let store = yard.give(10, GarageWork::Store, "S3").await;
    assert_eq!(yard.failed(store).await, (90, "搬运器移动故障".to_owned(), false));
    let told =
        |signal: &GarageSignal| matches!(signal, GarageSignal::Event { event: GarageEventKind::CarrierMoveFault, .. });
    assert_eq!(yard.ears.until(told).await, 90);
    assert_eq!(yard.machine().state(), GarageState::Fault);

    let next = yard.give(11, GarageWork::Retrieve, "S9").await;
    assert_eq!(yard.failed(next).await, (90, "搬运器移动故障".to_owned(), true));
    assert!(yard.machine().holds("S9"), "nothing moved");

    yard.set.apply(Effect::MendGarage { garage: "G1".into() }).await;
    yard.ears.until(|signal| matches!(signal, GarageSignal::Recovered {})).await;
    // The sensors were looked at before the recovery was told.
    let heard: Vec<GarageSignal> = yard.ears.heard.lock().unwrap().iter().map(|(_, signal)| signal.clone()).collect();
    let [.., GarageSignal::Spaces { spaces }, GarageSignal::Recovered {}] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    assert_eq!(spaces.iter().filter(|space| space.taken).count(), 1, "the car had not reached its space");
    let third = yard.give(12, GarageWork::Retrieve, "S9").await;
    yard.done(third).await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_heeded_at_once_and_an_alarm_that_nobody_caused_stops_too() {
    let yard = Yard::new(GarageKind::AisleStacker, SimulatedGarageConfig { mends_after_ms: Some(60_000) });
    let store = yard.give(10, GarageWork::Store, "S3").await;
    yard.ears.until(|signal| matches!(signal, GarageSignal::Progress { stage, .. } if stage == "搬运器取车")).await;
    assert_eq!(yard.machine().progress().map(|p| (p.remain_s, p.stage)), Some((100, "搬运器取车")));
    yard.set.apply(Effect::StopGarage { garage: "G1".into(), why: "检修".into() }).await;
    assert_eq!(yard.failed(store).await, (20, "检修".to_owned(), false));

    let again = yard.give(11, GarageWork::Store, "S3").await;
    yard.ears.until(|signal| matches!(signal, GarageSignal::Progress { command_id, .. } if *command_id == again)).await;
    yard.machine().alarm(GarageEventKind::PersonInside);
    assert_eq!(yard.failed(again).await, (20, "人员闯入告警".to_owned(), false));
    assert_eq!(yard.ears.until(|signal| matches!(signal, GarageSignal::Recovered {})).await, 80, "by itself");
}

#[tokio::test(start_paused = true)]
async fn commands_run_one_at_a_time_at_most_once_and_never_late() {
    let yard = Yard::new(GarageKind::AisleStacker, SimulatedGarageConfig::default());
    let first = yard.give(10, GarageWork::Store, "S3").await;
    yard.give(10, GarageWork::Store, "S4").await;
    let late = yard.give(11, GarageWork::Store, "S4").await;
    assert_eq!(yard.done(first).await, 120);
    // It waited behind the first for longer than a command lives.
    assert_eq!(yard.failed(late).await, (120, "指令已过期，未执行".to_owned(), true));
    assert!(!yard.machine().holds("S4"), "neither the repeat nor the late one moved anything");

    let nobody = Effect::RunGarage {
        garage: "G1".into(),
        command_id: guid(12),
        work: GarageWork::Store,
        space_no: "nowhere".into(),
        pass: None,
        takes_s: 60,
        expires_at: yard.clock.now().plus_ms(10_000),
    };
    yard.set.apply(nobody).await;
    assert!(yard.failed(guid(12)).await.2);
}
