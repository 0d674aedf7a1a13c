//! The link: one session, and messages that are sent with it.

mod queries;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::client::personal::{PersonalError, person_of, with_person};
use lotdesk_protocols::city::client::{
    Answer, Credentials, login_item, logout_item, picture_form, read_token, refresh_item, request, says_it_has,
};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::person::PersonSource;
use super::picture::{self, PictureSource};
use super::profile::{BadProfile, CityProfile};
use super::secrets::CitySecrets;
use super::session::{Rest, Session};
use super::skew::Skew;
use super::tokens::GivenTokens;
use crate::dispatcher::{BatchLimit, Carried, Carrier, Claimed, Departure, Exchange, Seen};
use crate::http::{BadClient, CallFailure, HttpClient, Reached, Reply};

/// A picture that is not in the store is waited for this long after its read, in milliseconds.
const PICTURE_MAY_COME_MS: i64 = 10 * 60_000;

/// The standard takes 10 MB in a request (6.1.1 i); the envelope and some air are left out of it. So many items are answered
/// within the 20 s of a call.
const BATCH: BatchLimit = BatchLimit { items: 1_000, bytes: 9_000_000 };

/// Where the platform did not say how long a token holds, the session is looked at this often all the same.
const LOOK_ANYWAY: Duration = Duration::from_secs(3_600);

/// Why a link cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadLink {
    /// A setting.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The address or the certificates.
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// The link to one city platform. Holds the session; every call goes over HTTPS with its token.
pub struct CityLink {
    http: HttpClient,
    dialect: Dialect,
    credentials: Credentials,
    pictures: Arc<dyn PictureSource>,
    persons: Option<Arc<dyn PersonSource>>,
    clock: Arc<dyn Clock>,
    refresh_ahead: Duration,
    state: Mutex<State>,
    /// Whoever holds it logs in or refreshes; the others wait for the end of that instead of logging in too.
    turnstile: tokio::sync::Mutex<()>,
    exchanges: Mutex<Vec<Exchange>>,
    more_exchanges: Notify,
    skew: Skew,
    tokens: Arc<GivenTokens>,
}

#[derive(Default)]
struct State {
    session: Option<Session>,
    rest: Option<Rest>,
}

/// Why there is no session.
#[derive(Clone, Debug)]
enum NoSession {
    Silent { why: String },
    Refused { why: String, again_in: Duration },
}

impl NoSession {
    fn carried(self) -> Carried {
        let (why, seen) = match self {
            NoSession::Silent { why } => (why.clone(), Seen::Silent { why }),
            NoSession::Refused { why, again_in } => (why.clone(), Seen::LoginRefused { why, again_in }),
        };
        Carried::new(Outcome::NotSent { why }, seen)
    }
}

impl CityLink {
    /// Builds the link; calls nobody yet.
    ///
    /// # Errors
    /// A setting that breaks a rule, or a file that cannot be used.
    pub fn new(
        profile: &CityProfile,
        secrets: &CitySecrets,
        pictures: Arc<dyn PictureSource>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadLink> {
        profile.check()?;
        Ok(Self {
            http: HttpClient::new(&profile.endpoint())?,
            dialect: profile.dialect(),
            credentials: secrets.credentials(profile),
            pictures,
            persons: None,
            clock,
            refresh_ahead: Duration::from_secs(profile.refresh_ahead_s),
            state: Mutex::default(),
            turnstile: tokio::sync::Mutex::new(()),
            exchanges: Mutex::default(),
            more_exchanges: Notify::new(),
            skew: Skew::new(),
            tokens: GivenTokens::new(),
        })
    }

    /// The tokens that the platform has given us: by the newest of them it proves who it is when it calls.
    pub fn tokens(&self) -> Arc<GivenTokens> {
        self.tokens.clone()
    }

    /// The link with a source of people's data, without which no message about somebody leaves.
    #[must_use]
    pub fn with_persons(mut self, persons: Arc<dyn PersonSource>) -> Self {
        self.persons = Some(persons);
        self
    }

    /// The platform's clock minus ours as last seen, in milliseconds.
    pub fn clock_skew_ms(&self) -> Option<i64> {
        self.skew.ms()
    }

    /// Held for a few instructions, never across an await.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A token to call with. Refreshes (1002) when that is due and logs in (1001) when there is no session, one caller
    /// at a time. With `prove` the platform is really asked.
    async fn token(&self, prove: bool) -> Result<String, NoSession> {
        if !prove && let Some(token) = self.fresh_token() {
            return Ok(token);
        }
        let _one_at_a_time = self.turnstile.lock().await;
        if !prove && let Some(token) = self.fresh_token() {
            return Ok(token);
        }
        let held = self.state().session.clone();
        match held {
            Some(session) if !session.is_over(Instant::now()) => match self.refresh(&session.token).await {
                Err(Outcome::Refused { .. }) => self.log_in().await,
                // The token holds to its end, whatever keeps the platform from giving the next one. Should it have given one
                // whose reply was lost, it says so by 3002.
                Err(other) if !prove => {
                    tracing::warn!(why = words(other), "the token could not be refreshed (1002); the old one is used");
                    self.put_off_refresh(&session.token);
                    Ok(session.token)
                }
                Err(other) => Err(NoSession::Silent { why: format!("refreshing the token (1002): {}", words(other)) }),
                Ok(token) => Ok(token),
            },
            _ => self.log_in().await,
        }
    }

    fn put_off_refresh(&self, token: &str) {
        if let Some(session) = self.state().session.as_mut().filter(|session| session.token == token) {
            session.put_off(Instant::now());
        }
    }

    fn fresh_token(&self) -> Option<String> {
        let state = self.state();
        state.session.as_ref().filter(|session| !session.is_due(Instant::now())).map(|session| session.token.clone())
    }

    async fn log_in(&self) -> Result<String, NoSession> {
        {
            let mut state = self.state();
            state.session = None;
            if let Some(rest) = &state.rest {
                let again_in = rest.until.saturating_duration_since(Instant::now());
                if !again_in.is_zero() {
                    return Err(NoSession::Refused { why: rest.why.clone(), again_in });
                }
            }
        }
        let item = login_item(&self.credentials).map_err(|e| self.rest(format!("the login cannot be built: {e}")))?;
        match self.ask_for_token("1001", &item, None).await {
            Ok(token) => Ok(token),
            Err(Outcome::Refused { code, words }) => {
                Err(self.rest(format!("the platform refuses our login (1001): {code} {words}")))
            }
            Err(other) => Err(NoSession::Silent { why: format!("login (1001): {}", words(other)) }),
        }
    }

    /// Lets the login rest for a while.
    fn rest(&self, why: String) -> NoSession {
        let now = Instant::now();
        let mut state = self.state();
        let rest = Rest::after(state.rest.as_ref(), why.clone(), now);
        let again_in = rest.until - now;
        state.session = None;
        state.rest = Some(rest);
        NoSession::Refused { why, again_in }
    }

    async fn refresh(&self, token: &str) -> Result<String, Outcome> {
        let item = refresh_item(&self.credentials, token).map_err(|e| Outcome::NotSent { why: e.to_string() })?;
        self.ask_for_token("1002", &item, Some(token)).await
    }

    async fn ask_for_token(&self, code: &'static str, item: &str, token: Option<&str>) -> Result<String, Outcome> {
        let reply = self.post(code, &[item], token).await.map_err(|failure| not_answered(&failure))?;
        let body = String::from_utf8_lossy(&reply.body);
        self.skew.saw(Answer::read(reply.status, &body).reply.and_then(|r| r.timestamp), self.clock.now());
        let given = read_token(reply.status, &body);
        if matches!(given, Ok(_) | Err(Outcome::Refused { .. })) {
            self.exchanged(code, given.is_ok());
        }
        let given = given?;
        self.tokens.given(&given.access_token, given.expires_in_s, Instant::now());
        let session = Session::new(given.access_token.clone(), given.expires_in_s, self.refresh_ahead, Instant::now());
        self.state().session = Some(session);
        Ok(given.access_token)
    }

    fn exchanged(&self, interface: &'static str, ok: bool) {
        let exchange = Exchange { interface, at: self.clock.now(), ok };
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
        self.more_exchanges.notify_one();
    }

    /// Forgets a token that the platform does not know, unless another one has taken its place already.
    fn forget(&self, token: &str) {
        let mut state = self.state();
        if state.session.as_ref().is_some_and(|session| session.token == token) {
            state.session = None;
        }
    }

    /// Sends a JSON message: the envelope with timestamp and signature is made here (tables 31 and 32).
    async fn post(&self, code: &str, items: &[&str], token: Option<&str>) -> Result<Reply, CallFailure> {
        let body = request(&self.dialect, items, self.clock.now())
            .map_err(|e| CallFailure::NotARequest(format!("the message is no JSON: {e}")))?;
        let authorization = token.map(|token| self.dialect.authorization(token));
        self.http.post_json(&self.path(code), authorization.as_deref(), body).await
    }

    /// Sends a picture as a form; table 42 has no signature.
    async fn post_picture(&self, claimed: &Claimed, file: Bytes, token: &str) -> Result<Reply, CallFailure> {
        let unsendable = |why: String| CallFailure::NotARequest(why);
        let fields = picture_form(&claimed.body, self.clock.now()).map_err(|e| unsendable(e.to_string()))?;
        let form = picture::form(fields, file).map_err(|e| unsendable(e.to_string()))?;
        self.http.post_form(&self.path(&claimed.interface), Some(&self.dialect.authorization(token)), form).await
    }

    fn path(&self, code: &str) -> String {
        format!("/{}", self.dialect.path_template.replace("{code}", code).trim_start_matches('/'))
    }

    /// Fetches the picture of a 2001 from the store.
    async fn picture_of(&self, claimed: &Claimed) -> Result<Option<Bytes>, Carried> {
        if claimed.interface != "2001" {
            return Ok(None);
        }
        let fields = picture_form(&claimed.body, self.clock.now())
            .map_err(|e| refused_here(format!("the message is damaged: {e}")))?;
        match self.pictures.picture(fields.picture_id).await {
            Ok(Some(file)) => Ok(Some(file)),
            // After a power cut the camera may bring it again.
            Ok(None) if self.clock.now().ms_since(claimed.queued_at) < PICTURE_MAY_COME_MS => {
                let why = "the picture is not in the store yet".to_owned();
                Err(Carried::new(Outcome::NotSent { why }, Seen::Nothing))
            }
            Ok(None) => Err(refused_here("the picture is not in the store any more".to_owned())),
            Err(e) => Err(Carried::new(Outcome::NotSent { why: e.to_string() }, Seen::Nothing)),
        }
    }

    /// The item as it leaves: with the person's data in it, where the message is about somebody.
    async fn item_of<'a>(&self, claimed: &'a Claimed) -> Result<Cow<'a, str>, Carried> {
        let damaged = |e: PersonalError| refused_here(e.to_string());
        let Some(person_id) = person_of(&claimed.body).map_err(damaged)? else {
            return Ok(Cow::Borrowed(&claimed.body));
        };
        let person = match &self.persons {
            Some(persons) => persons.person(person_id).await,
            None => Ok(None),
        };
        match person {
            Ok(Some(person)) => {
                with_person(&claimed.interface, &claimed.body, &person).map(Cow::Owned).map_err(damaged)
            }
            Ok(None) => Err(refused_here("the person's data was erased, or is not there".to_owned())),
            Err(e) => Err(Carried::new(Outcome::NotSent { why: e.to_string() }, Seen::Nothing)),
        }
    }

    /// Sends once with a given token. The second value is true when the platform does not know the token.
    async fn send_with(
        &self,
        all: &[Claimed],
        items: &[&str],
        picture: Option<&Bytes>,
        token: &str,
    ) -> (Vec<Carried>, bool) {
        let Some(first) = all.first() else { return (Vec::new(), false) };
        let sent = match picture {
            Some(file) => self.post_picture(first, file.clone(), token).await,
            None => self.post(&first.interface, items, Some(token)).await,
        };
        let reply = match sent {
            Ok(reply) => reply,
            Err(CallFailure::NotARequest(why)) => return (vec![refused_here(why); all.len()], false),
            Err(failure) => {
                let seen = Seen::Silent { why: failure.to_string() };
                return (vec![Carried::new(not_answered(&failure), seen); all.len()], false);
            }
        };
        let answer = Answer::read(reply.status, &String::from_utf8_lossy(&reply.body));
        self.skew.saw(answer.reply.as_ref().and_then(|r| r.timestamp), self.clock.now());
        let seen = match &answer.outcome {
            Outcome::Accepted | Outcome::Refused { .. } => Seen::Answered,
            Outcome::Unknown { why } | Outcome::NotSent { why } => Seen::Silent { why: why.clone() },
        };
        let key = lotdesk_protocols::interface(Platform::City, &first.interface).and_then(|row| row.batch);
        let carried = all.iter().map(|claimed| {
            let outcome = match (key, all.len()) {
                (Some(key), 2..) => answer.outcome_of(key, &claimed.own_id),
                _ => answer.outcome.clone(),
            };
            let kept =
                keeps_reply(&claimed.interface, &outcome).then(|| String::from_utf8_lossy(&reply.body).into_owned());
            Carried { outcome, seen: seen.clone(), reply: kept }
        });
        (carried.collect(), answer.token_refused())
    }

    /// Sends with the session's token, and once more with a new one where the platform does not know it any more.
    async fn send_all(
        &self,
        all: &[Claimed],
        items: &[&str],
        picture: Option<&Bytes>,
        departure: &Departure,
    ) -> Vec<Carried> {
        let token = match self.token(false).await {
            Ok(token) => token,
            Err(none) => return vec![none.carried(); all.len()],
        };
        departure.leaves();
        let (carried, token_refused) = self.send_with(all, items, picture, &token).await;
        if !token_refused {
            self.state().rest = None;
            return carried;
        }
        // A.2, 3002: the token is no longer known and nothing was taken. A new login, and the same message once more.
        self.forget(&token);
        let token = match self.token(false).await {
            Ok(token) => token,
            Err(none) => return vec![none.carried(); all.len()],
        };
        let (carried, token_refused) = self.send_with(all, items, picture, &token).await;
        if !token_refused {
            self.state().rest = None;
            return carried;
        }
        let rest = self.rest("the platform does not know the token that it has just given us (3002)".to_owned());
        vec![rest.carried(); all.len()]
    }
}

#[async_trait]
impl Carrier for CityLink {
    async fn open(&self, prove: bool) -> (Seen, Option<Duration>) {
        match self.token(prove).await {
            Ok(_) => {
                let due_in = self.state().session.as_ref().and_then(|session| session.due_in(Instant::now()));
                (Seen::Answered, Some(due_in.unwrap_or(LOOK_ANYWAY)))
            }
            Err(none) => (none.carried().seen, None),
        }
    }

    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        let picture = match self.picture_of(claimed).await {
            Ok(picture) => picture,
            Err(carried) => return carried,
        };
        let item = match self.item_of(claimed).await {
            Ok(item) => item,
            Err(carried) => return carried,
        };
        let mut carried = self.send_all(std::slice::from_ref(claimed), &[&*item], picture.as_ref(), departure).await;
        carried.pop().unwrap_or_else(|| refused_here("nothing was sent".to_owned()))
    }

    fn batch(&self, interface: &str) -> Option<BatchLimit> {
        lotdesk_protocols::interface(Platform::City, interface).and_then(|row| row.batch).map(|_| BATCH)
    }

    /// What goes together is about spaces and lanes: it has no pictures and names no persons.
    async fn send_together(&self, all: &[Claimed], departure: &Departure) -> Vec<Carried> {
        let items: Vec<&str> = all.iter().map(|claimed| claimed.body.as_str()).collect();
        self.send_all(all, &items, None, departure).await
    }

    fn on_unknown(&self, interface: &str) -> OnUnknown {
        lotdesk_protocols::interface(Platform::City, interface).map_or(OnUnknown::Person, |row| row.on_unknown)
    }

    /// A.2's 1200 (对象已存在), and 1400 (对象已删除) for what takes something back. Where a person decided to send it again
    /// (5007, 1201), a person also looks at what was said.
    fn has_already(&self, claimed: &Claimed, code: &str) -> bool {
        self.on_unknown(&claimed.interface) == OnUnknown::Resend && says_it_has(&claimed.body, code)
    }

    async fn has_exchanges(&self) {
        self.more_exchanges.notified().await;
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.exchanges.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn close(&self) {
        let Some(session) = self.state().session.take() else { return };
        self.tokens.end(Instant::now());
        let Ok(item) = logout_item(&session.token) else { return };
        match self.post("1003", &[&item], Some(&session.token)).await {
            Ok(reply) => {
                let answer = Answer::read(reply.status, &String::from_utf8_lossy(&reply.body));
                self.exchanged("1003", answer.outcome == Outcome::Accepted);
            }
            Err(failure) => tracing::info!(%failure, "the platform was not told of our logout"),
        }
    }
}

/// Whether an operation waits for what a reply says: only what was accepted says something.
fn keeps_reply(interface: &str, outcome: &Outcome) -> bool {
    *outcome == Outcome::Accepted
        && lotdesk_protocols::interface(Platform::City, interface).is_some_and(|row| row.keeps_reply)
}

/// The outcome of a call without a reply.
fn not_answered(failure: &CallFailure) -> Outcome {
    let why = failure.to_string();
    match failure.reached() {
        Reached::No => Outcome::NotSent { why },
        Reached::Maybe => Outcome::Unknown { why },
    }
}

/// A message that can never be sent as it is: a person must look, and nothing is said about the platform.
fn refused_here(words: String) -> Carried {
    Carried::new(Outcome::Refused { code: "lotdesk".into(), words }, Seen::Nothing)
}

fn words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Accepted => String::new(),
        Outcome::Refused { code, words } => format!("{code} {words}"),
        Outcome::Unknown { why } | Outcome::NotSent { why } => why,
    }
}
