//! The platform under hand-made requests. Expected codes are read off table A.2 and the tables' rows.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::cipher::des_cbc_encrypt;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::sha1_hex;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::*;

pub(crate) struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

pub(crate) struct CountingGuids(AtomicU64);

impl GuidSource for CountingGuids {
    fn next_guid(&self) -> Guid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Guid::from_bytes(bytes)
    }
}

const LOT: &str = "44030400100101000010";
const LANE: &str = "90731C48A7EA4C27BD4D57FF0E13D0D5";
const CAMERA: &str = "A1DC1D9FCCDC441FB6238FB43FABA9B8";
const RECORD: &str = "C78E319DAB604A268842ACF164774592";
const CHARGE: &str = "FF8080814D9BE81F014D9BEB81090003";
const SPACE: &str = "4403040010010100001000B1A108";

struct Client {
    city: CityHandle,
    clock: Arc<HandClock>,
    http: reqwest::Client,
    token: String,
}

fn config(clock: &Arc<HandClock>) -> CityConfig {
    CityConfig::demo(clock.clone(), Arc::new(CountingGuids(AtomicU64::new(1))))
}

impl Client {
    async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    async fn start_with(change: impl FnOnce(&mut CityConfig)) -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(1_772_000_000_000)));
        let mut config = config(&clock);
        change(&mut config);
        let city = CityHandle::start(config).await.unwrap();
        let mut builder = reqwest::Client::builder().no_proxy();
        if let Some(path) = &city.ca_pem_path {
            let pem = std::fs::read(path).unwrap();
            let provider = rustls::crypto::ring::default_provider();
            let mut roots = rustls::RootCertStore::empty();
            use rustls::pki_types::pem::PemObject;
            roots.add(rustls::pki_types::CertificateDer::from_pem_slice(&pem).unwrap()).unwrap();
            let tls = rustls::ClientConfig::builder_with_provider(Arc::new(provider))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
            builder = builder.tls_backend_preconfigured(tls);
        }
        let mut client = Self { city, clock, http: builder_build(builder), token: String::new() };
        client.login().await;
        client
    }

    async fn login(&mut self) {
        let reply = self.call("1001", json!([self.login_item("demo-password")])).await;
        assert_eq!(reply["resultCode"], 0, "{reply}");
        self.token = reply["data"][0]["accessToken"].as_str().unwrap().to_owned();
    }

    fn login_item(&self, password: &str) -> Value {
        let key = self.city.des_key.as_bytes();
        json!({ "userId": self.city.account, "password": des_cbc_encrypt(key, key, password).unwrap() })
    }

    async fn send(&self, code: &str, body: String) -> Result<String, reqwest::Error> {
        let mut request = self
            .http
            .post(format!("{}/{code}", self.city.base_url))
            .header("Content-Type", "application/json; charset=UTF-8")
            .body(body);
        if !self.token.is_empty() {
            request = request.header("Authorization", format!("bearer {}", self.token));
        }
        request.send().await?.text().await
    }

    /// Sends a text of `data` as it stands, so that number literals are the test's own.
    async fn call_text(&self, code: &str, data: &str) -> Value {
        serde_json::from_str(&self.send(code, signed(data)).await.unwrap()).unwrap()
    }

    async fn call(&self, code: &str, data: Value) -> Value {
        self.call_text(code, &data.to_string()).await
    }

    async fn call_lost(&self, code: &str, data: &str) -> reqwest::Error {
        self.send(code, signed(data)).await.unwrap_err()
    }

    async fn describe(&self) {
        for (code, data) in [("3001", lot()), ("3002", lane()), ("3004", space())] {
            let reply = self.call(code, json!([data])).await;
            assert_eq!(reply["resultCode"], 0, "{code}: {reply}");
        }
    }
}

fn builder_build(builder: reqwest::ClientBuilder) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    builder.build().unwrap()
}

fn signed(data: &str) -> String {
    let sign = sha1_hex(Node::parse(data).unwrap().canonical().as_bytes());
    format!(r#"{{"timestamp":1772000000,"sign":"{sign}","data":{data}}}"#)
}

fn lot() -> Value {
    json!({ "parkInfo": {
        "parkCode": LOT, "parkName": "演示停车场", "parkType": 1, "districtCode": "440304", "roadName": "福华一路",
        "totalSpaces": 100, "operatorId": "DEMO000001", "owner": "演示物业", "serviceType": 1, "publicInfo": "00:00~24:00"
    }, "state": 1 })
}

fn equipment() -> Value {
    json!({
        "id": CAMERA, "parkCode": LOT, "entranceExitId": LANE, "equipmentCode": "CAM-1", "name": "入口车牌识别",
        "equipmentType": "1000", "state": 1, "moment": "2026-01-01 01:01:01"
    })
}

fn lane() -> Value {
    json!({ "entranceExitInfo": { "id": LANE, "name": "入口1", "parkCode": LOT, "type": 1, "equipments": [equipment()] },
        "state": 1 })
}

fn space() -> Value {
    json!({ "spaceInfo": {
        "spaceNo": SPACE, "parkCode": LOT, "positionType": 1, "materialType": 0, "withLocker": 0, "withChargingPile": 0,
        "state": 1, "moment": "2026-01-01 01:01:01"
    }, "state": 1 })
}

fn car() -> &'static str {
    r#"{"plateNo":"粤B88888","plateColor":"蓝色","carModel":3,"eidEquiped":false}"#
}

fn entry() -> String {
    format!(
        r#"[{{"id":"{RECORD}","parkCode":"{LOT}","parkCarInfo":{},"enterTime":"2026-03-01 08:00:00","inEquipmentId":"{CAMERA}","receivables":0.00,"discount":0.00,"received":0.00,"recordType":0}}]"#,
        car()
    )
}

fn charge() -> String {
    format!(
        r#"[{{"id":"{CHARGE}","orderNo":"A1","recordId":"{RECORD}","parkCarInfo":{},"payTime":"2026-03-01 09:00:00","receivables":20.00,"discount":3.00,"received":17.00,"payType":1,"payFrom":"线下缴费"}}]"#,
        car()
    )
}

fn exit() -> String {
    format!(
        r#"[{{"id":"{RECORD}","parkCode":"{LOT}","parkCarInfo":{},"enterTime":"2026-03-01 08:00:00","leaveTime":"2026-03-01 09:05:00","outEquipmentId":"{CAMERA}","chargeIdList":["{CHARGE}"],"receivables":20.00,"discount":3.00,"received":17.00,"recordType":0}}]"#,
        car()
    )
}

/// The code of the first item, 0 where it was taken.
fn code(reply: &Value) -> u64 {
    let code = &reply["data"][0]["code"];
    code.as_u64().or_else(|| code.as_str().and_then(|c| c.parse().ok())).unwrap_or(0)
}

#[tokio::test]
async fn the_path_of_a_car_over_https() {
    let dir = tempfile::tempdir().unwrap();
    let ca_pem_path = dir.path().join("tls").join("city-ca.pem");
    let client = Client::start_with(|c| c.transport = Transport::Https { ca_pem_path }).await;
    assert!(client.city.base_url.starts_with("https://127.0.0.1:"));
    client.describe().await;
    for (interface, data) in [("5004", entry()), ("5008", charge()), ("5005", exit())] {
        let reply = client.call_text(interface, &data).await;
        assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0), "{reply}");
        assert_eq!(reply["timestamp"], 1_772_000_000);
    }
    let reply = client.call("5003", json!([{ "parkCode": LOT, "usedSpaces": 0, "unusedSpaces": 100 }])).await;
    assert_eq!(reply["data"], json!([{ "parkCode": LOT }]));
    let record = client.city.record(RECORD).unwrap();
    assert_eq!((record.plate.as_str(), record.charge_ids.len()), ("粤B88888", 1));
    assert_eq!(record.leave_time.as_deref(), Some("2026-03-01 09:05:00"));
    assert_eq!(client.city.disorder(), []);
    client.city.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_authority_gets_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let ca_pem_path = dir.path().join("ca.pem");
    let client = Client::start_with(|c| c.transport = Transport::Https { ca_pem_path }).await;
    let stranger = Client::start().await;
    let refused = stranger.http.post(format!("{}/1001", client.city.base_url)).body("{}").send().await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn logins_tokens_and_their_end() {
    let mut client = Client::start_with(|c| c.token_life_s = 60).await;
    assert_eq!(code(&client.call("1001", json!([client.login_item("wrong")])).await), 3001);
    let clear = json!([{ "userId": client.city.account, "password": "demo-password" }]);
    assert_eq!(code(&client.call("1001", clear).await), 3001, "a password in clear is none");

    assert_eq!(code(&client.call("3001", json!([lot()])).await), 0);
    let good = std::mem::replace(&mut client.token, "made-up".into());
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
    client.token = String::new();
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
    client.token = good.clone();

    // 1002 gives a new token, and the old one is worth nothing.
    let mut refresh = client.login_item("demo-password");
    refresh["accessToken"] = json!(good);
    let reply = client.call("1002", json!([refresh])).await;
    assert_eq!(reply["data"][0]["expiresIn"], 60);
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
    client.token = reply["data"][0]["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 0);

    client.clock.0.fetch_add(60_000, Ordering::SeqCst);
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002, "expiresIn has passed");
    client.login().await;
    let reply = client.call("1003", json!([{ "accessToken": client.token }])).await;
    assert_eq!((reply["resultCode"].as_u64(), reply["data"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
}

#[tokio::test]
async fn the_signature_is_over_the_exact_text_of_data() {
    let client = Client::start().await;
    client.describe().await;
    // Keys in any order and blanks: the canonical form is what is signed.
    let shuffled = entry().replace(r#""recordType":0"#, r#" "recordType" : 0 "#);
    assert_eq!(code(&client.call_text("5004", &shuffled).await), 0);
    let sign = sha1_hex(Node::parse(&entry()).unwrap().canonical().as_bytes());
    let other_number = entry().replace("0.00,\"recordType\"", "0.0,\"recordType\"");
    for body in [
        format!(r#"{{"timestamp":1772000000,"sign":"{sign}","data":{other_number}}}"#),
        format!(r#"{{"timestamp":1772000000,"sign":"{}","data":{}}}"#, sign.to_uppercase(), entry()),
        format!(r#"{{"timestamp":1772000000,"sign":"","data":{}}}"#, entry()),
        format!(r#"{{"timestamp":1772000000,"data":{}}}"#, entry()),
        format!(r#"{{"sign":"{sign}","data":{}}}"#, entry()),
        format!(r#"{{"timestamp":1772000000,"sign":"{sign}"}}"#),
        "{".to_owned(),
        String::new(),
    ] {
        let reply: Value = serde_json::from_str(&client.send("5004", body.clone()).await.unwrap()).unwrap();
        assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(1), 1000), "{body}");
    }
    let body = format!(r#"{{"timestamp":125555556621,"sign":"{sign}","data":{}}}"#, entry());
    let reply: Value = serde_json::from_str(&client.send("5004", body).await.unwrap()).unwrap();
    assert_eq!(code(&reply), 1007, "a time stamp of twelve digits does not fit in 4 bytes");
}

#[tokio::test]
async fn every_table_is_held_to_by_its_code() {
    let client = Client::start().await;
    client.describe().await;
    let long = "x".repeat(256);
    // Interface, item, path of the field to change, its new value (none takes it away), expected code.
    let cases: Vec<(&str, Value, &str, Option<Value>, u64)> = vec![
        ("3001", lot(), "/parkInfo/parkName", None, 1000),
        ("3001", lot(), "/parkInfo/parkName", Some(json!("")), 1000),
        ("3001", lot(), "/parkInfo/parkName", Some(json!(long)), 1004),
        ("3001", lot(), "/parkInfo/parkName", Some(json!("停".repeat(255))), 0),
        ("3001", lot(), "/parkInfo/parkName", Some(json!(7)), 1005),
        ("3001", lot(), "/parkInfo/parkName", Some(Value::Null), 1005),
        ("3001", lot(), "/parkInfo/parkType", Some(json!(3)), 1007),
        ("3001", lot(), "/parkInfo/parkType", Some(json!("1")), 1005),
        ("3001", lot(), "/parkInfo/parkCode", Some(json!("4403040010010100001")), 1001),
        ("3001", lot(), "/parkInfo/parkCode", Some(json!("440304001001010000100")), 1004),
        ("3001", lot(), "/parkInfo/districtCode", Some(json!("44030")), 1003),
        ("3001", lot(), "/parkInfo/districtCode", Some(json!("440304001")), 0),
        ("3001", lot(), "/parkInfo/roadName", Some(json!("福华一路福华一路福华一路")), 1004),
        ("3001", lot(), "/parkInfo/totalSpaces", Some(json!(-1)), 1007),
        ("3001", lot(), "/parkInfo/totalSpaces", Some(json!(1.5)), 1005),
        ("3001", lot(), "/parkInfo/longitude", Some(json!(181)), 1007),
        ("3001", lot(), "/parkInfo/serviceType", Some(json!(9)), 1007),
        ("3001", lot(), "/parkInfo/parkname", Some(json!("x")), 1000),
        ("3001", lot(), "/state", Some(json!(3)), 1007),
        ("3001", lot(), "/parkInfo", Some(json!([])), 1005),
        ("3002", lane(), "/entranceExitInfo/id", Some(json!("90731C48")), 1005),
        ("3002", lane(), "/entranceExitInfo/id", Some(json!(format!("{LANE}0"))), 1004),
        ("3002", lane(), "/entranceExitInfo/name", Some(json!("一个有十一个字的出入口")), 1004),
        ("3002", lane(), "/entranceExitInfo/type", Some(json!(0)), 1007),
        ("3002", lane(), "/entranceExitInfo/parkCode", Some(json!("44030400100101000011")), 1101),
        ("3002", lane(), "/entranceExitInfo/equipments/0/equipmentType", Some(json!(1000)), 1005),
        ("3002", lane(), "/entranceExitInfo/equipments/0/equipmentType", Some(json!("7000")), 1007),
        ("3002", lane(), "/entranceExitInfo/equipments/0/moment", Some(json!("2026-01-01T01:01:01")), 1005),
        ("3002", lane(), "/entranceExitInfo/equipments/0/moment", Some(json!("2026-02-30 01:01:01")), 1005),
        (
            "3003",
            json!({ "equipment": equipment(), "state": 1 }),
            "/equipment/equipmentCode",
            Some(json!("x".repeat(21))),
            1004,
        ),
        ("3003", json!({ "equipment": equipment(), "state": 1 }), "/equipment/state", None, 1000),
        ("3004", space(), "/spaceInfo/spaceNo", Some(json!("B1 108")), 1002),
        ("3004", space(), "/spaceInfo/spaceNo", Some(json!(format!("{SPACE}9"))), 1004),
        ("3004", space(), "/spaceInfo/withLocker", Some(json!(true)), 1005),
        ("5001", json!({ "spaceNo": SPACE, "parkCode": LOT, "state": 2 }), "/state", Some(json!(-1)), 0),
        ("5001", json!({ "spaceNo": SPACE, "parkCode": LOT, "state": 2 }), "/state", Some(json!(3)), 1007),
        ("5001", json!({ "spaceNo": SPACE, "parkCode": LOT, "state": 2 }), "/spaceNo", Some(json!("4403X")), 1102),
        ("5002", json!({ "id": CAMERA, "state": 1 }), "/state", Some(json!(2)), 0),
        ("5002", json!({ "id": CAMERA, "state": 1 }), "/id", Some(json!(RECORD)), 1100),
        (
            "5003",
            json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }),
            "/unusedSpaces",
            Some(json!(101)),
            1007,
        ),
        ("5003", json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }), "/unusedSpaces", None, 1000),
        (
            "5003",
            json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }),
            "/parkCode",
            Some(json!("44030400100101000011")),
            1101,
        ),
        ("5003", json!({ "parkCode": LOT, "usedSpaces": 1, "unusedSpaces": 99 }), "/ownerType", Some(json!({})), 1000),
    ];
    for (interface, mut item, path, value, expected) in cases {
        let said = format!("{interface} {path} = {value:?}");
        let (parent, name) = path.rsplit_once('/').unwrap();
        let parent = item.pointer_mut(parent).unwrap();
        match (parent.as_object_mut().unwrap(), value) {
            (object, Some(value)) => drop(object.insert(name.to_owned(), value)),
            (object, None) => drop(object.remove(name)),
        }
        let reply = client.call(interface, json!([item])).await;
        assert_eq!(code(&reply), expected, "{said}: {reply}");
        assert_eq!(reply["resultCode"].as_u64(), Some(u64::from(expected != 0)));
    }
}

#[tokio::test]
async fn records_and_payments_are_held_to_their_tables() {
    let client = Client::start().await;
    client.describe().await;
    let cases = [
        ("5004", entry(), "0.00,\"discount\"", "0,\"discount\"", 1007),
        ("5004", entry(), "0.00,\"discount\"", "0.001,\"discount\"", 1007),
        ("5004", entry(), "0.00,\"discount\"", "\"0.00\",\"discount\"", 1005),
        ("5004", entry(), "0.00,\"discount\"", "1.00E0,\"discount\"", 1005),
        ("5004", entry(), "0.00,\"discount\"", "-1.00,\"discount\"", 1007),
        ("5004", entry(), "粤B88888", "粤 B88888", 1000),
        ("5004", entry(), "粤B88888", "粤B8888888888", 1004),
        ("5004", entry(), "\"eidEquiped\":false", "\"eidEquiped\":0", 1005),
        ("5004", entry(), "\"eidEquiped\":false", "\"eidEquiped\":true", 1000),
        ("5004", entry(), "\"carModel\":3", "\"carModel\":\"3\"", 1005),
        ("5004", entry(), "\"parkCode\":\"44030400100101000010\"", "\"parkCode\":44030400100101000010", 1005),
        ("5004", entry(), "2026-03-01 08:00:00", "2026-03-01", 1005),
        ("5004", entry(), CAMERA, RECORD, 1100),
        ("5004", entry(), "\"recordType\":0", "\"recordType\":3", 1007),
        ("5004", entry(), "\"recordType\":0", "\"recordType\":0,\"isSharedParking\":false", 1000),
        ("5008", charge(), "\"payType\":1", "\"payType\":7", 1007),
        ("5008", charge(), "线下缴费", "线下缴费线下缴费线下缴", 1004),
        ("5008", charge(), "\"payFrom\":\"线下缴费\"", "\"payFrom\":\"\"", 1000),
        ("5008", charge(), "\"recordId\":\"C78E", "\"recordId\":\"D78E", 1100),
        ("5005", exit(), "\"id\":\"C78E", "\"id\":\"D78E", 4001),
        ("5005", exit(), "2026-03-01 09:05:00", "2026-03-01 07:05:00", 1007),
        ("5005", exit(), "\"leaveTime\":\"2026-03-01 09:05:00\",", "", 1000),
        ("5005", exit(), "\"FF8080", "\"EF8080", 1100),
    ];
    for (interface, data, from, to, expected) in cases {
        assert!(data.contains(from), "{from}");
        if interface != "5004" {
            assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
        }
        if interface == "5005" {
            assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
        }
        let reply = client.call_text(interface, &data.replacen(from, to, 1)).await;
        assert_eq!(code(&reply), expected, "{interface} {to}: {reply}");
    }
    let event = json!({
        "id": "8E1804D7B1F64A51A955EF692FADB7CE", "parkCode": LOT, "plateNo": "粤B88888", "time": "2026-03-01 08:00:00",
        "eventType": 1001, "eventLevel": 1, "equipmentId": CAMERA, "remark": "发现套牌车辆进出"
    });
    for (field, value, expected) in [
        ("eventType", json!(1003), 1007),
        ("eventLevel", json!(4), 1007),
        ("remark", json!(""), 1000),
        ("eventLevel", json!(1), 0),
    ] {
        let mut event = event.clone();
        event[field] = value;
        assert_eq!(code(&client.call("2002", json!([event])).await), expected, "{field}");
    }
}

#[tokio::test]
async fn a_batch_is_answered_item_by_item() {
    let client = Client::start().await;
    client.describe().await;
    let data = json!([{ "spaceNo": SPACE, "state": 2 }, { "spaceNo": "4403X", "state": 2 }]);
    let reply = client.call("5001", data).await;
    assert_eq!(reply["resultCode"], 0);
    assert_eq!(reply["data"][0], json!({ "spaceNo": SPACE }));
    assert_eq!((&reply["data"][1]["spaceNo"], &reply["data"][1]["code"]), (&json!("4403X"), &json!(1102)));

    let quiet = Client::start_with(|c| c.refusal_style = RefusalStyle::ItemsOnly).await;
    let reply = quiet.call_text("5004", &entry()).await;
    assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 1101));
}

#[tokio::test]
async fn disorder_is_found_and_repeats_are_counted_once() {
    let client = Client::start().await;
    assert_eq!(code(&client.call_text("5004", &entry()).await), 1101);
    client.describe().await;
    assert_eq!(code(&client.call_text("5005", &exit()).await), 4001);
    assert_eq!(code(&client.call_text("5008", &charge()).await), 1100);
    for _ in 0..3 {
        assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
    }
    assert_eq!(code(&client.call_text("5005", &exit()).await), 1100, "the payment has not come");
    let unpaid = exit().replace(&format!("[\"{CHARGE}\"]"), "[]").replace("20.00", "0.00").replace("3.00", "0.00");
    let unpaid = unpaid.replace("17.00", "0.00");
    assert_eq!(code(&client.call_text("5005", &unpaid).await), 0);
    assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
    assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
    assert_eq!(code(&client.call_text("5004", &entry().replace("粤B88888", "粤B88889")).await), 1200);

    use DisorderKind as D;
    let found: Vec<_> = client.city.disorder().iter().map(|d| d.what).collect();
    let wanted = [
        D::BasicDataMissing,
        D::ExitWithoutEntry,
        D::ChargeWithoutEntry,
        D::ExitBeforeCharge,
        D::ChargeAfterExit,
        D::OtherContent,
    ];
    assert_eq!(found, wanted);
    let effects: Vec<_> = client.city.effects().into_iter().map(|e| (e.interface, e.times)).collect();
    let counted = |i: &str| effects.iter().filter(|(interface, _)| interface == i).map(|(_, n)| *n).collect::<Vec<_>>();
    assert_eq!((counted("5004"), counted("5005"), counted("5008")), (vec![3], vec![1], vec![2]));
    let arrivals = client.city.arrivals();
    assert_eq!(arrivals.iter().filter(|a| a.interface == "5004").count(), 5);
    let fates: Vec<_> = arrivals.iter().filter(|a| a.interface == "5008").flat_map(|a| a.items.clone()).collect();
    assert_eq!(fates, [ItemFate::Refused(1100), ItemFate::Taken, ItemFate::Repeated]);
    assert!(arrivals.iter().zip(1..).all(|(a, no)| a.no == no));
}

#[tokio::test]
async fn sums_that_differ_from_the_payments_are_found() {
    let client = Client::start().await;
    client.describe().await;
    client.call_text("5004", &entry()).await;
    client.call_text("5008", &charge()).await;
    assert_eq!(code(&client.call_text("5005", &exit().replace("17.00", "16.00")).await), 0);
    assert_eq!(client.city.disorder()[0].what, DisorderKind::SumsDiffer);
}

#[tokio::test]
async fn pictures_are_kept_by_size_and_hash() {
    let client = Client::start().await;
    let send = async |file: Option<&'static [u8]>, fields: &[(&str, &str)]| -> Value {
        let mut form = Form::new();
        if let Some(file) = file {
            form = form.part("file", Part::bytes(file).file_name("x.jpg"));
        }
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let request = client.http.post(format!("{}/2001", client.city.base_url)).multipart(form);
        let reply = request.header("Authorization", format!("bearer {}", client.token)).send().await.unwrap();
        serde_json::from_str(&reply.text().await.unwrap()).unwrap()
    };
    let path = format!("/20260301/{LOT}/0/{RECORD}/");
    let with = |name: &'static str, value: &'static str| {
        let mut fields = vec![
            ("fileName", "in.jpg"),
            ("imageBizType", "2"),
            ("destPath", path.as_str()),
            ("timestamp", "1772000000"),
            ("pickTime", "1772000000"),
        ];
        fields.retain(|(n, _)| *n != name);
        fields.push((name, value));
        fields
    };
    let fine = with("imageBizType", "2");
    let reply = send(Some(b"abc"), &fine).await;
    assert_eq!((reply["resultCode"].as_u64(), reply["data"].as_array().map(Vec::len)), (Some(0), Some(0)), "{reply}");
    send(Some(b"abc"), &fine).await;
    // SHA-256 of "abc" by FIPS 180.
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned();
    let wanted = Picture { path: format!("{path}in.jpg"), record_id: RECORD.into(), biz_type: 2, bytes: 3, sha256 };
    assert_eq!(client.city.pictures(), [wanted]);
    assert_eq!(client.city.effects()[0].times, 2);
    for (fields, file, expected) in [
        (with("imageBizType", "10"), Some(&b"abc"[..]), 1007),
        (with("imageBizType", "x"), Some(b"abc"), 1005),
        (with("pickTime", "2018-01-01 01:01:01"), Some(b"abc"), 1005),
        (with("destPath", "/date/lot/garage/record/"), Some(b"abc"), 1000),
        (with("filename", "in.jpg"), Some(b"abc"), 1000),
        (with("fileName", ""), Some(b"abc"), 1000),
        (fine.clone(), None, 1000),
    ] {
        let reply = send(file, &fields).await;
        assert_eq!(code(&reply), expected, "{fields:?}: {reply}");
        assert!(reply["data"][0]["code"].is_string(), "table 43 has it as a string");
    }
}

#[tokio::test]
async fn faults_strike_as_often_as_they_are_told() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(Some("5004"), Some(1), Fault::CutBefore);
    client.city.fault(Some("5004"), Some(1), Fault::LoseReply);
    client.city.fault(Some("5004"), Some(1), Fault::Garbage);
    client.city.fault(Some("5004"), Some(1), Fault::Refuse { code: 1500, words: "没有空余对象".into() });
    assert!(client.call_lost("5004", &entry()).await.is_request());
    assert!(client.city.record(RECORD).is_none(), "cut before it took effect");
    assert!(client.call_lost("5004", &entry()).await.is_request());
    assert!(client.city.record(RECORD).is_some(), "the reply was lost, the effect was not");
    assert!(client.send("5004", signed(&entry())).await.unwrap().starts_with("<html>"));
    assert_eq!(code(&client.call_text("5004", &entry()).await), 1500);
    assert_eq!(code(&client.call_text("5004", &entry()).await), 0, "all of them are used up");
    let arrivals = client.city.arrivals();
    let last: Vec<_> =
        arrivals.iter().filter(|a| a.interface == "5004").map(|a| (a.ids.clone(), a.items.clone())).collect();
    let ids = vec![RECORD.to_owned()];
    assert_eq!(
        last,
        [
            (ids.clone(), vec![]),
            (ids.clone(), vec![ItemFate::Taken]),
            (ids.clone(), vec![ItemFate::Repeated]),
            (ids.clone(), vec![]),
            (ids, vec![ItemFate::Repeated]),
        ]
    );
}

#[tokio::test]
async fn withheld_replies_wait_for_their_release() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(None, None, Fault::Withhold);
    let before = client.city.arrivals().len() as u64;
    let waiting = tokio::spawn({
        let (http, url, body) = (client.http.clone(), format!("{}/5004", client.city.base_url), signed(&entry()));
        let token = format!("bearer {}", client.token);
        async move {
            let request = http.post(url).header("Content-Type", "application/json").header("Authorization", token);
            request.body(body).send().await?.text().await
        }
    });
    client.city.arrived(before + 1).await;
    assert!(client.city.record(RECORD).is_some(), "it took effect");
    assert!(!waiting.is_finished());
    client.city.heal();
    let reply: Value = serde_json::from_str(&waiting.await.unwrap().unwrap()).unwrap();
    assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0));
}

#[tokio::test]
async fn a_client_that_gives_up_is_forgotten_and_the_effect_stays() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(None, Some(1), Fault::Withhold);
    let before = client.city.arrivals().len() as u64;
    let url = format!("{}/5004", client.city.base_url);
    let request = client.http.post(url).header("Content-Type", "application/json");
    let request = request.header("Authorization", format!("bearer {}", client.token)).body(signed(&entry()));
    tokio::select! {
        _ = request.send() => panic!("the reply is withheld"),
        () = client.city.arrived(before + 1) => {}
    }
    assert!(client.city.record(RECORD).is_some());
    client.city.stop().await;
}

#[tokio::test]
async fn faults_by_the_control_endpoint() {
    let mut client = Client::start().await;
    client.describe().await;
    let root = client.city.base_url.replace("/api/1.0", "/_sandbox");
    let order = async |order: Value| -> Value {
        let reply = client.http.post(format!("{root}/faults")).json(&order).send().await.unwrap();
        reply.json().await.unwrap()
    };
    let rules = order(json!({ "expire_tokens": true, "clock_skew_s": 90, "add": [{ "interface": "5003", "times": 2,
        "fault": { "kind": "refuse", "code": 1007, "words": "超出规定值范围" } }] }))
    .await;
    assert_eq!((&rules["clock_skew_s"], &rules["rules"][0]["times"]), (&json!(90), &json!(2)));
    let counts = json!([{ "parkCode": LOT, "usedSpaces": 0, "unusedSpaces": 100 }]);
    let reply = client.call("5002", json!([{ "id": CAMERA, "state": 1 }])).await;
    assert_eq!((code(&reply), reply["timestamp"].as_i64()), (3002, Some(1_772_000_090)));
    let _ = order;
    client.login().await;
    assert_eq!(code(&client.call("5003", counts.clone()).await), 1007);
    let cleared: Value = client
        .http
        .post(format!("{}/faults", client.city.base_url.replace("/api/1.0", "/_sandbox")))
        .json(&json!({ "clear": true }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(cleared, json!({ "rules": [], "clock_skew_s": 0 }));
    assert_eq!(code(&client.call("5003", counts).await), 0);
    let root = client.city.base_url.replace("/api/1.0", "/_sandbox");
    let effects: Vec<Effect> = client.http.get(format!("{root}/effects")).send().await.unwrap().json().await.unwrap();
    assert_eq!(effects, client.city.effects());
}

#[tokio::test]
async fn a_delayed_reply_comes_late() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(Some("5004"), Some(1), Fault::Delay { delay_ms: 200 });
    let begun = std::time::Instant::now();
    assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
    assert!(begun.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn the_journal_outlives_the_platform() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city.jsonl");
    let client = Client::start_with(|c| c.journal = Some(path.clone())).await;
    client.describe().await;
    client.call_text("5004", &entry()).await;
    client.call_text("5008", &charge()).await;
    let (effects, arrivals, port) = (client.city.effects(), client.city.arrivals(), client.city.port());
    assert_eq!(read_journal(&path).unwrap(), arrivals);
    assert!(arrivals.iter().any(|a| a.body.contains("\"received\":17.00")), "the body is there as it came");
    client.city.stop().await;

    let again = Client::start_with(|c| {
        c.journal = Some(path.clone());
        c.port = port;
    })
    .await;
    assert_eq!(again.city.port(), port, "it is back at the same address");
    assert_eq!(again.city.effects(), effects);
    assert_eq!(code(&again.call_text("5005", &exit()).await), 0, "it knows the record and the payment");
    assert_eq!(again.city.disorder(), []);
    let numbers: Vec<_> = read_journal(&path).unwrap().iter().map(|a| a.no).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_not_served_is_not_found() {
    let client = Client::start().await;
    let reply = client.http.post(format!("{}/9999", client.city.base_url)).send().await.unwrap();
    assert_eq!(reply.status(), 404);
    let reply = client.http.get(format!("{}/5004", client.city.base_url)).send().await.unwrap();
    assert_eq!(reply.status(), 405);
    let known = Client::start_with(|c| c.park_codes = vec!["44030400100101000099".into()]).await;
    assert_eq!(code(&known.call("3001", json!([lot()])).await), 1101);
}
