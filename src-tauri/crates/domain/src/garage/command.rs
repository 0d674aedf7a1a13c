//! One command to a garage, from its asking to its end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::GarageWork;
use super::queue::Line;
use crate::id::Guid;
use crate::moment::Moment;
use crate::plate::Plate;

/// Where a command stands. What has ended is never begun again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GarageCommandState {
    /// It waits for its turn.
    Waiting,
    /// The machine works on it.
    Running,
    /// The car is in, or out.
    Done,
    /// The machine did not bring it to its end.
    Failed,
    /// Taken back before it began.
    Cancelled,
    /// Lotdesk ended before it did: it must be asked for again.
    Lapsed,
}

/// A command to a garage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageCommand {
    /// Identifier.
    pub id: Guid,
    /// The garage (`Garage::code`).
    pub garage: String,
    /// What.
    pub work: GarageWork,
    /// The car, where its plate is known.
    pub plate: Option<Plate>,
    /// Its parking record, where there is one.
    pub record_id: Option<Guid>,
    /// The space that it goes to or comes from.
    pub space_no: String,
    /// The pass that it comes from or goes to (`GaragePass::code`).
    pub pass: Option<u32>,
    /// Its number among all commands.
    pub no: u32,
    /// When it was asked for.
    pub asked_at: Moment,
    /// When it should begin.
    pub due_at: Moment,
    /// For when the car was booked.
    pub book_at: Option<Moment>,
    /// How long it usually takes, in seconds.
    pub takes_s: u32,
    /// Where it stands.
    pub state: GarageCommandState,
    /// When it began.
    pub began_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Why it ended as it did, unless all went well.
    pub why: Option<String>,
}

impl GarageCommand {
    /// The command as it waits in line.
    pub fn line(&self) -> Line {
        Line { id: self.id, asked_no: i64::from(self.no), due_at: self.due_at, takes_s: self.takes_s }
    }
}
