//! Let out, and the gate did not open: such a car is watched from its command on, and led to an end. Its stay is over and
//! nothing more is charged for it, however often its camera reads it or its gate is told to open. One that goes back instead
//! is still inside: its stay goes on with what was paid, so that nothing is asked twice and later the difference only.
//!
//! A car that comes in is watched the same way: before its own shut gate it is no second car of its plate, and the stay of one
//! that goes back never was.
//!
//! A lane that has ever said that its gate opened is expected to say so again within the lot's set time. From one that never
//! does, silence is no news: there it is the car itself that is read again where it should be gone, or the gate's driver that
//! fails.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, PlateRead, RecordState};
use lotdesk_domain::trouble::Trouble;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{CarGone, GateNotOpened, GateTriedAgain, StillInside};
use lotdesk_ledger::tables::lanes::StoredRead;
use lotdesk_ledger::tables::passages::StoredOpening;

use super::judge::go_on;
use super::signals::cancel;
use super::unwritten;
use crate::act::{Act, GATE_COMMAND_LIVES_MS};
use crate::api::Done;
use crate::api::lane::{GateCommanded, ReadReply};
use crate::api::refusal::{Code, Refusal};
use crate::api::stuck::{MarkGone, MarkInside, OpenAgain, StaysInside, StuckCar};
use crate::caller::Who;
use crate::desk::Desk;
use crate::effects::Effect;
use crate::troubles::{Said, in_words};
use crate::{quotes, reasons, words};

/// A car that is read this long after it was let out is one that comes back.
const STANDS_AT_MOST_MS: i64 = 10 * 60_000;

/// Looks for gates that should have opened by now. To be called every second or two; gives how many have not.
pub(crate) async fn watch(desk: &Desk) -> Result<u32, Refusal> {
    unwritten::write_down(desk).await?;
    let (lot, now) = (desk.lot(), desk.now());
    let wait_ms = i64::from(lot.payment.gate_wait_seconds) * 1000;
    let late = desk.look(move |tx| late(tx, now, wait_ms)).await?;
    if late.is_empty() {
        return Ok(0);
    }
    let who = desk.who(&crate::caller::Caller::Engine);
    desk.act(&who, move |act| {
        let late = late_ones(act, wait_ms)?;
        for opening in &late {
            missed(act, opening, Said::default())?;
        }
        Ok(u32::try_from(late.len()).unwrap_or(u32::MAX))
    })
    .await
}

fn late_ones(act: &Act<'_, '_>, wait_ms: i64) -> Result<Vec<StoredOpening>, Refusal> {
    late(act.tx, act.now, wait_ms)
}

fn late(tx: &ReadTx<'_>, now: Moment, wait_ms: i64) -> Result<Vec<StoredOpening>, Refusal> {
    let mut late = Vec::new();
    for opening in tx.unconfirmed_openings()? {
        let due = opening.missed_at.is_none() && now.ms_since(opening.commanded_at) >= wait_ms;
        if due && tx.lane_tells(opening.lane_id)? {
            late.push(opening);
        }
    }
    Ok(late)
}

fn missed(act: &mut Act<'_, '_>, opening: &StoredOpening, said: Said) -> Result<(), Refusal> {
    let trouble = said.stored();
    let event = GateNotOpened { command_id: opening.command_id, lane_id: opening.lane_id, why: said.words, trouble };
    act.record(event, Some(opening.record_id), Some(opening.command_id))?;
    Ok(())
}

/// A gate's driver says that it did not carry a command out. Of one that nobody waits for any more that is no news.
pub(super) fn driver_failed(
    act: &mut Act<'_, '_>,
    lane_id: Guid,
    command_id: Option<Guid>,
    said: Said,
) -> Result<(), Refusal> {
    let waiting = act.tx.unconfirmed_openings_at(lane_id)?;
    let failed = waiting.into_iter().find(|o| Some(o.command_id) == command_id && o.missed_at.is_none());
    match failed {
        Some(opening) => missed(act, &opening, said),
        None => Ok(()),
    }
}

/// A car went back from an exit. Where one was let out there that it may be, and no gate has opened since, it is that one,
/// and somebody should say what became of it.
pub(super) fn turned_back(
    act: &mut Act<'_, '_>,
    lane_id: Guid,
    may_be: impl Fn(&ParkingRecord) -> bool,
) -> Result<(), Refusal> {
    let waiting = act.tx.unconfirmed_openings_at(lane_id)?;
    let Some(opening) = waiting.into_iter().rev().find(|opening| opening.missed_at.is_none()) else { return Ok(()) };
    match act.tx.record(opening.record_id)? {
        Some(record) if may_be(&record) => missed(act, &opening, Trouble::TurnedBack.into()),
        _ => Ok(()),
    }
}

/// Whether a read only shows a car that was let through here and still stands before the gate. It is no car without an entry,
/// and is not charged again; at an entry it is no second car of its plate.
pub(super) fn still_stands(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: &PlateRead,
    before: &StoredRead,
) -> Result<bool, Refusal> {
    if read.is_late() {
        return Ok(false);
    }
    let Some(record_id) = before.record_id else { return Ok(false) };
    let waiting = act.tx.unconfirmed_openings_at(lane.id)?.into_iter().find(|o| o.record_id == record_id);
    let Some(opening) = waiting.filter(|o| read.taken_at.ms_since(o.commanded_at) <= STANDS_AT_MOST_MS) else {
        return Ok(false);
    };
    let inside = match &read.vehicle {
        Some(vehicle) => act.tx.inside(&vehicle.plate)?,
        None => None,
    };
    let same_car = match lane.kind {
        // Another one inside is back already, by an entry of its own.
        LaneKind::Exit => inside.is_none(),
        // Only where it is known that the gate has not opened: on a lane that never tells, the next one of its plate is a
        // second car. By an order that was given later it has come in, or somebody looks after it. Of two cars that cannot
        // be read the second is not the first.
        LaneKind::Entry => {
            inside.is_some_and(|inside| inside.id == record_id)
                && (opening.missed_at.is_some() || act.tx.lane_tells(lane.id)?)
                && act.tx.lane_last_told(lane.id)? == Some(opening.commanded_at)
        }
    };
    if !same_car {
        return Ok(false);
    }
    let wait_ms = i64::from(act.lot.payment.gate_wait_seconds) * 1000;
    if opening.missed_at.is_none() && act.now.ms_since(opening.commanded_at) >= wait_ms {
        missed(act, &opening, Said::default())?;
    }
    Ok(true)
}

/// The opening of a car that was let in here a while ago at most and has not been seen to pass since.
pub(super) fn let_in(
    tx: &ReadTx<'_>,
    lane_id: Guid,
    record_id: Guid,
    now: Moment,
) -> Result<Option<StoredOpening>, Refusal> {
    let waiting = tx.unconfirmed_openings_at(lane_id)?.into_iter().find(|o| o.record_id == record_id);
    Ok(waiting.filter(|o| now.ms_since(o.commanded_at) <= STANDS_AT_MOST_MS))
}

/// The car whose gate did not open, for the booth.
pub(super) fn stuck(tx: &ReadTx<'_>, lane_id: Guid) -> Result<Option<StuckCar>, Refusal> {
    for opening in tx.unconfirmed_openings_at(lane_id)? {
        let Some(since) = opening.missed_at else { continue };
        let Some(record) = tx.record(opening.record_id)?.filter(|record| match record.state {
            RecordState::Left => true,
            RecordState::Inside => record.entry_lane == Some(lane_id),
            RecordState::Cancelled => false,
        }) else {
            continue;
        };
        return Ok(Some(StuckCar {
            command_id: opening.command_id,
            record_id: record.id,
            vehicle: record.vehicle,
            received_fen: record.received_fen,
            commanded_at: opening.commanded_at,
            since,
            tries: opening.tries,
            why: in_words(opening.why.as_deref(), opening.trouble.as_ref()),
        }));
    }
    Ok(None)
}

/// `lane.open_again`.
pub(crate) async fn open_again(desk: &Desk, who: Who, request: OpenAgain) -> Result<GateCommanded, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        if act.lot.lane(request.lane_id).is_none() {
            return Err(words::no_such_lane());
        }
        let waiting = act.tx.unconfirmed_openings_at(request.lane_id)?;
        // Pressed twice, or asked for again after a lost answer: it was opened once more already.
        if let Some(done) = waiting.iter().find(|o| o.again_of == Some(request.command_id)) {
            let expires_at = done.commanded_at.plus_ms(GATE_COMMAND_LIVES_MS);
            return Ok(GateCommanded { gate_command_id: done.command_id, expires_at });
        }
        let opening = missed_one(waiting, request.command_id)?;
        let again_id = act.ids.next_guid();
        let tried = GateTriedAgain {
            command_id: opening.command_id,
            again_id,
            lane_id: request.lane_id,
            reason: reason.clone(),
        };
        act.record(tried, Some(opening.record_id), Some(opening.command_id))?;
        let expires_at = act.open_gate_as(again_id, request.lane_id, "again", Some(reason), Some(opening.record_id))?;
        Ok(GateCommanded { gate_command_id: again_id, expires_at })
    })
    .await
}

/// `lane.car_gone`.
pub(crate) async fn car_gone(desk: &Desk, who: Who, request: MarkGone) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let opening = missed_one(act.tx.unconfirmed_openings_at(request.lane_id)?, request.command_id)?;
        let gone = CarGone { command_id: opening.command_id, lane_id: opening.lane_id, reason, came_in: false };
        act.record(gone, Some(opening.record_id), Some(opening.command_id))?;
        // Gone from an entry, it has not come in.
        let record = act.tx.record(opening.record_id)?.ok_or_else(words::no_such_record)?;
        if record.state == RecordState::Inside {
            cancel(act, record, opening.command_id)?;
        }
        Ok(Done {})
    })
    .await
}

/// `lane.still_inside`.
pub(crate) async fn still_inside(desk: &Desk, who: Who, request: MarkInside) -> Result<StaysInside, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let opening = missed_one(act.tx.unconfirmed_openings_at(request.lane_id)?, request.command_id)?;
        let left = act.tx.record(opening.record_id)?.ok_or_else(words::no_such_record)?;
        if left.state == RecordState::Inside {
            return came_in(act, &opening, left, reason);
        }
        if left.state != RecordState::Left {
            return Err(Refusal::internal(format!("record {} waits for a gate and has not left", left.id)));
        }
        if act.tx.inside(&left.vehicle.plate)?.is_some() {
            return Err(Refusal::new(
                Code::AlreadyInside,
                "该车牌已另有在场记录：车已出场又入场，请按“车已离开”处理",
                "This plate has come in again by a record of its own: the car did leave; say that it is gone.",
            ));
        }
        let (record_id, command_id) = (left.id, opening.command_id);
        act.record(
            StillInside { record_id, command_id, lane_id: opening.lane_id, reason },
            Some(record_id),
            Some(command_id),
        )?;
        let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
        act.state(&Fact::RecordCorrected { record: record.clone() })?;
        act.state_counts()?;
        let quote = quotes::quote(act.tx, &act.lot, &act.tariffs, &record, act.now)?;
        let at_exit = stands_there_again(act, &record)?;
        Ok(StaysInside {
            record_id,
            paid_fen: record.received_fen,
            due_fen: quote.due_fen,
            free_exit_until: quote.free_exit_until,
            at_exit,
        })
    })
    .await
}

/// It did come in, and its stay goes on as it is.
fn came_in(
    act: &mut Act<'_, '_>,
    opening: &StoredOpening,
    record: ParkingRecord,
    reason: String,
) -> Result<StaysInside, Refusal> {
    let through = CarGone { command_id: opening.command_id, lane_id: opening.lane_id, reason, came_in: true };
    act.record(through, Some(record.id), Some(opening.command_id))?;
    let quote = quotes::quote(act.tx, &act.lot, &act.tariffs, &record, act.now)?;
    Ok(StaysInside {
        record_id: record.id,
        paid_fen: record.received_fen,
        due_fen: quote.due_fen,
        free_exit_until: quote.free_exit_until,
        at_exit: None,
    })
}

/// It came to an exit again before anybody said so, and waits there as a car without an entry: now it has one.
fn stands_there_again(act: &mut Act<'_, '_>, record: &ParkingRecord) -> Result<Option<ReadReply>, Refusal> {
    let lot = act.lot.clone();
    for lane in lot.lanes.iter().filter(|lane| lane.kind == LaneKind::Exit) {
        let Some(waiting) = act.tx.waiting_at(lane.id)?.filter(|w| w.record_id.is_none()) else { continue };
        if waiting.read.vehicle.as_ref().is_none_or(|seen| seen.plate != record.vehicle.plate) {
            continue;
        }
        let reply = go_on(act, lane, waiting.read.id, waiting.read.picture_id, record)?;
        act.effects.push(Effect::Show { lane_id: lane.id, screen: reply.screen.clone(), voice: reply.voice.clone() });
        return Ok(Some(reply));
    }
    Ok(None)
}

fn missed_one(waiting: Vec<StoredOpening>, command_id: Guid) -> Result<StoredOpening, Refusal> {
    let Some(opening) = waiting.into_iter().find(|opening| opening.command_id == command_id) else {
        return Err(Refusal::new(
            Code::NotFound,
            "道闸已开启，或已有人处理，请以当前画面为准",
            "The gate has opened, or somebody has dealt with it; go by the screen as it is now.",
        )
        .at("command_id"));
    };
    if opening.missed_at.is_none() {
        return Err(Refusal::new(
            Code::NotPossibleNow,
            "开闸指令正在执行，请稍候",
            "The gate is being told to open; wait a moment.",
        )
        .at("command_id"));
    }
    Ok(opening)
}
