//! Cars that are not as the lanes say, up to the city: doubled, misread, without a plate, gone without leaving, past a shut
//! gate. Its answers are lost meanwhile, and every message is judged by the platform's tables.

use std::time::Duration;

use serde_json::{Value, json};

use crate::car::judged;
use crate::harness::{City, Engine, Lot, id};

const HOURS: Duration = Duration::from_secs(5 * 3600);

async fn waiting(engine: &Engine, code: &str) -> Value {
    let board = engine.call("board.snapshot", json!({})).await.unwrap();
    let lanes = board["lanes"].as_array().unwrap();
    lanes.iter().find(|lane| lane["code"] == code).unwrap().clone()
}

/// What the city has of a record by this interface: the last that it took.
fn told(city: &City, interface: &str, record: &str) -> Option<Value> {
    let arrivals = city.arrivals().into_iter().filter(|arrival| arrival.interface == interface);
    let mut items = arrivals.flat_map(|arrival| {
        let body: Value = serde_json::from_str(&arrival.body).unwrap_or_default();
        body["data"].as_array().cloned().unwrap_or_default()
    });
    items.rfind(|item| item["id"] == record)
}

#[tokio::test]
async fn what_a_person_puts_right_reaches_the_city_through_lost_answers() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    city.faults(json!({ "add": [{ "fault": { "kind": "withhold" }, "times": 3 }] })).await;

    // A car that left unseen comes in again; another one was misread at its entry.
    let old = engine.push_old("in-1", &id(1, 1), "粤B12345", HOURS).await["record_id"].as_str().unwrap().to_owned();
    assert_eq!(engine.push("in-2", &id(1, 2), "粤B12345").await.unwrap()["fate"], "already_inside");
    let lane = waiting(&engine, "in-2").await;
    let end = json!({
        "lane_id": lane["id"], "read_id": lane["waiting"]["read"]["read_id"], "record_id": old, "how": "left_unseen",
        "reason": "录像确认已出场",
    });
    let new = engine.call("lane.end_double", end).await.unwrap()["record_id"].as_str().unwrap().to_owned();
    let misread = engine.push("in-1", &id(1, 3), "粤B88888").await.unwrap()["record_id"].as_str().unwrap().to_owned();
    assert_eq!(engine.push("in-2", &id(1, 4), "粤B88888").await.unwrap()["fate"], "already_inside");
    let lane = waiting(&engine, "in-2").await;
    let end = json!({
        "lane_id": lane["id"], "read_id": lane["waiting"]["read"]["read_id"], "record_id": misread, "how": "inside_misread",
        "plate": "粤B88880", "reason": "图上是 0",
    });
    engine.call("lane.end_double", end).await.unwrap();

    // Cars that nobody sees in the lot.
    let gone = engine.push_old("in-1", &id(1, 5), "粤B55555", HOURS).await["record_id"].as_str().unwrap().to_owned();
    let walk = engine.call("walk.compare", json!({ "plates": "粤B88888,粤B88880,粤B12345" })).await.unwrap();
    let unseen: Vec<&Value> = walk["unseen"].as_array().unwrap().iter().map(|car| &car["record_id"]).collect();
    assert_eq!(unseen, [&json!(gone)]);
    let close = json!({ "record_ids": [gone], "fee": "owed", "reason": "巡场未见" });
    let closed = engine.call("walk.close", close).await.unwrap();
    assert_eq!(closed["rows"][0]["refusal"], Value::Null, "{closed}");

    engine.drained().await;
    for (record, kind) in [(&old, 1), (&gone, 1)] {
        let left = told(&city, "5005", record).expect("it left");
        assert_eq!(left["recordType"], kind, "{left}");
        assert_eq!(city.counts("5005", record).0, 1, "taken once, however often it came");
    }
    assert_eq!(told(&city, "5006", &misread).unwrap()["parkCarInfo"]["plateNo"], "粤B88880");
    assert!(told(&city, "5004", &new).is_some());
    assert_eq!(city.disorder().await, Vec::<Value>::new());
    // An abnormal exit says what was due and that nothing was received; the tables only find that odd.
    let odd = "5005 warn: data[0].received received 0.00, but receivables - discount = 30.00";
    let warnings = judged(&city).await;
    assert!(warnings.len() <= 2 && warnings.iter().all(|warning| warning.ends_with(odd)), "{warnings:?}");
    drop(engine);
    lot.verify();
}

/// The lane's own sensors say something.
async fn says(engine: &Engine, lane: &str, what: &str, command: &Value) {
    let url = format!("{}/lanes/{lane}/signals", engine.lanes);
    let said = json!({ "what": what, "gate_command_id": command });
    let sent = engine.http.post(url).bearer_auth(crate::harness::LANE_TOKEN).json(&said).send().await.unwrap();
    assert!(sent.status().is_success(), "{}", sent.status());
}

#[tokio::test]
async fn a_paid_car_that_went_back_is_told_of_once_and_pays_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    let car = engine.push_old("in-1", &id(1, 1), "粤B12345", HOURS).await["record_id"].as_str().unwrap().to_owned();
    let lane = waiting(&engine, "out-1").await["id"].clone();
    let pay = async |no: u64, due: &Value| {
        let cash =
            json!({ "request_id": id(3, no), "record_id": car, "lane_id": lane, "due_fen": due, "received_fen": due });
        engine.call("exit.pay_cash", cash).await.unwrap()["gate_command_id"].clone()
    };
    let quote = async || engine.call("exit.quote", json!({ "record_id": car })).await.unwrap();

    assert_eq!(engine.push("out-1", &id(2, 1), "粤B12345").await.unwrap()["fate"], "must_pay");
    let first = quote().await["due_fen"].clone();
    let command = pay(1, &first).await;
    engine.drained().await;
    // The gate stays shut, the car goes back; the city's answers are lost from here on.
    city.faults(json!({ "add": [{ "fault": { "kind": "withhold" }, "times": 3 }] })).await;
    says(&engine, "out-1", "not_opened", &command).await;
    let inside = json!({ "lane_id": lane, "command_id": command, "reason": "道闸未开，倒车回场" });
    let stays = engine.call("lane.still_inside", inside).await.unwrap();
    assert_eq!((&stays["paid_fen"], &stays["due_fen"]), (&first, &json!(0)));
    engine.drained().await;
    let told_inside = told(&city, "5006", &car).expect("it is told that it is inside");
    assert!(told_inside.get("leaveTime").is_none(), "{told_inside}");
    let detail = engine.call("record.detail", json!({ "record_id": car })).await.unwrap();
    assert_eq!((&detail["record"]["state"], &detail["record"]["received_fen"]), (&json!("inside"), &first));

    // Within the minutes for leaving it goes, and nothing is asked.
    let gone = engine.push("out-1", &id(2, 2), "粤B12345").await.unwrap();
    assert_eq!((&gone["fate"], &gone["record_id"]), (&json!("left"), &json!(car)), "{gone}");
    engine.drained().await;
    let last = told(&city, "5006", &car).unwrap();
    assert!(
        last["leaveTime"].is_string() && last["chargeIdList"].as_array().is_some_and(|ids| ids.len() == 1),
        "{last}"
    );
    assert_eq!(city.counts("5004", &car).0, 1);
    assert_eq!(city.counts("5005", &car).0, 1, "an exit is told once");
    assert_eq!(city.counts("5008", &id(3, 1)).0, 1, "and so is a payment");
    assert_eq!(city.disorder().await, Vec::<Value>::new());
    judged(&city).await;
    drop(engine);
    lot.verify();
}
