//! What the platforms sent us, message by message.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::listener::PushRefusal;

/// How a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InboxTransport {
    /// To the callback listener.
    Https,
    /// Over the TCP connection that we keep.
    Tcp,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InboxState {
    /// Verified, carried out, and answered that it went well.
    Done,
    /// Verified, and what it asks was refused by a rule of the lot.
    Declined,
    /// Not taken: it was not verified.
    Refused,
    /// It is being carried out, or a power cut came in the middle of that.
    Open,
}

/// `inbox.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct InboxListRequest {
    /// Only this platform's.
    pub platform: Option<Platform>,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this number (from the last page).
    pub before: Option<u32>,
}

/// Reply of `inbox.list`: newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InboxListReply {
    /// The page.
    pub rows: Vec<InboxRow>,
    /// True when there are more.
    pub more: bool,
}

/// A message in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InboxRow {
    /// Number in the inbox.
    pub no: u32,
    /// From whom.
    pub platform: Platform,
    /// Interface, such as `6005`; what was asked for, where there is none such.
    pub interface: String,
    /// How it came.
    pub transport: InboxTransport,
    /// From which address.
    pub peer: String,
    /// When.
    pub at: Moment,
    /// What became of it.
    pub state: InboxState,
    /// Why it was not taken.
    pub reason: Option<PushRefusal>,
    /// What was answered, in a few words.
    pub words: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// How often the very same message came again and was given the first answer.
    pub repeats: u32,
    /// True once its body and its answer have been dropped for their age.
    pub dropped: bool,
}

/// `inbox.detail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InboxMessageRequest {
    /// Number in the inbox.
    pub no: u32,
}

/// A message with its content and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InboxDetail {
    /// The row.
    pub row: InboxRow,
    /// What came, as text; of what was refused the beginning only.
    pub body: String,
    /// What was answered.
    pub reply: Option<String>,
}
