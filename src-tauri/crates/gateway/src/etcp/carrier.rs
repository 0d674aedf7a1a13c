//! Payments on their way to ETCP: each with the token of the driver whom it is for.

use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::message::{OnUnknown, Outcome, Platform};
use lotdesk_operations::{EtcpFailure, EtcpUser};
use lotdesk_protocols::etcp::client::{account_of, blames_merchant, blames_token, paid_data};

use super::link::{Came, EtcpLink};
use crate::dispatcher::{Carried, Carrier, Claimed, Departure, Exchange, Seen};
use crate::http::{CallFailure, Reached};

/// ETCP is knocked at this often, so that the board knows whether it is there.
const KNOCK_EVERY: Duration = Duration::from_secs(120);
/// Who is not known there is not tried again before this.
const MERCHANT_RESTS: Duration = Duration::from_secs(60);

/// A message that can never be sent as it is: a person must look, and nothing is said about ETCP.
fn refused_here(words: String) -> Carried {
    Carried::new(Outcome::Refused { code: "lotdesk".to_owned(), words }, Seen::Nothing)
}

/// What ETCP says of us, with what to do.
fn not_known(code: &str, words: &str) -> String {
    match code {
        "3" => format!("{code} {words}: the clocks differ, set this computer's"),
        _ => format!("{code} {words}: check merchant_no and the secret etcp.merchant_key"),
    }
}

fn seen(outcome: &Outcome) -> Seen {
    match outcome {
        Outcome::Refused { code, words } if blames_merchant(outcome) => {
            Seen::LoginRefused { why: not_known(code, words), again_in: MERCHANT_RESTS }
        }
        Outcome::Accepted | Outcome::Refused { .. } => Seen::Answered,
        Outcome::Unknown { why } | Outcome::NotSent { why } => Seen::Silent { why: why.clone() },
    }
}

fn carried(came: Result<Came, CallFailure>) -> Carried {
    match came {
        Ok((outcome, body)) => {
            let seen = seen(&outcome);
            let reply = (outcome == Outcome::Accepted).then_some(body);
            let outcome = match outcome {
                // Nothing is wrong with the payment: it goes once we are known.
                Outcome::Refused { code, words } if matches!(seen, Seen::LoginRefused { .. }) => {
                    Outcome::NotSent { why: format!("{code} {words}") }
                }
                other => other,
            };
            Carried { outcome, seen, reply }
        }
        Err(CallFailure::NotARequest(why)) => refused_here(why),
        Err(failure) => {
            let why = failure.to_string();
            let outcome = match failure.reached() {
                Reached::No => Outcome::NotSent { why: why.clone() },
                Reached::Maybe => Outcome::Unknown { why: why.clone() },
            };
            Carried::new(outcome, Seen::Silent { why })
        }
    }
}

/// No token: nothing was sent.
fn without_token(failure: EtcpFailure) -> Carried {
    let why = failure.to_string();
    let seen = match failure {
        EtcpFailure::Silent { why, .. } => Seen::Silent { why },
        EtcpFailure::Refused { code, words } => seen(&Outcome::Refused { code, words }),
        EtcpFailure::NotSetUp | EtcpFailure::NotSignedIn | EtcpFailure::Unreadable { .. } => Seen::Nothing,
    };
    Carried::new(Outcome::NotSent { why }, seen)
}

#[async_trait]
impl Carrier for EtcpLink {
    /// There is no session with ETCP as a whole, so it is knocked at.
    async fn open(&self, _prove: bool) -> (Seen, Option<Duration>) {
        let seen = match self.knock().await {
            Ok((outcome, _)) => seen(&outcome),
            Err(failure) => Seen::Silent { why: failure.to_string() },
        };
        (seen, Some(KNOCK_EVERY))
    }

    async fn send(&self, claimed: &Claimed, departure: &Departure) -> Carried {
        let Some(account_id) = account_of(&claimed.body).and_then(|text| text.parse().ok()) else {
            return refused_here("the message is damaged: it names no account".to_owned());
        };
        let phone = match self.users.phone(account_id).await {
            Ok(Some(phone)) => phone,
            Ok(None) => return refused_here("该用户的手机号已删除，无法通知 ETCP；请退款".to_owned()),
            Err(error) => return Carried::new(Outcome::NotSent { why: error.to_string() }, Seen::Nothing),
        };
        let user = EtcpUser { account_id, phone };
        for last in [false, true] {
            let token = match self.token_of(&user).await {
                Ok(token) => token,
                Err(failure) => return without_token(failure),
            };
            let data = match paid_data(&claimed.body, &token, &self.profile.app_id) {
                Ok(data) => data,
                Err(error) => return refused_here(format!("the message is damaged: {error}")),
            };
            departure.leaves();
            let came = self.notify(&data).await;
            // 20101: the token is not known any more and nothing was taken. A new one, and the same notice once more.
            match &came {
                Ok((outcome, _)) if blames_token(outcome) && !last => self.forget(account_id, &token),
                _ => return carried(came),
            }
        }
        refused_here("no token of this driver's holds".to_owned())
    }

    fn on_unknown(&self, interface: &str) -> OnUnknown {
        lotdesk_protocols::interface(Platform::Etcp, interface).map_or(OnUnknown::Person, |row| row.on_unknown)
    }

    fn take_exchanges(&self) -> Vec<Exchange> {
        self.take_own_exchanges()
    }

    async fn has_exchanges(&self) {
        self.more_exchanges.notified().await;
    }

    /// ETCP has no way to give a token back.
    async fn close(&self) {
        self.forget_all();
    }
}
