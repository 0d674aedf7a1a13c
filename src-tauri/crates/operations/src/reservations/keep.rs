//! What the clock does to reservations: they begin to hold, and they run out. A timer has it done; whoever is about to
//! decide by them has it done first.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::reservation::ReservationState;
use lotdesk_ledger::event::{ReservationBegan, ReservationEnded};
use lotdesk_ledger::tables::reservations::StoredReservation;

use super::{deposit, next_change, space};
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;

impl Desk {
    /// Carries out what the clock asks of reservations, durably, with everything that follows from it. Returns when it
    /// must be asked again; none while nothing is reserved.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub async fn keep_reservations(&self) -> Result<Option<Moment>, Refusal> {
        let next = self.look(|tx| Ok(next_change(tx)?)).await?;
        if next.is_none_or(|at| at > self.now()) {
            return Ok(next);
        }
        let who = self.who(&Caller::Engine);
        self.act(&who, |act| {
            up(act)?;
            Ok(next_change(act.tx)?)
        })
        .await
    }
}

/// Brings every reservation to where it stands by the clock.
pub(super) fn up(act: &mut Act<'_, '_>) -> Result<(), Refusal> {
    let mut changed = false;
    for open in act.tx.reservations(true, u32::MAX)?.into_iter().rev() {
        let state = open.reservation.state_at(act.now);
        if state == open.reservation.state {
            continue;
        }
        match state {
            ReservationState::Holding => begin(act, &open)?,
            ReservationState::Expired => end(act, &open, state, None, None)?,
            ReservationState::Ahead | ReservationState::Used | ReservationState::Cancelled => continue,
        }
        changed = true;
    }
    if changed {
        act.state_counts()?;
    }
    Ok(())
}

/// Its time has come. Where no space is free it is counted all the same: its car will be let in.
fn begin(act: &mut Act<'_, '_>, open: &StoredReservation) -> Result<(), Refusal> {
    let reservation = &open.reservation;
    let place = space::choose(act, Some(&reservation.area), true)?;
    let space_no = place.and_then(|place| place.space_no);
    let began = ReservationBegan { book_code: reservation.book_code.clone(), space_no: space_no.clone() };
    act.record(began, None, None)?;
    if let Some(space_no) = &space_no {
        space::hold(act, space_no)?;
    }
    Ok(())
}

/// Ends a reservation and gives its space back; the caller states the counts.
pub(super) fn end(
    act: &mut Act<'_, '_>,
    open: &StoredReservation,
    state: ReservationState,
    record_id: Option<Guid>,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let reservation = &open.reservation;
    let ended = ReservationEnded {
        book_code: reservation.book_code.clone(),
        plate: reservation.plate.clone(),
        state,
        record_id,
        reason,
        postings: deposit::at_end(&act.lot.booking, state, open.deposit_open_fen)?,
    };
    act.record(ended, record_id, None)?;
    if let Some(space_no) = &reservation.space_no {
        space::free(act, space_no)?;
    }
    Ok(())
}
