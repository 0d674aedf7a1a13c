//! A car that was let out, and whose gate stayed shut: opened again, gone all the same, or still inside.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::Vehicle;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lane::ReadReply;
use super::service::InWords;

/// A car that was let out and whose gate did not open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StuckCar {
    /// The gate command that was not carried out.
    pub command_id: Guid,
    /// Its stay, which is over: nothing more is charged for it.
    pub record_id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// What was paid for the stay.
    pub received_fen: Fen,
    /// When the gate was told to open.
    pub commanded_at: Moment,
    /// Since when it is known that it did not.
    pub since: Moment,
    /// How often it was told.
    pub tries: u32,
    /// What the gate or its driver said; none where the lane was silent.
    pub why: Option<InWords>,
}

/// `lane.open_again`: the gate that did not open is told once more. A repeat for the same command gets the first answer and
/// opens nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenAgain {
    /// The exit lane.
    pub lane_id: Guid,
    /// The command that was not carried out.
    pub command_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `lane.car_gone`: the car whose gate did not open is gone all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MarkGone {
    /// The exit lane.
    pub lane_id: Guid,
    /// The command that was not carried out.
    pub command_id: Guid,
    /// How that is known, 2 to 100 characters.
    pub reason: String,
}

/// `lane.still_inside`: the car whose gate did not open went back, and its stay goes on with what was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MarkInside {
    /// The exit lane.
    pub lane_id: Guid,
    /// The command that was not carried out.
    pub command_id: Guid,
    /// How that is known, 2 to 100 characters.
    pub reason: String,
}

/// Reply of `lane.still_inside`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StaysInside {
    /// Its record, which goes on.
    pub record_id: Guid,
    /// What was paid for it so far: all of it counts.
    pub paid_fen: Fen,
    /// What is due now.
    pub due_fen: Fen,
    /// Until when nothing more is asked; none where nothing was ever paid or let off.
    pub free_exit_until: Option<Moment>,
    /// The decision, where the car stood at an exit again as one without an entry.
    pub at_exit: Option<ReadReply>,
}
