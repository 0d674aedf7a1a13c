//! 1401: our payments against the platform's.

use std::sync::Arc;

use chrono::NaiveDate;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::reconcile::{CityOrder, MoneyWay};
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::platform::{FakeCity, OURS};
use crate::support::{ENTRY, House, guid, morning};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn line(order_no: &str, received: i64, way: MoneyWay) -> CityOrder {
    CityOrder {
        order_no: order_no.into(),
        park_code: Some(OURS.into()),
        plate: None,
        space_no: None,
        paid_at: morning(),
        receivable_fen: Fen(received),
        discount_fen: Fen::ZERO,
        received_fen: Fen(received),
        pay_type: PayType::WeChat,
        pay_from: "微信公众号".into(),
        way: Some(way),
    }
}

fn found(reply: &Value) -> Vec<(String, String, i64, i64, bool)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let one = |row: &Value| {
        let amounts = ["ours_fen", "theirs_fen"].map(|name| row[name].as_i64().unwrap());
        (text(row, "order_no"), text(row, "what"), amounts[0], amounts[1], row["report_waits"].as_bool().unwrap())
    };
    reply["differences"].as_array().unwrap().iter().map(one).collect()
}

#[tokio::test]
async fn a_days_bill_is_kept_and_compared() {
    let house = House::new().await;
    let city = Arc::new(FakeCity::default());
    house.desk.ask_by(city.clone());
    for plate in ["粤B00001", "粤B00002"] {
        house.read(ENTRY, plate).await;
    }
    house.later(60);
    let online = house.price("粤B00001", Coupon::NOTHING, None).await.unwrap();
    house.paid(70, &online, 700).await.unwrap();
    let refund = json!({ "request_id": guid(80), "charge_id": guid(70), "amount_fen": 200, "reason": "多缴" });
    house.engine("refund.make", refund).await.unwrap();
    let cash = house.price("粤B00002", Coupon::NOTHING, None).await.unwrap();
    let paid = json!({
        "request_id": guid(61), "record_id": cash.record_id, "lane_id": null, "due_fen": 500, "received_fen": 500,
    });
    house.engine("exit.pay_cash", paid).await.unwrap();

    let bill = vec![
        line(&online.order_no, 600, MoneyWay::Paid),
        line(&online.order_no, 200, MoneyWay::Refunded),
        line("STRANGE", 900, MoneyWay::Paid),
    ];
    city.bills.lock().unwrap().insert(day(), bill);
    let reply = house.engine("reconcile.ask_city", json!({ "first_day": "2026-11-23" })).await.unwrap();
    assert_eq!((&reply["bills"][0]["lines"], &reply["bills"][0]["day"]), (&json!(3), &json!("2026-11-23")));
    let mut wanted = vec![
        (online.order_no.clone(), "amount_differs".to_owned(), 700, 600, false),
        // Our report of the cash has not gone up yet.
        (cash.order_no.clone(), "missing_there".to_owned(), 500, 0, true),
        ("STRANGE".to_owned(), "missing_here".to_owned(), 0, 900, false),
    ];
    wanted.sort();
    assert_eq!(found(&reply), wanted);

    // The bill stays: it is compared again without asking, and one order is looked at by itself.
    let again = house.engine("reconcile.compare", json!({ "order_no": online.order_no })).await.unwrap();
    assert_eq!(found(&again), [(online.order_no.clone(), "amount_differs".to_owned(), 700, 600, false)]);
    assert_eq!(*city.asked.lock().unwrap(), ["2026-11-23"]);
    // A later bill takes the place of the earlier one.
    city.bills.lock().unwrap().insert(day(), vec![line(&online.order_no, 700, MoneyWay::Paid)]);
    let reply = house.engine("reconcile.ask_city", json!({ "order_no": online.order_no })).await.unwrap();
    assert_eq!(found(&reply), [(online.order_no, "missing_there".to_owned(), 200, 0, true)]);
    house.verify().await;
}

#[tokio::test]
async fn a_long_bill_is_kept_whole() {
    let house = House::new().await;
    let city = Arc::new(FakeCity::default());
    house.desk.ask_by(city.clone());
    let bill = (0..1203).map(|n| line(&format!("N{n:05}"), 100, MoneyWay::Paid)).collect();
    city.bills.lock().unwrap().insert(day(), bill);
    let reply = house.engine("reconcile.ask_city", json!({ "first_day": "2026-11-23" })).await.unwrap();
    assert_eq!((&reply["bills"][0]["lines"], found(&reply).len()), (&json!(1203), 1203));
    house.verify().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_and_a_refusing_platform_is_quoted() {
    let house = House::new().await;
    house.desk.ask_by(Arc::new(FakeCity::default()));
    let refused = |request: Value| async { house.engine("reconcile.ask_city", request).await.unwrap_err() };
    assert_eq!(refused(json!({})).await.field.as_deref(), Some("first_day"));
    assert_eq!(refused(json!({ "first_day": "2026-11-24" })).await.field.as_deref(), Some("last_day"));
    assert_eq!(refused(json!({ "first_day": "2026-10-01", "last_day": "2026-11-23" })).await.code, Code::BadField);
    assert_eq!(refused(json!({ "order_no": "X" })).await.code, Code::NotFound);
    let quoted = refused(json!({ "first_day": "2026-11-23" })).await;
    assert_eq!(quoted.code, Code::PlatformRefused);
    assert!(quoted.zh.contains("1100 对象不存在"), "{}", quoted.zh);
}
