//! One car's whole way over real sockets, and every message that it put on the wire, judged by the platforms' tables.

use std::time::Duration;

use serde_json::{Value, json};

use crate::checker::{Message, judge};
use crate::harness::{City, Lot, id};

#[tokio::test]
async fn from_the_camera_to_the_city_and_back_to_the_gate() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut engine = lot.start().await;
    engine.sign_in().await;

    // In, with its picture, and out within the free minutes: it does not stop.
    let entered = engine.push("in-1", &id(1, 1), "粤B12345").await.unwrap();
    assert_eq!((&entered["fate"], &entered["open_gate"]), (&json!("entered"), &json!(true)), "{entered}");
    let again = engine.push("in-1", &id(1, 1), "粤B12345").await.unwrap();
    assert_eq!((&again["fate"], &again["open_gate"]), (&json!("repeat"), &json!(false)));
    let record = entered["record_id"].as_str().unwrap().to_owned();
    let left = engine.push("out-1", &id(2, 1), "粤B12345").await.unwrap();
    assert_eq!((&left["fate"], &left["record_id"]), (&json!("left"), &json!(record)), "{left}");

    // An old stay, a new-energy car, a car twice inside, one without an entry.
    engine.push_old("in-1", &id(1, 2), "粤BD12345", Duration::from_secs(5 * 3600)).await;
    assert_eq!(engine.push("out-1", &id(2, 2), "粤BD12345").await.unwrap()["fate"], "must_pay");
    assert_eq!(engine.push("in-2", &id(1, 3), "粤B88888").await.unwrap()["fate"], "entered");
    assert_eq!(engine.push("in-1", &id(1, 4), "粤B88888").await.unwrap()["fate"], "already_inside");
    assert_eq!(engine.push("out-2", &id(2, 5), "粤B8888B").await.unwrap()["fate"], "no_entry");
    let board = engine.call("board.snapshot", json!({})).await.unwrap();
    let lane = board["lanes"].as_array().unwrap().iter().find(|lane| lane["code"] == "out-2").unwrap().clone();
    assert_eq!(lane["waiting"]["candidates"][0]["vehicle"]["plate"], "粤B88888", "{lane}");

    // An impossible plate is refused with the field, and changes nothing.
    let bad = engine
        .http
        .post(format!("{}/lanes/in-1/reads", engine.lanes))
        .bearer_auth(crate::harness::LANE_TOKEN)
        .json(&json!({ "vehicle": { "plateNo": "粤B1234O" } }))
        .send()
        .await
        .unwrap();
    assert_eq!(bad.status(), 400);
    let said: Value = bad.json().await.unwrap();
    assert!(said["field"].as_str().unwrap().contains("plateNo") && said["rule_zh"].is_string(), "{said}");
    let stranger = engine.http.post(format!("{}/lanes/in-1/reads", engine.lanes)).body("{}").send().await.unwrap();
    assert_eq!(stranger.status(), 401);

    engine.drained().await;
    for (interface, own) in [("5004", &record), ("5005", &record)] {
        assert_eq!(city.counts(interface, own), (1, 1), "{interface}");
    }
    assert!(city.arrivals().iter().any(|a| a.interface == "2002"), "the same plate twice is reported");
    assert!(city.arrivals().iter().any(|a| a.interface == "2001"), "pictures go up");
    assert_eq!(city.disorder().await, Vec::<Value>::new());
    by_the_tables(&city).await;
    drop(engine);
    lot.verify();
}

/// Gives every message to the transcribed tables, where they are at hand: what went up, and what was asked and answered.
pub async fn by_the_tables(city: &City) {
    assert_eq!(judged(city).await, Vec::<String>::new());
}

/// The same; what was found to warn of comes back.
pub async fn judged(city: &City) -> Vec<String> {
    let up = city.arrivals().into_iter();
    let mut said: Vec<Message> = up.map(|a| message(a.interface, false, a.body)).collect();
    for asked in city.downlinks().await {
        // What the platform sent wrongly on purpose is not ours to answer for; how it was answered is.
        if let Some(answer) = asked.answer.filter(|_| !asked.code.starts_with(['5', '7'])) {
            said.push(message(asked.code, true, answer));
        }
    }
    let Some(verdict) = judge(said) else { return Vec::new() };
    assert!(verdict.errors.is_empty(), "{verdict:#?}");
    verdict.news().into_iter().map(str::to_owned).collect()
}

fn message(interface: String, reply: bool, body: String) -> Message {
    Message { platform: "city", interface, reply, body }
}
