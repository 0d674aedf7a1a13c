//! The owner's side of one connection, wherever it comes from: a greeting, then calls, notices, and the end.

use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::{Code, Refusal};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Semaphore, broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_util::codec::{FramedRead, FramedWrite, LinesCodec, LinesCodecError};
use tokio_util::sync::CancellationToken;

use super::server::Answers;
use super::wire::{Answered, Call, Hello, PROTOCOL, Reply, ReplyOutcome, Said, Welcome, Who};

/// Who connects says who it is within this time.
pub(super) const HELLO_WITHIN: Duration = Duration::from_secs(5);

/// What one connection may do.
pub(super) struct Rules {
    /// Whether it may ask the engine to end.
    pub(super) may_end: bool,
    /// Calls under way at once.
    pub(super) most_calls: usize,
    /// Lines waiting for a slow reader.
    pub(super) most_waiting: usize,
    /// Ends the connection at once, whatever waits.
    pub(super) cut: CancellationToken,
}

/// Reads the first line. `Err(None)` when there is nobody to tell.
pub(super) async fn hello<R: AsyncRead + Unpin>(
    lines: &mut FramedRead<R, LinesCodec>,
) -> Result<Hello, Option<Refusal>> {
    let text = match tokio::time::timeout(HELLO_WITHIN, lines.next()).await {
        Ok(Some(Ok(text))) => text,
        Ok(Some(Err(LinesCodecError::MaxLineLengthExceeded))) => return Err(Some(bad_line("the line is too long"))),
        _ => return Err(None),
    };
    match serde_json::from_str::<Said>(&text) {
        Ok(Said::Hello(hello)) => Ok(hello),
        Ok(_) => Err(Some(bad_line("hello comes first"))),
        Err(error) => Err(Some(bad_line(&error.to_string()))),
    }
}

/// Both sides speak the same version, or nothing.
pub(super) fn same_protocol(hello: &Hello) -> Result<Who, Refusal> {
    if hello.protocol == PROTOCOL {
        return Ok(hello.who);
    }
    Err(Refusal::new(
        Code::Unavailable,
        "两个程序的版本不一致，请使用同一版本",
        "The two programs speak different versions; use the same version of both.",
    ))
}

/// Tells somebody who is not let in why, and that is all.
pub(super) async fn refuse<W: AsyncWrite + Unpin>(out: &mut FramedWrite<W, LinesCodec>, refusal: Refusal) {
    let said = tokio::time::timeout(HELLO_WITHIN, out.send(line(&Answered::Refused(refusal)))).await;
    if matches!(said, Ok(Ok(()))) {
        // Over TLS the other side hears that this was all.
        let _ = tokio::time::timeout(HELLO_WITHIN, SinkExt::<String>::close(out)).await;
    }
}

/// Serves somebody who was let in until one of both ends it.
pub(super) async fn converse<R, W>(
    mut lines: FramedRead<R, LinesCodec>,
    mut out: FramedWrite<W, LinesCodec>,
    who: Who,
    answers: Arc<dyn Answers>,
    rules: Rules,
) where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin + Send + 'static,
{
    let (say, mut said) = mpsc::channel::<Answered>(rules.most_waiting);
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
    let calls = Arc::new(Semaphore::new(rules.most_calls));
    let mut telling = None;
    loop {
        let heard = tokio::select! {
            heard = lines.next() => heard,
            () = rules.cut.cancelled() => break,
        };
        let answer = match heard {
            Some(Ok(text)) => match serde_json::from_str::<Said>(&text) {
                Ok(Said::Call(call)) => {
                    // Beyond the limit the reading waits, and with it the caller.
                    let place = tokio::select! {
                        place = calls.clone().acquire_owned() => place,
                        () = rules.cut.cancelled() => break,
                    };
                    let Ok(place) = place else { break };
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
                    if telling.is_none() {
                        telling = Some(work.spawn(tell(answers.notices(), say.clone())));
                    }
                    continue;
                }
                Ok(Said::Ping {}) => Answered::Pong {},
                Ok(Said::End {}) if rules.may_end => {
                    tracing::info!("an attached process asked the engine to end");
                    answers.end();
                    continue;
                }
                Ok(Said::End {}) => Answered::Refused(Refusal::new(
                    Code::NotPermitted,
                    "远程连接不能停止引擎，请在岗亭的电脑上操作",
                    "The engine is not ended over the network; do that at the booth's PC.",
                )),
                Ok(Said::Hello(_)) => Answered::Refused(bad_line("hello is said once")),
                Err(error) => Answered::Refused(bad_line(&error.to_string())),
            },
            Some(Err(LinesCodecError::MaxLineLengthExceeded)) => {
                let _ = say.send(Answered::Refused(bad_line("the line is longer than 4 MiB"))).await;
                break;
            }
            Some(Err(LinesCodecError::Io(_))) | None => break,
        };
        let said = tokio::select! {
            said = say.send(answer) => said,
            () = rules.cut.cancelled() => break,
        };
        if said.is_err() {
            break;
        }
    }
    // A call that was begun runs to its end: the ledger decides, not the connection. The notices end here.
    drop(say);
    if let Some(telling) = telling {
        telling.abort();
    }
    work.detach_all();
    let last_words = async {
        tokio::select! {
            ended = tokio::time::timeout(HELLO_WITHIN, &mut writer) => ended.is_ok(),
            () = rules.cut.cancelled() => false,
        }
    };
    if !last_words.await {
        writer.abort();
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::wire::MOST_HELLO_BYTES;
    use super::*;

    /// What the door makes of these bytes, sent by somebody who then hangs up.
    fn heard(bytes: &[u8]) -> Result<Hello, Option<Refusal>> {
        let mut lines = FramedRead::new(bytes, LinesCodec::new_with_max_length(MOST_HELLO_BYTES));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(hello(&mut lines))
    }

    fn greeting() -> Vec<u8> {
        let said = json!({ "hello": { "protocol": PROTOCOL, "key": "ab".repeat(32), "who": "window" } });
        format!("{said}\n").into_bytes()
    }

    proptest! {
        /// Whoever reaches the door, known or not, is either understood or told why not; who says nothing is told nothing.
        #[test]
        fn any_first_line_is_a_hello_or_is_answered(
            at in 0_usize..120, cut in 0_usize..8, put in proptest::collection::vec(any::<u8>(), 0..8), any in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let whole = greeting();
            let at = at.min(whole.len());
            let edited: Vec<u8> = whole[..at].iter().chain(&put).chain(whole[at..].iter().skip(cut)).copied().collect();
            for bytes in [edited, any] {
                let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
                match heard(&bytes) {
                    Ok(hello) => {
                        let said: serde_json::Value = serde_json::from_slice(first).unwrap();
                        prop_assert_eq!(&said, &json!({ "hello": { "protocol": hello.protocol, "key": hello.key.0, "who": hello.who } }));
                    }
                    Err(Some(refusal)) => prop_assert!(!refusal.zh.is_empty() && !refusal.en.is_empty()),
                    // A lone end of a line is nothing said; what is no text is nobody to talk to.
                    Err(None) => {
                        let silent = bytes.is_empty() || bytes == b"\r" || std::str::from_utf8(first).is_err();
                        prop_assert!(silent, "{:?} is not answered", bytes);
                    }
                }
            }
        }
    }

    #[test]
    fn a_first_line_without_an_end_is_told_to_be_too_long() {
        assert!(heard(&greeting()).is_ok());
        let refusal = heard(&vec![b'a'; MOST_HELLO_BYTES + 1]).unwrap_err().expect("an answer");
        assert!(refusal.en.contains("too long"), "{}", refusal.en);
    }
}
