//! One token at a time: asked for when there is none or it runs out, by one caller while the others wait; after a refusal the
//! asking rests, longer every time; a token that the platform does not know any more is forgotten.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_domain::message::Outcome;
use tokio::time::Instant;

use crate::dispatcher::{Carried, Seen};

/// How long a refused call for a token rests at first, and at most: an account that is tried too often may be locked.
const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_secs(300);

/// A token that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenToken {
    /// The token.
    pub token: String,
    /// Another one is asked for after this time.
    pub renew_in: Duration,
}

/// Why a platform gave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotGiven {
    /// It did not answer, or not in a way that can be read.
    Silent(String),
    /// It refuses, in these words.
    Refused(String),
}

/// Why there is no token to call with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoToken {
    /// The platform does not answer.
    Silent(String),
    /// It refuses; it is asked again after this time and not before.
    Refused(String, Duration),
}

impl NoToken {
    /// What that means for a message of the outbox: it has not been sent.
    pub fn carried(self) -> Carried {
        let (why, seen) = match self {
            NoToken::Silent(why) => (why.clone(), Seen::Silent { why }),
            NoToken::Refused(why, again_in) => (why.clone(), Seen::LoginRefused { why, again_in }),
        };
        Carried::new(Outcome::NotSent { why }, seen)
    }

    /// Why, in words.
    pub fn why(&self) -> &str {
        match self {
            NoToken::Silent(why) | NoToken::Refused(why, _) => why,
        }
    }
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    rest: Option<Rest>,
}

struct Held {
    token: String,
    renew_at: Instant,
}

#[derive(Clone)]
struct Rest {
    why: String,
    until: Instant,
    wait: Duration,
}

/// Holds the token.
#[derive(Default)]
pub struct TokenHolder {
    state: Mutex<State>,
    /// Whoever holds it asks for a token; the others wait for the end of that.
    turnstile: tokio::sync::Mutex<()>,
}

impl TokenHolder {
    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<String> {
        let state = self.state();
        state.held.as_ref().filter(|held| Instant::now() < held.renew_at).map(|held| held.token.clone())
    }

    /// A token to call with. `ask` is begun only when there is none, or it runs out; with `prove` in any case.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn token(
        &self,
        prove: bool,
        ask: impl Future<Output = Result<GivenToken, NotGiven>> + Send,
    ) -> Result<String, NoToken> {
        if !prove && let Some(token) = self.fresh() {
            return Ok(token);
        }
        let _one_at_a_time = self.turnstile.lock().await;
        if !prove && let Some(token) = self.fresh() {
            return Ok(token);
        }
        if let Some(rest) = self.state().rest.clone() {
            let again_in = rest.until.saturating_duration_since(Instant::now());
            if !again_in.is_zero() {
                return Err(NoToken::Refused(rest.why, again_in));
            }
        }
        match ask.await {
            Ok(GivenToken { token, renew_in }) => {
                let held = Held { token: token.clone(), renew_at: Instant::now() + renew_in };
                *self.state() = State { held: Some(held), rest: None };
                Ok(token)
            }
            Err(NotGiven::Refused(why)) => Err(self.rest(why)),
            Err(NotGiven::Silent(why)) => Err(NoToken::Silent(why)),
        }
    }

    /// Lets the asking rest for a while, longer every time.
    pub fn rest(&self, why: String) -> NoToken {
        let mut state = self.state();
        let wait = state.rest.as_ref().map_or(FIRST_REST, |rest| (rest.wait * 2).min(LONGEST_REST));
        state.held = None;
        state.rest = Some(Rest { why: why.clone(), until: Instant::now() + wait, wait });
        NoToken::Refused(why, wait)
    }

    /// Keeps a token that came with another answer.
    pub fn keep(&self, given: GivenToken) {
        let held = Held { token: given.token, renew_at: Instant::now() + given.renew_in };
        *self.state() = State { held: Some(held), rest: None };
    }

    /// Forgets a token that the platform does not know, unless another one has taken its place already.
    pub fn forget(&self, token: &str) {
        let mut state = self.state();
        if state.held.as_ref().is_some_and(|held| held.token == token) {
            state.held = None;
        }
    }

    /// When another token will be asked for; none without a token.
    pub fn renew_in(&self) -> Option<Duration> {
        self.state().held.as_ref().map(|held| held.renew_at.saturating_duration_since(Instant::now()))
    }

    /// Forgets token and rest.
    pub fn clear(&self) {
        *self.state() = State::default();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn given(token: &str) -> Result<GivenToken, NotGiven> {
        Ok(GivenToken { token: token.to_owned(), renew_in: Duration::from_secs(100) })
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_asked_for_once_until_it_runs_out() {
        let holder = TokenHolder::default();
        assert_eq!(holder.token(false, async { given("A") }).await, Ok("A".to_owned()));
        assert_eq!(holder.token(false, async { given("B") }).await, Ok("A".to_owned()));
        assert_eq!(holder.token(true, async { given("C") }).await, Ok("C".to_owned()), "proof asks in any case");
        tokio::time::advance(Duration::from_secs(101)).await;
        assert_eq!(holder.token(false, async { given("D") }).await, Ok("D".to_owned()));
    }

    #[tokio::test(start_paused = true)]
    async fn callers_at_once_wait_for_one_call() {
        let (holder, asked) = (Arc::new(TokenHolder::default()), Arc::new(AtomicU32::new(0)));
        let callers: Vec<_> = (0..8)
            .map(|_| {
                let (holder, asked) = (holder.clone(), asked.clone());
                tokio::spawn(async move {
                    let ask = async {
                        asked.fetch_add(1, Ordering::SeqCst);
                        tokio::time::sleep(Duration::from_secs(1)).await;
                        given("A")
                    };
                    holder.token(false, ask).await
                })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), Ok("A".to_owned()));
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_rests_longer_every_time_and_silence_does_not() {
        let holder = TokenHolder::default();
        let refused = || async { Err(NotGiven::Refused("wrong password".to_owned())) };
        let mut waits = Vec::new();
        for _ in 0..9 {
            let Err(NoToken::Refused(why, wait)) = holder.token(false, refused()).await else { panic!("no refusal") };
            assert_eq!(why, "wrong password");
            let resting = holder.token(false, async { given("A") }).await;
            assert!(matches!(resting, Err(NoToken::Refused(..))), "nobody is asked meanwhile");
            waits.push(wait.as_secs());
            tokio::time::advance(wait).await;
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
        let silent = holder.token(false, async { Err(NotGiven::Silent("no reply".to_owned())) }).await;
        assert_eq!(silent, Err(NoToken::Silent("no reply".to_owned())));
        assert_eq!(holder.token(false, async { given("A") }).await, Ok("A".to_owned()), "silence does not rest");
        assert_eq!(
            holder.rest("unknown at once".to_owned()),
            NoToken::Refused("unknown at once".to_owned(), FIRST_REST)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_token_that_is_held_is_forgotten() {
        let holder = TokenHolder::default();
        holder.token(false, async { given("A") }).await.unwrap();
        holder.forget("another");
        assert!(holder.renew_in().is_some());
        holder.forget("A");
        assert_eq!(holder.renew_in(), None);
        assert_eq!(holder.token(false, async { given("B") }).await, Ok("B".to_owned()));
        holder.clear();
        assert_eq!(holder.renew_in(), None);
    }
}
