//! How a garage stands: by its controller, by its events, by a person.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::garage::{GarageCommandState, GarageRefusal, GarageState, counts};
use lotdesk_domain::lot::{Lot, SpaceState};
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::event::{GarageEnded, GarageStateSet, SpacesChanged, StoredSpace};
use lotdesk_ledger::tables::garages::StoredGarageState;
use lotdesk_ledger::{LedgerError, ReadTx};

use super::begin::advance;
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::effects::Effect;

/// A garage of which nothing was told yet works.
pub(super) fn of(tx: &ReadTx<'_>, garage: &str) -> Result<StoredGarageState, LedgerError> {
    let untold = StoredGarageState { state: GarageState::Normal, comment: None, since: Moment(0) };
    Ok(tx.garage_state(garage)?.unwrap_or(untold))
}

/// Writes a garage's state down and tells it (8002), when it differs.
pub(super) fn set(
    act: &mut Act<'_, '_>,
    garage: &str,
    state: GarageState,
    comment: Option<String>,
) -> Result<(), LedgerError> {
    let known = act.tx.garage_state(garage)?;
    if known.is_some_and(|known| known.state == state && known.comment == comment) {
        return Ok(());
    }
    act.record(GarageStateSet { garage: garage.to_owned(), state, comment: comment.clone() }, None, None)?;
    act.state(&Fact::GarageStateChanged { garage: garage.to_owned(), state, comment, at: act.now })
}

/// A person puts a garage out of use or back into it.
pub(super) fn by_hand(act: &mut Act<'_, '_>, garage: &str, state: GarageState, reason: String) -> Result<(), Refusal> {
    if act.lot.garage(garage).is_none() {
        return Err(GarageRefusal::NoSuchGarage.into());
    }
    match state {
        GarageState::Stopped | GarageState::Maintenance => {
            act.effects.push(Effect::StopGarage { garage: garage.to_owned(), why: reason.clone() });
        }
        GarageState::Normal => act.effects.push(Effect::MendGarage { garage: garage.to_owned() }),
        GarageState::Abnormal | GarageState::Fault => {
            return Err(Refusal::field(
                "state",
                "只能设为停用、维修或正常；异常和故障由车库自己上报",
                "Only stopped, maintenance or normal can be set; the garage itself tells of the others.",
            ));
        }
    }
    set(act, garage, state, Some(reason))?;
    advance(act, garage)?;
    Ok(())
}

/// Writes down what a space of a garage holds and tells it (5001), when it differs; then the garages' figures (8003).
pub(super) fn set_spaces(act: &mut Act<'_, '_>, spaces: &[(String, SpaceState)]) -> Result<(), LedgerError> {
    let known = act.tx.space_states()?;
    let held = crate::reservations::held_spaces(act.tx)?;
    let changed: Vec<StoredSpace> = spaces
        .iter()
        .map(|(space_no, state)| {
            // No car stands there; the space is kept for one all the same.
            let kept = *state == SpaceState::Free && held.contains(space_no);
            StoredSpace { space_no: space_no.clone(), state: if kept { SpaceState::Reserved } else { *state } }
        })
        .filter(|space| known.get(&space.space_no) != Some(&space.state))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    act.record(SpacesChanged { spaces: changed.clone() }, None, None)?;
    for space in changed {
        act.state(&Fact::SpaceChanged { space_no: space.space_no, state: space.state })?;
    }
    tell_figures(act)
}

/// Tells the figures of all garages (8003).
pub(crate) fn tell_figures(act: &mut Act<'_, '_>) -> Result<(), LedgerError> {
    let fact = figures(act)?;
    act.state(&fact)
}

fn figures(act: &Act<'_, '_>) -> Result<Fact, LedgerError> {
    let states = act.tx.space_states()?;
    let state_of = |space_no: &str| states.get(space_no).copied().unwrap_or(SpaceState::Free);
    let of = |code: &str| counts(code, act.lot.garage_spaces(code), |space| state_of(&space.space_no));
    let garages = act.lot.garages.iter().map(|garage| of(&garage.code)).collect();
    Ok(Fact::GarageSpacesChanged { garages, at: act.now })
}

/// How all garages stand (8002) and what is left of them (8003), for a platform that has not heard of them.
pub(crate) fn facts(act: &Act<'_, '_>) -> Result<Vec<Fact>, LedgerError> {
    let mut facts = Vec::new();
    for garage in &act.lot.garages {
        let StoredGarageState { state, comment, .. } = of(act.tx, &garage.code)?;
        facts.push(Fact::GarageStateChanged { garage: garage.code.clone(), state, comment, at: act.now });
    }
    if !facts.is_empty() {
        facts.push(figures(act)?);
    }
    Ok(facts)
}

/// The lot was set up anew: garages that are new tell how they stand, and commands to those that are no more end.
pub(crate) fn lot_changed(act: &mut Act<'_, '_>, before: Option<&Lot>) -> Result<(), LedgerError> {
    for command in act.tx.open_garage_commands(None)? {
        if act.lot.garage(&command.garage).is_some() {
            continue;
        }
        if command.state == GarageCommandState::Running {
            let why = "车库已撤销".to_owned();
            act.effects.push(Effect::StopGarage { garage: command.garage.clone(), why });
        }
        let why = Some("车库已撤销".to_owned());
        let ended = GarageEnded { command_id: command.id, how: GarageCommandState::Cancelled, why };
        act.record(ended, command.record_id, None)?;
    }
    let lot = act.lot.clone();
    for garage in &lot.garages {
        if before.is_none_or(|before| before.garage(&garage.code).is_none()) {
            let known = of(act.tx, &garage.code)?;
            let (state, comment) = (known.state, known.comment);
            act.state(&Fact::GarageStateChanged { garage: garage.code.clone(), state, comment, at: act.now })?;
        }
    }
    let spaces_of = |lot: &Lot| -> Vec<_> { lot.spaces.iter().filter(|s| s.garage.is_some()).cloned().collect() };
    if before.is_none_or(|before| spaces_of(before) != spaces_of(&lot)) {
        tell_figures(act)?;
    }
    Ok(())
}
