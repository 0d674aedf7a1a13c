//! How things stand, and what went wrong: 5001, 5002, 5003, 5011, 2002.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, Lot, SpaceState};
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{Counts, Vehicle};
use lotdesk_domain::service::LaneService;

use super::{Place, draft};
use crate::city::wire::event::{EventInfo, EventLevel, MOTOR_FAILED, SAME_PLATE};
use crate::city::wire::form::{DateTime, Int, Text};
use crate::city::wire::state as wire;

pub fn counts(counts: &Counts, lot: &Lot) -> Draft {
    let item = wire::ParkSpaceInfo {
        park_code: Text(lot.park_code.clone()),
        used_spaces: Int(i64::from(counts.used)),
        unused_spaces: Int(i64::from(counts.open_to_all)),
        reserved_spaces: Some(Int(i64::from(counts.reserved))),
    };
    draft("5003", lot.park_code.clone(), Place::Latest(lot.park_code.clone()), &item)
}

pub fn space(space_no: &str, state: SpaceState, lot: &Lot) -> Draft {
    let state = match state {
        SpaceState::Unknown => wire::SpaceStateCode::Unknown,
        SpaceState::Free => wire::SpaceStateCode::Free,
        SpaceState::Reserved => wire::SpaceStateCode::Reserved,
        SpaceState::Taken => wire::SpaceStateCode::Taken,
    };
    let item =
        wire::SpaceStateItem { space_no: Text::from(space_no), park_code: Some(Text(lot.park_code.clone())), state };
    draft("5001", space_no.to_owned(), Place::Latest(space_no.to_owned()), &item)
}

pub fn equipment(equipment_id: Guid, online: bool) -> Draft {
    let state = if online { wire::LinkStateCode::Online } else { wire::LinkStateCode::Offline };
    let item = wire::EquipmentStateItem { id: equipment_id, state };
    draft("5002", equipment_id.to_string(), Place::Latest(equipment_id.to_string()), &item)
}

pub fn lane(lane_id: Guid, state: LaneService, comment: &str, lot: &Lot) -> Draft {
    let state = match state {
        LaneService::Normal => wire::LaneStateCode::Normal,
        LaneService::Jammed => wire::LaneStateCode::Jammed,
        LaneService::BadlyJammed => wire::LaneStateCode::BadlyJammed,
        LaneService::Closed => wire::LaneStateCode::OutOfUse,
    };
    let item = wire::LaneStateItem {
        park_code: Text(lot.park_code.clone()),
        entrance_id: lane_id,
        state,
        comment: (!comment.is_empty()).then(|| comment.to_owned()),
    };
    draft("5011", lane_id.to_string(), Place::Latest(lane_id.to_string()), &item)
}

/// A.3 files 设备电机故障 under 故障: level 2, somebody must look.
pub fn motor_failed(event_id: Guid, equipment_id: Guid, lane: &Lane, at: Moment, remark: &str, lot: &Lot) -> Draft {
    let item = EventInfo {
        id: event_id,
        park_code: Some(Text(lot.park_code.clone())),
        space_no: None,
        plate_no: None,
        time: DateTime(at),
        event_type: Int(MOTOR_FAILED),
        event_level: EventLevel::Fault,
        position: Some(lane.name.clone()),
        equipment_id: Some(equipment_id),
        remark: remark.to_owned(),
    };
    draft("2002", event_id.to_string(), Place::Alone, &item)
}

/// A.3 files 套牌车进出 under 告警, an alarm: level 1, which needs nobody at once.
pub fn same_plate(event_id: Guid, vehicle: &Vehicle, lane: &Lane, at: Moment, lot: &Lot) -> Draft {
    let item = EventInfo {
        id: event_id,
        park_code: Some(Text(lot.park_code.clone())),
        space_no: None,
        plate_no: Some(vehicle.plate.clone()),
        time: DateTime(at),
        event_type: Int(SAME_PLATE),
        event_level: EventLevel::Warning,
        position: Some(lane.name.clone()),
        equipment_id: lane.camera().or(lane.equipment.first()).map(|device| device.id),
        remark: format!("车牌{}已在场内，又在{}驶入", vehicle.plate, lane.name),
    };
    draft("2002", event_id.to_string(), Place::Alone, &item)
}
