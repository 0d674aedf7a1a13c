//! A deployment's settings for its payment channel. The key is not among them.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::city::BadProfile;
use crate::http::{BadEndpoint, Endpoint};

/// The payment channel's settings, one table of `lotdesk.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PaymentProfile {
    /// Where the channel lives, such as `https://pay.example.com/v1`.
    pub base_url: String,
    /// Our number as a merchant, 32 characters at most; its key is the secret `payment.key`.
    pub merchant: String,
    /// PEM file of the authorities to trust for its certificate instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// Allows plain http to another machine. On loopback it always is.
    pub allow_plain_http: bool,
    /// How long a call may take, in milliseconds: a driver stands there.
    pub timeout_ms: u64,
    /// How long connecting may take, in milliseconds.
    pub connect_timeout_ms: u64,
}

impl Default for PaymentProfile {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            merchant: String::new(),
            ca_file: None,
            allow_plain_http: false,
            timeout_ms: 10_000,
            connect_timeout_ms: 3_000,
        }
    }
}

fn bad(field: &'static str, rule: impl Into<String>) -> BadProfile {
    BadProfile { field, rule: rule.into() }
}

impl PaymentProfile {
    /// Checks every setting by itself and against the others. Files are read later, when the link is built.
    ///
    /// # Errors
    /// The first setting that breaks a rule.
    pub fn check(&self) -> Result<(), BadProfile> {
        self.endpoint().base().map_err(|why| match why {
            BadEndpoint::HalfACertificate => bad("ca_file", why.to_string()),
            _ => bad("base_url", why.to_string()),
        })?;
        if !(1..=32).contains(&self.merchant.chars().count()) {
            return Err(bad("merchant", "has 1 to 32 characters"));
        }
        if !(1..=30_000).contains(&self.timeout_ms) {
            return Err(bad("timeout_ms", format!("{} is not between 1 and 30000", self.timeout_ms)));
        }
        if !(1..=self.timeout_ms).contains(&self.connect_timeout_ms) {
            let rule = format!("{} is not between 1 and timeout_ms", self.connect_timeout_ms);
            return Err(bad("connect_timeout_ms", rule));
        }
        Ok(())
    }

    /// How the channel is reached.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint {
            base_url: self.base_url.clone(),
            ca_file: self.ca_file.clone(),
            timeout_ms: self.timeout_ms,
            connect_timeout_ms: self.connect_timeout_ms,
            allow_plain_http: self.allow_plain_http,
            ..Endpoint::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_names_its_setting() {
        let good = || PaymentProfile {
            base_url: "https://pay.example/v1".into(),
            merchant: "190000".into(),
            ..PaymentProfile::default()
        };
        assert_eq!(good().check(), Ok(()));
        let refused = |change: fn(&mut PaymentProfile)| {
            let mut profile = good();
            change(&mut profile);
            profile.check().unwrap_err().field
        };
        assert_eq!(refused(|p| p.base_url = "http://pay.example".into()), "base_url");
        assert_eq!(refused(|p| p.merchant = String::new()), "merchant");
        assert_eq!(refused(|p| p.timeout_ms = 60_000), "timeout_ms");
        assert_eq!(refused(|p| p.connect_timeout_ms = 20_000), "connect_timeout_ms");
    }
}
