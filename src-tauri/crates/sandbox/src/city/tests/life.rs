//! The path of a car, sessions, the journal.

use super::*;

#[tokio::test]
async fn the_path_of_a_car_over_https() {
    let dir = tempfile::tempdir().unwrap();
    let ca_pem_path = dir.path().join("tls").join("city-ca.pem");
    let client = Client::start_with(|c| c.transport = Transport::Https { ca_pem_path }).await;
    assert!(client.city.base_url.starts_with("https://127.0.0.1:"));
    client.describe().await;
    for (interface, data) in [("5004", entry()), ("5008", charge()), ("5005", exit())] {
        let reply = client.call_text(interface, &data).await;
        assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0), "{reply}");
        assert_eq!(reply["timestamp"], 1_772_000_000);
    }
    let reply = client.call("5003", json!([{ "parkCode": LOT, "usedSpaces": 0, "unusedSpaces": 100 }])).await;
    assert_eq!(reply["data"], json!([{ "parkCode": LOT }]));
    let record = client.city.record(RECORD).unwrap();
    assert_eq!((record.plate.as_str(), record.charge_ids.len()), ("粤B88888", 1));
    assert_eq!(record.leave_time.as_deref(), Some("2026-03-01 09:05:00"));
    assert_eq!(client.city.disorder(), []);
    client.city.stop().await;
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_authority_gets_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let ca_pem_path = dir.path().join("ca.pem");
    let client = Client::start_with(|c| c.transport = Transport::Https { ca_pem_path }).await;
    let stranger = Client::start().await;
    let refused = stranger.http.post(format!("{}/1001", client.city.base_url)).body("{}").send().await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn logins_tokens_and_their_end() {
    let mut client = Client::start_with(|c| c.token_life_s = 60).await;
    assert_eq!(code(&client.call("1001", json!([client.login_item("wrong")])).await), 3001);
    let clear = json!([{ "userId": client.city.account, "password": "demo-password" }]);
    assert_eq!(code(&client.call("1001", clear).await), 3001, "a password in clear is none");

    assert_eq!(code(&client.call("3001", json!([lot()])).await), 0);
    let good = std::mem::replace(&mut client.token, "made-up".into());
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
    client.token = String::new();
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
    client.token = good.clone();

    // 1002 gives a new token, and the old one is worth nothing.
    let mut refresh = client.login_item("demo-password");
    refresh["accessToken"] = json!(good);
    let reply = client.call("1002", json!([refresh])).await;
    assert_eq!(reply["data"][0]["expiresIn"], 60);
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
    client.token = reply["data"][0]["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 0);

    client.clock.0.fetch_add(60_000, Ordering::SeqCst);
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002, "expiresIn has passed");
    client.login().await;
    let reply = client.call("1003", json!([{ "accessToken": client.token }])).await;
    assert_eq!((reply["resultCode"].as_u64(), reply["data"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert_eq!(code(&client.call("3001", json!([lot()])).await), 3002);
}

#[tokio::test]
async fn the_journal_outlives_the_platform() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("city.jsonl");
    let client = Client::start_with(|c| c.journal = Some(path.clone())).await;
    client.describe().await;
    client.call_text("5004", &entry()).await;
    client.call_text("5008", &charge()).await;
    let (effects, arrivals, port) = (client.city.effects(), client.city.arrivals(), client.city.port());
    assert_eq!(read_journal(&path).unwrap(), arrivals);
    assert!(arrivals.iter().any(|a| a.body.contains("\"received\":17.00")), "the body is there as it came");
    client.city.stop().await;

    let again = Client::start_with(|c| {
        c.journal = Some(path.clone());
        c.port = port;
    })
    .await;
    assert_eq!(again.city.port(), port, "it is back at the same address");
    assert_eq!(again.city.effects(), effects);
    assert_eq!(code(&again.call_text("5005", &exit()).await), 0, "it knows the record and the payment");
    assert_eq!(again.city.disorder(), []);
    let numbers: Vec<_> = read_journal(&path).unwrap().iter().map(|a| a.no).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
}
