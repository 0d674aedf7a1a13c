//! What goes wrong on purpose.

use std::time::Duration;

use super::*;

#[tokio::test]
async fn faults_strike_as_often_as_they_are_told() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(Some("5004"), Some(1), Fault::CutBefore);
    client.city.fault(Some("5004"), Some(1), Fault::LoseReply);
    client.city.fault(Some("5004"), Some(1), Fault::Garbage);
    client.city.fault(Some("5004"), Some(1), Fault::Refuse { code: 1500, words: "没有空余对象".into() });
    assert!(client.call_lost("5004", &entry()).await.is_request());
    assert!(client.city.record(RECORD).is_none(), "cut before it took effect");
    assert!(client.call_lost("5004", &entry()).await.is_request());
    assert!(client.city.record(RECORD).is_some(), "the reply was lost, the effect was not");
    assert!(client.send("5004", signed(&entry())).await.unwrap().starts_with("<html>"));
    assert_eq!(code(&client.call_text("5004", &entry()).await), 1500);
    assert_eq!(code(&client.call_text("5004", &entry()).await), 0, "all of them are used up");
    let arrivals = client.city.arrivals();
    let last: Vec<_> =
        arrivals.iter().filter(|a| a.interface == "5004").map(|a| (a.ids.clone(), a.items.clone())).collect();
    let ids = vec![RECORD.to_owned()];
    assert_eq!(
        last,
        [
            (ids.clone(), vec![]),
            (ids.clone(), vec![ItemFate::Taken]),
            (ids.clone(), vec![ItemFate::Repeated]),
            (ids.clone(), vec![]),
            (ids, vec![ItemFate::Repeated]),
        ]
    );
}

#[tokio::test]
async fn withheld_replies_wait_for_their_release() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(None, None, Fault::Withhold);
    let before = client.city.arrivals().len() as u64;
    let waiting = tokio::spawn({
        let (http, url, body) = (client.http.clone(), format!("{}/5004", client.city.base_url), signed(&entry()));
        let token = format!("bearer {}", client.token);
        async move {
            let request = http.post(url).header("Content-Type", "application/json").header("Authorization", token);
            request.body(body).send().await?.text().await
        }
    });
    client.city.arrived(before + 1).await;
    assert!(client.city.record(RECORD).is_some(), "it took effect");
    assert!(!waiting.is_finished());
    client.city.heal();
    let reply: Value = serde_json::from_str(&waiting.await.unwrap().unwrap()).unwrap();
    assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0));
}

#[tokio::test]
async fn a_client_that_gives_up_is_forgotten_and_the_effect_stays() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(None, Some(1), Fault::Withhold);
    let before = client.city.arrivals().len() as u64;
    let url = format!("{}/5004", client.city.base_url);
    let request = client.http.post(url).header("Content-Type", "application/json");
    let request = request.header("Authorization", format!("bearer {}", client.token)).body(signed(&entry()));
    tokio::select! {
        _ = request.send() => panic!("the reply is withheld"),
        () = client.city.arrived(before + 1) => {}
    }
    assert!(client.city.record(RECORD).is_some());
    client.city.stop().await;
}

#[tokio::test]
async fn faults_by_the_control_endpoint() {
    let mut client = Client::start().await;
    client.describe().await;
    let root = client.city.base_url.replace("/api/1.0", "/_sandbox");
    let order = async |order: Value| -> Value {
        let reply = client.http.post(format!("{root}/faults")).json(&order).send().await.unwrap();
        reply.json().await.unwrap()
    };
    let rules = order(json!({ "expire_tokens": true, "clock_skew_s": 90, "add": [{ "interface": "5003", "times": 2,
        "fault": { "kind": "refuse", "code": 1007, "words": "超出规定值范围" } }] }))
    .await;
    assert_eq!((&rules["clock_skew_s"], &rules["rules"][0]["times"]), (&json!(90), &json!(2)));
    let counts = json!([{ "parkCode": LOT, "usedSpaces": 0, "unusedSpaces": 100 }]);
    let reply = client.call("5002", json!([{ "id": CAMERA, "state": 1 }])).await;
    assert_eq!((code(&reply), reply["timestamp"].as_i64()), (3002, Some(1_772_000_090)));
    let _ = order;
    client.login().await;
    assert_eq!(code(&client.call("5003", counts.clone()).await), 1007);
    let cleared: Value = client
        .http
        .post(format!("{}/faults", client.city.base_url.replace("/api/1.0", "/_sandbox")))
        .json(&json!({ "clear": true }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(cleared, json!({ "rules": [], "clock_skew_s": 0 }));
    assert_eq!(code(&client.call("5003", counts).await), 0);
    let root = client.city.base_url.replace("/api/1.0", "/_sandbox");
    let effects: Vec<Effect> = client.http.get(format!("{root}/effects")).send().await.unwrap().json().await.unwrap();
    assert_eq!(effects, client.city.effects());
}

#[tokio::test]
async fn a_delayed_reply_comes_late() {
    let client = Client::start().await;
    client.describe().await;
    client.city.fault(Some("5004"), Some(1), Fault::Delay { delay_ms: 200 });
    let begun = std::time::Instant::now();
    assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
    assert!(begun.elapsed() >= Duration::from_millis(200));
}
