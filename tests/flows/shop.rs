//! The repair shop: a technician's order comes in, becomes a record, is refused by the archive, mended, and taken. Engine and
//! platforms are processes of their own; every message of it is held against the platforms' tables where the checker is there.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::checker::{Message, judge};
use crate::harness::{COMES_WITHIN, City, Engine, Lot, plain_http};

struct Shop {
    folder: tempfile::TempDir,
    city: City,
    lot: Lot,
    engine: Engine,
    http: reqwest::Client,
}

impl Shop {
    /// A lot with a shop, set up as a newcomer would: a few lines and two secrets.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        let file = lot.data.join("lotdesk.toml");
        let toml = std::fs::read_to_string(&file).unwrap();
        let shop = format!(
            "[platforms.repair]\nbase_url = {:?}\ncompany_code = {:?}\ntimeout_ms = 3000\nconnect_timeout_ms = 2000\n\n\
             [platforms.autox3]\npicture_hosts = [{:?}]\n\n",
            city.said("/repair/base_url"),
            city.said("/repair/company_code"),
            city.said("/autox3/picture_host"),
        );
        std::fs::write(&file, format!("{shop}{toml}")).unwrap();
        lot.secret("repair.password", &city.said("/repair/password"));
        lot.secret("autox3.app_secret", &city.said("/autox3/app_secret"));
        let mut engine = lot.start().await;
        engine.sign_in().await;
        let shop = json!({ "company_name": "测试企业", "code_prefix": "T" });
        engine.call("repair.set_shop", shop).await.unwrap();
        let http = plain_http();
        Self { folder, city, lot, engine, http }
    }

    async fn call(&self, name: &str, request: Value) -> Value {
        self.engine.call(name, request).await.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    /// Has the app send something; what it sent and what was answered.
    async fn app_sends(&self, mut order: Value) -> Value {
        let base = self.engine.process.ready["callback"]["base_url"].as_str().expect("an address");
        order["callback_url"] = json!(format!("{base}/autox3"));
        let url = format!("{}/send", self.city.said("/autox3/control"));
        let sent = self.http.post(url).json(&order).send().await.expect("the app listens");
        sent.json().await.expect("JSON")
    }

    async fn archive_fault(&self, order: Value) {
        let url = format!("{}/faults", self.city.said("/repair/control"));
        let sent = self.http.post(url).json(&order).send().await.expect("the archive listens");
        assert!(sent.status().is_success());
    }

    /// What came to the archive.
    async fn came(&self) -> Vec<Value> {
        let url = format!("{}/came", self.city.said("/repair/control"));
        self.http.get(url).send().await.expect("the archive listens").json().await.expect("JSON")
    }

    /// Waits until a record is as wanted.
    async fn record_comes_to(&self, record_id: &Value, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let detail = self.call("repair.detail", json!({ "record_id": record_id })).await;
            if wanted(&detail["row"]) {
                return detail;
            }
            assert!(Instant::now() < deadline, "the record does not come to be {what}: {detail}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn is_refused(row: &Value) -> bool {
    row["message"]["state"] == "refused"
}

fn is_up(row: &Value) -> bool {
    row["up_to_date"] == true
}

#[tokio::test]
async fn an_order_becomes_a_record_is_refused_mended_and_taken() {
    let shop = Shop::open().await;
    // A VIN that lost a character on the way: the app does not mind, the archive does.
    let order = json!({ "number": 6482, "plate": "粤B12345", "vin": "1M8GDM9AXKP04278", "odometer_km": 67000 });
    let sent = shop.app_sends(json!({ "order": order })).await;
    assert_eq!(sent["taken"], true, "{sent}");
    assert_eq!(sent["answer"], r#"{"data":null,"errorInfo":"","status":0}"#);
    let again = shop.app_sends(json!({ "again": true })).await;
    assert_eq!(again["taken"], true, "a repeat is answered like the first");

    let orders = shop.call("service_order.list", json!({})).await;
    assert_eq!(orders["rows"].as_array().unwrap().len(), 1, "{orders}");
    let order_id = &orders["rows"][0]["order_id"];
    let draft = shop.call("service_order.draft", json!({ "order_id": order_id })).await;
    let mut form = draft["form"].clone();
    (form["fuel"], form["vehicle_use"]) = (json!("petrol"), json!("private"));
    form["items"] = json!([{ "name": "更换机油", "hours": "0.5" }]);
    let record_id = &draft["row"]["record_id"];
    let settle = json!({ "record_id": record_id, "form": form, "accept_doubts": true });
    let settled = shop.call("repair.settle", settle).await;
    assert_eq!(settled["row"]["state"], "settled");

    let refused = shop.record_comes_to(record_id, "refused", is_refused).await;
    assert_eq!(refused["row"]["refused_fields"], json!(["vin"]));
    let words = refused["row"]["message"]["last_outcome"]["words"].as_str().unwrap();
    assert!(words.contains("应为17位"), "{words}");
    form["vin"] = json!("1M8GDM9AXKP042788");
    let correct = json!({ "record_id": record_id, "form": form, "reason": "识别代码漏了一位" });
    shop.call("repair.correct", correct).await;
    let up = shop.record_comes_to(record_id, "up", is_up).await;
    assert_eq!((&up["row"]["upload"], &up["row"]["revision"]), (&json!("in_time"), &json!(1)));

    let came = shop.came().await;
    let uploads: Vec<&Value> = came.iter().filter(|c| c["interface"] == "saveWeixiuRecord").collect();
    let fates: Vec<bool> = uploads.iter().map(|c| c["refused"].is_null()).collect();
    assert_eq!(fates, [false, true], "{uploads:?}");
    assert_eq!(uploads[0]["cost_list_code"], uploads[1]["cost_list_code"], "the same number overwrites");
    let day = settled["form"]["settled_on"].as_str().unwrap();
    let report = shop.call("repair.compliance", json!({ "first_day": day, "last_day": day })).await;
    assert_eq!((&report["settled"], &report["in_time"]), (&json!(1), &json!(1)));

    let interfaces = shop.call("system.interfaces", json!({})).await;
    let rows = interfaces["rows"].as_array().unwrap();
    for platform in ["repair", "autox3"] {
        for row in rows.iter().filter(|row| row["platform"] == platform) {
            assert!(row["implemented"] == true && row["exercised"].is_number(), "{row}");
        }
    }

    let text = |body: &Value| body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    let message = |platform, interface: &Value, reply, body: &Value| Message {
        platform,
        interface: text(interface),
        reply,
        body: text(body),
    };
    let mut messages: Vec<Message> = Vec::new();
    for one in &came {
        messages.push(message("repair", &one["interface"], false, &one["body"]));
        messages.push(message("repair", &one["interface"], true, &one["reply"]));
    }
    let order_type = json!("event.autox3.order.receivebase.create");
    messages.push(message("autox3", &order_type, false, &sent["body"]));
    messages.push(message("autox3", &order_type, true, &sent["answer"]));
    if let Some(verdict) = judge(messages) {
        assert!(verdict.clean(), "{verdict:#?}");
    }

    let Shop { folder, lot, engine, .. } = shop;
    drop(engine);
    lot.verify();
    drop(folder);
}

#[tokio::test]
async fn what_nobody_signed_is_refused_and_what_nobody_knows_is_kept() {
    let shop = Shop::open().await;
    let forged = shop.app_sends(json!({ "forged": true })).await;
    assert_eq!(forged["taken"], false);
    assert!(forged["answer"].as_str().unwrap().contains(r#""status":1"#), "{forged}");
    let strange = shop.app_sends(json!({ "msg_type": "event.autox3.plan.release" })).await;
    assert_eq!(strange["taken"], true);
    let orders = shop.call("service_order.list", json!({})).await;
    assert_eq!(orders["rows"], json!([]), "neither is an order");
    let inbox = shop.call("inbox.list", json!({ "platform": "autox3" })).await;
    let seen: Vec<(&str, &str)> = inbox["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["interface"].as_str().unwrap(), row["state"].as_str().unwrap()))
        .collect();
    assert_eq!(seen, [("event.autox3.plan.release", "done"), ("event.autox3.order.receivebase.create", "refused")]);
    let detail = shop.call("inbox.detail", json!({ "no": inbox["rows"][0]["no"] })).await;
    let body = detail["body"].as_str().unwrap();
    assert!(body.contains("preCheckInfo") && body.contains("138******"), "kept and shown, people masked: {body}");
    assert!(!body.contains("13800000001"), "{body}");
}

#[tokio::test]
async fn a_shop_without_a_line_settles_and_uploads_later() {
    let shop = Shop::open().await;
    let form = |n: u32| {
        json!({
            "plate": format!("粤B1234{n}"), "vin": "1M8GDM9AXKP042788", "brought_on": "2024-01-05",
            "settled_on": "2024-01-05", "mileage_km": 60_000 + n, "fuel": "petrol", "vehicle_use": "private",
        })
    };
    // Lost replies and an expired token are got over: the number tells the archive what it has.
    shop.archive_fault(json!({ "fault": "lose_reply" })).await;
    shop.archive_fault(json!({ "fault": "garbage" })).await;
    let mut records = Vec::new();
    for n in 0..3 {
        let saved = shop.call("repair.save", json!({ "record_id": null, "form": form(n) })).await;
        let settle = json!({ "record_id": saved["row"]["record_id"], "form": saved["form"], "accept_doubts": true });
        records.push(shop.call("repair.settle", settle).await["row"]["record_id"].clone());
        if n == 1 {
            shop.archive_fault(json!({})).await;
        }
    }
    for record_id in &records {
        let up = shop.record_comes_to(record_id, "up", is_up).await;
        assert_eq!(up["row"]["upload"], "late", "settled on an early day, on which it was due");
    }
    let came = shop.came().await;
    assert!(came.iter().filter(|c| c["interface"] == "getToken").count() >= 2, "the expired token was asked for anew");
    let Shop { folder, lot, engine, .. } = shop;
    drop(engine);
    lot.verify();
    drop(folder);
}
