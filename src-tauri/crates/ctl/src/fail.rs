//! A refusal on its way out: JSON on standard error, exit code 1.

use std::process::ExitCode;

use lotdesk_engine::config::{ConfigError, Problem};
use lotdesk_engine::door::OpenError;
use lotdesk_engine::engine::StartError;
use lotdesk_engine::home::{HomeError, PairingError};
use lotdesk_engine::secrets::SecretError;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde::Serialize;

/// Why nothing came of it.
#[derive(Debug, Serialize)]
pub struct Fail {
    #[serde(flatten)]
    refusal: Refusal,
    /// Every setting that breaks a rule, where that is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Problem>,
}

impl From<Refusal> for Fail {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, problems: Vec::new() }
    }
}

impl From<ConfigError> for Fail {
    fn from(error: ConfigError) -> Self {
        Self { refusal: error.to_refusal(), problems: error.problems() }
    }
}

impl From<StartError> for Fail {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Config(error) => error.into(),
            other => other.to_refusal().into(),
        }
    }
}

impl From<OpenError> for Fail {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Start(error) => (*error).into(),
            other => other.to_refusal().into(),
        }
    }
}

impl From<PairingError> for Fail {
    fn from(error: PairingError) -> Self {
        error.to_refusal().into()
    }
}

impl From<SecretError> for Fail {
    fn from(error: SecretError) -> Self {
        error.to_refusal().into()
    }
}

impl Fail {
    /// The data directory cannot be used.
    pub fn home(error: &HomeError) -> Self {
        Refusal::new(Code::BadField, format!("无法使用数据目录：{error}"), error.to_string()).at("data").into()
    }

    /// The system refuses something.
    pub fn system(what: &str, error: &std::io::Error) -> Self {
        Refusal::new(Code::Internal, format!("系统错误（{what}）：{error}"), format!("{what}: {error}")).into()
    }

    /// Says it and gives the exit code.
    pub fn report(&self) -> ExitCode {
        use std::io::Write;
        // Texts and lists only: this cannot fail; a closed standard error leaves the exit code.
        let line = serde_json::to_string(self).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "{line}");
        ExitCode::from(1)
    }
}
