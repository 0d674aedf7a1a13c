//! One plate's history: everything on one time line, and what it shows to whom.

use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House};

const PLATE: &str = "粤B11111";
const VIN: &str = "LSVAM4187C2184841";

async fn asked(house: &House, token: &str, reason: Value) -> Value {
    house.window(token, "car.history", json!({ "plate": PLATE, "reason": reason })).await.unwrap()
}

fn kinds(history: &Value) -> Vec<&str> {
    history["items"].as_array().unwrap().iter().filter_map(|item| item["kind"].as_str()).collect()
}

async fn a_repair(house: &House, token: &str) {
    house.engine("repair.set_shop", json!({ "company_name": "测试企业" })).await.unwrap();
    let form = json!({
        "cost_list_code": "J2026112300001", "plate": PLATE, "vin": VIN, "brought_on": "2026-11-22", "mileage_km": 52_000,
        "settled_on": "2026-11-23", "fault": "前刹车片磨损", "fuel": "petrol", "vehicle_use": "private",
        "items": [{ "name": "更换前刹车片", "hours": "1.5" }], "parts": [],
    });
    let draft = house.window(token, "repair.save", json!({ "record_id": null, "form": form })).await.unwrap();
    let settle = json!({ "record_id": draft["row"]["record_id"], "form": draft["form"], "accept_doubts": true });
    house.window(token, "repair.settle", settle).await.unwrap();
}

#[tokio::test]
async fn stays_stand_on_one_line_the_newest_first_and_other_plates_do_not() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.read(ENTRY, PLATE).await;
    house.later(5);
    house.read(EXIT, PLATE).await;
    house.read(ENTRY, "粤B11112").await;
    house.later(60);
    house.read(ENTRY, PLATE).await;
    let history = asked(&house, &token, Value::Null).await;
    assert_eq!(kinds(&history), ["parking", "parking"]);
    assert_eq!((&history["items"][0]["state"], &history["items"][1]["state"]), (&json!("inside"), &json!("left")));
    assert_eq!(history["withheld"], json!(["repair"]), "whoever is not of the shop is not told whether there is any");
    let bad = house.window(&token, "car.history", json!({ "plate": "粤B1" })).await.unwrap_err();
    assert_eq!((bad.code, bad.field.as_deref()), (Code::BadPlate, Some("plate")));
}

#[tokio::test]
async fn repairs_are_the_shops_own_and_numbers_are_masked_until_there_is_a_reason() {
    let house = House::new().await;
    let attendant = house.sign_in("值班员", "attendant").await;
    let clerk = house.sign_in("客服", "clerk").await;
    a_repair(&house, &clerk).await;
    house.read(ENTRY, PLATE).await;
    assert_eq!(kinds(&asked(&house, &attendant, Value::Null).await), ["parking"]);
    let history = asked(&house, &clerk, Value::Null).await;
    let repair = history["items"].as_array().unwrap().iter().find(|item| item["kind"] == "repair");
    let Some(repair) = repair else { panic!("the shop sees its repairs: {history}") };
    assert!(!repair["words"]["vin"].as_str().unwrap().contains(&VIN[4..13]), "{repair}");
    assert_eq!((&history["shown"], &history["withheld"]), (&json!(false), &json!([])));

    let before = house.ledger.read(|tx| tx.head()).await.unwrap().seq;
    assert_eq!(
        house.window(&clerk, "car.history", json!({ "plate": PLATE, "reason": "x" })).await.unwrap_err().code,
        Code::BadField
    );
    assert_eq!(house.ledger.read(|tx| tx.head()).await.unwrap().seq, before, "what is refused was not looked at");
    let shown = asked(&house, &clerk, json!("车主来店核对")).await;
    let repair = shown["items"].as_array().unwrap().iter().find(|item| item["kind"] == "repair").unwrap();
    assert_eq!((&repair["words"]["vin"], &shown["shown"]), (&json!(VIN), &json!(true)));
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    let line = &board["events"][0];
    assert_eq!((&line["kind"], &line["plate"]), (&json!("history_shown"), &json!(PLATE)));
    assert_eq!(line["words"], json!({ "operator": "客服", "reason": "车主来店核对" }));
    // A reason of somebody who may not see repairs shows none.
    assert_eq!(kinds(&asked(&house, &attendant, json!("想看看")).await), ["parking"]);
    house.verify().await;
}
