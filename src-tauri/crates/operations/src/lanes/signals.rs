//! What a lane's own sensors and gate say.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::RecordState;
use lotdesk_ledger::event::{LaneSignalled, PassedUnread, RecordCancelled, WaitingDismissed};

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
            let signalled = LaneSignalled {
                lane_id: lane.id,
                signal: word(signal).to_owned(),
                at: request.at,
                command_id: request.gate_command_id,
                remark: said.words.clone(),
                trouble: said.stored(),
            };
            act.record(signalled, None, request.gate_command_id)?;
            match signal {
                LaneSignal::BackedOut => backed_out(act, lane.id, lane.kind)?,
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

/// The car turned back. At an entry its record counts for nothing; at an exit it waits no longer, or, let out before a gate
/// that stayed shut, is one that somebody must look after.
fn backed_out(act: &mut Act<'_, '_>, lane_id: Guid, kind: LaneKind) -> Result<(), Refusal> {
    if let Some(waiting) = act.tx.waiting_at(lane_id)? {
        let dismissed = WaitingDismissed { lane_id, read_id: waiting.read.id, reason: "车辆倒车离开".to_owned() };
        act.record(dismissed, waiting.record_id, Some(waiting.read.id))?;
        return Ok(());
    }
    if kind != LaneKind::Entry {
        return openings::turned_back(act, lane_id);
    }
    let newest = act.tx.lane_reads(lane_id, 1)?.into_iter().next();
    let Some(read) = newest.filter(|read| from_word(&read.fate) == Some(ReadFate::Entered)) else { return Ok(()) };
    let Some(mut record) = read.record_id.map(|id| act.tx.record(id)).transpose()?.flatten() else { return Ok(()) };
    if record.state != RecordState::Inside || act.now.ms_since(record.entered_at) > BACKED_OUT_WITHIN_MS {
        return Ok(());
    }
    act.record(RecordCancelled { record_id: record.id, at: act.now }, Some(record.id), Some(read.id))?;
    record.state = RecordState::Cancelled;
    record.left_at = Some(act.now);
    reservations::turned_back(act, record.id)?;
    act.state(&Fact::RecordCorrected { record })?;
    act.state_counts()?;
    Ok(())
}
