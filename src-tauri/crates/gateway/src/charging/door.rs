//! What the platform asks of us, served: verified, opened, stored, carried out once, answered. It is handed whole requests
//! and opens no socket.

use std::sync::Arc;

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_ledger::inbox::Arrival;
use lotdesk_operations::{Desk, PlatformRequest};
use lotdesk_protocols::charging::Dialect;
use lotdesk_protocols::charging::receiver::{
    self, BAD_CONTENT, BAD_PARAMETERS, BAD_TOKEN, BROKEN, Fault, NoToken, Opened,
};
use rand::rngs::StdRng;
use subtle::ConstantTimeEq;

use super::given::GivenTokens;
use super::profile::ChargingProfile;
use super::secrets::ChargingSecrets;
use crate::city::BadProfile;

/// Why a call was not taken: for the counters and the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TurnedAway {
    /// No name of appendix B.
    UnknownInterface,
    /// Not the envelope of table B.25, or not the platform's `OperatorID`.
    BadEnvelope,
    /// The signature does not fit.
    BadSignature,
    /// Its `TimeStamp` is too far from our clock.
    StaleTimestamp,
    /// No `Authorization: Bearer`.
    NoToken,
    /// Not a token of ours, or not any more.
    WrongToken,
    /// `query_token` with a wrong secret.
    WrongSecret,
    /// The content is not what the interface wants, or was refused.
    BadContent,
    /// Something on our side broke.
    Failed,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The body, table B.26 in JSON. The status is 200: `Ret` says what became of it.
    pub body: String,
    /// Why it was not taken; none where it was.
    pub turned_away: Option<TurnedAway>,
}

/// The served side of one charging platform.
pub struct ChargingDoor {
    profile: ChargingProfile,
    secrets: ChargingSecrets,
    tokens: GivenTokens,
    desk: Desk,
    clock: Arc<dyn Clock>,
}

/// A call that is not taken.
struct Away {
    why: TurnedAway,
    fault: Fault,
}

impl Away {
    fn new(why: TurnedAway, fault: Fault) -> Self {
        Self { why, fault }
    }
}

impl ChargingDoor {
    /// The door, with no token given away yet. `rng` draws them.
    ///
    /// # Errors
    /// A setting that breaks a rule.
    pub fn new(
        profile: &ChargingProfile,
        secrets: &ChargingSecrets,
        desk: Desk,
        clock: Arc<dyn Clock>,
        rng: StdRng,
    ) -> Result<Self, BadProfile> {
        profile.check()?;
        Ok(Self {
            tokens: GivenTokens::new(profile.token_life_s, rng),
            profile: profile.clone(),
            secrets: secrets.clone(),
            desk,
            clock,
        })
    }

    /// Whether a body looks like table B.25: for a path that two envelopes share.
    pub fn is_envelope(body: &[u8]) -> bool {
        let has = |name: &[u8]| body.windows(name.len()).any(|window| window == name);
        has(b"\"OperatorID\"") && has(b"\"Data\"") && has(b"\"Sig\"")
    }

    /// Serves one call. `name` is the last part of its path, in either spelling or by number; `authorization` that header;
    /// `peer` the caller's address, for the inbox.
    pub async fn serve(&self, name: &str, authorization: Option<&str>, peer: &str, body: &[u8]) -> Served {
        let arrived = self.clock.now();
        let interface = Dialect::interface_named(name);
        let opened = self.verified(interface, authorization, body, arrived);
        // A token's call carries the operator's secret, enciphered: that is kept nowhere.
        let kept = if interface == Some("query_token") { &[] } else { body };
        let arrival = |refused| Arrival {
            platform: Platform::Charging,
            interface: interface.unwrap_or(name).chars().take(60).collect(),
            transport: "https",
            peer: peer.to_owned(),
            at: arrived,
            body: kept.to_vec(),
            refused,
        };
        let opened = match opened {
            Ok(opened) => opened,
            Err(away) => {
                let words = format!("{} {}", away.fault.ret, away.fault.words);
                self.desk.store_refused(arrival(Some(words)), away.why.into()).await;
                return self.answer(Err(away));
            }
        };
        let Some(interface) = interface else { return self.answer(Err(unknown_interface())) };
        // It is no question of the lot's either.
        let number = if interface == "query_token" {
            None
        } else {
            match self.desk.store_arrival(arrival(None)).await {
                Ok(number) => Some(number),
                Err(_) => return self.answer(Err(broken())),
            }
        };
        let outcome = match interface {
            "query_token" => self.give_token(&opened, arrived),
            interface => self.carry_out(interface, &opened).await,
        };
        let served = self.answer(outcome);
        if let Some(number) = number {
            self.desk.settle_arrival(number, served.body.clone()).await;
        }
        if let Some((platform, interface)) = listed_as(name, interface) {
            self.desk.store_asked(platform, interface, served.turned_away.is_none()).await;
        }
        served
    }

    /// Verifies in this order: there is such an interface, the envelope is signed by the platform, it is of now, it bears
    /// a token of ours. Only then it is opened.
    fn verified(
        &self,
        interface: Option<&'static str>,
        authorization: Option<&str>,
        body: &[u8],
        now: Moment,
    ) -> Result<Opened, Away> {
        let Some(interface) = interface else { return Err(unknown_interface()) };
        let Ok(body) = std::str::from_utf8(body) else {
            return Err(Away::new(TurnedAway::BadEnvelope, Fault::new(BAD_PARAMETERS, "不是 UTF-8")));
        };
        let opened =
            receiver::open(self.secrets.keys(), &self.profile.platform_operator_id, body).map_err(|fault| {
                let why = match fault.ret {
                    receiver::BAD_SIGNATURE => TurnedAway::BadSignature,
                    BAD_CONTENT => TurnedAway::BadContent,
                    _ => TurnedAway::BadEnvelope,
                };
                Away::new(why, fault)
            })?;
        let tolerance_ms = i64::try_from(self.profile.clock_tolerance_s.saturating_mul(1000)).unwrap_or(i64::MAX);
        if now.ms_since(opened.at).saturating_abs() > tolerance_ms {
            let fault = Fault::new(BAD_PARAMETERS, "TimeStamp 与本地时间相差过大");
            return Err(Away::new(TurnedAway::StaleTimestamp, fault));
        }
        if interface == "query_token" {
            return Ok(opened);
        }
        let token = authorization
            .and_then(|text| text.trim().split_once(' '))
            .and_then(|(kind, token)| kind.eq_ignore_ascii_case("bearer").then(|| token.trim()));
        match token {
            None => Err(Away::new(TurnedAway::NoToken, Fault::new(BAD_TOKEN, "缺少 Authorization: Bearer"))),
            Some(token) if !self.tokens.holds(token, now) => {
                Err(Away::new(TurnedAway::WrongToken, Fault::new(BAD_TOKEN, "")))
            }
            Some(_) => Ok(opened),
        }
    }

    /// The platform's `query_token`: a wrong secret is told in the content, as table B.24 has it.
    fn give_token(&self, opened: &Opened, now: Moment) -> Result<(String, Option<TurnedAway>), Away> {
        let asked =
            receiver::read_token_request(&opened.content).map_err(|fault| Away::new(TurnedAway::BadContent, fault))?;
        let ours = &self.profile.platform_operator_id;
        if asked.operator_id.0 != *ours {
            let content = receiver::token_answer(&asked.operator_id.0, Err(NoToken::NoSuchOperator));
            return Ok((content, Some(TurnedAway::WrongSecret)));
        }
        let secret = self.secrets.platform_secret().as_bytes();
        if !bool::from(asked.operator_secret.0.as_bytes().ct_eq(secret)) {
            return Ok((receiver::token_answer(ours, Err(NoToken::WrongSecret)), Some(TurnedAway::WrongSecret)));
        }
        let (token, life_s) = self.tokens.give(now);
        Ok((receiver::token_answer(ours, Ok((&token, life_s))), None))
    }

    async fn carry_out(&self, interface: &'static str, opened: &Opened) -> Result<(String, Option<TurnedAway>), Away> {
        let refused = |fault: Fault| Away::new(TurnedAway::BadContent, fault);
        let meant = receiver::read(interface, &opened.content).map_err(refused)?;
        let (asked, dialect) = (opened.content.clone(), self.profile.dialect);
        let request = PlatformRequest {
            platform: Platform::Charging,
            interface,
            key: meant.key,
            ask: meant.ask,
            encode: Box::new(move |answer| receiver::answer(&asked, answer, dialect)),
        };
        match self.desk.carry_out(request).await {
            Ok(done) => Ok((done.reply, None)),
            Err(refusal) => Err(refused(Fault::of(&refusal))),
        }
    }

    fn answer(&self, outcome: Result<(String, Option<TurnedAway>), Away>) -> Served {
        let keys = self.secrets.keys();
        let (sealed, turned_away) = match outcome {
            Ok((content, turned_away)) => (receiver::reply(keys, &content), turned_away),
            Err(away) => (receiver::refuse(keys, &away.fault), Some(away.why)),
        };
        // The keys were checked when the door was built.
        let body = sealed.unwrap_or_else(|_| r#"{"Ret":500,"Msg":"系统错误","Data":"","Sig":""}"#.to_owned());
        Served { body, turned_away }
    }
}

/// Under which platform and name the list of interfaces has a call: by the city platform's number where it came by one, else
/// by appendix B's name. None for what stands in neither list, such as T/CEC 102's `query_station_status`.
fn listed_as(name: &str, interface: &'static str) -> Option<(Platform, &'static str)> {
    let row = |platform, id| lotdesk_protocols::interface(platform, id).map(|row| (platform, row.id));
    row(Platform::City, name).or_else(|| row(Platform::Charging, interface))
}

fn unknown_interface() -> Away {
    Away::new(TurnedAway::UnknownInterface, Fault::new(BAD_CONTENT, "无此接口"))
}

fn broken() -> Away {
    Away::new(TurnedAway::Failed, Fault::new(BROKEN, "请稍后重试"))
}
