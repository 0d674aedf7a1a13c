//! Lanes: what a read means, what the sensors say, what the attendant does by hand.

mod arrive;
mod by_hand;
mod fate;
mod late;
mod leave;
mod signals;
pub(crate) mod view;

use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::parking::PlateRead;

use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply, ReadRequest};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::effects::Effect;
use crate::words;

pub(crate) use arrive::open_record;
pub(crate) use by_hand::{admit, dismiss, open_by_hand, seen_as, waiting};
pub(crate) use fate::{from_word as fate_from_word, word as fate_word};
pub(crate) use leave::{close_record, goodbye, let_out};
pub(crate) use signals::report;

/// `lane.read`.
pub(crate) async fn read(desk: &Desk, who: Who, mut request: ReadRequest) -> Result<ReadReply, Refusal> {
    // A camera whose clock is fast saw the car now; a stay must not begin in the future.
    request.read.taken_at = request.read.taken_at.min(request.read.received_at);
    desk.act(&who, move |act| take(act, &request.read)).await
}

/// What a read means, decided and done in one transaction.
fn take(act: &mut Act<'_, '_>, read: &PlateRead) -> Result<ReadReply, Refusal> {
    let Some(lane) = act.lot.lane(read.lane_id).cloned() else { return Err(words::no_such_lane()) };
    if let Some(stored) = act.tx.lane_read(read.read_id)? {
        return Ok(fate::repeat(stored.record_id));
    }
    let plate = read.vehicle.as_ref().map(|v| &v.plate);
    let before = act.tx.latest_read_of(lane.id, plate)?;
    let window_ms = i64::from(act.lot.same_read_seconds) * 1000;
    let soon_after = before.filter(|b| read.taken_at.ms_since(b.taken_at).abs() <= window_ms);
    if let Some(before) = &soon_after
        && matches!(fate::from_word(&before.fate), Some(ReadFate::Entered | ReadFate::Left))
    {
        return Ok(fate::repeat(before.record_id));
    }
    let reply = match (read.is_late(), lane.kind) {
        (true, LaneKind::Entry) => late::entry(act, &lane, read)?,
        (true, LaneKind::Exit) => late::exit(act, &lane, read)?,
        (false, LaneKind::Entry) => arrive::arrive(act, &lane, read, soon_after.as_ref())?,
        (false, LaneKind::Exit) => leave::leave(act, &lane, read, soon_after.as_ref())?,
    };
    if !reply.screen.is_empty() {
        act.effects.push(Effect::Show { lane_id: lane.id, screen: reply.screen.clone(), voice: reply.voice.clone() });
    }
    Ok(reply)
}
