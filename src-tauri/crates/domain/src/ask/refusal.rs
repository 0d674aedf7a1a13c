//! Why an ask is refused, by table A.2 of DB4403/T 313.

/// A row of table A.2 that a lot can answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AskCode {
    /// 1000: anything that the table has no code for.
    Other,
    /// 1001: the lot's number is malformed.
    BadParkCode,
    /// 1002: the space's number is malformed.
    BadSpaceNo,
    /// 1003: the district's code is malformed.
    BadDistrictCode,
    /// 1004: longer than the table allows.
    TooLong,
    /// 1005: the wrong type.
    WrongType,
    /// 1007: outside the values allowed.
    OutOfRange,
    /// 1100: no such object, where none of the following fits.
    NoSuchObject,
    /// 1101: the lot is not ours.
    NoSuchLot,
    /// 1102: no such space.
    NoSuchSpace,
    /// 1103: no such vehicle.
    NoSuchVehicle,
    /// 1104: no such reservation.
    NoSuchReservation,
    /// 1106: no such lease.
    NoSuchLease,
    /// 1107: no such page.
    NoSuchPage,
    /// 1200: the object exists already.
    AlreadyThere,
    /// 1201: the reservation's number was used for another one.
    ReservationExists,
    /// 1300: the object has expired.
    Expired,
    /// 1301: the reservation has expired.
    ReservationExpired,
    /// 1400: the object was deleted.
    Deleted,
    /// 1401: the reservation was cancelled.
    ReservationCancelled,
    /// 1500: none is left.
    NoneLeft,
    /// 1501: no space can be reserved.
    NothingReservable,
    /// 3002: the access token is not the right one.
    BadToken,
    /// 4001: the vehicle is not in the lot.
    NotInside,
    /// 5001: no such garage (1105 says the same; 5001 is sent).
    NoSuchGarage,
    /// 5002: the garage has no such pass.
    NoSuchPass,
    /// 5003: the garage has no such space.
    NoSuchGarageSpace,
    /// 5004: the time of a booking cannot be.
    BadBookingTime,
}

/// A refusal: a code for the platform, and what is wrong in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct AskRefusal {
    /// The row of table A.2.
    pub code: AskCode,
    /// What is wrong, in Chinese, for whoever reads the platform's log; 255 characters at most.
    pub words: String,
}

impl AskRefusal {
    /// A refusal with its words.
    pub fn new(code: AskCode, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }
}
