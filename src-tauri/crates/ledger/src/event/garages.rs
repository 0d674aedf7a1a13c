//! Mechanical garages: what they were asked, what became of it, what they told.

use lotdesk_domain::garage::{GarageCommandState, GarageState, GarageWork};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

/// A garage was asked to store or retrieve a car.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageAsked {
    /// The command.
    pub command_id: Guid,
    /// The garage's number.
    pub garage: String,
    /// What.
    #[serde(with = "crate::codes::word")]
    pub work: GarageWork,
    /// The car.
    pub plate: Option<Plate>,
    /// Its parking record.
    pub record_id: Option<Guid>,
    /// The space.
    pub space_no: String,
    /// The pass.
    pub pass: Option<u32>,
    /// When it should begin.
    pub due_at: Moment,
    /// For when it was booked.
    pub book_at: Option<Moment>,
    /// How long it usually takes, in seconds.
    pub takes_s: u32,
}

/// A garage began to carry a command out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageBegan {
    /// The command.
    pub command_id: Guid,
}

/// A garage's command ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageEnded {
    /// The command.
    pub command_id: Guid,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub how: GarageCommandState,
    /// Why, unless all went well.
    pub why: Option<String>,
}

/// A garage stands differently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageStateSet {
    /// The garage's number.
    pub garage: String,
    /// Its state.
    #[serde(with = "crate::codes::word")]
    pub state: GarageState,
    /// Why.
    pub comment: Option<String>,
}

/// A car stands in a garage's space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageCarStored {
    /// The garage's number.
    pub garage: String,
    /// The space.
    pub space_no: String,
    /// The car, where its plate is known.
    pub plate: Option<Plate>,
    /// Its parking record.
    pub record_id: Option<Guid>,
}

/// A garage's space is empty again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageCarTaken {
    /// The garage's number.
    pub garage: String,
    /// The space.
    pub space_no: String,
}

/// Something happened in a garage, by A.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GarageEventSeen {
    /// Identifier of the event.
    pub event_id: Guid,
    /// The garage's number.
    pub garage: String,
    /// A.3's number.
    pub event_type: u16,
    /// True for the ordinary event where A.3 gives the number to two.
    pub ordinary: bool,
    /// The space it is about.
    pub space_no: Option<String>,
    /// The car it is about.
    pub plate: Option<Plate>,
    /// What there is to say beside A.3's words.
    pub remark: Option<String>,
}
