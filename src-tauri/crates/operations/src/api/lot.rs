//! The lot's set-up and its detectors.

use lotdesk_domain::lot::{Lot, SpaceState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `lot.set`, and what `lot.current` gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetLot {
    /// The lot as it is from now on.
    pub lot: Lot,
}

/// `lot.spaces`: what detectors, garages or reservations know of single spaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SpaceReport {
    /// The spaces that changed, 1 to 1000.
    pub spaces: Vec<SpaceNow>,
}

/// A space and its state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SpaceNow {
    /// Its number.
    pub space_no: String,
    /// Its state.
    pub state: SpaceState,
}
