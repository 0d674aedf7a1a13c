//! The engine itself: interfaces, pictures, health.

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `system.interfaces`: one row per interface of the six platforms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InterfaceRow {
    /// Whose.
    pub platform: Platform,
    /// Identifier in the platform's document.
    pub id: String,
    /// Name.
    pub name: String,
    /// Transport as the document has it.
    pub transport: String,
    /// `up` from us, `down` to us, `both`.
    pub direction: String,
    /// Section of the document.
    pub source: String,
    /// A handler is registered and a fixture test pins it to the document.
    pub implemented: bool,
    /// When an exchange over it was last stored here.
    pub exercised: Option<Moment>,
}

/// Reply of `system.interfaces`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InterfaceList {
    /// All rows, in the document's order.
    pub rows: Vec<InterfaceRow>,
}

/// `picture.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PictureRequest {
    /// The picture.
    pub picture_id: Guid,
}

/// Reply of `picture.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Picture {
    /// Media type, such as `image/jpeg`.
    pub media_type: String,
    /// The bytes in Base64.
    pub base64: String,
}

/// Reply of `system.health`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Health {
    /// Version of the engine.
    pub version: String,
    /// The engine's clock.
    pub now: Moment,
    /// Number of the newest event in the journal.
    pub journal_head: u32,
    /// Its hash, 64 hexadecimal digits.
    pub journal_hash: String,
    /// True on the demo lot.
    pub demo: bool,
    /// True where people practise.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub training: bool,
}
