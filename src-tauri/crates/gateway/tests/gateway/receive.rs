//! The city platform's receiver on a real desk and a real ledger, over both transports.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};
use bytes::Bytes;
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::parking::{PlateRead, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_gateway::callback::{Head, Peer, Receiver as _, Refusals, Unread};
use lotdesk_gateway::city::GivenTokens;
use lotdesk_gateway::city::receive::{CityReceiver, Guard, ReceiverParts};
use lotdesk_gateway::city::tcp::DownlinkHandler as _;
use lotdesk_ledger::inbox::Received;
use lotdesk_ledger::{Ledger, Options};
use lotdesk_operations::api::exit::ReceiptPreview;
use lotdesk_operations::api::listener::PushRefusal;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::system::{InterfaceRow, Picture};
use lotdesk_operations::{Caller, DemoHint, Desk, DeskParts, ReceiptFacts, Surroundings};
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::sign::sha1_hex;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::Instant;

const NOW_S: i64 = 1_795_400_000;
const LOT: &str = "44030400100101000010";
const TOKEN: &str = "agreed-with-the-city";

struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

struct Numbered(AtomicU64);

impl GuidSource for Numbered {
    fn next_guid(&self) -> Guid {
        let mut bytes = [0xE0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Guid::from_bytes(bytes)
    }
}

struct Nothing;

impl Surroundings for Nothing {
    fn picture(&self, _id: Guid) -> Result<Option<Picture>, Refusal> {
        Ok(None)
    }
    fn interfaces(&self) -> Vec<InterfaceRow> {
        Vec::new()
    }
    fn receipt(&self, _facts: &ReceiptFacts) -> ReceiptPreview {
        ReceiptPreview { columns: 32, lines: Vec::new(), picture: String::new() }
    }
    fn demo(&self) -> Option<DemoHint> {
        None
    }
    fn platforms(&self) -> Vec<Platform> {
        vec![Platform::City]
    }
    fn version(&self) -> String {
        "test".into()
    }
}

struct House {
    clock: Arc<HandClock>,
    desk: Desk,
    ledger: Ledger,
    refusals: Arc<Refusals>,
    receiver: CityReceiver,
    reads: AtomicU64,
    _effects: mpsc::UnboundedReceiver<lotdesk_operations::Effect>,
    _folder: tempfile::TempDir,
}

impl House {
    async fn new(path_template: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(NOW_S * 1000)));
        let (send, effects) = mpsc::unbounded_channel();
        let parts = DeskParts {
            ledger: ledger.clone(),
            clock: clock.clone(),
            ids: Arc::new(Numbered(AtomicU64::new(1))),
            mappers: Vec::new(),
            surroundings: Arc::new(Nothing),
            effects: send,
        };
        let desk = Desk::open(parts).await.unwrap();
        let lane = json!({
            "id": "11".repeat(16), "code": "in-1", "name": "in-1", "kind": "entry", "area": "A", "equipment": [
                { "id": "12".repeat(16), "code": "C1", "name": "camera", "kind": "camera" }],
        });
        let lot = json!({
            "park_code": LOT, "name": "测试停车场", "kind": "outdoor", "district_code": "440304", "road": "深南大道",
            "operator_code": "OP01", "owner": "测试", "service_type": 1, "public_info": "00:00~24:00",
            "areas": [{ "code": "A", "name": "地面", "total_spaces": 30, "lease_spaces": 0 }], "lanes": [lane],
            "spaces": [], "free_exit_minutes": 15, "same_read_seconds": 10,
        });
        desk.call(&Caller::Engine, "lot.set", json!({ "lot": lot })).await.unwrap();
        let refusals = Refusals::new(clock.clone());
        let receiver = CityReceiver::new(ReceiverParts {
            desk: desk.clone(),
            ledger: ledger.clone(),
            clock: clock.clone(),
            dialect: Dialect { path_template: path_template.into(), ..Dialect::default() },
            guard: Guard::new(GivenTokens::new(), Some(TOKEN), None, &[]).unwrap(),
            window: Duration::from_secs(300),
            tcp_address: Some("city.example:9000".into()),
            refusals: refusals.clone(),
            charging: None,
            heard: Arc::new(|_, _| ()),
        });
        let reads = AtomicU64::new(1);
        Self { clock, desk, ledger, refusals, receiver, reads, _effects: effects, _folder: folder }
    }

    async fn enters(&self, plate: &str) {
        let mut id = [0xAA; 16];
        id[8..].copy_from_slice(&self.reads.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        let vehicle = Vehicle {
            plate: Plate::parse(plate).unwrap(),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        };
        let (now, read_id, lane_id) = (self.clock.now(), Guid::from_bytes(id), Guid::from_bytes([0x11; 16]));
        let read = PlateRead {
            read_id,
            lane_id,
            vehicle: Some(vehicle),
            taken_at: now,
            received_at: now,
            buffered: false,
            confidence: Some(98),
            picture_id: None,
        };
        self.desk.lane_read(read).await.unwrap();
    }

    async fn over_tcp(&self, command: u16, body: &str) -> Value {
        let reply = self.receiver.handle(command, Bytes::copy_from_slice(body.as_bytes())).await;
        serde_json::from_slice(&reply).unwrap()
    }

    async fn over_https(&self, path: &str, token: Option<&str>, body: &str) -> Value {
        let answer = self.receiver.receive(head(path, token), Bytes::copy_from_slice(body.as_bytes())).await;
        assert_eq!(answer.status().as_u16(), 200, "what is refused is refused in the envelope");
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    async fn inbox(&self) -> Vec<Received> {
        self.ledger.read(|tx| tx.received(None, i64::MAX, 100)).await.unwrap()
    }

    fn count(&self, reason: PushRefusal) -> u32 {
        self.refusals.all().iter().filter(|row| row.reason == reason).map(|row| row.count).sum()
    }
}

fn head(path: &str, token: Option<&str>) -> Head {
    let mut headers = HeaderMap::new();
    if let Some(token) = token {
        headers.insert("authorization", HeaderValue::try_from(format!("bearer {token}")).unwrap());
    }
    let from = Peer { address: IpAddr::from([192, 0, 2, 1]), certificates: Arc::new([]) };
    Head { path: path.into(), query: None, headers, from, answer_by: Instant::now() + Duration::from_secs(18) }
}

fn envelope(timestamp: i64, data: &str) -> String {
    format!(r#"{{"timestamp":{timestamp},"sign":"{}","data":{data}}}"#, sha1_hex(data.as_bytes()))
}

fn find(plate: &str) -> String {
    format!(r#"[{{"parkCode":"{LOT}","plateNo":"{plate}"}}]"#)
}

fn plates(reply: &Value) -> Vec<&str> {
    let data = reply["data"].as_array().unwrap();
    data.iter().map(|car| car["parkCarInfo"]["plateNo"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn both_ways_lead_to_the_same_answer_and_both_are_kept() {
    let house = House::new("/{code}").await;
    house.enters("粤B88812").await;
    let over_tcp = house.over_tcp(6005, &envelope(NOW_S, &find("888"))).await;
    assert_eq!((&over_tcp["resultCode"], plates(&over_tcp)), (&json!(0), vec!["粤B88812"]), "{over_tcp}");
    let asked = envelope(NOW_S - 1, &find("888"));
    let over_https = house.over_https("/6005", Some(TOKEN), &asked).await;
    assert_eq!(over_tcp["data"], over_https["data"]);
    let [https, tcp] = &house.inbox().await[..] else { panic!("two") };
    assert_eq!((tcp.transport.as_str(), tcp.peer.as_str()), ("tcp", "city.example:9000"));
    assert_eq!((https.transport.as_str(), https.peer.as_str()), ("https", "192.0.2.1"));
    assert_eq!(https.body, asked.as_bytes(), "as it came");
    let reply: Value = serde_json::from_str(https.reply.as_deref().unwrap()).unwrap();
    assert_eq!(reply, over_https);
    let exchanges = house.ledger.read(|tx| tx.exchanges()).await.unwrap();
    assert!(
        exchanges.iter().any(|(platform, interface, _)| (*platform, interface.as_str()) == (Platform::City, "6005"))
    );
}

#[tokio::test]
async fn without_the_proof_nothing_is_done_and_little_is_read() {
    let house = House::new("/{code}").await;
    house.enters("粤B88812").await;
    let asked = envelope(NOW_S, &find("888"));
    for (token, reason) in [(None, PushRefusal::NoToken), (Some("guessed"), PushRefusal::WrongToken)] {
        let refused = house.over_https("/6005", token, &asked).await;
        assert_eq!((&refused["resultCode"], &refused["data"][0]["code"]), (&json!(1), &json!(3002)), "{refused}");
        assert_eq!(house.count(reason), 1);
        assert!(house.receiver.body_limit(&head("/6005", token)) < 100_000);
    }
    assert_eq!(house.receiver.body_limit(&head("/6005", Some(TOKEN))), 10 * 1024 * 1024, "6.1.1 i");
    let kept = house.inbox().await;
    assert!(kept.iter().all(|row| row.refused.as_deref() == Some("3002 访问令牌错误") && row.reply.is_none()));
    assert_eq!(kept.iter().filter_map(|row| row.reason.as_deref()).collect::<Vec<_>>(), ["wrong_token", "no_token"]);
    // What was refused is no earlier message: with the right token it is new.
    assert_eq!(plates(&house.over_https("/6005", Some(TOKEN), &asked).await), ["粤B88812"]);
}

#[tokio::test]
async fn each_thing_that_is_wrong_has_its_code_and_its_counter() {
    let house = House::new("/{code}").await;
    let good = envelope(NOW_S, &find("888"));
    let code = |reply: &Value| reply["data"][0]["code"].as_i64();
    let cases = [
        ("/6005", good.replace("888", "889"), 1000, PushRefusal::BadSignature),
        ("/6005", "<html>".to_owned(), 1000, PushRefusal::BadEnvelope),
        ("/7777", good.clone(), 1000, PushRefusal::UnknownInterface),
        ("/5004", good.clone(), 1000, PushRefusal::UnknownInterface),
        ("/6005", envelope(NOW_S - 301, &find("888")), 1007, PushRefusal::StaleTimestamp),
    ];
    for (path, body, a2, reason) in cases {
        let before = house.count(reason);
        let refused = house.over_https(path, Some(TOKEN), &body).await;
        assert_eq!((&refused["resultCode"], code(&refused)), (&json!(1), Some(a2)), "{path} {refused}");
        assert_eq!(house.count(reason), before + 1, "{reason:?}");
    }
    // These are for the operation to refuse, and count as asked.
    let items = [
        (find("888").replace(LOT, "44030400100101000011"), 1101),
        (find("88"), 1007),
        (format!(r#"[{{"parkCode":"{LOT}"}}]"#), 1000),
        (format!(r#"[{{"parkCode":"{LOT}","plateNo":[]}}]"#), 1005),
    ];
    for (data, a2) in items {
        let refused = house.over_tcp(6005, &envelope(NOW_S, &data)).await;
        assert_eq!((&refused["resultCode"], code(&refused)), (&json!(1), Some(a2)), "{data} {refused}");
        assert!(refused["resultMsg"].as_str().unwrap().starts_with(&a2.to_string()));
    }
}

#[tokio::test]
async fn a_repeat_gets_the_first_answer_and_a_replay_none() {
    let house = House::new("/{code}").await;
    house.enters("粤B88812").await;
    let asked = envelope(NOW_S, &find("888"));
    let first = house.over_https("/6005", Some(TOKEN), &asked).await;
    assert_eq!(plates(&first), ["粤B88812"]);
    house.enters("粤B88813").await;
    house.clock.0.fetch_add(60_000, Ordering::SeqCst);
    assert_eq!(house.over_https("/6005", Some(TOKEN), &asked).await, first, "word for word");
    assert_eq!(house.over_tcp(6005, &asked).await, first, "by whichever way it comes again");
    assert_eq!(house.inbox().await[0].repeats, 2);
    let anew = house.over_tcp(6005, &envelope(NOW_S + 60, &find("888"))).await;
    assert_eq!(plates(&anew).len(), 2, "asked anew it is another question");
    house.clock.0.fetch_add(300_000, Ordering::SeqCst);
    let replayed = house.over_tcp(6005, &asked).await;
    assert_eq!((&replayed["resultCode"], &replayed["data"][0]["code"]), (&json!(1), &json!(1000)), "{replayed}");
    assert_eq!((house.count(PushRefusal::Replay), house.count(PushRefusal::StaleTimestamp)), (1, 0));
}

#[tokio::test]
async fn timestamps_as_in_the_documents_examples_are_taken() {
    let house = House::new("/{code}").await;
    house.enters("粤B88812").await;
    let asked = envelope(125_555_556_621, &find("888"));
    let first = house.over_tcp(6005, &asked).await;
    assert_eq!(plates(&first), ["粤B88812"]);
    assert_eq!(house.over_tcp(6005, &asked).await, first);
    house.clock.0.fetch_add(301_000, Ordering::SeqCst);
    assert_eq!(house.over_tcp(6005, &asked).await["resultCode"], 1, "it is as old as our memory of it");
    assert_eq!(house.count(PushRefusal::Replay), 1);
}

#[tokio::test]
async fn the_path_follows_the_template_or_is_the_number_alone() {
    let house = House::new("/up/park/{code}").await;
    for (n, path) in ["/6005", "/up/park/6005", "/6005/"].into_iter().enumerate() {
        let asked = envelope(NOW_S + i64::try_from(n).unwrap(), &find("888"));
        assert_eq!(house.over_https(path, Some(TOKEN), &asked).await["resultCode"], 0, "{path}");
    }
    let odd = house.over_https("/up/6005", Some(TOKEN), &envelope(NOW_S, "[]")).await;
    assert_eq!(odd["data"][0]["code"], 1000);
}

#[tokio::test]
async fn what_is_turned_away_at_the_door_is_told_in_the_platforms_form() {
    let house = House::new("/{code}").await;
    let ways = [
        (Unread::NotPosted, 405, 1000),
        (Unread::TooLarge { limit_bytes: 10 }, 413, 1004),
        (Unread::TooSlow, 408, 1000),
        (Unread::OverLimit { wait: Duration::from_secs(3) }, 429, 1000),
        (Unread::Failed, 500, 1000),
    ];
    for (why, status, a2) in ways {
        let answer = lotdesk_gateway::callback::Receiver::turn_away(&house.receiver, &head("/6005", None), why);
        assert_eq!(answer.status().as_u16(), status);
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let told: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((&told["resultCode"], &told["data"][0]["code"]), (&json!(1), &json!(a2)), "{told}");
    }
}
