use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures::{SinkExt, StreamExt};
use interprocess::local_socket::tokio::{Stream, prelude::*};
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio_util::codec::{Framed, LinesCodec};

use super::wire::OwnerFile;
use super::*;

/// Echoes; `break` is refused, `hang` never ends.
struct Echo(broadcast::Sender<Arc<Notice>>);

impl Answers for Echo {
    fn call<'a>(
        &'a self,
        _who: Who,
        token: Option<String>,
        name: &'a str,
        request: Value,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>> {
        Box::pin(async move {
            match name {
                "break" => Err(Refusal::field("amount_fen", "错", "wrong")),
                "hang" => std::future::pending().await,
                _ => Ok(json!({ "token": token, "name": name, "request": request })),
            }
        })
    }

    fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.0.subscribe()
    }

    fn demo(&self) -> bool {
        true
    }

    fn end(&self) {}
}

struct Owner {
    _dir: tempfile::TempDir,
    home: Home,
    own: Option<Ownership>,
    server: Option<Server>,
    notices: broadcast::Sender<Arc<Notice>>,
}

fn owner() -> Owner {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(dir.path()).unwrap();
    let own = home.try_own().unwrap().unwrap();
    let (notices, _) = broadcast::channel(16);
    let server = Server::start(&home, &own, Arc::new(Echo(notices.clone()))).unwrap();
    Owner { _dir: dir, home, own: Some(own), server: Some(server), notices }
}

fn notice(no: u64) -> Arc<Notice> {
    Arc::new(Notice { no, committed_at: Moment(1), changes: Vec::new() })
}

async fn raw(owner: &Owner) -> Framed<Stream, LinesCodec> {
    let name = address::name(owner.server.as_ref().unwrap().address()).unwrap();
    Framed::new(Stream::connect(name).await.unwrap(), LinesCodec::new())
}

async fn said(framed: &mut Framed<Stream, LinesCodec>) -> Value {
    serde_json::from_str(&framed.next().await.expect("a line").unwrap()).unwrap()
}

fn key(owner: &Owner) -> String {
    let file: OwnerFile = serde_json::from_slice(&std::fs::read(owner.home.owner_file()).unwrap()).unwrap();
    file.key.0
}

async fn greeted(owner: &Owner) -> Framed<Stream, LinesCodec> {
    let mut framed = raw(owner).await;
    framed.send(json!({ "hello": { "protocol": 1, "key": key(owner), "who": "window" } }).to_string()).await.unwrap();
    assert_eq!(said(&mut framed).await["hello"]["protocol"], 1);
    framed
}

#[tokio::test]
async fn an_attached_process_calls_is_refused_and_is_told() {
    let owner = owner();
    let client = Client::attach(&owner.home, Who::Window).await.unwrap();
    assert!(client.welcome().demo);
    let reply = client.call(Some("t".into()), "board.snapshot", json!({ "a": 1 })).await.unwrap();
    assert_eq!(reply, json!({ "token": "t", "name": "board.snapshot", "request": { "a": 1 } }));
    let refusal = client.call(None, "break", json!({})).await.unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadField, Some("amount_fen")));

    let mut notices = client.notices();
    client.subscribe().await;
    // The subscription is in force once a later call is answered.
    client.call(None, "x", json!({})).await.unwrap();
    owner.notices.send(notice(7)).unwrap();
    assert_eq!(notices.recv().await.unwrap().no, 7);
}

#[tokio::test]
async fn calls_do_not_wait_for_each_other() {
    let owner = owner();
    let client = Client::attach(&owner.home, Who::Window).await.unwrap();
    let slow = {
        let client = client.clone();
        tokio::spawn(async move { client.call(None, "hang", json!({})).await })
    };
    for no in 0..100 {
        assert_eq!(client.call(None, "n", json!(no)).await.unwrap()["request"], no);
    }
    assert!(!slow.is_finished());
    slow.abort();
}

#[tokio::test]
async fn who_does_not_hold_the_key_is_refused() {
    let owner = owner();
    for hello in [
        json!({ "hello": { "protocol": 1, "key": "", "who": "window" } }),
        json!({ "hello": { "protocol": 1, "key": "0".repeat(64), "who": "window" } }),
        json!({ "call": { "id": 1, "name": "board.snapshot" } }),
        json!({ "hello": { "protocol": 2, "key": key(&owner), "who": "window" } }),
    ] {
        let mut framed = raw(&owner).await;
        framed.send(hello.to_string()).await.unwrap();
        assert!(said(&mut framed).await["refused"]["code"].is_string(), "{hello}");
        assert!(framed.next().await.is_none(), "the connection ends after {hello}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_key_and_the_socket_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let owner = owner();
    for path in [owner.home.owner_file(), owner.server.as_ref().unwrap().address().into()] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    }
}

#[tokio::test]
async fn garbage_is_answered_and_the_connection_goes_on() {
    let owner = owner();
    let mut framed = greeted(&owner).await;
    for garbage in [
        "",
        "{",
        "null",
        "[1,2]",
        "{\"call\":{}}",
        "{\"call\":{\"id\":-1,\"name\":\"x\"}}",
        "{\"shutdown\":{}}",
        "\u{0}\u{1}",
    ] {
        framed.send(garbage.to_owned()).await.unwrap();
        assert_eq!(said(&mut framed).await["refused"]["code"], "bad_request", "{garbage:?}");
    }
    framed.send(json!({ "call": { "id": 3, "name": "x" } }).to_string()).await.unwrap();
    assert_eq!(said(&mut framed).await["reply"]["id"], 3);
}

#[tokio::test]
async fn a_line_without_end_is_refused_and_the_owner_lives_on() {
    use tokio::io::AsyncWriteExt;
    let owner = owner();
    let framed = greeted(&owner).await;
    let (mut read, mut write) = tokio::io::split(framed.into_inner());
    let flood = tokio::spawn(async move {
        let chunk = vec![b'x'; 64 * 1024];
        // Twice what is allowed, or until the owner hangs up.
        for _ in 0..(2 * super::wire::MOST_CALL_BYTES / chunk.len()) {
            if write.write_all(&chunk).await.is_err() {
                return;
            }
        }
        // Held open: only the owner ends this.
        std::future::pending::<()>().await;
    });
    let mut answer = String::new();
    let ended = tokio::io::AsyncReadExt::read_to_string(&mut read, &mut answer);
    let ended = tokio::time::timeout(std::time::Duration::from_secs(30), ended).await;
    assert!(ended.is_ok(), "the owner hangs up");
    flood.abort();
    drop(read);
    assert!(Client::attach(&owner.home, Who::Window).await.unwrap().call(None, "x", json!({})).await.is_ok());
}

#[tokio::test]
async fn bytes_that_are_no_text_end_the_connection_only() {
    use tokio::io::AsyncWriteExt;
    let owner = owner();
    let framed = greeted(&owner).await;
    let mut stream = framed.into_inner();
    stream.write_all(&[0xFF, 0xFE, b'\n']).await.unwrap();
    assert!(Client::attach(&owner.home, Who::Window).await.unwrap().call(None, "x", json!({})).await.is_ok());
}

#[tokio::test]
async fn an_owner_that_goes_away_is_noticed_and_pending_calls_end() {
    let mut owner = owner();
    let client = Client::attach(&owner.home, Who::Window).await.unwrap();
    let pending = {
        let client = client.clone();
        tokio::spawn(async move { client.call(None, "hang", json!({})).await })
    };
    // The call is under way once a later one is answered.
    client.call(None, "x", json!({})).await.unwrap();
    owner.server = None;
    client.gone().await;
    assert_eq!(pending.await.unwrap().unwrap_err().code, Code::Unavailable);
    assert_eq!(client.call(None, "x", json!({})).await.unwrap_err().code, Code::Unavailable);
    assert!(matches!(Client::attach(&owner.home, Who::Window).await, Err(AttachError::Nobody(_))));
}

#[tokio::test]
async fn what_a_killed_owner_left_behind_is_replaced() {
    let mut owner = owner();
    let left = std::fs::read(owner.home.owner_file()).unwrap();
    owner.server = None;
    owner.own = None;
    // As after a kill: the file is there, and nobody listens.
    std::fs::write(owner.home.owner_file(), &left).unwrap();
    assert!(matches!(Client::attach(&owner.home, Who::Window).await, Err(AttachError::Nobody(_))));
    let own = owner.home.try_own().unwrap().expect("the lock went with its holder");
    let _server = Server::start(&owner.home, &own, Arc::new(Echo(owner.notices.clone()))).unwrap();
    assert!(Client::attach(&owner.home, Who::Window).await.is_ok());
}

#[tokio::test]
async fn a_directory_with_a_long_name_can_be_attached_to() {
    let dir = tempfile::tempdir().unwrap();
    let home = Home::at(&dir.path().join("x".repeat(120))).unwrap();
    let own = home.try_own().unwrap().unwrap();
    let (notices, _) = broadcast::channel(1);
    let _server = Server::start(&home, &own, Arc::new(Echo(notices))).unwrap();
    assert!(Client::attach(&home, Who::CommandLine).await.is_ok());
}
