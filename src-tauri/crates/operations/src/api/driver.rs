//! The screen that a lane turns towards the driver: plate, fee, change, free spaces. Nothing of the people who work here.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::PlateColor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `driver.show`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ShowDriver {
    /// The lane; the lot's first exit where none is given, or where the lot has no such lane any more.
    pub lane_id: Option<Guid>,
}

/// Reply of `driver.show`: everything that the driver's screen shows at this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DriverScreen {
    /// The lot's name.
    pub lot_name: String,
    /// The lane that it stands at; none while the lot has none.
    pub lane: Option<DriverLane>,
    /// Spaces that temporary cars may still take.
    pub free: u32,
    /// All spaces.
    pub total: u32,
    /// What goes on at the lane.
    pub showing: DriverShowing,
    /// After so many milliseconds something else is to be shown though nothing happens; none where it stays so.
    pub again_ms: Option<u32>,
}

/// The lane of a driver's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DriverLane {
    /// Identifier.
    pub id: Guid,
    /// Name.
    pub name: String,
    /// Direction.
    pub kind: LaneKind,
}

/// The car in front of a driver's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DriverCar {
    /// The plate; none where it could not be read.
    pub plate: Option<String>,
    /// Its colour, when known.
    pub color: Option<PlateColor>,
}

/// What goes on at the lane, as its driver is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DriverShowing {
    /// Nobody is there.
    Idle,
    /// The car came in just now.
    Welcome {
        /// The car.
        car: DriverCar,
    },
    /// The car is to pay.
    Pay {
        /// The car.
        car: DriverCar,
        /// Whole minutes parked.
        minutes: u32,
        /// Before anything was let off or paid.
        fee_fen: Fen,
        /// Let off.
        discount_fen: Fen,
        /// Paid already, a deposit included.
        paid_fen: Fen,
        /// Still due.
        due_fen: Fen,
    },
    /// The car waits for the attendant, whatever for: why is nobody's business but theirs.
    Wait {
        /// The car.
        car: DriverCar,
    },
    /// The lot is full.
    Full,
    /// The car is on its way out.
    Thanks {
        /// The car.
        car: DriverCar,
        /// What was paid here; nothing where nothing was due.
        paid_fen: Fen,
        /// What was handed over.
        tendered_fen: Fen,
        /// What goes back.
        change_fen: Fen,
    },
}
