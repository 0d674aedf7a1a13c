//! A car as the platform writes it (table 11).

use lotdesk_domain::parking::{ElectronicTag, Vehicle, VehicleClass};
use lotdesk_domain::plate::PlateColor;

use crate::city::wire::record::{CarModel, ParkCarInfo};

/// The car meant. What the platform does not say stays open; a tag counts where all five of its fields are there.
pub(super) fn vehicle(info: &ParkCarInfo) -> Vehicle {
    let tag = || {
        Some(ElectronicTag {
            no: info.vrdb_no.clone()?,
            plate_type: info.vrdb_plate_type.clone()?,
            car_model: info.vrdb_car_model.clone()?,
            usage: info.vrdb_usage.clone()?,
            seqno: info.vrdb_seqno.clone()?,
        })
    };
    Vehicle {
        plate: info.plate_no.clone(),
        plate_color: info.plate_color.as_deref().and_then(PlateColor::from_zh),
        car_color: info.car_color.clone(),
        car_logo: info.car_logo.clone(),
        class: match info.car_model {
            Some(CarModel::Large) => VehicleClass::Large,
            Some(CarModel::Medium) => VehicleClass::Medium,
            Some(CarModel::Small) | None => VehicleClass::Small,
        },
        tag: tag().filter(|_| info.eid_equiped),
    }
}
