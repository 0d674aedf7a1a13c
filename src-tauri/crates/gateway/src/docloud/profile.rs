//! Settings for docloud. The app's secret is not among them.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::city::BadProfile;
use crate::http::Endpoint;

/// docloud's settings, one table of `lotdesk.toml`. With the table there, its callbacks are served at `/docloud/order` and
/// `/docloud/monitor`; the secret `docloud.app_secret` signs both ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DocloudProfile {
    /// Where docloud lives.
    pub base_url: String,
    /// The account (app_key).
    pub app_key: String,
    /// The address that was registered with docloud, before `/order` and `/monitor`, where it is another one than the callback
    /// listener's own: its path is served too, and its name stands in our certificate.
    pub callback_url: Option<String>,
    /// PEM file of the authorities to trust for docloud's certificate instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Allows plain http to another machine. On loopback it always is.
    pub allow_plain_http: bool,
    /// How long a call may take, in milliseconds.
    pub timeout_ms: u64,
    /// How long connecting may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// How far the time of what docloud pushes may lie from ours, in seconds, 60 to 86400. The page says nothing of it; where
    /// docloud is found to tell the same message again later than this, it is to be longer.
    pub push_window_s: u32,
    /// How often open orders and inspections are asked for, in seconds, 1 to 86400.
    pub follow_every_s: u64,
    /// How long cities' conditions and the lists of makes and places are kept, in seconds, 0 to 604800.
    pub keep_lists_s: u64,
}

impl Default for DocloudProfile {
    fn default() -> Self {
        let endpoint = Endpoint::default();
        Self {
            base_url: "https://openapi.docloud.vip".to_owned(),
            app_key: String::new(),
            callback_url: None,
            ca_file: None,
            allow_plain_http: false,
            timeout_ms: endpoint.timeout_ms,
            connect_timeout_ms: endpoint.connect_timeout_ms,
            push_window_s: 600,
            follow_every_s: 300,
            keep_lists_s: 86_400,
        }
    }
}

fn bad(field: &'static str, rule: impl Into<String>) -> BadProfile {
    BadProfile { field, rule: rule.into() }
}

impl DocloudProfile {
    /// Checks every setting by itself and against the others. Files are read later, when the link is built.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        self.endpoint().check().map_err(|(field, rule)| bad(field, rule))?;
        let plain = self.app_key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if !(1..=100).contains(&self.app_key.len()) || !plain {
            return Err(bad("app_key", "has 1 to 100 letters and digits"));
        }
        if let Some(url) = &self.callback_url {
            let usable = reqwest::Url::parse(url)
                .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some());
            if !usable || url.contains(['?', '#', '@']) {
                return Err(bad("callback_url", "must be an address that begins with https://, without name or query"));
            }
        }
        let ranges = [
            ("push_window_s", u64::from(self.push_window_s), 60, 86_400),
            ("follow_every_s", self.follow_every_s, 1, 86_400),
            ("keep_lists_s", self.keep_lists_s, 0, 604_800),
        ];
        for (field, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                return Err(bad(field, format!("{value} is not between {least} and {most}")));
            }
        }
        Ok(())
    }

    /// How docloud is reached.
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_names_its_setting() {
        let good = || DocloudProfile { app_key: "K1".into(), ..DocloudProfile::default() };
        assert_eq!(good().check(), Ok(()));
        let refused = |change: fn(&mut DocloudProfile)| {
            let mut profile = good();
            change(&mut profile);
            profile.check().unwrap_err().field
        };
        assert_eq!(refused(|p| p.base_url = "http://docloud.example".into()), "base_url");
        assert_eq!(refused(|p| p.app_key = String::new()), "app_key");
        assert_eq!(refused(|p| p.app_key = "a&b".into()), "app_key");
        assert_eq!(refused(|p| p.callback_url = Some("shop.example".into())), "callback_url");
        assert_eq!(refused(|p| p.timeout_ms = 0), "timeout_ms");
        assert_eq!(refused(|p| p.connect_timeout_ms = 30_000), "connect_timeout_ms");
        assert_eq!(refused(|p| p.push_window_s = 59), "push_window_s");
        assert_eq!(refused(|p| p.follow_every_s = 0), "follow_every_s");
    }
}
