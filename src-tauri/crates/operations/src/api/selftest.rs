//! `selftest.city`, `selftest.look`, `selftest.cancel`: a platform tried out step by step, each failure in words.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `selftest.city`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SelfTestRequest {
    /// How long to wait for the platform to ask something of us, in seconds, 300 at most; 0 does not wait, 15 when absent.
    #[serde(default)]
    #[ts(optional)]
    pub wait_s: Option<u32>,
}

impl SelfTestRequest {
    /// The longest `wait_s`.
    pub const MOST_WAIT_S: u32 = 300;
    /// `wait_s` when it is absent.
    pub const USUAL_WAIT_S: u32 = 15;
}

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelfTestStepKind {
    /// The profile and its secrets keep to their rules.
    Settings,
    /// The host name is known, and something listens at the address.
    Address,
    /// TLS: the certificate is the platform's.
    Secure,
    /// 1001: path, signature, account, password.
    Login,
    /// How far the platform's clock is from ours.
    Clock,
    /// 1002.
    Refresh,
    /// 5003: the lot's counts as they are, which changes nothing at the platform.
    Report,
    /// 1004, 1006, 1005 over a TCP connection of its own, where one is set up.
    Tcp,
    /// The platform asks something of us.
    Downlink,
    /// 1003.
    Logout,
}

impl SelfTestStepKind {
    /// All of them, in their order.
    pub const ALL: [Self; 10] = [
        Self::Settings,
        Self::Address,
        Self::Secure,
        Self::Login,
        Self::Clock,
        Self::Refresh,
        Self::Report,
        Self::Tcp,
        Self::Downlink,
        Self::Logout,
    ];
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelfTestStepState {
    /// Its turn has not come.
    Waiting,
    /// Under way.
    Running,
    /// Well.
    Passed,
    /// It works; something about it wants to be looked at.
    Noted,
    /// It does not work.
    Failed,
    /// It was not tried; the words say why.
    NotTried,
}

/// What a step found. Programs go by this; it only ever grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelfTestFinding {
    /// Nothing is wrong.
    Well,
    /// An earlier step failed, or there is nothing to try.
    NotTried,
    /// It was ended by a person.
    Cancelled,
    /// A setting breaks a rule.
    BadSetting,
    /// A secret is not set.
    SecretMissing,
    /// A secret has not the form it must have, such as a DES key of the wrong length.
    BadSecret,
    /// The host name means nothing.
    HostNotFound,
    /// Nothing listens at the address.
    ConnectionRefused,
    /// No connection, or no reply, in time.
    TimedOut,
    /// No connection for another reason.
    NoConnection,
    /// The connection ended before the reply.
    Cut,
    /// Plain http: anybody on the way can read along.
    PlainHttp,
    /// The certificate's authority is not trusted.
    CertificateNotTrusted,
    /// The certificate is for another name.
    CertificateNameWrong,
    /// The certificate is not valid at this time.
    CertificateExpired,
    /// The platform wants a certificate of ours, or another one.
    ClientCertificate,
    /// TLS fails for another reason.
    TlsFailed,
    /// Nothing answers at the path.
    PathWrong,
    /// An HTTP status that is no answer of the platform.
    HttpStatus,
    /// What came back is not an answer by table 32.
    NotAnAnswer,
    /// The platform does not take our signature.
    SignatureRefused,
    /// Account or password is wrong.
    LoginRefused,
    /// The platform does not know the token that it gave.
    TokenRefused,
    /// The lot's number is not known there.
    LotUnknown,
    /// Refused with another code.
    Refused,
    /// The clocks differ.
    ClockOff,
    /// The heartbeat got no reply.
    HeartbeatLost,
    /// The platform asked nothing while we waited.
    NothingAsked,
    /// What the platform sent over TCP is no frame.
    NotAFrame,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SelfTestStep {
    /// Which.
    pub kind: SelfTestStepKind,
    /// How it stands.
    pub state: SelfTestStepState,
    /// What was found; absent before it ends.
    pub finding: Option<SelfTestFinding>,
    /// What was found and what to do about it, in Simplified Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// How long it took, in milliseconds.
    pub took_ms: Option<u32>,
}

/// How a self-test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SelfTestVerdict {
    /// Under way.
    Running,
    /// Every step that was tried is well.
    Passed,
    /// A step failed.
    Failed,
    /// Ended by a person.
    Cancelled,
}

/// A self-test, while it runs and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SelfTestReport {
    /// Which one since the engine started.
    pub no: u32,
    /// The platform.
    pub platform: Platform,
    /// Its base address; empty where none is set.
    pub address: String,
    /// When it began.
    pub begun_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// How it ended.
    pub verdict: SelfTestVerdict,
    /// Every step, those that were not reached too.
    pub steps: Vec<SelfTestStep>,
}
