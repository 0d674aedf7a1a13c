//! The parking lot's own rules: plates, money, tariffs, parking records. Pure: no I/O, no clock, no randomness; the
//! moment and the identifiers come in as arguments, so that a seed replays any failure.
//!
//! Every other crate knows this one; this one knows none of them.

pub mod ask;
mod capital;
pub mod channel_bill;
pub mod charging;
pub mod check_digit;
pub mod contact;
pub mod control;
pub mod credit;
pub mod deduction;
pub mod etcp;
pub mod fact;
pub mod garage;
pub mod id;
pub mod inspection;
pub mod invoice;
pub mod lease;
pub mod lock;
pub mod lot;
pub mod message;
pub mod moment;
pub mod money;
pub mod neighbour;
pub mod operator;
pub mod order;
pub mod parking;
pub mod payment;
pub mod person;
pub mod plate;
pub mod position;
pub mod posting;
pub mod reconcile;
pub mod refund;
pub mod repair;
pub mod reservation;
pub mod service;
pub mod service_order;
pub mod sharing;
pub mod shift;
pub mod street;
pub mod table;
pub mod tariff;
pub mod trouble;
pub mod violation;
