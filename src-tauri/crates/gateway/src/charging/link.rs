//! The link: the platform's token, and messages that are sent with it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_protocols::appendix_b::{confirmation, disputes};
use lotdesk_protocols::charging::client::{Answer, Content, Sequence, read_token, request, token_content};

use super::profile::{ChargingProfile, NumbersEnvelope};
use super::secrets::ChargingSecrets;
use super::taker::ReplyTaker;
use crate::city::BadProfile;
use crate::dispatcher::{Carried, Carrier, Claimed, Departure, Exchange, Seen};
use crate::http::{BadClient, CallFailure, GivenToken, HttpClient, NoToken, NotGiven, Reached, Reply, TokenHolder};

/// A token that says nothing of its life is asked for anew after this time.
const USUAL_LIFE_S: u64 = 3_600;

/// Why a link cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadChargingLink {
    /// A setting.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The address or the certificates.
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// The link to one charging platform.
pub struct ChargingLink {
    profile: ChargingProfile,
    secrets: ChargingSecrets,
    http: HttpClient,
    /// Where the city platform's numbers go in this envelope.
    numbers: Option<HttpClient>,
    taker: Arc<dyn ReplyTaker>,
    clock: Arc<dyn Clock>,
    sequence: Mutex<Sequence>,
    tokens: TokenHolder,
    exchanges: Mutex<Vec<Exchange>>,
}

impl ChargingLink {
    /// Builds the link; calls nobody yet. `city_base_url` is where the numbers go unless the profile says otherwise.
    ///
    /// # Errors
    /// A setting that breaks a rule, or a file that cannot be used.
    pub fn new(
        profile: &ChargingProfile,
        secrets: &ChargingSecrets,
        city_base_url: Option<&str>,
        taker: Arc<dyn ReplyTaker>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadChargingLink> {
        profile.check()?;
        let numbers = match profile.numbers_envelope {
            NumbersEnvelope::AppendixB => profile.numbers_base_url.as_deref().or(city_base_url),
            NumbersEnvelope::City => None,
        };
        Ok(Self {
            http: HttpClient::new(&profile.endpoint(&profile.base_url))?,
            numbers: numbers.map(|base_url| HttpClient::new(&profile.endpoint(base_url))).transpose()?,
            profile: profile.clone(),
            secrets: secrets.clone(),
            taker,
            clock,
            sequence: Mutex::default(),
            tokens: TokenHolder::default(),
            exchanges: Mutex::default(),
        })
    }

    /// A token to call with. With `prove` the platform is really asked.
    async fn token(&self, prove: bool) -> Result<String, NoToken> {
        self.tokens.token(prove, self.ask_for_token()).await
    }

    /// `query_token`
    async fn ask_for_token(&self) -> Result<GivenToken, NotGiven> {
        let silent = |why: String| NotGiven::Silent(format!("query_token: {why}"));
        let content = token_content(&self.profile.operator_id, self.secrets.operator_secret())
            .map_err(|error| NotGiven::Silent(error.to_string()))?;
        let given = match self.post(&self.http, &self.profile.path("query_token"), &content, None).await {
            Ok(reply) => read_token(self.secrets.keys(), reply.status, &String::from_utf8_lossy(&reply.body)),
            Err(failure) => return Err(silent(failure.to_string())),
        };
        match given {
            Ok((token, available_s)) => {
                self.exchanged(true);
                let life_s = u64::try_from(available_s).ok().filter(|s| *s > 0).unwrap_or(USUAL_LIFE_S).min(31_536_000);
                let life = Duration::from_secs(life_s);
                let ahead = Duration::from_secs(self.profile.refresh_ahead_s).min(life / 2);
                Ok(GivenToken { token, renew_in: life - ahead })
            }
            Err(Outcome::Refused { code, words }) => {
                self.exchanged(false);
                Err(NotGiven::Refused(format!("the platform gives us no token (query_token): {code} {words}")))
            }
            Err(Outcome::Unknown { why } | Outcome::NotSent { why }) => Err(silent(why)),
            Err(Outcome::Accepted) => Err(silent("no token in the reply".to_owned())),
        }
    }

    fn exchanged(&self, ok: bool) {
        let exchange = Exchange { interface: "query_token", at: self.clock.now(), ok };
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
    }

    /// Puts the envelope around a content and sends it.
    async fn post(
        &self,
        http: &HttpClient,
        path: &str,
        content: &str,
        token: Option<&str>,
    ) -> Result<Reply, CallFailure> {
        let body = {
            let mut sequence = self.sequence.lock().unwrap_or_else(PoisonError::into_inner);
            request(self.secrets.keys(), &self.profile.operator_id, content, self.clock.now(), &mut sequence)
                .map_err(|error| CallFailure::NotARequest(error.to_string()))?
        };
        let authorization = token.map(|token| format!("Bearer {token}"));
        http.post_json(path, authorization.as_deref(), body).await
    }

    /// Sends once with a given token. The second value is true when the platform does not know the token.
    async fn send_with(&self, to: &Address<'_>, claimed: &Claimed, token: &str) -> (Carried, bool) {
        let content = match self.profile.dialect.respell(&claimed.body) {
            Ok(content) => content,
            Err(error) => return (refused_here(format!("the message is damaged: {error}")), false),
        };
        let reply = match self.post(to.http, &to.path, &content, Some(token)).await {
            Ok(reply) => reply,
            Err(CallFailure::NotARequest(why)) => return (refused_here(why), false),
            Err(failure) => return (not_answered(&failure), false),
        };
        let body = String::from_utf8_lossy(&reply.body);
        let answer = Answer::read(self.secrets.keys(), &claimed.interface, reply.status, &body);
        if answer.token_refused {
            return (Carried::new(answer.outcome, Seen::Answered), true);
        }
        let outcome = match self.take(answer.content).await {
            Ok(()) => answer.outcome,
            Err(unknown) => unknown,
        };
        let seen = match &outcome {
            Outcome::Accepted | Outcome::Refused { .. } => Seen::Answered,
            Outcome::Unknown { why } | Outcome::NotSent { why } => Seen::Silent { why: why.clone() },
        };
        (Carried::new(outcome, seen), false)
    }

    /// Has what the reply says kept; where that fails, what the message's outcome is.
    async fn take(&self, content: Content) -> Result<(), Outcome> {
        let unknown = |why: String| Outcome::Unknown { why };
        let taken = match content {
            Content::Nothing => return Ok(()),
            Content::OrderConfirmed(reply) => match reply.seq.0.parse() {
                Ok(seq) => self.taker.order_confirmed(seq, confirmation(reply.confirm_result)).await,
                Err(bad) => return Err(unknown(format!("the reply is about another order: {bad}"))),
            },
            Content::OrdersChecked(reply) => match reply.seq.0.parse() {
                Ok(seq) => self.taker.orders_checked(seq, disputes(&reply)).await,
                Err(bad) => return Err(unknown(format!("the reply is about another reconciliation: {bad}"))),
            },
        };
        taken.map_err(|refusal| unknown(format!("the reply could not be kept: {}", refusal.en)))
    }

    async fn send_to(&self, to: &Address<'_>, claimed: &Claimed, departure: &Departure) -> Carried {
        let token = match self.token(false).await {
            Ok(token) => token,
            Err(none) => return none.carried(),
        };
        departure.leaves();
        let (carried, token_refused) = self.send_with(to, claimed, &token).await;
        if !token_refused {
            return carried;
        }
        // 4002: the token is not known any more and nothing was taken. A new one, and the same message once more.
        self.tokens.forget(&token);
        let token = match self.token(false).await {
            Ok(token) => token,
            Err(none) => return none.carried(),
        };
        let (carried, token_refused) = self.send_with(to, claimed, &token).await;
        if !token_refused {
            return carried;
        }
        self.tokens.rest("the platform does not know the token that it has just given us (4002)".to_owned()).carried()
    }

    /// Sends one of the city platform's numbers in this envelope; none when that address is not set up.
    pub(super) async fn send_number(&self, claimed: &Claimed, departure: &Departure) -> Option<Carried> {
        let http = self.numbers.as_ref()?;
        let to = Address { http, path: format!("/{}", claimed.interface) };
        Some(self.send_to(&to, claimed, departure).await)
    }
}

struct Address<'a> {
    http: &'a HttpClient,
    path: String,
}

fn refused_here(why: String) -> Carried {
    Carried::new(Outcome::Refused { code: "local".to_owned(), words: why }, Seen::Nothing)
}

fn not_answered(failure: &CallFailure) -> Carried {
    let why = failure.to_string();
    let outcome = match failure.reached() {
        Reached::No => Outcome::NotSent { why: why.clone() },
        Reached::Maybe => Outcome::Unknown { why: why.clone() },
    };
    Carried::new(outcome, Seen::Silent { why })
}

#[async_trait]
impl Carrier for ChargingLink {
    async fn open(&self, prove: bool) -> (Seen, Option<Duration>) {
        match self.token(prove).await {
            Ok(_) => (Seen::Answered, self.tokens.renew_in()),
            Err(none) => (none.carried().seen, None),
        }
    }

    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        let to = Address { http: &self.http, path: self.profile.path(&claimed.interface) };
        self.send_to(&to, claimed, departure).await
    }

    fn on_unknown(&self, interface: &str) -> OnUnknown {
        lotdesk_protocols::interface(Platform::Charging, interface).map_or(OnUnknown::Person, |row| row.on_unknown)
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.exchanges.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Appendix B has no way to give a token back.
    async fn close(&self) {
        self.tokens.clear();
    }
}
