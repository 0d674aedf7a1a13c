//! Reservations of spaces (DB4403/T 313, 6.7.1, 6.7.2 and C.1.2.2): the platform asks for a space to be kept for a plate,
//! says that it is paid for, prolongs or cancels it. A reservation holds a space from `bookTime` until
//! `overTime` + `obligatTime`, counted by the clock, whatever a timer does; it ends when its car comes in.

mod refused;
mod rules;
mod span;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::plate::Plate;

pub use refused::NotReserved;
pub use rules::{BookingRules, DepositFate};
pub use span::{HoldSpan, most_at_once};

/// Where a reservation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReservationState {
    /// Its time has not come: no space is held yet.
    Ahead,
    /// A space is held.
    Holding,
    /// Its car came in.
    Used,
    /// The platform or a person took it back.
    Cancelled,
    /// Its time is over and its car did not come.
    Expired,
}

impl ReservationState {
    /// True while it can still be used, changed or cancelled.
    pub const fn is_open(self) -> bool {
        matches!(self, ReservationState::Ahead | ReservationState::Holding)
    }
}

/// A car that comes up to so many minutes before its time uses its reservation all the same, when there is room for it.
pub const EARLY_MINUTES: i64 = 30;

/// What 6001 asks for (table 73).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// `bookCode`, 50 characters at most, unique, given by the platform.
    pub book_code: String,
    /// The plate it is for.
    pub plate: Plate,
    /// `bookTime`
    pub from: Moment,
    /// `overTime`
    pub over: Moment,
    /// `obligatTime`: kept this many minutes longer. Nothing where the request has none (D.28).
    pub grace_minutes: u32,
    /// `bookMoney`. Nothing where the request has none (D.28).
    pub deposit_fen: Fen,
}

impl Booking {
    /// Whether these times can be kept: it must end after it began, and not be over already.
    pub fn times_are_good(&self, now: Moment) -> bool {
        self.from < self.over && now < self.hold().until
    }

    /// From when until when a space is held.
    pub const fn hold(&self) -> HoldSpan {
        HoldSpan { from: self.from, until: self.over.plus_minutes(self.grace_minutes as i64) }
    }
}

/// A reservation as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reservation {
    /// `bookCode`
    pub book_code: String,
    /// The plate it is for.
    pub plate: Plate,
    /// `bookTime` as it is now: paying and prolonging move it.
    pub from: Moment,
    /// `overTime` as it is now.
    pub over: Moment,
    /// `obligatTime`: kept this many minutes longer.
    pub grace_minutes: u32,
    /// `bookMoney`
    pub deposit_fen: Fen,
    /// Whether the platform said that it is paid for (6002, 1).
    pub paid: bool,
    /// The area a space of which is held (`Area::code`).
    pub area: String,
    /// The space that is held, where spaces are known.
    pub space_no: Option<String>,
    /// Where it stands, as the ledger has it; see [`Reservation::state_at`].
    pub state: ReservationState,
    /// The stay that it became, once its car came in.
    pub record_id: Option<Guid>,
    /// When it ended: used, cancelled or expired.
    pub ended_at: Option<Moment>,
}

impl Reservation {
    /// From when until when a space is held.
    pub const fn hold(&self) -> HoldSpan {
        HoldSpan { from: self.from, until: self.over.plus_minutes(self.grace_minutes as i64) }
    }

    /// Where it stands by the clock: it holds and expires to the millisecond, though a timer says so a moment later.
    pub fn state_at(&self, now: Moment) -> ReservationState {
        let HoldSpan { from, until } = self.hold();
        match self.state {
            ReservationState::Ahead | ReservationState::Holding if now >= until => ReservationState::Expired,
            ReservationState::Ahead if now >= from => ReservationState::Holding,
            state => state,
        }
    }

    /// The times after paying or prolonging: `bookTime` is now, `overTime` as much later as it was.
    pub const fn begun_anew(&self, now: Moment) -> (Moment, Moment) {
        (now, now.plus_ms(self.over.ms_since(self.from)))
    }

    /// Whether its car, coming at this moment, uses it although its time has not come: then without a space held for it.
    pub fn is_soon(&self, at: Moment) -> bool {
        self.state_at(at) == ReservationState::Ahead && self.from <= at.plus_minutes(EARLY_MINUTES)
    }

    /// The next moment at which the clock changes its state; none once it has ended.
    pub fn next_change(&self) -> Option<Moment> {
        match self.state {
            ReservationState::Ahead => Some(self.hold().from.min(self.hold().until)),
            ReservationState::Holding => Some(self.hold().until),
            ReservationState::Used | ReservationState::Cancelled | ReservationState::Expired => None,
        }
    }
}

#[cfg(test)]
mod tests;
