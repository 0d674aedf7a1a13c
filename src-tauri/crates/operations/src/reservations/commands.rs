//! `reservation.list` and `reservation.cancel`.

use lotdesk_domain::reservation::{NotReserved, ReservationState};

use super::keep;
use crate::api::Done;
use crate::api::refusal::{Code, Refusal};
use crate::api::reservation::{CancelReservation, ListReservations, ReservationList};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{figures, reasons};

/// As many as a screen can use.
const LISTED_MOST: u32 = 500;

pub(crate) async fn list(desk: &Desk, _who: Who, request: ListReservations) -> Result<ReservationList, Refusal> {
    let (lot, now) = (desk.lot(), desk.now());
    desk.look(move |tx| {
        let counts = figures::counts(tx, &lot)?;
        let stored = tx.reservations(request.open_only, LISTED_MOST)?;
        let mut reservations: Vec<_> = stored.into_iter().map(|stored| stored.reservation).collect();
        for reservation in &mut reservations {
            // The timer may be a moment behind.
            reservation.state = reservation.state_at(now);
        }
        if request.open_only {
            reservations.retain(|reservation| reservation.state.is_open());
        }
        let allowed = lot.booking.reservable_spaces.unwrap_or_else(|| lot.total_spaces());
        let left = allowed.saturating_sub(counts.reserved).min(counts.open_to_all);
        Ok(ReservationList { reservations, held: counts.reserved, left })
    })
    .await
}

pub(crate) async fn cancel(desk: &Desk, who: Who, request: CancelReservation) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        keep::up(act)?;
        let Some(known) = act.tx.reservation(&request.book_code)? else {
            return Err(refused(NotReserved::NotThere, Code::NotFound));
        };
        if let Some(why) = NotReserved::when(known.reservation.state) {
            return Err(refused(why, Code::Expired));
        }
        keep::end(act, &known, ReservationState::Cancelled, None, Some(reason))?;
        act.state_counts()?;
        Ok(Done {})
    })
    .await
}

fn refused(why: NotReserved, code: Code) -> Refusal {
    Refusal::new(code, why.zh(), why.en()).at("book_code")
}
