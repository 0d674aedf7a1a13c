//! The TCP side under hand-made frames.

use std::time::{Duration, Instant};

use futures::{SinkExt, StreamExt};
use lotdesk_protocols::city::frame::{Frame, FrameCodec};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_util::codec::Framed;

use super::*;

pub(super) struct Caller {
    frames: Framed<TlsStream<TcpStream>, FrameCodec>,
    next: u32,
    asked: (u32, u16),
}

async fn city(folder: &tempfile::TempDir) -> CityHandle {
    let clock = Arc::new(HandClock(AtomicI64::new(1_772_000_000_000)));
    let ca_pem_path = folder.path().join("ca.pem");
    let config = CityConfig { transport: Transport::Https { ca_pem_path }, tcp_port: Some(0), ..config(&clock) };
    CityHandle::start(config).await.unwrap()
}

impl Caller {
    async fn connect(city: &CityHandle) -> Self {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(city.ca_pem_path().unwrap()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(city.tcp_address.as_deref().unwrap()).await.unwrap();
        let tls = tokio_rustls::TlsConnector::from(Arc::new(tls));
        let stream = tls.connect(ServerName::try_from("127.0.0.1").unwrap(), stream).await.unwrap();
        Self { frames: Framed::new(stream, FrameCodec), next: 1, asked: (0, 0) }
    }

    pub(super) async fn logged_in(city: &CityHandle) -> Self {
        let mut caller = Self::connect(city).await;
        let reply = caller.call(1004, &login(city, &city.password).to_string()).await.unwrap();
        assert_eq!(reply["resultCode"], 0, "{reply}");
        caller
    }

    /// Waits for the platform to ask: interface and envelope.
    pub(super) async fn asked(&mut self) -> (u16, Value) {
        let frame = self.frames.next().await.unwrap().unwrap();
        self.asked = (frame.packet_no, frame.command);
        (frame.command, serde_json::from_slice(&frame.data).unwrap())
    }

    /// Answers what was asked last.
    pub(super) async fn answers(&mut self, data: &str) {
        let (packet_no, command) = self.asked;
        self.frames.send(Frame::reply(packet_no, command, data.to_owned())).await.unwrap();
    }

    /// Sends a request whose `data` is this text; nothing when the platform ended the connection.
    async fn call(&mut self, command: u16, data: &str) -> Option<Value> {
        let no = self.next;
        self.next += 1;
        self.frames.send(Frame::request(no, command, signed(data))).await.unwrap();
        let reply = self.frames.next().await?.ok()?;
        assert_eq!((reply.packet_no, reply.command), (no, command));
        Some(serde_json::from_slice(&reply.data).unwrap())
    }
}

fn login(city: &CityHandle, password: &str) -> Value {
    let key = city.des_key.as_bytes();
    json!([{ "userId": city.account, "password": des_cbc_encrypt(key, key, password).unwrap() }])
}

#[tokio::test]
async fn the_login_comes_first_and_is_strict() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    for command in [1005, 1006, 5004] {
        assert_eq!(Caller::connect(&city).await.call(command, "[]").await, None, "{command} before the login");
    }
    let wrong = Caller::connect(&city).await.call(1004, &login(&city, "wrong").to_string()).await.unwrap();
    assert_eq!((&wrong["resultCode"], code(&wrong)), (&json!(1), 3001));
    for data in ["[]", r#"[{"userId":"lotdesk-demo"}]"#, r#"[{"userId":"lotdesk-demo","password":""},{}]"#] {
        let refused = Caller::connect(&city).await.call(1004, data).await.unwrap();
        assert_eq!((&refused["resultCode"], code(&refused)), (&json!(1), 1000), "{data}");
    }
    let mut caller = Caller::connect(&city).await;
    let mut unsigned = signed(&login(&city, &city.password).to_string());
    unsigned = unsigned.replacen("\"sign\":\"", "\"sign\":\"0", 1);
    caller.frames.send(Frame::request(1, 1004, unsigned)).await.unwrap();
    let refused: Value = serde_json::from_slice(&caller.frames.next().await.unwrap().unwrap().data).unwrap();
    assert_eq!(refused["resultCode"], 1);

    let mut caller = Caller::logged_in(&city).await;
    assert_eq!(caller.call(1006, "[]").await.unwrap()["resultCode"], 0);
    assert_eq!(code(&caller.call(1006, "[{}]").await.unwrap()), 1000, "6.2.6 has no fields");
    assert_eq!(code(&caller.call(5004, "[]").await.unwrap()), 1000, "table 1");
    assert_eq!(caller.call(1005, "[]").await.unwrap()["resultCode"], 0);
    assert!(caller.frames.next().await.is_none_or(|frame| frame.is_err()), "after the logout it is over");
    let said: Vec<_> = city.arrivals().into_iter().map(|a| (a.interface, a.remark.is_none())).collect();
    let refused = ("1004".to_owned(), false);
    let taken = |code: &str| (code.to_owned(), true);
    assert_eq!(
        said,
        [
            &[refused.clone(), refused.clone(), refused.clone(), refused.clone(), refused][..],
            &[taken("1004"), taken("1005")]
        ]
        .concat()
    );
    city.stop().await;
}

#[tokio::test]
async fn it_asks_and_takes_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let ask = |code: &str, data: &str| {
        let order = DownlinkOrder { transport: DownlinkTransport::Tcp, ..DownlinkOrder::https(code, data).unwrap() };
        city.downlink(order)
    };
    let nobody = ask("4001", "[]").await.unwrap();
    assert_eq!(nobody.why.as_deref(), Some("nobody is logged in over TCP"));
    assert!(matches!(ask("query_token", "[]").await, Err(NotAsked::Code(_))));
    let mut caller = Caller::logged_in(&city).await;
    city.tcp_logged_in(1).await;
    let answering = async {
        let asked = caller.frames.next().await.unwrap().unwrap();
        assert_eq!(asked.command, 6005);
        let sign = sha1_hex(br#"[{"parkCode":"1"}]"#);
        let wanted = format!(r#"{{"timestamp":1772000000,"sign":"{sign}","data":[{{"parkCode":"1"}}]}}"#);
        assert_eq!(asked.data, wanted);
        caller.frames.send(Frame::reply(asked.packet_no, 6005, "{}")).await.unwrap();
        caller
    };
    let (answered, mut caller) = tokio::join!(ask("6005", r#"{ "parkCode": "1" }"#), answering);
    let answered = answered.unwrap();
    assert_eq!((answered.answer.as_deref(), answered.to.as_str()), (Some("{}"), "tcp"));
    assert!(!answered.sound() && answered.findings.concat().contains("resultCode is missing"), "{answered:?}");
    let cut = async {
        city.faults(FaultOrder { tcp_cut: true, ..FaultOrder::default() });
    };
    let (answered, ()) = tokio::join!(ask("6005", "[]"), cut);
    assert!(answered.unwrap().why.unwrap().contains("ended before the answer came"));
    assert!(caller.frames.next().await.is_none_or(|frame| frame.is_ok()), "the request may have come before the cut");
    // The platform asks and hangs up.
    let mut caller = Caller::logged_in(&city).await;
    city.tcp_logged_in(1).await;
    city.fault(Some("6007"), Some(1), Fault::LoseReply);
    assert_eq!(ask("6007", "[]").await.unwrap().why.as_deref(), Some("hung up on purpose"));
    assert_eq!(caller.frames.next().await.unwrap().unwrap().command, 6007);
    assert!(caller.frames.next().await.is_none_or(|frame| frame.is_err()));
    drop(caller);
    city.stop().await;
}

#[tokio::test]
async fn faults_garbage_and_withheld_heartbeats() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let mut caller = Caller::logged_in(&city).await;
    city.faults(FaultOrder { tcp_withhold_heartbeats: Some(true), ..FaultOrder::default() });
    caller.frames.send(Frame::request(2, 1006, signed("[]"))).await.unwrap();
    city.tcp_heartbeats(1).await;
    city.heal();
    caller.next = 3;
    assert_eq!(caller.call(1006, "[]").await.unwrap()["resultCode"], 0, "the reply to the first stayed away");
    city.faults(FaultOrder { tcp_garbage: true, ..FaultOrder::default() });
    let mut bytes = [0; 4];
    caller.frames.get_mut().read_exact(&mut bytes).await.unwrap();
    assert_eq!(&bytes, b"HTTP");
    city.stop().await;
}

#[tokio::test]
async fn without_heartbeats_it_ends_after_9_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let city = city(&folder).await;
    let mut caller = Caller::logged_in(&city).await;
    let begin = Instant::now();
    assert!(caller.frames.next().await.is_none_or(|frame| frame.is_err()));
    let took = begin.elapsed();
    assert!((Duration::from_millis(8_900)..Duration::from_secs(20)).contains(&took), "{took:?}");
    city.tcp_logged_in(0).await;
    city.stop().await;
}
