//! The link: one token at a time, good for two hours, and records that are sent with it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_protocols::repair::client::{
    TOKEN_LIVES_S, blames_token, outcome, read_token, save_request, token_request,
};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::profile::RepairProfile;
use crate::city::BadProfile;
use crate::dispatcher::{Carried, Carrier, Claimed, Departure, Exchange, Seen};
use crate::http::{BadClient, CallFailure, HttpClient, Reached};

/// A token is asked for anew this long before its end.
const AHEAD: Duration = Duration::from_secs(300);
/// How long a refused `getToken` rests at first, and at most.
const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_secs(300);

/// Why a link cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadRepairLink {
    /// A setting.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The address or the certificates.
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// The link to one archive.
pub struct RepairLink {
    profile: RepairProfile,
    password: Zeroizing<String>,
    http: HttpClient,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Whoever holds it asks for a token; the others wait for the end of that.
    turnstile: tokio::sync::Mutex<()>,
    exchanges: Mutex<Vec<Exchange>>,
}

#[derive(Default)]
struct State {
    token: Option<(String, Instant)>,
    rest: Option<Rest>,
}

#[derive(Clone)]
struct Rest {
    why: String,
    until: Instant,
    wait: Duration,
}

/// Why there is no token.
enum NoToken {
    Silent(String),
    Refused(String, Duration),
}

impl NoToken {
    fn carried(self) -> Carried {
        let (why, seen) = match self {
            NoToken::Silent(why) => (why.clone(), Seen::Silent { why }),
            NoToken::Refused(why, again_in) => (why.clone(), Seen::LoginRefused { why, again_in }),
        };
        Carried::new(Outcome::NotSent { why }, seen)
    }
}

impl RepairLink {
    /// Builds the link; calls nobody yet.
    ///
    /// # Errors
    /// A setting that breaks a rule, or a file that cannot be used.
    pub fn new(profile: &RepairProfile, password: &str, clock: Arc<dyn Clock>) -> Result<Self, BadRepairLink> {
        profile.check()?;
        Ok(Self {
            http: HttpClient::new(&profile.endpoint())?,
            profile: profile.clone(),
            password: Zeroizing::new(password.to_owned()),
            clock,
            state: Mutex::default(),
            turnstile: tokio::sync::Mutex::new(()),
            exchanges: Mutex::default(),
        })
    }

    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> Option<String> {
        self.state().token.as_ref().filter(|(_, renew_at)| Instant::now() < *renew_at).map(|(token, _)| token.clone())
    }

    /// A token to call with; asks for one (`getToken`) when there is none or it runs out, one caller at a time. With `prove`
    /// the archive is really asked.
    async fn token(&self, prove: bool) -> Result<String, NoToken> {
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
        let body = token_request(&self.profile.company_code, &self.password)
            .map_err(|error| NoToken::Silent(error.to_string()))?;
        let reply = self.http.post_json(&self.profile.token_path, None, body).await;
        let reply = reply.map_err(|failure| NoToken::Silent(format!("getToken: {failure}")))?;
        match read_token(reply.status, &String::from_utf8_lossy(&reply.body)) {
            Ok(token) => {
                self.exchanged(true);
                let renew_at = Instant::now() + Duration::from_secs(TOKEN_LIVES_S).saturating_sub(AHEAD);
                *self.state() = State { token: Some((token.clone(), renew_at)), rest: None };
                Ok(token)
            }
            Err(Outcome::Refused { code, words }) => {
                self.exchanged(false);
                Err(self.rest(format!("the archive gives us no token (getToken): {code} {words}")))
            }
            Err(Outcome::Unknown { why } | Outcome::NotSent { why }) => {
                Err(NoToken::Silent(format!("getToken: {why}")))
            }
            Err(Outcome::Accepted) => Err(NoToken::Silent("getToken: no token in the reply".to_owned())),
        }
    }

    /// Lets the token's call rest for a while, longer every time: an account that is tried too often may be locked.
    fn rest(&self, why: String) -> NoToken {
        let mut state = self.state();
        let wait = state.rest.as_ref().map_or(FIRST_REST, |rest| (rest.wait * 2).min(LONGEST_REST));
        state.token = None;
        state.rest = Some(Rest { why: why.clone(), until: Instant::now() + wait, wait });
        NoToken::Refused(why, wait)
    }

    /// Forgets a token that the archive does not know, unless another one has taken its place already.
    fn forget(&self, token: &str) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|(held, _)| held == token) {
            state.token = None;
        }
    }

    fn exchanged(&self, ok: bool) {
        let exchange = Exchange { interface: "getToken", at: self.clock.now(), ok };
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
    }

    /// Sends a record once with a given token.
    async fn send_with(&self, claimed: &Claimed, token: &str) -> Carried {
        let body = match save_request(&claimed.body, token) {
            Ok(body) => body,
            Err(error) => return refused_here(format!("the message is damaged: {error}")),
        };
        let reply = match self.http.post_json(&self.profile.save_path, None, body).await {
            Ok(reply) => reply,
            Err(CallFailure::NotARequest(why)) => return refused_here(why),
            Err(failure) => {
                let why = failure.to_string();
                let outcome = match failure.reached() {
                    Reached::No => Outcome::NotSent { why: why.clone() },
                    Reached::Maybe => Outcome::Unknown { why: why.clone() },
                };
                return Carried::new(outcome, Seen::Silent { why });
            }
        };
        let body = String::from_utf8_lossy(&reply.body);
        let outcome = outcome(reply.status, &body);
        let seen = match &outcome {
            Outcome::Accepted | Outcome::Refused { .. } => Seen::Answered,
            Outcome::Unknown { why } | Outcome::NotSent { why } => Seen::Silent { why: why.clone() },
        };
        // That the archive has it is written into the journal: a shop must be able to show when.
        let kept = (outcome == Outcome::Accepted).then(|| body.into_owned());
        Carried { outcome, seen, reply: kept }
    }
}

/// A message that can never be sent as it is: a person must look, and nothing is said about the archive.
fn refused_here(words: String) -> Carried {
    Carried::new(Outcome::Refused { code: "lotdesk".to_owned(), words }, Seen::Nothing)
}

#[async_trait]
impl Carrier for RepairLink {
    async fn open(&self, prove: bool) -> (Seen, Option<Duration>) {
        match self.token(prove).await {
            Ok(_) => {
                let due = self.state().token.as_ref().map(|(_, at)| at.saturating_duration_since(Instant::now()));
                (Seen::Answered, due)
            }
            Err(none) => (none.carried().seen, None),
        }
    }

    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        let token = match self.token(false).await {
            Ok(token) => token,
            Err(none) => return none.carried(),
        };
        departure.leaves();
        let carried = self.send_with(claimed, &token).await;
        if !blames_token(&carried.outcome) {
            return carried;
        }
        // The token does not hold any more and nothing was taken. A new one, and the same record once more.
        self.forget(&token);
        let token = match self.token(false).await {
            Ok(token) => token,
            Err(none) => return none.carried(),
        };
        self.send_with(claimed, &token).await
    }

    fn on_unknown(&self, interface: &str) -> OnUnknown {
        lotdesk_protocols::interface(Platform::Repair, interface).map_or(OnUnknown::Person, |row| row.on_unknown)
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.exchanges.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The archive has no way to give a token back.
    async fn close(&self) {
        *self.state() = State::default();
    }
}
