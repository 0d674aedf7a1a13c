//! The owner's side of the local socket.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use interprocess::local_socket::tokio::{Listener, Stream, prelude::*};
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::Value;
use tokio::sync::{Semaphore, broadcast};
use tokio::task::JoinSet;
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec};
use tokio_util::sync::CancellationToken;

use super::session::{self, Rules};
use super::wire::{Key, MOST_CALL_BYTES, OwnerFile, PROTOCOL, Who};
use super::{Home, HomeError, Ownership, address};
use crate::store::write_atomically;

/// Windows and terminals attached at once; a lot has a handful.
const MOST_ATTACHED: usize = 32;
/// Calls of one attached process under way at once.
const MOST_CALLS: usize = 32;
/// Lines waiting for a slow reader.
const MOST_WAITING: usize = 256;
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
    let who = match session::hello(&mut lines).await {
        Ok(hello) if !hello.key.same(&key) => {
            tracing::warn!("a process with a wrong key tried to attach");
            Err(Refusal::new(Code::NotPermitted, "连接密钥不正确", "The key is not that of owner.json."))
        }
        Ok(hello) => session::same_protocol(&hello),
        Err(Some(refusal)) => Err(refusal),
        Err(None) => return,
    };
    match who {
        Ok(who) => {
            let rules = Rules {
                may_end: true,
                most_calls: MOST_CALLS,
                most_waiting: MOST_WAITING,
                cut: CancellationToken::new(),
            };
            session::converse(lines, out, who, answers, rules).await;
        }
        Err(refusal) => session::refuse(&mut out, refusal).await,
    }
}
