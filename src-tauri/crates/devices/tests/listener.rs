//! The listener over real sockets on loopback, with a host that remembers.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base64::Engine as _;
use lotdesk_devices::camera::ReadProblem;
use lotdesk_devices::lane::{GateCommand, PendingAnswer};
use lotdesk_devices::listener::{BAYS, LaneHost, LaneTokens, ListenerSettings, NewPicture, PictureNotKept, router};
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::parking::PlateRead;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal, ReadFate, ReadReply};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::street::{BayOutcome, BayReply, BayReportRequest};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Notify;

#[path = "listener/pictures.rs"]
mod pictures;

const TOKEN: &str = "lane-token-in-1-0001";
const OTHER_TOKEN: &str = "lane-token-out-1-001";
const NOW: Moment = Moment(1_795_413_910_000); // 2026-11-23 14:05:10 in China.

struct Still;
impl Clock for Still {
    fn now(&self) -> Moment {
        NOW
    }
}

#[derive(Default)]
struct Ids(AtomicU64);
impl GuidSource for Ids {
    fn next_guid(&self) -> Guid {
        let mut bytes = [0xEE; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Guid::from_bytes(bytes)
    }
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Mood {
    #[default]
    Opens,
    Refuses,
    NeverAnswers,
    Breaks,
}

#[derive(Default)]
struct Host {
    mood: Mutex<Mood>,
    reads: Mutex<Vec<PlateRead>>,
    signals: Mutex<Vec<LaneReport>>,
    pictures: Mutex<HashMap<Guid, Vec<u8>>>,
    pending: Mutex<PendingAnswer>,
    heard: Mutex<Vec<bool>>,
    refused: Mutex<Vec<ReadProblem>>,
    bays: Mutex<Vec<BayReportRequest>>,
    /// Pictures wait for this when it is set.
    slow_store: Mutex<Option<Arc<Notify>>>,
    /// The disk refuses pictures.
    full: AtomicBool,
    stored: Notify,
    /// Decisions wait for this when it is set.
    slow_decision: Mutex<Option<Arc<Notify>>>,
    /// Told of each decision.
    decided: Notify,
    /// How many answers were asked for; each may spend a gate command.
    spent: AtomicUsize,
}

fn lane(code: &str) -> Option<Guid> {
    match code {
        "in-1" => Some(Guid::from_bytes([1; 16])),
        "out-1" => Some(Guid::from_bytes([2; 16])),
        _ => None,
    }
}

fn command() -> Guid {
    Guid::from_bytes([0xC0; 16])
}

#[async_trait]
impl LaneHost for Host {
    async fn bay_report(&self, report: BayReportRequest) -> Result<BayReply, Refusal> {
        self.bays.lock().unwrap().push(report);
        Ok(BayReply { outcome: BayOutcome::Began, stay_id: Some(command()) })
    }

    fn lane_id(&self, lane_code: &str) -> Option<Guid> {
        lane(lane_code)
    }

    async fn plate_read(&self, read: PlateRead) -> Result<ReadReply, Refusal> {
        let mood = *self.mood.lock().unwrap();
        let late = read.is_late();
        self.reads.lock().unwrap().push(read);
        match mood {
            Mood::Opens => {}
            Mood::Refuses => return Err(Refusal::new(Code::BadPlate, "车牌不对", "no such plate")),
            Mood::NeverAnswers => std::future::pending().await,
            Mood::Breaks => panic!("the host breaks on purpose"),
        }
        let slow = self.slow_decision.lock().unwrap().clone();
        if let Some(slow) = slow {
            slow.notified().await;
        }
        self.decided.notify_one();
        Ok(ReadReply {
            fate: if late { ReadFate::Late } else { ReadFate::Entered },
            open_gate: !late,
            gate_command_id: (!late).then(command),
            record_id: None,
            screen: vec!["粤B12345".to_owned()],
            voice: "欢迎光临".to_owned(),
        })
    }

    fn answer(&self, lane_id: Guid, reply: &ReadReply) -> PendingAnswer {
        self.spent.fetch_add(1, Ordering::SeqCst);
        let command = |command_id| GateCommand { lane_id, command_id, expires_at: NOW.plus_ms(10_000) };
        let open = reply.gate_command_id.map(command);
        PendingAnswer { open, screen: reply.screen.clone(), voice: reply.voice.clone() }
    }

    async fn signal(&self, report: LaneReport) -> Result<(), Refusal> {
        self.signals.lock().unwrap().push(report);
        Ok(())
    }

    async fn store_picture(&self, picture: NewPicture) -> Result<(), PictureNotKept> {
        let wait = self.slow_store.lock().unwrap().clone();
        if let Some(wait) = wait {
            wait.notified().await;
        }
        if self.full.load(Ordering::SeqCst) {
            return Err(PictureNotKept("no space left".into()));
        }
        self.pictures.lock().unwrap().insert(picture.id, picture.bytes.to_vec());
        self.stored.notify_one();
        Ok(())
    }

    fn orders(&self, _lane_id: Guid) -> PendingAnswer {
        std::mem::take(&mut self.pending.lock().unwrap())
    }

    fn camera_heard(&self, _lane_id: Guid, sign_of_life: bool) {
        self.heard.lock().unwrap().push(sign_of_life);
    }

    fn push_refused(&self, _lane_id: Guid, problem: &ReadProblem) {
        self.refused.lock().unwrap().push(problem.clone());
    }
}

struct World {
    host: Arc<Host>,
    client: Client,
    base: String,
}

async fn world_with(change: impl FnOnce(&mut ListenerSettings)) -> World {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let tokens = LaneTokens::new([("in-1", TOKEN), ("out-1", OTHER_TOKEN)]).unwrap();
    let mut settings = ListenerSettings::new(tokens);
    change(&mut settings);
    let host = Arc::new(Host::default());
    let app = router(host.clone(), settings, Arc::new(Still), Arc::new(Ids::default()));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, app).await });
    World { host, client: Client::builder().no_proxy().build().unwrap(), base }
}

async fn world() -> World {
    world_with(|_| ()).await
}

impl World {
    async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> (StatusCode, Value) {
        let request = self.client.post(format!("{}{path}", self.base)).bearer_auth(TOKEN).body(body);
        Self::answer(request).await
    }

    async fn answer(request: reqwest::RequestBuilder) -> (StatusCode, Value) {
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
    }
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/camera").join(name)).unwrap()
}

#[tokio::test]
async fn our_own_read_is_decided_and_its_picture_kept() {
    let world = world().await;
    let (status, reply) = world.post("/lanes/in-1/reads", fixture("own_tagged.json")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(reply["fate"], "entered");
    assert_eq!(reply["open_gate"], true);
    assert_eq!(reply["gate_command_id"], command().to_string());
    let read = world.host.reads.lock().unwrap()[0].clone();
    assert_eq!(read.lane_id, lane("in-1").unwrap());
    assert_eq!(read.read_id.to_string(), "C78E319DAB604A268842ACF164774592");
    assert_eq!((read.received_at, read.taken_at.to_datetime_text().as_str()), (NOW, "2026-11-23 14:05:09"));
    let picture_id = read.picture_id.unwrap();
    assert_eq!(world.host.pictures.lock().unwrap()[&picture_id].len(), 20, "acknowledged, it is on the disk");
    assert_eq!(*world.host.heard.lock().unwrap(), [false]);
}

#[tokio::test]
async fn a_vzenith_push_is_answered_with_gate_screen_and_voice() {
    let world = world().await;
    let mut push: Value = serde_json::from_slice(&fixture("vzenith_plate.json")).unwrap();
    push["AlarmInfoPlate"]["result"]["PlateResult"]["timeStamp"]["Timeval"]["sec"] = json!(NOW.seconds() - 2);
    let (status, reply) = world.post("/lanes/in-1/vzenith", push.to_string()).await;
    assert_eq!(status, StatusCode::OK);
    let answer = &reply["Response_AlarmInfoPlate"];
    assert_eq!((&answer["info"], &answer["plateid"]), (&json!("ok"), &json!(21085)));
    let data = answer["serialData"].as_array().unwrap();
    assert_eq!(data.len(), 2, "a line and the voice");
    let voice = base64::engine::general_purpose::STANDARD.decode(data[1]["data"].as_str().unwrap()).unwrap();
    // 欢迎光临 in GB 2312, after the frame's seven bytes.
    assert_eq!(voice[7..15], [0xBB, 0xB6, 0xD3, 0xAD, 0xB9, 0xE2, 0xC1, 0xD9]);
    assert_eq!(data[1]["dataLen"], voice.len());
    // Pushed again, it is the same read.
    world.post("/lanes/in-1/vzenith", push.to_string()).await;
    let reads = world.host.reads.lock().unwrap();
    assert_eq!(reads[0].read_id, reads[1].read_id);
    assert_eq!(reads[0].picture_id, None);
}

#[tokio::test]
async fn a_record_sent_later_opens_nothing_and_the_next_is_asked_for() {
    let world = world().await;
    let (_, reply) = world.post("/lanes/in-1/vzenith", fixture("vzenith_offline_no_plate.json")).await;
    let answer = &reply["Response_AlarmInfoPlate"];
    assert_eq!(answer["info"], "no");
    assert_eq!(answer["ContinuePushOffline"], json!({"plateid": 123, "continue": 1}));
    let reads = world.host.reads.lock().unwrap();
    assert!(reads[0].buffered && reads[0].is_late());
    assert_eq!(reads[0].taken_at.to_datetime_text(), "2015-09-10 00:12:51");
}

#[tokio::test]
async fn a_sign_of_life_brings_what_waits_and_a_car_that_turns_back_is_a_signal() {
    let world = world().await;
    let open = GateCommand { lane_id: lane("in-1").unwrap(), command_id: command(), expires_at: NOW };
    *world.host.pending.lock().unwrap() =
        PendingAnswer { open: Some(open), screen: vec![], voice: "一路平安".into() };
    let (_, reply) = world.post("/lanes/in-1/vzenith", fixture("vzenith_registration.txt")).await;
    assert_eq!(reply["Response_AlarmInfoPlate"]["info"], "ok");
    assert_eq!(reply["Response_AlarmInfoPlate"]["serialData"].as_array().unwrap().len(), 1);
    let (_, reply) = world.post("/lanes/in-1/vzenith", fixture("vzenith_registration.txt")).await;
    assert_eq!(reply["Response_AlarmInfoPlate"]["info"], "no", "it is given once");
    assert_eq!(*world.host.heard.lock().unwrap(), [true, true]);

    let mut push: Value = serde_json::from_slice(&fixture("vzenith_plate.json")).unwrap();
    push["AlarmInfoPlate"]["result"]["PlateResult"]["triggerType"] = json!(66);
    let (_, reply) = world.post("/lanes/in-1/vzenith", push.to_string()).await;
    assert_eq!(reply["Response_AlarmInfoPlate"]["plateid"], 21085, "it need not be sent again");
    // Sent again all the same, it is the same event.
    world.post("/lanes/in-1/vzenith", push.to_string()).await;
    let signals = world.host.signals.lock().unwrap();
    assert_eq!(signals.len(), 1);
    assert_eq!((signals[0].what, signals[0].at.0), (LaneSignal::BackedOut, 1_686_299_994_687), "at its own time");
    assert_eq!(signals[0].plate.as_ref().map(ToString::to_string).as_deref(), Some("粤Z9065澳"));
    assert!(world.host.reads.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_hikvision_event_comes_as_a_form() {
    let world = world().await;
    let mut scene = vec![0xFF, 0xD8, 0xFF, 0xE0];
    scene.extend(b"scene");
    let boundary = "---------------------------7e13971310878";
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"anpr.xml\"; filename=\"anpr.xml\"\r\n\
         Content-Type: text/xml\r\n\r\n"
    )
    .into_bytes();
    body.extend(fixture("hikvision_anpr.xml"));
    body.extend(
        format!(
            "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"detectionPicture.jpg\"; \
             filename=\"detectionPicture.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        .into_bytes(),
    );
    body.extend(&scene);
    body.extend(format!("\r\n--{boundary}--\r\n").into_bytes());
    // Cameras are only given an address: the token is in it.
    let request = world
        .client
        .post(format!("{}/lanes/out-1/hikvision?token={OTHER_TOKEN}", world.base))
        .header("content-type", format!("multipart/form-data; boundary={boundary}"))
        .body(body);
    assert_eq!(World::answer(request).await, (StatusCode::OK, Value::Null));
    let read = world.host.reads.lock().unwrap()[0].clone();
    assert_eq!(read.lane_id, lane("out-1").unwrap());
    assert_eq!(read.vehicle.unwrap().plate.as_str(), "浙AX2P12");
    assert!(read.picture_id.is_some());
    assert_eq!(
        world.host.spent.load(Ordering::SeqCst),
        0,
        "no answer to this make opens a gate: none spends a command"
    );
}

#[tokio::test]
async fn signals_carry_the_gate_command() {
    let world = world().await;
    let push = json!({"what": "passed", "gate_command_id": command(), "at": "2026-11-23 14:05:09"});
    assert_eq!(world.post("/lanes/in-1/signals", push.to_string()).await, (StatusCode::OK, json!({})));
    let report = world.host.signals.lock().unwrap()[0].clone();
    assert_eq!((report.what, report.gate_command_id), (LaneSignal::Passed, Some(command())));
    assert_eq!(report.at.to_datetime_text(), "2026-11-23 14:05:09");
    let (status, problem) = world.post("/lanes/in-1/signals", "{}").await;
    assert_eq!((status, &problem["field"]), (StatusCode::BAD_REQUEST, &json!("what")));
}

#[tokio::test]
async fn a_bridge_asks_for_its_orders() {
    let world = world().await;
    let get = || world.client.get(format!("{}/lanes/in-1/orders", world.base)).bearer_auth(TOKEN);
    let open = GateCommand { lane_id: lane("in-1").unwrap(), command_id: command(), expires_at: NOW };
    world.host.pending.lock().unwrap().open = Some(open);
    let (_, orders) = World::answer(get()).await;
    assert_eq!(orders, json!({"open_gate": true, "gate_command_id": command(), "screen": [], "voice": ""}));
    assert_eq!(World::answer(get()).await.1["open_gate"], false);
}

#[tokio::test]
async fn an_unknown_lane_and_a_wrong_token_look_the_same() {
    let world = world().await;
    let ask = async |path: &str, token: Option<&str>| {
        let request = world.client.post(format!("{}{path}", world.base)).body(r#"{"vehicle":null}"#);
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let names: Vec<String> = headers.keys().map(ToString::to_string).collect();
        (status, names, response.text().await.unwrap())
    };
    let wrong = ask("/lanes/in-1/reads", Some("lane-token-in-1-0002")).await;
    assert_eq!(wrong.0, StatusCode::UNAUTHORIZED);
    assert_eq!(ask("/lanes/in-9/reads", Some(TOKEN)).await, wrong);
    assert_eq!(ask("/lanes/in-1/reads", Some(OTHER_TOKEN)).await, wrong, "another lane's token");
    assert_eq!(ask("/lanes/in-1/reads", None).await, wrong);
    assert_eq!(ask("/lanes/in-1/reads?token=", None).await, wrong);
    assert_eq!(ask("/lanes/%FF/reads", Some(TOKEN)).await.0, StatusCode::BAD_REQUEST);
    assert!(world.host.reads.lock().unwrap().is_empty());
    assert!(world.host.refused.lock().unwrap().is_empty(), "strangers do not fill the event stream");
}

#[tokio::test]
async fn what_breaks_a_rule_is_answered_with_field_and_rule() {
    let world = world().await;
    let (status, problem) = world.post("/lanes/in-1/reads", r#"{"vehicle":{"plateNo":""}}"#).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(problem["field"], "vehicle.plateNo");
    assert!(problem["rule_zh"].as_str().unwrap().starts_with("应为有效的车牌号码"));
    assert_eq!(problem["rule_en"], "must be a plate of China: a plate is wanted, such as 粤B12345");
    for path in ["reads", "vzenith", "hikvision", "signals"] {
        let (status, problem) = world.post(&format!("/lanes/in-1/{path}"), "<half").await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        assert!(problem["rule_zh"].is_string() && problem["rule_en"].is_string(), "{path}: {problem}");
    }
    assert_eq!(world.host.refused.lock().unwrap().len(), 5);
    assert!(world.host.reads.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_misread_plate_is_told_and_its_car_comes_to_the_attendant() {
    let world = world().await;
    let mut push: Value = serde_json::from_slice(&fixture("vzenith_plate.json")).unwrap();
    push["AlarmInfoPlate"]["result"]["PlateResult"]["license"] = json!("粤AAAAAA");
    let (status, reply) = world.post("/lanes/in-1/vzenith", push.to_string()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply["field"], "AlarmInfoPlate.result.PlateResult.license");
    assert!(reply["rule_zh"].is_string() && reply["rule_en"].is_string());
    assert_eq!(reply["Response_AlarmInfoPlate"]["plateid"], 21085);
    let event = String::from_utf8(fixture("hikvision_anpr.xml")).unwrap().replace("蓝浙AX2P12", "蓝浙A");
    let (status, problem) = world.post("/lanes/in-1/hikvision", event).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["field"], "EventNotificationAlert.ANPR.licensePlate");
    let reads = world.host.reads.lock().unwrap();
    assert_eq!(reads.iter().map(|read| read.vehicle.is_none()).collect::<Vec<_>>(), [true, true]);
    assert_eq!(world.host.refused.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn large_bodies_are_cut_off() {
    let world = world_with(|settings| settings.max_body_bytes = 1_000).await;
    let (status, problem) = world.post("/lanes/in-1/reads", vec![b' '; 1_001]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(problem["rule_en"], "must not be larger than 1000 bytes");
}

#[tokio::test]
async fn refusals_and_breaks_of_operations_are_told_with_a_status() {
    let world = world().await;
    *world.host.mood.lock().unwrap() = Mood::Refuses;
    let (status, refusal) = world.post("/lanes/in-1/reads", r#"{"vehicle":null}"#).await;
    assert_eq!((status, &refusal["code"]), (StatusCode::CONFLICT, &json!("bad_plate")));
    *world.host.mood.lock().unwrap() = Mood::Breaks;
    let (status, refusal) = world.post("/lanes/in-1/reads", r#"{"vehicle":null}"#).await;
    assert_eq!((status, &refusal["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("internal")));
}

#[tokio::test]
async fn a_camera_is_not_kept_waiting() {
    let world = world_with(|settings| settings.answer_within_ms = 50).await;
    *world.host.mood.lock().unwrap() = Mood::NeverAnswers;
    let (status, problem) = world.post("/lanes/in-1/reads", r#"{"vehicle":null}"#).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem["rule_en"], "it took too long; send it again later");
    // A sender that promises a body and never sends it is cut off as well.
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut socket = tokio::net::TcpStream::connect(world.base.trim_start_matches("http://")).await.unwrap();
    let head = format!(
        "POST /lanes/in-1/reads HTTP/1.1\r\nHost: lane\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 100\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut status = [0; 12];
    socket.read_exact(&mut status).await.unwrap();
    assert_eq!(&status, b"HTTP/1.1 503");
}

/// A camera that hung up, or whose time was over, is told nothing: what is to open its gate is not used up by that.
#[tokio::test]
async fn an_answer_that_nobody_waits_for_spends_no_gate_command() {
    let world = world_with(|settings| settings.answer_within_ms = 50).await;
    let decision = Arc::new(Notify::new());
    *world.host.slow_decision.lock().unwrap() = Some(decision.clone());
    let (status, _) = world.post("/lanes/in-1/vzenith", fixture("vzenith_plate.json")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    // The decision is made all the same, afterwards.
    decision.notify_one();
    world.host.decided.notified().await;
    assert_eq!(world.host.spent.load(Ordering::SeqCst), 0);
    *world.host.slow_decision.lock().unwrap() = None;
    let (status, _) = world.post("/lanes/in-1/vzenith", fixture("vzenith_plate.json")).await;
    assert_eq!((status, world.host.spent.load(Ordering::SeqCst)), (StatusCode::OK, 1));
}

#[tokio::test]
async fn detectors_of_bays_report_with_a_token_of_their_own() {
    const BAYS_TOKEN: &str = "bays-token-0000001";
    let world = world_with(|settings| settings.tokens.set(BAYS, BAYS_TOKEN).unwrap()).await;
    let report = json!({ "space_no": "S001", "taken": true, "at": NOW });
    let push = |token: &str, body: String| {
        let request = world.client.post(format!("{}/bays/reports", world.base)).bearer_auth(token).body(body);
        World::answer(request)
    };
    let (status, reply) = push(BAYS_TOKEN, report.to_string()).await;
    assert_eq!((status, &reply["outcome"]), (StatusCode::OK, &json!("began")));
    assert_eq!(world.host.bays.lock().unwrap()[0].space_no, "S001");
    assert_eq!(push(TOKEN, report.to_string()).await.0, StatusCode::UNAUTHORIZED, "a lane speaks for no bay");
    for bad in ["", "{}", r#"{"space_no":"S001","taken":1,"at":0}"#] {
        assert_eq!(push(BAYS_TOKEN, bad.to_owned()).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(world.host.bays.lock().unwrap().len(), 1);
}
