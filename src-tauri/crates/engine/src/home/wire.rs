//! What the owner and an attached process say to each other: one JSON object a line over a local socket.
//!
//! ```text
//! attached → owner   {"hello":{"protocol":1,"key":"<64 hex>","who":"window"}}
//! owner → attached   {"hello":{"protocol":1,"engine":"0.1.0","demo":false}}   or   {"refused":{…}} and the end
//! attached → owner   {"call":{"id":7,"token":"…","name":"board.snapshot","request":{}}}
//! owner → attached   {"reply":{"id":7,"ok":{…}}}   or   {"reply":{"id":7,"refused":{"code":…,"zh":…,"en":…}}}
//! attached → owner   {"subscribe":{}}
//! owner → attached   {"notice":{…}} after each commit; {"missed":{"notices":3}} when the reader was too slow
//! attached → owner   {"end":{}}: the owner stops its lanes, closes the ledger and ends
//! attached → owner   {"ping":{}}
//! owner → attached   {"pong":{}}
//! ```
//! Replies come as they are ready, not in the order of the calls. The key is in `owner.json`, which only this user can
//! read: who cannot read the data directory cannot attach, on every system alike.
//!
//! A PC elsewhere says the same over TLS ([`super::network`]): its key is one of its own, its first line is short, it pings to
//! hear whether the owner is still there, and it may not say `end`.

use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of this protocol. Both sides must have the same.
pub(crate) const PROTOCOL: u32 = 1;

/// The longest line that an owner reads. A tariff file or a picture's reference fits many times.
pub(crate) const MOST_CALL_BYTES: usize = 4 * 1024 * 1024;

/// The longest first line of a PC elsewhere, before it is known who it is.
pub(crate) const MOST_HELLO_BYTES: usize = 4 * 1024;

/// The longest line that an attached process reads: a picture in Base64 is the largest thing that crosses.
pub(crate) const MOST_REPLY_BYTES: usize = 40 * 1024 * 1024;

/// From the attached process.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Said {
    Hello(Hello),
    Call(Call),
    Subscribe {},
    End {},
    Ping {},
}

/// What kind of process asks; the journal names it as an event's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A window.
    Window,
    /// The command line.
    CommandLine,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    pub(crate) protocol: u32,
    pub(crate) key: Key,
    pub(crate) who: Who,
}

/// The key of `owner.json`; never shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Key(pub(crate) String);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Compares in a time that does not tell how far the texts agree.
    pub(crate) fn same(&self, other: &Key) -> bool {
        let (a, b) = (self.0.as_bytes(), other.0.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    pub(crate) id: u64,
    #[serde(default)]
    pub(crate) token: Option<String>,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) request: Value,
}

/// Requests carry PINs and tokens.
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// From the owner.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answered {
    Hello(Welcome),
    Reply(Reply),
    Notice(std::sync::Arc<Notice>),
    Missed { notices: u64 },
    Pong {},
    Refused(Refusal),
}

/// The owner's greeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// Version of the protocol.
    pub(crate) protocol: u32,
    /// Version of the owner's engine.
    pub engine: String,
    /// True on the demo lot.
    pub demo: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reply {
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) outcome: ReplyOutcome,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReplyOutcome {
    Ok(Value),
    Refused(Refusal),
}

/// `owner.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OwnerFile {
    pub(crate) protocol: u32,
    /// Path of the socket, or name of the pipe.
    pub(crate) socket: String,
    pub(crate) key: Key,
    /// For people only; never used to end a process.
    pub(crate) pid: u32,
}
