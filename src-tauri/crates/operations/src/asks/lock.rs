//! 6003: a car locked by its owner, or unlocked (DB4403/T 313, tables 77 and 78; C.1.2.3).

use lotdesk_domain::ask::lock::{LockOrder, Locked};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::lock::CarLockState;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::locks;

pub(super) fn set(act: &mut Act<'_, '_>, order: &LockOrder) -> Result<Answer, Refused> {
    must_be_ours(act, &order.park_code)?;
    let Some(record) = act.tx.inside(&order.plate)? else {
        return Err(match act.tx.latest_record(&order.plate)? {
            Some(_) => AskRefusal::new(AskCode::NotInside, "车辆不在场内"),
            None => AskRefusal::new(AskCode::NoSuchVehicle, "车辆不存在"),
        }
        .into());
    };
    let now = act.tx.lock_of(record.id)?.map(|lock| lock.state);
    let wanted = match (order.lock, now) {
        (true, _) => CarLockState::LockedByOwner,
        (false, Some(state)) => match state {
            // What an attendant locked, an attendant unlocks.
            CarLockState::LockedByHand => CarLockState::LockedByHand,
            CarLockState::LockedByOwner | CarLockState::LetGo | CarLockState::Unlocked => CarLockState::Unlocked,
        },
        (false, None) => return Ok(Answer::Locked(Locked { id: order.id, locked: false })),
    };
    if now != Some(wanted) {
        locks::set(act, &record, wanted, Some(order.id), None)?;
    }
    Ok(Answer::Locked(Locked { id: order.id, locked: wanted.is_locked() }))
}
