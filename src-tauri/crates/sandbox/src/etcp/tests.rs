//! ETCP is as strict as its document.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_protocols::sign::md5_hex_upper;
use serde_json::{Value, json};

use super::{EtcpConfig, EtcpHandle, Fault};

struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

struct Numbered(AtomicU64);

impl GuidSource for Numbered {
    fn next_guid(&self) -> Guid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Guid::from_bytes(bytes)
    }
}

struct Trial {
    etcp: EtcpHandle,
    clock: Arc<Hand>,
    http: reqwest::Client,
}

impl Trial {
    async fn begin() -> Self {
        let noon = Moment::from_datetime_text("2026-11-25 12:00:00").unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(noon.0)));
        let config = EtcpConfig::demo(clock.clone(), Arc::new(Numbered(AtomicU64::new(1))), 7);
        let etcp = EtcpHandle::start(config).await.unwrap();
        Self { etcp, clock, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    fn later(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// A call with its own signature; `get` for those that are.
    async fn call(&self, get: bool, name: &str, data: &Value) -> Value {
        let data = data.to_string();
        let stamp = self.clock.now().to_china().format("%Y%m%d%H%M%S").to_string();
        self.call_as(get, name, &data, &stamp, "demo-etcp-merchant-key").await
    }

    async fn call_as(&self, get: bool, name: &str, data: &str, stamp: &str, key: &str) -> Value {
        let (merchant_no, ..) = self.etcp.merchant();
        let sign = md5_hex_upper([data, key, stamp].concat().as_bytes());
        let pairs = [("merchant_no", merchant_no), ("time_stamp", stamp), ("data", data), ("sign", &sign)];
        let base = format!("{}/merchant/open/1.0.0/openapi/{name}", self.etcp.base_url);
        let url = reqwest::Url::parse_with_params(&base, pairs).unwrap();
        let request = if get {
            self.http.get(url)
        } else {
            let kind = "application/x-www-form-urlencoded;charset=utf-8";
            self.http.post(&base).header("Content-Type", kind).body(url.query().unwrap().to_owned())
        };
        let reply = request.send().await.unwrap();
        let (status, text) = (reply.status(), reply.text().await.unwrap());
        serde_json::from_str(&text).unwrap_or_else(|_| json!({ "http": status.as_u16() }))
    }

    async fn token(&self) -> Value {
        let joined = json!({ "mobilePhone": "13508381199", "appId": "ETCP", "carNumber": "渝AJS537" });
        self.call(false, "usersignin", &joined).await["data"]["token"].clone()
    }
}

#[tokio::test]
async fn who_is_not_known_signed_or_in_time_is_refused() {
    let trial = Trial::begin().await;
    let phone = json!({ "mobilePhone": "13800000001" }).to_string();
    let code = async |stamp: &str, key: &str| {
        trial.call_as(true, "uservalidatecode", &phone, stamp, key).await["code"].clone()
    };
    assert_eq!(code("20261125120000", "another key").await, 4);
    assert_eq!(code("20261125114900", "demo-etcp-merchant-key").await, 3);
    assert_eq!(code("20261125115100", "demo-etcp-merchant-key").await, 0);
    assert_eq!(trial.call(false, "uservalidatecode", &json!({})).await["http"], 405);
    for (data, code) in [
        (json!({}), 20102),
        (json!({ "mobilePhone": "1380000000" }), 20201),
        (json!({ "mobilePhone": 13_800_000_001_i64 }), 6),
        (json!({ "mobilePhone": "13800000001", "more": "1" }), 6),
    ] {
        assert_eq!(trial.call(true, "uservalidatecode", &data).await["code"], code, "{data}");
    }
    trial.etcp.stop().await;
}

#[tokio::test]
async fn a_code_a_minute_and_the_newest_token_alone() {
    let trial = Trial::begin().await;
    let phone = json!({ "mobilePhone": "13800000001" });
    assert_eq!(trial.call(true, "uservalidatecode", &phone).await["code"], 0);
    trial.later(59);
    assert_eq!(trial.call(true, "uservalidatecode", &phone).await["code"], 20202);
    let log_in = |code: &str| json!({ "mobilePhone": "13800000001", "code": code, "appId": "ETCP" });
    assert_eq!(trial.call(false, "userlogin", &log_in("000000")).await["code"], 20203);
    let first = trial.call(false, "userlogin", &log_in("562371")).await["data"]["token"].clone();
    assert_eq!(trial.call(false, "userlogin", &log_in("562371")).await["code"], 20203, "a code is used up");
    let history =
        async |token: &Value| trial.call(true, "orderhistory", &json!({ "token": token })).await["code"].clone();
    assert_eq!(history(&first).await, 0);
    let joined = json!({ "mobilePhone": "13800000001", "appId": "ETCP" });
    let second = trial.call(false, "usersignin", &joined).await["data"]["token"].clone();
    assert_eq!((history(&first).await, history(&second).await), (json!(20101), json!(0)));
    trial.later(24 * 3600);
    assert_eq!(history(&second).await, 20101, "a day is over");
    trial.etcp.stop().await;
}

#[tokio::test]
async fn three_plates_at_once_and_four_a_month() {
    let trial = Trial::begin().await;
    let token = trial.token().await;
    let bind = async |plate: &str| {
        trial.call(false, "bindcar", &json!({ "token": token, "plateNumber": plate })).await["code"].clone()
    };
    let release = json!({ "token": token, "plateNumber": "渝A10001" });
    for plate in ["渝A10001", "渝A10002", "渝A10003"] {
        assert_eq!(bind(plate).await, 0);
    }
    assert_eq!(bind("渝A10004").await, 20100);
    assert_eq!(trial.call(false, "unbindcar", &release).await["code"], 0);
    assert_eq!(trial.call(false, "unbindcar", &release).await["code"], 20100);
    assert_eq!(bind("渝A10004").await, 0);
    let other = json!({ "token": token, "plateNumber": "渝A10002" });
    assert_eq!(trial.call(false, "unbindcar", &other).await["code"], 0);
    assert_eq!(bind("渝A10005").await, 20100, "a fifth different one");
    assert_eq!(bind("渝A10001").await, 0, "one of the four");
    assert_eq!(bind("渝 A10001").await, 6, "a blank is none of a plate's");
    trial.etcp.stop().await;
}

#[tokio::test]
async fn a_payment_is_taken_once_for_the_amount_that_was_said() {
    let trial = Trial::begin().await;
    let token = trial.token().await;
    trial.etcp.park("渝DE3787", 90);
    let fee = json!({ "token": token, "plateNumber": "渝DE3787", "appId": "ETCP" });
    let bill = trial.call(true, "orderunpay", &fee).await["data"][0].clone();
    assert_eq!((&bill["remainingFee"], &bill["carNumber"]), (&json!(8), &json!("渝****87")));
    let pay = |amount: Value, external: &str, info: &Value| {
        json!({ "token": token, "orderId": bill["orderId"], "externalOrderId": external, "payment": amount,
                "payTime": "2026-11-25 12:00:00", "verificationInfo": info })
    };
    let info = &bill["verificationInfo"];
    assert_eq!(trial.call(false, "orderpaid", &pay(json!(7.5), "A", info)).await["code"], 20206);
    assert_eq!(trial.call(false, "orderpaid", &pay(json!(8), "A", &json!("x"))).await["code"], 6);
    trial.etcp.fault("orderpaid", Fault::LoseReply);
    assert_eq!(trial.call(false, "orderpaid", &pay(json!(8), "A", info)).await["http"], 504);
    let again = trial.call(false, "orderpaid", &pay(json!(8), "A", info)).await;
    assert_eq!((&again["code"], &again["data"]["payment"]), (&json!(0), &json!(8)), "known by its number");
    assert_eq!(trial.call(false, "orderpaid", &pay(json!(8), "B", info)).await["code"], 20206, "nothing is left");
    assert_eq!(trial.call(true, "orderunpay", &fee).await["data"][0]["remainingFee"], 0);
    trial.etcp.stop().await;
}

#[tokio::test]
async fn lots_come_in_pages_around_a_point_or_in_a_city_and_never_both() {
    let trial = Trial::begin().await;
    let around = |scroll: &str| json!({ "lat": "22.54", "lon": "114.06", "radius": "3000", "scrollId": scroll });
    let (mut scroll, mut seen) = (String::new(), 0);
    loop {
        let page = trial.call(false, "surroundingparking", &around(&scroll)).await;
        let list = page["data"]["list"].as_array().unwrap().clone();
        let Some(last) = list.last() else { break };
        seen += list.len();
        scroll = last["scrollId"].as_str().unwrap().to_owned();
    }
    assert!(seen > 20, "{seen}");
    for (data, code) in [
        (json!({ "lat": "22.54", "lon": "114.06", "scrollId": "" }), 20102),
        (json!({ "lat": "22.54", "lon": "114.06", "radius": "499", "scrollId": "" }), 20102),
        (json!({ "lat": "22.54", "lon": "114.06", "radius": "500", "city": "北京市" }), 6),
        (json!({ "lat": "22.54" }), 6),
    ] {
        assert_eq!(trial.call(false, "surroundingparking", &data).await["code"], code, "{data}");
    }
    assert_eq!(trial.call(false, "surroundingparking", &json!({ "city": "北京市" })).await["code"], 0);
    let state = trial.call(false, "parkingstatus", &json!({ "parkingId": "3126" })).await;
    assert_eq!(state["data"]["totalSpace"], "114");
    assert_eq!(trial.call(false, "parkingstatus", &json!({ "parkingId": "0" })).await["code"], 1);
    trial.etcp.stop().await;
}
