//! After a restart nothing moves that nobody has asked for since.

use lotdesk_domain::garage::GarageCommandState;
use lotdesk_domain::lot::SpaceState;
use lotdesk_ledger::event::GarageEnded;

use super::state;
use crate::api::refusal::Refusal;
use crate::desk::Desk;

/// Ends what waits and what runs as lapsed. Where a command ran nobody knows where its car is until the sensors tell.
pub(crate) async fn lapse_all(desk: &Desk) -> Result<(), Refusal> {
    if desk.look(|tx| Ok(tx.open_garage_commands(None)?)).await?.is_empty() {
        return Ok(());
    }
    let who = desk.who(&crate::Caller::Engine);
    desk.act(&who, |act| {
        for command in act.tx.open_garage_commands(None)? {
            let ran = command.state == GarageCommandState::Running;
            let why = if ran {
                "执行中程序重启，请查看车辆位置后重新下达"
            } else {
                "程序重启，请重新下达"
            };
            let ended =
                GarageEnded { command_id: command.id, how: GarageCommandState::Lapsed, why: Some(why.to_owned()) };
            act.record(ended, command.record_id, None)?;
            if ran && act.lot.spaces.iter().any(|space| space.space_no == command.space_no) {
                state::set_spaces(act, &[(command.space_no, SpaceState::Unknown)])?;
            }
        }
        Ok(())
    })
    .await
}
