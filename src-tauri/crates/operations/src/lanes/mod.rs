//! Lanes: what a read means, what the sensors say, what the attendant does by hand.

mod arrive;
mod by_hand;
mod fate;
mod judge;
mod late;
mod leave;
mod openings;
mod signals;
mod unwritten;
pub(crate) mod view;

use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{PlateRead, RecordState};
use lotdesk_ledger::tables::lanes::StoredRead;

use crate::act::Act;
use crate::api::lane::{ReadReply, ReadRequest};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::effects::Effect;
use crate::words;

pub(crate) use arrive::open_record;
pub(crate) use by_hand::{admit, admit_waiting, dismiss, open_by_hand, seen_as, waiting};
pub(crate) use fate::{from_word as fate_from_word, word as fate_word};
pub(crate) use judge::{Exit, go_on, is_held, is_held_in, judge, judge_anew, must_not_be_held};
pub(crate) use leave::{close_record, goodbye, let_out};
pub(crate) use openings::{car_gone, open_again, still_inside, watch as watch_gates};
pub(crate) use signals::report;
pub(crate) use unwritten::Unwritten;

/// `lane.read`.
pub(crate) async fn read(desk: &Desk, who: Who, mut request: ReadRequest) -> Result<ReadReply, Refusal> {
    who.must_speak_for(request.read.lane_id)?;
    // A camera whose clock is fast saw the car now; a stay must not begin in the future.
    request.read.taken_at = request.read.taken_at.min(request.read.received_at);
    desk.act(&who, move |act| take(act, &request.read)).await
}

fn within_window(act: &Act<'_, '_>, read: &PlateRead, at: Moment) -> bool {
    read.taken_at.ms_since(at).abs() <= i64::from(act.lot.same_read_seconds) * 1000
}

/// Whether a read only shows again what `before`, the last read of the same plate there, has led to.
fn seen_already(act: &Act<'_, '_>, lane: &Lane, read: &PlateRead, before: &StoredRead) -> Result<bool, Refusal> {
    // A camera that did not hear the answer keeps a copy and sends it later. Whatever was decided on the sight stands:
    // a car that must pay has not left by its copy.
    if read.is_late() && within_window(act, read, before.taken_at) {
        return Ok(true);
    }
    let Some(record) = before.record_id.map(|id| act.tx.record(id)).transpose()?.flatten() else { return Ok(false) };
    // Counted from when the car was let through: one that waited and then paid is read once more under the gate.
    let let_through = match lane.kind {
        LaneKind::Entry if record.entry_lane == Some(lane.id) => Some(record.entered_at),
        LaneKind::Exit if record.exit_lane == Some(lane.id) => record.left_at,
        LaneKind::Entry | LaneKind::Exit => None,
    };
    // One that turned back and comes again is let in again.
    let turned_back =
        record.state == RecordState::Cancelled && record.left_at.is_some_and(|turned| turned <= read.taken_at);
    Ok(!turned_back && let_through.is_some_and(|at| within_window(act, read, at)))
}

/// What a read means, decided and done in one transaction.
fn take(act: &mut Act<'_, '_>, read: &PlateRead) -> Result<ReadReply, Refusal> {
    let Some(lane) = act.lot.lane(read.lane_id).cloned() else { return Err(words::no_such_lane()) };
    if let Some(stored) = act.tx.lane_read(read.read_id)? {
        return Ok(fate::repeat(stored.record_id));
    }
    let plate = read.vehicle.as_ref().map(|v| &v.plate);
    let before = act.tx.latest_read_of(lane.id, plate)?;
    if let Some(before) = &before
        && (seen_already(act, &lane, read, before)? || openings::still_stands(act, &lane, read, before)?)
    {
        return Ok(fate::repeat(before.record_id));
    }
    let soon_after = before.filter(|b| within_window(act, read, b.taken_at));
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
