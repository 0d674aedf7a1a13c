//! Reservations, shared hours and the lots around, as people see them.

use lotdesk_domain::neighbour::{NeighbourLot, Offer};
use lotdesk_domain::reservation::Reservation;
use lotdesk_domain::sharing::SharedParking;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `reservation.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListReservations {
    /// Only those that have not ended.
    #[serde(default)]
    pub open_only: bool,
}

/// Reply of `reservation.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReservationList {
    /// The newest first, 500 at most.
    pub reservations: Vec<Reservation>,
    /// Spaces that are held now.
    pub held: u32,
    /// How many more could be reserved now.
    pub left: u32,
}

/// `reservation.cancel`: takes a reservation back by hand. Its deposit goes where the lot's rule sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelReservation {
    /// Which.
    pub book_code: String,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// Reply of `share.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ShareList {
    /// Shared hours, the last to run out first, 500 at most.
    pub shares: Vec<SharedParking>,
}

/// Reply of `neighbour.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NeighbourList {
    /// Every lot that the platform told of, by number.
    pub neighbours: Vec<NeighbourLot>,
    /// Those that would be offered now, the nearest first.
    pub offers: Vec<Offer>,
}
