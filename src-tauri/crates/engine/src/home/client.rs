//! The side of a process that attaches to the owner.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use interprocess::local_socket::tokio::{Stream, prelude::*};
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec};

use super::heard::{Heard, Listening};
use super::pairing::Pairing;
use super::remote::{self, Pace};
use super::wire::{
    Answered, Call, Hello, Key, MOST_CALL_BYTES, MOST_REPLY_BYTES, OwnerFile, PROTOCOL, ReplyOutcome, Said, Welcome,
    Who,
};
use super::{Home, address};

/// An owner that is there answers its greeting at once.
const WELCOME_WITHIN: Duration = Duration::from_secs(5);

/// Why a process cannot attach.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// Nobody listens: no `owner.json`, or one left by an owner that is gone.
    #[error("no owner of the data directory answers: {0}")]
    Nobody(io::Error),
    /// The owner refuses.
    #[error("{0}")]
    Refused(Refusal),
    /// What came back was no greeting.
    #[error("what listens at the owner's address does not speak our protocol")]
    NotOurs,
    /// Over the network: nobody answers there.
    #[error("nobody answers at {0}: {1}")]
    Away(String, io::Error),
    /// Over the network: somebody else answers there.
    #[error("whoever answers at {0} is not the owner that the pairing line was made by")]
    Stranger(String),
}

impl AttachError {
    /// As a refusal.
    pub fn to_refusal(&self) -> Refusal {
        match self {
            AttachError::Refused(refusal) => refusal.clone(),
            AttachError::Nobody(_) | AttachError::NotOurs => unavailable(),
            AttachError::Away(place, _) => Refusal::new(
                Code::Unavailable,
                format!("连接不到岗亭的引擎（{place}）：请检查网络，以及岗亭的电脑是否开机"),
                format!("The booth's engine at {place} does not answer: look at the network and at the booth's PC."),
            ),
            AttachError::Stranger(place) => Refusal::new(
                Code::NotPermitted,
                format!("{place} 的证书指纹与配对行不符，已拒绝连接：请向经理核对，或由经理重新准入"),
                format!("The certificate at {place} is not the one of the pairing line; ask the manager to look, or to admit this PC anew."),
            )
            .at("attach"),
        }
    }
}

/// The refusal of every call while the owner does not answer.
pub(crate) fn unavailable() -> Refusal {
    Refusal::new(
        Code::Unavailable,
        "数据目录由另一个程序占用，但它没有应答；道闸可手动开启",
        "Another process owns the data directory and does not answer; the gate can be opened by hand.",
    )
}

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Result<Value, Refusal>>>>>;

/// A connection to the owner.
#[derive(Clone)]
pub struct Client {
    welcome: Welcome,
    say: mpsc::Sender<String>,
    waiting: Waiting,
    next_id: Arc<AtomicU64>,
    notices: broadcast::Sender<Arc<Notice>>,
    gone: watch::Receiver<bool>,
    _listener: Arc<EndsWithClient>,
}

/// The listening half keeps the connection open; it ends with the last clone of the client.
struct EndsWithClient(tokio::task::AbortHandle);

impl Drop for EndsWithClient {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Client {
    /// Attaches to the owner of this data directory.
    ///
    /// # Errors
    /// When nobody answers there, or the owner refuses.
    pub async fn attach(home: &Home, who: Who) -> Result<Self, AttachError> {
        let text = tokio::fs::read(home.owner_file()).await.map_err(AttachError::Nobody)?;
        let owner: OwnerFile =
            serde_json::from_slice(&text).map_err(|error| AttachError::Nobody(io::Error::from(error)))?;
        let name = address::name(&owner.socket).map_err(AttachError::Nobody)?;
        let stream = tokio::time::timeout(WELCOME_WITHIN, Stream::connect(name))
            .await
            .map_err(|late| AttachError::Nobody(io::Error::new(io::ErrorKind::TimedOut, late)))?
            .map_err(AttachError::Nobody)?;
        let (read, write) = tokio::io::split(stream);
        Self::greet(read, write, owner.key, who, None).await
    }

    /// Attaches to an owner elsewhere.
    ///
    /// # Errors
    /// When nobody answers there, somebody else does, or the owner refuses.
    pub async fn attach_to(pairing: &Pairing, who: Who, pace: Pace) -> Result<Self, AttachError> {
        let stream = remote::connect(pairing).await?;
        let (read, write) = tokio::io::split(stream);
        let (read, heard) = Listening::to(read);
        let client = Self::greet(read, write, pairing.key(), who, Some((heard, pace.silent_for))).await?;
        let say = client.say.downgrade();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(pace.ping_every).await;
                // The last window that is attached takes this along.
                let Some(say) = say.upgrade() else { return };
                if say.send(line(&Said::Ping {})).await.is_err() {
                    return;
                }
            }
        });
        Ok(client)
    }

    /// Says who we are, and begins to listen. `silence` is when a silent owner counts as gone.
    async fn greet<R, W>(
        read: R,
        write: W,
        key: Key,
        who: Who,
        silence: Option<(Heard, Duration)>,
    ) -> Result<Self, AttachError>
    where
        R: AsyncRead + Unpin + Send + 'static,
        W: AsyncWrite + Unpin + Send + 'static,
    {
        let mut lines = FramedRead::new(read, LinesCodec::new_with_max_length(MOST_REPLY_BYTES));
        let mut out = FramedWrite::new(write, LinesCodec::new());
        let hello = Said::Hello(Hello { protocol: PROTOCOL, key, who });
        out.send(line(&hello)).await.map_err(|_| AttachError::NotOurs)?;
        let answer = tokio::time::timeout(WELCOME_WITHIN, lines.next()).await;
        let Ok(Some(Ok(text))) = answer else { return Err(AttachError::NotOurs) };
        let welcome = match serde_json::from_str(&text) {
            Ok(Answered::Hello(welcome)) => welcome,
            Ok(Answered::Refused(refusal)) => return Err(AttachError::Refused(refusal)),
            _ => return Err(AttachError::NotOurs),
        };

        let (say, mut said) = mpsc::channel::<String>(64);
        let waiting = Waiting::default();
        let (notices, _) = broadcast::channel(1024);
        let (ended, gone) = watch::channel(false);
        tokio::spawn(async move {
            while let Some(text) = said.recv().await {
                if out.send(text).await.is_err() {
                    return;
                }
            }
        });
        let silent = async move {
            match silence {
                Some((heard, long)) => heard.silent_for(long).await,
                None => std::future::pending().await,
            }
        };
        let listener = tokio::spawn(listen(lines, waiting.clone(), notices.clone(), ended, silent));
        let listener = Arc::new(EndsWithClient(listener.abort_handle()));
        Ok(Self { welcome, say, waiting, next_id: Arc::new(AtomicU64::new(1)), notices, gone, _listener: listener })
    }

    /// What the owner said of itself.
    pub fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// Has the owner run a command.
    ///
    /// # Errors
    /// The command's refusal; [`Code::Unavailable`] when the owner went away before it answered, in which case the
    /// command may or may not have had its effect.
    pub async fn call(&self, token: Option<String>, name: &str, request: Value) -> Result<Value, Refusal> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let text = line(&Said::Call(Call { id, token, name: name.to_owned(), request }));
        if text.len() > MOST_CALL_BYTES {
            return Err(Refusal::new(Code::BadRequest, "请求超过 4 MiB", "The request is longer than 4 MiB."));
        }
        let (answer, answered) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, answer);
        // Looked at after the place was taken: the listener marks the end before it empties the places.
        if *self.gone.borrow() || self.say.send(text).await.is_err() {
            self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            return Err(unavailable());
        }
        answered.await.unwrap_or_else(|_| Err(unavailable()))
    }

    /// Asks for notices; they come on [`Client::notices`].
    pub async fn subscribe(&self) {
        let _ = self.say.send(line(&Said::Subscribe {})).await;
    }

    /// Asks the owner to end.
    pub async fn end(&self) {
        let _ = self.say.send(line(&Said::End {})).await;
    }

    /// The notices, from now on.
    pub fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.notices.subscribe()
    }

    /// Ends when the owner goes away.
    pub async fn gone(&self) {
        let mut gone = self.gone.clone();
        // A closed channel means the same.
        let _ = gone.wait_for(|gone| *gone).await;
    }
}

async fn listen<R: AsyncRead + Unpin>(
    mut lines: FramedRead<R, LinesCodec>,
    waiting: Waiting,
    notices: broadcast::Sender<Arc<Notice>>,
    ended: watch::Sender<bool>,
    silent: impl Future<Output = ()>,
) {
    tokio::pin!(silent);
    loop {
        let heard = tokio::select! {
            heard = lines.next() => heard,
            () = &mut silent => {
                tracing::warn!("the owner has not been heard of for a while; it counts as gone");
                break;
            }
        };
        let Some(Ok(text)) = heard else { break };
        match serde_json::from_str(&text) {
            Ok(Answered::Reply(reply)) => {
                let asked = waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&reply.id);
                if let Some(asked) = asked {
                    let _ = asked.send(match reply.outcome {
                        ReplyOutcome::Ok(value) => Ok(value),
                        ReplyOutcome::Refused(refusal) => Err(refusal),
                    });
                }
            }
            Ok(Answered::Notice(notice)) => {
                let _ = notices.send(notice);
            }
            // The next notice's number shows the gap; the window asks for a snapshot then.
            Ok(Answered::Missed { notices }) => tracing::debug!(notices, "notices were missed"),
            Ok(Answered::Refused(refusal)) => tracing::warn!(words = refusal.en, "the owner refused a line"),
            Ok(Answered::Hello(_) | Answered::Pong {}) => {}
            Err(error) => {
                // Its text may quote the line, which may hold personal data: only the kind and place go to the log.
                tracing::warn!(kind = ?error.classify(), column = error.column(), "the owner said something unreadable");
                break;
            }
        }
    }
    let _ = ended.send(true);
    let left: Vec<_> = waiting.lock().unwrap_or_else(PoisonError::into_inner).drain().collect();
    for (_, asked) in left {
        let _ = asked.send(Err(unavailable()));
    }
}

fn line(said: &Said) -> String {
    // Strings, numbers and JSON values only: this cannot fail.
    serde_json::to_string(said).unwrap_or_default()
}
