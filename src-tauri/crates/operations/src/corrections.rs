//! A plate that the entry's camera read wrong, put right by hand (5006).

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::parking::{ParkingRecord, RecordState, RecordType, Standing, Vehicle};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::PlateCorrected as Corrected;

use crate::act::Act;
use crate::api::lock::{CorrectPlate, PlateCorrected};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::operators::second_person_given;
use crate::{controls, lanes, quotes, reasons, words};

/// `record.correct_plate`.
pub(crate) async fn correct_plate(desk: &Desk, who: Who, request: CorrectPlate) -> Result<PlateCorrected, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    let approver = second_person_given(desk, &who, request.approver.clone()).await?;
    desk.act(&who, move |act| {
        let record = act.tx.record(request.record_id)?.ok_or_else(words::no_such_record)?;
        if record.state != RecordState::Inside {
            return Err(words::not_inside());
        }
        let corrected = correct(act, &record, plate, &reason, approver)?;
        let at_exit = lanes::judge_anew(act, &corrected)?;
        let record = act.tx.record(record.id)?.ok_or_else(words::no_such_record)?;
        Ok(PlateCorrected { record, at_exit })
    })
    .await
}

/// Puts right the plate of a car that is inside, and tells the platforms (5006).
pub(crate) fn correct(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    plate: Plate,
    reason: &str,
    approver: Option<Guid>,
) -> Result<ParkingRecord, Refusal> {
    if record.vehicle.plate == plate {
        return Err(Refusal::field("plate", "车牌没有变化", "The plate is what it was."));
    }
    if act.tx.inside(&plate)?.is_some() {
        return Err(Refusal::new(
            Code::AlreadyInside,
            "该车牌另有在场记录，请先核对两辆车",
            "Another car is inside with this plate; look at both first.",
        )
        .at("plate"));
    }
    let corrected = with_plate(act, record, plate.clone())?;
    if approver.is_none() && pays_less(act, record, &corrected)? {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "改为此车牌后应收会减少，须另一位有审批权限的人员输入姓名和 PIN",
            "With this plate less is due: a second person who may approve must give name and PIN.",
        )
        .at("approver"));
    }
    let event = Corrected {
        record_id: record.id,
        from: record.vehicle.plate.clone(),
        to: plate,
        standing: corrected.standing,
        record_type: corrected.record_type,
        reason: reason.to_owned(),
        approver,
    };
    act.record(event, Some(record.id), None)?;
    act.state(&Fact::RecordCorrected { record: corrected.clone() })?;
    act.state_counts()?;
    let listed = controls::of(act.tx, &corrected.vehicle.plate, act.now)?;
    for entry in listed.no_entry.iter().chain(&listed.warning) {
        controls::met(act, entry, None, Some(record.id))?;
    }
    Ok(corrected)
}

/// The record with its right plate, and what the car is to the lot with it, judged as of its entry.
fn with_plate(act: &Act<'_, '_>, record: &ParkingRecord, plate: Plate) -> Result<ParkingRecord, Refusal> {
    // What it came by that a lease did not give it, it keeps.
    let standing = match record.standing {
        _ if quotes::has_lease_space(act.tx, &plate, record.entered_at, Some(record))? => Standing::Lease,
        Standing::Lease => Standing::Temporary,
        kept @ (Standing::Temporary | Standing::Reserved | Standing::Shared) => kept,
    };
    Ok(ParkingRecord {
        vehicle: Vehicle { plate, ..record.vehicle.clone() },
        standing,
        record_type: RecordType::Abnormal,
        ..record.clone()
    })
}

/// Whether the car pays less with the new plate, now or later. A plate typed in must not let a car go for free.
fn pays_less(act: &Act<'_, '_>, before: &ParkingRecord, after: &ParkingRecord) -> Result<bool, Refusal> {
    let is_covered = |record: &ParkingRecord| -> Result<bool, Refusal> {
        let free = controls::of(act.tx, &record.vehicle.plate, act.now)?.free.is_some();
        Ok(free || record.standing == Standing::Lease)
    };
    if is_covered(after)? && !is_covered(before)? {
        return Ok(true);
    }
    let due = |record| quotes::quote(act.tx, &act.lot, &act.tariffs, record, act.now).map(|quote| quote.due_fen);
    Ok(due(after)? < due(before)?)
}
