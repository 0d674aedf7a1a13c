//! The callback listener: what the platforms push to us arrives there.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why something that was sent to us was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PushRefusal {
    /// Too many connections at once, from everybody or from one address.
    TooManyConnections,
    /// No TLS came about.
    NoTls,
    /// More requests from one address than the limit allows.
    OverLimit,
    /// No platform is served under this path, or not in this way.
    UnknownPath,
    /// Larger than what is taken.
    TooLarge,
    /// It did not arrive whole within the time.
    TooSlow,
    /// The address is not on the platform's list.
    StrangeAddress,
    /// It carries no token and no certificate.
    NoToken,
    /// It carries a token that the platform never gave us.
    WrongToken,
    /// It carries a token that the platform gave us once, and that holds no longer.
    StaleToken,
    /// It is not the envelope that the platform's document describes.
    BadEnvelope,
    /// The signature does not fit the data.
    BadSignature,
    /// Its timestamp is too far from our clock.
    StaleTimestamp,
    /// It was carried out before, and its time is over.
    Replay,
    /// The platform has no such interface in this direction.
    UnknownInterface,
    /// Something on our side broke, or took too long.
    Failed,
}

impl PushRefusal {
    /// The word for it in the inbox, the same as on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            PushRefusal::TooManyConnections => "too_many_connections",
            PushRefusal::NoTls => "no_tls",
            PushRefusal::OverLimit => "over_limit",
            PushRefusal::UnknownPath => "unknown_path",
            PushRefusal::TooLarge => "too_large",
            PushRefusal::TooSlow => "too_slow",
            PushRefusal::StrangeAddress => "strange_address",
            PushRefusal::NoToken => "no_token",
            PushRefusal::WrongToken => "wrong_token",
            PushRefusal::StaleToken => "stale_token",
            PushRefusal::BadEnvelope => "bad_envelope",
            PushRefusal::BadSignature => "bad_signature",
            PushRefusal::StaleTimestamp => "stale_timestamp",
            PushRefusal::Replay => "replay",
            PushRefusal::UnknownInterface => "unknown_interface",
            PushRefusal::Failed => "failed",
        }
    }

    /// The reason that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
    }
}

/// One reason, how often, and when last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RefusalCount {
    /// Whose path it came in by; none where that was not known yet.
    pub platform: Option<Platform>,
    /// Why.
    pub reason: PushRefusal,
    /// How often since the engine started.
    pub count: u32,
    /// When last.
    pub last_at: Moment,
    /// From which address last; none for a TCP connection that we opened.
    pub last_from: Option<String>,
}

/// Where the certificate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CertificateSource {
    /// From the files that the settings name.
    Files,
    /// Made by Lotdesk and kept in the data directory; who calls us must be given its fingerprint or the file.
    SelfMade,
}

/// The listener's certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CertificateView {
    /// Where it comes from.
    pub source: CertificateSource,
    /// SHA-256 over the certificate: 32 bytes in capital hexadecimal digits, with colons between them.
    pub sha256: String,
    /// Its PEM file, to be given to who calls us.
    pub file: String,
}

/// What one platform pushes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListenerPath {
    /// The platform.
    pub platform: Platform,
    /// The address under which this listener serves it.
    pub url: String,
    /// The address that the platform was told, where it is another one (a proxy stands before us).
    pub told: Option<String>,
}

/// A listener that runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListenerView {
    /// Scheme, address and port.
    pub base_url: String,
    /// The certificate; none where plain http is served on the loopback.
    pub certificate: Option<CertificateView>,
    /// What is served.
    pub paths: Vec<ListenerPath>,
    /// Connections that are open now.
    pub connections: u32,
    /// Requests since the engine started.
    pub requests: u32,
    /// What was refused since the engine started, TCP included.
    pub refusals: Vec<RefusalCount>,
}

/// Reply of `system.listener`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListenerStatus {
    /// The listener; none where no platform is set up that pushes to us.
    pub listener: Option<ListenerView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_wire() {
        for reason in [PushRefusal::TooManyConnections, PushRefusal::NoTls, PushRefusal::Replay, PushRefusal::Failed] {
            assert_eq!(PushRefusal::from_word(reason.word()), Some(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.word());
        }
        assert_eq!(PushRefusal::from_word("other"), None);
    }
}
