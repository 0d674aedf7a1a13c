//! What a garage's controller says, and what follows from it.

use std::sync::PoisonError;

use lotdesk_domain::fact::Fact;
use lotdesk_domain::garage::{
    EventClass, GarageCommand, GarageCommandState, GarageEventKind, GarageRefusal, GarageState, GarageWork,
};
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{GarageCarStored, GarageCarTaken, GarageEnded, GarageEventSeen};

use super::begin::advance;
use super::state;
use crate::act::Act;
use crate::api::Done;
use crate::api::garage::{GarageReport, GarageSignal, SensedSpace};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::notices;

/// How far a command has come, as its controller said it last. In memory only.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    pub remain_s: u32,
    pub stage: String,
    pub at: Moment,
}

pub(super) async fn take(desk: &Desk, who: Who, said: GarageReport) -> Result<Done, Refusal> {
    let GarageReport { garage, what } = said;
    if desk.lot().garage(&garage).is_none() {
        return Err(GarageRefusal::NoSuchGarage.into());
    }
    if let GarageSignal::Progress { command_id, remain_s, stage } = what {
        let progress = Progress { remain_s, stage, at: desk.now() };
        desk.inner.garages.lock().unwrap_or_else(PoisonError::into_inner).insert(command_id, progress);
        notices::garage_moved(desk, garage);
        return Ok(Done {});
    }
    let ended = match &what {
        GarageSignal::Done { command_id } | GarageSignal::Failed { command_id, .. } => Some(*command_id),
        _ => None,
    };
    desk.act(&who, move |act| carry(act, &garage, what)).await?;
    if let Some(command_id) = ended {
        desk.inner.garages.lock().unwrap_or_else(PoisonError::into_inner).remove(&command_id);
    }
    Ok(Done {})
}

fn carry(act: &mut Act<'_, '_>, garage: &str, what: GarageSignal) -> Result<(), Refusal> {
    match what {
        GarageSignal::Progress { .. } => {}
        GarageSignal::Done { command_id } => {
            // One that has ended already (a late word after a stop) changes nothing; the sensors tell what is where.
            if let Some(command) = running(act, garage, command_id)? {
                end(act, &command, GarageCommandState::Done, None)?;
                match command.work {
                    GarageWork::Store => stored(act, &command)?,
                    GarageWork::Retrieve => taken_out(act, &command)?,
                }
                advance(act, garage)?;
            }
        }
        GarageSignal::Failed { command_id, why, space_as_before } => {
            if let Some(command) = running(act, garage, command_id)? {
                let why = why.chars().take(200).collect();
                end(act, &command, GarageCommandState::Failed, Some(why))?;
                if !space_as_before {
                    state::set_spaces(act, &[(command.space_no, SpaceState::Unknown)])?;
                }
                advance(act, garage)?;
            }
        }
        GarageSignal::Event { event, space_no, remark } => {
            happened(act, garage, event, space_no, None, remark.clone())?;
            let now = state::of(act.tx, garage)?.state;
            let then = now.after(event.class());
            if then != now {
                let words = remark.map_or_else(|| event.zh().to_owned(), |remark| format!("{}：{remark}", event.zh()));
                state::set(act, garage, then, Some(words.chars().take(200).collect()))?;
            }
        }
        GarageSignal::Recovered {} => {
            let now = state::of(act.tx, garage)?.state;
            if matches!(now, GarageState::Abnormal | GarageState::Fault) {
                state::set(act, garage, GarageState::Normal, Some("已恢复".to_owned()))?;
            }
            advance(act, garage)?;
        }
        GarageSignal::Spaces { spaces } => sensed(act, garage, &spaces)?,
        GarageSignal::Online { online } => online_changed(act, garage, online)?,
    }
    Ok(())
}

fn running(
    act: &Act<'_, '_>,
    garage: &str,
    command_id: lotdesk_domain::id::Guid,
) -> Result<Option<GarageCommand>, Refusal> {
    let command = act.tx.garage_command(command_id)?;
    Ok(command.filter(|c| c.garage == garage && c.state == GarageCommandState::Running))
}

fn end(
    act: &mut Act<'_, '_>,
    command: &GarageCommand,
    how: GarageCommandState,
    why: Option<String>,
) -> Result<(), Refusal> {
    act.record(GarageEnded { command_id: command.id, how, why }, command.record_id, Some(command.id))?;
    Ok(())
}

/// The car stands in its space. Its parking record is looked for once more: the entry may have been put in meanwhile.
fn stored(act: &mut Act<'_, '_>, command: &GarageCommand) -> Result<(), Refusal> {
    let inside = command.plate.as_ref().map(|plate| act.tx.inside(plate)).transpose()?.flatten();
    let record_id = inside.map(|record| record.id).or(command.record_id);
    let car = GarageCarStored {
        garage: command.garage.clone(),
        space_no: command.space_no.clone(),
        plate: command.plate.clone(),
        record_id,
    };
    act.record(car, record_id, Some(command.id))?;
    state::set_spaces(act, &[(command.space_no.clone(), SpaceState::Taken)])?;
    let (space, plate) = (Some(command.space_no.clone()), command.plate.clone());
    happened(act, &command.garage, GarageEventKind::CarIn, space, plate, None)
}

fn taken_out(act: &mut Act<'_, '_>, command: &GarageCommand) -> Result<(), Refusal> {
    let car = GarageCarTaken { garage: command.garage.clone(), space_no: command.space_no.clone() };
    act.record(car, command.record_id, Some(command.id))?;
    state::set_spaces(act, &[(command.space_no.clone(), SpaceState::Free)])?;
    let (space, plate) = (Some(command.space_no.clone()), command.plate.clone());
    happened(act, &command.garage, GarageEventKind::CarOut, space, plate, None)
}

/// Writes an event of A.3 down and tells it (2002).
fn happened(
    act: &mut Act<'_, '_>,
    garage: &str,
    kind: GarageEventKind,
    space_no: Option<String>,
    plate: Option<Plate>,
    remark: Option<String>,
) -> Result<(), Refusal> {
    let event_id = act.ids.next_guid();
    let seen = GarageEventSeen {
        event_id,
        garage: garage.to_owned(),
        event_type: kind.code(),
        ordinary: kind.class() == EventClass::Ordinary,
        space_no: space_no.clone(),
        plate: plate.clone(),
        remark: remark.clone(),
    };
    act.record(seen, None, None)?;
    let at = act.now;
    act.state(&Fact::GarageEvent { event_id, garage: garage.to_owned(), kind, space_no, plate, at, remark })?;
    Ok(())
}

/// The sensors' word counts above what the commands left behind. A car that a failed command brought in keeps its plate.
fn sensed(act: &mut Act<'_, '_>, garage: &str, spaces: &[SensedSpace]) -> Result<(), Refusal> {
    let known: Vec<&SensedSpace> = {
        let lot = act.lot.clone();
        let here = move |space_no: &str| lot.garage_spaces(garage).any(|space| space.space_no == space_no);
        spaces.iter().filter(|space| here(&space.space_no)).collect()
    };
    let mut changed = Vec::new();
    for space in known {
        let car = act.tx.garage_car_in(&space.space_no)?;
        match (space.taken, car) {
            (true, None) => {
                if let Some(command) = act.tx.last_garage_command_for(&space.space_no)?
                    && command.work == GarageWork::Store
                    && command.state != GarageCommandState::Running
                    && command.plate.is_some()
                {
                    let stored = GarageCarStored {
                        garage: garage.to_owned(),
                        space_no: space.space_no.clone(),
                        plate: command.plate,
                        record_id: command.record_id,
                    };
                    act.record(stored, command.record_id, None)?;
                }
            }
            (false, Some(car)) => {
                let taken = GarageCarTaken { garage: garage.to_owned(), space_no: space.space_no.clone() };
                act.record(taken, car.record_id, None)?;
            }
            (true, Some(_)) | (false, None) => {}
        }
        let state = if space.taken { SpaceState::Taken } else { SpaceState::Free };
        changed.push((space.space_no.clone(), state));
    }
    state::set_spaces(act, &changed)?;
    advance(act, garage)?;
    Ok(())
}

/// The controller came or went (5002). A garage that nobody can command is out of order.
fn online_changed(act: &mut Act<'_, '_>, garage: &str, online: bool) -> Result<(), Refusal> {
    const SILENT: &str = "控制系统不应答";
    let device = act.lot.garage(garage).and_then(|garage| garage.device_for(GarageEventKind::ControlAlarm)).cloned();
    if let Some(device) = device {
        act.state(&Fact::EquipmentChanged { equipment_id: device.id, online })?;
    }
    let now = state::of(act.tx, garage)?;
    if online {
        if now.state == GarageState::Fault && now.comment.as_deref() == Some(SILENT) {
            state::set(act, garage, GarageState::Normal, Some("已恢复".to_owned()))?;
        }
        advance(act, garage)?;
    } else if now.state.works() {
        state::set(act, garage, GarageState::Fault, Some(SILENT.to_owned()))?;
    }
    Ok(())
}
