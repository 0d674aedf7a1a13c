//! Reads that come late: a camera kept them while the line was down, or they are older than ten seconds. They are
//! recorded at their own time and open nothing: the car is long through, or stands there and will be read again.
//!
//! A camera whose clock is slow sends nothing but old reads, and every car that it sees stands there. Once that is known of
//! an exit's camera, what it does not call kept ends no stay there: the car waits, for somebody to see.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, PlateRead, RecordType, Vehicle};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{ReadMatched, ReadTaken};
use lotdesk_ledger::tables::lanes::StoredRead;

use super::arrive::{open_record, wait};
use super::fate::{plate_line, repeat, stays, word};
use super::leave::close_record;
use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::refusal::Refusal;
use crate::engine_notes::camera_clock;
use crate::{arrears, coupons, quotes, words};

pub(super) fn entry(act: &mut Act<'_, '_>, lane: &Lane, read: &PlateRead) -> Result<ReadReply, Refusal> {
    let mut record_id = None;
    if let Some(vehicle) = &read.vehicle {
        match act.tx.inside(&vehicle.plate)? {
            // The same entry told twice, or one that a person has put in meanwhile.
            Some(inside) => record_id = Some(inside.id),
            None => match act.tx.latest_record(&vehicle.plate)?.filter(|r| r.left_at >= Some(read.taken_at)) {
                // The car has been in and out since: this is where that stay began, or an earlier one that is over too.
                Some(over) => {
                    let same_read_ms = i64::from(act.lot.same_read_seconds) * 1000;
                    let of_that_stay = over.entered_at.ms_since(read.taken_at) <= same_read_ms;
                    record_id = of_that_stay.then_some(over.id);
                }
                None => {
                    let standing = quotes::standing(act.tx, &vehicle.plate, read.taken_at)?;
                    let id =
                        open_record(act, Some(lane), Some(read), vehicle, standing, &lane.area, read.taken_at, None)?;
                    leave_as_told(act, &vehicle.plate, id)?;
                    record_id = Some(id);
                }
            },
        }
    }
    keep(act, read, record_id)
}

/// Ends a stay whose exit was told before its entry: the line of the camera at the exit came back first.
fn leave_as_told(act: &mut Act<'_, '_>, plate: &Plate, record_id: Guid) -> Result<(), Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    let lot = act.lot.clone();
    let mut told: Option<(&Lane, StoredRead)> = None;
    for lane in lot.lanes.iter().filter(|lane| lane.kind == LaneKind::Exit) {
        if let Some(read) = act.tx.late_read_of_no_record(lane.id, plate, record.entered_at)?
            && told.as_ref().is_none_or(|(_, first)| read.taken_at < first.taken_at)
        {
            told = Some((lane, read));
        }
    }
    let Some((lane, read)) = told else { return Ok(()) };
    close_unseen(act, &record, lane, (read.id, read.picture_id), read.taken_at)?;
    let fate = word(ReadFate::Late).to_owned();
    let matched = ReadMatched { lane_id: lane.id, read_id: read.id, record_id, fate };
    act.record(matched, Some(record_id), Some(read.id))?;
    Ok(())
}

pub(super) fn exit(act: &mut Act<'_, '_>, lane: &Lane, read: &PlateRead) -> Result<ReadReply, Refusal> {
    let inside = match &read.vehicle {
        Some(vehicle) => act.tx.inside(&vehicle.plate)?,
        None => None,
    };
    // A car that came in after this read was taken is on its next stay.
    let inside = inside.filter(|record| record.entered_at <= read.taken_at);
    if !read.buffered && act.tx.note_is_open(&camera_clock(lane.id))? {
        return stands_there_perhaps(act, lane, read, inside.as_ref());
    }
    let Some(record) = inside else { return keep(act, read, None) };
    if !stands_at_an_exit_since(act, record.id, read.taken_at)? {
        close_unseen(act, &record, lane, (read.read_id, read.picture_id), read.taken_at)?;
    }
    keep(act, read, Some(record.id))
}

/// The car of a camera whose clock is slow waits, once.
fn stands_there_perhaps(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: &PlateRead,
    record: Option<&ParkingRecord>,
) -> Result<ReadReply, Refusal> {
    if let Some(waiting) = act.tx.waiting_at(lane.id)? {
        let plate = |vehicle: &Option<Vehicle>| vehicle.as_ref().map(|vehicle| vehicle.plate.clone());
        let the_same = match record {
            Some(record) => waiting.record_id == Some(record.id),
            None => plate(&waiting.read.vehicle) == plate(&read.vehicle),
        };
        if the_same {
            return Ok(repeat(waiting.record_id));
        }
    }
    // It has left since: it was seen before that, and nobody stands there.
    if let (None, Some(vehicle)) = (record, &read.vehicle)
        && act.tx.latest_record(&vehicle.plate)?.is_some_and(|over| over.left_at >= Some(read.taken_at))
    {
        return keep(act, read, None);
    }
    let (id, standing) = (record.map(|record| record.id), record.map(|record| record.standing));
    let plate = read.vehicle.as_ref().map(plate_line);
    let screen = plate.into_iter().chain(["请稍候".to_owned()]).collect();
    wait(act, read, None, ReadFate::Late, id, standing, screen, "请稍候，人工处理")
}

/// Whether the car was seen at an exit at that moment or later, and waits there: then it had not left.
fn stands_at_an_exit_since(act: &Act<'_, '_>, record_id: Guid, at: Moment) -> Result<bool, Refusal> {
    for lane in act.lot.lanes.iter().filter(|lane| lane.kind == LaneKind::Exit) {
        let waiting = act.tx.waiting_at(lane.id)?.filter(|waiting| waiting.record_id == Some(record_id));
        if waiting.is_some_and(|waiting| waiting.read.taken_at >= at) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends a stay that ended while nobody looked; what was due then nobody took: its driver owes it.
fn close_unseen(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    lane: &Lane,
    seen: (Guid, Option<Guid>),
    left_at: Moment,
) -> Result<(), Refusal> {
    let quote = quotes::quote(act.tx, &act.lot, &act.tariffs, record, left_at)?;
    let mut record_type = RecordType::Normal;
    if quote.due_fen.is_positive() {
        record_type = RecordType::Abnormal;
        coupons::settle_at_exit(act, record.id, left_at)?;
        arrears::book(act, record, quote.due_fen, quote.charging(), None)?;
    }
    close_record(act, record, Some(lane), Some(seen), left_at, record_type)
}

fn keep(act: &mut Act<'_, '_>, read: &PlateRead, record_id: Option<Guid>) -> Result<ReadReply, Refusal> {
    let taken = ReadTaken::new(read, word(ReadFate::Late), None, record_id);
    act.record(taken, record_id, None)?;
    Ok(stays(ReadFate::Late, record_id, Vec::new(), ""))
}
