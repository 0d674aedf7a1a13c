//! The desk, its link and its door, put together by hand.

use std::future::Future;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::post;
use lotdesk_domain::charging::ChargeOrder;
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::lot::{Area, Equipment, EquipmentKind, Lane, LaneKind, Lot, LotKind, Space};
use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::charging::{ChargingDoor, ChargingLink, ChargingProfile, ChargingSecrets, CityWithCharging};
use lotdesk_gateway::dispatcher::{
    BackoffPolicy, Carried, Carrier, Claimed, Departure, Dispatcher, DispatcherSettings, Exchange, LinkWatch, Seen,
};
use lotdesk_ledger::inbox::Received;
use lotdesk_ledger::{Ledger, Options};
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::api::charger::OrderList;
use lotdesk_operations::api::exit::ReceiptPreview;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::system::{InterfaceRow, Picture};
use lotdesk_operations::{Caller, DemoHint, Desk, DeskParts, ReceiptFacts, Surroundings};
use lotdesk_protocols::charging::client::{Sequence, request};
use lotdesk_protocols::charging::envelope::Keys;
use lotdesk_protocols::charging::{ChargingMapper, Dialect};
use lotdesk_protocols::city::{CityCharging, CityMapper};
use lotdesk_protocols::json::Node;
use lotdesk_sandbox::charging::{Asked, ChargingConfig, ChargingHandle};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::settled::Watched;

pub const GUN: &str = "1234567890000000000000001";
pub const CAR: &str = "粤BD12345";

pub fn number(node: &Node, name: &str) -> i64 {
    node.get(name).and_then(Node::to_integer).unwrap_or_else(|| panic!("{name} in {node}"))
}

pub fn text(node: &Node, name: &str) -> String {
    node.get(name).and_then(Node::as_text).unwrap_or_else(|| panic!("{name} in {node}")).to_owned()
}

pub struct HandClock(AtomicI64);

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

struct Shed;

impl Surroundings for Shed {
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
        vec![Platform::City, Platform::Charging]
    }
    fn version(&self) -> String {
        "test".into()
    }
}

/// The city platform's own side, which takes everything: what is judged here are the charging numbers.
struct AnyCity;

#[async_trait]
impl Carrier for AnyCity {
    async fn open(&self, _prove: bool) -> (Seen, Option<Duration>) {
        (Seen::Answered, None)
    }
    async fn send(&self, _claimed: &Claimed, departure: &Departure) -> Carried {
        departure.leaves();
        Carried::new(Outcome::Accepted, Seen::Answered)
    }
    fn on_unknown(&self, _interface: &str) -> OnUnknown {
        OnUnknown::Resend
    }
    fn take_exchanges(&self) -> Vec<Exchange> {
        Vec::new()
    }
    async fn close(&self) {}
}

struct Nobody;

impl LinkWatch for Nobody {
    fn link_changed(&self, _platform: Platform, _state: LinkState, _error: Option<String>) {}
}

/// What was asked and answered, as content.
type Said = Arc<Mutex<Vec<(String, String, Node)>>>;

pub struct House {
    desk: Desk,
    ledger: Ledger,
    clock: Arc<HandClock>,
    pub platform: ChargingHandle,
    door: Arc<ChargingDoor>,
    keys: Keys,
    sequence: Mutex<Sequence>,
    served_at: String,
    pub said: Said,
    settled: watch::Sender<u64>,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
    _effects: mpsc::UnboundedReceiver<lotdesk_operations::Effect>,
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn lot() -> Lot {
    let lane = |n: u8, code: &str, kind| Lane {
        id: Guid::from_bytes([n; 16]),
        code: code.into(),
        name: code.into(),
        kind,
        area: "A".into(),
        equipment: vec![Equipment {
            id: Guid::from_bytes([n + 100; 16]),
            code: format!("C{n}"),
            name: "camera".into(),
            kind: EquipmentKind::Camera,
        }],
    };
    Lot {
        park_code: "44030400100101000010".into(),
        name: "测试停车场".into(),
        kind: LotKind::Outdoor,
        district_code: "440304".into(),
        road: "深南大道".into(),
        operator_code: "OP01".into(),
        owner: "测试".into(),
        service_type: 1,
        public_info: "00:00~24:00".into(),
        areas: vec![Area { code: "A".into(), name: "地面".into(), total_spaces: 3, lease_spaces: 0 }],
        lanes: vec![lane(1, "in-1", LaneKind::Entry), lane(2, "out-1", LaneKind::Exit)],
        spaces: vec![Space {
            space_no: "S1".into(),
            label: "001".into(),
            area: "A".into(),
            garage: None,
            size: None,
            detector: None,
        }],
        garages: Vec::new(),
        permit: None,
        free_exit_minutes: 15,
        same_read_seconds: 10,
        payment: Default::default(),
        position: None,
        booking: Default::default(),
        guidance: Default::default(),
    }
}

fn station() -> Value {
    json!({
        "station_id": "ST0001", "operator_id": "123456789", "operator_name": "测试运营商",
        "owner_id": "123456789", "name": "测试充电站",
        "area_code": "440304", "address": "深南大道 1 号", "service_tel": "4000000000", "park_nums": 1,
        "longitude_e6": 114_057_868, "latitude_e6": 22_543_099, "construction": 9,
        "equipment": [{
            "equipment_id": "12345678900000000000001", "manufacturer_id": "987654321", "kind": "dc",
            "power_tenths_kw": 600, "standard": "GB/T 20234.3",
            "connectors": [{
                "connector_id": GUN, "name": "1号枪", "kind": "dc_plug", "voltage_upper": 750, "voltage_lower": 200,
                "current": 80, "power_tenths_kw": 600, "space_no": "S1", "standard": 2,
            }],
        }],
    })
}

impl House {
    pub async fn new(dialect: Dialect) -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(Moment::from_datetime_text("2026-11-23 08:00:00").unwrap().0)));
        let ids: Arc<dyn GuidSource> = Arc::new(Numbered(AtomicU64::new(1)));
        let config = ChargingConfig {
            tcec102: dialect == Dialect::Tcec102,
            ..ChargingConfig::demo(clock.clone(), Arc::new(Numbered(AtomicU64::new(1))))
        };
        let platform = ChargingHandle::start(config.clone()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap();
        let (effects, out) = mpsc::unbounded_channel();
        let numbers = ["1102", "1103", "1105"].map(str::to_owned).to_vec();
        let desk = Desk::open(DeskParts {
            ledger: ledger.clone(),
            clock: clock.clone(),
            ids,
            mappers: vec![
                Arc::new(CityMapper::new(clock.clone()).with_charging(CityCharging { numbers })),
                Arc::new(ChargingMapper),
            ],
            surroundings: Arc::new(Shed),
            effects,
        })
        .await
        .unwrap();
        let profile = ChargingProfile {
            base_url: platform.base_url.clone(),
            operator_id: config.operator_id.clone(),
            platform_operator_id: config.platform_id.clone(),
            numbers_base_url: Some(platform.numbers_base_url.clone()),
            dialect,
            ..ChargingProfile::default()
        };
        let secrets = ChargingSecrets::new(
            &config.data_secret,
            &config.data_secret_iv,
            &config.sig_secret,
            &config.operator_secret,
            Some(&config.platform_secret),
        )
        .unwrap();
        let link = ChargingLink::new(&profile, &secrets, None, Arc::new(desk.clone()), clock.clone()).expect("a link");
        let rng = StdRng::seed_from_u64(7);
        let door = Arc::new(ChargingDoor::new(&profile, &secrets, desk.clone(), clock.clone(), rng).unwrap());
        let stop = CancellationToken::new();
        let served_at = serve(door.clone(), profile.served_below(), stop.clone()).await;
        let house = Self {
            keys: Keys {
                data_secret: config.data_secret.clone(),
                data_secret_iv: config.data_secret_iv.clone(),
                sig_secret: config.sig_secret.clone(),
            },
            sequence: Mutex::default(),
            desk,
            ledger,
            clock,
            platform,
            door,
            served_at,
            said: Said::default(),
            settled: watch::Sender::new(0),
            stop,
            _folder: folder,
            _effects: out,
        };
        house.dispatch(Arc::new(link));
        house.call("lot.set", json!({ "lot": lot() })).await;
        house.call("charger.set_station", json!({ "station": station() })).await;
        let periods = json!([{ "from_minute": 0, "electricity": 6000, "service": 4000 }]);
        house.call("charger.set_price", json!({ "station_id": "ST0001", "periods": periods })).await;
        house
    }

    /// Brings the outbox to both platforms, with waits that a test can wait for.
    fn dispatch(&self, link: Arc<ChargingLink>) {
        let soon = BackoffPolicy { first_ms: 5, max_ms: 20 };
        let settings = DispatcherSettings {
            platform_backoff: soon,
            message_backoff: soon,
            idle_look_ms: 10,
            in_flight: 1,
            ..DispatcherSettings::default()
        };
        let outbox = Watched { ledger: self.ledger.clone(), settled: self.settled.clone() };
        let (ledger, clock, watch) = (Arc::new(outbox), self.clock.clone(), Arc::new(Nobody));
        let city = Arc::new(CityWithCharging::new(Arc::new(AnyCity), Some(link.clone())));
        let city = Dispatcher::new(Platform::City, city, ledger.clone(), watch.clone(), clock.clone(), settings, 1);
        let charging = Dispatcher::new(Platform::Charging, link, ledger, watch, clock, settings, 2);
        tokio::spawn(city.run(self.stop.clone()));
        tokio::spawn(charging.run(self.stop.clone()));
    }

    pub async fn call(&self, name: &str, request: Value) -> Value {
        self.desk.call(&Caller::Engine, name, request).await.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub fn morning(&self) -> Moment {
        Moment::from_datetime_text("2026-11-23 00:00:00").unwrap()
    }

    pub fn later(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    async fn says(&self, what: Value) {
        self.call("charger.report", json!({ "connector_id": GUN, "at": self.now(), "what": what })).await;
    }

    pub async fn plugged(&self) {
        self.says(json!({ "kind": "state", "state": "plugged", "park_state": "taken" })).await;
    }

    pub async fn begun(&self, seq: &str) {
        self.says(json!({ "kind": "begun", "seq": seq })).await;
        self.says(json!({ "kind": "state", "state": "charging", "park_state": "taken" })).await;
    }

    pub async fn ended(&self, seq: &str, energy: i64) {
        self.later(10);
        self.says(json!({ "kind": "ended", "seq": seq, "energy": energy })).await;
        self.plugged().await;
    }

    /// A whole order that the platform starts; gives its number.
    pub async fn charged(&self, energy: i64) -> String {
        let seq = self.platform.order_number();
        let start = format!(r#"{{"StartChargeSeq":"{seq}","ConnectorID":"{GUN}","QRCode":"x"}}"#);
        let started = self.ask("query_start_charge", &start).await;
        assert_eq!(number(&started.content, "SuccStat"), 0, "{started:?}");
        self.begun(&seq).await;
        self.ended(&seq, energy).await;
        seq
    }

    pub async fn orders(&self) -> Vec<ChargeOrder> {
        let list: OrderList = serde_json::from_value(self.call("charger.orders", json!({})).await).unwrap();
        list.orders
    }

    pub async fn order(&self, seq: &str) -> ChargeOrder {
        self.orders().await.into_iter().find(|order| order.seq.as_str() == seq).unwrap()
    }

    /// The platform asks; what was said is kept for the checker.
    pub async fn ask(&self, interface: &str, content: &str) -> Asked {
        let asked = self.platform.ask(&self.served_at, interface, content).await.unwrap();
        let mut said = self.said.lock().unwrap();
        said.push((interface.to_owned(), "request".to_owned(), Node::parse(content).unwrap()));
        said.push((interface.to_owned(), "reply".to_owned(), asked.content.clone()));
        drop(said);
        asked
    }

    /// Looks each time that an attempt has ended; a test that hangs ends by its time limit.
    pub async fn until<F: Future<Output = bool>>(&self, mut holds: impl FnMut() -> F) {
        let mut settled = self.settled.subscribe();
        let waiting = async {
            loop {
                settled.borrow_and_update();
                if holds().await {
                    return;
                }
                // What is to go again waits for its time by this clock.
                self.clock.0.fetch_add(50, Ordering::SeqCst);
                settled.changed().await.expect("the house stands");
            }
        };
        tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it comes about");
    }

    /// Resolves once nothing waits for either platform.
    pub async fn delivered(&self) {
        let ledger = self.ledger.clone();
        self.until(move || {
            let ledger = ledger.clone();
            async move {
                let waiting = |platform| ledger.read(move |tx| tx.backlog(platform));
                let (city, charging) = (waiting(Platform::City).await, waiting(Platform::Charging).await);
                city.unwrap().waiting + charging.unwrap().waiting == 0
            }
        })
        .await;
    }

    /// How a message of this interface was refused, once it is.
    pub async fn until_refused(&self, interface: &'static str) -> Outcome {
        let found: Arc<Mutex<Option<Outcome>>> = Arc::default();
        let (ledger, keep) = (self.ledger.clone(), found.clone());
        self.until(move || {
            let (ledger, keep) = (ledger.clone(), keep.clone());
            async move {
                let refused = ledger.read(|tx| tx.refused_and_unknown(Platform::Charging)).await.unwrap();
                let outcome = refused.into_iter().find(|m| m.interface == interface).and_then(|m| m.last_outcome);
                let there = outcome.is_some();
                *keep.lock().unwrap() = outcome;
                there
            }
        })
        .await;
        let outcome = found.lock().unwrap().take();
        outcome.expect("it was refused")
    }

    /// Interfaces of ours that the platform has used, as the list of interfaces names them.
    pub async fn used_by_the_platform(&self) -> Vec<String> {
        let all = self.ledger.read(|tx| tx.exchanges()).await.unwrap();
        let ours = |platform, id: &str| {
            let row = lotdesk_protocols::interface(platform, id).expect("a row of the list");
            row.direction != lotdesk_protocols::Direction::Up
        };
        let mut used: Vec<String> = all
            .into_iter()
            .filter(|(platform, id, _)| ours(*platform, id))
            .map(|(platform, id, _)| format!("{} {id}", platform.as_str()))
            .collect();
        used.sort();
        used
    }

    pub async fn inbox(&self) -> Vec<Received> {
        self.ledger.read(|tx| tx.received(Some(Platform::Charging), i64::MAX, 100)).await.unwrap()
    }

    /// A request by somebody who has the keys, with a clock that is off by some seconds.
    pub fn sealed(&self, content: &str, off_s: i64) -> String {
        let mut sequence = self.sequence.lock().unwrap();
        let at = self.now().plus_ms(off_s * 1000);
        request(&self.keys, "MA5DEMO01", content, at, &mut sequence).unwrap()
    }

    pub async fn served(&self, name: &str, body: &str, authorization: Option<&str>) -> String {
        self.door.serve(name, authorization, "127.0.0.1", body.as_bytes()).await.body
    }

    /// The content of a reply, whose signature must fit.
    pub fn opened(&self, body: &str) -> Node {
        let reply = Node::parse(body).unwrap();
        let (ret, msg, data, sig) =
            (number(&reply, "Ret").to_string(), text(&reply, "Msg"), text(&reply, "Data"), text(&reply, "Sig"));
        assert!(self.keys.verify_reply(&ret, &msg, &data, &sig), "{body}");
        Node::parse(&self.keys.open(&data).unwrap()).unwrap()
    }

    pub async fn raw(&self, name: &str, body: &str, authorization: Option<&str>) -> i64 {
        let reply = self.served(name, body, authorization).await;
        self.opened(&reply);
        number(&Node::parse(&reply).unwrap(), "Ret")
    }

    pub async fn token(&self) -> String {
        let secret = r#"{"OperatorID":"MA5DEMO01","OperatorSecret":"demo-platform-secret"}"#;
        text(&self.opened(&self.served("query_token", &self.sealed(secret, 0), None).await), "AccessToken")
    }
}

/// A little listener before the door.
async fn serve(door: Arc<ChargingDoor>, below: String, stop: CancellationToken) -> String {
    async fn call(
        State(door): State<Arc<ChargingDoor>>,
        Path(name): Path<String>,
        headers: HeaderMap,
        body: axum::body::Bytes,
    ) -> String {
        let authorization = headers.get("authorization").and_then(|value| value.to_str().ok());
        door.serve(&name, authorization, "127.0.0.1", &body).await.body
    }
    let router = Router::new().route(&format!("{below}/{{name}}"), post(call)).with_state(door);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let ended = stop.cancelled_owned();
        axum::serve(listener, router).with_graceful_shutdown(ended).await.unwrap();
    });
    format!("http://{address}{below}")
}
