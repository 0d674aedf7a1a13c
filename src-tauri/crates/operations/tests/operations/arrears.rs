//! Cars that are let go owing, and what they pay later.

use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::payments::{Booth, CAR, CODE, paid};
use crate::support::{ENTRY, EXIT, House, guid};

async fn let_go(booth: &mut Booth) {
    let request =
        json!({ "record_id": booth.record, "lane_id": guid(EXIT), "due_fen": 500, "reason": "手机没电，无现金" });
    booth.ask("exit.let_go", request).await.unwrap();
    assert_eq!(booth.house.gates(), 1);
}

fn collect(id: u8, record: impl serde::Serialize, due: i64, received: i64) -> Value {
    json!({ "request_id": guid(id), "record_id": record, "due_fen": due, "received_fen": received })
}

#[tokio::test]
async fn a_let_go_car_owes_is_known_when_it_comes_again_and_pays() {
    let mut booth = Booth::new().await;
    let_go(&mut booth).await;
    let house = &booth.house;
    assert_eq!((house.balance("owed:parking_drivers").await, house.balance("revenue:parking").await), (500, -500));
    let list = booth.ask("arrears.list", json!({ "plate": "12345" })).await.unwrap();
    assert_eq!(
        (&list["rows"][0]["owed_fen"], &list["owed_fen"], &list["rows"][0]["by_platform"]),
        (&json!(500), &json!(500), &json!(false))
    );
    let again = house.read(ENTRY, CAR).await.record_id.unwrap();
    let quote = booth.ask("exit.quote", json!({ "record_id": again })).await.unwrap();
    assert_eq!((&quote["arrears_fen"], &quote["due_fen"]), (&json!(500), &json!(0)));

    let wrong = booth.ask("arrears.collect", collect(60, booth.record, 400, 400)).await.unwrap_err();
    assert_eq!(wrong.code, Code::FeeChanged);
    assert_eq!(
        booth.ask("arrears.collect", collect(60, booth.record, 500, 400)).await.unwrap_err().code,
        Code::NotEnough
    );
    let paid = booth.ask("arrears.collect", collect(60, booth.record, 500, 1000)).await.unwrap();
    assert_eq!((&paid["change_fen"], &paid["left"]), (&json!(500), &json!(false)));
    assert_eq!(booth.ask("arrears.collect", collect(60, booth.record, 500, 1000)).await.unwrap(), paid);
    assert_eq!(
        (house.balance("owed:parking_drivers").await, house.balance("revenue:parking").await),
        (0, -500),
        "revenue once"
    );
    assert_eq!(
        booth.ask("arrears.collect", collect(61, booth.record, 500, 500)).await.unwrap_err().code,
        Code::AlreadyPaid
    );
    assert_eq!(booth.ask("arrears.list", json!({})).await.unwrap()["rows"], json!([]));
    let quote = booth.ask("exit.quote", json!({ "record_id": again })).await.unwrap();
    assert_eq!(quote.get("arrears_fen"), None);
    house.verify().await;
}

#[tokio::test]
async fn a_debt_is_paid_by_pay_code_too_and_what_comes_twice_goes_back() {
    let mut booth = Booth::new().await;
    let_go(&mut booth).await;
    booth.channel.will([paid(1, 500)]);
    let scan =
        json!({ "request_id": guid(60), "record_id": booth.record, "lane_id": null, "due_fen": 500, "code": CODE });
    let view = booth.ask("payment.scan", scan).await.unwrap();
    assert_eq!((&view["state"], &view["ending"]), (&json!("paid"), &json!("settled")));
    let house = &booth.house;
    assert_eq!((house.balance("owed:parking_drivers").await, house.balance("channel:wechat").await), (0, 500));
    house.verify().await;
}

#[tokio::test]
async fn after_the_set_time_a_debt_may_be_reported_and_paying_takes_the_report_back() {
    let mut booth = Booth::new().await;
    let_go(&mut booth).await;
    let rules = json!({ "provider_code": "91440300708461136T", "overdue_after_days": 15 });
    booth.house.engine("credit.set_rules", rules).await.unwrap();
    assert_eq!(booth.ask("arrears.list", json!({})).await.unwrap()["rows"][0]["overdue_since"], Value::Null);
    booth.house.later(15 * 24 * 60);
    assert!(booth.ask("arrears.list", json!({})).await.unwrap()["rows"][0]["overdue_since"].is_number());
    let overdue = booth.house.engine("credit.overdue", json!({})).await.unwrap();
    let row = &overdue["rows"][0];
    assert_eq!(
        (&row["record_id"], &row["street"], &row["owed_fen"]),
        (&json!(booth.record), &json!(false), &json!(500))
    );
    assert!(row["information"].as_str().unwrap().contains("测试停车场"), "{row}");
    let propose = json!({
        "request_id": guid(70), "record_id": booth.record, "accept_doubts": true,
        "subject": { "kind": "natural", "name": "某先生", "id_kind": "passport", "id_no": "E12345678" },
    });
    let row = booth.house.engine("credit.propose", propose).await.unwrap();
    assert_eq!((&row["owed_fen"], &row["state"]), (&json!(500), &json!("proposed")));
    assert_eq!(booth.ask("arrears.list", json!({})).await.unwrap()["rows"][0]["reported"], true);
    assert_eq!(booth.house.engine("credit.overdue", json!({})).await.unwrap()["rows"], json!([]));
    booth.ask("arrears.collect", collect(60, booth.record, 500, 500)).await.unwrap();
    let list = booth.house.engine("credit.list", json!({})).await.unwrap();
    assert_eq!(list["rows"][0]["state"], "withdrawn");
    booth.house.verify().await;
}

#[tokio::test]
async fn a_car_that_was_found_gone_owes_what_was_due() {
    let house = House::new().await;
    house.read(ENTRY, CAR).await;
    house.later(60);
    let mut read = house.seen(EXIT, CAR);
    read.buffered = true;
    house.later(30);
    house.desk.lane_read(read).await.unwrap();
    let list = house.engine("arrears.list", json!({})).await.unwrap();
    assert_eq!((&list["rows"][0]["owed_fen"], house.balance("owed:parking_drivers").await), (&json!(500), 500));
    house.verify().await;
}
