//! The forms of what goes wrong between a lane's word and a car's passing: gates that stay shut, cars that nobody read,
//! stays that ended unseen.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use serde::{Deserialize, Serialize};

use super::StoredTrouble;

/// A gate did not open for a car that was let out. The event is about its stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateNotOpened {
    /// The command that was not carried out.
    pub command_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// What the gate itself said; none where the lane was silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What its driver found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<StoredTrouble>,
}

/// A person had such a gate open once more, by a command of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GateTriedAgain {
    /// The command that was not carried out.
    pub command_id: Guid,
    /// The command that takes its place.
    pub again_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// Why.
    pub reason: String,
}

/// The car is gone all the same: a person said so, or it was seen to turn back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CarGone {
    /// The command that was not carried out.
    pub command_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// How that is known.
    pub reason: String,
    /// At an entry: true when it came in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub came_in: bool,
}

/// A person said that the car went back from the shut gate and is still inside. Its stay goes on as if it had not ended, with
/// all that was paid; the event is about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StillInside {
    /// The record.
    pub record_id: Guid,
    /// The command that was not carried out.
    pub command_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// How that is known.
    pub reason: String,
}

/// A car passed that nobody read and for which no gate was told to open: behind another one, or past an open gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassedUnread {
    /// Identifier.
    pub event_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// True where the lane leads in.
    pub entering: bool,
    /// When, by the lane.
    pub at: Moment,
}

/// A person said what became of such a passage. The event is about the stay, where there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassageSettled {
    /// The passage.
    pub event_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// `entered`, `left` or `nothing`.
    pub how: String,
    /// The stay that it began or ended.
    pub record_id: Option<Guid>,
    /// Why.
    pub reason: String,
}

/// A person ended a stay whose end nobody saw. What was owed then stands in an event of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosedUnseen {
    /// The record.
    pub record_id: Guid,
    /// `walked`: not among the plates seen in the lot; `doubled`: its plate came in again; `passed`: it passed unread.
    pub how: String,
    /// Why.
    pub reason: String,
    /// What its driver owes of it.
    pub owed_fen: Fen,
    /// The second person, where the moment that was said made it owe less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<Guid>,
}

/// A car without a plate got a code to leave by. The event is about its stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TicketIssued {
    /// The record.
    pub record_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// The code.
    pub code: String,
}
