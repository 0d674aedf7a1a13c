//! Basic data: 3001, 3002, 3003, 3004.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Area, Equipment, EquipmentKind, Lane, LaneKind, Lot, LotKind, Space};
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;

use super::{Place, draft};
use crate::city::wire::basic as wire;
use crate::city::wire::form::{DateTime, Double, Int, Text};

/// The lot, then its lanes, devices and spaces: each names what went before it.
pub fn described(lot: &Lot, now: Moment) -> Vec<Draft> {
    let devices = lot.lanes.iter().flat_map(|lane| lane.equipment.iter().map(move |device| (lane, device)));
    let detectors = lot.spaces.iter().filter_map(|space| Some((space, space.detector.as_ref()?)));
    [park(lot)]
        .into_iter()
        .chain(lot.lanes.iter().map(|lane| entrance(lane, lot, now)))
        .chain(devices.map(|(lane, device)| equipment(device, lane, lot, now)))
        .chain(lot.spaces.iter().map(|of| space(of, lot, now)))
        .chain(detectors.map(|(space, device)| detector(device, space, lot, now)))
        .collect()
}

fn park(lot: &Lot) -> Draft {
    let park_info = wire::ParkInfo {
        park_code: Text(lot.park_code.clone()),
        park_name: lot.name.clone(),
        park_type: park_type(lot.kind),
        is_garage: Some(Int(0)),
        charging_standard: None,
        province: None,
        city: None,
        district: None,
        area: None,
        district_code: Text(lot.district_code.clone()),
        road_name: lot.road.clone(),
        address: None,
        total_spaces: Int(i64::from(lot.total_spaces())),
        reservable_spaces: lot.booking.reservable_spaces.map(|spaces| Int(i64::from(spaces))),
        shared_spaces: None,
        longitude: lot.position.map(|at| degrees(at.longitude)),
        latitude: lot.position.map(|at| degrees(at.latitude)),
        shenzhen_x: None,
        shenzhen_y: None,
        shenzhen_h: None,
        operator_id: Text(lot.operator_code.clone()),
        owner: lot.owner.clone(),
        garages_maintainer: None,
        service_type: Int(i64::from(lot.service_type)),
        garages_info_table: None,
        affiliated_station: None,
        responsible_officer: None,
        committee_info: None,
        taxpayer: None,
        taxpayer_id: None,
        station_info_table: None,
        public_info: lot.public_info.clone(),
    };
    let item = wire::ParkInfoItem { park_info, state: wire::Existence::Normal };
    draft("3001", lot.park_code.clone(), Place::Latest(lot.park_code.clone()), &item)
}

/// Six decimals are a tenth of a metre.
fn degrees(degrees: f64) -> Double {
    Double(format!("{degrees:.6}"))
}

fn entrance(lane: &Lane, lot: &Lot, now: Moment) -> Draft {
    let devices: Vec<_> = lane.equipment.iter().map(|device| device_info(device, Some(lane.id), lot, now)).collect();
    let entrance_exit_info = wire::EntranceInfo {
        id: lane.id,
        name: lane.name.clone(),
        park_code: Text(lot.park_code.clone()),
        garage_code: None,
        // 停放车位属于路内时应提供
        road_name: (lot.kind == LotKind::OnStreet).then(|| lot.road.clone()),
        kind: match lane.kind {
            LaneKind::Entry => wire::EntranceType::Entrance,
            LaneKind::Exit => wire::EntranceType::Exit,
        },
        longitude: None,
        latitude: None,
        equipments: (!devices.is_empty()).then_some(devices),
    };
    let item = wire::EntranceItem { entrance_exit_info, state: wire::Existence::Normal };
    draft("3002", lane.id.to_string(), Place::Latest(lane.id.to_string()), &item)
}

fn equipment(device: &Equipment, lane: &Lane, lot: &Lot, now: Moment) -> Draft {
    let item =
        wire::EquipmentItem { equipment: device_info(device, Some(lane.id), lot, now), state: wire::Existence::Normal };
    draft("3003", device.id.to_string(), Place::Latest(device.id.to_string()), &item)
}

/// A detector stands in no entrance; it names its space.
fn detector(device: &Equipment, space: &Space, lot: &Lot, now: Moment) -> Draft {
    let equipment =
        wire::Equipment { space_no: Some(Text(space.space_no.clone())), ..device_info(device, None, lot, now) };
    let item = wire::EquipmentItem { equipment, state: wire::Existence::Normal };
    draft("3003", device.id.to_string(), Place::Latest(device.id.to_string()), &item)
}

fn device_info(device: &Equipment, lane_id: Option<Guid>, lot: &Lot, now: Moment) -> wire::Equipment {
    let equipment_type = match device.kind {
        EquipmentKind::Camera | EquipmentKind::Gate => wire::ENTRANCE_EQUIPMENT,
        EquipmentKind::SpaceDetector => wire::SPACE_EQUIPMENT,
    };
    wire::Equipment {
        id: device.id,
        park_code: Some(Text(lot.park_code.clone())),
        entrance_exit_id: lane_id,
        garage_code: None,
        equipment_code: Text(device.code.clone()),
        name: device.name.clone(),
        equipment_type: Text::from(equipment_type),
        space_no: None,
        manufacturer: None,
        model: None,
        mfd: None,
        charge_type: None,
        // In the lot's description it is in use; whether it answers at the moment is 5002's matter.
        state: wire::Condition::InUse,
        moment: DateTime(now),
    }
}

fn space(space: &Space, lot: &Lot, now: Moment) -> Draft {
    let area = lot.areas.iter().find(|area| area.code == space.area).map(|area: &Area| Text(area.name.clone()));
    let space_info = wire::SpaceInfo {
        space_no: Text(space.space_no.clone()),
        park_code: Some(Text(lot.park_code.clone())),
        garage_code: None,
        manage_type: None,
        owner_type: None,
        position_type: park_type(lot.kind),
        size_type: None,
        material_type: Int(0),
        usage_type: None,
        visit_type: None,
        floor: None,
        area_name: area,
        with_locker: Int(0),
        with_charging_pile: Int(0),
        longitude: None,
        latitude: None,
        state: wire::Condition::InUse,
        moment: DateTime(now),
    };
    let item = wire::SpaceItem { space_info, state: wire::Existence::Normal };
    draft("3004", space.space_no.clone(), Place::Latest(space.space_no.clone()), &item)
}

const fn park_type(kind: LotKind) -> wire::ParkType {
    match kind {
        LotKind::OnStreet => wire::ParkType::OnStreet,
        LotKind::Indoor => wire::ParkType::Indoor,
        LotKind::Outdoor => wire::ParkType::Outdoor,
    }
}
