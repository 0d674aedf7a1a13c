//! A message for a platform, as the outbox keeps it: the platform's `data` without token, timestamp and signature,
//! which are added when it is sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The platforms that Lotdesk speaks with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// City parking platform, DB4403/T 313—2023.
    City,
    /// Its charging appendix B.
    Charging,
    /// ETCP parking.
    Etcp,
    /// docloud violations and inspection.
    Docloud,
    /// Vehicle-repair health archive.
    Repair,
    /// AutoX3 orders.
    Autox3,
}

impl Platform {
    /// Every platform, in the order of the interface list.
    pub const ALL: [Platform; 6] =
        [Platform::City, Platform::Charging, Platform::Etcp, Platform::Docloud, Platform::Repair, Platform::Autox3];

    /// The name in settings, tables and file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Platform::City => "city",
            Platform::Charging => "charging",
            Platform::Etcp => "etcp",
            Platform::Docloud => "docloud",
            Platform::Repair => "repair",
            Platform::Autox3 => "autox3",
        }
    }
}

impl std::str::FromStr for Platform {
    type Err = UnknownPlatform;
    fn from_str(text: &str) -> Result<Self, UnknownPlatform> {
        Platform::ALL.into_iter().find(|p| p.as_str() == text).ok_or_else(|| UnknownPlatform(text.to_owned()))
    }
}

/// A name that no platform has.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no platform is called {0:?}")]
pub struct UnknownPlatform(pub String);

/// What goes before what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Basic data (3001–3005, 8001): goes before every record.
    Basic,
    /// About one parking record, one event, one payment: in order per `order_key`, never dropped.
    Record,
    /// The state of something now (5001 5002 5003 5011 8002 8003): only the latest per `coalesce_key` matters.
    Snapshot,
}

/// A platform message born from an operation, to be queued in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// For whom.
    pub platform: Platform,
    /// Interface as in the interface list, such as `5004`.
    pub interface: &'static str,
    /// Its own identifier; with platform and interface the key under which it is queued at most once.
    pub own_id: String,
    /// Messages with the same key go in order, and a refused one holds back those behind it.
    pub order_key: Option<String>,
    /// True when messages of the same order key must not overtake it. A picture comes after the record it belongs to, and
    /// a picture that cannot be had must not keep the record's payment and exit from the platform.
    pub holds_back: bool,
    /// For snapshots: a later message replaces an unsent earlier one with the same key.
    pub coalesce_key: Option<String>,
    /// What goes before what.
    pub rank: Rank,
    /// The platform's `data` item as JSON text, exactly as it will be signed and sent.
    pub body: String,
    /// Which version of the mapping made the body.
    pub mapping_version: u16,
    /// Why it must not be sent: a field broke the platform's tables. It is kept and shown, and never leaves the machine.
    pub problem: Option<String>,
}

/// What a lost reply means for an interface; each row of a platform's interface list says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnUnknown {
    /// The platform knows the message by its identifier: the same one may be sent again.
    Resend,
    /// The platform can be asked whether it arrived.
    Ask,
    /// Only a person can decide; money is never sent again blindly.
    Person,
}

/// How an attempt to send ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// The platform has it.
    Accepted,
    /// The platform refuses it, with its code and its words.
    Refused {
        /// The platform's code, such as `1007`.
        code: String,
        /// The platform's words.
        words: String,
    },
    /// No reply: it may or may not have arrived.
    Unknown {
        /// What was seen: time-out, connection cut, unreadable reply.
        why: String,
    },
    /// It did not leave: no connection, no login. Nothing reached the platform, it may be sent again safely.
    NotSent {
        /// What was seen.
        why: String,
    },
}
