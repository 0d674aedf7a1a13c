//! A deployment's settings for the repair archive: every province runs one of its own. The password is not among them, and
//! neither is anything that could keep a record from going up.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::city::BadProfile;
use crate::dispatcher::DispatcherSettings;
use crate::http::Endpoint;

/// The repair archive's settings, one table of `lotdesk.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RepairProfile {
    /// Where the archive lives, such as `https://neimeng.chefile.com/car_health_archives/init/sync`.
    pub base_url: String,
    /// Path of the call for a token, after the base address.
    pub token_path: String,
    /// Path of the call that takes a record, after the base address.
    pub save_path: String,
    /// 维修企业编码, 100 characters at most; its password is the secret `repair.password`.
    pub company_code: String,
    /// PEM file of the authorities to trust for the archive's certificate instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Allows plain http to another machine. On loopback it always is.
    pub allow_plain_http: bool,
    /// How long a call may take, in milliseconds.
    pub timeout_ms: u64,
    /// How long connecting may take, in milliseconds.
    pub connect_timeout_ms: u64,
}

impl Default for RepairProfile {
    fn default() -> Self {
        let endpoint = Endpoint::default();
        Self {
            base_url: String::new(),
            token_path: "/getToken".to_owned(),
            save_path: "/saveWeixiuRecord".to_owned(),
            company_code: String::new(),
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

impl RepairProfile {
    /// Checks every setting by itself and against the others. Files are read later, when the link is built.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        self.endpoint().check().map_err(|(field, rule)| bad(field, rule))?;
        for (field, path) in [("token_path", &self.token_path), ("save_path", &self.save_path)] {
            if !path.starts_with('/') || path.contains(['?', '#', ' ']) || path.contains("..") {
                return Err(bad(field, "must be a plain path that begins with /"));
            }
        }
        if !(1..=100).contains(&self.company_code.chars().count()) {
            return Err(bad("company_code", "has 1 to 100 characters"));
        }
        Ok(())
    }

    /// How the archive is reached.
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

    /// The dispatcher's pace: an attempt can hold two tokens and two calls. A shop settles a few jobs an hour, so records go
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
        let good = || RepairProfile {
            base_url: "https://archive.example/sync".into(),
            company_code: "460108000012345".into(),
            ..RepairProfile::default()
        };
        assert_eq!(good().check(), Ok(()));
        let refused = |change: fn(&mut RepairProfile)| {
            let mut profile = good();
            change(&mut profile);
            profile.check().unwrap_err().field
        };
        assert_eq!(refused(|p| p.base_url = "http://archive.example".into()), "base_url");
        assert_eq!(refused(|p| p.token_path = "getToken".into()), "token_path");
        assert_eq!(refused(|p| p.save_path = "/a?b".into()), "save_path");
        assert_eq!(refused(|p| p.company_code = String::new()), "company_code");
        assert_eq!(refused(|p| p.timeout_ms = 0), "timeout_ms");
        assert_eq!(refused(|p| p.connect_timeout_ms = 30_000), "connect_timeout_ms");
        assert!(serde_json::from_str::<RepairProfile>(r#"{"upload":false}"#).is_err(), "there is no switch");
    }
}
