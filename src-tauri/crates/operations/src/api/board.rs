//! The live board: `board.snapshot`, kept current by notices.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{LaneKind, SpaceState};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::neighbour::Offer;
use lotdesk_domain::parking::Counts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::charger::ConnectorView;
use super::lane::LaneView;

/// Everything the board shows, at one moment of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BoardSnapshot {
    /// Notices with a higher number come after this snapshot.
    pub notice_no: u64,
    /// The lot's name.
    pub lot_name: String,
    /// True on the demo lot.
    pub demo: bool,
    /// True where people practise.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub training: bool,
    /// The engine's clock.
    pub now: Moment,
    /// The whole lot.
    pub counts: Counts,
    /// By area, in the lot's order.
    pub areas: Vec<AreaView>,
    /// Known spaces in the lot's order; empty where the lot only counts.
    pub spaces: Vec<SpaceView>,
    /// Lanes in the lot's order.
    pub lanes: Vec<LaneView>,
    /// The newest events first.
    pub events: Vec<EventView>,
    /// One per configured platform.
    pub links: Vec<LinkView>,
    /// The nearest lots around with free spaces, for cars that find this one full.
    pub offers: Vec<Offer>,
    /// Charging connectors in their stations' order; absent where the lot has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub chargers: Option<Vec<ConnectorView>>,
}

/// An area's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AreaView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Spaces.
    pub total: u32,
    /// Cars in it.
    pub used: u32,
    /// Spaces that reservations hold.
    pub reserved: u32,
}

/// A space on the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SpaceView {
    /// Number at the platform.
    pub space_no: String,
    /// Label on the floor.
    pub label: String,
    /// Area code.
    pub area: String,
    /// State now.
    pub state: SpaceState,
}

/// How loud an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Part of a calm day.
    Info,
    /// Worth a look.
    Look,
    /// Somebody must act.
    Act,
}

/// One line of the event stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EventView {
    /// Number in the journal.
    pub seq: u32,
    /// When.
    pub at: Moment,
    /// How loud.
    pub level: Level,
    /// What happened: the key of the window's text, such as `car_entered`.
    pub kind: String,
    /// The plate it is about.
    pub plate: Option<String>,
    /// The lane it happened at.
    pub lane_id: Option<Guid>,
    /// The parking record it is about.
    pub record_id: Option<Guid>,
    /// What fills the blanks of the window's text.
    #[ts(type = "Record<string, string>")]
    pub words: std::collections::BTreeMap<String, String>,
}

/// A platform's link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LinkView {
    /// Which.
    pub platform: Platform,
    /// How it stands.
    pub state: LinkState,
    /// Since when.
    pub since: Moment,
    /// What the last failure said.
    pub last_error: Option<String>,
    /// Messages not yet accepted.
    pub waiting: u32,
    /// Of those, how many a person must look at: refused, held, unknown.
    pub needs_person: u32,
    /// Since when the oldest of them waits.
    pub oldest: Option<Moment>,
}

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// Nothing was tried yet.
    Idle,
    /// The last exchange went well.
    Up,
    /// The platform does not answer; messages wait.
    Down,
    /// The platform answers and refuses our login.
    LoginRefused,
}

/// Used by the lane card to tell its side.
pub type Side = LaneKind;
