//! Reservations of spaces (6001, 6002): made and changed by the platform, kept by the clock, used at the gate, listed and
//! cancelled by people. Everything here runs inside an operation's transaction.

mod commands;
mod deposit;
mod gate;
mod keep;
mod space;

use lotdesk_domain::ask::reservation::Step;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::reservation::{Booking, HoldSpan, NotReserved, Reservation, ReservationState, most_at_once};
use lotdesk_ledger::event::{ReservationBooked, ReservationMoved};
use lotdesk_ledger::tables::reservations::StoredReservation;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::figures;

pub(crate) use commands::{cancel, list};
pub(crate) use deposit::{PAID_FROM as DEPOSIT, open_deposit, settle_at_exit};
pub(crate) use gate::{holding, is_soon, space_words, turned_back, use_up};
pub(crate) use space::held_spaces;

/// A reservation that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Booked {
    /// The space that is held, where spaces are known.
    pub space_no: Option<String>,
    /// How many may still be reserved; none for a booking that was there already.
    pub reservable_left: Option<u32>,
}

/// Reserves a space (6001). The same booking again is answered as the first time, without the number that is left.
pub(crate) fn book(act: &mut Act<'_, '_>, asked: &Booking) -> Result<Result<Booked, NotReserved>, Refusal> {
    keep::up(act)?;
    if let Some(known) = act.tx.reservation(&asked.book_code)? {
        return Ok(again(&known, asked));
    }
    if !asked.times_are_good(act.now) {
        return Ok(Err(NotReserved::BadTimes));
    }
    if spans_left(act, asked.hold())? == 0 {
        return Ok(Err(NotReserved::NothingLeft));
    }
    let holding = asked.from <= act.now;
    let Some(place) = space::choose(act, None, holding)? else { return Ok(Err(NotReserved::NothingLeft)) };
    let booked = ReservationBooked {
        book_code: asked.book_code.clone(),
        plate: asked.plate.clone(),
        from: asked.from,
        over: asked.over,
        grace_minutes: asked.grace_minutes,
        deposit_fen: asked.deposit_fen,
        area: place.area,
        space_no: place.space_no.clone(),
        holding,
    };
    act.record(booked, None, None)?;
    if let Some(space_no) = &place.space_no {
        space::hold(act, space_no)?;
    }
    act.state_counts()?;
    let open = figures::counts(act.tx, &act.lot)?.open_to_all;
    let left = spans_left(act, asked.hold())?.min(open);
    Ok(Ok(Booked { space_no: place.space_no, reservable_left: Some(left) }))
}

fn again(known: &StoredReservation, asked: &Booking) -> Result<Booked, NotReserved> {
    if known.asked != *asked {
        return Err(NotReserved::OtherContent);
    }
    match NotReserved::when(known.reservation.state) {
        Some(why) => Err(why),
        None => Ok(Booked { space_no: known.reservation.space_no.clone(), reservable_left: None }),
    }
}

/// How many more reservations the lot's rules allow at every moment of this span.
fn spans_left(act: &Act<'_, '_>, within: HoldSpan) -> Result<u32, LedgerError> {
    let allowed = act.lot.booking.reservable_spaces.unwrap_or_else(|| act.lot.total_spaces());
    let spans: Vec<HoldSpan> = act.tx.open_reservations()?.iter().map(Reservation::hold).collect();
    let held = u32::try_from(most_at_once(&spans, within)).unwrap_or(u32::MAX);
    Ok(allowed.saturating_sub(held))
}

/// Cancels, confirms or prolongs a reservation (6002).
pub(crate) fn change(act: &mut Act<'_, '_>, book_code: &str, step: Step) -> Result<Result<(), NotReserved>, Refusal> {
    keep::up(act)?;
    let Some(known) = act.tx.reservation(book_code)? else { return Ok(Err(NotReserved::NotThere)) };
    if let Some(why) = NotReserved::when(known.reservation.state) {
        return Ok(Err(why));
    }
    match step {
        Step::Cancel => {
            keep::end(act, &known, ReservationState::Cancelled, None, None)?;
            act.state_counts()?;
        }
        // Told twice, it is paid for once, and has begun already.
        Step::Confirm if known.reservation.paid => {}
        Step::Confirm | Step::Extend => begin_anew(act, &known, step == Step::Confirm)?,
    }
    Ok(Ok(()))
}

fn begin_anew(act: &mut Act<'_, '_>, known: &StoredReservation, paid: bool) -> Result<(), Refusal> {
    let reservation = &known.reservation;
    let (from, over) = reservation.begun_anew(act.now);
    let space_no = match reservation.state {
        // Its time has not come: no space was held until now.
        ReservationState::Ahead => space::choose(act, Some(&reservation.area), true)?.and_then(|place| place.space_no),
        _ => reservation.space_no.clone(),
    };
    let deposit_fen = if paid { reservation.deposit_fen } else { Fen::ZERO };
    let moved = ReservationMoved {
        book_code: reservation.book_code.clone(),
        plate: reservation.plate.clone(),
        from,
        over,
        space_no: space_no.clone(),
        paid: paid || reservation.paid,
        deposit_fen,
        postings: deposit::taken(deposit_fen)?,
    };
    act.record(moved, None, None)?;
    if let (ReservationState::Ahead, Some(space_no)) = (reservation.state, &space_no) {
        space::hold(act, space_no)?;
    }
    act.state_counts()?;
    Ok(())
}

/// The next moment at which the clock changes a reservation; none while none is open.
pub(crate) fn next_change(tx: &ReadTx<'_>) -> Result<Option<Moment>, LedgerError> {
    Ok(tx.open_reservations()?.iter().filter_map(Reservation::next_change).min())
}
