//! What stands at a lane, as settings say it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What opens a lane's gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LaneConfig {
    /// No hardware: a lane that is played.
    Simulated(SimulatedConfig),
    /// A network relay that is called over HTTP or HTTPS.
    HttpRelay(RelayConfig),
    /// The camera, by the answer to its push or to its sign of life.
    Camera(CameraReplyConfig),
}

impl Default for LaneConfig {
    fn default() -> Self {
        LaneConfig::Camera(CameraReplyConfig {})
    }
}

/// How quick a simulated gate is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SimulatedConfig {
    /// From the command until the gate is open, in milliseconds.
    pub opens_after_ms: u64,
    /// From the car's passing until the gate is closed, in milliseconds.
    pub closes_after_ms: u64,
    /// An open gate that no car passes closes after this time, in milliseconds.
    pub stays_open_ms: u64,
}

impl Default for SimulatedConfig {
    fn default() -> Self {
        Self { opens_after_ms: 800, closes_after_ms: 800, stays_open_ms: 10_000 }
    }
}

/// How a relay is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelayConfig {
    /// The address that opens the gate. `{lane}` stands for the lane's code, `{command_id}` for the command's
    /// identifier; a name and a password may stand before the host (`http://name:password@host/…`).
    pub url: String,
    /// How it is called.
    #[serde(default)]
    pub method: RelayMethod,
    /// What is sent along, with the same placeholders; JSON when it begins with `{`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How long the relay may take, in milliseconds, 100 to 10000.
    #[serde(default = "relay_timeout_ms")]
    pub timeout_ms: u64,
    /// An address that answers with success while the relay is well; asked from time to time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe_url: Option<String>,
    /// How often it is asked, in milliseconds, 1000 at least.
    #[serde(default = "probe_every_ms")]
    pub probe_every_ms: u64,
    /// PEM certificates to trust besides the system's, for a relay with a certificate of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_pem: Option<String>,
}

const fn relay_timeout_ms() -> u64 {
    3_000
}

const fn probe_every_ms() -> u64 {
    30_000
}

impl RelayConfig {
    /// A relay at this address with everything else as usual.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            method: RelayMethod::default(),
            body: None,
            timeout_ms: relay_timeout_ms(),
            probe_url: None,
            probe_every_ms: probe_every_ms(),
            ca_pem: None,
        }
    }
}

/// How a relay is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum RelayMethod {
    /// GET, as most network relays take it.
    #[default]
    Get,
    /// POST.
    Post,
}

/// A camera that opens the gate itself needs no settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CameraReplyConfig {}

/// Why a relay's settings are of no use.
#[derive(Debug, thiserror::Error)]
pub enum RelayConfigError {
    /// Not an address.
    #[error("{field} is not an HTTP or HTTPS address")]
    Url {
        /// Which setting.
        field: &'static str,
    },
    /// Outside 100 to 10000.
    #[error("timeout_ms must be 100 to 10000, not {0}")]
    TimeOut(u64),
    /// Less than 1000.
    #[error("probe_every_ms must be 1000 at least, not {0}")]
    ProbeEvery(u64),
    /// Not PEM certificates.
    #[error("ca_pem holds no PEM certificate")]
    Certificates,
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_by_their_kind() {
        let config: LaneConfig =
            serde_json::from_str(r#"{"kind":"http_relay","url":"http://h/o","method":"POST"}"#).unwrap();
        let mut wanted = RelayConfig::at("http://h/o");
        wanted.method = RelayMethod::Post;
        assert_eq!(config, LaneConfig::HttpRelay(wanted));
        assert_eq!(serde_json::from_str::<LaneConfig>(r#"{"kind":"camera"}"#).unwrap(), LaneConfig::default());
        let simulated: LaneConfig = serde_json::from_str(r#"{"kind":"simulated","opens_after_ms":5}"#).unwrap();
        assert_eq!(
            simulated,
            LaneConfig::Simulated(SimulatedConfig { opens_after_ms: 5, ..SimulatedConfig::default() })
        );
        assert!(serde_json::from_str::<LaneConfig>(r#"{"kind":"simulated","opens_afterms":5}"#).is_err());
    }
}
