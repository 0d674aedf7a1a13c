//! The platform under hand-made requests. Expected codes are read off table A.2 and the tables' rows.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

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

mod billing;
mod downlink;
mod faults;
mod garages;
mod life;
mod mapper;
mod money;
mod street;
mod strictness;
mod tcp;
