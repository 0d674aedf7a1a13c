//! ETCP: a driver is signed in, a car's fee is looked up and paid, the answer is lost and found, the amount changes, and its
//! lots tell of cars. Engine and ETCP are processes of their own; every message is held against the platform's tables.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::checker::{Message, judge};
use crate::harness::{COMES_WITHIN, City, Engine, Lot, id, plain_http};

const PHONE: &str = "13508381199";
const PLATE: &str = "渝DE3787";

struct Desk {
    folder: tempfile::TempDir,
    city: City,
    lot: Lot,
    engine: Engine,
    http: reqwest::Client,
}

impl Desk {
    /// A lot whose desk serves drivers for ETCP, set up as a newcomer would: a few lines and a secret.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        let etcp = format!(
            "[platforms.etcp]\nbase_url = {:?}\nmerchant_no = {:?}\napp_id = {:?}\ntimeout_ms = 3000\nconnect_timeout_ms = 2000\n\n",
            city.said("/etcp/base_url"),
            city.said("/etcp/merchant_no"),
            city.said("/etcp/app_id"),
        );
        lot.edit("lotdesk.toml", |toml| format!("{etcp}{toml}"));
        lot.secret("etcp.merchant_key", &city.said("/etcp/merchant_key"));
        let mut engine = lot.start().await;
        engine.sign_in().await;
        let http = plain_http();
        Self { folder, city, lot, engine, http }
    }

    async fn call(&self, name: &str, request: Value) -> Value {
        self.engine.call(name, request).await.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    async fn control(&self, path: &str, order: Value) -> reqwest::Response {
        let url = format!("{}/{path}", self.city.said("/etcp/control"));
        self.http.post(url).json(&order).send().await.expect("ETCP listens")
    }

    async fn fault(&self, interface: &str, fault: Value) {
        let order = json!({ "interface": interface, "fault": fault });
        assert!(self.control("faults", order).await.status().is_success());
    }

    async fn park(&self, plate: &str, minutes_ago: i64) {
        let order = json!({ "plate": plate, "minutes_ago": minutes_ago });
        assert!(self.control("park", order).await.status().is_success());
    }

    /// Has ETCP push something; what it sent and what was answered.
    async fn push(&self, mut order: Value) -> Value {
        let base = self.engine.process.ready["callback"]["base_url"].as_str().expect("an address");
        order["callback_url"] = json!(format!("{base}/etcp"));
        self.control("push", order).await.json().await.expect("JSON")
    }

    async fn looked_at(&self, path: &str) -> Vec<Value> {
        let url = format!("{}/{path}", self.city.said("/etcp/control"));
        self.http.get(url).send().await.expect("ETCP listens").json().await.expect("JSON")
    }

    async fn notices(&self) -> Vec<Value> {
        let came = self.looked_at("came").await;
        came.into_iter().filter(|one| one["interface"] == "orderpaid").collect()
    }

    async fn signed_in(&self) -> Value {
        self.call("etcp.join", json!({ "phone": PHONE, "plate": PLATE })).await["account_id"].clone()
    }

    async fn fee(&self, account_id: &Value, plate: &str) -> Value {
        let fee = self.call("etcp.fee", json!({ "account_id": account_id, "plate": plate })).await;
        fee["quotes"][0].clone()
    }

    async fn pay(&self, number: u64, quote: &Value) -> Value {
        let due = quote["remaining_fen"].clone();
        let pay = json!({ "request_id": id(0xEC, number), "quote_id": quote["quote_id"], "due_fen": due, "received_fen": due });
        self.call("etcp.pay", pay).await["payment"]["payment_id"].clone()
    }

    async fn payment(&self, payment_id: &Value) -> Value {
        let all = self.call("etcp.payments", json!({})).await;
        let mut rows = all["rows"].as_array().expect("rows").iter();
        rows.find(|row| row["payment_id"] == *payment_id).expect("it is listed").clone()
    }

    /// Waits until a payment is as wanted.
    async fn payment_comes_to(&self, payment_id: &Value, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let row = self.payment(payment_id).await;
            if wanted(&row) {
                return row;
            }
            assert!(Instant::now() < deadline, "the payment does not come to be {what}: {row}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Every call and push so far, held against ETCP's tables. What it sent us and what we answered stand in it too.
    async fn judged(&self) {
        let text = |one: &Value, name: &str| one[name].as_str().expect("a text").to_owned();
        let mut messages = Vec::new();
        for one in self.looked_at("came").await {
            let interface = text(&one, "interface");
            let body = text(&one, "data");
            messages.push(Message { platform: "etcp", interface: interface.clone(), reply: false, body });
            messages.push(Message { platform: "etcp", interface, reply: true, body: text(&one, "reply") });
        }
        for one in self.looked_at("pushed").await {
            let interface = format!("push-{}", text(&one, "what"));
            if one["taken"] == true {
                let body = text(&one, "body");
                messages.push(Message { platform: "etcp", interface: interface.clone(), reply: false, body });
            }
            messages.push(Message { platform: "etcp", interface, reply: true, body: text(&one, "answer") });
        }
        if let Some(verdict) = judge(messages) {
            assert!(verdict.clean(), "{verdict:#?}");
        }
    }

    fn close(self) {
        let Desk { folder, lot, engine, .. } = self;
        drop(engine);
        lot.verify();
        drop(folder);
    }
}

fn is(state: &'static str) -> impl Fn(&Value) -> bool {
    move |row| row["state"] == state
}

#[tokio::test]
async fn a_payment_whose_answer_is_lost_is_found_and_not_paid_again() {
    let desk = Desk::open().await;
    let account = desk.signed_in().await;
    desk.park(PLATE, 90).await;
    let quote = desk.fee(&account, PLATE).await;
    assert_eq!((&quote["fee_fen"], &quote["remaining_fen"]), (&json!(800), &json!(800)));

    // It arrived, and nobody answered: ETCP's own lists say so.
    desk.fault("orderpaid", json!("lose_reply")).await;
    let paid = desk.pay(1, &quote).await;
    let known = desk.payment_comes_to(&paid, "known", is("known")).await;
    assert_eq!(known["proof"], "fee", "{known}");
    assert_eq!(desk.notices().await.len(), 1, "it went once");
    let again = desk
        .engine
        .call(
            "etcp.pay",
            json!({ "request_id": id(0xEC, 2), "quote_id": quote["quote_id"], "due_fen": 800, "received_fen": 800 }),
        )
        .await;
    assert_eq!(again.unwrap_err().field.as_deref(), Some("quote_id"), "what was quoted is paid");

    // It was lost on the way there: the very same one goes again, under its number.
    desk.park("渝A20001", 30).await;
    let quote = desk.fee(&account, "渝A20001").await;
    desk.fault("orderpaid", json!("lose_request")).await;
    let paid = desk.pay(3, &quote).await;
    let known = desk.payment_comes_to(&paid, "known", is("known")).await;
    assert_eq!((&known["proof"], known["pay_order_id"].is_string()), (&json!("reply"), true), "{known}");
    let data: Vec<Value> = desk.notices().await[1..]
        .iter()
        .map(|one| serde_json::from_str(one["data"].as_str().unwrap()).unwrap())
        .collect();
    assert_eq!(data.len(), 2);
    assert_eq!(data[0]["externalOrderId"], data[1]["externalOrderId"]);

    // The driver paid in cash at the exit before it came: the money is the driver's.
    desk.park("渝A20002", 30).await;
    let quote = desk.fee(&account, "渝A20002").await;
    desk.fault("orderpaid", json!("cash_at_exit")).await;
    let paid = desk.pay(4, &quote).await;
    desk.payment_comes_to(&paid, "missed", is("missed")).await;
    let back = json!({ "payment_id": paid, "reason": "出口已付现金" });
    assert_eq!(desk.call("etcp.give_back", back).await["state"], "given_back");
    let state = desk.call("etcp.state", json!({})).await;
    assert_eq!((&state["held_fen"], &state["payable_fen"], &state["open"]), (&json!(0), &json!(1200), &json!(0)));
    let board = desk.call("board.snapshot", json!({})).await;
    let link = board["links"].as_array().unwrap().iter().find(|link| link["platform"] == "etcp").expect("a row");
    assert_eq!(link["needs_person"], 0, "{link}");
    desk.judged().await;
    desk.close();
}

#[tokio::test]
async fn another_amount_is_quoted_anew_and_shown() {
    let desk = Desk::open().await;
    let account = desk.signed_in().await;
    desk.park(PLATE, 30).await;
    let quote = desk.fee(&account, PLATE).await;
    desk.fault("orderpaid", json!({ "raise_fee": 300 })).await;
    let paid = desk.pay(1, &quote).await;
    let refused = desk.payment_comes_to(&paid, "quoted anew", |row| row["new_quote"].is_object()).await;
    assert_eq!(
        (&refused["state"], &refused["new_quote"]["remaining_fen"]),
        (&json!("refused"), &json!(700)),
        "{refused}"
    );
    assert_eq!(refused["message"]["last_outcome"]["code"], "20206");
    assert_eq!(desk.notices().await.len(), 1, "nothing is paid by itself");
    let no = refused["message"]["no"].clone();
    assert!(desk.engine.call("outbox.resend", json!({ "no": no })).await.is_err(), "nor is it sent again");

    // The old money counts, the rest is taken, and ETCP hears of it under another number.
    let pay = json!({
        "request_id": id(0xEC, 2), "quote_id": refused["new_quote"]["quote_id"], "due_fen": 700, "received_fen": 500,
        "instead_of": paid,
    });
    let done = desk.call("etcp.pay", pay).await;
    assert_eq!(done["change_fen"], 200);
    let known = desk.payment_comes_to(&done["payment"]["payment_id"], "known", is("known")).await;
    assert_eq!((&known["proof"], &known["amount_fen"]), (&json!("reply"), &json!(700)));
    assert_eq!(desk.payment(&paid).await["state"], "given_back");
    desk.judged().await;
    desk.close();
}

#[tokio::test]
async fn a_driver_is_served_through_every_call_and_the_lots_tell_of_cars() {
    let desk = Desk::open().await;
    // The code, once a minute, and the sign-in with it.
    let view = desk.call("etcp.send_code", json!({ "phone": PHONE })).await;
    assert!(view["code_again_at"].is_number() && view["phone"] == "135******99", "{view}");
    let soon = desk.engine.call("etcp.send_code", json!({ "phone": PHONE })).await.unwrap_err();
    assert!(soon.zh.contains("秒后"), "{soon:?}");
    let url = format!("{}/code/{PHONE}", desk.city.said("/etcp/control"));
    let code = desk.http.get(url).send().await.unwrap().text().await.unwrap();
    let view = desk.call("etcp.sign_in", json!({ "phone": PHONE, "code": code })).await;
    assert_eq!((&view["way"], view["signed_until"].is_number()), (&json!("code"), true));
    let account = &view["account_id"];

    // Plates: the fourth at once is refused before it is sent.
    for plate in ["渝A10001", "渝A10002", "渝AD10003"] {
        desk.call("etcp.bind", json!({ "account_id": account, "plate": plate, "color": null })).await;
    }
    let fourth = json!({ "account_id": account, "plate": "渝A10004" });
    let refused = desk.engine.call("etcp.bind", fourth).await.unwrap_err();
    assert!(refused.zh.contains("3 辆"), "{refused:?}");
    let view = desk.call("etcp.release", json!({ "account_id": account, "plate": "渝A10001" })).await;
    assert_eq!(view["cars"].as_array().unwrap().len(), 2);

    // A token that ETCP forgot is replaced without anybody noticing.
    assert!(desk.control("faults", json!({})).await.status().is_success());
    desk.park("渝A10002", 10).await;
    let quote = desk.fee(account, "渝A10002").await;
    let paid = desk.pay(1, &quote).await;
    desk.payment_comes_to(&paid, "known", is("known")).await;
    assert!(desk.control("leave", json!({ "plate": "渝A10002" })).await.status().is_success());
    let history = desk.call("etcp.history", json!({ "account_id": account })).await;
    assert_eq!((&history["rows"][0]["fee_fen"], &history["rows"][0]["cash_fen"]), (&json!(400), &json!(0)));

    // Lots, page by page to the end.
    let place = json!({ "kind": "around", "radius_m": 3000 });
    let (mut scroll, mut lots) = (Value::Null, 0);
    loop {
        let page = desk.call("etcp.lots", json!({ "place": place, "scroll_id": scroll, "account_id": account })).await;
        lots += page["lots"].as_array().unwrap().len();
        scroll = page["next"].clone();
        if scroll.is_null() {
            break;
        }
    }
    assert!(lots > 20, "{lots}");
    let city = json!({ "place": { "kind": "city", "city": "北京市" } });
    let page = desk.call("etcp.lots", city).await;
    let state = desk.call("etcp.lot_state", json!({ "parking_id": page["lots"][0]["parking_id"] })).await;
    assert!(state["total_spaces"].is_number(), "{state}");

    // Pushes: taken once, refused when forged or late, the fee in 分.
    desk.park("渝ATX061", 45).await;
    let entry = json!({ "what": "entry", "plate": "渝ATX061" });
    let sent = desk.push(entry.clone()).await;
    assert_eq!(sent["answer"], r#"{"code":0,"message":"ok"}"#);
    assert_eq!(desk.push(json!({ "what": "entry", "again": true })).await["taken"], true);
    let mut forged = entry.clone();
    forged["forged"] = json!(true);
    assert!(desk.push(forged).await["answer"].as_str().unwrap().contains(r#""code":4"#));
    let mut late = entry;
    late["seconds_ago"] = json!(3600);
    assert!(desk.push(late).await["answer"].as_str().unwrap().contains(r#""code":3"#));
    let occupancy = desk.call("etcp.occupancy", json!({})).await;
    assert_eq!((&occupancy["lots"][0]["inside"], &occupancy["lots"][0]["park_id"]), (&json!(1), &json!("3126")));
    assert!(desk.control("leave", json!({ "plate": "渝ATX061" })).await.status().is_success());
    assert_eq!(desk.push(json!({ "what": "exit", "plate": "渝ATX061" })).await["taken"], true);
    let stays = desk.call("etcp.stays", json!({})).await;
    assert_eq!(
        (&stays["rows"][0]["receivable_fen"], stays["rows"].as_array().unwrap().len()),
        (&json!(400), 1),
        "{stays}"
    );
    let inbox = desk.call("inbox.list", json!({ "platform": "etcp" })).await;
    let states: Vec<&str> =
        inbox["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["done", "refused", "refused", "done"], "{inbox}");

    let interfaces = desk.call("system.interfaces", json!({})).await;
    for row in interfaces["rows"].as_array().unwrap().iter().filter(|row| row["platform"] == "etcp") {
        assert!(row["implemented"] == true && row["exercised"].is_number(), "{row}");
    }
    desk.judged().await;
    // The telephone is nowhere but in the table of persons, and a token nowhere at all.
    let messages = desk.call("outbox.list", json!({ "platform": "etcp", "open_only": false })).await;
    let detail = desk.call("outbox.detail", json!({ "no": messages["rows"][0]["no"] })).await;
    assert!(!detail.to_string().contains("token") && !detail.to_string().contains(PHONE), "{detail}");
    desk.close();
}
