//! Which space a reservation holds.

use std::collections::BTreeSet;

use lotdesk_domain::fact::Fact;
use lotdesk_domain::garage::GarageWork;
use lotdesk_domain::lot::{Area, LaneKind, Lot, SpaceState};
use lotdesk_domain::reservation::ReservationState;
use lotdesk_ledger::event::{SpacesChanged, StoredSpace};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::figures;

/// Where a reservation holds a space.
pub(super) struct Place {
    pub area: String,
    /// Where spaces are known; elsewhere one is counted.
    pub space_no: Option<String>,
}

/// A space that can be held now, in this area or in any: a known free one, or else one of the area with the most. For a
/// time that has not come (`now` false) only the area is chosen: nobody knows what will be free.
pub(super) fn choose(act: &Act<'_, '_>, area: Option<&str>, now: bool) -> Result<Option<Place>, LedgerError> {
    let mut open = Vec::new();
    for candidate in entered_areas(&act.lot).filter(|candidate| area.is_none_or(|code| code == candidate.code)) {
        let free = if now { figures::area(act.tx, candidate)?.open_to_all } else { candidate.total_spaces };
        if free > 0 {
            open.push((free, candidate));
        }
    }
    if now {
        let (states, promised) = (act.tx.space_states()?, promised(act.tx)?);
        let is_free = |space_no: &str| states.get(space_no) == Some(&SpaceState::Free) && !promised.contains(space_no);
        let known = act
            .lot
            .spaces
            .iter()
            .find(|space| is_free(&space.space_no) && open.iter().any(|(_, area)| area.code == space.area));
        if let Some(space) = known {
            return Ok(Some(Place { area: space.area.clone(), space_no: Some(space.space_no.clone()) }));
        }
    }
    // Of areas with as many, the first in the lot's order.
    let most = open.iter().rev().max_by_key(|(free, _)| *free);
    Ok(most.map(|(_, area)| Place { area: area.code.clone(), space_no: None }))
}

/// Areas that cars come into from outside: a car is counted in the area of its entry lane. All, where none is named.
fn entered_areas(lot: &Lot) -> impl Iterator<Item = &Area> {
    let entered: BTreeSet<&str> =
        lot.lanes.iter().filter(|lane| lane.kind == LaneKind::Entry).map(|lane| lane.area.as_str()).collect();
    lot.areas.iter().filter(move |area| entered.is_empty() || entered.contains(area.code.as_str()))
}

/// Keeps the space (5001, state 1).
pub(super) fn hold(act: &mut Act<'_, '_>, space_no: &str) -> Result<(), LedgerError> {
    set(act, space_no, SpaceState::Reserved)
}

/// Gives the space back, unless a car stands there by now.
pub(super) fn free(act: &mut Act<'_, '_>, space_no: &str) -> Result<(), LedgerError> {
    match act.tx.space_states()?.get(space_no) {
        Some(SpaceState::Reserved) => set(act, space_no, SpaceState::Free),
        _ => Ok(()),
    }
}

/// Whether the space could be kept at this moment.
pub(super) fn is_free(tx: &ReadTx<'_>, space_no: &str) -> Result<bool, LedgerError> {
    Ok(tx.space_states()?.get(space_no) == Some(&SpaceState::Free) && !promised(tx)?.contains(space_no))
}

/// Spaces of mechanical garages that a car is on its way into: the machine has been told so, and nothing stops it.
fn promised(tx: &ReadTx<'_>) -> Result<BTreeSet<String>, LedgerError> {
    let storing = tx.open_garage_commands(None)?.into_iter().filter(|command| command.work == GarageWork::Store);
    Ok(storing.map(|command| command.space_no).collect())
}

fn set(act: &mut Act<'_, '_>, space_no: &str, state: SpaceState) -> Result<(), LedgerError> {
    let spaces = vec![StoredSpace { space_no: space_no.to_owned(), state }];
    act.record(SpacesChanged { spaces }, None, None)?;
    act.state(&Fact::SpaceChanged { space_no: space_no.to_owned(), state })
}

/// The known spaces that reservations hold: a detector that sees such a one empty does not make it free.
pub(crate) fn held_spaces(tx: &ReadTx<'_>) -> Result<BTreeSet<String>, LedgerError> {
    let open = tx.open_reservations()?.into_iter().filter(|r| r.state == ReservationState::Holding);
    Ok(open.filter_map(|reservation| reservation.space_no).collect())
}
