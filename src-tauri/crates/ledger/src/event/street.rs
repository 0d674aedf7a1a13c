//! Forms of events about stays in bays along a street.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordType;
use lotdesk_domain::street::{StayState, StreetStay};
use serde::{Deserialize, Serialize};

use super::StoredVehicle;

/// A detector saw a car come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StayBegan {
    /// Identifier of the parking record.
    pub id: Guid,
    /// The bay.
    pub space_no: String,
    /// The area in which it counts.
    pub area: String,
    /// The detector, where it has an identifier.
    pub detector_id: Option<Guid>,
    /// When.
    pub at: Moment,
    /// Picture.
    pub picture_id: Option<Guid>,
}

impl StayBegan {
    /// The stay as it is right after its beginning.
    pub fn to_stay(&self) -> StreetStay {
        StreetStay {
            id: self.id,
            space_no: self.space_no.clone(),
            detector_id: self.detector_id,
            vehicle: None,
            entered_at: self.at,
            left_at: None,
            state: StayState::Standing,
            record_type: RecordType::Normal,
            fee_fen: None,
            receivable_fen: Fen::ZERO,
            discount_fen: Fen::ZERO,
            received_fen: Fen::ZERO,
            owed_fen: Fen::ZERO,
        }
    }
}

/// A detector says that its bay is free.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StayMayEnd {
    /// The stay.
    pub id: Guid,
    /// Since when.
    pub at: Moment,
    /// Picture.
    pub picture_id: Option<Guid>,
}

/// The car had not gone after all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StayGoesOn {
    /// The stay.
    pub id: Guid,
    /// When the detector said so.
    pub at: Moment,
}

/// A bay stayed free for long enough: the stay is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StayEnded {
    /// The stay.
    pub id: Guid,
    /// When the car left.
    pub left_at: Moment,
    /// What the stay cost in all.
    pub fee_fen: Fen,
    /// What of it is owed.
    pub owed_fen: Fen,
    /// Normal or not.
    #[serde(with = "crate::codes::word")]
    pub record_type: RecordType,
}

/// The inspector entered the plate, or put it right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StayPlateSet {
    /// The stay.
    pub id: Guid,
    /// The car.
    pub vehicle: StoredVehicle,
    /// Picture of the car, where the inspector took one.
    pub picture_id: Option<Guid>,
}
