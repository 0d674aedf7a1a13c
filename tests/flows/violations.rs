//! Violations: asked for, ordered with a lost answer, told by docloud; a fleet imported and watched; an inspection followed.
//! Engine and platform are processes of their own; every message is held against the page's tables where the checker is there.

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

const PLATE: &str = "粤B7K21M";

impl Shop {
    /// A lot with docloud, set up as a newcomer would: a few lines and a secret.
    async fn open(secret_is_right: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        let file = lot.data.join("lotdesk.toml");
        let toml = std::fs::read_to_string(&file).unwrap();
        let docloud = format!(
            "[platforms.docloud]\nbase_url = {:?}\napp_key = {:?}\ntimeout_ms = 3000\nconnect_timeout_ms = 2000\n\
             follow_every_s = 1\n\n",
            city.said("/docloud/base_url"),
            city.said("/docloud/app_key"),
        );
        std::fs::write(&file, format!("{docloud}{toml}")).unwrap();
        let secret = city.said("/docloud/app_secret");
        lot.secret("docloud.app_secret", if secret_is_right { &secret } else { "another" });
        let mut engine = lot.start().await;
        engine.sign_in().await;
        let http = plain_http();
        Self { folder, city, lot, engine, http }
    }

    async fn call(&self, name: &str, request: Value) -> Value {
        self.engine.call(name, request).await.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    async fn control(&self, path: &str, order: Value) -> Value {
        let url = format!("{}/{path}", self.city.said("/docloud/control"));
        let sent = self.http.post(url).json(&order).send().await.expect("docloud listens");
        assert!(sent.status().is_success(), "{path}: {}", sent.status());
        sent.json().await.unwrap_or(Value::Null)
    }

    async fn fault(&self, interface: &str, fault: Value) {
        self.control("faults", json!({ "interface": interface, "fault": fault })).await;
    }

    /// Has docloud push something.
    async fn pushes(&self, mut order: Value) -> Value {
        let base = self.engine.process.ready["callback"]["base_url"].as_str().expect("an address");
        order["callback_url"] = json!(format!("{base}/docloud"));
        self.control("push", order).await
    }

    /// What came to docloud and went out from it.
    async fn came(&self) -> Vec<Value> {
        let url = format!("{}/came", self.city.said("/docloud/control"));
        self.http.get(url).send().await.expect("docloud listens").json().await.expect("JSON")
    }

    async fn order_comes_to(&self, order_id: &Value, state: &str) -> Value {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let detail = self.call("violation.order_detail", json!({ "order_id": order_id })).await;
            if detail["row"]["state"] == state {
                return detail;
            }
            assert!(Instant::now() < deadline, "the order does not come to be {state}: {detail}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn import_ends(&self, import_id: &str) -> Value {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let reply = self.call("fleet.import_look", json!({ "import_id": import_id })).await;
            if reply["import"]["state"] == "done" {
                return reply["import"].clone();
            }
            assert!(Instant::now() < deadline, "the import does not end: {reply}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The first violation of a car that can be ordered without anything else, ordered.
    async fn orders_one(&self, request: u8) -> Value {
        let seen = self.call("violation.query", json!({ "plate": PLATE, "papers": papers() })).await;
        let rows = seen["violations"].as_array().unwrap();
        let row = rows.iter().find(|row| row["can_order"] == true).expect("one can be ordered");
        let violation = &row["violation"];
        let total = violation["fine_fen"].as_i64().unwrap() + violation["service_fee_fen"].as_i64().unwrap();
        let order = json!({
            "request_id": guid(request), "plate": PLATE, "codes": [violation["code"]], "expected_total_fen": total,
        });
        self.call("violation.order", order).await
    }

    /// Every message that travelled, before the checker.
    async fn judged(&self) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut messages = Vec::new();
        for one in self.came().await {
            let interface = text(&one["interface"]);
            let message =
                |reply, body: String| Message { platform: "docloud", interface: interface.clone(), reply, body };
            let (query, body) = (text(&one["query"]), text(&one["body"]));
            // A lost or broken answer is none of docloud's words; what was asked is judged in any case.
            messages.push(message(false, if body.is_empty() { own(&query) } else { body }));
            // What we refuse is worded by us: the page has no form for that.
            if one["pushed"] == false || one["refused"].is_null() {
                messages.push(message(true, text(&one["reply"])));
            }
        }
        if let Some(verdict) = judge(messages) {
            assert!(verdict.errors.is_empty(), "{verdict:#?}");
        }
    }
}

/// A query without what every call is signed with: the checker has each call's own parameters.
fn own(query: &str) -> String {
    let signed = |pair: &&str| !["app_key=", "timestamp=", "sign="].iter().any(|name| pair.starts_with(name));
    query.split('&').filter(signed).collect::<Vec<_>>().join("&")
}

fn papers() -> Value {
    json!({ "phone": "13800000001", "vin": "LSVAA4182E2184847", "engine_no": "CDA018835" })
}

/// An identifier of the asker's.
fn guid(n: u8) -> String {
    format!("{n:02X}").repeat(16)
}

#[tokio::test]
async fn a_violation_is_ordered_with_a_lost_answer_and_docloud_tells_how_it_comes_along() {
    let shop = Shop::open(true).await;
    shop.call("violation.test_link", json!({})).await;
    let seen = shop.call("violation.query", json!({ "plate": PLATE, "papers": papers() })).await;
    let chosen: Vec<&Value> = seen["violations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["can_order"] == true && row["violation"]["needs_licence"] == false)
        .collect();
    assert!(!chosen.is_empty(), "{seen}");
    let total: i64 = chosen
        .iter()
        .map(|row| {
            row["violation"]["fine_fen"].as_i64().unwrap() + row["violation"]["service_fee_fen"].as_i64().unwrap()
        })
        .sum();
    let codes: Vec<&Value> = chosen.iter().map(|row| &row["violation"]["code"]).collect();

    shop.fault("violation/create/order", json!("lose_reply")).await;
    let order = json!({ "request_id": guid(1), "plate": PLATE, "codes": codes, "expected_total_fen": total });
    let made = shop.call("violation.order", order).await;
    assert!(["unknown", "arrived"].contains(&made["row"]["state"].as_str().unwrap()), "{made}");
    let order_id = made["row"]["order_id"].clone();
    // Found by its violations, by asking for the car.
    shop.order_comes_to(&order_id, "arrived").await;
    let money = json!({ "request_id": guid(2), "order_id": order_id, "amount_fen": total });
    shop.call("violation.take_money", money).await;

    assert_eq!(shop.pushes(json!({ "order_status": 2 })).await["taken"], true);
    let paid = shop.call("violation.order_detail", json!({ "order_id": order_id })).await;
    assert_eq!((&paid["row"]["state"], &paid["handed_on_fen"]), (&json!("paid"), &json!(total)));
    assert!(paid["row"]["platform_order_id"].is_string(), "{paid}");
    assert_eq!(shop.pushes(json!({ "again": true })).await["taken"], true, "a repeat is answered like the first");
    let forged = shop.pushes(json!({ "order_status": 3, "forged": true })).await;
    assert_eq!(forged["taken"], false);
    assert!(forged["push"]["reply"].as_str().unwrap().contains("1005"), "{forged}");
    assert_eq!(shop.pushes(json!({ "order_status": 3, "undone": 1 })).await["taken"], true);
    let done = shop.order_comes_to(&order_id, "done").await;
    let refund = done["refunded_fen"].as_i64().unwrap();
    assert!(refund > 0 && done["row"]["held_fen"].as_i64() == Some(refund), "{done}");
    let back = json!({
        "request_id": guid(3), "order_id": order_id, "amount_fen": refund, "reason": "部分违章未能办理",
    });
    let back = shop.call("violation.give_back", back).await;
    assert_eq!(back["row"]["held_fen"], 0);

    shop.judged().await;
    let Shop { folder, lot, engine, .. } = shop;
    drop(engine);
    lot.verify();
    drop(folder);
}

#[tokio::test]
async fn every_interface_is_used_and_a_fleet_is_imported_watched_and_told_of() {
    let shop = Shop::open(true).await;
    let cars = shop.call("violation.query", json!({ "plate": PLATE, "papers": papers() })).await;
    // A token that docloud does not know any more is asked for anew.
    shop.control("faults", json!({})).await;
    let licence = json!({ "licence_no": "330101198805060708", "file_no": "29002402420" });
    let checked = shop.call("violation.check_licence", json!({ "plate": PLATE, "licence": licence })).await;
    assert_eq!(checked["possible"], true);
    // A jpeg begins with these bytes; docloud looks no further.
    let picture = "/9j/4AAQSkZJRgABAQ==";
    let upload = json!({ "plate": PLATE, "front_base64": picture, "back_base64": picture });
    let uploaded = shop.call("violation.upload_licence", upload).await;
    assert!(uploaded["row"]["licence_sent_at"].is_number(), "{uploaded}");
    let item = json!({
        "city": "深圳市", "time": "2026-01-02 14:00:23", "location": "西溪科创园", "code": "88-9020", "fine_yuan": 200,
        "points": 0, "ticket_no": "2892002719000", "reason": "违反信号灯",
    });
    let priced = shop.call("violation.price", json!({ "plate": PLATE, "items": [item] })).await;
    assert!(priced["violations"].as_array().unwrap().len() > cars["violations"].as_array().unwrap().len(), "{priced}");
    let own = priced["violations"].as_array().unwrap().iter().find(|row| row["violation"]["code"] == "Q-88-9020");
    let total = own.unwrap()["violation"]["fine_fen"].as_i64().unwrap()
        + own.unwrap()["violation"]["service_fee_fen"].as_i64().unwrap();
    let order = json!({
        "request_id": guid(5), "plate": PLATE, "codes": ["Q-88-9020"], "expected_total_fen": total, "licence": licence,
    });
    let made = shop.call("violation.order", order).await;
    assert_eq!(made["row"]["state"], "created", "{made}");
    assert!(made["pay_url"].as_str().unwrap().contains("alipay"));
    let ordinary = cars["violations"].as_array().unwrap().iter().find(|row| row["can_order"] == true).unwrap();
    let violation = &ordinary["violation"];
    let total = violation["fine_fen"].as_i64().unwrap() + violation["service_fee_fen"].as_i64().unwrap();
    let order = json!({
        "request_id": guid(6), "plate": PLATE, "codes": [violation["code"]], "expected_total_fen": total,
    });
    let made = shop.call("violation.order", order).await;
    shop.call("violation.ask_order", json!({ "order_id": made["row"]["order_id"] })).await;
    shop.call("violation.count_cities", json!({})).await;
    let counted = json!({ "plate": PLATE, "engine_no": "CDA018835" });
    assert!(shop.call("violation.count", counted).await["count"]["total"].is_number());

    // One alone, and a list of 60 in two batches.
    let one = json!({ "plate": "粤B99999", "vin": "LSVAA4182E2184847", "engine_no": "CDA018835" });
    shop.call("fleet.add", json!({ "fleet": "散户", "cars": [one] })).await;
    let mut csv = String::from("车牌号,车架号,发动机号\n");
    for n in 0..60 {
        csv.push_str(&format!("粤B1{n:02}T7,LSVAA4182E21848{n:02},CDA0188{n:02}\n"));
    }
    csv.push_str("粤B,1,2\n");
    let file = json!({ "fleet": "物流一队", "file_name": "fleet.csv", "base64": base64(csv.as_bytes()) });
    let preview = shop.call("fleet.import_preview", file.clone()).await;
    assert_eq!((&preview["new"], &preview["bad"]), (&json!(60), &json!(1)), "{preview}");
    let mut import = file;
    import["request_id"] = json!(guid(7));
    assert_eq!(shop.call("fleet.import", import).await["total"], 60);
    let imported = shop.import_ends(&guid(7)).await;
    assert_eq!((&imported["report"]["done"], imported["report"]["batches"].as_array().unwrap().len()), (&json!(60), 2));
    assert_eq!(shop.pushes(json!({ "plate": "粤B105T7" })).await["taken"], true);
    assert_eq!(shop.pushes(json!({ "plate": "粤B106T7", "wrong_data": true })).await["taken"], true);
    let alarms = shop.call("fleet.alarms", json!({ "unseen_only": true })).await;
    assert_eq!(alarms["rows"].as_array().unwrap().len(), 2, "{alarms}");
    shop.call("fleet.remove", json!({ "plates": ["粤B99999"] })).await;
    shop.call("fleet.remove", json!({ "plates": ["粤B101T7", "粤B102T7"] })).await;

    inspection(&shop).await;
    let interfaces = shop.call("system.interfaces", json!({})).await;
    for row in interfaces["rows"].as_array().unwrap().iter().filter(|row| row["platform"] == "docloud") {
        // The callback of an order is another flow's.
        let used = row["exercised"].is_number() || row["id"] == "callback-order";
        assert!(row["implemented"] == true && used, "{row}");
    }
    shop.judged().await;
    let Shop { folder, lot, engine, .. } = shop;
    drop(engine);
    lot.verify();
    drop(folder);
}

#[tokio::test]
async fn news_that_is_replayed_has_no_second_effect_and_old_news_is_turned_away() {
    let shop = Shop::open(true).await;
    let car = json!({ "plate": PLATE, "vin": "LSVAA4182E2184847", "engine_no": "CDA018835" });
    shop.call("fleet.add", json!({ "fleet": "散户", "cars": [car] })).await;
    assert_eq!(shop.pushes(json!({ "plate": PLATE })).await["taken"], true);
    let order = shop.orders_one(1).await;
    assert_eq!(shop.pushes(json!({ "order_status": 2 })).await["taken"], true);
    shop.order_comes_to(&order["row"]["order_id"], "paid").await;
    let standing = || async {
        let car = shop.call("violation.car", json!({ "plate": PLATE })).await;
        let alarms = shop.call("fleet.alarms", json!({})).await;
        (car["violations"].clone(), alarms["rows"].clone())
    };
    let before = standing().await;
    assert_eq!(before.1.as_array().unwrap().len(), 1, "{before:?}");

    // Somebody overheard the news from before the order, when nothing was under way, and sends it once more.
    let replayed = shop.pushes(json!({ "replay": 1 })).await;
    assert_eq!((&replayed["taken"], &replayed["push"]["interface"]), (&json!(true), &json!("callback-monitor")));
    assert_eq!(standing().await, before, "the very same message is answered like the first, and changes nothing");

    // News signed too long ago, or ahead of the clock, in docloud's own form.
    for seconds_ago in [601, -700] {
        let old = shop.pushes(json!({ "plate": PLATE, "seconds_ago": seconds_ago })).await;
        assert_eq!(old["taken"], false, "{old}");
        let reply: Value = serde_json::from_str(old["push"]["reply"].as_str().unwrap()).unwrap();
        assert_eq!((&reply["success"], &reply["errCode"]), (&json!(false), &json!(1001)), "{reply}");
    }
    assert_eq!(standing().await, before);
    let inbox = shop.call("inbox.list", json!({ "platform": "docloud" })).await;
    let states: Vec<&str> =
        inbox["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["refused", "refused", "done", "done"], "{inbox}");
    assert_eq!(inbox["rows"][3]["repeats"], 1, "{inbox}");
    let Shop { folder, lot, engine, .. } = shop;
    drop(engine);
    lot.verify();
    drop(folder);
}

async fn inspection(shop: &Shop) {
    let list = |what: &'static str, of: Value| async move {
        let list = shop.call("inspection.catalogue", json!({ "what": what, "of": of })).await;
        list["rows"][0].clone()
    };
    let brand = list("brands", Value::Null).await;
    let series = list("series", brand["id"].clone()).await;
    let model = list("models", series["id"].clone()).await;
    let province = list("provinces", Value::Null).await;
    let city = list("cities", province["id"].clone()).await;
    let county = list("districts", city["id"].clone()).await;
    let car = json!({
        "plate": "浙BCH111", "brand": brand, "series": series, "model": model, "registered_on": "2024-03-05", "seats": 5,
        "official": false, "large_or_van": false, "commercial": false, "injured_somebody": false,
    });
    let bound = shop.call("inspection.bind", json!({ "inspection_id": null, "car": car })).await;
    let id = bound["row"]["inspection_id"].clone();
    let offer = shop.call("inspection.offer", json!({ "inspection_id": id })).await;
    let people = json!({
        "contact_phone": "13800000001", "owner_phone": "13800000001", "name": "某先生", "phone": "13800000001",
        "province": province["name"], "city": city["name"], "county": county["name"], "address": "某路 1 号",
    });
    let order = json!({
        "inspection_id": id, "expected_price_fen": offer["price_fen"], "people": people, "papers_seen": true,
    });
    shop.fault("inspection/v2/order/create", json!("lose_reply")).await;
    let lost = shop.call("inspection.order", order).await;
    assert_eq!(lost["row"]["state"], "unknown", "{lost}");
    let asked = |came: &[Value]| came.iter().filter(|one| one["interface"] == "inspection/v2/order/create").count();
    let came = shop.came().await;
    assert_eq!(asked(&came), 1, "never sent again by itself");
    let number = came
        .iter()
        .find(|one| one["interface"] == "inspection/v2/order/create")
        .and_then(|one| serde_json::from_str::<Value>(one["reply"].as_str()?).ok())
        .map(|reply| reply["data"]["orderId"].to_string());
    let found = json!({ "inspection_id": id, "platform_order_id": number, "reason": "致电懂云查到订单" });
    let found = shop.call("inspection.decide", found).await;
    assert_eq!((&found["row"]["state"], &found["row"]["status"]), (&json!("ordered"), &json!("waits_for_payment")));
    // Every state of the document's list but the first, which it has, and 50, which the window's story comes to.
    let states = [
        (15, "waits_for_pickup"),
        (20, "on_its_way"),
        (25, "under_way"),
        (30, "done_waits_for_pickup"),
        (35, "done_on_its_way"),
        (60, "closed"),
    ];
    for (number, status) in states {
        shop.control("push", json!({ "inspection_status": number })).await;
        let asked = shop.call("inspection.ask", json!({ "inspection_id": id })).await;
        assert_eq!(asked["row"]["status"], status, "{number}");
    }
}

/// RFC 4648, for the few bytes of a list.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for at in 0..4_u32 {
            let digit = DIGITS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at as usize <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[tokio::test]
async fn a_wrong_secret_is_named_and_so_is_what_to_do() {
    let shop = Shop::open(false).await;
    let refused = shop.engine.call("violation.test_link", json!({})).await.unwrap_err();
    let words = serde_json::to_string(&refused).unwrap();
    assert!(words.contains("1005") && words.contains("app_secret"), "{words}");
    let Shop { folder, engine, .. } = shop;
    drop(engine);
    drop(folder);
}
