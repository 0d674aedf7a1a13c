//! Whose turn it is: a garage that works and is idle begins the next command that is due.

use lotdesk_domain::garage::{GarageCommand, GarageCommandState, GarageWork, Running, next};
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::LedgerError;
use lotdesk_ledger::event::{GarageBegan, GarageEnded};

use super::state;
use crate::act::{Act, GATE_COMMAND_LIVES_MS};
use crate::api::refusal::Refusal;
use crate::desk::Desk;
use crate::effects::Effect;

/// The command that runs, with what its beginning and its usual time tell of what remains.
pub(super) fn running_of(command: &GarageCommand, now: Moment) -> Running {
    let passed_ms = command.began_at.map_or(0, |began| now.ms_since(began)).max(0);
    let left_ms = (i64::from(command.takes_s) * 1000 - passed_ms).max(0);
    Running { remains_s: u32::try_from((left_ms + 999) / 1000).unwrap_or(u32::MAX) }
}

/// Begins the next command of a garage, when it may and one is due. The order itself goes out after the commit, once.
pub(super) fn advance(act: &mut Act<'_, '_>, garage: &str) -> Result<(), LedgerError> {
    if act.lot.garage(garage).is_none() || !state::of(act.tx, garage)?.state.works() {
        return Ok(());
    }
    loop {
        let open = act.tx.open_garage_commands(Some(garage))?;
        if open.iter().any(|command| command.state == GarageCommandState::Running) {
            return Ok(());
        }
        let lines: Vec<_> = open.iter().map(GarageCommand::line).collect();
        let Some(line) = next(&lines, act.now) else { return Ok(()) };
        let Some(command) = open.into_iter().find(|command| command.id == line.id) else { return Ok(()) };
        if let Some(why) = overtaken(act, &command)? {
            let ended = GarageEnded { command_id: command.id, how: GarageCommandState::Failed, why: Some(why) };
            act.record(ended, command.record_id, None)?;
            continue;
        }
        act.record(GarageBegan { command_id: command.id }, command.record_id, None)?;
        act.effects.push(Effect::RunGarage {
            garage: command.garage,
            command_id: command.id,
            work: command.work,
            space_no: command.space_no,
            pass: command.pass,
            takes_s: command.takes_s,
            expires_at: act.now.plus_ms(GATE_COMMAND_LIVES_MS),
        });
        return Ok(());
    }
}

/// Why a command that waited cannot be carried out any more: its space is not as it was when it was asked for.
fn overtaken(act: &Act<'_, '_>, command: &GarageCommand) -> Result<Option<String>, LedgerError> {
    let state = act.tx.space_states()?.get(&command.space_no).copied().unwrap_or(SpaceState::Free);
    Ok(match (command.work, state) {
        (GarageWork::Store, SpaceState::Taken | SpaceState::Unknown) => Some("车位已不空闲".to_owned()),
        (GarageWork::Retrieve, SpaceState::Free | SpaceState::Reserved) => Some("车位上已无车辆".to_owned()),
        (GarageWork::Store, SpaceState::Free | SpaceState::Reserved)
        | (GarageWork::Retrieve, SpaceState::Taken | SpaceState::Unknown) => None,
    })
}

/// Begins what has come due by the clock; gives when the next waiting command comes due.
pub(crate) async fn tick(desk: &Desk) -> Result<Option<Moment>, Refusal> {
    let now = desk.now();
    let open = desk.look(|tx| Ok(tx.open_garage_commands(None)?)).await?;
    let due: std::collections::BTreeSet<String> = open
        .iter()
        .filter(|c| c.state == GarageCommandState::Waiting && c.due_at <= now)
        .map(|c| c.garage.clone())
        .collect();
    if !due.is_empty() {
        let who = desk.who(&crate::Caller::Engine);
        desk.act(&who, move |act| {
            for garage in &due {
                advance(act, garage)?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(open.iter().filter(|c| c.due_at > now).map(|c| c.due_at).min())
}
