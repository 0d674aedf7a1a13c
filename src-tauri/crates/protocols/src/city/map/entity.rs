//! The things of basic data, each as its table has it: 3001 lot, 8001 garage, 3002 entrance, 3003 device, 3004 space, 3005
//! tariff.

use std::collections::HashSet;

use lotdesk_domain::charging::{self, ListedPile, ListedStation};
use lotdesk_domain::fact::Described;
use lotdesk_domain::garage::{Garage, GarageEquipment, GarageKind, GaragePass, SpaceSize};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{ChargingPermit, Equipment, EquipmentKind, Lane, LaneKind, Lot, LotKind, Space};
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::tariff::{Rate, Tariff};

use super::{Place, draft};
use crate::city::wire::basic as wire;
use crate::city::wire::form::{DateTime, Double, Int, Text};
use crate::city::wire::garage::{GarageInfo, GarageItem, GarageType};
use crate::sign::sha1_hex;

/// One thing of basic data.
#[derive(Debug, PartialEq)]
pub enum Entity {
    Lot(Box<wire::ParkInfo>),
    Garage(GarageInfo),
    Entrance(Box<wire::EntranceInfo>),
    Device(Box<wire::Equipment>),
    Space(Box<wire::SpaceInfo>),
    Tariff(wire::ChargingStandard),
}

/// Everything, each thing after those that it names. `at` is the moment at which devices and spaces say that they were seen.
pub fn all(described: &Described, at: Moment) -> Vec<Entity> {
    let Described { lot, tariff, stations } = described;
    let standard = lot.permit.as_ref().zip(tariff.as_ref()).map(|(permit, tariff)| standard(permit, tariff, lot));
    let mut all = vec![Entity::Lot(Box::new(park(lot, standard.clone(), stations)))];
    all.extend(lot.garages.iter().map(|garage| Entity::Garage(garage_info(garage, lot))));
    all.extend(lot.lanes.iter().map(|lane| Entity::Entrance(Box::new(entrance(lane, lot, at)))));
    for garage in &lot.garages {
        all.extend(garage.passes.iter().map(|pass| Entity::Entrance(Box::new(pass_info(pass, garage, lot)))));
    }
    for lane in &lot.lanes {
        all.extend(lane.equipment.iter().map(|device| Entity::Device(Box::new(device_info(device, lane.id, lot, at)))));
    }
    for garage in &lot.garages {
        let devices = garage.equipment.iter();
        all.extend(devices.map(|device| Entity::Device(Box::new(machinery(device, garage, lot, at)))));
    }
    let with_pile: HashSet<&str> =
        stations.iter().flat_map(|s| &s.piles).flat_map(|pile| &pile.space_nos).map(String::as_str).collect();
    all.extend(
        lot.spaces.iter().map(|space| {
            Entity::Space(Box::new(space_info(space, with_pile.contains(space.space_no.as_str()), lot, at)))
        }),
    );
    let detectors = lot.spaces.iter().filter_map(|space| Some((space, space.detector.as_ref()?)));
    all.extend(detectors.map(|(space, device)| Entity::Device(Box::new(detector(device, space, lot, at)))));
    for station in stations {
        all.extend(station.piles.iter().map(|pile| Entity::Device(Box::new(pile_info(pile, station, lot, at)))));
    }
    all.extend(standard.map(Entity::Tariff));
    all
}

impl Entity {
    /// The interface that tells it.
    pub const fn interface(&self) -> &'static str {
        match self {
            Entity::Lot(_) => "3001",
            Entity::Garage(_) => "8001",
            Entity::Entrance(_) => "3002",
            Entity::Device(_) => "3003",
            Entity::Space(_) => "3004",
            Entity::Tariff(_) => "3005",
        }
    }

    /// What the platform knows it by.
    pub fn own_id(&self) -> String {
        match self {
            Entity::Lot(lot) => lot.park_code.0.clone(),
            Entity::Garage(garage) => garage.id.to_string(),
            Entity::Entrance(entrance) => entrance.id.to_string(),
            Entity::Device(device) => device.id.to_string(),
            Entity::Space(space) => space.space_no.0.clone(),
            Entity::Tariff(tariff) => tariff.permit_no.0.clone(),
        }
    }

    /// The message that it is there, as it is.
    pub fn there(&self) -> Draft {
        match self {
            // Table 4 has no state.
            Entity::Tariff(tariff) => draft("3005", self.own_id(), Place::Latest(self.own_id()), tariff),
            _ => self.with(wire::Existence::Normal),
        }
    }

    /// The message that it is no more. None for a tariff: table 4 has no state, so 3005 cannot take one back; it goes with
    /// the lot's 3001, which names no tariff from then on.
    pub fn gone(&self) -> Option<Draft> {
        (!matches!(self, Entity::Tariff(_))).then(|| self.with(wire::Existence::Deleted))
    }

    fn with(&self, state: wire::Existence) -> Draft {
        let (id, own_id) = (self.interface(), self.own_id());
        let place = Place::Latest(own_id.clone());
        match self {
            Entity::Lot(lot) => draft(id, own_id, place, &wire::ParkInfoItem { park_info: (**lot).clone(), state }),
            Entity::Garage(garage) => draft(id, own_id, place, &GarageItem { garage_info: garage.clone(), state }),
            Entity::Entrance(entrance) => {
                let item = wire::EntranceItem { entrance_exit_info: (**entrance).clone(), state };
                draft(id, own_id, place, &item)
            }
            Entity::Device(device) => {
                draft(id, own_id, place, &wire::EquipmentItem { equipment: (**device).clone(), state })
            }
            Entity::Space(space) => draft(id, own_id, place, &wire::SpaceItem { space_info: (**space).clone(), state }),
            Entity::Tariff(tariff) => draft(id, own_id, place, tariff),
        }
    }
}

fn park(lot: &Lot, charging_standard: Option<wire::ChargingStandard>, stations: &[ListedStation]) -> wire::ParkInfo {
    let stations: Vec<_> = stations.iter().map(station_name).collect();
    let garages: Vec<Text> = lot.garages.iter().map(|garage| Text(garage.id.to_string())).collect();
    // 是否是机械车库: of a lot that is nothing but garages.
    let only_garages = !lot.garages.is_empty() && lot.spaces.iter().all(|space| space.garage.is_some());
    let in_garages = lot.spaces.iter().filter(|space| space.garage.is_some()).count();
    let is_garage = only_garages && u32::try_from(in_garages).is_ok_and(|count| count == lot.total_spaces());
    wire::ParkInfo {
        park_code: Text(lot.park_code.clone()),
        park_name: lot.name.clone(),
        park_type: park_type(lot.kind),
        is_garage: Some(Int(i64::from(is_garage))),
        charging_standard,
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
        garages_info_table: (!garages.is_empty()).then_some(garages),
        affiliated_station: None,
        responsible_officer: None,
        committee_info: None,
        taxpayer: None,
        taxpayer_id: None,
        station_info_table: (!stations.is_empty()).then_some(stations),
        public_info: lot.public_info.clone(),
    }
}

/// Table 6.
fn station_name(station: &ListedStation) -> wire::StationNameInfo {
    wire::StationNameInfo {
        operator_id: Text(station.operator_id.clone()),
        operator_name: station.operator_name.clone(),
        station_id: Text(station.station_id.clone()),
        station_name: station.name.clone(),
    }
}

/// Six decimals are a tenth of a metre.
fn degrees(degrees: f64) -> Double {
    Double(format!("{degrees:.6}"))
}

fn entrance(lane: &Lane, lot: &Lot, at: Moment) -> wire::EntranceInfo {
    let devices: Vec<_> = lane.equipment.iter().map(|device| device_info(device, lane.id, lot, at)).collect();
    wire::EntranceInfo {
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
    }
}

/// A garage's pass: cars go in and out by it.
fn pass_info(pass: &GaragePass, garage: &Garage, lot: &Lot) -> wire::EntranceInfo {
    wire::EntranceInfo {
        id: pass.id,
        name: pass.name.clone(),
        park_code: Text(lot.park_code.clone()),
        garage_code: Some(Text(garage.code.clone())),
        road_name: None,
        kind: wire::EntranceType::Both,
        longitude: None,
        latitude: None,
        equipments: None,
    }
}

fn device_info(device: &Equipment, lane_id: Guid, lot: &Lot, at: Moment) -> wire::Equipment {
    wire::Equipment { entrance_exit_id: Some(lane_id), ..of_equipment(device, lot, at) }
}

/// A detector stands in no entrance; it names its space.
fn detector(device: &Equipment, space: &Space, lot: &Lot, at: Moment) -> wire::Equipment {
    let garage_code = space.garage.clone().map(Text);
    wire::Equipment { space_no: Some(Text(space.space_no.clone())), garage_code, ..of_equipment(device, lot, at) }
}

fn of_equipment(device: &Equipment, lot: &Lot, at: Moment) -> wire::Equipment {
    let equipment_type = match device.kind {
        EquipmentKind::Camera | EquipmentKind::Gate => wire::ENTRANCE_EQUIPMENT,
        EquipmentKind::SpaceDetector => wire::SPACE_EQUIPMENT,
    };
    plain_device(device.id, &device.code, &device.name, equipment_type, lot, at)
}

/// A device of a garage (A.4).
fn machinery(device: &GarageEquipment, garage: &Garage, lot: &Lot, at: Moment) -> wire::Equipment {
    wire::Equipment {
        garage_code: Some(Text(garage.code.clone())),
        manufacturer: garage.manufacturer.clone(),
        ..plain_device(device.id, &device.code, &device.name, device.kind.code(), lot, at)
    }
}

/// A charging pile stands at the first of its spaces that are the lot's.
fn pile_info(pile: &ListedPile, station: &ListedStation, lot: &Lot, at: Moment) -> wire::Equipment {
    let code = &pile.equipment_id;
    let name = pile.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(code);
    // Table 9 has room for 20 characters of table B.2's 23: the last ones, in which an operator's piles differ.
    let from = code.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
    let space = pile.space_nos.iter().find_map(|no| lot.spaces.iter().find(|space| space.space_no == *no));
    wire::Equipment {
        space_no: space.map(|space| Text(space.space_no.clone())),
        garage_code: space.and_then(|space| space.garage.clone()).map(Text),
        model: pile.model.as_deref().filter(|model| !model.is_empty()).map(Text::from),
        // Table 9 has direct and alternating current, and nothing for both or neither.
        charge_type: match pile.kind {
            charging::EquipmentKind::Dc => Some(Int(1)),
            charging::EquipmentKind::Ac => Some(Int(2)),
            charging::EquipmentKind::Both | charging::EquipmentKind::Wireless | charging::EquipmentKind::Other => None,
        },
        ..plain_device(pile_id(station, pile), &code[from..], name, wire::CHARGING_EQUIPMENT, lot, at)
    }
}

/// Appendix B names a pile by text and table 9 by a Uuid: the same one always has the same.
fn pile_id(station: &ListedStation, pile: &ListedPile) -> Guid {
    let digest = sha1_hex(format!("{}/{}", station.operator_id, pile.equipment_id).as_bytes());
    Guid::from_bytes(u128::from_str_radix(&digest[..32], 16).unwrap_or_default().to_be_bytes())
}

fn plain_device(id: Guid, code: &str, name: &str, kind: &str, lot: &Lot, at: Moment) -> wire::Equipment {
    wire::Equipment {
        id,
        park_code: Some(Text(lot.park_code.clone())),
        entrance_exit_id: None,
        garage_code: None,
        equipment_code: Text::from(code),
        name: name.to_owned(),
        equipment_type: Text::from(kind),
        space_no: None,
        manufacturer: None,
        model: None,
        mfd: None,
        charge_type: None,
        // In the lot's description it is in use; whether it answers at the moment is 5002's matter.
        state: wire::Condition::InUse,
        moment: DateTime(at),
    }
}

fn space_info(space: &Space, with_pile: bool, lot: &Lot, at: Moment) -> wire::SpaceInfo {
    let area = lot.areas.iter().find(|area| area.code == space.area).map(|area| Text(area.name.clone()));
    let size = space.garage.as_ref().and(space.size).map(|size| match size {
        SpaceSize::Mini => 1,
        SpaceSize::Compact => 2,
        SpaceSize::Medium => 3,
        SpaceSize::Large => 4,
    });
    wire::SpaceInfo {
        space_no: Text(space.space_no.clone()),
        park_code: Some(Text(lot.park_code.clone())),
        garage_code: space.garage.clone().map(Text),
        manage_type: None,
        owner_type: None,
        position_type: park_type(lot.kind),
        size_type: size.map(Int),
        material_type: Int(i64::from(space.garage.is_some())),
        usage_type: None,
        visit_type: None,
        floor: None,
        area_name: area,
        with_locker: Int(0),
        with_charging_pile: Int(i64::from(with_pile)),
        longitude: None,
        latitude: None,
        state: wire::Condition::InUse,
        moment: DateTime(at),
    }
}

fn garage_info(garage: &Garage, lot: &Lot) -> GarageInfo {
    GarageInfo {
        id: garage.id,
        park_code: Text(lot.park_code.clone()),
        garage_code: Text(garage.code.clone()),
        garage_name: Some(garage.name.clone()).filter(|name| !name.is_empty()),
        operator: garage.operator.clone(),
        garages_owner: garage.owner.clone(),
        garages_maintainer: garage.maintainer.clone(),
        manufacturer: garage.manufacturer.clone(),
        total_spaces: Int(i64::try_from(lot.garage_spaces(&garage.code).count()).unwrap_or(i64::MAX)),
        garage_type: match garage.kind {
            GarageKind::LiftAndSlide => GarageType::LiftAndSlide,
            GarageKind::SimpleLift => GarageType::SimpleLift,
            GarageKind::Planar => GarageType::Planar,
            GarageKind::AisleStacker => GarageType::AisleStacker,
            GarageKind::VerticalLift => GarageType::VerticalLift,
            GarageKind::VerticalCirculation => GarageType::VerticalCirculation,
            GarageKind::HorizontalCirculation => GarageType::HorizontalCirculation,
            GarageKind::MultiLayerCirculation => GarageType::MultiLayerCirculation,
            GarageKind::CarLift => GarageType::CarLift,
        },
        longitude: None,
        latitude: None,
    }
}

/// The tariff in force by table 4, with a line of table 5 for each of its rates.
fn standard(permit: &ChargingPermit, tariff: &Tariff, lot: &Lot) -> wire::ChargingStandard {
    wire::ChargingStandard {
        park_code: Text(lot.park_code.clone()),
        permit_no: Text(permit.permit_no.clone()),
        charger: permit.charger.clone(),
        pricing: Int(i64::from(permit.pricing)),
        region: Int(i64::from(permit.region)),
        complaint_tel: Text(permit.complaint_tel.clone()),
        remark: permit.remark.clone(),
        pricing_sign: None,
        charge_items: tariff.rates.iter().map(charge_item).collect(),
    }
}

/// `小型车、中型车临时停放`, 20 characters at most (table 5).
fn charge_item(rate: &Rate) -> wire::ChargeItem {
    wire::ChargeItem { charge_item: rate.item_zh(), charge_desc: rate.wording_zh() }
}

const fn park_type(kind: LotKind) -> wire::ParkType {
    match kind {
        LotKind::OnStreet => wire::ParkType::OnStreet,
        LotKind::Indoor => wire::ParkType::Indoor,
        LotKind::Outdoor => wire::ParkType::Outdoor,
    }
}
