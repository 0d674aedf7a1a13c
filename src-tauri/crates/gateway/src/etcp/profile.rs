//! A deployment's settings for ETCP. The merchant's key is not among them.

use std::path::PathBuf;

use lotdesk_protocols::etcp::sign::SignedForm;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::city::BadProfile;
use crate::dispatcher::DispatcherSettings;
use crate::http::Endpoint;

/// ETCP's settings, one table of `lotdesk.toml`. The merchant's key is the secret `etcp.merchant_key`. With the table there,
/// what ETCP pushes is taken at `/etcp`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EtcpProfile {
    /// Where ETCP lives, such as `https://mapi.etcp.cn`.
    pub base_url: String,
    /// 商户号, 64 characters at most.
    pub merchant_no: String,
    /// 渠道号, 32 characters at most.
    pub app_id: String,
    /// A driver whose sign-in has ended is signed in again jointly (8.3), without a code.
    pub renew_jointly: bool,
    /// The address that was given to ETCP for its pushes, such as `https://lot.example.com:8443/etcp`, where it is another one
    /// than the callback listener's own: its path is served too, and its name stands in our certificate.
    pub push_url: Option<String>,
    /// What is signed of a push: its members as received, sorted, or the raw text.
    pub push_signed: PushSigned,
    /// How far a push's time may lie from ours, in seconds, 60 to 86400.
    pub push_window_s: u32,
    /// PEM file of the authorities to trust for ETCP's certificate instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Allows plain http to another machine. On loopback it always is.
    pub allow_plain_http: bool,
    /// How long a call may take, in milliseconds.
    pub timeout_ms: u64,
    /// How long connecting may take, in milliseconds.
    pub connect_timeout_ms: u64,
}

/// What is signed of a push.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PushSigned {
    /// Its members in the order received, without blanks.
    #[default]
    Received,
    /// Its members sorted by name, without blanks.
    Sorted,
    /// The very text that came, its signature cut out.
    Raw,
}

impl PushSigned {
    pub(super) const fn form(self) -> SignedForm {
        match self {
            PushSigned::Received => SignedForm::Received,
            PushSigned::Sorted => SignedForm::Sorted,
            PushSigned::Raw => SignedForm::Raw,
        }
    }
}

impl Default for EtcpProfile {
    fn default() -> Self {
        let endpoint = Endpoint::default();
        Self {
            base_url: String::new(),
            merchant_no: String::new(),
            app_id: "ETCP".to_owned(),
            renew_jointly: true,
            push_url: None,
            push_signed: PushSigned::default(),
            push_window_s: 600,
            ca_file: None,
            allow_plain_http: false,
            timeout_ms: endpoint.timeout_ms,
            connect_timeout_ms: endpoint.connect_timeout_ms,
        }
    }
}

fn bad(field: &'static str, rule: impl Into<String>) -> BadProfile {
    BadProfile { field, rule: rule.into() }
}

impl EtcpProfile {
    /// Checks every setting by itself and against the others. Files are read later, when the link is built.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        self.endpoint().check().map_err(|(field, rule)| bad(field, rule))?;
        for (field, text, most) in [("merchant_no", &self.merchant_no, 64), ("app_id", &self.app_id, 32)] {
            if !(1..=most).contains(&text.chars().count()) || text.chars().any(char::is_whitespace) {
                return Err(bad(field, format!("has 1 to {most} characters without blanks")));
            }
        }
        if let Some(url) = &self.push_url {
            let parsed = reqwest::Url::parse(url);
            let usable = parsed.is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some());
            if !usable || url.contains(['?', '#', '@']) {
                return Err(bad("push_url", "must be an address that begins with https://, without name or query"));
            }
        }
        if !(60..=86_400).contains(&self.push_window_s) {
            return Err(bad("push_window_s", format!("{} is not between 60 and 86400", self.push_window_s)));
        }
        Ok(())
    }

    /// How ETCP is reached.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint {
            base_url: self.base_url.clone(),
            ca_file: self.ca_file.clone(),
            client_cert_file: None,
            client_key_file: None,
            timeout_ms: self.timeout_ms,
            connect_timeout_ms: self.connect_timeout_ms,
            allow_plain_http: self.allow_plain_http,
        }
    }

    /// The dispatcher's pace: an attempt can hold two sign-ins and two calls. A desk takes a few payments an hour, so they go
    /// one at a time.
    pub fn dispatcher_settings(&self) -> DispatcherSettings {
        DispatcherSettings::one_at_a_time(self.timeout_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_names_its_setting() {
        let good = || EtcpProfile {
            base_url: "https://etcp.example".into(),
            merchant_no: "9827c6b5c6d94485b912b6e90c92a7ae".into(),
            ..EtcpProfile::default()
        };
        assert_eq!(good().check(), Ok(()));
        let refused = |change: fn(&mut EtcpProfile)| {
            let mut profile = good();
            change(&mut profile);
            profile.check().unwrap_err().field
        };
        assert_eq!(refused(|p| p.base_url = "http://etcp.example".into()), "base_url");
        assert_eq!(refused(|p| p.merchant_no = String::new()), "merchant_no");
        assert_eq!(refused(|p| p.app_id = "a b".into()), "app_id");
        assert_eq!(refused(|p| p.push_url = Some("lot.example".into())), "push_url");
        assert_eq!(refused(|p| p.push_window_s = 59), "push_window_s");
        assert_eq!(refused(|p| p.timeout_ms = 0), "timeout_ms");
        assert_eq!(refused(|p| p.connect_timeout_ms = 30_000), "connect_timeout_ms");
    }
}
