//! The door for other PCs, with a stand-in for the desk behind it.

mod raw;

use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures::{SinkExt, StreamExt};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_engine::config::KeyPlace;
use lotdesk_engine::home::{Admits, Answers, AttachError, Client, Identity, NetworkDoor, Pace, Pairing, Who};
use lotdesk_engine::secrets::{Secret, SecretStore};
use lotdesk_operations::KnownPc;
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio_rustls::client::TlsStream;
use tokio_util::codec::{Framed, LinesCodec};
use tokio_util::sync::CancellationToken;

/// Nothing takes this long; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(30);

struct Hand(Mutex<Moment>);

impl Clock for Hand {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }
}

/// Who may attach, and what answers: the name of the PC and what it asked; `hang` never ends.
struct StandIn {
    keys: Mutex<HashMap<String, KnownPc>>,
    asked: AtomicUsize,
    ended: Arc<AtomicBool>,
    notices: broadcast::Sender<Arc<Notice>>,
}

#[async_trait]
impl Admits for StandIn {
    async fn comes(&self, key: &str, _from: &str) -> Result<Option<KnownPc>, Refusal> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.keys.lock().unwrap().get(key).cloned())
    }

    async fn may_stay(&self, pc: Guid) -> Result<bool, Refusal> {
        Ok(self.keys.lock().unwrap().values().any(|known| known.id == pc))
    }

    fn answers(&self, pc: KnownPc) -> Arc<dyn Answers> {
        Arc::new(Echo { pc, ended: self.ended.clone(), notices: self.notices.clone() })
    }
}

struct Echo {
    pc: KnownPc,
    ended: Arc<AtomicBool>,
    notices: broadcast::Sender<Arc<Notice>>,
}

impl Answers for Echo {
    fn call<'a>(
        &'a self,
        who: Who,
        token: Option<String>,
        name: &'a str,
        request: Value,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>> {
        Box::pin(async move {
            match name {
                "hang" => std::future::pending().await,
                _ => Ok(json!({ "pc": self.pc.name, "who": who, "token": token, "name": name, "request": request })),
            }
        })
    }

    fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.notices.subscribe()
    }

    fn demo(&self) -> bool {
        false
    }

    fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
    }
}

struct House {
    door: Arc<NetworkDoor>,
    identity: Identity,
    desk: Arc<StandIn>,
    clock: Arc<Hand>,
    stop: CancellationToken,
    address: SocketAddr,
}

const KEY: &str = "11111111111111111111111111111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

impl House {
    async fn new() -> Self {
        let clock = Arc::new(Hand(Mutex::new(Moment(1_000_000))));
        let door = NetworkDoor::closed(clock.clone());
        let (notices, _) = broadcast::channel(16);
        let pc = KnownPc { id: Guid::from_bytes([1; 16]), name: "经理室".into() };
        let keys = Mutex::new(HashMap::from([(KEY.to_owned(), pc)]));
        let desk = Arc::new(StandIn { keys, asked: AtomicUsize::new(0), ended: Arc::default(), notices });
        let mut house = Self {
            door,
            identity: identity(),
            desk,
            clock,
            stop: CancellationToken::new(),
            address: ([127, 0, 0, 1], 0).into(),
        };
        house.open().await.unwrap();
        house
    }

    /// Opens the door, on the same port as before.
    async fn open(&mut self) -> std::io::Result<()> {
        let socket = TcpListener::bind(self.address).await?;
        self.address = socket.local_addr()?;
        self.stop = CancellationToken::new();
        let open = self.door.open(socket, "booth", &self.identity, self.desk.clone(), self.stop.clone()).unwrap();
        tokio::spawn(open);
        Ok(())
    }

    fn line(&self, sha256: &str, key: &str) -> Pairing {
        format!("lotdesk://{}/#{sha256}.{key}", self.address).parse().unwrap()
    }

    fn pairing(&self) -> Pairing {
        self.line(&self.identity.fingerprint(), KEY)
    }

    async fn attach(&self) -> Result<Client, AttachError> {
        Client::attach_to(&self.pairing(), Who::Window, Pace::default()).await
    }

    /// A connection on which nothing was said yet.
    async fn raw(&self) -> Framed<TlsStream<TcpStream>, LinesCodec> {
        Framed::new(raw::shake_hands(self.address).await, LinesCodec::new())
    }

    /// Until the door shows what is wanted.
    async fn until(&self, right: impl Fn(&NetworkDoor) -> bool) {
        let looking = async {
            while !right(&self.door) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, looking).await.expect("the door comes to this");
    }
}

/// A certificate and its key, which nobody keeps.
fn identity() -> Identity {
    let folder = tempfile::tempdir().unwrap();
    let passphrase = Some(Secret::new("tests need no secret of value".into()));
    Identity::kept_in(&SecretStore::new(&folder.path().join("secrets"), KeyPlace::Passphrase, passphrase)).unwrap()
}

async fn said(framed: &mut Framed<TlsStream<TcpStream>, LinesCodec>) -> Option<Value> {
    let heard = tokio::time::timeout(LONG, framed.next()).await.expect("something comes, or the end");
    heard.and_then(Result::ok).map(|text| serde_json::from_str(&text).unwrap())
}

async fn gone(client: &Client) {
    tokio::time::timeout(LONG, client.gone()).await.expect("it is noticed");
}

#[tokio::test]
async fn a_pc_that_was_admitted_asks_and_is_told() {
    let house = House::new().await;
    let client = house.attach().await.unwrap();
    let reply = client.call(Some("t".into()), "report.show", json!({ "a": 1 })).await.unwrap();
    let wanted = json!({ "pc": "经理室", "who": "window", "token": "t", "name": "report.show", "request": { "a": 1 } });
    assert_eq!(reply, wanted);
    let mut notices = client.notices();
    client.subscribe().await;
    client.call(None, "x", json!({})).await.unwrap();
    let notice = Notice { no: 7, committed_at: Moment(1), changes: Vec::new() };
    house.desk.notices.send(Arc::new(notice)).unwrap();
    assert_eq!(notices.recv().await.unwrap().no, 7);
    let door = house.door.view().unwrap();
    assert_eq!((door.host.as_str(), door.sha256), ("booth", house.identity.fingerprint()));
    assert_eq!(house.door.attached(), [Guid::from_bytes([1; 16])]);
    drop(client);
    house.until(|door| door.attached().is_empty()).await;
}

#[tokio::test]
async fn unknown_keys_are_refused_and_then_locked_out_whatever_they_show() {
    let house = House::new().await;
    let guess = house.line(&house.identity.fingerprint(), &"0".repeat(64));
    for _ in 0..5 {
        let Err(AttachError::Refused(refusal)) = Client::attach_to(&guess, Who::Window, Pace::default()).await else {
            panic!("a key that nobody has lets nobody in");
        };
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::NotPermitted, Some("attach")));
    }
    let asked = house.desk.asked.load(Ordering::SeqCst);
    let Err(AttachError::Refused(refusal)) = house.attach().await else { panic!("the address has to wait") };
    assert_eq!(refusal.code, Code::LockedOut);
    assert_eq!(house.desk.asked.load(Ordering::SeqCst), asked, "nobody looks a key up meanwhile");
    let away = house.door.view().unwrap().turned_away;
    assert_eq!((away.wrong_keys, away.locked_out), (5, 1));
    assert_eq!(away.last_from.as_deref(), Some("127.0.0.1"));
    house.clock.0.lock().unwrap().0 += 30_000;
    assert!(house.attach().await.is_ok(), "the wait is over");
}

#[tokio::test]
async fn another_certificate_is_not_told_the_key() {
    let house = House::new().await;
    let strange = house.line(&"ab".repeat(32), KEY);
    let refused = Client::attach_to(&strange, Who::Window, Pace::default()).await.err().expect("it is another one");
    assert!(matches!(refused, AttachError::Stranger(_)), "{refused}");
    assert_eq!(refused.to_refusal().code, Code::NotPermitted);
    house.until(|door| door.view().is_some_and(|door| door.turned_away.not_ours == 1)).await;
    assert_eq!(house.desk.asked.load(Ordering::SeqCst), 0, "no key arrived");
}

#[tokio::test]
async fn a_pc_that_is_revoked_is_cut_off_at_once_and_its_pending_calls_end() {
    let house = House::new().await;
    let client = house.attach().await.unwrap();
    let pending = {
        let client = client.clone();
        tokio::spawn(async move { client.call(None, "hang", json!({})).await })
    };
    client.call(None, "x", json!({})).await.unwrap();
    house.desk.keys.lock().unwrap().clear();
    house.door.cut_off(Guid::from_bytes([2; 16]));
    client.call(None, "x", json!({})).await.expect("another PC's end is not ours");
    house.door.cut_off(Guid::from_bytes([1; 16]));
    gone(&client).await;
    assert_eq!(pending.await.unwrap().unwrap_err().code, Code::Unavailable);
    assert!(matches!(house.attach().await, Err(AttachError::Refused(_))));
    assert!(house.door.attached().is_empty());
}

#[tokio::test]
async fn nobody_ends_the_engine_over_the_network() {
    let house = House::new().await;
    let client = house.attach().await.unwrap();
    client.end().await;
    client.call(None, "x", json!({})).await.expect("the connection goes on");
    assert!(!house.desk.ended.load(Ordering::SeqCst));
    let mut framed = house.raw().await;
    framed.send(json!({ "hello": { "protocol": 1, "key": KEY, "who": "command_line" } }).to_string()).await.unwrap();
    assert!(said(&mut framed).await.unwrap()["hello"].is_object());
    framed.send(json!({ "end": {} }).to_string()).await.unwrap();
    assert_eq!(said(&mut framed).await.unwrap()["refused"]["code"], "not_permitted");
    framed.send(json!({ "ping": {} }).to_string()).await.unwrap();
    assert!(said(&mut framed).await.unwrap()["pong"].is_object());
}

#[tokio::test]
async fn what_comes_before_the_key_is_short_and_well_formed_or_ends_the_connection() {
    let house = House::new().await;
    let call = json!({ "call": { "id": 1, "name": "board.snapshot" } });
    let old = json!({ "hello": { "protocol": 9, "key": KEY, "who": "window" } });
    for first in ["{".to_owned(), "x".repeat(5000), call.to_string(), old.to_string()] {
        let mut framed = house.raw().await;
        framed.send(first.clone()).await.unwrap();
        let refused = said(&mut framed).await.expect("it is told why");
        assert!(refused["refused"]["code"].is_string(), "{refused} for {}", &first[..1]);
        assert_eq!(said(&mut framed).await, None, "and that is all");
    }
    // No TLS at all.
    let mut plain = TcpStream::connect(house.address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(LONG, plain.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "the door hangs up");
    house.until(|door| door.view().is_some_and(|door| door.turned_away.not_ours == 4)).await;
    assert!(house.attach().await.is_ok(), "the door lives on");
}

#[tokio::test]
async fn a_line_without_end_ends_its_own_connection_alone() {
    let house = House::new().await;
    let other = house.attach().await.unwrap();
    let mut framed = house.raw().await;
    framed.send(json!({ "hello": { "protocol": 1, "key": KEY, "who": "window" } }).to_string()).await.unwrap();
    assert!(said(&mut framed).await.unwrap()["hello"].is_object());
    let (mut read, mut write) = tokio::io::split(framed.into_inner());
    let flood = tokio::spawn(async move {
        let chunk = vec![b'x'; 64 * 1024];
        while write.write_all(&chunk).await.is_ok() {}
    });
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(LONG, read.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "the owner hangs up");
    tokio::time::timeout(LONG, flood).await.expect("nobody reads on").unwrap();
    other.call(None, "x", json!({})).await.expect("others notice nothing");
}

#[tokio::test]
async fn one_address_has_so_many_connections_and_no_more() {
    let house = House::new().await;
    let mut here = Vec::new();
    for _ in 0..12 {
        here.push(house.attach().await.expect("there is room"));
    }
    assert!(house.attach().await.is_err(), "there is none left");
    assert_eq!(house.door.view().unwrap().turned_away.too_many, 1);
    here[11].call(None, "x", json!({})).await.expect("those that are here stay");
    here.clear();
    house.until(|door| door.attached().is_empty()).await;
    let again = async {
        while house.attach().await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, again).await.expect("there is room again");
}

#[tokio::test]
async fn an_owner_that_closes_is_noticed_and_found_again() {
    // Somebody else may take the port in the moment in which nobody has it: then another house serves.
    for _ in 0..5 {
        let mut house = House::new().await;
        let client = house.attach().await.unwrap();
        house.stop.cancel();
        gone(&client).await;
        house.until(|door| door.view().is_none()).await;
        assert!(matches!(house.attach().await, Err(AttachError::Away(..))));
        if house.open().await.is_ok() {
            assert!(house.attach().await.is_ok(), "the same key and the same certificate are good again");
            return;
        }
    }
    panic!("five ports in a row were taken by somebody else");
}

#[tokio::test]
async fn an_owner_that_falls_silent_counts_as_gone() {
    let house = House::new().await;
    // Greets, and says nothing more, as behind a cable that is pulled.
    let socket = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    let (door, identity, desk) = (NetworkDoor::closed(house.clock.clone()), identity(), house.desk.clone());
    let inner = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let inner_address = inner.local_addr().unwrap();
    let fingerprint = identity.fingerprint();
    tokio::spawn(door.open(inner, "booth", &identity, desk, CancellationToken::new()).unwrap());
    let pulled = CancellationToken::new();
    let cable = pulled.clone();
    tokio::spawn(async move {
        let (mut outside, _) = socket.accept().await.unwrap();
        let mut inside = TcpStream::connect(inner_address).await.unwrap();
        tokio::select! {
            _ = tokio::io::copy_bidirectional(&mut outside, &mut inside) => {}
            () = cable.cancelled() => std::future::pending().await,
        }
    });
    let pairing: Pairing = format!("lotdesk://{address}/#{fingerprint}.{KEY}").parse().unwrap();
    let pace = Pace { ping_every: Duration::from_millis(20), silent_for: Duration::from_millis(400) };
    let client = Client::attach_to(&pairing, Who::Window, pace).await.unwrap();
    client.call(None, "x", json!({})).await.unwrap();
    pulled.cancel();
    gone(&client).await;
    assert_eq!(client.call(None, "x", json!({})).await.unwrap_err().code, Code::Unavailable);
}
