//! A stay in a bay along a street: 5004, 5006, 5008 and 5005 by `spaceNo` (C.2). The plate comes later, or never.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::Charge;
use lotdesk_domain::street::{StayState, StreetStay};

use super::draft;
use super::record::{self, about, car_info, correction_id, record_type};
use crate::city::wire::form::{DateTime, Text, Yuan};
use crate::city::wire::record as wire;

pub fn entered(stay: &StreetStay, lot: &Lot) -> Draft {
    draft("5004", stay.id.to_string(), about(stay.id), &record_info(stay, None, lot))
}

pub fn left(stay: &StreetStay, charge_ids: &[Guid], lot: &Lot) -> Draft {
    draft("5005", stay.id.to_string(), about(stay.id), &record_info(stay, Some(charge_ids), lot))
}

pub fn corrected(stay: &StreetStay, lot: &Lot, now: Moment) -> Draft {
    let mut draft = draft("5006", String::new(), about(stay.id), &record_info(stay, None, lot));
    draft.own_id = correction_id(stay.id, now, &draft.body);
    draft
}

pub fn charged(charge: &Charge, stay: &StreetStay) -> Draft {
    record::charged(charge, stay.vehicle.as_ref())
}

/// What the stay cost is receivable as soon as it is over, paid or not: the difference is the debt.
fn record_info(stay: &StreetStay, charge_ids: Option<&[Guid]>, lot: &Lot) -> wire::ParkRecordInfo {
    let gone = stay.state == StayState::Left;
    wire::ParkRecordInfo {
        id: stay.id,
        park_code: Some(Text(lot.park_code.clone())),
        garage_no: None,
        space_no: Some(Text(stay.space_no.clone())),
        park_car_info: stay.vehicle.as_ref().map(car_info),
        enter_time: DateTime(stay.entered_at),
        in_equipment_id: stay.detector_id,
        leave_time: stay.left_at.filter(|_| gone).map(DateTime),
        out_equipment_id: stay.detector_id.filter(|_| gone),
        charge_id_list: charge_ids.filter(|ids| !ids.is_empty()).map(<[Guid]>::to_vec),
        receivables: Yuan(stay.fee_fen.map_or(stay.receivable_fen, |fee| fee.max(stay.receivable_fen))),
        discount: Yuan(stay.discount_fen),
        received: Yuan(stay.received_fen),
        share_order_id: None,
        is_stagger: None,
        record_type: Some(record_type(stay.record_type)),
    }
}
