//! Size, time, share.

use super::*;

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_and_no_larger() {
    let echo = Echo::new("city");
    let running = plain(CallbackSettings::default(), echo.clone()).await;
    assert_eq!(running.post("/city/6005", "x".repeat(LIMIT)).await.0, 200);
    assert_eq!(running.post("/city/6005", "x".repeat(LIMIT + 1)).await.0, 413);
    // Nothing declares the length of this one.
    let mut caller = running.connect().await;
    say(&mut caller, "POST /city/6005 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").await;
    for _ in 0..3 {
        say(&mut caller, &format!("{:x}\r\n{}\r\n", LIMIT / 2, "x".repeat(LIMIT / 2))).await;
    }
    say(&mut caller, "0\r\n\r\n").await;
    let said = rest_of(&mut caller).await;
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    assert_eq!(running.count(PushRefusal::TooLarge), 2);
    let limit_bytes = LIMIT;
    assert_eq!(*echo.turned_away.lock().unwrap(), [Unread::TooLarge { limit_bytes }; 2]);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let settings = CallbackSettings { body_timeout_ms: 100, ..CallbackSettings::default() };
    let running = plain(settings, Echo::new("city")).await;
    let mut caller = running.connect().await;
    say(&mut caller, "POST /city/6005 HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf").await;
    let said = rest_of(&mut caller).await;
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    assert_eq!(running.count(PushRefusal::TooSlow), 1);
}

#[tokio::test]
async fn a_head_that_does_not_come_is_not_waited_for() {
    let settings = CallbackSettings { head_timeout_ms: 100, ..CallbackSettings::default() };
    let running = plain(settings.clone(), Echo::new("city")).await;
    for begin in ["", "POST /city/6005 HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let mut caller = running.connect().await;
        say(&mut caller, begin).await;
        let said = rest_of(&mut caller).await;
        assert!(!said.contains("200"), "{said}");
    }
    // Neither is a handshake.
    let running = start(settings, Vec::new(), false).await;
    let mut caller = running.connect().await;
    assert_eq!(rest_of(&mut caller).await, "");
    assert_eq!(running.count(PushRefusal::NoTls), 1);
}

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_to_wait() {
    let settings = CallbackSettings { requests_per_minute: 1, request_burst: 2, ..CallbackSettings::default() };
    let echo = Echo::new("city");
    let running = plain(settings, echo.clone()).await;
    for status in [200, 200, 429] {
        assert_eq!(running.post("/city/6005", "a").await.0, status);
    }
    let client = running.client(|builder| builder);
    let answer = client.post(format!("{}/city/6005", running.base_url)).send().await.unwrap();
    let wait: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(running.post("/elsewhere", "a").await.0, 429, "an unknown path is no way around");
    assert_eq!(running.count(PushRefusal::OverLimit), 3);
}

#[tokio::test]
async fn connections_are_counted_and_capped() {
    let settings =
        CallbackSettings { max_connections: 1, max_connections_per_address: 1, ..CallbackSettings::default() };
    let echo = Echo::new("city");
    let running = plain(settings, echo.clone()).await;
    let mut first = running.connect().await;
    say(&mut first, "POST /city/6005 HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nwait").await;
    echo.begun.notified().await;
    assert_eq!(running.traffic.connections(), 1);
    let mut second = running.connect().await;
    assert_eq!(rest_of(&mut second).await, "");
    assert_eq!(running.count(PushRefusal::TooManyConnections), 1);
    drop(first);
    while running.traffic.connections() > 0 {
        tokio::task::yield_now().await;
    }
    echo.go_on.notify_one();
    assert_eq!(running.post("/city/6005", "a").await.0, 200);
}
