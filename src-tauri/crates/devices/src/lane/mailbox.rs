//! The lane whose camera opens the gate: by the answer to its push, or by the answer to its next sign of life.
//!
//! A camera is not called, it calls. What must reach it later (the gate after cash was taken, the screen) is kept for
//! its next push or sign of life (Vzenith calls it comet polling: it asks again as soon as it is answered) and is
//! dropped when its time is over.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use lotdesk_domain::moment::{Clock, Moment};

use super::{GATE_COMMAND_LIFE_MS, GateCommand, Lane, LaneError, ReplyRole};

/// What the next answer to the camera carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingAnswer {
    /// The command that opens the gate with it; with this answer it is spent.
    pub open: Option<GateCommand>,
    /// Lines of the screen.
    pub screen: Vec<String>,
    /// What the voice says; empty for nothing.
    pub voice: String,
}

/// Keeps what waits for the camera's next call.
pub struct ReplyLane {
    clock: Arc<dyn Clock>,
    role: ReplyRole,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Vec<GateCommand>,
    shown: Option<Words>,
    told: Option<Words>,
}

impl State {
    fn words(&mut self, now: Moment) -> PendingAnswer {
        let words = self.shown.take().filter(|words| now <= words.until);
        let (screen, voice) = words.map(|words| (words.screen, words.voice)).unwrap_or_default();
        PendingAnswer { open: None, screen, voice }
    }
}

/// Lines and voice, and until when they are worth saying.
struct Words {
    screen: Vec<String>,
    voice: String,
    until: Moment,
}

impl ReplyLane {
    /// A lane whose gate opens by the answer.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, role: ReplyRole::Opens, state: Mutex::default() }
    }

    /// For lanes whose gate opens by other means: only the screen waits here.
    pub(super) fn screen_only(clock: Arc<dyn Clock>) -> Self {
        Self { clock, role: ReplyRole::Silent, state: Mutex::default() }
    }

    /// Takes what waits: it is then out of here and is not given a second time. Of the gate commands those count that
    /// `admit` lets through; of several the latest is named: the gate opens once for all of them.
    pub(super) fn take(&self, admit: impl Fn(&GateCommand) -> bool) -> PendingAnswer {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut open = None;
        for command in std::mem::take(&mut state.open) {
            // Each is asked for: admitted, it is spent, whether it is the one that is named or not.
            if admit(&command) {
                open = Some(command);
            }
        }
        PendingAnswer { open, ..state.words(self.clock.now()) }
    }

    /// Takes the words that wait, and leaves a gate command where it is: what is answered now is about another car than
    /// the one that the gate is to open for.
    pub(super) fn take_words(&self) -> PendingAnswer {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.words(self.clock.now())
    }

    /// The answer to a push says these words itself: the same ones are not said again when they come as an order.
    pub(super) fn tell(&self, screen: &[String], voice: &str) {
        let until = self.clock.now().plus_ms(GATE_COMMAND_LIFE_MS);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.shown.as_ref().is_some_and(|words| words.screen == screen && words.voice == voice) {
            state.shown = None;
            state.told = None;
        } else {
            state.told = Some(Words { screen: screen.to_vec(), voice: voice.to_owned(), until });
        }
    }
}

#[async_trait]
impl Lane for ReplyLane {
    async fn open(&self, command: GateCommand) -> Result<(), LaneError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that ran out were told as such; they are of no use here.
        let now = self.clock.now();
        state.open.retain(|waiting| waiting.command_id != command.command_id && now <= waiting.expires_at);
        state.open.push(command);
        Ok(())
    }

    async fn show(&self, screen: &[String], voice: &str) -> Result<(), LaneError> {
        let now = self.clock.now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(told) = state.told.take()
            && now <= told.until
            && told.screen == screen
            && told.voice == voice
        {
            return Ok(());
        }
        let until = now.plus_ms(GATE_COMMAND_LIFE_MS);
        state.shown = Some(Words { screen: screen.to_vec(), voice: voice.to_owned(), until });
        Ok(())
    }

    fn reply_role(&self) -> ReplyRole {
        self.role
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::lane::test_support::{START, TokioClock, guid};

    fn command(no: u64) -> GateCommand {
        GateCommand { lane_id: guid(0), command_id: guid(no), expires_at: START.plus_ms(10_000) }
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_is_given_once_and_in_time() {
        let lane = ReplyLane::new(Arc::new(TokioClock::new()));
        lane.open(command(1)).await.unwrap();
        lane.show(&["粤B12345".into()], "请通行").await.unwrap();
        let take = || lane.take(|_| true);
        let first = take();
        assert_eq!(first.open, Some(command(1)));
        assert_eq!((first.screen.len(), first.voice.as_str()), (1, "请通行"));
        assert_eq!(take(), PendingAnswer::default());

        lane.open(command(2)).await.unwrap();
        lane.show(&[], "请通行").await.unwrap();
        tokio::time::advance(Duration::from_millis(10_001)).await;
        assert_eq!(take().voice, "", "ten seconds later nobody wants it any more");
        lane.open(command(3)).await.unwrap();
        assert_eq!(lane.take(|_| false).open, None, "what is not admitted does not open");
    }

    #[tokio::test(start_paused = true)]
    async fn words_said_with_the_answer_are_not_said_again() {
        let lane = ReplyLane::new(Arc::new(TokioClock::new()));
        let take = || lane.take(|_| true);
        let screen = ["欢迎光临".to_owned()];
        // The order comes after the answer …
        lane.tell(&screen, "欢迎光临");
        lane.show(&screen, "欢迎光临").await.unwrap();
        assert_eq!(take(), PendingAnswer::default());
        // … or before it.
        lane.show(&screen, "欢迎光临").await.unwrap();
        lane.tell(&screen, "欢迎光临");
        assert_eq!(take(), PendingAnswer::default());
        // The next car hears them again, and other words are kept.
        lane.show(&screen, "欢迎光临").await.unwrap();
        assert_eq!(take().voice, "欢迎光临");
        lane.tell(&screen, "欢迎光临");
        lane.show(&screen, "一路平安").await.unwrap();
        assert_eq!(take().voice, "一路平安");
    }
}
