//! The listener's settings.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where platforms reach us: one table of `lotdesk.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CallbackSettings {
    /// Where the listener listens. Loopback and a free port by default; set a fixed port, and an address that the
    /// platforms reach, for real ones.
    #[schemars(with = "String")]
    pub listen: SocketAddr,
    /// PEM file of the certificate and its chain; relative to the data directory. Without it Lotdesk makes a certificate
    /// of its own and shows its fingerprint.
    pub cert_file: Option<PathBuf>,
    /// PEM file of the key to `cert_file`.
    pub key_file: Option<PathBuf>,
    /// Serves plain http, behind a proxy on the same machine that has the certificate. Only on a loopback address.
    pub plain_http: bool,
    /// How many connections may be open at once, 1 to 10000.
    pub max_connections: u32,
    /// How many of them may come from one address, 1 to `max_connections`.
    pub max_connections_per_address: u32,
    /// How many requests one address may send in a minute, 1 to 100000.
    pub requests_per_minute: u32,
    /// How many requests one address may send at once before that counts, 1 to 10000.
    pub request_burst: u32,
    /// How long the TLS handshake, and then the head of each request, may take, in milliseconds, 100 to 60000.
    pub head_timeout_ms: u64,
    /// How long the body of a request may take, in milliseconds, 100 to 15000: the answer is owed within 20 s.
    pub body_timeout_ms: u64,
    /// How long what came is kept with its body and its answer, in days, 1 to 3650. That it came is kept for good.
    pub keep_days: u32,
}

impl Default for CallbackSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            cert_file: None,
            key_file: None,
            plain_http: false,
            max_connections: 256,
            max_connections_per_address: 64,
            requests_per_minute: 1200,
            request_burst: 200,
            head_timeout_ms: 10_000,
            body_timeout_ms: 10_000,
            keep_days: 90,
        }
    }
}

/// A setting that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct BadCallback {
    /// The setting.
    pub field: &'static str,
    /// The rule, and what was given.
    pub rule: String,
}

impl CallbackSettings {
    /// Checks every setting by itself and against the others. Files are read later, when the listener is bound.
    ///
    /// # Errors
    /// Every setting that breaks a rule.
    pub fn check(&self) -> Result<(), Vec<BadCallback>> {
        let mut found = Vec::new();
        let mut say = |field, rule: String| found.push(BadCallback { field, rule });
        match (&self.cert_file, &self.key_file) {
            (Some(_), None) => say("key_file", "is missing: it goes with cert_file".into()),
            (None, Some(_)) => say("cert_file", "is missing: it goes with key_file".into()),
            _ => {}
        }
        if self.plain_http && self.cert_file.is_some() {
            say("plain_http", "has no use for cert_file".into());
        }
        if self.plain_http && !self.listen.ip().is_loopback() {
            say("plain_http", format!("is for a loopback address only, and listen is {}", self.listen));
        }
        let ranges = [
            ("max_connections", u64::from(self.max_connections), 1, 10_000),
            (
                "max_connections_per_address",
                u64::from(self.max_connections_per_address),
                1,
                u64::from(self.max_connections.max(1)),
            ),
            ("requests_per_minute", u64::from(self.requests_per_minute), 1, 100_000),
            ("request_burst", u64::from(self.request_burst), 1, 10_000),
            ("head_timeout_ms", self.head_timeout_ms, 100, 60_000),
            ("body_timeout_ms", self.body_timeout_ms, 100, 15_000),
            ("keep_days", u64::from(self.keep_days), 1, 3_650),
        ];
        for (field, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                say(field, format!("{value} is not between {least} and {most}"));
            }
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    /// True where the listener's own address can be told to a platform: one machine's address, not all of them.
    pub fn has_an_address(&self) -> bool {
        match self.listen.ip() {
            IpAddr::V4(ip) => !ip.is_unspecified(),
            IpAddr::V6(ip) => !ip.is_unspecified(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl Fn(&mut CallbackSettings)) -> Vec<&'static str> {
        let mut settings = CallbackSettings::default();
        change(&mut settings);
        settings.check().unwrap_err().into_iter().map(|bad| bad.field).collect()
    }

    #[test]
    fn each_rule_names_its_setting() {
        assert_eq!(CallbackSettings::default().check(), Ok(()));
        assert_eq!(refused(|s| s.cert_file = Some("c.pem".into())), ["key_file"]);
        assert_eq!(refused(|s| s.key_file = Some("k.pem".into())), ["cert_file"]);
        let everywhere = SocketAddr::from(([0, 0, 0, 0], 8443));
        assert_eq!(refused(|s| (s.plain_http, s.listen) = (true, everywhere)), ["plain_http"]);
        assert_eq!(refused(|s| s.max_connections = 0), ["max_connections", "max_connections_per_address"]);
        assert_eq!(refused(|s| s.max_connections_per_address = 257), ["max_connections_per_address"]);
        assert_eq!(refused(|s| s.requests_per_minute = 0), ["requests_per_minute"]);
        assert_eq!(refused(|s| s.request_burst = 0), ["request_burst"]);
        assert_eq!(refused(|s| s.head_timeout_ms = 0), ["head_timeout_ms"]);
        assert_eq!(refused(|s| s.body_timeout_ms = 20_000), ["body_timeout_ms"]);
        assert_eq!(refused(|s| s.keep_days = 0), ["keep_days"]);
    }
}
