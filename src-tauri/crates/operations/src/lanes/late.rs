//! Reads that come late: a camera kept them while the line was down, or they are older than ten seconds. They are
//! recorded at their own time and open nothing: the car is long through, or stands there and will be read again.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::parking::{PlateRead, RecordType};
use lotdesk_ledger::event::ReadTaken;

use super::arrive::open_record;
use super::fate::{stays, word};
use super::leave::close_record;
use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::refusal::Refusal;
use crate::quotes;

pub(super) fn entry(act: &mut Act<'_, '_>, lane: &Lane, read: &PlateRead) -> Result<ReadReply, Refusal> {
    let mut record_id = None;
    if let Some(vehicle) = &read.vehicle {
        match act.tx.inside(&vehicle.plate)? {
            // The same entry told twice, or one that a person has put in meanwhile.
            Some(inside) => record_id = Some(inside.id),
            None => {
                let standing = quotes::standing(act.tx, &vehicle.plate, read.taken_at)?;
                let id = open_record(act, Some(lane), Some(read), vehicle, standing, &lane.area, read.taken_at, None)?;
                record_id = Some(id);
            }
        }
    }
    keep(act, read, record_id)
}

pub(super) fn exit(act: &mut Act<'_, '_>, lane: &Lane, read: &PlateRead) -> Result<ReadReply, Refusal> {
    let inside = match &read.vehicle {
        Some(vehicle) => act.tx.inside(&vehicle.plate)?,
        None => None,
    };
    // A car that came in after this read was taken is on its next stay.
    let Some(record) = inside.filter(|record| record.entered_at <= read.taken_at) else { return keep(act, read, None) };
    let quote = quotes::quote(act.tx, &act.lot, &act.tariff, &record, read.taken_at)?;
    let record_type = if quote.due_fen.is_positive() { RecordType::Abnormal } else { RecordType::Normal };
    let seen = Some((read.read_id, read.picture_id));
    close_record(act, &record, Some(lane), seen, read.taken_at, record_type)?;
    keep(act, read, Some(record.id))
}

fn keep(act: &mut Act<'_, '_>, read: &PlateRead, record_id: Option<Guid>) -> Result<ReadReply, Refusal> {
    let taken = ReadTaken::new(read, word(ReadFate::Late), None, record_id);
    act.record(taken, record_id, None)?;
    Ok(stays(ReadFate::Late, record_id, Vec::new(), ""))
}
