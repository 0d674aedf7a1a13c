//! Over TLS on loopback.

use std::net::Ipv4Addr;
use std::time::Duration;

use lotdesk_gateway::city::tcp::{Address, TlsConnector, tcp_link};
use lotdesk_gateway::city::{CityProfile, CitySecrets};
use lotdesk_gateway::http::TlsFiles;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::little_city::certificates::Authority;

/// Nothing takes this long; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(30);

struct Door {
    listener: TcpListener,
    tls: TlsAcceptor,
    address: String,
}

impl Door {
    async fn open(authority: &Authority, name: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        Self { listener, tls: Arc::new(authority.server(name, false, false)).into(), address }
    }

    async fn accept(&self) -> Platform<TlsStream<TcpStream>> {
        let (stream, _) = self.listener.accept().await.unwrap();
        Platform::new(self.tls.accept(stream).await.unwrap())
    }

    fn connector(&self, authority: &Authority) -> TlsConnector {
        let files = TlsFiles { ca_file: Some(authority.ca_file.clone()), client: None };
        TlsConnector::new(Address::parse(&self.address).unwrap(), &files, 5_000).unwrap()
    }
}

async fn within<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(LONG, what).await.expect("it comes")
}

#[tokio::test]
async fn from_the_login_to_the_logout() {
    let authority = Authority::new();
    let door = Door::open(&authority, "127.0.0.1").await;
    let diary = Diary::new();
    let (link, runner) = link(door.connector(&authority), &diary, None);
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));

    let mut platform = within(door.accept()).await;
    within(platform.welcome()).await;
    platform.say(Frame::request(2_147_483_647, 6005, r#"{"timestamp":1,"sign":"","data":[]}"#)).await;
    let answer = within(platform.next_but_heartbeats()).await.unwrap();
    let refused = r#"{"resultCode":1,"resultMsg":"1000 6005 is not served yet","timestamp":1795400000,"data":[]}"#;
    assert_eq!(answer, Frame::reply(2_147_483_647, 6005, refused));

    // A long message comes in many records.
    let long = format!("\"{}\"", "停".repeat(300_000));
    let calling = tokio::spawn(async move { link.call(3004, &[&long]).await });
    let frame = within(platform.next_but_heartbeats()).await.unwrap();
    assert_eq!(frame.data.len(), 900_002 + NOTHING.len());
    platform.say(Frame::reply(frame.packet_no, 3004, frame.data.clone())).await;
    let end = within(calling).await.unwrap();
    assert_eq!(end, lotdesk_gateway::city::tcp::CallEnd::Replied { data: frame.data });

    stop.cancel();
    let last = within(platform.next_but_heartbeats()).await.unwrap();
    assert_eq!((last.command, &last.data[..]), (1005, NOTHING.as_bytes()));
    platform.answer(&last).await;
    assert_eq!(within(platform.next()).await, None);
    within(running).await.unwrap();
    let seen = diary.exchanged.lock().unwrap().clone();
    let (up, down) = (Way::Up, Way::Down);
    assert_eq!(seen, [(1004, up, true), (1006, up, true), (6005, down, false), (1005, up, true)]);
}

#[tokio::test]
async fn a_cut_connection_comes_back() {
    let authority = Authority::new();
    let door = Door::open(&authority, "127.0.0.1").await;
    let diary = Diary::new();
    let (_link, runner) = link(door.connector(&authority), &diary, None);
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner.run(stop.clone()));
    let mut platform = within(door.accept()).await;
    within(platform.welcome()).await;
    drop(platform);
    let mut platform = within(door.accept()).await;
    let login = within(platform.next()).await.unwrap();
    assert_eq!(login.command, 1004, "the login first, again");
    assert_eq!(diary.state(2).await.0, LinkState::Down);
    stop.cancel();
    within(running).await.unwrap();
}

#[tokio::test]
async fn a_stranger_is_not_told_the_password() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    for (authority, name, why) in
        [(&theirs, "127.0.0.1", "nobody we trust"), (&ours, "city.example", "another host name")]
    {
        let door = Door::open(authority, name).await;
        let diary = Diary::new();
        let (_link, runner) = link(door.connector(&ours), &diary, None);
        let stop = CancellationToken::new();
        let running = tokio::spawn(runner.run(stop.clone()));
        let (stream, _) = within(door.listener.accept()).await.unwrap();
        assert!(within(door.tls.accept(stream)).await.is_err());
        let (state, told) = within(diary.state(1)).await;
        assert_eq!(state, LinkState::Down);
        assert!(told.as_deref().is_some_and(|told| told.contains(why)), "{told:?}");
        stop.cancel();
        within(running).await.unwrap();
    }
}

#[tokio::test]
async fn the_profile_says_whether_there_is_one() {
    let secrets = CitySecrets::new("Lot-2026", "12345678", None).unwrap();
    let of = |profile: &CityProfile| {
        let clock = Arc::new(StillClock);
        let handler = Arc::new(NotServed { clock: clock.clone() });
        tcp_link(profile, &secrets, clock, handler, Diary::new(), 1).map(|link| link.is_some())
    };
    let mut profile = CityProfile { base_url: "https://abc.com".into(), user_id: "u".into(), ..CityProfile::default() };
    assert!(!of(&profile).unwrap());
    let authority = Authority::new();
    profile.ca_file = Some(authority.ca_file.clone());
    profile.tcp_address = Some("abc.com:9000".into());
    assert!(of(&profile).unwrap());
    profile.tcp_address = Some("abc.com".into());
    assert!(of(&profile).unwrap_err().to_string().starts_with("tcp_address: "));
    profile.tcp_address = Some("abc.com:9000".into());
    profile.ca_file = Some("nowhere.pem".into());
    assert!(of(&profile).unwrap_err().to_string().contains("nowhere.pem"));
}
