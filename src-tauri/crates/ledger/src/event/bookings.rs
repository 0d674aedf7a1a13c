//! The forms about spaces that the platform gives away: reservations, shared hours, and the lots around.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::ReservationState;
use serde::{Deserialize, Serialize};

/// A space was reserved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationBooked {
    /// The platform's code for it.
    pub book_code: String,
    /// For whom.
    pub plate: Plate,
    /// From when, as it was asked for.
    pub from: Moment,
    /// Until when, as it was asked for.
    pub over: Moment,
    /// Kept this many minutes longer.
    pub grace_minutes: u32,
    /// What the driver pays for it.
    pub deposit_fen: Fen,
    /// The area a space of which is held.
    pub area: String,
    /// The space, where spaces are known.
    pub space_no: Option<String>,
    /// Whether its time has come already.
    pub holding: bool,
}

/// A reservation's time has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationBegan {
    /// Which.
    pub book_code: String,
    /// The space that is held, where spaces are known: the one that it was given may be taken by now.
    pub space_no: Option<String>,
}

/// A reservation was paid for or prolonged: it begins now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationMoved {
    /// Which.
    pub book_code: String,
    /// For whom.
    pub plate: Plate,
    /// From when, now.
    pub from: Moment,
    /// Until when, now.
    pub over: Moment,
    /// The space that is held, where spaces are known.
    pub space_no: Option<String>,
    /// Whether it is paid for.
    pub paid: bool,
    /// The deposit that came in with this.
    pub deposit_fen: Fen,
    /// Its balanced postings; none where nothing came in.
    pub postings: Vec<(String, Fen)>,
}

/// A reservation ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationEnded {
    /// Which.
    pub book_code: String,
    /// For whom.
    pub plate: Plate,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub state: ReservationState,
    /// The stay that it became, when it was used.
    pub record_id: Option<Guid>,
    /// Why a person cancelled it.
    pub reason: Option<String>,
    /// Where its deposit went; none for a used one, whose deposit stays until the stay ends.
    pub postings: Vec<(String, Fen)>,
}

/// The car that used a reservation turned back before it was in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationReopened {
    /// Which.
    pub book_code: String,
    /// The space that is held again, where spaces are known.
    pub space_no: Option<String>,
}

/// What the fee did not use up of a deposit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepositSettled {
    /// The reservation.
    pub book_code: String,
    /// Balanced postings; none where the fee used it up.
    pub postings: Vec<(String, Fen)>,
}

/// Shared hours of a plate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareSet {
    /// Identifier at the platform.
    pub id: Guid,
    /// The plate.
    pub plate: Plate,
    /// First day, yyyy-MM-dd.
    pub first_day: chrono::NaiveDate,
    /// Last day, yyyy-MM-dd.
    pub last_day: chrono::NaiveDate,
    /// When the hours begin.
    pub from_time: chrono::NaiveTime,
    /// When they end.
    pub to_time: chrono::NaiveTime,
    /// Minutes before and after.
    pub buffer_minutes: u32,
    /// 1 Monday to 7 Sunday.
    pub weekdays: Vec<u8>,
    /// Who shares.
    pub publisher: Option<String>,
}

/// Shared hours were taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareCancelled {
    /// Which.
    pub id: Guid,
    /// Whose.
    pub plate: Plate,
}

/// What the platform told of another lot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeighbourTold {
    /// Its number.
    pub park_code: String,
    /// Its name.
    pub name: String,
    /// Where, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// All spaces.
    pub total_spaces: u32,
    /// Free ones.
    pub free_spaces: u32,
    /// Longitude and latitude, in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<(f64, f64)>,
    /// Its entrances.
    pub entrances: Vec<String>,
    /// Opening hours and prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_info: Option<String>,
}
