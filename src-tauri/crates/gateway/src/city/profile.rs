//! A deployment's settings: what another city platform may want otherwise. Secrets are not among them.

use std::path::PathBuf;

use lotdesk_protocols::city::{Dialect, SignAlgorithm, SignScope};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::receive::network;
use super::tcp::Address;
use crate::dispatcher::DispatcherSettings;
use crate::http::Endpoint;

/// The city platform's settings, one table of `lotdesk.toml`. The defaults are the reading of DB4403/T 313 that its own
/// examples bear out; only `base_url` and `user_id` have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CityProfile {
    /// Where the platform lives, such as `https://abc.com/api/1.0` (6.1.2).
    pub base_url: String,
    /// Host and port of the platform's TCP side, such as `city.example.gov.cn:9000` (6.1.3); absent when it is not used.
    /// Always over TLS, with the same certificate files and the same account.
    pub tcp_address: Option<String>,
    /// Path after the base address; `{code}` stands for the interface number. 6.1.2 has `/{code}`, D.16 shows
    /// `/up/park/{code}`.
    pub path_template: String,
    /// Our `userId` at the platform, 32 characters at most (table 34).
    pub user_id: String,
    /// Where the platform calls us, told at the login, such as `https://lot.example.com:8443/city` (table 34). Absent when
    /// the platform has it on file; then the callback listener's own address is told where it listens on one that can be.
    /// `callback_url` means the same.
    #[serde(alias = "callback_url")]
    pub callback_server: Option<String>,
    /// The addresses and networks that the platform calls from, such as `192.0.2.0/24`; any where the list is empty. On
    /// top of the proof of who it is, never in its place.
    pub downlink_addresses: Vec<String>,
    /// PEM file of the certificates that the platform may show when it calls us, or of those that signed them: they are
    /// taken in place of a token.
    pub downlink_client_ca_file: Option<PathBuf>,
    /// How far the timestamp of what the platform asks may be from our clock, in seconds, up to 86400; 0 asks nothing of
    /// it. Within this time a repeat gets the first answer, and after it none.
    pub downlink_window_s: u64,
    /// Our page for paying online, told at the login; absent when there is none (table 34).
    pub online_order_url: Option<String>,
    /// PEM file of the authorities to trust for the platform's certificate instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM file of our certificate, where the platform asks for one; goes with `client_key_file`.
    pub client_cert_file: Option<PathBuf>,
    /// PEM file of the key to `client_cert_file`.
    pub client_key_file: Option<PathBuf>,
    /// Allows plain http to another machine. The standard wants https (6.1.1 f); on loopback http is always allowed.
    pub allow_plain_http: bool,
    /// Digest of the signature: `sha1` (6.1.1 g, D.1) or `md5` (6.1.2).
    pub sign_algorithm: SignAlgorithm,
    /// What is signed: the `list` as sent (table 31) or the `object` in a list of one (D.1).
    pub sign_scope: SignScope,
    /// The word before the token in the `Authorization` header (table 35), or the whole of the header with `{token}` for
    /// the token: `bearer{token}` is how annex D's examples write it, `{token}` the token alone.
    pub token_type: String,
    /// How long a call may take, in milliseconds (6.1.1 e: 20 s).
    pub timeout_ms: u64,
    /// How long connecting may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// How long before its end a token is refreshed, in seconds; half of its life at most.
    pub refresh_ahead_s: u64,
    /// Whether a payment that the platform told us of (6007) is reported back to it (5008); the standard does not say.
    pub report_platform_payments: bool,
    /// How many messages may be under way at once while the platform answers.
    pub in_flight: usize,
}

impl Default for CityProfile {
    fn default() -> Self {
        let (endpoint, dialect) = (Endpoint::default(), Dialect::default());
        Self {
            base_url: String::new(),
            tcp_address: None,
            path_template: dialect.path_template,
            user_id: String::new(),
            callback_server: None,
            downlink_addresses: Vec::new(),
            downlink_client_ca_file: None,
            downlink_window_s: 300,
            online_order_url: None,
            ca_file: None,
            client_cert_file: None,
            client_key_file: None,
            allow_plain_http: false,
            sign_algorithm: dialect.sign_algorithm,
            sign_scope: dialect.sign_scope,
            token_type: dialect.token_type,
            timeout_ms: endpoint.timeout_ms,
            connect_timeout_ms: endpoint.connect_timeout_ms,
            refresh_ahead_s: 300,
            report_platform_payments: false,
            in_flight: DispatcherSettings::default().in_flight,
        }
    }
}

/// A setting that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct BadProfile {
    /// The setting.
    pub field: &'static str,
    /// The rule, and what was given.
    pub rule: String,
}

fn bad(field: &'static str, rule: impl Into<String>) -> BadProfile {
    BadProfile { field, rule: rule.into() }
}

impl CityProfile {
    /// Checks every setting by itself and against the others. Files are read later, when the link is built.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        use crate::http::BadEndpoint::{HalfACertificate, NotAnAddress, PlainHttp, TooMuch, WrongScheme};
        self.endpoint().base().map_err(|e| {
            let field = match e {
                HalfACertificate => "client_cert_file",
                NotAnAddress(_) | WrongScheme(_) | PlainHttp(_) | TooMuch => "base_url",
            };
            bad(field, e.to_string())
        })?;
        if let Some(address) = &self.tcp_address {
            Address::parse(address).map_err(|e| bad("tcp_address", e.to_string()))?;
        }
        if self.path_template.matches("{code}").count() != 1 {
            return Err(bad("path_template", "must hold {code} once, for the interface number"));
        }
        if self.path_template.contains(['?', '#']) || self.path_template.contains("..") {
            return Err(bad("path_template", "must be a plain path"));
        }
        text("user_id", &self.user_id, 32)?;
        text("token_type", &self.token_type, 32)?;
        if self.token_type.matches("{token}").count() > 1 {
            return Err(bad("token_type", "may hold {token} once, for the token"));
        }
        web_address("callback_server", self.callback_server.as_deref(), 200)?;
        web_address("online_order_url", self.online_order_url.as_deref(), 512)?;
        for address in &self.downlink_addresses {
            network(address).map_err(|_| {
                let rule = format!("{address:?} is no address and no network such as 192.0.2.0/24");
                bad("downlink_addresses", rule)
            })?;
        }
        range("downlink_window_s", self.downlink_window_s, 0, 86_400)?;
        range("timeout_ms", self.timeout_ms, 1, 60_000)?;
        range("connect_timeout_ms", self.connect_timeout_ms, 1, self.timeout_ms)?;
        range("refresh_ahead_s", self.refresh_ahead_s, 0, 86_400)?;
        range("in_flight", self.in_flight as u64, 1, 32)
    }

    /// How the platform is reached.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint {
            base_url: self.base_url.clone(),
            ca_file: self.ca_file.clone(),
            client_cert_file: self.client_cert_file.clone(),
            client_key_file: self.client_key_file.clone(),
            timeout_ms: self.timeout_ms,
            connect_timeout_ms: self.connect_timeout_ms,
            allow_plain_http: self.allow_plain_http,
        }
    }

    /// The platform's habits, as the protocol code wants them.
    pub fn dialect(&self) -> Dialect {
        Dialect {
            sign_algorithm: self.sign_algorithm,
            sign_scope: self.sign_scope,
            path_template: self.path_template.clone(),
            token_type: self.token_type.clone(),
        }
    }

    /// The dispatcher's pace for this platform: an attempt can hold a refresh, a login, the call, and both once more.
    pub fn dispatcher_settings(&self) -> DispatcherSettings {
        let send_limit_ms = self.timeout_ms.saturating_mul(5);
        DispatcherSettings {
            in_flight: self.in_flight,
            send_limit_ms,
            lease_ms: i64::try_from(send_limit_ms.saturating_add(20_000)).unwrap_or(i64::MAX),
            ..DispatcherSettings::default()
        }
    }
}

fn text(field: &'static str, text: &str, most: usize) -> Result<(), BadProfile> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(bad(field, "is missing"));
    }
    if length > most {
        return Err(bad(field, format!("has {length} characters, {most} at most")));
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(bad(field, "holds a blank or a control character"));
    }
    Ok(())
}

fn web_address(field: &'static str, address: Option<&str>, most: usize) -> Result<(), BadProfile> {
    let Some(address) = address else { return Ok(()) };
    text(field, address, most)?;
    match reqwest::Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => Ok(()),
        _ => Err(bad(field, format!("{address:?} is no web address"))),
    }
}

fn range(field: &'static str, value: u64, least: u64, most: u64) -> Result<(), BadProfile> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(bad(field, format!("{value} is not between {least} and {most}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> CityProfile {
        CityProfile {
            base_url: "https://abc.com/api/1.0".into(),
            user_id: "b38080814d9be81f014d9beb8109033a".into(),
            ..CityProfile::default()
        }
    }

    fn refused(change: impl Fn(&mut CityProfile)) -> &'static str {
        let mut profile = good();
        change(&mut profile);
        let error = profile.check().unwrap_err();
        assert!(error.to_string().starts_with(error.field) && !error.rule.is_empty());
        error.field
    }

    #[test]
    fn each_rule_names_its_setting() {
        assert_eq!(good().check(), Ok(()));
        assert_eq!(CityProfile::default().check().unwrap_err().field, "base_url");
        assert_eq!(refused(|p| p.base_url = "http://abc.com".into()), "base_url");
        assert_eq!(refused(|p| p.tcp_address = Some("abc.com".into())), "tcp_address");
        assert_eq!(refused(|p| p.user_id = String::new()), "user_id");
        assert_eq!(refused(|p| p.user_id = "x".repeat(33)), "user_id");
        assert_eq!(refused(|p| p.user_id = "a b".into()), "user_id");
        assert_eq!(refused(|p| p.path_template = "/up/park".into()), "path_template");
        assert_eq!(refused(|p| p.path_template = "/{code}?x=1".into()), "path_template");
        assert_eq!(refused(|p| p.callback_server = Some("ours".into())), "callback_server");
        assert_eq!(refused(|p| p.online_order_url = Some("ftp://x/".into())), "online_order_url");
        assert_eq!(refused(|p| p.downlink_addresses = vec!["192.0.2.0/33".into()]), "downlink_addresses");
        assert_eq!(refused(|p| p.downlink_window_s = 86_401), "downlink_window_s");
        assert_eq!(refused(|p| p.timeout_ms = 0), "timeout_ms");
        assert_eq!(refused(|p| p.connect_timeout_ms = 30_000), "connect_timeout_ms");
        assert_eq!(refused(|p| p.refresh_ahead_s = 90_000), "refresh_ahead_s");
        assert_eq!(refused(|p| p.in_flight = 0), "in_flight");
        assert_eq!(refused(|p| p.client_key_file = Some("k.pem".into())), "client_cert_file");
        assert_eq!(refused(|p| p.token_type = String::new()), "token_type");
        assert_eq!(refused(|p| p.token_type = "{token}{token}".into()), "token_type");
        let bare = CityProfile { token_type: "{token}".into(), ..good() };
        assert_eq!((bare.check(), bare.dialect().authorization("T1")), (Ok(()), "T1".to_owned()));
    }

    #[test]
    fn defaults_are_the_documents() {
        let profile: CityProfile = serde_json::from_str("{}").unwrap();
        assert_eq!(profile.timeout_ms, 20_000, "6.1.1 e");
        assert_eq!(profile.path_template, "/{code}", "6.1.2");
        assert_eq!(profile.sign_algorithm, SignAlgorithm::Sha1, "6.1.1 g, D.1");
        let other: CityProfile = serde_json::from_str(r#"{"callback_url":"https://lot.example/city"}"#).unwrap();
        assert_eq!(other.callback_server.as_deref(), Some("https://lot.example/city"));
        assert!(
            serde_json::from_str::<CityProfile>(r#"{"base_urll":""}"#).is_err(),
            "a slip of the pen is not passed over"
        );
    }
}
