//! A car at an entry lane.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{PlateRead, RecordType, Standing, Vehicle};
use lotdesk_ledger::event::{ReadTaken, RecordOpened, SamePlateSeen, StoredVehicle};
use lotdesk_ledger::tables::lanes::StoredRead;

use super::fate::{opens, plate_line, standing_zh, stays, word};
use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::refusal::Refusal;
use crate::{controls, figures, lane_service, neighbours, quotes, reservations, sharing};

pub(super) fn arrive(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: &PlateRead,
    before: Option<&StoredRead>,
) -> Result<ReadReply, Refusal> {
    if lane_service::is_closed(act.tx, lane)? {
        let plate = read.vehicle.as_ref().map(plate_line);
        let screen = plate.into_iter().chain(["通道停用".to_owned(), "请走其他入口".to_owned()]).collect();
        return wait(act, read, before, ReadFate::LaneClosed, None, None, screen, "本通道停用，请走其他入口");
    }
    let Some(vehicle) = read.vehicle.clone() else {
        let screen = vec!["无牌车".to_owned(), "请稍候".to_owned()];
        return wait(act, read, before, ReadFate::NoPlate, None, None, screen, "请稍候，人工登记");
    };
    if let Some(inside) = act.tx.inside(&vehicle.plate)? {
        // Told once, not again as often as the camera sees it stand there.
        let told = word(ReadFate::AlreadyInside);
        let seen_before = before.is_some_and(|b| b.fate == told);
        let stands_here = act.tx.waiting_at(lane.id)?.is_some_and(|w| w.fate == told && w.record_id == Some(inside.id));
        if !seen_before && !stands_here {
            report_same_plate(act, lane, read, &vehicle, inside.id)?;
        }
        let screen = vec![plate_line(&vehicle), "车辆已在场".to_owned(), "请稍候".to_owned()];
        let id = Some(inside.id);
        return wait(act, read, before, ReadFate::AlreadyInside, id, Some(inside.standing), screen, "请稍候");
    }
    let mut standing = quotes::standing(act.tx, &vehicle.plate, read.taken_at)?;
    let listed = controls::of(act.tx, &vehicle.plate, read.taken_at)?;
    if let Some(entry) = &listed.no_entry {
        controls::met(act, entry, Some(lane), None)?;
        let screen = vec![plate_line(&vehicle), "禁止入场".to_owned(), "请联系管理人员".to_owned()];
        return wait(act, read, before, ReadFate::Barred, None, Some(standing), screen, "禁止入场，请联系管理人员");
    }
    if !standing.has_a_space() {
        if listed.free.is_none() && is_full(act, lane)? {
            let (around, said) = neighbours::offer_words(&neighbours::offers(act.tx, &act.lot, act.now)?);
            let screen = [vec![plate_line(&vehicle), "车位已满".to_owned()], around].concat();
            let voice = format!("车位已满{said}");
            return wait(act, read, before, ReadFate::RefusedFull, None, Some(standing), screen, &voice);
        }
        // A little before its time a reserved car comes in where there is room.
        if reservations::is_soon(act.tx, &vehicle.plate, read.taken_at)? {
            standing = Standing::Reserved;
        }
    }
    let id = open_record(act, Some(lane), Some(read), &vehicle, standing, &lane.area, read.taken_at, None)?;
    let taken =
        ReadTaken { clears_waiting: true, ..ReadTaken::new(read, word(ReadFate::Entered), Some(standing), Some(id)) };
    act.record(taken, Some(id), None)?;
    for entry in listed.warning.iter().chain(&listed.free) {
        controls::met(act, entry, Some(lane), Some(id))?;
    }
    let (command, _) = act.open_gate(lane.id, "read", None, Some(id))?;
    let stands = if listed.free.is_some() { "免费通行" } else { standing_zh(standing) };
    let mut screen = vec![plate_line(&vehicle), stands.to_owned(), "欢迎光临".to_owned()];
    let mut voice = format!("{}，欢迎光临", vehicle.plate);
    if let Some(space) = reservations::space_words(act, id)? {
        voice.push_str(&format!("，请停{space}"));
        screen.push(space);
    }
    Ok(opens(ReadFate::Entered, command, id, screen, voice))
}

fn is_full(act: &Act<'_, '_>, lane: &Lane) -> Result<bool, Refusal> {
    let Some(area) = act.lot.areas.iter().find(|area| area.code == lane.area) else { return Ok(false) };
    Ok(figures::area(act.tx, area)?.open_to_all == 0)
}

/// The car waits for the attendant. A repeat of the read by which it waits already says nothing new; one of a car that
/// was taken off the lane meanwhile, or whose place another took, does: it stands there.
#[expect(clippy::too_many_arguments, reason = "each is one word of the answer")]
pub(super) fn wait(
    act: &mut Act<'_, '_>,
    read: &PlateRead,
    before: Option<&StoredRead>,
    fate: ReadFate,
    record_id: Option<Guid>,
    standing: Option<Standing>,
    screen: Vec<String>,
    voice: &str,
) -> Result<ReadReply, Refusal> {
    if let Some(before) = before.filter(|b| b.fate == word(fate))
        && act.tx.waiting_at(read.lane_id)?.is_some_and(|waiting| waiting.read.id == before.id)
    {
        return Ok(super::fate::repeat(record_id));
    }
    let taken = ReadTaken { waits: true, ..ReadTaken::new(read, word(fate), standing, record_id) };
    act.record(taken, record_id, None)?;
    Ok(stays(fate, record_id, screen, voice))
}

fn report_same_plate(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: &PlateRead,
    vehicle: &Vehicle,
    record_id: Guid,
) -> Result<(), Refusal> {
    let event_id = act.ids.next_guid();
    let seen = SamePlateSeen { event_id, lane_id: lane.id, plate: vehicle.plate.clone(), record_id };
    act.record(seen, Some(record_id), Some(read.read_id))?;
    act.state(&Fact::SamePlateInside { event_id, vehicle: vehicle.clone(), lane: lane.clone(), at: read.taken_at })?;
    Ok(())
}

/// Opens a parking record and tells the platforms.
#[expect(clippy::too_many_arguments, reason = "a record's beginning has that many sides")]
pub(crate) fn open_record(
    act: &mut Act<'_, '_>,
    lane: Option<&Lane>,
    read: Option<&PlateRead>,
    vehicle: &Vehicle,
    standing: Standing,
    area: &str,
    entered_at: Moment,
    reason: Option<String>,
) -> Result<Guid, Refusal> {
    let id = act.ids.next_guid();
    let picture_id = read.and_then(|r| r.picture_id);
    let share = match standing {
        Standing::Shared => sharing::covering(act.tx, &vehicle.plate, entered_at)?,
        Standing::Temporary | Standing::Lease | Standing::Reserved => None,
    };
    let opened = RecordOpened {
        id,
        vehicle: StoredVehicle::from(vehicle),
        standing,
        area: area.to_owned(),
        entered_at,
        lane_id: lane.map(|l| l.id),
        read_id: read.map(|r| r.read_id),
        picture_id,
        record_type: if reason.is_some() { RecordType::Abnormal } else { RecordType::Normal },
        reason,
        share_id: share.map(|share| share.id),
    };
    let record = opened.to_record();
    act.record(opened, Some(id), read.map(|r| r.read_id))?;
    act.state(&Fact::VehicleEntered { record })?;
    reservations::use_up(act, &vehicle.plate, entered_at, id)?;
    act.state_picture(picture_id, id, true, entered_at)?;
    act.state_counts()?;
    Ok(id)
}
