//! The link: signed calls, and a token for each driver who is signed in. A token lasts a day, the last one issued wins, and
//! none is kept anywhere but here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::plate::Plate;
use lotdesk_operations::{EtcpFailure, EtcpUser};
use lotdesk_protocols::etcp::client::{
    TOKEN_LIVES_S, blames_token, login_data, outcome, parameters, path, sign_in_data,
};
use lotdesk_protocols::etcp::replies::read_token;
use lotdesk_protocols::interface::HandlerError;
use reqwest::Url;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use super::profile::EtcpProfile;
use super::users::EtcpUsers;
use crate::city::BadProfile;
use crate::dispatcher::Exchange;
use crate::http::{BadClient, CallFailure, HttpClient, Reached, Request};

/// A token is not used any more this long before its end, in milliseconds.
const AHEAD_MS: i64 = 5 * 60_000;

/// Why a link cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadEtcpLink {
    /// A setting.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// The address or the certificates.
    #[error(transparent)]
    Client(#[from] BadClient),
}

/// A token that is held.
#[derive(Clone)]
struct Held {
    token: Zeroizing<String>,
    until: Moment,
}

/// The link to ETCP.
pub struct EtcpLink {
    pub(super) profile: EtcpProfile,
    merchant_key: Zeroizing<String>,
    http: HttpClient,
    pub(super) users: Arc<dyn EtcpUsers>,
    pub(super) clock: Arc<dyn Clock>,
    tokens: Mutex<HashMap<Guid, Held>>,
    /// Whoever holds it signs a driver in again; the others wait for the end of that: each new token ends the one before.
    turnstile: tokio::sync::Mutex<()>,
    exchanges: Mutex<Vec<Exchange>>,
    pub(super) more_exchanges: Notify,
}

/// How a call goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Get,
    Post,
}

/// What a call came to: how it went, and the reply.
pub(super) type Came = (Outcome, String);

impl EtcpLink {
    /// Builds the link; calls nobody yet.
    ///
    /// # Errors
    /// A setting that breaks a rule, or a file that cannot be used.
    pub fn new(
        profile: &EtcpProfile,
        merchant_key: &str,
        users: Arc<dyn EtcpUsers>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadEtcpLink> {
        profile.check()?;
        Ok(Self {
            http: HttpClient::new(&profile.endpoint())?,
            profile: profile.clone(),
            merchant_key: Zeroizing::new(merchant_key.to_owned()),
            users,
            clock,
            tokens: Mutex::default(),
            turnstile: tokio::sync::Mutex::new(()),
            exchanges: Mutex::default(),
            more_exchanges: Notify::new(),
        })
    }

    /// Held for a few instructions, never across an await.
    fn tokens(&self) -> MutexGuard<'_, HashMap<Guid, Held>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until when a driver's token holds.
    pub(super) fn held_until(&self, account_id: Guid) -> Option<Moment> {
        let now = self.clock.now();
        self.tokens().get(&account_id).map(|held| held.until).filter(|until| *until > now)
    }

    /// A driver's token, where one holds.
    pub(super) fn held(&self, account_id: Guid) -> Option<Zeroizing<String>> {
        let now = self.clock.now();
        self.tokens().get(&account_id).filter(|held| held.until > now).map(|held| held.token.clone())
    }

    /// Forgets a token that ETCP does not know, unless another one has taken its place already.
    pub(super) fn forget(&self, account_id: Guid, token: &str) {
        let mut tokens = self.tokens();
        if tokens.get(&account_id).is_some_and(|held| held.token.as_str() == token) {
            tokens.remove(&account_id);
        }
    }

    pub(super) fn forget_all(&self) {
        self.tokens().clear();
    }

    fn keep(&self, account_id: Guid, token: String) {
        let lives_ms = i64::try_from(TOKEN_LIVES_S * 1000).unwrap_or(i64::MAX);
        let until = self.clock.now().plus_ms(lives_ms - AHEAD_MS);
        self.tokens().insert(account_id, Held { token: Zeroizing::new(token), until });
    }

    pub(super) fn take_own_exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.exchanges.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn exchanged(&self, interface: &'static str, ok: bool) {
        let exchange = Exchange { interface, at: self.clock.now(), ok };
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
        self.more_exchanges.notify_one();
    }

    /// One signed call. Any reply is one; what it means stands beside it.
    async fn call(&self, way: Way, interface: &'static str, data: &str) -> Result<Came, CallFailure> {
        let parameters = parameters(&self.profile.merchant_no, &self.merchant_key, data, self.clock.now());
        let texts = encoded(&parameters)?;
        let request = match way {
            Way::Get => Request { query: Some(&texts), ..Request::default() },
            Way::Post => Request {
                body: Some(("application/x-www-form-urlencoded;charset=utf-8", texts.clone())),
                ..Request::default()
            },
        };
        let reply = self.http.call_with(&path(interface), request).await?;
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        Ok((outcome(reply.status, &body), body))
    }

    /// The notice of a payment, with nothing of its own remembered: the dispatcher does that.
    pub(super) async fn notify(&self, data: &str) -> Result<Came, CallFailure> {
        self.call(Way::Post, "orderpaid", data).await
    }

    /// Whether ETCP is there and knows us: a question that concerns nobody.
    pub(super) async fn knock(&self) -> Result<Came, CallFailure> {
        let data = lotdesk_protocols::etcp::client::state_data("0", None);
        self.call(Way::Post, "parkingstatus", &data).await
    }

    async fn asked(&self, way: Way, interface: &'static str, data: &str) -> Result<Came, EtcpFailure> {
        let came = self.call(way, interface, data).await.map_err(|failure| silent(interface, &failure))?;
        if matches!(came.0, Outcome::Accepted | Outcome::Refused { .. }) {
            self.exchanged(interface, came.0 == Outcome::Accepted);
        }
        Ok(came)
    }

    /// A call that needs nobody's token.
    pub(super) async fn ask(&self, get: bool, interface: &'static str, data: &str) -> Result<String, EtcpFailure> {
        let way = if get { Way::Get } else { Way::Post };
        well(interface, self.asked(way, interface, data).await?)
    }

    /// A call with a driver's token; where ETCP does not know it any more, once more with a new one.
    pub(super) async fn ask_as(
        &self,
        user: &EtcpUser,
        get: bool,
        interface: &'static str,
        data: impl Fn(&str) -> String + Send + Sync,
    ) -> Result<String, EtcpFailure> {
        let way = if get { Way::Get } else { Way::Post };
        let token = self.token_of(user).await?;
        let came = self.asked(way, interface, &data(&token)).await?;
        if !blames_token(&came.0) {
            return well(interface, came);
        }
        self.forget(user.account_id, &token);
        let token = self.token_of(user).await?;
        well(interface, self.asked(way, interface, &data(&token)).await?)
    }

    /// A driver's token: the one that is held, or a new one by a joint sign-in where that is allowed.
    pub(super) async fn token_of(&self, user: &EtcpUser) -> Result<Zeroizing<String>, EtcpFailure> {
        if let Some(token) = self.held(user.account_id) {
            return Ok(token);
        }
        if !self.profile.renew_jointly {
            return Err(EtcpFailure::NotSignedIn);
        }
        let _one_at_a_time = self.turnstile.lock().await;
        if let Some(token) = self.held(user.account_id) {
            return Ok(token);
        }
        self.signed_in_jointly(user, None).await?;
        self.held(user.account_id).ok_or(EtcpFailure::NotSignedIn)
    }

    /// 8.3
    pub(super) async fn signed_in_jointly(&self, user: &EtcpUser, plate: Option<&Plate>) -> Result<(), EtcpFailure> {
        let data = sign_in_data(&user.phone, &self.profile.app_id, plate);
        let body = self.ask(false, "usersignin", &data).await?;
        self.keep(user.account_id, read_token(&body).map_err(|why| unreadable(&why))?);
        Ok(())
    }

    /// 8.2
    pub(super) async fn signed_in_by_code(&self, user: &EtcpUser, code: &str) -> Result<(), EtcpFailure> {
        let data = login_data(&user.phone, code, &self.profile.app_id);
        let body = self.ask(false, "userlogin", &data).await?;
        self.keep(user.account_id, read_token(&body).map_err(|why| unreadable(&why))?);
        Ok(())
    }
}

/// The parameters as a query or a form has them.
fn encoded(texts: &[(&'static str, String)]) -> Result<String, CallFailure> {
    let pairs = texts.iter().map(|(name, text)| (*name, text.as_str()));
    let url = Url::parse_with_params("http://localhost/", pairs);
    let url = url.map_err(|why| CallFailure::NotARequest(why.to_string()))?;
    Ok(url.query().unwrap_or_default().to_owned())
}

/// No reply: neither the address, which holds the telephone in a GET, nor anything of the message is said again.
fn silent(interface: &str, failure: &CallFailure) -> EtcpFailure {
    EtcpFailure::Silent { why: format!("{interface}: {failure}"), reached: failure.reached() == Reached::Maybe }
}

fn well(interface: &str, (outcome, body): Came) -> Result<String, EtcpFailure> {
    match outcome {
        Outcome::Accepted => Ok(body),
        Outcome::Refused { code, words } => Err(EtcpFailure::Refused { code, words }),
        Outcome::Unknown { why } => Err(EtcpFailure::Silent { why: format!("{interface}: {why}"), reached: true }),
        Outcome::NotSent { why } => Err(EtcpFailure::Silent { why: format!("{interface}: {why}"), reached: false }),
    }
}

pub(super) fn unreadable(why: &HandlerError) -> EtcpFailure {
    EtcpFailure::Unreadable { why: why.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_encoded_as_forms_are() {
        let texts = [("data", r#"{"a":"渝 B&1+="}"#.to_owned()), ("sign", "A3".to_owned())];
        let encoded = encoded(&texts).unwrap();
        assert_eq!(encoded, "data=%7B%22a%22%3A%22%E6%B8%9D+B%261%2B%3D%22%7D&sign=A3");
    }
}
