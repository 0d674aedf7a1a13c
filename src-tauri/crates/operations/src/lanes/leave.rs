//! A car at an exit lane.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, PlateRead, RecordState, RecordType, Vehicle};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{ReadTaken, RecordClosed};
use lotdesk_ledger::tables::lanes::StoredRead;

use super::arrive::wait;
use super::fate::{opens, plate_line, standing_zh, word, yuan};
use super::judge::{Exit, judge};
use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::refusal::Refusal;
use crate::{controls, coupons, deductions, reservations, words};

pub(super) fn leave(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read: &PlateRead,
    before: Option<&StoredRead>,
) -> Result<ReadReply, Refusal> {
    let matched = said_to_be(act, lane, read)?;
    let Some(vehicle) = matched.as_ref().map(|record| &record.vehicle).or(read.vehicle.as_ref()) else {
        let screen = vec!["无牌车".to_owned(), "请稍候".to_owned()];
        return wait(act, read, before, ReadFate::NoPlate, None, None, screen, "请稍候，人工处理");
    };
    let record = match &matched {
        Some(record) => Some(record.clone()),
        None => act.tx.inside(&vehicle.plate)?,
    };
    let Some(record) = record else {
        let screen = vec![plate_line(vehicle), "无入场记录".to_owned(), "请稍候".to_owned()];
        return wait(act, read, before, ReadFate::NoEntry, None, None, screen, "无入场记录，请稍候");
    };
    let listed = controls::of(act.tx, &record.vehicle.plate, read.taken_at)?;
    for entry in listed.no_exit.iter().chain(&listed.warning).chain(&listed.free) {
        controls::met(act, entry, Some(lane), Some(record.id))?;
    }
    let verdict = judge(act, &record, read.taken_at)?;
    // What a person said of a blank plate holds for what is asked of the car, and opens nothing by itself: the next car
    // that cannot be read looks the same. The booth proposes the record.
    if read.vehicle.is_none() && matches!(verdict, Exit::Free) {
        let screen = vec!["无牌车".to_owned(), "请稍候".to_owned()];
        return wait(act, read, before, ReadFate::NoPlate, None, None, screen, "请稍候，人工处理");
    }
    if verdict.fate() != ReadFate::Left {
        let (mut screen, mut voice) = verdict.words(&record);
        if let (Exit::MustPay(quote), Some(_)) = (&verdict, &read.vehicle) {
            if let Some(reply) = deductions::out_then_charge(act, lane, read, &record)? {
                return Ok(reply);
            }
            if deductions::charge_then_out(act, &record)? {
                let fee = yuan(quote.due_fen);
                screen = vec![plate_line(vehicle), format!("正在扣费 {fee}"), stay_zh(quote.minutes)];
                voice = format!("{}，正在扣费{fee}，请稍候", vehicle.plate);
            }
        }
        let (id, standing) = (Some(record.id), Some(record.standing));
        return wait(act, read, before, verdict.fate(), id, standing, screen, &voice);
    }
    let taken = ReadTaken {
        clears_waiting: true,
        ..ReadTaken::new(read, word(ReadFate::Left), Some(record.standing), Some(record.id))
    };
    act.record(taken, Some(record.id), None)?;
    let seen = Some((read.read_id, read.picture_id));
    let command = let_out(act, &record, lane, seen, read.taken_at, "read", RecordType::Normal)?;
    Ok(goodbye(&record, command))
}

/// What was said of a car holds for so long after it was last seen, in milliseconds, or for as long as a second read is the
/// same one.
const SAID_HOLDS_MS: i64 = 60_000;

/// The record of the car that waits here, when this is the same sight of it: what a person said of a misread or blank
/// plate holds when the camera misreads it again. It is the same sight as long as the camera goes on seeing it.
fn said_to_be(act: &Act<'_, '_>, lane: &Lane, read: &PlateRead) -> Result<Option<ParkingRecord>, Refusal> {
    fn plate(vehicle: Option<&Vehicle>) -> Option<&Plate> {
        vehicle.map(|v| &v.plate)
    }
    let Some(waiting) = act.tx.waiting_at(lane.id)? else { return Ok(None) };
    if plate(waiting.read.vehicle.as_ref()) != plate(read.vehicle.as_ref()) {
        return Ok(None);
    }
    let holds_ms = SAID_HOLDS_MS.max(i64::from(act.lot.same_read_seconds) * 1000);
    if read.taken_at.ms_since(waiting.read.taken_at) > holds_ms {
        return Ok(None);
    }
    let record = waiting.record_id.map(|id| act.tx.record(id)).transpose()?.flatten();
    let Some(record) = record.filter(|record| record.state == RecordState::Inside) else { return Ok(None) };
    // A car of the plate that came in after the waiting began is another one.
    let newer = match plate(read.vehicle.as_ref()) {
        Some(plate) => act.tx.inside(plate)?.filter(|inside| inside.entered_at > waiting.since),
        None => None,
    };
    Ok(if newer.is_some() { None } else { Some(record) })
}

/// The reply to a car that may go.
pub(crate) fn goodbye(record: &ParkingRecord, command: Guid) -> ReadReply {
    let screen = vec![plate_line(&record.vehicle), standing_zh(record.standing).to_owned(), "一路平安".to_owned()];
    opens(ReadFate::Left, command, record.id, screen, "一路平安".to_owned())
}

/// `停车 3 小时 12 分`.
pub(super) fn stay_zh(minutes: u32) -> String {
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => format!("停车 {minutes} 分"),
        (0, _) => format!("停车 {hours} 小时 {minutes} 分"),
        _ => format!("停车 {days} 天 {hours} 小时 {minutes} 分"),
    }
}

/// Ends a stay and tells the platforms: the payments first (they are queued already), then the exit with their list.
pub(crate) fn close_record(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    lane: Option<&Lane>,
    read: Option<(Guid, Option<Guid>)>,
    left_at: Moment,
    record_type: RecordType,
) -> Result<(), Refusal> {
    let locked = act.tx.lock_of(record.id)?.is_some_and(|lock| lock.state.leaves_locked());
    let record_type = match record.record_type {
        _ if locked => RecordType::LeftLocked,
        RecordType::Normal => record_type,
        other => other,
    };
    let (read_id, picture_id) = (read.map(|r| r.0), read.and_then(|r| r.1));
    let left_at = left_at.max(record.entered_at);
    coupons::settle_at_exit(act, record.id, left_at)?;
    reservations::settle_at_exit(act, record.id, left_at)?;
    let closed =
        RecordClosed { record_id: record.id, left_at, lane_id: lane.map(|l| l.id), read_id, picture_id, record_type };
    act.record(closed, Some(record.id), read_id)?;
    // As the payments and debts of this very operation have made it.
    let left = act.tx.record(record.id)?.ok_or_else(words::no_such_record)?;
    let charge_ids = act.tx.charges_of(record.id)?.iter().map(|c| c.charge.id).collect();
    // An exit is told once: the one of a car that had stayed inside after all puts it right.
    act.state(&if act.tx.went_on_after_its_end(record.id)? {
        Fact::VehicleLeftAfterAll { record: left, charge_ids }
    } else {
        Fact::VehicleLeft { record: left, charge_ids }
    })?;
    act.state_picture(picture_id, record.id, false, left_at)?;
    act.state_counts()?;
    Ok(())
}

/// Ends a stay and opens the gate for it.
pub(crate) fn let_out(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    lane: &Lane,
    read: Option<(Guid, Option<Guid>)>,
    left_at: Moment,
    cause: &str,
    record_type: RecordType,
) -> Result<Guid, Refusal> {
    close_record(act, record, Some(lane), read, left_at, record_type)?;
    Ok(act.open_gate(lane.id, cause, None, Some(record.id))?.0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn stays_in_words() {
        assert_eq!(super::stay_zh(12), "停车 12 分");
        assert_eq!(super::stay_zh(192), "停车 3 小时 12 分");
        assert_eq!(super::stay_zh(1440 + 61), "停车 1 天 1 小时 1 分");
    }
}
