//! Settings and secrets changed while the lot works: another platform takes over, a broken edit changes nothing, a
//! changed password is used at once. Nothing is lost, nothing is sent twice.

use std::time::{Duration, Instant};

use lotdesk_sandbox::city::ItemFate;
use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, LANE_TOKEN, Lot, id};

async fn link_comes_to(engine: &Engine, state: &str) {
    let deadline = Instant::now() + COMES_WITHIN;
    loop {
        let board = engine.call("board.snapshot", json!({})).await.expect("it answers");
        if board["links"][0]["state"] == state {
            return;
        }
        assert!(Instant::now() < deadline, "the link does not come to be {state}: {}", board["links"]);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn settings(lot: &Lot) -> String {
    std::fs::read_to_string(lot.data.join("lotdesk.toml")).unwrap()
}

fn edit(lot: &Lot, text: &str) {
    std::fs::write(lot.data.join("lotdesk.toml"), text).unwrap();
}

fn taken(city: &City, interface: &str) -> usize {
    let fates = city.arrivals().into_iter().filter(|a| a.interface == interface).flat_map(|a| a.items);
    fates.filter(|fate| *fate == ItemFate::Taken).count()
}

#[tokio::test]
async fn another_platform_takes_over_while_cars_come() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| {
        let place = folder.path().join(name);
        std::fs::create_dir(&place).unwrap();
        place
    };
    let (first, second) = (City::start(&place("first")), City::start(&place("second")));
    let lot = Lot::set_up(folder.path(), &first);
    lot.over_tcp(&first);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    engine.drained().await;
    let lanes = taken(&first, "3002");
    assert!(lanes > 0);

    // Replies stay away while the settings change: what is under way is neither lost nor forgotten.
    first.faults(json!({ "add": [{ "fault": { "kind": "withhold" } }] })).await;
    for n in 1..=3 {
        engine.push("in-1", &id(1, n), &format!("粤B1000{n}")).await.unwrap();
    }
    let moved = settings(&lot)
        .replace(&first.base_url, &second.base_url)
        .replace(&first.tcp_address, &second.tcp_address)
        .replace(&first.ca_file.display().to_string(), &second.ca_file.display().to_string());
    edit(&lot, &moved);
    let done = engine.call("config.reload", json!({})).await.unwrap();
    assert_eq!(done["begun_anew"], json!(["platforms.city"]), "{done}");
    assert_eq!(done["at_next_start"], json!([]));
    for n in 4..=6 {
        engine.push("in-2", &id(1, n), &format!("粤B1000{n}")).await.unwrap();
    }
    engine.drained().await;
    link_comes_to(&engine, "up").await;
    first.faults(json!({ "clear": true })).await;

    // The new platform knows the lot before it hears of a car, and has every car that the first one has not confirmed.
    let arrivals = second.arrivals();
    let first_of = |interface: &str| arrivals.iter().position(|a| a.interface == interface).expect("it came");
    assert!(first_of("3001") < first_of("5004"));
    assert_eq!(taken(&second, "3002"), lanes);
    assert_eq!(taken(&second, "5004"), 6);
    assert_eq!(second.disorder().await, Vec::<Value>::new());
    assert!(arrivals.iter().any(|a| a.interface == "1004" && a.remark.is_none()), "the TCP side moved too");
    engine.process.end();
    lot.verify();

    // Started anew on the same settings, nothing is told twice.
    let before = taken(&second, "3001");
    let mut engine = lot.start().await;
    engine.sign_in().await;
    engine.drained().await;
    assert_eq!(taken(&second, "3001"), before);
}

#[tokio::test]
async fn a_broken_edit_is_refused_with_its_field_and_the_lot_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    engine.drained().await;
    let good = settings(&lot);
    for (bad, field) in [
        (good.replace("timeout_ms = 3000", "timeout_ms = \"soon\""), "platforms.city.timeout_ms"),
        (good.replace("https://", "http://park.example/?x="), "platforms.city.base_url"),
        (good.replace("timeout_ms = 3000", "timeout_mss = 3000"), "platforms.city.timeout_mss"),
        (good.replace("[secrets]", "[secrets]\npassword = \"hunter-two\""), "secrets.password"),
        (good.replace("ca_file = ", "client_key_file = \"k.pem\"\nca_file = "), "platforms.city.client_cert_file"),
        (good.replace("city-ca.pem", "no-such.pem"), "platforms.city.ca_file"),
    ] {
        edit(&lot, &bad);
        let refusal = engine.call("config.reload", json!({})).await.unwrap_err();
        assert_eq!(refusal.field.as_deref(), Some(field), "{refusal}");
        assert!(!refusal.zh.contains("hunter") && !refusal.en.contains("hunter"), "{refusal:?}");
        let state = engine.call("config.state", json!({})).await.unwrap();
        assert_eq!(state["refused"]["refusal"]["field"], json!(field));
    }
    // The watcher sees the same edits and keeps what runs, too.
    engine.push("in-1", &id(1, 1), "粤B20001").await.unwrap();
    engine.drained().await;
    edit(&lot, &good);
    engine.call("config.reload", json!({})).await.unwrap();
    let state = engine.call("config.state", json!({})).await.unwrap();
    assert_eq!(state["refused"], Value::Null);
    let set = |name: &str| state["secrets"].as_array().unwrap().iter().any(|s| s["name"] == name && s["set"] == true);
    assert!(set("city.password") && set("city.des_key"), "{state}");
    assert!(!state.to_string().contains("demo-password"), "a secret is named, never shown");
}

#[tokio::test]
async fn a_changed_secret_is_used_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    engine.drained().await;
    // Nobody says `config.reload`: the engine sees that the secrets file is another one.
    lot.secret("city.password", "not-the-password");
    link_comes_to(&engine, "login_refused").await;
    engine.push("in-1", &id(1, 1), "粤B30001").await.unwrap();
    lot.secret("city.password", "demo-password");
    engine.drained().await;
    link_comes_to(&engine, "up").await;
    assert_eq!(taken(&city, "5004"), 1);
    // A key that cannot be one is refused, and what runs goes on.
    lot.secret("city.des_key", "short");
    let refusal = engine.call("config.reload", json!({})).await.unwrap_err();
    assert_eq!(refusal.field.as_deref(), Some("city.des_key"), "{refusal}");
    engine.push("in-1", &id(1, 2), "粤B30002").await.unwrap();
    engine.drained().await;
}

#[tokio::test]
async fn a_lanes_token_that_was_replaced_is_turned_away_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut engine = lot.start().await;
    engine.sign_in().await;
    let status = async |token: &str, read: u64| {
        let body = json!({ "read_id": id(9, read), "confidence": 96, "vehicle": { "plateNo": "粤B40001" } });
        let url = format!("{}/lanes/in-1/reads", engine.lanes);
        engine.http.post(url).bearer_auth(token).json(&body).send().await.unwrap().status().as_u16()
    };
    assert_eq!(status(LANE_TOKEN, 1).await, 200);
    let another = "another-token-of-in-1";
    lot.secret("lane.in-1.token", another);
    let deadline = Instant::now() + COMES_WITHIN;
    while status(another, 2).await != 200 {
        assert!(Instant::now() < deadline, "the new token is not taken");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(status(LANE_TOKEN, 3).await, 401, "the one that leaked");
}
