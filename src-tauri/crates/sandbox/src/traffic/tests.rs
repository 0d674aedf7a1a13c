//! Traffic against a listener that only counts, and lanes that open their gates as they are told.

use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use lotdesk_domain::moment::Moment;
use tokio::sync::watch;

use super::*;

/// A lane whose gate opens when the listener has seen a read, or never.
#[derive(Default)]
struct TestLane {
    open: AtomicBool,
    present: AtomicBool,
    crowded: AtomicBool,
    passed: AtomicU64,
    backed_out: AtomicU64,
}

impl LaneBody for TestLane {
    fn gate_is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }
    fn car_arrives(&self) {
        if self.present.swap(true, Ordering::SeqCst) {
            self.crowded.store(true, Ordering::SeqCst);
        }
    }
    fn car_passes(&self) -> bool {
        self.present.store(false, Ordering::SeqCst);
        self.passed.fetch_add(1, Ordering::SeqCst);
        self.open.swap(false, Ordering::SeqCst)
    }
    fn car_backs_out(&self) {
        self.present.store(false, Ordering::SeqCst);
        self.backed_out.fetch_add(1, Ordering::SeqCst);
    }
}

struct Listener {
    lanes: Vec<(String, Arc<TestLane>)>,
    opens: bool,
    reads: Mutex<Vec<(String, String)>>,
    seen: watch::Sender<usize>,
}

async fn take(
    State(listener): State<Arc<Listener>>,
    Path((code, format)): Path<(String, String)>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> StatusCode {
    if headers.get("authorization").and_then(|h| h.to_str().ok()) != Some(&format!("Bearer token-of-{code}-lane")) {
        return StatusCode::UNAUTHORIZED;
    }
    let Some((_, lane)) = listener.lanes.iter().find(|(c, _)| *c == code) else { return StatusCode::NOT_FOUND };
    let text = String::from_utf8_lossy(&body).into_owned();
    lock(&listener.reads).push((format!("{code}/{format}"), text));
    if listener.opens {
        lane.open.store(true, Ordering::SeqCst);
    }
    listener.seen.send_modify(|n| *n += 1);
    StatusCode::OK
}

#[derive(Default)]
struct Sensor(Mutex<Vec<(String, SpaceState)>>);

#[async_trait]
impl SpaceSensor for Sensor {
    async fn space(&self, space_no: &str, state: SpaceState) {
        lock(&self.0).push((space_no.to_owned(), state));
    }
}

struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment(1_772_000_000_000)
    }
}

async fn listener(opens: bool) -> (Arc<Listener>, String) {
    let lanes = ["in-1", "in-2", "out-1"].map(|c| (c.to_owned(), Arc::new(TestLane::default()))).into();
    let listener = Arc::new(Listener { lanes, opens, reads: Mutex::default(), seen: watch::Sender::new(0) });
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let router = Router::new().route("/lanes/{code}/{format}", post(take)).with_state(listener.clone());
    let router = router.layer(axum::extract::DefaultBodyLimit::max(8 << 20));
    tokio::spawn(async move { axum::serve(socket, router).await });
    (listener, url)
}

fn config(listener: &Listener, url: String) -> TrafficConfig {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let formats = [CameraFormat::Own, CameraFormat::Vzenith, CameraFormat::Hikvision];
    let lanes = listener.lanes.iter().zip(formats).map(|((code, body), format)| TrafficLane {
        code: code.clone(),
        kind: if code.starts_with("in") { LaneKind::Entry } else { LaneKind::Exit },
        area: "B2".into(),
        token: format!("token-of-{code}-lane"),
        format,
        indoor: false,
        body: body.clone(),
    });
    TrafficConfig {
        seed: 11,
        listener_url: url,
        lanes: lanes.collect(),
        leased: vec![Plate::parse("粤B13579").unwrap()],
        parked: vec![ParkedCar { plate: Plate::parse("粤B24680").unwrap(), area: "B2".into(), exit: None }],
        spaces: (0..3).map(|i| (format!("S{i}"), "B2".to_owned())).collect(),
        sensor: None,
        pace: Pace {
            cars_per_minute: 600.0,
            rush_hours: false,
            stay_min_ms: 20,
            stay_max_ms: 60,
            drive_ms: 1,
            entry_patience_ms: 60_000,
            exit_patience_ms: 60_000,
            ..Pace::default()
        },
        clock: Arc::new(FixedClock),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cars_come_stay_and_leave_one_at_a_time() {
    let (listener, url) = listener(true).await;
    let sensor = Arc::new(Sensor::default());
    let mut config = config(&listener, url);
    config.sensor = Some(sensor.clone());
    println!("seed {}", config.seed);
    let traffic = Traffic::start(config).unwrap();
    let mut seen = listener.seen.subscribe();
    // Which lane a car takes is drawn; it goes on until each of them has been used.
    let told = |path: &str, part: &str| lock(&listener.reads).iter().any(|(p, text)| p == path && text.contains(part));
    let wanted = [("in-1/reads", ""), ("in-2/vzenith", ""), ("out-1/hikvision", "粤B24680")];
    while traffic.report().left < 4 || !wanted.iter().all(|(path, part)| told(path, part)) {
        seen.changed().await.unwrap();
    }
    let report = traffic.report();
    traffic.stop().await;
    assert!(report.entered >= 3 && report.arrived >= report.entered, "{report:?}");
    assert_eq!(report.push_failures, 0);
    let reads = lock(&listener.reads).clone();
    assert!(reads.iter().all(|(_, text)| text.len() > 10_000), "every read brings its picture");
    assert!(listener.lanes.iter().all(|(_, lane)| !lane.crowded.load(Ordering::SeqCst)), "two cars before one gate");
    let spaces = lock(&sensor.0).clone();
    let mut taken = HashSet::new();
    for (space, state) in spaces {
        match state {
            SpaceState::Taken => assert!(taken.insert(space.clone()), "{space} is taken twice"),
            SpaceState::Free => assert!(taken.remove(&space), "{space} was free"),
            SpaceState::Unknown | SpaceState::Reserved => panic!("a detector knows no {state:?}"),
        }
    }
    // Everything has stopped: nothing arrives any more.
    let count = lock(&listener.reads).len();
    tokio::task::yield_now().await;
    assert_eq!(lock(&listener.reads).len(), count);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_that_stays_closed_turns_cars_away_and_the_queue_is_bounded() {
    let (listener, url) = listener(false).await;
    let mut config = config(&listener, url);
    config.pace.entry_patience_ms = 150;
    config.pace.exit_patience_ms = 150;
    config.pace.longest_queue = 1;
    let traffic = Traffic::start(config).unwrap();
    let mut seen = listener.seen.subscribe();
    while traffic.report().turned_away < 5 || traffic.report().gave_up < 1 {
        seen.changed().await.unwrap();
    }
    let report = traffic.report();
    traffic.stop().await;
    assert_eq!((report.entered, report.left), (0, 0));
    let backed_out: u64 = listener.lanes.iter().map(|(_, lane)| lane.backed_out.load(Ordering::SeqCst)).sum();
    assert!(backed_out >= 1);
    assert!(listener.lanes.iter().all(|(_, lane)| lane.passed.load(Ordering::SeqCst) == 0));
}

#[tokio::test]
async fn stays_of_the_past_are_pushed_oldest_first_and_say_so() {
    let (listener, url) = listener(true).await;
    let config = config(&listener, url);
    let now = Moment(1_772_000_000_000);
    let stays = stays::seed_stays(&config, 12, now);
    assert_eq!(stays, stays::seed_stays(&config, 12, now), "the same seed gives the same stays");
    assert!(stays.windows(2).all(|w| w[0].entered_at <= w[1].entered_at));
    assert!(stays.iter().all(|s| (20 * 60_000..=601 * 60_000).contains(&now.ms_since(s.entered_at))));
    assert!(stays.iter().all(|s| s.lane_code.starts_with("in") && s.parked(None).is_some()));
    assert_eq!(stays.iter().map(|s| &s.car.key).collect::<HashSet<_>>().len(), 12);
    assert_eq!(push_stays(&config, &stays).await.unwrap(), 12);
    let reads = lock(&listener.reads).clone();
    for ((path, text), stay) in reads.iter().zip(&stays) {
        assert!(path.starts_with(&stay.lane_code));
        assert!(text.contains(&stay.car.key));
        assert!(text.contains(r#""buffered":true"#) || text.contains(r#""isoffline":1"#), "{path}");
    }
}

#[tokio::test]
async fn a_refusing_listener_is_an_error_with_its_status() {
    let (listener, url) = listener(true).await;
    let mut config = config(&listener, url);
    for lane in &mut config.lanes {
        lane.token = "another-token-altogether".into();
    }
    let stays = stays::seed_stays(&config, 1, Moment(1_772_000_000_000));
    let refused = push_stays(&config, &stays).await.unwrap_err();
    assert!(matches!(refused, PushError::Refused { status: StatusCode::UNAUTHORIZED, .. }), "{refused}");
}

#[test]
fn the_demo_lot_gets_traffic_in_every_format() {
    let (lot, leases) = (crate::demo::lot().unwrap(), crate::demo::leases().unwrap());
    let lane = |lane: &Lane| -> (String, Arc<dyn LaneBody>) { (lane.code.repeat(4), Arc::new(TestLane::default())) };
    let config = TrafficConfig::for_lot(&lot, &leases, "http://127.0.0.1:1".into(), lane, Arc::new(FixedClock), 1);
    let formats: Vec<_> = config.lanes.iter().map(|l| (l.code.as_str(), l.format, l.indoor)).collect();
    use CameraFormat::{Hikvision, Own, Vzenith};
    let wanted =
        [("in-1", Own, false), ("in-2", Vzenith, true), ("out-1", Hikvision, false), ("out-2", Hikvision, true)];
    assert_eq!(formats, wanted);
    assert_eq!((config.spaces.len(), config.leased.len()), (100, 27));
    assert!(config.lanes.iter().all(|l| lot.lane_by_code(&l.code).is_some_and(|d| d.area == l.area)));
}
