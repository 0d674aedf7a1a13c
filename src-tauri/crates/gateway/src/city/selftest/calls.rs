//! The calls over HTTPS: login, refresh, report, logout, and what each refusal means.

use std::time::Duration;

use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_operations::api::selftest::{SelfTestFinding as Finding, SelfTestStepState as State};
use lotdesk_protocols::city::client::{
    Answer, Credentials, login_item, logout_item, read_token, refresh_item, request,
};
use lotdesk_protocols::city::{Dialect, SignAlgorithm, SignScope};
use tokio::time::Instant;

use super::words::{Found, call_failed};
use crate::city::profile::CityProfile;
use crate::city::skew::difference_ms;
use crate::http::{CallFailure, HttpClient};

/// From here on the clocks' difference is worth a look, and from there on it is a failure, in milliseconds.
const CLOCK_NOTED_FROM_MS: i64 = 5_000;
const CLOCK_FAILS_FROM_MS: i64 = 30_000;
const HALF_A_SECOND_MS: i64 = 500;
/// The two paths that the standard shows: 6.1.2 and D.16.
const KNOWN_PATHS: [&str; 2] = ["/{code}", "/up/park/{code}"];

/// Calls one platform, with a session of its own.
pub(super) struct Caller<'a> {
    http: HttpClient,
    dialect: Dialect,
    credentials: &'a Credentials,
    clock: &'a dyn Clock,
    token: Option<String>,
    /// The platform's clock minus ours, as last seen.
    skew_ms: Option<i64>,
}

/// What came back.
struct Said {
    answer: Answer,
    status: u16,
    body: String,
}

impl<'a> Caller<'a> {
    pub(super) fn new(
        profile: &CityProfile,
        credentials: &'a Credentials,
        clock: &'a dyn Clock,
    ) -> Result<Self, Found> {
        let http = HttpClient::new(&profile.endpoint()).map_err(|bad| {
            Found::failed(
                Finding::BadSetting,
                format!("设置无法使用：{bad}"),
                format!("The settings cannot be used: {bad}."),
            )
        })?;
        Ok(Self { http, dialect: profile.dialect(), credentials, clock, token: None, skew_ms: None })
    }

    pub(super) const fn is_logged_in(&self) -> bool {
        self.token.is_some()
    }

    async fn post(&mut self, dialect: &Dialect, code: &str, item: &str) -> Result<Said, CallFailure> {
        let body = request(dialect, &[item], self.clock.now())
            .map_err(|error| CallFailure::NotARequest(format!("the message is no JSON: {error}")))?;
        let authorization = self.token.as_deref().map(|token| dialect.authorization(token));
        let begun = self.clock.now();
        let reply = self.http.post_json(&dialect.path(code), authorization.as_deref(), body).await?;
        let middle = Moment(begun.0 + self.clock.now().ms_since(begun) / 2);
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        let answer = Answer::read(reply.status, &body);
        let theirs = answer.reply.as_ref().and_then(|reply| reply.timestamp);
        // The table's seconds are cut off: half a second on is the best guess.
        let skew_ms = theirs.and_then(|theirs| Some(difference_ms(theirs, middle)? + HALF_A_SECOND_MS));
        self.skew_ms = skew_ms.or(self.skew_ms);
        Ok(Said { answer, status: reply.status, body })
    }

    /// 1001.
    pub(super) async fn log_in(&mut self) -> (Option<()>, Found) {
        let (zh, en) = ("登录（1001）", "Login (1001)");
        let item = match login_item(self.credentials) {
            Ok(item) => item,
            Err(error) => {
                let found = Found::failed(Finding::BadSecret, format!("{zh}：{error}"), format!("{en}: {error}."));
                return (None, found);
            }
        };
        let dialect = self.dialect.clone();
        let said = match self.post(&dialect, "1001", &item).await {
            Ok(said) => said,
            Err(failure) => return (None, call_failed(&failure, zh, en)),
        };
        let refused = match read_token(said.status, &said.body) {
            Ok(token) => {
                self.token = Some(token.access_token);
                let life = token.expires_in_s.map_or_else(
                    || {
                        (
                            "平台未说明令牌有效期".to_owned(),
                            "the platform did not say how long its token holds".to_owned(),
                        )
                    },
                    |s| (format!("令牌有效 {s} 秒"), format!("the token holds {s} s")),
                );
                let found = Found::passed(
                    format!("登录成功，签名被接受，{}", life.0),
                    format!("Logged in, and the signature was taken; {}.", life.1),
                );
                return (Some(()), found);
            }
            Err(outcome) => outcome,
        };
        let mut found = meaning(&refused, zh, en);
        match found.finding {
            Finding::PathWrong => found = self.other_paths(&item, found).await,
            Finding::SignatureRefused | Finding::Refused => found = self.other_signatures(&item, found).await,
            _ => {}
        }
        if let Some(skew_ms) = self.skew_ms.filter(|ms| ms.abs() >= CLOCK_FAILS_FROM_MS) {
            let (zh, en) = say_difference(skew_ms);
            found = found.and(&format!("另外{zh}，也可能因此被拒"), &format!("Besides, {en}, which may be why."));
        }
        (None, found)
    }

    /// Tries the other path that the standard shows; only the words of the failure change.
    async fn other_paths(&mut self, item: &str, found: Found) -> Found {
        let set = self.dialect.path_template.clone();
        for path in KNOWN_PATHS.into_iter().filter(|path| *path != set) {
            let other = Dialect { path_template: path.to_owned(), ..self.dialect.clone() };
            let Ok(said) = self.post(&other, "1001", item).await else { continue };
            if said.answer.reply.is_some() {
                self.leave(&other, &said).await;
                return found.and(
                    &format!("已试出该平台在 {path} 应答：请设置 path_template = \"{path}\""),
                    &format!("It does answer at {path}: set path_template = \"{path}\"."),
                );
            }
        }
        found
    }

    /// Tries the other three ways to sign (6.1.1 g against 6.1.2, table 31 against D.1).
    async fn other_signatures(&mut self, item: &str, found: Found) -> Found {
        let algorithms = [(SignAlgorithm::Sha1, "sha1"), (SignAlgorithm::Md5, "md5")];
        let scopes = [(SignScope::List, "list"), (SignScope::Object, "object")];
        for (sign_algorithm, algorithm) in algorithms {
            for (sign_scope, scope) in scopes {
                if (sign_algorithm, sign_scope) == (self.dialect.sign_algorithm, self.dialect.sign_scope) {
                    continue;
                }
                let other = Dialect { sign_algorithm, sign_scope, ..self.dialect.clone() };
                let Ok(said) = self.post(&other, "1001", item).await else { return found };
                // Past the signature: taken, or refused for account or password.
                let past = match read_token(said.status, &said.body) {
                    Ok(_) => true,
                    Err(Outcome::Refused { code, .. }) => code == "3001",
                    Err(_) => false,
                };
                if past {
                    self.leave(&other, &said).await;
                    return Found { finding: Finding::SignatureRefused, ..found }.and(
                        &format!("。已试出平台接受另一种签名：请设置 sign_algorithm = \"{algorithm}\"、sign_scope = \"{scope}\""),
                        &format!("The platform does take another signature: set sign_algorithm = \"{algorithm}\" and sign_scope = \"{scope}\"."),
                    );
                }
            }
        }
        match found.finding {
            Finding::SignatureRefused => found.and(
                "。md5 与 sha1、list 与 object 四种签名都试过，均不被接受：请向平台方核对签名规则",
                "All four signatures (md5 and sha1, list and object) were tried and none is taken: ask the platform's operator how it signs.",
            ),
            _ => found,
        }
    }

    /// Logs out of a session that a trial has opened.
    async fn leave(&mut self, dialect: &Dialect, said: &Said) {
        let Ok(token) = read_token(said.status, &said.body) else { return };
        let Ok(item) = logout_item(&token.access_token) else { return };
        self.token = Some(token.access_token);
        // A session that is not ended runs out by itself.
        let _ = self.post(dialect, "1003", &item).await;
        self.token = None;
    }

    /// How far the clocks are apart, by the last answer.
    pub(super) fn clock(&self) -> Found {
        let Some(skew_ms) = self.skew_ms else {
            return Found::not_tried(
                "未知：平台的应答里没有可用的时间",
                "Not known: the platform's answers carry no usable time.",
            );
        };
        let (zh, en) = say_difference(skew_ms);
        match skew_ms.abs() {
            0..CLOCK_NOTED_FROM_MS => Found::passed("双方时钟一致", "The clocks agree."),
            CLOCK_NOTED_FROM_MS..CLOCK_FAILS_FROM_MS => Found::noted(
                Finding::ClockOff,
                format!("{zh}；建议打开本机的自动对时"),
                format!("{}; have this computer set its clock by itself.", capital(&en)),
            ),
            _ => Found::failed(
                Finding::ClockOff,
                format!(
                    "{zh}；请打开本机的自动对时（NTP），若本机时间无误，请告知平台方（6.1.1 j 要求双方采用标准时间）"
                ),
                format!(
                    "{}; have this computer set its clock by itself (NTP), and if it is right tell the platform's operator (6.1.1 j: both keep to standard time).",
                    capital(&en)
                ),
            ),
        }
    }

    /// 1002.
    pub(super) async fn refresh(&mut self) -> (Option<()>, Found) {
        let (zh, en) = ("刷新令牌（1002）", "Refreshing the token (1002)");
        let token = self.token.clone().unwrap_or_default();
        let item = match refresh_item(self.credentials, &token) {
            Ok(item) => item,
            Err(error) => {
                return (None, Found::failed(Finding::BadSecret, format!("{zh}：{error}"), format!("{en}: {error}.")));
            }
        };
        let dialect = self.dialect.clone();
        match self.post(&dialect, "1002", &item).await {
            Err(failure) => (None, call_failed(&failure, zh, en)),
            Ok(said) => match read_token(said.status, &said.body) {
                Ok(token) => {
                    self.token = Some(token.access_token);
                    (Some(()), Found::passed("刷新成功", "Refreshed."))
                }
                Err(outcome) => {
                    let found = meaning(&outcome, zh, en);
                    let more = (
                        "。令牌到期时会重新登录，不影响上传",
                        "When the token runs out Lotdesk logs in again, so uploads go on.",
                    );
                    (None, Found { state: State::Noted, ..found }.and(more.0, more.1))
                }
            },
        }
    }

    /// 5003: the counts as they are.
    pub(super) async fn report(&mut self, item: &str) -> (Option<()>, Found) {
        let (zh, en) = ("上报在场车位数（5003）", "Reporting the counts (5003)");
        let dialect = self.dialect.clone();
        match self.post(&dialect, "5003", item).await {
            Err(failure) => (None, call_failed(&failure, zh, en)),
            Ok(said) => match said.answer.outcome {
                Outcome::Accepted => (
                    Some(()),
                    Found::passed(
                        "平台接收了在场车位数（5003），令牌有效",
                        "The platform took the counts (5003): the token works.",
                    ),
                ),
                outcome => {
                    let mut found = meaning(&outcome, zh, en);
                    if found.finding == Finding::LotUnknown {
                        // The token was taken, and a lot that was never reported cannot be known.
                        found.state = State::Noted;
                    }
                    (None, found)
                }
            },
        }
    }

    /// 1003. Gives how long it took, too.
    pub(super) async fn log_out(&mut self) -> (Found, Duration) {
        let (zh, en) = ("注销（1003）", "Logout (1003)");
        let begun = Instant::now();
        let token = self.token.clone().unwrap_or_default();
        let dialect = self.dialect.clone();
        let found = match logout_item(&token) {
            Err(error) => Found::failed(Finding::BadSetting, format!("{zh}：{error}"), format!("{en}: {error}.")),
            Ok(item) => match self.post(&dialect, "1003", &item).await {
                Err(failure) => call_failed(&failure, zh, en),
                Ok(said) => match said.answer.outcome {
                    Outcome::Accepted => Found::passed("已注销", "Logged out."),
                    outcome => meaning(&outcome, zh, en),
                },
            },
        };
        self.token = None;
        (found, begun.elapsed())
    }
}

/// How far the platform's clock is from ours, without a full stop.
fn say_difference(skew_ms: i64) -> (String, String) {
    let seconds = (skew_ms + 499).div_euclid(1000).abs();
    let (zh, en) = if skew_ms > 0 { ("慢", "behind") } else { ("快", "ahead of") };
    (format!("本机时钟比平台{zh} {seconds} 秒"), format!("this computer's clock is {seconds} s {en} the platform's"))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn speaks_of_signature(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["sign", "签名", "验签"].iter().any(|word| words.contains(word))
}

/// What an answer that is no yes means for the step `zh`, `en`.
pub(super) fn meaning(outcome: &Outcome, zh: &str, en: &str) -> Found {
    let failed = |finding, why_zh: String, why_en: String| {
        Found::failed(finding, format!("{zh}：{why_zh}"), format!("{en}: {why_en}"))
    };
    match outcome {
        Outcome::Accepted => Found::passed(zh, en),
        Outcome::Refused { code, words } => match code.as_str() {
            "HTTP 404" | "HTTP 405" => failed(
                Finding::PathWrong,
                format!("该路径没有服务（{code}）；请核对 base_url 和 path_template。"),
                format!("nothing answers at this path ({code}); check base_url and path_template."),
            ),
            "HTTP 401" | "HTTP 403" => failed(
                Finding::HttpStatus,
                format!("平台前面的网关不放行（{code} {words}）；请平台方核对本机地址是否在白名单、是否需要客户端证书"),
                format!(
                    "something before the platform does not let us in ({code} {words}); ask its operator for this machine's address to be allowed, or for a client certificate."
                ),
            ),
            http if http.starts_with("HTTP ") => failed(
                Finding::HttpStatus,
                format!("平台返回 {code}：{words}；请核对 base_url，或请平台方查看其日志"),
                format!(
                    "the platform answers {code}: {words}; check base_url, or have its operator look into the log."
                ),
            ),
            "3001" => failed(
                Finding::LoginRefused,
                format!(
                    "平台不接受用户名或密码（3001 {words}）；请依次核对 user_id、密钥 city.password、city.des_key，平台另给了初始向量时还有 city.des_iv"
                ),
                format!(
                    "the platform does not take account or password (3001 {words}); check user_id, the secrets city.password and city.des_key, and city.des_iv where the platform gave a start vector."
                ),
            ),
            "3002" => failed(
                Finding::TokenRefused,
                format!("平台不认它刚发的令牌（3002 {words}）；请核对 token_type，或是否有别处用同一账号登录"),
                format!(
                    "the platform does not know the token that it has just given (3002 {words}); check token_type, and whether the same account logs in elsewhere."
                ),
            ),
            _ if speaks_of_signature(words) => failed(
                Finding::SignatureRefused,
                format!("平台不接受签名（{code} {words}）"),
                format!("the platform does not take the signature ({code} {words})."),
            ),
            "1001" | "1101" => failed(
                Finding::LotUnknown,
                format!(
                    "平台还没有本停车场（{code} {words}）。刚接入时这是正常的：引擎启动后先上传停车场资料（3001），之后请再做一次自检；若仍如此，请核对 lot.toml 中的 park_code，并确认平台已登记本停车场"
                ),
                format!(
                    "the platform does not have this lot ({code} {words}). At first that is as it should be: a running engine uploads the lot's data (3001) before anything else; run the self-test again then. Where it stays so, check park_code in lot.toml, and that the lot is registered there."
                ),
            ),
            _ => failed(
                Finding::Refused,
                format!("平台拒绝：{code} {words}"),
                format!("the platform refuses: {code} {words}."),
            ),
        },
        Outcome::Unknown { why } | Outcome::NotSent { why } if why.starts_with("HTTP ") => failed(
            Finding::HttpStatus,
            format!("平台返回 {why}；地址可能指向了别处，或平台暂时不可用"),
            format!("the platform answers {why}; the address may lead elsewhere, or the platform is out of order."),
        ),
        Outcome::Unknown { why } | Outcome::NotSent { why } => failed(
            Finding::NotAnAnswer,
            format!("返回的不是平台的应答（{why}）；请核对 base_url 和 path_template 是否指向接口而不是网页"),
            format!(
                "what came back is no answer of the platform ({why}); check that base_url and path_template lead to the interface and not to a web page."
            ),
        ),
    }
}
