//! What a platform asks of the lot, in the lot's own words, and what it is answered. The mirror of [`crate::fact`]: a
//! receiver turns a platform's message into an [`Ask`], an operation carries it out, and the receiver turns the
//! [`Answer`] or the [`AskRefusal`] into the platform's reply.

pub mod charging;
pub mod control;
pub mod deduction;
pub mod fee;
pub mod garage;
pub mod inside;
pub mod lease;
pub mod lock;
pub mod neighbour;
pub mod paid;
mod refusal;
pub mod reservation;
pub mod sharing;

pub use refusal::{AskCode, AskRefusal};

/// A platform's question or order (DB4403/T 313, 6.5, 6.7, 6.8.4, 6.8.5, 6.9).
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// 4001: a car is put on the control list or taken off it.
    Control(control::ControlOrder),
    /// 6001: keep a space for a car.
    Reserve(reservation::Reserve),
    /// 6002: cancel, confirm or extend a reservation.
    ReservationStep(reservation::ReservationStep),
    /// 6003: lock a car in, or unlock it.
    Lock(lock::LockOrder),
    /// 6004: a car may use a shared space at certain hours, or no longer.
    Share(sharing::ShareOrder),
    /// 6005: which cars inside have this part of a plate?
    FindInside(inside::FindInside),
    /// 6006: what does this car owe?
    PriceStay(fee::PriceStay),
    /// 6007: a stay was paid for at the platform.
    StayPaid(paid::StayPaid),
    /// 6008: a car's contract for being charged without stopping began or ended.
    DeductionChanged(deduction::DeductionChanged),
    /// 6009: which lease covers this car?
    LeaseOf(lease::LeaseOf),
    /// 6010: a lease was paid for and goes on.
    ExtendLease(lease::LeaseTerms),
    /// 8004: store a car in a mechanical garage.
    StoreCar(garage::StoreCar),
    /// 8005: bring a car out of a mechanical garage.
    RetrieveCar(garage::RetrieveCar),
    /// 9001: a neighbouring lot has so many spaces left.
    Neighbour(neighbour::NeighbourLot),
    /// 1101, 1104, 1106 and appendix B: about charging.
    Charging(charging::ChargingAsk),
}

/// What a platform is answered when it went well.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Done; there is nothing to say.
    Done,
    /// 6001: where, and how many can still be reserved.
    Reserved(reservation::Reserved),
    /// 6003: how the car stands now.
    Locked(lock::Locked),
    /// 6005: the cars found.
    Inside(Vec<inside::InsideCar>),
    /// 6006: the order.
    Order(Box<fee::PricedStay>),
    /// 6009: the lease.
    Lease(lease::LeaseTerms),
    /// 8004, 8005: how long it will take.
    Moving(garage::Moving),
    /// 1101, 1104, 1106 and appendix B.
    Charging(charging::ChargingAnswer),
}
