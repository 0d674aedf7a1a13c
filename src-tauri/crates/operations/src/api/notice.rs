//! What the engine tells windows by itself, after the commit. A window that misses one asks for a snapshot.

use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::neighbour::Offer;
use lotdesk_domain::parking::Counts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::board::{AreaView, EventView, LinkView};
use super::charger::ConnectorView;
use super::garage::GarageView;
use super::lane::LaneView;
use super::report::ReportJob;

/// A numbered change. Numbers have no gaps: after a gap, ask for `board.snapshot`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Notice {
    /// Number.
    pub no: u64,
    /// When its cause was committed.
    pub committed_at: Moment,
    /// What is different now.
    pub changes: Vec<Change>,
}

/// What is different now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Figures of the lot and its areas.
    Counts {
        /// The whole lot.
        counts: Counts,
        /// By area.
        areas: Vec<AreaView>,
    },
    /// Spaces of the grid.
    Spaces {
        /// Those that changed.
        spaces: Vec<SpaceChange>,
    },
    /// A lane.
    Lane {
        /// As it is now.
        lane: Box<LaneView>,
    },
    /// A mechanical garage.
    Garage {
        /// As it is now.
        garage: Box<GarageView>,
    },
    /// A new line of the event stream.
    Event {
        /// The line.
        event: EventView,
    },
    /// The lots around that are offered when this one is full.
    Offers {
        /// The nearest first.
        offers: Vec<Offer>,
    },
    /// Charging connectors: all of them, for a station has few.
    Chargers {
        /// As they are now.
        chargers: Vec<ConnectorView>,
    },
    /// A platform's link, or what waits for it.
    Link {
        /// As it is now.
        link: LinkView,
    },
    /// A report being written, or just ended.
    Report {
        /// As it is now.
        job: Box<ReportJob>,
    },
}

/// A space of the grid that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SpaceChange {
    /// Which.
    pub space_no: String,
    /// Its state now.
    pub state: SpaceState,
}
