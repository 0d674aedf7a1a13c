//! The ledger against gates, city, channels and drawers: what was put in is found, and settled by an operation.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::reconcile::{CityOrder, MoneyWay};
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::payments::{Booth, lost, paid, trade};
use crate::platform::{FakeCity, OURS};
use crate::support::{ENTRY, EXIT, guid, morning};

const DAY: &str = "2026-11-23";

fn file(name: &str, text: &str) -> Value {
    json!({ "file_name": name, "base64": STANDARD.encode(text) })
}

/// A WeChat bill of these lines: number, ours, state, amount, minute of the day.
fn wechat(lines: &[(&str, &str, &str, i64, u32)]) -> String {
    let mut text = String::from("交易时间,微信订单号,商户订单号,交易状态,退款状态,订单金额,申请退款金额\n");
    let mut sum = 0;
    for (trade_no, ours, state, fen, minute) in lines {
        let yuan = format!("{}.{:02}", fen / 100, fen % 100);
        let refund = *state == "REFUND";
        sum += if refund { 0 } else { *fen };
        let (came, went) = if refund { ("0.00", yuan.as_str()) } else { (yuan.as_str(), "0.00") };
        let at = format!("{DAY} {:02}:{:02}:00", minute / 60, minute % 60);
        text += &format!("`{at},`{trade_no},`{ours},`{state},`SUCCESS,`{came},`{went}\n");
    }
    text + &format!("总交易单数,订单总金额\n`{},`{}.{:02}\n", lines.len(), sum / 100, sum % 100)
}

async fn all(booth: &Booth) -> Value {
    booth.house.engine("reconcile.all", json!({ "first_day": DAY })).await.unwrap()
}

fn found(reply: &Value) -> Vec<(String, String, Option<i64>, Option<i64>)> {
    let one = |row: &Value| {
        let d = &row["difference"];
        let text = |name: &str| d[name].as_str().unwrap().to_owned();
        (text("side"), text("class"), d["ours_fen"].as_i64(), d["theirs_fen"].as_i64())
    };
    reply["differences"].as_array().unwrap().iter().map(one).collect()
}

fn settle(id: &Value, how: &str) -> Value {
    json!({ "id": id, "days": { "first_day": DAY }, "how": how, "reason": "已核实", "approver": { "name": "经理", "pin": "2580" } })
}

#[tokio::test]
async fn a_file_is_looked_at_taken_in_once_and_held_against_the_ledger() {
    let booth = Booth::new().await;
    let manager = booth.house.sign_in("经理", "manager").await;
    booth.channel.will([paid(1, 500)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    // Before a file is there nothing is compared, and that is said.
    let before = all(&booth).await;
    assert_eq!(before["sides"][2]["missing_days"], json!([DAY]));
    assert_eq!(found(&before), []);

    let good = wechat(&[(&trade(1), &guid(60).to_string(), "SUCCESS", 500, 9 * 60)]);
    let attendant = booth.ask("channel_file.import", file("bill.csv", &good)).await.unwrap_err();
    assert_eq!(attendant.code, Code::NotPermitted);
    let view = booth.house.window(&manager, "channel_file.preview", file("bill.csv", &good)).await.unwrap();
    assert_eq!(
        (&view["lines"], &view["paid_fen"], &view["taken_at"], &view["rows"][0]["known"]),
        (&json!(1), &json!(500), &Value::Null, &json!(true))
    );
    assert_eq!(all(&booth).await, before, "a look changes nothing");
    let taken = booth.house.window(&manager, "channel_file.import", file("bill.csv", &good)).await.unwrap();
    assert!(taken["taken_at"].is_number());
    assert_eq!(
        booth.house.window(&manager, "channel_file.import", file("again.csv", &good)).await.unwrap(),
        taken,
        "the same file"
    );
    let list = booth.house.engine("channel_file.list", json!({ "first_day": DAY })).await.unwrap();
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    let after = all(&booth).await;
    assert_eq!((found(&after), &after["sides"][2]["missing_days"]), (vec![], &json!([])));
    assert_eq!((&after["sides"][2]["ours_fen"], &after["sides"][2]["theirs_fen"]), (&json!(500), &json!(500)));
    // Another download of the day, with one line more: what both have counts once.
    let more = wechat(&[(&trade(1), "x", "SUCCESS", 500, 9 * 60), (&trade(2), "x", "SUCCESS", 300, 9 * 60)]);
    booth.house.engine("channel_file.import", file("later.csv", &more)).await.unwrap();
    assert_eq!(found(&all(&booth).await), [("channel".into(), "missing_here".into(), None, Some(300))]);

    let broken = good.replace("`5.00", "`fünf");
    let refused = booth.house.engine("channel_file.import", file("broken.csv", &broken)).await.unwrap_err();
    assert_eq!(refused.code, Code::LooksWrong);
    let seen = booth.house.engine("channel_file.preview", file("broken.csv", &broken)).await.unwrap();
    assert_eq!((&seen["bad"][0]["line"], &seen["bad"][0]["field"]), (&json!(2), &json!("订单金额")));
    assert!(booth.house.engine("channel_file.preview", file("a.csv", "a,b\n1,2")).await.is_err());
    booth.house.verify().await;
}

#[tokio::test]
async fn every_difference_is_classed_and_settled_by_an_operation() {
    let mut booth = Booth::new().await;
    let manager = booth.house.sign_in("经理", "manager").await;
    // Known to us as lost and withdrawn, paid by the channel all the same.
    booth.channel.will([lost(), Ok(lotdesk_domain::payment::TradeState::Closed)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    booth.house.desk.settle_payments().await.unwrap();
    assert_eq!(booth.state(60).await, "cancelled");
    booth.channel.will([paid(2, 500)]);
    booth.ask("payment.scan", booth.scan(61)).await.unwrap();
    for (n, plate) in ["粤B00003", "粤B00004", "粤B00005"].into_iter().enumerate() {
        let record = booth.house.read(ENTRY, plate).await.record_id.unwrap();
        booth.house.later(60);
        let n = u8::try_from(n).unwrap() + 3;
        let by_trade = json!({
            "request_id": guid(60 + n), "record_id": record, "lane_id": null, "due_fen": 500, "channel": "we_chat", "trade_no": trade(n.into()),
        });
        booth.ask("payment.by_trade", by_trade).await.unwrap();
        booth.house.read(EXIT, plate).await;
    }
    let bill = wechat(&[
        (&trade(1), &guid(60).to_string(), "SUCCESS", 500, 9 * 60),
        (&trade(2), "", "SUCCESS", 600, 9 * 60),
        (&trade(3), "", "SUCCESS", 500, 12 * 60),
        (&trade(4), "", "SUCCESS", 500, 11 * 60),
        (&trade(4), "", "SUCCESS", 500, 11 * 60),
    ]);
    booth.house.engine("channel_file.import", file("bill.csv", &bill)).await.unwrap();
    booth.house.gates();
    booth.house.engine("lane.open_by_hand", json!({ "lane_id": guid(EXIT), "reason": "救护车" })).await.unwrap();
    let reply = all(&booth).await;
    let want: Vec<(String, String, Option<i64>, Option<i64>)> = [
        ("gate", "missing_here", None, None),
        ("channel", "missing_here", None, Some(500)),
        ("channel", "amount", Some(500), Some(600)),
        ("channel", "time", Some(500), Some(500)),
        ("channel", "duplicate", Some(500), Some(1000)),
        ("channel", "missing_there", Some(500), None),
    ]
    .into_iter()
    .map(|(side, class, ours, theirs)| (side.to_owned(), class.to_owned(), ours, theirs))
    .collect();
    assert_eq!(found(&reply), want);
    assert_eq!((&reply["open"], &reply["differences"][1]["plate"]), (&json!(6), &json!("粤B12345")));

    let id = |at: usize| reply["differences"][at]["id"].clone();
    let channel_before = booth.house.balance("channel:wechat").await;
    // A second person puts the ledger right; nobody does alone.
    let mut alone = settle(&id(1), "put_right");
    alone["approver"] = Value::Null;
    assert_eq!(
        booth.house.window(&manager, "reconcile.settle", alone).await.unwrap_err().code,
        Code::SecondPersonNeeded
    );
    booth.house.sign_in("副经理", "manager").await;
    let mut two = settle(&id(1), "put_right");
    two["approver"] = json!({ "name": "副经理", "pin": "2580" });
    let settled = booth.house.window(&manager, "reconcile.settle", two.clone()).await.unwrap();
    assert_eq!(
        (&settled["settled"]["how"], &settled["settled"]["moved_fen"], &settled["settled"]["approver"]),
        (&json!("put_right"), &json!(500), &json!("副经理"))
    );
    assert_eq!(booth.house.balance("channel:wechat").await, channel_before + 500);
    assert_eq!(booth.house.balance("reconciliation:unexplained").await, -500);
    assert_eq!(
        booth.house.window(&manager, "reconcile.settle", two).await.unwrap_err().code,
        Code::NotPossibleNow,
        "once"
    );
    // A difference of time moves nothing, and is accepted for a reason.
    assert_eq!(
        booth
            .house
            .window(&manager, "reconcile.settle", settle(&id(3), "put_right"))
            .await
            .unwrap_err()
            .field
            .as_deref(),
        Some("approver.name")
    );
    booth.house.window(&manager, "reconcile.settle", settle(&id(3), "accepted")).await.unwrap();
    booth.house.window(&manager, "reconcile.settle", settle(&id(0), "accepted")).await.unwrap();
    let attendant = booth.ask("reconcile.settle", settle(&id(4), "accepted")).await.unwrap_err();
    assert_eq!(attendant.code, Code::NotPermitted);
    let after = all(&booth).await;
    assert_eq!((found(&after), &after["open"]), (want, &json!(3)), "what was settled stays in sight");
    let gone = booth
        .house
        .window(&manager, "reconcile.settle", settle(&json!("channel/amount/paid/1/2/x"), "accepted"))
        .await
        .unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    booth.house.verify().await;
}

#[tokio::test]
async fn the_city_lacks_our_report_and_it_is_sent_again() {
    let booth = Booth::new().await;
    booth.house.sign_in("经理", "manager").await;
    let city = Arc::new(FakeCity::default());
    city.bills.lock().unwrap().insert(DAY.parse().unwrap(), Vec::new());
    booth.house.desk.ask_by(city.clone());
    booth.ask("exit.pay_cash", booth.cash(60)).await.unwrap();
    booth.house.engine("reconcile.ask_city", json!({ "first_day": DAY })).await.unwrap();
    let reply = all(&booth).await;
    assert_eq!(found(&reply), [("city".to_owned(), "missing_there".to_owned(), Some(500), None)]);
    let row = &reply["differences"][0];
    assert_eq!((&row["may"], &row["report_waits"]), (&json!(["resent", "accepted"]), &json!(true)));
    // It waits for its first sending: nothing to send again.
    let waits = booth.house.engine("reconcile.settle", settle(&row["id"], "resent")).await.unwrap_err();
    assert_eq!(waits.code, Code::NotResendable);
    booth.house.engine("reconcile.settle", settle(&row["id"], "accepted")).await.unwrap();
    assert_eq!(all(&booth).await["open"], 0);
    booth.house.verify().await;
}

#[tokio::test]
async fn a_withdrawn_order_of_the_city_and_a_foreign_lot_are_told_apart() {
    let booth = Booth::new().await;
    let city = Arc::new(FakeCity::default());
    booth.house.desk.ask_by(city.clone());
    booth.ask("exit.pay_cash", booth.cash(60)).await.unwrap();
    let charges = booth
        .house
        .ledger
        .read({
            let record = booth.record;
            move |tx| tx.charges_of(record)
        })
        .await
        .unwrap();
    let line = |order_no: &str, way: Option<MoneyWay>, park_code: &str| CityOrder {
        order_no: order_no.into(),
        park_code: Some(park_code.into()),
        plate: None,
        space_no: None,
        paid_at: morning().plus_minutes(60),
        receivable_fen: Fen(500),
        discount_fen: Fen::ZERO,
        received_fen: Fen(500),
        pay_type: PayType::Cash,
        pay_from: "线下缴费".into(),
        way,
    };
    let ours = &charges[0].charge.order_no;
    let lines = vec![line(ours, None, OURS), line("X", Some(MoneyWay::Paid), "44030400100101000099")];
    city.bills.lock().unwrap().insert(DAY.parse().unwrap(), lines);
    booth.house.engine("reconcile.ask_city", json!({ "first_day": DAY })).await.unwrap();
    assert_eq!(found(&all(&booth).await), [("city".to_owned(), "state".to_owned(), Some(500), Some(500))]);
}

/// A WeChat bill of one day with these payments: number, amount, time of the day.
fn bill(day: &str, lines: &[(u64, i64, &str)]) -> String {
    let mut text = String::from("交易时间,微信订单号,商户订单号,交易状态,退款状态,订单金额,申请退款金额\n");
    for (n, fen, time) in lines {
        text += &format!("`{day} {time}:00,`{},`,`SUCCESS,`,`{}.{:02},`0.00\n", trade(*n), fen / 100, fen % 100);
    }
    let sum: i64 = lines.iter().map(|(_, fen, _)| fen).sum();
    text + &format!("总交易单数,订单总金额\n`{},`{}.{:02}\n", lines.len(), sum / 100, sum % 100)
}

const NEXT_DAY: &str = "2026-11-24";

/// What a day's channel differs in.
async fn channel_of(booth: &Booth, day: &str) -> Vec<(String, Value)> {
    let reply = booth.house.engine("reconcile.all", json!({ "first_day": day })).await.unwrap();
    let rows = reply["differences"].as_array().unwrap().iter().filter(|row| row["difference"]["side"] == "channel");
    rows.map(|row| (row["difference"]["class"].as_str().unwrap().to_owned(), row["may"].clone())).collect()
}

/// A car comes now, and so much later the number of its payment is typed in, and it leaves. Gives what it paid.
async fn typed_in(booth: &Booth, no: u8, plate: &str, minutes: i64) -> i64 {
    let record = booth.house.read(ENTRY, plate).await.record_id.unwrap();
    booth.house.later(minutes);
    let quote = booth.house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    let by_trade = json!({
        "request_id": guid(60 + no), "record_id": record, "lane_id": null, "due_fen": quote["due_fen"],
        "channel": "we_chat", "trade_no": trade(no.into()),
    });
    booth.ask("payment.by_trade", by_trade).await.unwrap();
    booth.house.read(EXIT, plate).await;
    quote["due_fen"].as_i64().unwrap()
}

#[tokio::test]
async fn what_is_typed_in_after_midnight_is_the_payment_of_before() {
    let booth = Booth::new().await;
    // 23:02; five minutes past midnight an hour and a bit cost 8.00.
    booth.house.later(14 * 60 + 2);
    assert_eq!(typed_in(&booth, 1, "粤B22222", 63).await, 800);
    let before = bill(DAY, &[(1, 800, "23:58")]);
    booth.house.engine("channel_file.import", file("a.csv", &before)).await.unwrap();
    assert_eq!(channel_of(&booth, DAY).await, []);
    let after = bill(NEXT_DAY, &[(9, 500, "00:01")]);
    booth.house.engine("channel_file.import", file("b.csv", &after)).await.unwrap();
    assert_eq!(channel_of(&booth, DAY).await, []);
    let missing = ("missing_here".to_owned(), json!(["put_right", "accepted"]));
    assert_eq!(channel_of(&booth, NEXT_DAY).await, [missing], "what nobody typed in");
    let reply = booth.house.engine("reconcile.all", json!({ "first_day": DAY, "last_day": NEXT_DAY })).await.unwrap();
    assert_eq!(reply["open"], 1);
    booth.house.verify().await;
}

#[tokio::test]
async fn what_is_typed_in_much_later_differs_in_time_and_is_never_booked_twice() {
    let booth = Booth::new().await;
    booth.house.sign_in("经理", "manager").await;
    booth.house.later(14 * 60);
    let first = typed_in(&booth, 1, "粤B22222", 9 * 60).await;
    let second = typed_in(&booth, 2, "粤B33333", 24 * 60).await;
    let before = bill(DAY, &[(1, first, "23:30"), (2, second, "23:40")]);
    booth.house.engine("channel_file.import", file("a.csv", &before)).await.unwrap();
    let found = channel_of(&booth, DAY).await;
    let classes: Vec<&str> = found.iter().map(|(class, _)| class.as_str()).collect();
    assert_eq!(classes, ["time", "missing_here"], "on the next morning, and a day after that");
    assert_eq!(found[0].1, json!(["accepted"]), "a difference of time moves nothing");
    let reply = all(&booth).await;
    let id = reply["differences"].as_array().unwrap().iter().find(|row| row["difference"]["class"] == "missing_here");
    let refused = booth.house.engine("reconcile.settle", settle(&id.unwrap()["id"], "put_right")).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPossibleNow);
    assert_eq!(booth.house.balance("reconciliation:unexplained").await, 0);
    booth.house.verify().await;
}
