//! A command is asked for: by an attendant or by the platform (8004, 8005), with the same rules.

use std::collections::BTreeMap;

use lotdesk_domain::garage::{
    BOOKED_AHEAD_MOST_MINUTES, Garage, GarageCommand, GarageCommandState, GarageRefusal, GarageWork, WAITING_MOST,
    choose_space, remaining_s,
};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Space, SpaceState};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::LedgerError;
use lotdesk_ledger::event::{GarageAsked, GarageEnded};

use super::begin::{advance, running_of};
use super::state;
use crate::act::Act;
use crate::api::garage::GarageOrdered;
use crate::api::refusal::Refusal;

/// What is wanted of a garage.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub garage: String,
    pub work: GarageWork,
    pub plate: Option<Plate>,
    pub space_no: Option<String>,
    pub pass: Option<u32>,
    pub book_at: Option<Moment>,
}

/// Why it is not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OrderError {
    #[error(transparent)]
    Refused(#[from] GarageRefusal),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<OrderError> for Refusal {
    fn from(why: OrderError) -> Self {
        match why {
            OrderError::Refused(why) => why.into(),
            OrderError::Ledger(why) => why.into(),
        }
    }
}

/// Puts a command in line, and begins it when its turn is now. A retrieval of a car that is coming out already is that one;
/// one of a car that waits for its retrieval takes the earlier one's place.
pub(crate) fn order(act: &mut Act<'_, '_>, wanted: Wanted) -> Result<GarageOrdered, OrderError> {
    let garage = act.lot.garage(&wanted.garage).cloned().ok_or(GarageRefusal::NoSuchGarage)?;
    if wanted.pass.is_some_and(|code| garage.pass(code).is_none()) {
        return Err(GarageRefusal::NoSuchPass.into());
    }
    if let Some(space_no) = &wanted.space_no
        && !act.lot.garage_spaces(&garage.code).any(|space| space.space_no == *space_no)
    {
        return Err(GarageRefusal::NoSuchSpace.into());
    }
    let open = act.tx.open_garage_commands(Some(&garage.code))?;
    let found = match wanted.work {
        GarageWork::Store => to_store(act, &garage, &wanted, &open)?,
        GarageWork::Retrieve => to_retrieve(act, &garage, &wanted)?,
    };
    let before = open.iter().find(|c| c.work == GarageWork::Retrieve && c.space_no == found.space_no);
    let before = before.filter(|_| wanted.work == GarageWork::Retrieve);
    if let Some(running) = before.filter(|c| c.state == GarageCommandState::Running) {
        let remain_s = running_of(running, act.now).remains_s;
        return Ok(GarageOrdered { command_id: running.id, space_no: found.space_no, remain_s });
    }
    let due_at = due_at(act.now, wanted.book_at, garage.cycle_seconds)?;
    if !state::of(act.tx, &garage.code)?.state.works() {
        return Err(GarageRefusal::OutOfOrder.into());
    }
    if let Some(before) = before {
        let why = Some("已由新的取车指令取代".to_owned());
        let ended = GarageEnded { command_id: before.id, how: GarageCommandState::Cancelled, why };
        act.record(ended, before.record_id, None)?;
    } else if open.len() > WAITING_MOST {
        return Err(GarageRefusal::TooManyWait.into());
    }
    let command_id = act.ids.next_guid();
    let asked = GarageAsked {
        command_id,
        garage: garage.code.clone(),
        work: wanted.work,
        plate: found.plate,
        record_id: found.record_id,
        space_no: found.space_no.clone(),
        pass: wanted.pass.or_else(|| garage.passes.first().map(|pass| pass.code)),
        due_at,
        book_at: wanted.book_at,
        takes_s: garage.cycle_seconds,
    };
    act.record(asked, found.record_id, None)?;
    advance(act, &garage.code)?;
    let remain_s = remains(act, command_id, &garage.code)?;
    Ok(GarageOrdered { command_id, space_no: found.space_no, remain_s })
}

/// The car and space that a command is about.
struct Found {
    plate: Option<Plate>,
    record_id: Option<Guid>,
    space_no: String,
}

fn to_store(act: &Act<'_, '_>, garage: &Garage, wanted: &Wanted, open: &[GarageCommand]) -> Result<Found, OrderError> {
    let record = wanted.plate.as_ref().map(|plate| act.tx.inside(plate)).transpose()?.flatten();
    if let Some(plate) = &wanted.plate {
        let on_its_way = open.iter().any(|c| c.work == GarageWork::Store && c.plate.as_ref() == Some(plate));
        if on_its_way || act.tx.garage_car_of(plate)?.is_some() {
            return Err(GarageRefusal::StoredAlready.into());
        }
    }
    let states = act.tx.space_states()?;
    let promised = |space_no: &str| open.iter().any(|c| c.work == GarageWork::Store && c.space_no == space_no);
    let space = match &wanted.space_no {
        // Who names a space that is kept names it for whom it is kept: 6001 tells the driver its number.
        Some(space_no) => {
            let state = states.get(space_no).copied().unwrap_or(SpaceState::Free);
            if promised(space_no) || !matches!(state, SpaceState::Free | SpaceState::Reserved) {
                return Err(GarageRefusal::SpaceTaken.into());
            }
            space_no.clone()
        }
        None => {
            let class = record.as_ref().map_or(VehicleClass::Small, |record| record.vehicle.class);
            let free = |space: &Space| is_free(&states, &space.space_no) && !promised(&space.space_no);
            let spaces = act.lot.garage_spaces(&garage.code);
            choose_space(spaces, class, free).ok_or(GarageRefusal::Full)?.space_no.clone()
        }
    };
    Ok(Found { plate: wanted.plate.clone(), record_id: record.map(|record| record.id), space_no: space })
}

/// A space that nothing has told of yet is free, as in a garage that was just set up.
fn is_free(states: &BTreeMap<String, SpaceState>, space_no: &str) -> bool {
    states.get(space_no).copied().unwrap_or(SpaceState::Free) == SpaceState::Free
}

fn to_retrieve(act: &Act<'_, '_>, garage: &Garage, wanted: &Wanted) -> Result<Found, OrderError> {
    let car = match (&wanted.plate, &wanted.space_no) {
        (None, None) => return Err(GarageRefusal::NothingNamed.into()),
        (Some(plate), _) => act.tx.garage_car_of(plate)?.filter(|car| car.garage == garage.code),
        (None, Some(space_no)) => act.tx.garage_car_in(space_no)?,
    };
    if let Some(car) = car {
        if wanted.space_no.as_ref().is_some_and(|space_no| *space_no != car.space_no) {
            return Err(GarageRefusal::NoSuchCar.into());
        }
        return Ok(Found { plate: car.plate, record_id: car.record_id, space_no: car.space_no });
    }
    // The sensors see a car that nobody told of: it comes out by its space.
    match (&wanted.plate, &wanted.space_no) {
        (None, Some(space_no)) if act.tx.space_states()?.get(space_no) == Some(&SpaceState::Taken) => {
            Ok(Found { plate: None, record_id: None, space_no: space_no.clone() })
        }
        _ => Err(GarageRefusal::NoSuchCar.into()),
    }
}

/// When a command should begin: at once, or early enough for the car to be there at the booked time.
fn due_at(now: Moment, book_at: Option<Moment>, takes_s: u32) -> Result<Moment, GarageRefusal> {
    let Some(book_at) = book_at else { return Ok(now) };
    if book_at <= now || book_at > now.plus_minutes(BOOKED_AHEAD_MOST_MINUTES) {
        return Err(GarageRefusal::BadBookTime);
    }
    Ok(book_at.plus_ms(-i64::from(takes_s) * 1000).max(now))
}

/// Seconds until a command that waits or runs has ended.
fn remains(act: &Act<'_, '_>, command_id: Guid, garage: &str) -> Result<u32, LedgerError> {
    let open = act.tx.open_garage_commands(Some(garage))?;
    let running = open.iter().find(|c| c.state == GarageCommandState::Running).map(|c| (c, running_of(c, act.now)));
    if let Some((command, running)) = running
        && command.id == command_id
    {
        return Ok(running.remains_s);
    }
    let waiting: Vec<_> =
        open.iter().filter(|c| c.state == GarageCommandState::Waiting).map(GarageCommand::line).collect();
    Ok(remaining_s(&waiting, running.map(|(_, running)| running), act.now, command_id).unwrap_or(0))
}
