//! 6005: cars inside by a part of their plate (DB4403/T 313, tables 81 and 82).

use lotdesk_domain::ask::inside::{FindInside, InsideCar, SHORTEST_PLATE_PART};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::parking::RecordState;
use lotdesk_ledger::tables::records::RecordSearch;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::records::plate_part;
use crate::street;

/// As many cars are named at the most: a part that more have in common says nothing.
const MOST: u32 = 100;

pub(super) fn find(act: &Act<'_, '_>, asked: &FindInside) -> Result<Answer, Refused> {
    must_be_ours(act, &asked.park_code)?;
    let part = plate_part(&asked.plate_part);
    if part.chars().count() < SHORTEST_PLATE_PART {
        return Err(AskRefusal::new(AskCode::OutOfRange, "plateNo 至少需要三位").into());
    }
    let search = RecordSearch { plate_part: part, state: Some(RecordState::Inside), limit: MOST, after: None };
    let mut found = act.tx.search_records(&search)?;
    found.truncate(MOST as usize);
    let car = |record: lotdesk_domain::parking::ParkingRecord| InsideCar {
        record_id: record.id,
        vehicle: record.vehicle,
        entered_at: record.entered_at,
    };
    let part = search.plate_part;
    let in_bays = street::standing(act.tx, &part, MOST)?
        .into_iter()
        .filter_map(|stay| Some(InsideCar { record_id: stay.id, vehicle: stay.vehicle?, entered_at: stay.entered_at }));
    Ok(Answer::Inside(found.into_iter().map(car).chain(in_bays).take(MOST as usize).collect()))
}
