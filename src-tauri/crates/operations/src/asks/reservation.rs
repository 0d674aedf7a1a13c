//! 6001 and 6002: a space is kept for a car, no longer kept, paid for, kept longer (DB4403/T 313, tables 73 to 76).

use lotdesk_domain::ask::reservation::{ReservationStep, Reserve, Reserved};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::reservation::{Booking, NotReserved};

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::reservations;

pub(super) fn reserve(act: &mut Act<'_, '_>, asked: Reserve) -> Result<Answer, Refused> {
    must_be_ours(act, &asked.park_code)?;
    let Reserve { book_code, park_code: _, vehicle, from, until, deposit_fen, grace_minutes } = asked;
    let booking =
        Booking { book_code: book_code.clone(), plate: vehicle.plate, from, over: until, grace_minutes, deposit_fen };
    let booked = reservations::book(act, &booking)?.map_err(refusal)?;
    let (space_no, reservable) = (booked.space_no, booked.reservable_left);
    let garage_code = space_no.as_deref().and_then(|space_no| act.lot.space(space_no)?.garage.clone());
    Ok(Answer::Reserved(Reserved { book_code, space_no, garage_code, reservable }))
}

pub(super) fn step(act: &mut Act<'_, '_>, asked: &ReservationStep) -> Result<Answer, Refused> {
    must_be_ours(act, &asked.park_code)?;
    reservations::change(act, &asked.book_code, asked.step)?.map_err(refusal)?;
    Ok(Answer::Done)
}

fn refusal(why: NotReserved) -> AskRefusal {
    let code = match why {
        NotReserved::NotThere => AskCode::NoSuchReservation,
        NotReserved::OtherContent => AskCode::ReservationExists,
        NotReserved::Used => AskCode::Expired,
        NotReserved::Expired => AskCode::ReservationExpired,
        NotReserved::Cancelled => AskCode::ReservationCancelled,
        NotReserved::NothingLeft => AskCode::NothingReservable,
        NotReserved::BadTimes => AskCode::BadBookingTime,
    };
    AskRefusal::new(code, why.zh())
}
