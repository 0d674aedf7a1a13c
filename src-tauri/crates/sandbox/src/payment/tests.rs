use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use serde_json::{Value, json};

use super::*;

struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

struct Desk {
    handle: PaymentHandle,
    clock: Arc<HandClock>,
    http: reqwest::Client,
}

impl Desk {
    async fn new() -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(1_790_000_000_000)));
        let handle = PaymentHandle::start(PaymentConfig::demo(clock.clone())).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { handle, clock, http }
    }

    async fn ask(&self, path: &str, body: Value) -> (u16, Value) {
        let (merchant, key) = self.handle.account();
        let mut body = body;
        body["merchant"] = json!(merchant);
        let url = format!("{}/{path}", self.handle.base_url);
        let reply = self.http.post(url).bearer_auth(key).json(&body).send().await.unwrap();
        let status = reply.status().as_u16();
        (status, reply.json().await.unwrap_or(Value::Null))
    }

    async fn pay(&self, number: u8, code: &str) -> (u16, Value) {
        let asked = json!({ "out_trade_no": no(number), "auth_code": code, "amount_fen": 800, "subject": "停车费" });
        self.ask("pay", asked).await
    }
}

fn no(number: u8) -> String {
    format!("{number:032}")
}

#[tokio::test]
async fn a_code_pays_once_and_a_number_takes_once() {
    let desk = Desk::new().await;
    let (_, paid) = desk.pay(1, "134567890123456789").await;
    assert_eq!((&paid["state"], &paid["amount_fen"]), (&json!("paid"), &json!(800)));
    assert_eq!(desk.pay(1, "134567890123456789").await.1, paid, "the same number again");
    assert_eq!(desk.pay(2, "134567890123456789").await.1["code"], "AUTH_CODE_EXPIRE");
    assert_eq!(desk.pay(3, "164567890123456789").await.1["code"], "AUTH_CODE_INVALID");
    assert_eq!(desk.handle.trades().iter().map(|trade| trade.charged).sum::<u32>(), 1);
}

#[tokio::test]
async fn endings_come_by_digits_or_by_order() {
    let desk = Desk::new().await;
    assert_eq!(desk.pay(1, "134567890123450001").await.1["state"], "paying");
    desk.clock.0.fetch_add(PASSWORD_TAKES_MS, Ordering::SeqCst);
    assert_eq!(desk.ask("query", json!({ "out_trade_no": no(1) })).await.1["state"], "paid");
    assert_eq!(desk.pay(2, "134567890123450002").await.1["code"], "NOTENOUGH");
    assert_eq!(desk.pay(3, "134567890123450003").await.0, 504);
    assert_eq!(desk.ask("query", json!({ "out_trade_no": no(3) })).await.1["state"], "paid");
    desk.handle.ending(Ending::LoseRequest);
    assert_eq!(desk.pay(4, "134567890123456784").await.0, 504);
    assert_eq!(desk.ask("query", json!({ "out_trade_no": no(4) })).await.1["state"], "unknown");
    assert_eq!(desk.ask("reverse", json!({ "out_trade_no": no(4) })).await.1["state"], "closed");
    assert_eq!(desk.pay(4, "134567890123456784").await.1["state"], "closed", "what comes late takes nothing");
}

#[tokio::test]
async fn a_bill_has_what_happened_and_reads_back() {
    let desk = Desk::new().await;
    desk.pay(1, "134567890123456781").await;
    desk.pay(2, "134567890123456782").await;
    desk.ask("reverse", json!({ "out_trade_no": no(2) })).await;
    desk.pay(3, "2845678901234567").await;
    let back = json!({ "out_trade_no": no(3), "out_refund_no": "R1", "total_fen": 800, "amount_fen": 300 });
    assert_eq!(desk.ask("refund", back.clone()).await.1["state"], "done");
    assert_eq!(desk.ask("refund", back).await.1["state"], "done");
    let day = desk.clock.now().to_china().date().to_string();
    let rows = |bill: &Bill| -> Vec<Vec<String>> {
        let text = match std::str::from_utf8(&bill.bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::GBK.decode(&bill.bytes).0.into_owned(),
        };
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let wechat =
        lotdesk_domain::channel_bill::read(&rows(&bill(&desk.handle.trades(), Whose::Wechat, &day, "1"))).unwrap();
    assert_eq!(wechat.bad, []);
    assert_eq!(wechat.lines.iter().map(|line| line.done).collect::<Vec<_>>(), [true, false]);
    let alipay =
        lotdesk_domain::channel_bill::read(&rows(&bill(&desk.handle.trades(), Whose::Alipay, &day, "1"))).unwrap();
    assert_eq!((alipay.bad.len(), alipay.first_day.to_string()), (0, day));
    assert_eq!(alipay.lines.iter().map(|line| line.amount_fen.0).collect::<Vec<_>>(), [800, 300]);
}
