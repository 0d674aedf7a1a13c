//! Pay codes with a lost reply and with a power cut between request and reply; a late 6007 after cash; a day reconciled with
//! the channel's own file. Engine, city and payment channel are processes of their own, judged by their own books.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, Lot, id, plain_http};

const LOT: &str = "44030400100101000101";
const OUT_1: &str = "35D02C385B920799EC6CEB6F77D1A9B1";

struct Booth {
    _folder: tempfile::TempDir,
    city: City,
    lot: Lot,
    engine: Engine,
    http: reqwest::Client,
}

impl Booth {
    /// A lot with a payment channel, set up as a newcomer would: a few lines and a secret.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        let channel = format!(
            "[payment]\nbase_url = {:?}\nmerchant = {:?}\ntimeout_ms = 2000\nconnect_timeout_ms = 1000\n\n",
            city.said("/payment/base_url"),
            city.said("/payment/merchant"),
        );
        lot.edit("lotdesk.toml", |toml| format!("{channel}{toml}"));
        // Five seconds for the platform's word, before cash may be taken.
        lot.edit("lot.toml", |toml| format!("{toml}\n[payment]\nrequest_wait_seconds = 5\n"));
        lot.over_tcp(&city);
        lot.secret("payment.key", &city.said("/payment/key"));
        let mut engine = lot.start().await;
        engine.sign_in().await;
        let http = plain_http();
        Self { _folder: folder, city, lot, engine, http }
    }

    async fn call(&self, name: &str, request: Value) -> Value {
        self.engine.call(name, request).await.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    async fn control(&self, path: &str, order: Value) {
        let url = format!("{}/{path}", self.city.said("/payment/control"));
        let sent = self.http.post(url).json(&order).send().await.expect("the channel listens");
        assert!(sent.status().is_success(), "{}", sent.text().await.unwrap_or_default());
    }

    async fn look(&self, path: &str) -> Value {
        let url = format!("{}/{path}", self.city.said("/payment/control"));
        self.http.get(url).send().await.expect("the channel listens").json().await.expect("JSON")
    }

    /// The trade under our number.
    async fn trade(&self, request: &str) -> Option<Value> {
        let trades = self.look("trades").await;
        trades.as_array().unwrap().iter().find(|trade| trade["out_trade_no"] == request).cloned()
    }

    /// A car that came two hours ago stands at the exit and owes something.
    async fn owes(&self, n: u64, plate: &str) -> (String, i64) {
        let came = self.engine.push_old("in-1", &id(0x41, n), plate, Duration::from_secs(7200)).await;
        let record = came["record_id"].as_str().unwrap().to_owned();
        self.engine.push("out-1", &id(0x42, n), plate).await.unwrap();
        let quote = self.call("exit.quote", json!({ "record_id": record })).await;
        (record, quote["due_fen"].as_i64().unwrap())
    }

    fn scan(request: &str, record: &str, due: i64, code: u64) -> Value {
        json!({
            "request_id": request, "record_id": record, "lane_id": OUT_1, "due_fen": due, "code": format!("13456789{code:010}"),
        })
    }

    /// 6007 over TCP: this order, paid now by WeChat in full.
    async fn tells_paid(&self, order_no: &str, record: &str, plate: &str, due: i64) {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        let now = lotdesk_domain::moment::Moment(i64::try_from(now.as_millis()).expect("fits"));
        let yuan = format!("{}.{:02}", due / 100, due % 100);
        let order = format!(
            r#"{{"transport":"tcp","code":"6007","data":[{{"parkCode":"{LOT}","chargeInfo":{{"id":"{}","orderNo":"{order_no}",
                "recordId":"{record}","parkCarInfo":{{"plateNo":"{plate}","plateColor":"蓝色","eidEquiped":false}},"payTime":"{}",
                "receivables":{yuan},"discount":0.00,"received":{yuan},"payType":2,"payFrom":"微信公众号"}}}}]}}"#,
            id(0x70, 1),
            now.to_datetime_text(),
        );
        let deadline = Instant::now() + COMES_WITHIN;
        let done = loop {
            let done = self.city.downlink_text(order.clone()).await;
            // The TCP connection is made while the engine starts.
            if done.answer.is_some() || Instant::now() > deadline {
                break done;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        assert!(done.sound(), "{done:?}");
    }

    /// Waits until an attempt is as wanted.
    async fn comes_to(&self, request: &str, state: &str) -> Value {
        let deadline = Instant::now() + COMES_WITHIN;
        loop {
            let view = self.call("payment.look", json!({ "request_id": request })).await;
            if view["state"] == state {
                return view;
            }
            assert!(Instant::now() < deadline, "the attempt does not come to be {state}: {view}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_reply_and_a_power_cut_take_the_money_once() {
    let mut booth = Booth::open().await;
    // The reply is lost on the way: unknown, asked about, paid, and the gate opens.
    let (record, due) = booth.owes(1, "粤B10001").await;
    booth.control("ending", json!({ "ending": "lose_reply" })).await;
    let request = id(0x50, 1);
    let view = booth.call("payment.scan", Booth::scan(&request, &record, due, 1)).await;
    assert_eq!(view["state"], "unknown", "{view}");
    let paid = booth.comes_to(&request, "paid").await;
    assert_eq!((&paid["paid"]["left"], &paid["ending"]), (&json!(true), &json!("settled")));

    // The power is cut after the channel has taken the money and before anybody heard of it.
    let (record, due) = booth.owes(2, "粤B10002").await;
    booth.control("ending", json!({ "ending": "hang" })).await;
    let request = id(0x50, 2);
    let scan = Booth::scan(&request, &record, due, 2);
    booth = cut_while(booth, &request, scan, true).await;
    let paid = booth.comes_to(&request, "paid").await;
    assert_eq!(
        (&paid["ending"], &paid["paid"]["left"]),
        (&json!("settled"), &json!(true)),
        "the car still waited: {paid}"
    );

    // The power is cut, and the request had never arrived: withdrawn, so that it cannot come late.
    let (record, due) = booth.owes(3, "粤B10003").await;
    booth.control("ending", json!({ "ending": "hang_before" })).await;
    let request = id(0x50, 3);
    let scan = Booth::scan(&request, &record, due, 3);
    booth = cut_while(booth, &request, scan, false).await;
    booth.comes_to(&request, "cancelled").await;
    assert_eq!(booth.trade(&request).await.unwrap()["stands"], "closed");
    let cash = json!({ "request_id": id(0x60, 3), "record_id": record, "lane_id": OUT_1, "due_fen": due, "received_fen": due });
    booth.call("exit.pay_cash", cash).await;

    // No trade took money twice, no request went out twice, and each payment was told of once (5008).
    for trade in booth.look("trades").await.as_array().unwrap() {
        assert!(trade["charged"].as_u64().unwrap() <= 1, "{trade}");
    }
    let calls = booth.look("calls").await;
    for n in [1, 2, 3] {
        let pays = calls.as_array().unwrap().iter().filter(|call| **call == json!(["pay", id(0x50, n)])).count();
        assert_eq!(pays, 1, "{calls}");
    }
    booth.engine.drained().await;
    for request in [id(0x50, 1), id(0x50, 2), id(0x60, 3)] {
        // It may come twice: a cut can fall between the platform's reply and the note of it. It counts once.
        let (taken, came) = booth.city.counts("5008", &request);
        assert!(taken == 1 && came >= 1, "{request}: taken {taken} of {came}");
    }
    let Booth { engine, lot, .. } = booth;
    drop(engine);
    lot.verify();
}

/// Sends a scan and cuts the power once the channel has it; starts again.
async fn cut_while(mut booth: Booth, request: &str, scan: Value, charged: bool) -> Booth {
    let before = booth.look("calls").await.as_array().unwrap().len();
    let (client, token) = (&booth.engine.client, booth.engine.token.clone());
    let asking = client.call(token, "payment.scan", scan);
    let arrived = async {
        let deadline = Instant::now() + COMES_WITHIN;
        while booth.look("calls").await.as_array().unwrap().len() == before {
            assert!(Instant::now() < deadline, "the request does not arrive");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        booth.engine.process.cut();
    };
    let (answered, ()) = tokio::join!(asking, arrived);
    assert!(answered.is_err(), "{answered:?}");
    assert_eq!(booth.trade(request).await.is_some(), charged);
    booth.engine = booth.lot.start().await;
    booth.engine.sign_in().await;
    booth
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_6007_after_cash_goes_back_and_the_day_reconciles() {
    let booth = Booth::open().await;
    // Asked of the platform, paid in cash after the set time, and the platform's word comes late.
    let (record, due) = booth.owes(1, "粤B20001").await;
    let asked = booth.call("exit.request_payment", json!({ "record_id": record, "due_fen": due })).await;
    booth.engine.drained().await;
    let order_no = asked["order_no"].as_str().unwrap().to_owned();
    let cash = json!({ "request_id": id(0x60, 1), "record_id": record, "lane_id": OUT_1, "due_fen": due, "received_fen": due });
    let deadline = Instant::now() + COMES_WITHIN;
    while booth.engine.call("exit.pay_cash", cash.clone()).await.is_err() {
        assert!(Instant::now() < deadline, "cash is never taken");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    booth.tells_paid(&order_no, &record, "粤B20001", due).await;
    let proposed = booth.call("refund.list", json!({})).await;
    assert_eq!(
        (&proposed["proposed"][0]["ending"], proposed["proposed"][0]["amount_fen"].as_i64()),
        (&json!("after_leaving"), Some(due))
    );
    let charge = proposed["proposed"][0]["charge_id"].clone();
    booth
        .call(
            "refund.make",
            json!({ "request_id": id(0x61, 1), "charge_id": charge, "amount_fen": due, "reason": "平台重复扣款" }),
        )
        .await;
    booth.engine.drained().await;
    assert_eq!(booth.city.counts("5009", &id(0x61, 1)), (1, 1));

    // Three cars pay by code, one of them on the lot's own board under a number that the channel will not have.
    for n in 2..=4 {
        let (record, due) = booth.owes(n, &format!("粤B2000{n}")).await;
        let view = booth.call("payment.scan", Booth::scan(&id(0x50, n), &record, due, n + 10)).await;
        assert_eq!(view["state"], "paid", "{view}");
    }
    let (record, due) = booth.owes(5, "粤B20005").await;
    let by_trade = json!({
        "request_id": id(0x50, 5), "record_id": record, "lane_id": OUT_1, "due_fen": due, "channel": "we_chat",
        "trade_no": "4200009999202611259999999999",
    });
    booth.call("payment.by_trade", by_trade).await;
    let refund =
        json!({ "request_id": id(0x61, 2), "charge_id": id(0x50, 2), "amount_fen": 100, "reason": "多收一元" });
    assert_eq!(booth.call("refund.make", refund).await["state"], "done");

    // The channel's own file of today, as it is, and with one line lost and one amount changed.
    let trades = booth.look("trades").await;
    let day = chrono_day(&trades);
    let url = format!("{}/bill?whose=wechat&day={day}", booth.city.said("/payment/control"));
    let bill = booth.http.get(url).send().await.unwrap().text().await.unwrap();
    let third = booth.trade(&id(0x50, 3)).await.unwrap()["trade_no"].as_str().unwrap().to_owned();
    let fourth = booth.trade(&id(0x50, 4)).await.unwrap();
    let fourth_no = fourth["trade_no"].as_str().unwrap();
    let yuan = format!(
        "`{}.{:02}",
        fourth["amount_fen"].as_i64().unwrap() / 100,
        fourth["amount_fen"].as_i64().unwrap() % 100
    );
    let harmed: Vec<String> = bill
        .lines()
        .filter(|line| !line.contains(&third))
        .map(|line| if line.contains(fourth_no) { line.replace(&yuan, "`99.00") } else { line.to_owned() })
        .collect();
    let file = json!({ "file_name": "bill.csv", "base64": STANDARD.encode(harmed.join("\n")), "accept_bad": true });
    let view = booth.call("channel_file.import", file.clone()).await;
    assert_eq!(view["bad"].as_array().unwrap().len(), 2, "the summary tells that lines are missing: {view}");
    booth.call("channel_file.import", file).await;
    let all = booth.call("reconcile.all", json!({ "first_day": day })).await;
    let mut classes: Vec<(&str, &str)> = all["differences"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["difference"]["side"] == "channel")
        .map(|row| (row["difference"]["class"].as_str().unwrap(), row["difference"]["key"].as_str().unwrap()))
        .collect();
    classes.sort_unstable();
    let mut want = vec![
        ("amount", fourth_no),
        ("missing_there", third.as_str()),
        ("missing_there", "4200009999202611259999999999"),
    ];
    want.sort_unstable();
    assert_eq!(classes, want, "{all}");
    let Booth { engine, lot, .. } = booth;
    drop(engine);
    lot.verify();
}

fn chrono_day(trades: &Value) -> String {
    let ms = trades[0]["paid_at_ms"].as_i64().expect("a time");
    lotdesk_domain::moment::Moment(ms).to_china().date().to_string()
}
