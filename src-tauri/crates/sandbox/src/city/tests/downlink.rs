//! The downlink console against a callback server of the tests' own, over TLS.

use std::sync::Mutex;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use tokio::sync::watch;

use super::*;

/// What came: path, `Authorization`, body.
type Came = (String, Option<String>, String);

struct Callback {
    came: Mutex<Vec<Came>>,
    count: watch::Sender<usize>,
    says: Mutex<String>,
    url: String,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl Callback {
    async fn start() -> Arc<Self> {
        let folder = tempfile::tempdir().unwrap();
        let acceptor = tls::acceptor(&folder.path().join("ca.pem")).unwrap();
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let callback = Arc::new(Self {
            came: Mutex::default(),
            count: watch::Sender::new(0),
            says: Mutex::new(r#"{"resultCode":0,"timestamp":1772000000,"data":[]}"#.into()),
            url: format!("https://{}/city", socket.local_addr().unwrap()),
            stop: CancellationToken::new(),
            _folder: folder,
        });
        let router = Router::new().fallback(take).with_state(callback.clone());
        tokio::spawn(listener::run(socket, Some(acceptor), router, callback.stop.clone()));
        callback
    }

    fn newest(&self) -> Came {
        self.came.lock().unwrap().last().cloned().unwrap()
    }

    /// Waits until so many requests have come in all.
    async fn has(&self, count: usize) {
        self.count.subscribe().wait_for(|came| *came == count).await.unwrap();
    }
}

async fn take(State(callback): State<Arc<Callback>>, uri: Uri, headers: HeaderMap, body: String) -> String {
    let authorization = headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
    callback.came.lock().unwrap().push((uri.path().to_owned(), authorization, body));
    callback.count.send_modify(|count| *count += 1);
    callback.says.lock().unwrap().clone()
}

impl Client {
    /// Logs in and names the callback server.
    async fn register(&mut self, callback: &Callback) {
        let mut item = self.login_item("demo-password");
        item["callbackServer"] = callback.url.clone().into();
        let reply = self.call("1001", json!([item])).await;
        assert_eq!(reply["resultCode"], 0, "{reply}");
        self.token = reply["data"][0]["accessToken"].as_str().unwrap().to_owned();
    }

    async fn down(&self, order: &str) -> Downlink {
        self.city.downlink(serde_json::from_str(order).unwrap()).await.unwrap()
    }
}

const ASK: &str = r#"{"code":"6005","data":{"parkCode":"44030400100101000010","plateNo":"B12"}}"#;

#[tokio::test]
async fn it_asks_the_registered_server_with_the_token_that_it_gave() {
    let mut client = Client::start().await;
    assert!(client.down(ASK).await.why.unwrap().contains("callbackServer"));
    let callback = Callback::start().await;
    let first = client.token.clone();
    client.register(&callback).await;
    let done = client.down(ASK).await;
    assert!(done.sound(), "{done:?}");
    assert_eq!((done.status, done.to), (Some(200), format!("{}/6005", callback.url)));
    let data = r#"[{"parkCode":"44030400100101000010","plateNo":"B12"}]"#;
    let sign = sha1_hex(data.as_bytes());
    let sent = format!(r#"{{"timestamp":1772000000,"sign":"{sign}","data":{data}}}"#);
    assert_eq!(callback.newest(), ("/city/6005".into(), Some(format!("bearer {}", client.token)), sent.clone()));
    // Everything about it can be wrong on demand.
    for (with, header) in [
        (r#""previous""#, Some(format!("bearer {first}"))),
        (r#""none""#, None),
        (r#"{"header":"bearer guessed"}"#, Some("bearer guessed".into())),
    ] {
        client.down(&ASK.replacen('{', &format!(r#"{{"authorization":{with},"#), 1)).await;
        assert_eq!(callback.newest().1, header);
    }
    client.down(&ASK.replacen('{', r#"{"sign":"00","timestamp":125555556621,"#, 1)).await;
    assert_eq!(callback.newest().2, format!(r#"{{"timestamp":125555556621,"sign":"00","data":{data}}}"#));
    client.down(&json!({ "code": 6005, "body": sent }).to_string()).await;
    assert_eq!(callback.newest().2, sent);
    client.city.faults(FaultOrder { clock_skew_s: Some(-41), ..FaultOrder::default() });
    let done = client.down(ASK).await;
    assert!(callback.newest().2.contains("1771999959"));
    assert!(done.sound(), "41 s are no reason: {done:?}");
    *callback.says.lock().unwrap() = r#"{"resultCode":1,"timestamp":1772000000,"data":[]}"#.into();
    assert!(!client.down(ASK).await.sound());
    assert_eq!(client.city.downlinks().len(), 9);
    callback.stop.cancel();
}

#[tokio::test]
async fn it_hangs_up_where_a_rule_names_the_downlink() {
    let mut client = Client::start().await;
    let callback = Callback::start().await;
    client.register(&callback).await;
    client.city.fault(None, None, Fault::CutBefore);
    client.city.fault(Some("6005"), Some(1), Fault::LoseReply);
    client.city.fault(Some("6005"), Some(1), Fault::CutBefore);
    client.city.fault(Some("6005"), Some(1), Fault::Garbage);
    client.city.fault(Some("6005"), Some(1), Fault::Delay { delay_ms: 1 });
    assert_eq!(client.down(ASK).await.why.as_deref(), Some("hung up on purpose"));
    callback.has(1).await;
    assert_eq!(client.down(ASK).await.why.as_deref(), Some("hung up on purpose"));
    assert!(client.down(ASK).await.sent.starts_with("<html>"));
    callback.has(2).await;
    assert!(callback.newest().2.starts_with("<html>"), "half a request is none");
    assert!(client.down(ASK).await.sound() && client.down(ASK).await.sound());
    callback.stop.cancel();
}

#[tokio::test]
async fn it_speaks_with_the_certificate_that_it_was_told_of() {
    let mut client = Client::start().await;
    let callback = Callback::start().await;
    client.register(&callback).await;
    let right = client.down(ASK).await.fingerprint.unwrap();
    client.city.pin_callback(&"0".repeat(64)).unwrap();
    let refused = client.down(ASK).await;
    assert!(refused.why.unwrap().contains(&right) && refused.answer.is_none());
    assert!(client.down(&json!({ "code": "6005", "fingerprint": right }).to_string()).await.answer.is_some());
    callback.stop.cancel();
}
