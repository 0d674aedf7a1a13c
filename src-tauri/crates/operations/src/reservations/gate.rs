//! Reservations at the gate: a reserved car is let in, and its reservation is over.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::{Reservation, ReservationState};
use lotdesk_ledger::event::ReservationReopened;
use lotdesk_ledger::{LedgerError, ReadTx};

use super::{keep, space};
use crate::act::Act;
use crate::api::refusal::Refusal;

/// Whether a space is held for this plate at this moment.
pub(crate) fn holding(tx: &ReadTx<'_>, plate: &Plate, at: Moment) -> Result<bool, LedgerError> {
    Ok(tx.open_reservations_of(plate)?.iter().any(|r| r.state_at(at) == ReservationState::Holding))
}

/// Whether this plate's reservation begins so soon that it may use it when there is room.
pub(crate) fn is_soon(tx: &ReadTx<'_>, plate: &Plate, at: Moment) -> Result<bool, LedgerError> {
    Ok(tx.open_reservations_of(plate)?.iter().any(|r| r.is_soon(at)))
}

/// The car has come in: the reservation that it came on is used, and its space is no longer held; the caller states the
/// counts. One whose space is held goes before one that only begins soon.
pub(crate) fn use_up(act: &mut Act<'_, '_>, plate: &Plate, at: Moment, record_id: Guid) -> Result<(), Refusal> {
    let open = act.tx.open_reservations_of(plate)?;
    let held = |r: &&Reservation| r.state_at(at) == ReservationState::Holding;
    let Some(used) = open.iter().find(held).or_else(|| open.iter().find(|r| r.is_soon(at))) else { return Ok(()) };
    let Some(stored) = act.tx.reservation(&used.book_code)? else { return Ok(()) };
    keep::end(act, &stored, ReservationState::Used, Some(record_id), None)
}

/// The car turned back before it was in: its reservation holds again; the caller states the counts.
pub(crate) fn turned_back(act: &mut Act<'_, '_>, record_id: Guid) -> Result<(), Refusal> {
    let Some(stored) = act.tx.reservation_of_record(record_id)? else { return Ok(()) };
    let mut space_no = stored.reservation.space_no;
    if let Some(no) = &space_no
        && !space::is_free(act.tx, no)?
    {
        space_no = None;
    }
    let reopened = ReservationReopened { book_code: stored.reservation.book_code, space_no: space_no.clone() };
    act.record(reopened, Some(record_id), None)?;
    if let Some(no) = &space_no {
        space::hold(act, no)?;
    }
    Ok(())
}

/// Where the car that came in on a reservation finds its space: a line for the lane's screen.
pub(crate) fn space_words(act: &Act<'_, '_>, record_id: Guid) -> Result<Option<String>, LedgerError> {
    let stored = act.tx.reservation_of_record(record_id)?;
    let space_no = stored.and_then(|stored| stored.reservation.space_no);
    Ok(space_no.and_then(|no| act.lot.space(&no).map(|space| format!("车位 {}", space.label))))
}
