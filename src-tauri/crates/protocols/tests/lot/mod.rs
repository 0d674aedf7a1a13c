//! A small lot and one car, for the mapping's tests.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;

use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::charging::ListedStation;
use lotdesk_domain::deduction::PaymentRules;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::garage::{Garage, GarageEquipment, GarageEquipmentKind, GarageKind, GaragePass, SpaceSize};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};
use lotdesk_domain::lot::{Area, ChargingPermit, Equipment, EquipmentKind, Lane, LaneKind, Lot, LotKind, Space};
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::money::Fen;
use lotdesk_domain::neighbour::Guidance;
use lotdesk_domain::order::{ChargeType, ParkOrder};
use lotdesk_domain::parking::{
    Charge, ParkingRecord, PayType, RecordState, RecordType, Standing, Vehicle, VehicleClass,
};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_domain::refund::Refund;
use lotdesk_domain::reservation::BookingRules;
use lotdesk_domain::tariff::Tariff;
use lotdesk_protocols::city::CityMapper;

pub const RECORD: &str = "C78E319DAB604A268842ACF164774592";
pub const CHARGE: &str = "FF8080814D9BE81F014D9BEB81090003";

struct Still(Moment);

impl Clock for Still {
    fn now(&self) -> Moment {
        self.0
    }
}

pub fn at(text: &str) -> Moment {
    Moment::from_datetime_text(text).unwrap()
}

pub fn id(text: &str) -> Guid {
    text.parse().unwrap()
}

pub fn map(fact: &Fact) -> Vec<Draft> {
    mapper().map(fact, &lot())
}

pub fn mapper() -> CityMapper {
    CityMapper::new(Arc::new(Still(at("2026-11-23 08:00:00"))))
}

/// Two spaces that are not its own, two price lines.
pub fn terms() -> LeaseTerms {
    let price = |cycles, yuan| LeasePrice { cycles, unit: LeaseUnit::Month, amount_fen: Fen::from_yuan(yuan) };
    LeaseTerms {
        id: id("3234567546BE81F014D9BEB809994501"),
        park_code: "44030400100101000010".into(),
        fixed: false,
        spaces: vec!["1".into(), "2".into()],
        prices: vec![price(1, 220), price(2, 400)],
        plates: vec![Plate::parse("粤B88888").unwrap()],
        first_day: "2018-01-01".parse().unwrap(),
        last_day: "2018-03-01".parse().unwrap(),
        unpaid_months: Some(2),
        changed_at: at("2018-01-01 01:01:01"),
    }
}

pub fn lot() -> Lot {
    let device = |number: u8, code: &str, name: &str, kind| Equipment {
        id: Guid::from_bytes([number; 16]),
        code: code.into(),
        name: name.into(),
        kind,
    };
    Lot {
        park_code: "44030400100101000010".into(),
        name: "百花停车场".into(),
        kind: LotKind::Indoor,
        district_code: "440304".into(),
        road: "百花五路".into(),
        operator_code: "OP01".into(),
        owner: "百花物业".into(),
        service_type: 2,
        public_info: "00:00~24:00".into(),
        areas: vec![
            Area { code: "G".into(), name: "地面".into(), total_spaces: 80, lease_spaces: 0 },
            Area { code: "B1".into(), name: "负一层".into(), total_spaces: 120, lease_spaces: 20 },
        ],
        lanes: vec![
            Lane {
                id: Guid::from_bytes([0xA1; 16]),
                code: "in-1".into(),
                name: "入口1".into(),
                kind: LaneKind::Entry,
                area: "B1".into(),
                equipment: vec![
                    device(0xE0, "GATE-1", "入口1道闸", EquipmentKind::Gate),
                    device(0xE1, "CAM-1", "入口1车牌识别", EquipmentKind::Camera),
                ],
            },
            Lane {
                id: Guid::from_bytes([0xA2; 16]),
                code: "out-1".into(),
                name: "出口1".into(),
                kind: LaneKind::Exit,
                area: "B1".into(),
                equipment: vec![device(0xE2, "CAM-2", "出口1车牌识别", EquipmentKind::Camera)],
            },
        ],
        spaces: vec![Space {
            space_no: "4403040010010100001000B1A108".into(),
            label: "A108".into(),
            area: "B1".into(),
            garage: None,
            size: None,
            detector: None,
        }],
        garages: Vec::new(),
        permit: None,
        free_exit_minutes: 15,
        same_read_seconds: 30,
        payment: PaymentRules::default(),
        position: None,
        booking: BookingRules::default(),
        guidance: Guidance::default(),
    }
}

pub fn vehicle() -> Vehicle {
    Vehicle {
        plate: Plate::parse("粤B88888").unwrap(),
        plate_color: Some(PlateColor::Blue),
        car_color: Some("白色".into()),
        car_logo: Some("大众".into()),
        class: VehicleClass::Small,
        tag: None,
    }
}

/// The car came in and stands inside.
pub fn inside() -> ParkingRecord {
    ParkingRecord {
        id: id(RECORD),
        vehicle: vehicle(),
        standing: Standing::Temporary,
        area: "B1".into(),
        garage: None,
        entered_at: at("2018-01-01 01:01:01"),
        entry_lane: Some(Guid::from_bytes([0xA1; 16])),
        entry_picture: None,
        left_at: None,
        exit_lane: None,
        exit_picture: None,
        state: RecordState::Inside,
        record_type: RecordType::Normal,
        receivable_fen: Fen::ZERO,
        discount_fen: Fen::ZERO,
        received_fen: Fen::ZERO,
        share_id: None,
    }
}

/// The car has paid 17 of 20 yuan and left.
pub fn gone() -> ParkingRecord {
    ParkingRecord {
        left_at: Some(at("2018-01-02 01:01:01")),
        exit_lane: Some(Guid::from_bytes([0xA2; 16])),
        state: RecordState::Left,
        receivable_fen: Fen(2000),
        discount_fen: Fen(300),
        received_fen: Fen(1700),
        ..inside()
    }
}

pub fn charge() -> Charge {
    Charge {
        id: id(CHARGE),
        order_no: "8882018010199001".into(),
        record_id: id(RECORD),
        paid_at: at("2018-01-02 01:00:00"),
        receivable_fen: Fen(2000),
        discount_fen: Fen(300),
        received_fen: Fen(1700),
        pay_type: PayType::Cash,
        pay_from: "线下缴费".into(),
        discounts: vec![],
    }
}

pub const GARAGE: &str = "4403040010010100001001";

/// The same lot with a mechanical garage of two spaces, and a permit to charge.
pub fn lot_with_garage() -> Lot {
    let space = |no: &str, size| Space {
        space_no: format!("{GARAGE}{no}"),
        label: no.into(),
        area: "B1".into(),
        garage: Some(GARAGE.into()),
        size: Some(size),
        detector: None,
    };
    let mut lot = lot();
    lot.garages.push(Garage {
        id: id("5EEBE65FD83B4F92AE138A5B5FD6322A"),
        code: GARAGE.into(),
        name: "1号机械车库".into(),
        kind: GarageKind::LiftAndSlide,
        operator: "XXX公司".into(),
        owner: "XXX公司".into(),
        maintainer: None,
        manufacturer: Some("XXX公司".into()),
        cycle_seconds: 120,
        passes: vec![GaragePass { id: Guid::from_bytes([0xA3; 16]), code: 10, name: "车库入口".into() }],
        equipment: vec![
            GarageEquipment {
                id: Guid::from_bytes([0xE3; 16]),
                code: "PLC-1".into(),
                name: "控制柜".into(),
                kind: GarageEquipmentKind::Controller,
            },
            GarageEquipment {
                id: Guid::from_bytes([0xE4; 16]),
                code: "STOP-1".into(),
                name: "急停按钮".into(),
                kind: GarageEquipmentKind::EmergencyStop,
            },
        ],
    });
    lot.spaces.extend([space("G10001", SpaceSize::Compact), space("G10002", SpaceSize::Large)]);
    lot.permit = Some(ChargingPermit {
        permit_no: "663434".into(),
        charger: "XXX公司".into(),
        pricing: 1,
        region: 2,
        complaint_tel: "55556666".into(),
        remark: None,
    });
    lot
}

/// D.10's station.
pub fn station() -> ListedStation {
    ListedStation {
        operator_id: "123456789".into(),
        operator_name: "XXX公司".into(),
        station_id: "65459001".into(),
        name: "沃尔玛充电站".into(),
        piles: Vec::new(),
    }
}

/// The made-up tariff of a shopping centre.
pub fn tariff() -> Tariff {
    Tariff::from_toml(include_str!("../../../../../assets/tariffs/shenzhen-mall.toml")).unwrap()
}

pub fn map_in(fact: &Fact, lot: &Lot) -> Vec<Draft> {
    CityMapper::new(Arc::new(Still(at("2026-11-23 08:00:00")))).map(fact, lot)
}

/// An order with something in every amount, and its begin an hour after the entry.
pub fn order() -> ParkOrder {
    ParkOrder {
        order_no: "8882018010199001".into(),
        record_id: id(RECORD),
        plate: Some(vehicle().plate),
        space_no: None,
        entered_at: at("2115-06-02 12:23:12"),
        charging_start: at("2115-06-02 13:23:12"),
        charging_minutes: 60,
        left_at: None,
        paid_fen: Fen(500),
        receivable_fen: Fen(10_000),
        other_fen: Fen(0),
        discount_fen: Fen(300),
        charging_fen: Fen(2000),
        charge_type: ChargeType::Normal,
        free_minutes: 30,
        surplus_minutes: 10,
    }
}

pub fn refund() -> Refund {
    Refund {
        id: id("9A8080814D9BE81F014D9BEB81090003"),
        order_no: "8882018010199001".into(),
        charge_id: id(CHARGE),
        record_id: id(RECORD),
        at: at("2018-01-03 01:01:01"),
        amount_fen: Fen(500),
        pay_type: PayType::WeChat,
        refund_from: "微信公众号".into(),
    }
}
