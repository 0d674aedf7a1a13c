//! A door that stays: a window lives longer than the process it is attached to. When the owner goes away the console
//! says so, tries again, and becomes the owner itself once the lock is free.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;

use crate::door::Door;
use crate::engine::{Engine, StartOptions};
use crate::home::{Who, client};

/// An owner elsewhere is looked for less and less often, up to this.
const LOOK_ELSEWHERE_MOST: Duration = Duration::from_secs(20);
const TRY_AGAIN: Duration = Duration::from_millis(500);
/// A configuration that breaks its rules is mended by a person; look at it again, but not all the time.
const TRY_AGAIN_AFTER_REFUSAL: Duration = Duration::from_secs(3);
/// A window asks its first question while the engine still starts.
const WAIT_FOR_START: Duration = Duration::from_secs(20);
const NOTICES_KEPT: usize = 4096;

/// How the engine stands, as the window shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EngineState {
    /// Up or down.
    pub state: UpDown,
    /// True when it runs in this process.
    pub here: bool,
    /// Why it is down, when that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UpDown {
    /// Starting, or being looked for.
    Starting,
    /// Answers.
    Up,
    /// Does not answer; being tried again.
    Down,
}

/// A door that stays.
#[derive(Clone)]
pub struct Console {
    who: Who,
    door: watch::Receiver<Option<Door>>,
    state: watch::Receiver<EngineState>,
    notices: broadcast::Sender<Arc<Notice>>,
    stop: CancellationToken,
    ended: CancellationToken,
    keeper: Arc<tokio::sync::Mutex<Option<tokio::task::JoinHandle<()>>>>,
}

impl Console {
    /// Begins to look for the engine and returns at once. Must be called within a Tokio runtime.
    pub fn open(options: StartOptions, who: Who) -> Self {
        let (door_out, door) = watch::channel(None);
        let (state_out, state) = watch::channel(EngineState { state: UpDown::Starting, here: false, refusal: None });
        let (notices, _) = broadcast::channel(NOTICES_KEPT);
        let stop = CancellationToken::new();
        let ended = CancellationToken::new();
        let keeper = Keeper {
            options,
            who,
            door: door_out,
            state: state_out,
            notices: notices.clone(),
            stop: stop.clone(),
            ended: ended.clone(),
        };
        let keeper = tokio::spawn(keeper.run());
        Self { who, door, state, notices, stop, ended, keeper: Arc::new(tokio::sync::Mutex::new(Some(keeper))) }
    }

    /// Runs a command. While the engine starts the call waits for it; while it is down it is refused.
    ///
    /// # Errors
    /// The command's refusal, or why the engine is down.
    pub async fn call(&self, token: Option<String>, name: &str, request: Value) -> Result<Value, Refusal> {
        let mut state = self.state.clone();
        let started = state.wait_for(|now| now.state != UpDown::Starting);
        let refusal = match tokio::time::timeout(WAIT_FOR_START, started).await {
            Ok(Ok(now)) => now.refusal.clone(),
            _ => None,
        };
        let door = self.door.borrow().clone();
        match door {
            Some(door) => door.call(self.who, token, name, request).await,
            None => Err(refusal.unwrap_or_else(client::unavailable)),
        }
    }

    /// What is told after each commit, from now on. A reader that is too slow sees a gap in the numbers.
    pub fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.notices.subscribe()
    }

    /// How the engine stands, now and at every change.
    pub fn state(&self) -> watch::Receiver<EngineState> {
        self.state.clone()
    }

    /// The engine, when it runs in this process.
    pub fn engine(&self) -> Option<Arc<Engine>> {
        match &*self.door.borrow() {
            Some(Door::Owner(engine)) => Some(engine.clone()),
            _ => None,
        }
    }

    /// Waits until the engine that ran in this process was asked to end, and has ended.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }

    /// Lets go: stops the engine when it runs here, detaches else. Returns when that is done.
    pub async fn stop(&self) {
        self.stop.cancel();
        if let Some(keeper) = self.keeper.lock().await.take() {
            let _ = keeper.await;
        }
    }
}

/// How long to wait after so many tries in a row that failed: a booth that is away for the night is not asked all the time.
fn back_off(failed: u32) -> Duration {
    TRY_AGAIN.saturating_mul(1 << failed.min(8)).min(LOOK_ELSEWHERE_MOST)
}

struct Keeper {
    options: StartOptions,
    who: Who,
    door: watch::Sender<Option<Door>>,
    state: watch::Sender<EngineState>,
    notices: broadcast::Sender<Arc<Notice>>,
    stop: CancellationToken,
    ended: CancellationToken,
}

impl Keeper {
    async fn run(self) {
        let elsewhere = self.options.attach.is_some();
        let mut failed: u32 = 0;
        while !self.stop.is_cancelled() {
            let opened = tokio::select! {
                opened = Door::open(&self.options, self.who) => opened,
                () = self.stop.cancelled() => break,
            };
            let pause = match opened {
                Ok(door) => {
                    let ended = self.keep(door).await;
                    failed = 0;
                    self.tell(UpDown::Down, false, None);
                    if ended {
                        self.ended.cancel();
                        return;
                    }
                    TRY_AGAIN
                }
                Err(error) => {
                    let refusal = error.to_refusal();
                    if self.state.borrow().refusal.as_ref() != Some(&refusal) {
                        tracing::error!(%error, "the engine is not there");
                    }
                    self.tell(UpDown::Down, false, Some(refusal));
                    failed = failed.saturating_add(1);
                    if elsewhere { back_off(failed) } else { TRY_AGAIN_AFTER_REFUSAL }
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.stop.cancelled() => {}
            }
        }
    }

    /// Until the door closes or the console is stopped. True when the engine here was asked to end.
    async fn keep(&self, door: Door) -> bool {
        let mut notices = door.notices().await;
        let here = matches!(door, Door::Owner(_));
        self.door.send_replace(Some(door.clone()));
        self.tell(UpDown::Up, here, None);
        let watched = door.clone();
        let closed = async move {
            match &watched {
                Door::Owner(engine) => engine.asked_to_end().await,
                Door::Attached(client) => client.gone().await,
            }
        };
        tokio::pin!(closed);
        loop {
            tokio::select! {
                notice = notices.recv() => match notice {
                    Ok(notice) => {
                        let _ = self.notices.send(notice);
                    }
                    // The next number shows the gap.
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => {
                        closed.as_mut().await;
                        break;
                    }
                },
                () = &mut closed => break,
                () = self.stop.cancelled() => break,
            }
        }
        self.door.send_replace(None);
        match door {
            Door::Owner(engine) => {
                engine.stop().await;
                !self.stop.is_cancelled()
            }
            Door::Attached(_) => false,
        }
    }

    fn tell(&self, state: UpDown, here: bool, refusal: Option<Refusal>) {
        self.state.send_replace(EngineState { state, here, refusal });
    }
}
