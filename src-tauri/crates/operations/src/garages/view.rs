//! A garage as people see it.

use std::sync::PoisonError;

use lotdesk_domain::garage::{Garage, GarageCommand, GarageCommandState, Running, counts, in_order, remaining_s};
use lotdesk_domain::lot::SpaceState;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::Event;

use super::begin::running_of;
use super::state;
use crate::api::garage::{GarageSpaceView, GarageView, QueuedCommand};
use crate::api::refusal::Refusal;
use crate::desk::Desk;

const ENDED_SHOWN: u32 = 10;

/// A garage as it is now.
pub(crate) fn view(tx: &ReadTx<'_>, desk: &Desk, garage: &Garage) -> Result<GarageView, Refusal> {
    let (lot, now) = (desk.lot(), desk.now());
    let stands = state::of(tx, &garage.code)?;
    let states = tx.space_states()?;
    let state_of = |space_no: &str| states.get(space_no).copied().unwrap_or(SpaceState::Free);
    let cars = tx.garage_cars(&garage.code)?;
    let spaces = lot
        .garage_spaces(&garage.code)
        .map(|space| {
            let car = cars.iter().find(|car| car.space_no == space.space_no);
            GarageSpaceView {
                space_no: space.space_no.clone(),
                label: space.label.clone(),
                size: space.size,
                state: state_of(&space.space_no),
                plate: car.and_then(|car| car.plate.as_ref()).map(ToString::to_string),
                record_id: car.and_then(|car| car.record_id),
            }
        })
        .collect();
    let (running, waiting): (Vec<_>, Vec<_>) = tx
        .open_garage_commands(Some(&garage.code))?
        .into_iter()
        .partition(|command| command.state == GarageCommandState::Running);
    let running = running.into_iter().next().map(|command| under_way(desk, command));
    let behind = running.as_ref().map(|queued| Running { remains_s: queued.remain_s });
    let lines: Vec<_> = waiting.iter().map(GarageCommand::line).collect();
    let waiting = in_order(&lines)
        .into_iter()
        .filter_map(|line| waiting.iter().find(|command| command.id == line.id))
        .map(|command| QueuedCommand {
            remain_s: remaining_s(&lines, behind, now, command.id).unwrap_or(0),
            command: command.clone(),
            stage: None,
        })
        .collect();
    Ok(GarageView {
        code: garage.code.clone(),
        name: garage.name.clone(),
        kind: garage.kind,
        state: stands.state,
        comment: stands.comment,
        since: Some(stands.since).filter(|since| since.0 > 0),
        counts: counts(&garage.code, lot.garage_spaces(&garage.code), |space| state_of(&space.space_no)),
        passes: garage.passes.clone(),
        spaces,
        running,
        waiting,
        ended: tx.ended_garage_commands(&garage.code, ENDED_SHOWN)?,
    })
}

/// The command that runs, with what its controller said last; by its usual time where it has said nothing.
fn under_way(desk: &Desk, command: GarageCommand) -> QueuedCommand {
    let now = desk.now();
    let said = desk.inner.garages.lock().unwrap_or_else(PoisonError::into_inner).get(&command.id).cloned();
    match said {
        Some(said) => {
            let passed_s = u32::try_from(now.ms_since(said.at).max(0) / 1000).unwrap_or(u32::MAX);
            QueuedCommand { command, remain_s: said.remain_s.saturating_sub(passed_s), stage: Some(said.stage) }
        }
        None => QueuedCommand { remain_s: running_of(&command, now).remains_s, command, stage: None },
    }
}

/// The garage that an event is about; with a command's end, that of the command.
pub(crate) fn garage_of(tx: &ReadTx<'_>, event: &Event) -> Result<Option<String>, Refusal> {
    Ok(match event {
        Event::GarageAsked(e) => Some(e.garage.clone()),
        Event::GarageBegan(e) => tx.garage_command(e.command_id)?.map(|command| command.garage),
        Event::GarageEnded(e) => tx.garage_command(e.command_id)?.map(|command| command.garage),
        Event::GarageStateSet(e) => Some(e.garage.clone()),
        Event::GarageCarStored(e) => Some(e.garage.clone()),
        Event::GarageCarTaken(e) => Some(e.garage.clone()),
        _ => None,
    })
}
