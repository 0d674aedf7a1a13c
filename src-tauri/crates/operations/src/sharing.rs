//! Shared hours (6004): given to a plate and taken back by the platform, listed by people.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::sharing::SharedParking;
use lotdesk_ledger::event::{ShareCancelled, ShareSet};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::Nothing;
use crate::api::refusal::Refusal;
use crate::api::reservation::ShareList;
use crate::caller::Who;
use crate::desk::Desk;

/// As many as a screen can use.
const LISTED_MOST: u32 = 500;

/// Gives a plate its shared hours, or changes them. The same once more changes nothing.
pub(crate) fn set(act: &mut Act<'_, '_>, share: SharedParking) -> Result<(), LedgerError> {
    if act.tx.share(share.id)?.as_ref() == Some(&share) {
        return Ok(());
    }
    let SharedParking {
        id,
        plate,
        first_day,
        last_day,
        from_time,
        to_time,
        buffer_minutes,
        weekdays,
        publisher,
        cancelled_at: _,
    } = share;
    let set = ShareSet { id, plate, first_day, last_day, from_time, to_time, buffer_minutes, weekdays, publisher };
    act.record(set, None, None)?;
    Ok(())
}

/// Takes shared hours back; false where there are none with this identifier.
pub(crate) fn cancel(act: &mut Act<'_, '_>, id: Guid) -> Result<bool, LedgerError> {
    let Some(share) = act.tx.share(id)? else { return Ok(false) };
    if share.cancelled_at.is_none() {
        act.record(ShareCancelled { id, plate: share.plate }, None, None)?;
    }
    Ok(true)
}

/// The shared hours in which a car comes at this moment.
pub(crate) fn covering(tx: &ReadTx<'_>, plate: &Plate, at: Moment) -> Result<Option<SharedParking>, LedgerError> {
    Ok(tx.shares_of(plate)?.into_iter().find(|share| share.covers(at)))
}

/// `share.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<ShareList, Refusal> {
    Ok(ShareList { shares: desk.look(|tx| Ok(tx.shares(LISTED_MOST)?)).await? })
}
