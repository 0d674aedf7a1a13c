//! The city's TCP side beside HTTPS: login, heartbeats, its requests, cuts, and a quiet end.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, Lot, id};

/// Asks until the lot is connected: the connection is made while the engine starts, and again after a cut.
pub async fn asked(city: &City, command: u16) -> Value {
    let deadline = Instant::now() + COMES_WITHIN;
    loop {
        match city.ask(command, json!([{}])).await {
            Ok(answer) => return answer,
            Err(why) => assert!(Instant::now() < deadline, "{why}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub async fn exercised(engine: &Engine, interface: &str) -> bool {
    let rows = engine.call("system.interfaces", json!({})).await.expect("it answers");
    let rows = rows["rows"].as_array().expect("a list").clone();
    let row = rows.iter().find(|row| row["platform"] == "city" && row["id"] == interface).expect("it is listed");
    row["exercised"].is_number()
}

pub async fn comes_to_be_exercised(engine: &Engine, interface: &str) {
    let deadline = Instant::now() + COMES_WITHIN;
    while !exercised(engine, interface).await {
        assert!(Instant::now() < deadline, "{interface} was not exercised");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn logins(city: &City) -> usize {
    city.arrivals().iter().filter(|a| a.interface == "1004" && a.remark.is_none()).count()
}

#[tokio::test]
async fn the_city_asks_over_tcp_and_is_answered_honestly() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    lot.over_tcp(&city);
    let mut engine = lot.start().await;
    engine.sign_in().await;

    // What goes up only is not asked of us.
    let answer = asked(&city, 5004).await;
    assert_eq!((&answer["resultCode"], &answer["data"][0]["code"]), (&json!(1), &json!(1000)), "{answer}");
    asked(&city, 6005).await;
    for interface in ["1004", "1006", "6005"] {
        comes_to_be_exercised(&engine, interface).await;
    }
    assert!(!exercised(&engine, "1005").await);

    // Both transports at once, and neither a cut nor garbage on the one disturbs the other.
    for (n, trouble) in [json!({ "tcp_cut": true }), json!({ "tcp_garbage": true })].into_iter().enumerate() {
        let before = logins(&city);
        city.faults(trouble).await;
        let n = u8::try_from(n).unwrap();
        engine.push("in-1", &id(1, u64::from(n) + 1), &format!("粤B1234{n}")).await.unwrap();
        let deadline = Instant::now() + COMES_WITHIN;
        while logins(&city) == before {
            assert!(Instant::now() < deadline, "it does not come back by itself");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(asked(&city, 6005).await["resultCode"], 1);
        engine.drained().await;
    }

    assert!(!city.arrivals().iter().any(|a| a.interface == "1005"));
    engine.process.end();
    assert_eq!(city.arrivals().iter().filter(|a| a.interface == "1005" && a.remark.is_none()).count(), 1);
    crate::car::by_the_tables(&city).await;
    lot.verify();
}
