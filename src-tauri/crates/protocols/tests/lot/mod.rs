//! A small lot and one car, for the mapping's tests.

use std::sync::Arc;

use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::deduction::PaymentRules;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};
use lotdesk_domain::lot::{Area, Equipment, EquipmentKind, Lane, LaneKind, Lot, LotKind, Space};
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::money::Fen;
use lotdesk_domain::neighbour::Guidance;
use lotdesk_domain::parking::{
    Charge, ParkingRecord, PayType, RecordState, RecordType, Standing, Vehicle, VehicleClass,
};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_domain::reservation::BookingRules;
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
        }],
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
