//! A lane as the booth and the board show it.

use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, RecordState};
use lotdesk_domain::plate::Likeness;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::lanes::{StoredRead, Waiting};

use super::fate::from_word;
use super::openings;
use crate::api::lane::{Candidate, GateState, LaneView, ReadFate, ReadView, WaitingCar};
use crate::api::refusal::Refusal;
use crate::desk::Desk;
use crate::{controls, exceptions, lane_service, orders, quotes};

/// This many candidates are worth looking at.
const CANDIDATES_MOST: usize = 6;
const READS_SHOWN: u32 = 5;
/// Looked through for what was said of a car without a legible plate, and how long ago that may be, in milliseconds.
const READS_LOOKED_AT: u32 = 20;
const SAID_LATELY_MS: i64 = 10 * 60_000;

pub(crate) fn lane(
    tx: &ReadTx<'_>,
    desk: &Desk,
    lane: &Lane,
    gate: GateState,
    now: Moment,
) -> Result<LaneView, Refusal> {
    let fault = tx.lane_fault(lane.id)?.is_some();
    let reads = tx.lane_reads(lane.id, READS_SHOWN)?.into_iter().map(read).collect();
    let waiting = tx.waiting_at(lane.id)?.map(|waiting| self::waiting(tx, desk, lane, waiting, now)).transpose()?;
    Ok(LaneView {
        id: lane.id,
        code: lane.code.clone(),
        name: lane.name.clone(),
        kind: lane.kind,
        gate: if fault { GateState::Fault } else { gate },
        service: lane_service::service_view(tx, lane)?,
        devices: lane_service::device_views(tx, lane)?,
        reads,
        waiting,
        stuck: openings::stuck(tx, lane.id)?,
    })
}

fn read(stored: StoredRead) -> ReadView {
    ReadView {
        read_id: stored.id,
        at: stored.taken_at,
        vehicle: stored.vehicle,
        confidence: stored.confidence,
        picture_id: stored.picture_id,
        fate: from_word(&stored.fate).unwrap_or(ReadFate::Late),
        standing: stored.standing,
    }
}

fn waiting(tx: &ReadTx<'_>, desk: &Desk, lane: &Lane, waiting: Waiting, now: Moment) -> Result<WaitingCar, Refusal> {
    let why = from_word(&waiting.fate).unwrap_or(ReadFate::NoPlate);
    let quote = match (why, waiting.record_id) {
        (ReadFate::MustPay | ReadFate::Locked | ReadFate::Barred, Some(id)) => match tx.record(id)? {
            Some(record) => Some(quotes::quote(tx, &desk.lot(), &desk.tariffs(), &record, now)?),
            None => None,
        },
        _ => None,
    };
    let payment_request = match (why, waiting.record_id) {
        (ReadFate::MustPay, Some(id)) => match tx.requested_order(id)? {
            Some(given) => orders::request_view(tx, &given)?,
            None => None,
        },
        _ => None,
    };
    let candidates = match why {
        ReadFate::NoEntry | ReadFate::NoPlate | ReadFate::Late if lane.kind == LaneKind::Exit => {
            candidates(tx, &waiting)?
        }
        _ => Vec::new(),
    };
    let record = waiting.record_id.map(|id| tx.record(id)).transpose()?.flatten();
    let plate = record.as_ref().map(|record| &record.vehicle).or(waiting.read.vehicle.as_ref()).map(|v| &v.plate);
    let control = match (why, plate, lane.kind) {
        (ReadFate::Barred, Some(plate), LaneKind::Entry) => controls::of(tx, plate, now)?.no_entry,
        (ReadFate::Barred, Some(plate), LaneKind::Exit) => controls::of(tx, plate, now)?.no_exit,
        _ => None,
    };
    let lock = match (why, waiting.record_id) {
        (ReadFate::Locked, Some(id)) => tx.lock_of(id)?,
        _ => None,
    };
    let inside = match why {
        ReadFate::AlreadyInside => exceptions::inside_car(tx, desk, &waiting, now)?,
        _ => None,
    };
    let record_id = waiting.record_id;
    Ok(WaitingCar {
        read: read(waiting.read),
        since: waiting.since,
        why,
        quote,
        payment_request,
        control,
        lock,
        record_id,
        inside,
        candidates,
    })
}

/// Of a car without a legible plate: the one inside that a person last said it was, when that was a moment ago.
fn said_lately(tx: &ReadTx<'_>, waiting: &Waiting) -> Result<Option<ParkingRecord>, Refusal> {
    let reads = tx.lane_reads(waiting.read.lane_id, READS_LOOKED_AT)?;
    let said = reads.into_iter().find(|read| read.vehicle.is_none() && read.record_id.is_some());
    let lately = said.filter(|read| waiting.read.taken_at.ms_since(read.taken_at) <= SAID_LATELY_MS);
    let record = lately.and_then(|read| read.record_id).map(|id| tx.record(id)).transpose()?.flatten();
    Ok(record.filter(|record| record.state == RecordState::Inside))
}

fn candidate(record: ParkingRecord, differences: Vec<String>) -> Candidate {
    Candidate {
        record_id: record.id,
        vehicle: record.vehicle,
        entered_at: record.entered_at,
        entry_picture: record.entry_picture,
        differences,
    }
}

/// Cars inside whose plates look like the one that was read, the likeliest first.
fn candidates(tx: &ReadTx<'_>, waiting: &Waiting) -> Result<Vec<Candidate>, Refusal> {
    let Some(seen) = &waiting.read.vehicle else {
        return Ok(said_lately(tx, waiting)?.map(|record| candidate(record, Vec::new())).into_iter().collect());
    };
    let mut alike: Vec<(u32, Candidate)> = tx
        .all_inside()?
        .into_iter()
        .map(|record| (Likeness::between(&seen.plate, &record.vehicle.plate), record))
        .filter(|(likeness, _)| likeness.cost <= Likeness::FAR)
        .map(|(likeness, record)| (likeness.cost, candidate(record, likeness.differences)))
        .collect();
    alike.sort_by_key(|(cost, candidate)| (*cost, candidate.entered_at));
    alike.truncate(CANDIDATES_MOST);
    Ok(alike.into_iter().map(|(_, candidate)| candidate).collect())
}
