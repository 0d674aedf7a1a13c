//! Mechanical garages: what they are asked, how they stand, what their controllers report.

use lotdesk_domain::garage::{
    GarageCommand, GarageCounts, GarageEventKind, GarageKind, GaragePass, GarageState, SpaceSize,
};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::moment::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `garage.store`: a car goes in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StoreCar {
    /// The garage's number.
    pub garage: String,
    /// The car; a car without one is found by its space later.
    #[serde(default)]
    pub plate: Option<String>,
    /// The space; none to have one chosen.
    #[serde(default)]
    pub space_no: Option<String>,
    /// The pass it stands at; the garage's first where none is named.
    #[serde(default)]
    pub pass: Option<u32>,
}

/// `garage.retrieve`: a car comes out. Plate or space is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RetrieveCar {
    /// The garage's number.
    pub garage: String,
    /// The car.
    #[serde(default)]
    pub plate: Option<String>,
    /// Its space.
    #[serde(default)]
    pub space_no: Option<String>,
    /// The pass it is brought to; the garage's first where none is named.
    #[serde(default)]
    pub pass: Option<u32>,
    /// When it should be there; at once where none is named. Takes the place of an earlier booking.
    #[serde(default)]
    pub book_at: Option<Moment>,
}

/// Reply of `garage.store` and `garage.retrieve`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageOrdered {
    /// The command.
    pub command_id: Guid,
    /// The space.
    pub space_no: String,
    /// Seconds until the car is in, or out.
    pub remain_s: u32,
}

/// `garage.cancel`: takes a waiting command back, or stops the one that runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelGarageCommand {
    /// The command.
    pub command_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `garage.set_state`: puts a garage out of use, under repair, or back into use. What runs is stopped; what waits keeps its
/// place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SetGarageState {
    /// The garage's number.
    pub garage: String,
    /// `stopped`, `maintenance`, or `normal`, which also clears a fault.
    pub state: GarageState,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// Reply of `garage.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageList {
    /// In the lot's order.
    pub garages: Vec<GarageView>,
}

/// A garage as people see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageView {
    /// Number.
    pub code: String,
    /// Name.
    pub name: String,
    /// How it is built.
    pub kind: GarageKind,
    /// How it stands.
    pub state: GarageState,
    /// Why.
    pub comment: Option<String>,
    /// Since when.
    pub since: Option<Moment>,
    /// Its spaces in figures.
    pub counts: GarageCounts,
    /// Its passes.
    pub passes: Vec<GaragePass>,
    /// Its spaces, in the lot's order.
    pub spaces: Vec<GarageSpaceView>,
    /// What it works on now.
    pub running: Option<QueuedCommand>,
    /// What waits, in the order of the turns.
    pub waiting: Vec<QueuedCommand>,
    /// What ended last, the newest first, ten at most.
    pub ended: Vec<GarageCommand>,
}

/// A space of a garage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GarageSpaceView {
    /// Number at the platform.
    pub space_no: String,
    /// Label.
    pub label: String,
    /// Size.
    pub size: Option<SpaceSize>,
    /// State now.
    pub state: SpaceState,
    /// The car in it, where its plate is known.
    pub plate: Option<String>,
    /// Its parking record.
    pub record_id: Option<Guid>,
}

/// A command with the time that remains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueuedCommand {
    /// The command.
    pub command: GarageCommand,
    /// Seconds until it has ended.
    pub remain_s: u32,
    /// What the machine does now, in Chinese, as the controller says it.
    pub stage: Option<String>,
}

/// `garage.report`: what a garage's controller says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct GarageReport {
    /// The garage's number.
    pub garage: String,
    /// What.
    pub what: GarageSignal,
}

/// What a controller says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum GarageSignal {
    /// How far the command that runs has come. Not kept.
    Progress {
        /// The command.
        command_id: Guid,
        /// Seconds that remain.
        remain_s: u32,
        /// What the machine does, in Chinese.
        stage: String,
    },
    /// The command is carried out: the car stands in its space, or is out of it.
    Done {
        /// The command.
        command_id: Guid,
    },
    /// The command ended otherwise.
    Failed {
        /// The command.
        command_id: Guid,
        /// Why, for people.
        why: String,
        /// True when the space is as it was before; false when nobody knows where the car is until the sensors tell.
        space_as_before: bool,
    },
    /// Something happened (A.3).
    Event {
        /// What.
        event: GarageEventKind,
        /// The space it is about.
        space_no: Option<String>,
        /// What there is to say beside A.3's words.
        remark: Option<String>,
    },
    /// What was wrong is over.
    Recovered {},
    /// What the sensors see in the spaces; told at the start and after a fault.
    Spaces {
        /// Spaces and whether something stands in each.
        spaces: Vec<SensedSpace>,
    },
    /// The controller came or went.
    Online {
        /// True when it answers.
        online: bool,
    },
}

/// What a sensor sees in a space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SensedSpace {
    /// The space.
    pub space_no: String,
    /// True when something stands in it.
    pub taken: bool,
}
