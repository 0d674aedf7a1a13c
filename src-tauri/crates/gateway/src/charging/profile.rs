//! A deployment's settings for charging. Secrets are not among them.

use std::path::PathBuf;

use lotdesk_protocols::charging::Dialect;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::city::BadProfile;
use crate::dispatcher::DispatcherSettings;
use crate::http::Endpoint;

/// The charging platform's settings, one table of `lotdesk.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChargingProfile {
    /// Where the platform lives, such as `https://evcs.example.gov.cn`; the path comes after it (B.3.2).
    pub base_url: String,
    /// Path after the base address: `{version}` and `{name}` stand for the two that B.3.2 names.
    pub path_template: String,
    /// Version in the path, the platform's and ours.
    pub version: String,
    /// Our `OperatorID`, 9 letters and digits.
    pub operator_id: String,
    /// The `OperatorID` that the platform calls us with, 9 letters and digits.
    pub platform_operator_id: String,
    /// Spelling of what we send: `db4403`, or `tcec102` for a platform of T/CEC 102. Both are read.
    pub dialect: Dialect,
    /// Which of 1102, 1103 and 1105 the city platform wants by number.
    pub numbers: Vec<String>,
    /// How those travel: in appendix B's envelope (`appendix_b`, 6.10.6 b), or in the city platform's own (`city`).
    pub numbers_envelope: NumbersEnvelope,
    /// Where the numbers go, in appendix B's envelope; the city platform's base address where absent.
    pub numbers_base_url: Option<String>,
    /// PEM file of the authorities to trust for the platform's certificate instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM file of our certificate, where the platform asks for one; goes with `client_key_file`.
    pub client_cert_file: Option<PathBuf>,
    /// PEM file of the key to `client_cert_file`.
    pub client_key_file: Option<PathBuf>,
    /// Allows plain http to another machine. On loopback it always is.
    pub allow_plain_http: bool,
    /// How long a call may take, in milliseconds (6.1.1 e: 20 s).
    pub timeout_ms: u64,
    /// How long connecting may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// How long before its end the platform's token is asked for anew, in seconds; half of its life at most.
    pub refresh_ahead_s: u64,
    /// How long the tokens hold that we give the platform, in seconds; 7 days at most (B.3.1.2.1 b).
    pub token_life_s: u64,
    /// How far the platform's clock may be from ours when it calls, in seconds.
    pub clock_tolerance_s: u64,
    /// How many messages may be under way at once while the platform answers.
    pub in_flight: usize,
}

/// How 1102, 1103 and 1105 travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumbersEnvelope {
    /// Enciphered and signed, as B.3 has it.
    #[default]
    AppendixB,
    /// As every other number of the city platform.
    City,
}

impl Default for ChargingProfile {
    fn default() -> Self {
        let endpoint = Endpoint::default();
        Self {
            base_url: String::new(),
            path_template: "/evcs/v{version}/{name}".to_owned(),
            version: "1.0".to_owned(),
            operator_id: String::new(),
            platform_operator_id: String::new(),
            dialect: Dialect::default(),
            numbers: ["1102", "1103", "1105"].map(str::to_owned).to_vec(),
            numbers_envelope: NumbersEnvelope::default(),
            numbers_base_url: None,
            ca_file: None,
            client_cert_file: None,
            client_key_file: None,
            allow_plain_http: false,
            timeout_ms: endpoint.timeout_ms,
            connect_timeout_ms: endpoint.connect_timeout_ms,
            refresh_ahead_s: 300,
            token_life_s: 7_200,
            clock_tolerance_s: 600,
            in_flight: DispatcherSettings::default().in_flight,
        }
    }
}

fn bad(field: &'static str, rule: impl Into<String>) -> BadProfile {
    BadProfile { field, rule: rule.into() }
}

const SEVEN_DAYS_S: u64 = 7 * 86_400;

impl ChargingProfile {
    /// Checks every setting by itself and against the others. Files are read later, when the link is built.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        use crate::http::BadEndpoint::{HalfACertificate, NotAnAddress, PlainHttp, TooMuch, WrongScheme};
        let address = |field: &'static str, endpoint: &Endpoint| {
            endpoint.base().map(|_| ()).map_err(|e| match e {
                HalfACertificate => bad("client_cert_file", e.to_string()),
                NotAnAddress(_) | WrongScheme(_) | PlainHttp(_) | TooMuch => bad(field, e.to_string()),
            })
        };
        address("base_url", &self.endpoint(&self.base_url))?;
        if let Some(base_url) = &self.numbers_base_url {
            address("numbers_base_url", &self.endpoint(base_url))?;
        }
        for part in ["{version}", "{name}"] {
            if !self.path_template.contains(part) {
                return Err(bad("path_template", format!("has no {part}")));
            }
        }
        if !self.path_template.starts_with('/')
            || self.path_template.contains(['?', '#'])
            || self.path_template.contains("..")
        {
            return Err(bad("path_template", "must be a plain path that begins with /"));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if self.version.is_empty() || self.version.len() > 20 || !self.version.chars().all(plain) {
            return Err(bad("version", "has 1 to 20 letters, digits, dots or hyphens"));
        }
        operator("operator_id", &self.operator_id)?;
        operator("platform_operator_id", &self.platform_operator_id)?;
        if let Some(other) = self.numbers.iter().find(|n| !["1102", "1103", "1105"].contains(&n.as_str())) {
            return Err(bad("numbers", format!("{other:?} is none of 1102, 1103, 1105")));
        }
        range("timeout_ms", self.timeout_ms, 1, 60_000)?;
        range("connect_timeout_ms", self.connect_timeout_ms, 1, self.timeout_ms)?;
        range("refresh_ahead_s", self.refresh_ahead_s, 0, 86_400)?;
        range("token_life_s", self.token_life_s, 60, SEVEN_DAYS_S)?;
        range("clock_tolerance_s", self.clock_tolerance_s, 5, 86_400)?;
        range("in_flight", self.in_flight as u64, 1, 32)
    }

    /// How an address of this platform is reached.
    pub fn endpoint(&self, base_url: &str) -> Endpoint {
        Endpoint {
            base_url: base_url.to_owned(),
            ca_file: self.ca_file.clone(),
            client_cert_file: self.client_cert_file.clone(),
            client_key_file: self.client_key_file.clone(),
            timeout_ms: self.timeout_ms,
            connect_timeout_ms: self.connect_timeout_ms,
            allow_plain_http: self.allow_plain_http,
        }
    }

    /// The path of an interface at the platform.
    pub fn path(&self, interface: &str) -> String {
        self.path_template.replace("{version}", &self.version).replace("{name}", self.dialect.path_name(interface))
    }

    /// The path below which the platform calls us: the same version, without the name.
    pub fn served_below(&self) -> String {
        let whole = self.path_template.replace("{version}", &self.version);
        whole.split("{name}").next().unwrap_or_default().trim_end_matches('/').to_owned()
    }

    /// The dispatcher's pace for this platform: an attempt can hold two tokens and two calls.
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

fn operator(field: &'static str, id: &str) -> Result<(), BadProfile> {
    if id.len() == 9 && id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(())
    } else {
        Err(bad(field, "has 9 letters and digits"))
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

    fn good() -> ChargingProfile {
        ChargingProfile {
            base_url: "https://evcs.example".into(),
            operator_id: "123456789".into(),
            platform_operator_id: "MA5ABCDEF".into(),
            ..ChargingProfile::default()
        }
    }

    fn refused(change: impl Fn(&mut ChargingProfile)) -> &'static str {
        let mut profile = good();
        change(&mut profile);
        let error = profile.check().unwrap_err();
        assert!(error.to_string().starts_with(error.field) && !error.rule.is_empty());
        error.field
    }

    #[test]
    fn each_rule_names_its_setting() {
        assert_eq!(good().check(), Ok(()));
        assert_eq!(refused(|p| p.base_url = "http://evcs.example".into()), "base_url");
        assert_eq!(refused(|p| p.numbers_base_url = Some("x".into())), "numbers_base_url");
        assert_eq!(refused(|p| p.path_template = "/evcs/{name}".into()), "path_template");
        assert_eq!(refused(|p| p.path_template = "/{version}/{name}?a".into()), "path_template");
        assert_eq!(refused(|p| p.version = "1/0".into()), "version");
        assert_eq!(refused(|p| p.operator_id = "12345678".into()), "operator_id");
        assert_eq!(refused(|p| p.platform_operator_id = "运营商".into()), "platform_operator_id");
        assert_eq!(refused(|p| p.numbers.push("1106".into())), "numbers");
        assert_eq!(refused(|p| p.token_life_s = SEVEN_DAYS_S + 1), "token_life_s");
        assert_eq!(refused(|p| p.clock_tolerance_s = 0), "clock_tolerance_s");
        assert_eq!(refused(|p| p.in_flight = 0), "in_flight");
        assert_eq!(refused(|p| p.client_key_file = Some("k.pem".into())), "client_cert_file");
    }

    #[test]
    fn paths_are_the_documents_in_either_spelling() {
        let mut profile = good();
        assert_eq!(profile.path("notification_stationstate"), "/evcs/v1.0/notification_stationstate");
        assert_eq!(profile.served_below(), "/evcs/v1.0");
        profile.dialect = Dialect::Tcec102;
        assert_eq!(profile.path("notification_stationstate"), "/evcs/v1.0/notification_stationStatus");
        assert!(serde_json::from_str::<ChargingProfile>(r#"{"base_urll":""}"#).is_err());
    }
}
