//! A lot with traffic: cars arrive, stay, drive to an exit and wait there until the gate opens. They speak to the lane
//! listener over HTTP, as real cameras do, and stand before the simulated lanes. One seed gives the same cars in the
//! same order.

pub mod car;
mod drive;
pub mod pace;
pub mod stays;
pub mod wire;

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::Lease;
use lotdesk_domain::lot::{Lane, LaneKind, Lot, SpaceState};
use lotdesk_domain::moment::Clock;
use lotdesk_domain::plate::Plate;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use car::Car;
use pace::Pace;
use stays::SeedStay;
use wire::{CameraFormat, LaneRead, PushError, Pusher};

use crate::picture::car::Look;
use crate::picture::{self, Shot};

/// A lane's gate and sensors, as a car meets them.
pub trait LaneBody: Send + Sync {
    /// True while the gate is up.
    fn gate_is_open(&self) -> bool;
    /// A car comes before the gate.
    fn car_arrives(&self);
    /// The car goes through; false when the gate is not open.
    fn car_passes(&self) -> bool;
    /// The car goes back without passing.
    fn car_backs_out(&self);
}

impl LaneBody for lotdesk_devices::lane::SimulatedLane {
    fn gate_is_open(&self) -> bool {
        self.gate() == lotdesk_operations::api::lane::GateState::Open
    }

    fn car_arrives(&self) {
        lotdesk_devices::lane::SimulatedLane::car_arrives(self);
    }

    fn car_passes(&self) -> bool {
        lotdesk_devices::lane::SimulatedLane::car_passes(self)
    }

    fn car_backs_out(&self) {
        lotdesk_devices::lane::SimulatedLane::car_backs_out(self);
    }
}

/// Who hears from the space detectors.
#[async_trait]
pub trait SpaceSensor: Send + Sync {
    /// A space was taken or became free.
    async fn space(&self, space_no: &str, state: SpaceState);
}

/// A lane of the traffic.
#[derive(Clone)]
pub struct TrafficLane {
    /// Code in the lane listener's paths.
    pub code: String,
    /// Direction.
    pub kind: LaneKind,
    /// Area that it leads to or from.
    pub area: String,
    /// The lane's token.
    pub token: String,
    /// In whose words its camera pushes.
    pub format: CameraFormat,
    /// True for a lane below ground: how its pictures look.
    pub indoor: bool,
    /// Gate and sensors.
    pub body: Arc<dyn LaneBody>,
}

/// A car that stands in the lot when the traffic begins.
#[derive(Clone, Debug, PartialEq)]
pub struct ParkedCar {
    /// Its plate.
    pub plate: Plate,
    /// The area where it stands.
    pub area: String,
    /// The exit lane that it takes; any where none is named. A demo whose booth nobody works keeps one exit free of
    /// cars that owe money.
    pub exit: Option<String>,
}

/// What the traffic is made of.
#[derive(Clone)]
pub struct TrafficConfig {
    /// What the randomness begins from.
    pub seed: u64,
    /// Base URL of the lane listener, such as `http://127.0.0.1:8021`.
    pub listener_url: String,
    /// The lanes.
    pub lanes: Vec<TrafficLane>,
    /// Plates with a lease.
    pub leased: Vec<Plate>,
    /// Cars that stand in the lot already; they leave by and by.
    pub parked: Vec<ParkedCar>,
    /// Spaces with a detector, each with its area.
    pub spaces: Vec<(String, String)>,
    /// Who hears from the detectors.
    pub sensor: Option<Arc<dyn SpaceSensor>>,
    /// How busy it is.
    pub pace: Pace,
    /// What tells the time of the reads.
    pub clock: Arc<dyn Clock>,
}

impl TrafficConfig {
    /// Traffic for a lot: the first entry pushes our own JSON, other entries Vzenith's, exits Hikvision's. `lane` gives
    /// each lane its token and its body.
    pub fn for_lot(
        lot: &Lot,
        leases: &[Lease],
        listener_url: String,
        lane: impl Fn(&Lane) -> (String, Arc<dyn LaneBody>),
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Self {
        let first_entry = lot.lanes.iter().position(|l| l.kind == LaneKind::Entry);
        let lanes = lot.lanes.iter().enumerate().map(|(i, described)| {
            let (token, body) = lane(described);
            let format = match described.kind {
                LaneKind::Entry if Some(i) == first_entry => CameraFormat::Own,
                LaneKind::Entry => CameraFormat::Vzenith,
                LaneKind::Exit => CameraFormat::Hikvision,
            };
            let (code, kind, area) = (described.code.clone(), described.kind, described.area.clone());
            // By custom B1 is where ramps come up to daylight; deeper lanes have none.
            let indoor = area.starts_with('B') && area != "B1";
            TrafficLane { code, kind, area, token, format, indoor, body }
        });
        Self {
            seed,
            listener_url,
            lanes: lanes.collect(),
            leased: leases.iter().flat_map(|lease| lease.plates.iter().cloned()).collect(),
            parked: Vec::new(),
            // A garage's spaces have no detector on the floor, and nobody drives into them.
            spaces: lot
                .spaces
                .iter()
                .filter(|s| s.garage.is_none())
                .map(|s| (s.space_no.clone(), s.area.clone()))
                .collect(),
            sensor: None,
            pace: Pace::default(),
            clock,
        }
    }
}

/// What the traffic did.
#[derive(Debug, Default)]
pub struct TrafficCounts {
    arrived: AtomicU64,
    entered: AtomicU64,
    turned_away: AtomicU64,
    left: AtomicU64,
    gave_up: AtomicU64,
    push_failures: AtomicU64,
}

/// What the traffic did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrafficReport {
    /// Cars that came before an entry.
    pub arrived: u64,
    /// Cars that drove in.
    pub entered: u64,
    /// Cars that drove on: the queue too long, or the gate kept closed.
    pub turned_away: u64,
    /// Cars that drove out.
    pub left: u64,
    /// Times that a car at an exit made room because the gate kept closed.
    pub gave_up: u64,
    /// Pushes that did not arrive.
    pub push_failures: u64,
}

/// What all cars share.
struct Streets {
    config: TrafficConfig,
    pusher: Pusher,
    gates: Vec<tokio::sync::Mutex<()>>,
    queues: Vec<AtomicUsize>,
    free_spaces: Mutex<Vec<(String, String)>>,
    plates_about: Mutex<HashSet<String>>,
    counts: TrafficCounts,
    stop: CancellationToken,
}

/// Running traffic. Dropping the handle stops it.
pub struct Traffic {
    streets: Arc<Streets>,
    tasks: TaskTracker,
}

impl Traffic {
    /// Lets the traffic begin.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn start(config: TrafficConfig) -> Result<Self, PushError> {
        let streets = Arc::new(Streets::new(config)?);
        let tasks = TaskTracker::new();
        let mut rng = StdRng::seed_from_u64(streets.config.seed);
        for (i, parked) in streets.config.parked.iter().cloned().enumerate() {
            let car = Car::with_plate(parked.plate.clone());
            lock(&streets.plates_about).insert(car.key.clone());
            // They leave one after another, at the pace at which others come.
            let mean_ms = 60_000.0 / streets.config.pace.cars_per_minute.max(0.01);
            let stay_ms = streets.config.pace.stay_min_ms / 2 + (mean_ms * (i as f64 + rng.random::<f64>())) as u64;
            let driver = drive::Driver::new(streets.clone(), car, StdRng::seed_from_u64(rng.next_u64()));
            tasks.spawn(driver.already_parked(parked, stay_ms));
        }
        let arrivals = drive::arrivals(streets.clone(), tasks.clone(), rng);
        tasks.spawn(arrivals);
        Ok(Self { streets, tasks })
    }

    /// What it did so far.
    pub fn report(&self) -> TrafficReport {
        let c = &self.streets.counts;
        let n = |count: &AtomicU64| count.load(Ordering::Relaxed);
        TrafficReport {
            arrived: n(&c.arrived),
            entered: n(&c.entered),
            turned_away: n(&c.turned_away),
            left: n(&c.left),
            gave_up: n(&c.gave_up),
            push_failures: n(&c.push_failures),
        }
    }

    /// Stops every car where it is; returns once all have stopped.
    pub async fn stop(self) {
        self.streets.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl Drop for Traffic {
    fn drop(&mut self) {
        self.streets.stop.cancel();
        self.tasks.close();
    }
}

/// Pushes cars that came in earlier as buffered reads, oldest first, before the traffic begins. Returns how many the
/// listener took.
///
/// # Errors
/// When the line is down or the listener refuses one.
pub async fn push_stays(config: &TrafficConfig, stays: &[SeedStay]) -> Result<usize, PushError> {
    let streets = Streets::new(config.clone())?;
    let mut ids = StdRng::seed_from_u64(config.seed ^ 0x5EED_57A7);
    for (done, stay) in stays.iter().enumerate() {
        let Some(lane) = config.lanes.iter().find(|lane| lane.code == stay.lane_code) else { continue };
        let read = streets.read(lane, &stay.car, stay.car.plate.clone(), stay.entered_at, true, guid(&mut ids)).await?;
        if streets.stop.is_cancelled() {
            return Ok(done);
        }
        streets.pusher.push(lane.format, &lane.code, &lane.token, &read).await?;
    }
    Ok(stays.len())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn guid(rng: &mut StdRng) -> Guid {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    Guid::from_bytes(bytes)
}

impl Streets {
    fn new(config: TrafficConfig) -> Result<Self, PushError> {
        // The lane listener is plain HTTP on this machine: no certificates need to be read for it.
        let builder = reqwest::Client::builder().no_proxy().tls_certs_only([]);
        let http = builder.timeout(Duration::from_secs(15)).build()?;
        Ok(Self {
            pusher: Pusher::new(http, config.listener_url.clone()),
            gates: config.lanes.iter().map(|_| tokio::sync::Mutex::new(())).collect(),
            queues: config.lanes.iter().map(|_| AtomicUsize::new(0)).collect(),
            free_spaces: Mutex::new(config.spaces.clone()),
            plates_about: Mutex::new(HashSet::new()),
            counts: TrafficCounts::default(),
            stop: CancellationToken::new(),
            config,
        })
    }

    /// A read with its picture, which shows the plate as it hangs on the car whatever the camera makes of it.
    async fn read(
        &self,
        lane: &TrafficLane,
        car: &Car,
        seen: Option<Plate>,
        taken_at: lotdesk_domain::moment::Moment,
        buffered: bool,
        read_id: Guid,
    ) -> Result<LaneRead, PushError> {
        let (owner, lane_code, indoor) = (car.clone(), lane.code.clone(), lane.indoor);
        let drawing = tokio::task::spawn_blocking(move || {
            let plate = owner.plate.as_ref().map(|p| (p.as_str(), owner.plate_color));
            picture::take(&Shot { car: &owner.key, plate, class: owner.class, lane_code: &lane_code, indoor, taken_at })
        });
        let jpeg = drawing.await.map_err(|_| PushError::Stopping)??;
        let misread = seen != car.plate;
        Ok(LaneRead {
            read_id,
            plate: seen,
            plate_color: car.plate_color,
            class: car.class,
            look: Look::of(&car.key, car.class),
            taken_at,
            buffered,
            confidence: if misread { 71 } else { 90 + read_id.bytes()[0] % 10 },
            jpeg,
        })
    }
}

#[cfg(test)]
mod tests;
