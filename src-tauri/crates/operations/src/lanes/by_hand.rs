//! What the attendant does at a lane by hand, with a reason.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::parking::{PlateRead, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{ReadMatched, WaitingDismissed};
use lotdesk_ledger::tables::lanes::Waiting;

use super::arrive::open_record;
use super::fate::{opens, plate_line, standing_zh, word};
use super::unwritten;
use crate::act::Act;
use crate::api::Done;
use crate::api::lane::{AdmitWaiting, DismissWaiting, GateCommanded, OpenByHand, ReadFate, ReadReply};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{controls, quotes, reasons, words};

/// `lane.open_by_hand`.
pub(crate) async fn open_by_hand(desk: &Desk, who: Who, request: OpenByHand) -> Result<GateCommanded, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let (lane_id, said) = (request.lane_id, reason.clone());
    let opened = desk
        .act(&who, move |act| {
            if act.lot.lane(lane_id).is_none() {
                return Err(words::no_such_lane());
            }
            let (gate_command_id, expires_at) = act.open_gate(lane_id, "hand", Some(said), None)?;
            Ok(GateCommanded { gate_command_id, expires_at })
        })
        .await;
    match opened {
        // Nothing was written and nothing was opened: the gate opens all the same.
        Err(failure)
            if matches!(failure.code, Code::Internal | Code::Unavailable) && desk.lot().lane(lane_id).is_some() =>
        {
            unwritten::open(desk, &who, lane_id, reason, failure)
        }
        opened => opened,
    }
}

/// `lane.dismiss`.
pub(crate) async fn dismiss(desk: &Desk, who: Who, request: DismissWaiting) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let waiting = waiting(act, request.lane_id, request.read_id)?;
        let dismissed = WaitingDismissed { lane_id: request.lane_id, read_id: request.read_id, reason };
        act.record(dismissed, waiting.record_id, Some(request.read_id))?;
        Ok(Done {})
    })
    .await
}

/// `lane.admit`.
pub(crate) async fn admit(desk: &Desk, who: Who, request: AdmitWaiting) -> Result<ReadReply, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let typed = request.plate.as_deref().filter(|text| !text.trim().is_empty());
    let typed = typed.map(|text| Plate::parse(text).map_err(|why| words::bad_plate("plate", &why))).transpose()?;
    desk.act(&who, move |act| {
        let lane = act.lane(request.lane_id, LaneKind::Entry)?;
        let waiting = waiting(act, lane.id, request.read_id)?;
        admit_waiting(act, &lane, &waiting, typed, reason)
    })
    .await
}

/// Lets the car in that waits at an entry: by the plate that was read, or the one that was typed.
pub(crate) fn admit_waiting(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    waiting: &Waiting,
    typed: Option<Plate>,
    reason: String,
) -> Result<ReadReply, Refusal> {
    let vehicle = seen_as(waiting, typed)?;
    if let Some(entry) = controls::of(act.tx, &vehicle.plate, act.now)?.no_entry {
        return Err(controls::barred(&entry).at("plate"));
    }
    let standing = quotes::standing(act.tx, &vehicle.plate, act.now)?;
    let read = as_read(waiting, &vehicle, act);
    let now = act.now;
    let id = open_record(act, Some(lane), Some(&read), &vehicle, standing, &lane.area, now, Some(reason))?;
    let fate = word(ReadFate::Entered).to_owned();
    let matched = ReadMatched { lane_id: lane.id, read_id: waiting.read.id, record_id: id, fate };
    act.record(matched, Some(id), Some(waiting.read.id))?;
    let (command, _) = act.open_gate(lane.id, "read", None, Some(id))?;
    let screen = vec![plate_line(&vehicle), standing_zh(standing).to_owned(), "欢迎光临".to_owned()];
    Ok(opens(ReadFate::Entered, command, id, screen, "欢迎光临".to_owned()))
}

/// The car that waits at a lane, when it is still the one that the asker means.
pub(crate) fn waiting(act: &Act<'_, '_>, lane_id: Guid, read_id: Guid) -> Result<Waiting, Refusal> {
    act.tx.waiting_at(lane_id)?.filter(|w| w.read.id == read_id).ok_or_else(words::not_waiting_any_more)
}

/// The car as the attendant sees it: the typed plate wins over the camera's.
pub(crate) fn seen_as(waiting: &Waiting, typed: Option<Plate>) -> Result<Vehicle, Refusal> {
    match (waiting.read.vehicle.clone(), typed) {
        (Some(seen), Some(plate)) => Ok(Vehicle { plate, ..seen }),
        (Some(seen), None) => Ok(seen),
        (None, Some(plate)) => Ok(Vehicle {
            plate,
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        }),
        (None, None) => {
            Err(Refusal::new(Code::BadPlate, "摄像机未识别到车牌，请输入车牌", "The camera read no plate; type it in.")
                .at("plate"))
        }
    }
}

/// The read of the waiting car with the plate as the attendant sees it.
fn as_read(waiting: &Waiting, vehicle: &Vehicle, act: &Act<'_, '_>) -> PlateRead {
    PlateRead {
        read_id: waiting.read.id,
        lane_id: waiting.read.lane_id,
        vehicle: Some(vehicle.clone()),
        taken_at: waiting.read.taken_at,
        received_at: act.now,
        buffered: false,
        confidence: waiting.read.confidence,
        picture_id: waiting.read.picture_id,
    }
}
