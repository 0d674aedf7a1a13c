//! The link: one token at a time, good for two hours, and records that are sent with it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_protocols::repair::client::{
    TOKEN_LIVES_S, blames_token, outcome, read_token, save_request, token_request,
};
use zeroize::Zeroizing;

use super::profile::RepairProfile;
use crate::city::BadProfile;
use crate::dispatcher::{Carried, Carrier, Claimed, Departure, Exchange, Seen};
use crate::http::{BadClient, CallFailure, GivenToken, HttpClient, NoToken, NotGiven, Reached, TokenHolder};

/// A token is asked for anew this long before its end.
const AHEAD: Duration = Duration::from_secs(300);

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
    tokens: TokenHolder,
    exchanges: Mutex<Vec<Exchange>>,
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
            tokens: TokenHolder::default(),
            exchanges: Mutex::default(),
        })
    }

    /// A token to call with. With `prove` the archive is really asked.
    async fn token(&self, prove: bool) -> Result<String, NoToken> {
        self.tokens.token(prove, self.ask_for_token()).await
    }

    /// `getToken`
    async fn ask_for_token(&self) -> Result<GivenToken, NotGiven> {
        let silent = |why: String| NotGiven::Silent(format!("getToken: {why}"));
        let body = token_request(&self.profile.company_code, &self.password)
            .map_err(|error| NotGiven::Silent(error.to_string()))?;
        let reply = self.http.post_json(&self.profile.token_path, None, body).await;
        let reply = reply.map_err(|failure| silent(failure.to_string()))?;
        match read_token(reply.status, &String::from_utf8_lossy(&reply.body)) {
            Ok(token) => {
                self.exchanged(true);
                Ok(GivenToken { token, renew_in: Duration::from_secs(TOKEN_LIVES_S).saturating_sub(AHEAD) })
            }
            Err(Outcome::Refused { code, words }) => {
                self.exchanged(false);
                Err(NotGiven::Refused(format!("the archive gives us no token (getToken): {code} {words}")))
            }
            Err(Outcome::Unknown { why } | Outcome::NotSent { why }) => Err(silent(why)),
            Err(Outcome::Accepted) => Err(silent("no token in the reply".to_owned())),
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
            Ok(_) => (Seen::Answered, self.tokens.renew_in()),
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
        self.tokens.forget(&token);
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
        self.tokens.clear();
    }
}
