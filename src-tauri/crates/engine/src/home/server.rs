//! The owner's side of the local socket.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use interprocess::local_socket::tokio::{Listener, Stream, prelude::*};
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::Value;
use tokio::sync::{Semaphore, broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec, LinesCodecError};

use super::wire::{Answered, Call, Key, MOST_CALL_BYTES, OwnerFile, PROTOCOL, Reply, ReplyOutcome, Said, Welcome, Who};
use super::{Home, HomeError, Ownership, address};
use crate::store::write_atomically;

/// Windows and terminals attached at once; a lot has a handful.
const MOST_ATTACHED: usize = 32;
/// Calls of one attached process under way at once.
const MOST_CALLS: usize = 32;
/// Lines waiting for a slow reader.
const MOST_WAITING: usize = 256;
/// A process that connects says who it is within this time.
const HELLO_WITHIN: Duration = Duration::from_secs(5);

/// What the owner answers with: the engine, or a stand-in in tests.
pub trait Answers: Send + Sync + 'static {
    /// Runs a command.
    fn call<'a>(
        &'a self,
        who: Who,
        token: Option<String>,
        name: &'a str,
        request: Value,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>>;

    /// What is told after each commit.
    fn notices(&self) -> broadcast::Receiver<Arc<Notice>>;

    /// True on the demo lot.
    fn demo(&self) -> bool;

    /// Is asked to end. Whoever may read the data directory may end the process anyway, so this needs no sign-in.
    fn end(&self);
}

/// The owner's socket. It ends, with all its connections, when this is dropped.
pub struct Server {
    address: String,
    owner_file: PathBuf,
    accept: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Listens for this directory's other processes. `_own` proves that this one is its owner.
    ///
    /// # Errors
    /// When the socket or `owner.json` cannot be made.
    pub fn start(home: &Home, _own: &Ownership, answers: Arc<dyn Answers>) -> Result<Self, HomeError> {
        let owner_file = home.owner_file();
        let io_at = |path: PathBuf| move |cause| HomeError::Io { path, cause };
        let random = || -> io::Result<String> {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
            Ok(hex::encode(bytes))
        };
        let key = Key(random().map_err(io_at(owner_file.clone()))?);
        let nonce = random().map_err(io_at(owner_file.clone()))?;
        let address = address::choose(home, &nonce[..32]);
        let listener = address::listen(&address).map_err(io_at(PathBuf::from(&address)))?;
        let content =
            OwnerFile { protocol: PROTOCOL, socket: address.clone(), key: key.clone(), pid: std::process::id() };
        let content = serde_json::to_vec(&content).map_err(|error| io_at(owner_file.clone())(error.into()))?;
        write_atomically(&owner_file, &content).map_err(io_at(owner_file.clone()))?;
        let accept = tokio::spawn(accept(listener, key, answers));
        Ok(Self { address, owner_file, accept })
    }

    /// Path of the socket, or name of the pipe.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accept.abort();
        let _ = std::fs::remove_file(&self.owner_file);
    }
}

async fn accept(listener: Listener, key: Key, answers: Arc<dyn Answers>) {
    let room = Arc::new(Semaphore::new(MOST_ATTACHED));
    let mut attached = JoinSet::new();
    loop {
        let stream = match listener.accept().await {
            Ok(stream) => stream,
            Err(error) => {
                // Out of file descriptors, mostly: do not spin on it.
                tracing::warn!(%error, "a process could not attach");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        while attached.try_join_next().is_some() {}
        let Ok(place) = room.clone().try_acquire_owned() else {
            tracing::warn!("too many attached processes");
            continue;
        };
        let (key, answers) = (key.clone(), answers.clone());
        attached.spawn(async move {
            let _place = place;
            serve(stream, key, answers).await;
        });
    }
}

async fn serve(stream: Stream, key: Key, answers: Arc<dyn Answers>) {
    let (read, write) = tokio::io::split(stream);
    let mut lines = FramedRead::new(read, LinesCodec::new_with_max_length(MOST_CALL_BYTES));
    let mut out = FramedWrite::new(write, LinesCodec::new());
    let who = match greet(&mut lines, &key).await {
        Ok(who) => who,
        Err(Some(refusal)) => {
            let _ = out.send(line(&Answered::Refused(refusal))).await;
            return;
        }
        Err(None) => return,
    };
    let (say, mut said) = mpsc::channel::<Answered>(MOST_WAITING);
    let welcome = Welcome { protocol: PROTOCOL, engine: env!("CARGO_PKG_VERSION").into(), demo: answers.demo() };
    let mut work = JoinSet::new();
    let mut writer = tokio::spawn(async move {
        if out.send(line(&Answered::Hello(welcome))).await.is_err() {
            return;
        }
        while let Some(answered) = said.recv().await {
            if out.send(line(&answered)).await.is_err() {
                return;
            }
        }
    });
    let calls = Arc::new(Semaphore::new(MOST_CALLS));
    let mut subscribed = false;
    loop {
        let refusal = match lines.next().await {
            Some(Ok(text)) => match serde_json::from_str::<Said>(&text) {
                Ok(Said::Call(call)) => {
                    // Beyond the limit the reading waits, and with it the caller.
                    let Ok(place) = calls.clone().acquire_owned().await else { break };
                    let (say, answers) = (say.clone(), answers.clone());
                    work.spawn(async move {
                        let _place = place;
                        let reply = run(&*answers, who, call).await;
                        let _ = say.send(Answered::Reply(reply)).await;
                    });
                    while work.try_join_next().is_some() {}
                    continue;
                }
                Ok(Said::Subscribe {}) => {
                    if !subscribed {
                        subscribed = true;
                        work.spawn(tell(answers.notices(), say.clone()));
                    }
                    continue;
                }
                Ok(Said::End {}) => {
                    tracing::info!("an attached process asked the engine to end");
                    answers.end();
                    continue;
                }
                Ok(Said::Hello(_)) => bad_line("hello is said once"),
                Err(error) => bad_line(&error.to_string()),
            },
            Some(Err(LinesCodecError::MaxLineLengthExceeded)) => {
                let _ = say.send(Answered::Refused(bad_line("the line is longer than 4 MiB"))).await;
                break;
            }
            Some(Err(LinesCodecError::Io(_))) | None => break,
        };
        if say.send(Answered::Refused(refusal)).await.is_err() {
            break;
        }
    }
    // A call that was begun runs to its end: the ledger decides, not the connection. The notices end here.
    drop(say);
    if subscribed {
        work.abort_all();
    }
    work.detach_all();
    if tokio::time::timeout(HELLO_WITHIN, &mut writer).await.is_err() {
        writer.abort();
    }
}

/// `Err(None)` when there is nobody to tell.
async fn greet<R: tokio::io::AsyncRead + Unpin>(
    lines: &mut FramedRead<R, LinesCodec>,
    key: &Key,
) -> Result<Who, Option<Refusal>> {
    let text = match tokio::time::timeout(HELLO_WITHIN, lines.next()).await {
        Ok(Some(Ok(text))) => text,
        Ok(Some(Err(LinesCodecError::MaxLineLengthExceeded))) => {
            return Err(Some(bad_line("the line is longer than 4 MiB")));
        }
        _ => return Err(None),
    };
    match serde_json::from_str::<Said>(&text) {
        Ok(Said::Hello(hello)) if !hello.key.same(key) => {
            tracing::warn!("a process with a wrong key tried to attach");
            Err(Some(Refusal::new(Code::NotPermitted, "连接密钥不正确", "The key is not that of owner.json.")))
        }
        Ok(Said::Hello(hello)) if hello.protocol != PROTOCOL => Err(Some(Refusal::new(
            Code::Unavailable,
            "两个程序的版本不一致，请使用同一版本",
            "The two programs speak different versions; use the same version of both.",
        ))),
        Ok(Said::Hello(hello)) => Ok(hello.who),
        Ok(_) => Err(Some(bad_line("hello comes first"))),
        Err(error) => Err(Some(bad_line(&error.to_string()))),
    }
}

async fn run(answers: &dyn Answers, who: Who, call: Call) -> Reply {
    let outcome = match answers.call(who, call.token, &call.name, call.request).await {
        Ok(value) => ReplyOutcome::Ok(value),
        Err(refusal) => ReplyOutcome::Refused(refusal),
    };
    Reply { id: call.id, outcome }
}

/// A reader that is too slow misses notices and is told how many; it never slows the engine.
async fn tell(mut notices: broadcast::Receiver<Arc<Notice>>, say: mpsc::Sender<Answered>) {
    loop {
        let answered = match notices.recv().await {
            Ok(notice) => Answered::Notice(notice),
            Err(broadcast::error::RecvError::Lagged(count)) => Answered::Missed { notices: count },
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if say.send(answered).await.is_err() {
            return;
        }
    }
}

fn bad_line(why: &str) -> Refusal {
    Refusal::new(Code::BadRequest, format!("无法识别的一行：{why}"), format!("A line that cannot be read: {why}"))
}

fn line(answered: &Answered) -> String {
    // Strings, numbers and JSON values only: this cannot fail.
    serde_json::to_string(answered).unwrap_or_default()
}
