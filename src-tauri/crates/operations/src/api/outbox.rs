//! What waits for a platform, message by message.

use lotdesk_domain::message::{Outcome, Platform, Rank};
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// Waits for its turn.
    Waiting,
    /// Is being sent.
    Sending,
    /// The platform has it.
    Accepted,
    /// The platform refused it; those behind it wait.
    Refused,
    /// No reply came, and a person must decide.
    Unknown,
    /// It breaks the platform's tables and never left.
    Held,
    /// A newer snapshot took its place.
    Replaced,
}

/// `outbox.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListRequest {
    /// Only this platform's.
    pub platform: Option<Platform>,
    /// Only what is not settled (neither accepted nor replaced).
    pub open_only: bool,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this number (from the last page).
    pub before: Option<u32>,
}

/// Reply of `outbox.list`: open ones oldest first; with settled ones, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListReply {
    /// The page.
    pub rows: Vec<MessageRow>,
    /// True when there are more.
    pub more: bool,
}

/// A message in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MessageRow {
    /// Number in the outbox.
    pub no: u32,
    /// For whom.
    pub platform: Platform,
    /// Interface, such as `5004`.
    pub interface: String,
    /// Its own identifier.
    pub own_id: String,
    /// What goes before what.
    pub rank: Rank,
    /// Where it stands.
    pub state: MessageState,
    /// Since when it waits.
    pub queued_at: Moment,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried last.
    pub last_at: Option<Moment>,
    /// How that ended.
    pub last_outcome: Option<Outcome>,
    /// When it is tried next.
    pub next_at: Option<Moment>,
    /// Why it must not be sent.
    pub problem: Option<String>,
    /// The number of the message that holds it back.
    pub behind: Option<u32>,
}

/// `outbox.detail` and `outbox.resend`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MessageRequest {
    /// Number in the outbox.
    pub no: u32,
}

/// A message with its content and every attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MessageDetail {
    /// The row.
    pub row: MessageRow,
    /// The platform's `data` item as JSON text.
    pub body: String,
    /// Every attempt, the oldest first.
    pub attempts: Vec<AttemptView>,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AttemptView {
    /// When it began.
    pub at: Moment,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// How it ended; none while under way.
    pub outcome: Option<Outcome>,
}

/// `outbox.resend_all`: everything of a platform that a person may send again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ResendAll {
    /// For whom.
    pub platform: Platform,
}

/// Reply of `outbox.resend_all`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Resent {
    /// How many were put back in line.
    pub count: u32,
}
