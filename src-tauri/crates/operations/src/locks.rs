//! Locks on cars in the lot: by their owner through the city platform (6003), by an attendant at the booth.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lock::CarLockState;
use lotdesk_domain::parking::{ParkingRecord, RecordState};
use lotdesk_ledger::event::LockSet;

use crate::act::Act;
use crate::api::lane::ReadReply;
use crate::api::lock::{LockRecord, Locked, UnlockRecord};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{lanes, reasons, words};

/// `record.lock`.
pub(crate) async fn lock(desk: &Desk, who: Who, request: LockRecord) -> Result<Locked, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let record = inside(act, request.record_id)?;
        let before = act.tx.lock_of(record.id)?.map(|lock| lock.state);
        let at_exit = match before {
            // The owner's lock stays the owner's.
            Some(state) if state.is_locked() => None,
            _ => set(act, &record, CarLockState::LockedByHand, None, Some(reason))?,
        };
        Ok(Locked { lock: act.tx.lock_of(record.id)?, at_exit })
    })
    .await
}

/// `record.unlock`.
pub(crate) async fn unlock(desk: &Desk, who: Who, request: UnlockRecord) -> Result<Locked, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let record = inside(act, request.record_id)?;
        let at_exit = match act.tx.lock_of(record.id)?.map(|lock| lock.state) {
            Some(state) if state.is_locked() => set(act, &record, state.unlocked_by_hand(), None, Some(reason))?,
            _ => None,
        };
        Ok(Locked { lock: act.tx.lock_of(record.id)?, at_exit })
    })
    .await
}

fn inside(act: &Act<'_, '_>, record_id: Guid) -> Result<ParkingRecord, Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    if record.state == RecordState::Inside { Ok(record) } else { Err(words::not_inside()) }
}

/// Locks or unlocks a stay; a car that waits at an exit is judged anew.
pub(crate) fn set(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    state: CarLockState,
    lock_id: Option<Guid>,
    reason: Option<String>,
) -> Result<Option<ReadReply>, Refusal> {
    act.record(LockSet { record_id: record.id, state, lock_id, reason }, Some(record.id), lock_id)?;
    lanes::judge_anew(act, record)
}

/// A locked car is not let out.
pub(crate) fn locked() -> Refusal {
    Refusal::new(
        Code::Locked,
        "该车已锁定，不能放行；请核对车主后解锁",
        "The car is locked and is not let out; look whose it is and unlock it.",
    )
}
