//! What a lane's own sensors and gate say.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, RecordState, STALE_READ_MS};
use lotdesk_domain::plate::{Likeness, Plate};
use lotdesk_ledger::event::{CarGone, LaneSignalled, PassedUnread, RecordCancelled, WaitingDismissed};
use lotdesk_ledger::tables::lanes::StoredRead;
use lotdesk_ledger::tables::passages::StoredOpening;

use super::fate::from_word;
use super::openings;
use crate::act::Act;
use crate::api::Done;
use crate::api::lane::{GateState, LaneReport, LaneSignal, ReadFate};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::troubles::Said;
use crate::{lane_service, notices, reservations, words};

/// A car that backs out later than this after it was let in has driven around the lot first.
const BACKED_OUT_WITHIN_MS: i64 = 5 * 60_000;

/// The journal's word for a car of which it is told later that it turned back: nothing follows from it.
const TURNED_LATE: &str = "backed_out_late";

/// `lane.report`.
pub(crate) async fn report(desk: &Desk, who: Who, request: LaneReport) -> Result<Done, Refusal> {
    who.must_speak_for(request.lane_id)?;
    let Some(lane) = desk.lot().lane(request.lane_id).cloned() else { return Err(words::no_such_lane()) };
    let signal = request.what;
    let gate = match signal {
        LaneSignal::Present | LaneSignal::Passed | LaneSignal::BackedOut | LaneSignal::NotOpened => None,
        LaneSignal::Opened => Some(GateState::Open),
        LaneSignal::Closed => Some(GateState::Closed),
        LaneSignal::Fault => Some(GateState::Fault),
        LaneSignal::Recovered => Some(GateState::Unknown),
    };
    // A car that stands there or a gate that closes is the moment's business, not the journal's.
    if !matches!(signal, LaneSignal::Present | LaneSignal::Closed) {
        desk.act(&who, move |act| {
            let said = Said::new(request.remark, request.trouble, 200);
            if matches!(signal, LaneSignal::Fault | LaneSignal::Recovered) {
                let online = signal == LaneSignal::Recovered;
                lane_service::gate_is(act, &lane, online, &said, request.at)?;
            }
            if signal == LaneSignal::Passed {
                unread(act, &lane, request.at)?;
            }
            let turned =
                TurnedBack { plate: request.plate, one_was_to_pass: act.tx.let_through_and_not_passed(lane.id)? > 0 };
            // What turned back a while ago says nothing of the car that stands there now.
            let late = request.buffered || act.now.ms_since(request.at) > STALE_READ_MS;
            let turned_late = signal == LaneSignal::BackedOut && late;
            let signalled = LaneSignalled {
                lane_id: lane.id,
                signal: if turned_late { TURNED_LATE } else { word(signal) }.to_owned(),
                at: request.at,
                command_id: request.gate_command_id,
                remark: said.words.clone(),
                trouble: said.stored(),
            };
            act.record(signalled, None, request.gate_command_id)?;
            match signal {
                LaneSignal::BackedOut if !turned_late => backed_out(act, &lane, &turned)?,
                LaneSignal::NotOpened => openings::driver_failed(act, lane.id, request.gate_command_id, said)?,
                _ => {}
            }
            Ok(())
        })
        .await?;
    }
    if let Some(gate) = gate {
        notices::gate_is(desk, request.lane_id, gate);
    }
    Ok(Done {})
}

fn word(signal: LaneSignal) -> &'static str {
    match signal {
        LaneSignal::Present => "present",
        LaneSignal::Opened => "opened",
        LaneSignal::Closed => "closed",
        LaneSignal::Passed => "passed",
        LaneSignal::BackedOut => "backed_out",
        LaneSignal::Fault => "fault",
        LaneSignal::Recovered => "recovered",
        LaneSignal::NotOpened => "not_opened",
    }
}

/// A car went through. One more than the lane was told to let through, nobody has read it: it followed another one, or the
/// gate stood open.
fn unread(act: &mut Act<'_, '_>, lane: &Lane, at: Moment) -> Result<(), Refusal> {
    if act.tx.may_still_pass(lane.id, act.now)? != Some(0) {
        return Ok(());
    }
    let event_id = act.ids.next_guid();
    let entering = lane.kind == LaneKind::Entry;
    act.record(PassedUnread { event_id, lane_id: lane.id, entering, at: at.min(act.now) }, None, None)?;
    Ok(())
}

/// A car turned back.
struct TurnedBack {
    plate: Option<Plate>,
    /// Whether a car was let through here that had neither passed nor turned back until then.
    one_was_to_pass: bool,
}

impl TurnedBack {
    /// Whether it may be the car of this plate: cameras misread one that moves away.
    fn may_be(&self, plate: Option<&Plate>) -> bool {
        match (&self.plate, plate) {
            (Some(seen), Some(plate)) => Likeness::between(seen, plate).cost <= Likeness::FAR,
            (None, _) | (_, None) => true,
        }
    }
}

/// The car turned back. At an entry its record counts for nothing; at an exit it waits no longer, or, let out before a gate
/// that stayed shut, is one that somebody must look after.
fn backed_out(act: &mut Act<'_, '_>, lane: &Lane, turned: &TurnedBack) -> Result<(), Refusal> {
    if let Some(waiting) = act.tx.waiting_at(lane.id)?.filter(|waiting| turned.may_be(plate_of(&waiting.read))) {
        let lane_id = lane.id;
        let dismissed = WaitingDismissed { lane_id, read_id: waiting.read.id, reason: "车辆倒车离开".to_owned() };
        act.record(dismissed, waiting.record_id, Some(waiting.read.id))?;
        // The plate that is inside already came in here, before the gate that this very car stood at.
        let own = waiting.record_id.filter(|_| from_word(&waiting.fate) == Some(ReadFate::AlreadyInside));
        let own = own.map(|id| openings::let_in(act.tx, lane_id, id, act.now)).transpose()?.flatten();
        return match own {
            Some(opening) => never_came_in(act, &opening, waiting.read.id),
            None => Ok(()),
        };
    }
    if lane.kind != LaneKind::Entry {
        return openings::turned_back(act, lane.id, |record| turned.may_be(Some(&record.vehicle.plate)));
    }
    let Some(read) = came_in(act, lane, turned)? else { return Ok(()) };
    let Some(record) = read.record_id.map(|id| act.tx.record(id)).transpose()?.flatten() else { return Ok(()) };
    if let Some(opening) = openings::let_in(act.tx, lane.id, record.id, act.now)? {
        return never_came_in(act, &opening, read.id);
    }
    if record.state != RecordState::Inside || act.now.ms_since(record.entered_at) > BACKED_OUT_WITHIN_MS {
        return Ok(());
    }
    cancel(act, record, read.id)
}

fn plate_of(read: &StoredRead) -> Option<&Plate> {
    read.vehicle.as_ref().map(|vehicle| &vehicle.plate)
}

/// The read by which the car came in that turned back: the one of its plate, else the newest one here, when that car has
/// not passed the gate. One that has passed is inside, and another car turned back.
fn came_in(act: &Act<'_, '_>, lane: &Lane, turned: &TurnedBack) -> Result<Option<StoredRead>, Refusal> {
    let entered = |read: &StoredRead| from_word(&read.fate) == Some(ReadFate::Entered);
    if let Some(plate) = &turned.plate
        && let Some(read) = act.tx.latest_read_of(lane.id, Some(plate))?.filter(entered)
    {
        return Ok(Some(read));
    }
    let newest = act.tx.lane_reads(lane.id, 1)?.into_iter().next();
    Ok(newest.filter(|read| turned.one_was_to_pass && entered(read) && turned.may_be(plate_of(read))))
}

/// A car that was let in turned back before its gate.
fn never_came_in(act: &mut Act<'_, '_>, opening: &StoredOpening, read_id: Guid) -> Result<(), Refusal> {
    let record = act.tx.record(opening.record_id)?.filter(|record| record.state == RecordState::Inside);
    let Some(record) = record else { return Ok(()) };
    if opening.missed_at.is_some() {
        let (command_id, lane_id) = (opening.command_id, opening.lane_id);
        let gone = CarGone { command_id, lane_id, reason: "车辆倒车离开".to_owned(), came_in: false };
        act.record(gone, Some(record.id), Some(command_id))?;
    }
    cancel(act, record, read_id)
}

/// A stay that was none.
pub(super) fn cancel(act: &mut Act<'_, '_>, mut record: ParkingRecord, cause: Guid) -> Result<(), Refusal> {
    act.record(RecordCancelled { record_id: record.id, at: act.now }, Some(record.id), Some(cause))?;
    record.state = RecordState::Cancelled;
    record.left_at = Some(act.now);
    reservations::turned_back(act, record.id)?;
    act.state(&Fact::RecordCorrected { record })?;
    act.state_counts()?;
    Ok(())
}
