//! One stay of one car: 5004, 2001, 5008, 5005, 5006.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{Charge, ParkingRecord, PayType, RecordState, RecordType, Vehicle, VehicleClass};
use lotdesk_domain::plate::PlateKind;

use super::{Place, draft, money};
use crate::city::wire::form::{DateTime, Int, Text, Timestamp, Yuan};
use crate::city::wire::picture::{ImageBizType, PictureItem};
use crate::city::wire::record as wire;
use crate::sign::sha1_hex;

pub fn entered(record: &ParkingRecord, lot: &Lot) -> Draft {
    draft("5004", record.id.to_string(), about(record.id), &record_info(record, None, lot))
}

pub fn left(record: &ParkingRecord, charge_ids: &[Guid], lot: &Lot) -> Draft {
    draft("5005", record.id.to_string(), about(record.id), &record_info(record, Some(charge_ids), lot))
}

/// An exit whose record had one already: 5005 gave the record's identifier away, and an exit of other content under it would
/// be another message under the same name. 5006 is the document's way of saying what is different.
pub fn left_after_all(record: &ParkingRecord, charge_ids: &[Guid], lot: &Lot, now: Moment) -> Draft {
    correction(record, &record_info(record, Some(charge_ids), lot), now)
}

/// The record as it is now. One that was no entry after all ends when it began, as an abnormal one: the platform
/// knows no other way of saying that the car is not inside.
pub fn corrected(record: &ParkingRecord, lot: &Lot, now: Moment) -> Draft {
    let mut info = record_info(record, None, lot);
    if record.state == RecordState::Cancelled {
        info.leave_time.get_or_insert(DateTime(record.entered_at));
        info.record_type = Some(wire::RecordTypeCode::Abnormal);
    }
    correction(record, &info, now)
}

fn correction(record: &ParkingRecord, info: &wire::ParkRecordInfo, now: Moment) -> Draft {
    let mut draft = draft("5006", String::new(), about(record.id), info);
    draft.own_id = correction_id(record.id, now, &draft.body);
    draft
}

/// A record may be corrected more than once, and back again.
pub fn correction_id(record_id: Guid, now: Moment, body: &str) -> String {
    format!("{record_id}@{}.{}", now.0, &sha1_hex(body.as_bytes())[..8])
}

pub fn charged(charge: &Charge, vehicle: Option<&Vehicle>) -> Draft {
    let item = wire::ParkChargeInfo {
        id: charge.id,
        order_no: Some(Text(charge.order_no.clone())),
        record_id: charge.record_id,
        park_car_info: vehicle.map(car_info),
        pay_time: DateTime(charge.paid_at),
        receivables: Yuan(charge.receivable_fen),
        discount: Yuan(charge.discount_fen),
        received: Yuan(charge.received_fen),
        pay_type: pay_type(charge.pay_type),
        pay_from: charge.pay_from.clone(),
        list_discounts: money::discounts(&charge.discounts),
    };
    draft("5008", charge.id.to_string(), about(charge.record_id), &item)
}

pub fn picture(
    picture_id: Guid,
    record_id: Guid,
    garage: Option<&str>,
    entering: bool,
    taken_at: Moment,
    lot: &Lot,
) -> Draft {
    let day = taken_at.to_china().format("%Y%m%d");
    let item = PictureItem {
        picture_id,
        record_id,
        entering,
        taken_at,
        file_name: format!("{picture_id}.jpg"),
        image_biz_type: if entering { ImageBizType::EntryVehicle } else { ImageBizType::ExitVehicle },
        // A car in no mechanical garage has 0 for the garage.
        dest_path: format!("/{day}/{}/{}/{record_id}/", lot.park_code, garage.unwrap_or("0")),
        pick_time: Timestamp(taken_at),
    };
    Draft { holds_back: false, ..draft("2001", picture_id.to_string(), about(record_id), &item) }
}

pub fn about(record_id: Guid) -> Place {
    Place::About(record_id.to_string())
}

fn record_info(record: &ParkingRecord, charge_ids: Option<&[Guid]>, lot: &Lot) -> wire::ParkRecordInfo {
    let camera = |lane_id: Option<Guid>| lot.lane(lane_id?)?.camera().map(|camera| camera.id);
    wire::ParkRecordInfo {
        id: record.id,
        park_code: Some(Text(lot.park_code.clone())),
        garage_no: record.garage.clone().map(Text),
        space_no: None,
        park_car_info: Some(car_info(&record.vehicle)),
        enter_time: DateTime(record.entered_at),
        in_equipment_id: camera(record.entry_lane),
        leave_time: record.left_at.map(DateTime),
        out_equipment_id: camera(record.exit_lane),
        charge_id_list: charge_ids.filter(|ids| !ids.is_empty()).map(<[Guid]>::to_vec),
        receivables: Yuan(record.receivable_fen),
        discount: Yuan(record.discount_fen),
        received: Yuan(record.received_fen),
        share_order_id: record.share_id.map(share_order_id),
        is_stagger: record.share_id.map(|_| Int(1)),
        record_type: Some(record_type(record.record_type)),
    }
}

/// 6004 gives shared hours an identifier of 32 digits, and table 13 has room for 10 characters: the last ten, in which the
/// platform's own identifiers differ (D.31).
fn share_order_id(share_id: Guid) -> Text {
    let digits = share_id.to_string();
    Text::from(&digits[digits.len() - 10..])
}

pub fn car_info(vehicle: &Vehicle) -> wire::ParkCarInfo {
    let tag = vehicle.tag.as_ref();
    wire::ParkCarInfo {
        plate_no: vehicle.plate.clone(),
        plate_color: vehicle.plate_color.map(|color| color.zh().to_owned()),
        car_color: vehicle.car_color.clone(),
        license_plate_type: Some(if matches!(vehicle.plate.kind(), PlateKind::Temporary | PlateKind::Unplated) {
            wire::LicensePlateType::Temporary
        } else {
            wire::LicensePlateType::Formal
        }),
        car_model: Some(car_model(vehicle.class)),
        car_logo: vehicle.car_logo.clone(),
        eid_equiped: tag.is_some(),
        vrdb_no: tag.map(|tag| tag.no.clone()),
        vrdb_plate_type: tag.map(|tag| tag.plate_type.clone()),
        vrdb_car_model: tag.map(|tag| tag.car_model.clone()),
        vrdb_usage: tag.map(|tag| tag.usage.clone()),
        vrdb_seqno: tag.map(|tag| tag.seqno.clone()),
    }
}

const fn car_model(class: VehicleClass) -> wire::CarModel {
    match class {
        VehicleClass::Large => wire::CarModel::Large,
        VehicleClass::Medium => wire::CarModel::Medium,
        VehicleClass::Small => wire::CarModel::Small,
    }
}

pub const fn record_type(record_type: RecordType) -> wire::RecordTypeCode {
    match record_type {
        RecordType::Normal => wire::RecordTypeCode::Normal,
        RecordType::Abnormal => wire::RecordTypeCode::Abnormal,
        RecordType::LeftLocked => wire::RecordTypeCode::LeftLocked,
    }
}

pub const fn pay_type(pay_type: PayType) -> wire::PayTypeCode {
    match pay_type {
        PayType::Cash => wire::PayTypeCode::Cash,
        PayType::WeChat => wire::PayTypeCode::WeChat,
        PayType::Alipay => wire::PayTypeCode::Alipay,
        PayType::UnionPay => wire::PayTypeCode::UnionPay,
        PayType::Etc => wire::PayTypeCode::Etc,
        PayType::Other => wire::PayTypeCode::Other,
    }
}
