//! Control lists: cars that the city or the lot treats apart.

use lotdesk_domain::control::{ControlEntry, Strategy};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `control.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ListControls {
    /// Only lines whose plate has this part; empty for all.
    pub plate: String,
    /// True for the lines whose time is over as well.
    pub past: bool,
}

/// Reply of `control.list`, the newest line first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ControlList {
    /// The lines.
    pub rows: Vec<ControlRow>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ControlRow {
    /// The line.
    pub entry: ControlEntry,
    /// When it was put there, or changed last.
    pub placed_at: Moment,
    /// True when it acts at the lanes now.
    pub holds: bool,
    /// The record of the car, when it is inside.
    pub inside: Option<Guid>,
}

/// `control.save`: puts a car on the lot's own list, or changes a line of it. Lines of the city are the city's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveControl {
    /// The line to change; none for a new one.
    #[serde(default)]
    pub id: Option<Guid>,
    /// The identifier of a new one, drawn by whoever asks: asked again with it, after an answer that was lost, it is the same
    /// one and not one more. Left out: the lot draws it.
    #[serde(default)]
    #[ts(optional)]
    pub new_id: Option<Guid>,
    /// The plate.
    pub plate: String,
    /// What is done with the car.
    pub strategy: Strategy,
    /// From when; none for at once.
    #[serde(default)]
    pub begins_at: Option<Moment>,
    /// Until when, included.
    pub ends_at: Moment,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `control.remove`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveControl {
    /// The line.
    pub id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}
