//! The link: calls signed, tokens held, and what is seen of docloud told to the board.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lotdesk_domain::inspection::Named;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_domain::violation::{CarIdentity, CityCondition};
use lotdesk_ledger::Ledger;
use lotdesk_operations::api::board::LinkState;
use lotdesk_operations::{Asked, DocloudFailure};
use lotdesk_protocols::docloud::client::{Call, NotGranted, read};
use lotdesk_protocols::docloud::lenient::Text;
use lotdesk_protocols::docloud::map::token_request;
use lotdesk_protocols::docloud::sign::signed_query;
use lotdesk_protocols::docloud::wire::{Token, UserTokenRequest};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::cache::Cache;
use super::gate::Gate;
use super::profile::DocloudProfile;
use crate::city::BadProfile;
use crate::dispatcher::LinkWatch;
use crate::http::{BadClient, CallFailure, GivenToken, HttpClient, NoToken, NotGiven, Reached, Request, TokenHolder};

const JSON: &str = "application/json;charset=utf-8";
/// The page does not say how long tokens last: one that is not known any more is asked for anew (1101), and all of them
/// once in a while.
const TOKENS_LIVE: Duration = Duration::from_secs(12 * 3600);
/// As many tokens are held; beyond that the held ones are forgotten and asked for anew.
const TOKENS_MOST: usize = 1_000;

/// Why a link cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadDocloudLink {
    /// A setting.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The address or the certificates.
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// Whose token: a phone's with a car, or a name of ours for an inspection's customer.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    Car { phone: String, plate: String },
    Customer(String),
}

/// The link to docloud.
pub struct DocloudLink {
    profile: DocloudProfile,
    app_secret: Zeroizing<String>,
    http: HttpClient,
    clock: Arc<dyn Clock>,
    ledger: Ledger,
    watch: Arc<dyn LinkWatch>,
    pub(super) gate: Gate,
    pub(super) cities: Cache<(), Vec<CityCondition>>,
    pub(super) lists: Cache<(&'static str, i64), Vec<Named>>,
    tokens: Mutex<HashMap<Holder, Arc<TokenHolder>>>,
}

impl DocloudLink {
    /// Builds the link; calls nobody yet.
    ///
    /// # Errors
    /// A setting that breaks a rule, or a file that cannot be used.
    pub fn new(
        profile: &DocloudProfile,
        app_secret: &str,
        clock: Arc<dyn Clock>,
        ledger: Ledger,
        watch: Arc<dyn LinkWatch>,
    ) -> Result<Self, BadDocloudLink> {
        profile.check()?;
        let keep = Duration::from_secs(profile.keep_lists_s);
        Ok(Self {
            http: HttpClient::new(&profile.endpoint())?,
            profile: profile.clone(),
            app_secret: Zeroizing::new(app_secret.to_owned()),
            clock,
            ledger,
            watch,
            gate: Gate::default(),
            cities: Cache::new(keep),
            lists: Cache::new(keep),
            tokens: Mutex::default(),
        })
    }

    /// One call, signed; with the two headers where it is one for inspections.
    pub(super) async fn call<T: DeserializeOwned>(&self, call: &Call, token: Option<Option<&str>>) -> Asked<T> {
        let body = call.body.clone().unwrap_or_default();
        let now = self.clock.now();
        let query = signed_query(&self.profile.app_key, &self.app_secret, &call.parameters, &body, now);
        let mut headers: Vec<(&'static str, &str)> = Vec::new();
        if let Some(token) = token {
            headers.push(("app_key", self.profile.app_key.as_str()));
            headers.extend(token.map(|token| ("token", token)));
        }
        let request = Request {
            query: Some(&query),
            headers: &headers,
            body: call.body.as_ref().map(|body| (JSON, body.clone())),
        };
        let path = format!("/{}", call.interface);
        let answered = match self.http.call_with(&path, request).await {
            Ok(reply) => read::<T>(reply.status, &String::from_utf8_lossy(&reply.body)).map_err(|why| match why {
                NotGranted::Refused { code, words } => DocloudFailure::Refused { code, words },
                NotGranted::NotTaken(why) => DocloudFailure::NotSent(why),
                NotGranted::Unreadable(why) => DocloudFailure::Lost(why),
            }),
            Err(CallFailure::NotARequest(why)) => Err(DocloudFailure::NotSent(why)),
            Err(failure) => match failure.reached() {
                Reached::No => Err(DocloudFailure::NotSent(failure.to_string())),
                Reached::Maybe => Err(DocloudFailure::Lost(failure.to_string())),
            },
        };
        self.seen(call.interface, answered.as_ref().err()).await;
        answered
    }

    /// What was seen of docloud goes to the board and into the list of exchanges.
    async fn seen(&self, interface: &'static str, failure: Option<&DocloudFailure>) {
        let (state, error) = match failure {
            // The key or the signature is not taken: nothing else will be.
            Some(DocloudFailure::Refused { code, .. }) if matches!(code.as_str(), "1004" | "1005" | "1009") => {
                (LinkState::LoginRefused, failure.map(DocloudFailure::zh))
            }
            None | Some(DocloudFailure::Refused { .. }) => (LinkState::Up, None),
            Some(_) => (LinkState::Down, failure.map(DocloudFailure::zh)),
        };
        match failure {
            Some(DocloudFailure::Refused { code, .. }) if code == "1012" => self.gate.rest(),
            Some(DocloudFailure::NotSent(_) | DocloudFailure::Lost(_)) => {}
            _ => self.gate.well(),
        }
        self.watch.link_changed(Platform::Docloud, state, error);
        let (now, ok) = (self.clock.now(), failure.is_none());
        if let Err(error) = self.ledger.store_exchange(Platform::Docloud, interface, "up", now, ok).await {
            tracing::warn!(%error, "an exchange could not be recorded");
        }
    }

    fn tokens_of(&self, holder: &Holder) -> Arc<TokenHolder> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= TOKENS_MOST && !tokens.contains_key(holder) {
            tokens.clear();
        }
        tokens.entry(holder.clone()).or_default().clone()
    }

    /// Keeps a token that came with an answer.
    pub(super) fn came(&self, car: &CarIdentity, token: Option<String>) {
        let Some(token) = token.filter(|_| !car.phone.is_empty()) else { return };
        let holder = Holder::Car { phone: car.phone.clone(), plate: car.plate.clone() };
        self.tokens_of(&holder).keep(GivenToken { token, renew_in: TOKENS_LIVE });
    }

    async fn ask_for_token(&self, call: Asked<Call>, headers: bool) -> Result<GivenToken, NotGiven> {
        let call = call.map_err(|why| NotGiven::Silent(why.zh()))?;
        match self.call::<Token>(&call, headers.then_some(None)).await {
            Ok(Token { token: Text(token) }) if !token.is_empty() => Ok(GivenToken { token, renew_in: TOKENS_LIVE }),
            Ok(_) => Err(NotGiven::Silent("the answer has no token".to_owned())),
            // A refusal here is about this phone or car, in docloud's own code: it is told as it came, and not rested upon.
            Err(DocloudFailure::Refused { code, words }) => Err(NotGiven::Silent(format!("{code} {words}"))),
            Err(failure) => Err(NotGiven::Silent(failure.zh())),
        }
    }

    /// A call with a car's token; a token that is not known any more is asked for anew, once: nothing was taken then.
    pub(super) async fn with_car_token<T: DeserializeOwned>(
        &self,
        car: &CarIdentity,
        make: impl Fn(&str) -> Asked<Call> + Send + Sync,
    ) -> Asked<T> {
        let holder = Holder::Car { phone: car.phone.clone(), plate: car.plate.clone() };
        let tokens = self.tokens_of(&holder);
        let ask = || self.ask_for_token(post("violation/assign/token", &token_request(car)), false);
        let token = tokens.token(false, ask()).await.map_err(no_token)?;
        let answered = self.call(&make(&token)?, None).await;
        if !blames_token(&answered) {
            return answered;
        }
        tokens.forget(&token);
        let token = tokens.token(false, ask()).await.map_err(no_token)?;
        self.call(&make(&token)?, None).await
    }

    /// A call for inspections, under a customer's name.
    pub(super) async fn with_customer_token<T: DeserializeOwned>(&self, customer: &str, call: Call) -> Asked<T> {
        let tokens = self.tokens_of(&Holder::Customer(customer.to_owned()));
        let ask = || {
            let request = UserTokenRequest { auth_code: Text::of(customer) };
            self.ask_for_token(post("user/assign/token", &request), true)
        };
        let token = tokens.token(false, ask()).await.map_err(no_token)?;
        let answered = self.call(&call, Some(Some(&token))).await;
        if !blames_token(&answered) {
            return answered;
        }
        tokens.forget(&token);
        let token = tokens.token(false, ask()).await.map_err(no_token)?;
        self.call(&call, Some(Some(&token))).await
    }
}

/// Without a token nothing was asked for; a refusal of it is docloud's own.
fn no_token(none: NoToken) -> DocloudFailure {
    let why = none.why();
    match why.split_once(' ') {
        Some((code, words)) if code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit()) => {
            DocloudFailure::Refused { code: code.to_owned(), words: words.to_owned() }
        }
        _ => DocloudFailure::NotSent(why.to_owned()),
    }
}

fn blames_token<T>(answered: &Asked<T>) -> bool {
    matches!(answered, Err(DocloudFailure::Refused { code, .. }) if code == "1101" || code == "1110")
}

/// A POST; what cannot be written was not sent.
pub(super) fn post<T: serde::Serialize>(interface: &'static str, message: &T) -> Asked<Call> {
    Call::post(interface, message).map_err(|why| DocloudFailure::NotSent(why.to_string()))
}
