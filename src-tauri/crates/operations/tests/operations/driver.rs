//! What a lane's driver is told: nobody, welcome, the fee, thanks and change, please wait.

use lotdesk_operations::Caller;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

/// Asked by a window with nobody signed in, as the driver's screen does.
async fn at(house: &House, lane: u8) -> Value {
    house.desk.call(&Caller::Window(None), "driver.show", json!({ "lane_id": guid(lane) })).await.unwrap()
}

#[tokio::test]
async fn a_driver_sees_the_fee_then_the_change_and_then_the_free_spaces() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let idle = at(&house, EXIT).await;
    assert_eq!((&idle["showing"]["kind"], &idle["free"], &idle["total"]), (&json!("idle"), &json!(2), &json!(3)));

    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    let welcome = at(&house, ENTRY).await;
    assert_eq!(welcome["showing"], json!({ "kind": "welcome", "car": { "plate": "粤B12345", "color": null } }));
    assert_eq!(welcome["free"], 1);
    house.later(70);
    assert_eq!(at(&house, ENTRY).await["showing"]["kind"], "idle", "a welcome is over after a while");

    house.read(EXIT, "粤B12345").await;
    let pay = at(&house, EXIT).await;
    let expected = json!({
        "kind": "pay", "car": { "plate": "粤B12345", "color": null }, "minutes": 70, "fee_fen": 800, "discount_fen": 0,
        "paid_fen": 0, "due_fen": 800,
    });
    assert_eq!(pay["showing"], expected);
    let cash = json!({
        "request_id": guid(50), "record_id": record, "lane_id": guid(EXIT), "due_fen": 800, "received_fen": 1000,
    });
    house.window(&token, "exit.pay_cash", cash).await.unwrap();
    house.later_ms(1_000);
    let thanks = at(&house, EXIT).await;
    let car = json!({ "plate": "粤B12345", "color": null });
    let said = json!({ "kind": "thanks", "car": car, "paid_fen": 800, "tendered_fen": 1000, "change_fen": 200 });
    assert_eq!((&thanks["showing"], &thanks["again_ms"]), (&said, &json!(19_000)));
    house.later_ms(19_000);
    let over = at(&house, EXIT).await;
    assert_eq!((&over["showing"]["kind"], &over["again_ms"], &over["free"]), (&json!("idle"), &Value::Null, &json!(2)));
}

#[tokio::test]
async fn what_an_attendant_has_to_settle_is_no_more_than_please_wait() {
    let house = House::new().await;
    house.read(EXIT, "粤B54321").await;
    let held = at(&house, EXIT).await;
    assert_eq!(held["showing"], json!({ "kind": "wait", "car": { "plate": "粤B54321", "color": null } }));
    let text = held.to_string();
    for inner in ["operator", "no_entry", "record_id", "candidates"] {
        assert!(!text.contains(inner), "a driver's screen is told of {inner}: {text}");
    }
    house.read(ENTRY, "粤B11111").await;
    house.read(ENTRY, "粤B22222").await;
    house.later(1);
    house.read(ENTRY, "粤B33333").await;
    assert_eq!(at(&house, ENTRY).await["showing"], json!({ "kind": "full" }));
}

#[tokio::test]
async fn a_car_within_the_free_minutes_is_bidden_farewell() {
    let house = House::new().await;
    house.read(ENTRY, "粤B12345").await;
    house.later(5);
    house.read(EXIT, "粤B12345").await;
    let out = at(&house, EXIT).await;
    assert_eq!((&out["showing"]["kind"], &out["showing"]["paid_fen"]), (&json!("thanks"), &json!(0)));
    let nowhere = house.desk.call(&Caller::Window(None), "driver.show", json!({ "lane_id": guid(99) })).await.unwrap();
    assert_eq!(nowhere["lane"]["id"], json!(guid(EXIT)), "a lane that is gone gives way to the first exit");
}
