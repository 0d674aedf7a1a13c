//! The product's mapper before this judge: what it makes of the demo lot's facts must be taken without a word.

use std::collections::BTreeMap;

use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{
    Charge, Counts, ParkingRecord, PayType, RecordState, RecordType, Standing, Vehicle, VehicleClass,
};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_domain::service::LaneService;
use lotdesk_protocols::city::CityMapper;

use super::*;

/// A lease without spaces of its own.
fn terms(park_code: &str) -> LeaseTerms {
    LeaseTerms {
        id: Guid::from_bytes([5; 16]),
        park_code: park_code.into(),
        fixed: false,
        spaces: vec!["1".into(), "2".into()],
        prices: vec![LeasePrice { cycles: 1, unit: LeaseUnit::Month, amount_fen: Fen(22_000) }],
        plates: vec![Plate::parse("粤B88888").unwrap()],
        first_day: "2026-11-01".parse().unwrap(),
        last_day: "2026-11-30".parse().unwrap(),
        unpaid_months: None,
        changed_at: Moment(1_795_400_000_000),
    }
}

#[tokio::test]
async fn everything_that_the_mapper_says_is_taken() {
    let client = Client::start().await;
    let lot = crate::demo::lot().unwrap();
    let guid = |n: u8| Guid::from_bytes([n; 16]);
    let (entry, exit) = (&lot.lanes[0], &lot.lanes[2]);
    let vehicle = Vehicle {
        plate: Plate::parse("粤BD12345").unwrap(),
        plate_color: Some(PlateColor::YellowGreen),
        car_color: Some("白色".into()),
        car_logo: Some("比亚迪".into()),
        class: VehicleClass::Small,
        tag: None,
    };
    let now = client.clock.now();
    let inside = ParkingRecord {
        id: guid(1),
        vehicle: vehicle.clone(),
        standing: Standing::Temporary,
        area: "B1".into(),
        entered_at: now,
        entry_lane: Some(entry.id),
        entry_picture: None,
        left_at: None,
        exit_lane: None,
        exit_picture: None,
        state: RecordState::Inside,
        record_type: RecordType::Normal,
        receivable_fen: Fen(0),
        discount_fen: Fen(0),
        received_fen: Fen(0),
        share_id: None,
    };
    let left = ParkingRecord {
        left_at: Some(now.plus_minutes(90)),
        exit_lane: Some(exit.id),
        state: RecordState::Left,
        receivable_fen: Fen(2000),
        discount_fen: Fen(300),
        received_fen: Fen(1700),
        ..inside.clone()
    };
    let charge = Charge {
        id: guid(2),
        order_no: "A1".into(),
        record_id: guid(1),
        paid_at: now.plus_minutes(80),
        receivable_fen: Fen(2000),
        discount_fen: Fen(300),
        received_fen: Fen(1700),
        pay_type: PayType::Cash,
        pay_from: "线下缴费".into(),
        discounts: vec![],
    };
    let facts = [
        Fact::LotDescribed,
        Fact::VehicleEntered { record: inside.clone() },
        Fact::CountsChanged { counts: Counts { total: 220, used: 1, open_to_all: 169, reserved: 0 } },
        Fact::SpaceChanged { space_no: lot.spaces[0].space_no.clone(), state: SpaceState::Taken },
        Fact::EquipmentChanged { equipment_id: entry.equipment[1].id, online: false },
        Fact::LaneStateChanged { lane_id: entry.id, state: LaneService::Closed, comment: "设备检修".into() },
        Fact::LeaseChanged { terms: terms(&lot.park_code), removed: false },
        Fact::LeaseChanged { terms: terms(&lot.park_code), removed: true },
        Fact::RecordCorrected { record: ParkingRecord { record_type: RecordType::Abnormal, ..inside.clone() } },
        Fact::GateMotorFailed {
            event_id: guid(4),
            equipment_id: entry.equipment[1].id,
            lane: entry.clone(),
            at: now,
            remark: "电机过热".into(),
        },
        Fact::SamePlateInside { event_id: guid(3), vehicle: vehicle.clone(), lane: entry.clone(), at: now },
        Fact::Charged { charge, vehicle },
        Fact::VehicleLeft { record: left, charge_ids: vec![guid(2)] },
    ];
    let mapper = CityMapper::new(client.clock.clone());
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in &facts {
        for draft in mapper.map(fact, &lot) {
            assert_eq!(draft.problem, None, "{}", draft.body);
            let reply = client.call_text(draft.interface, &format!("[{}]", draft.body)).await;
            assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0), "{}: {reply}", draft.body);
            *taken.entry(draft.interface).or_default() += 1;
        }
    }
    assert_eq!(client.city.disorder(), []);
    // Four lanes with two devices each, a hundred spaces, and one of everything that happened.
    let wanted = [
        ("2002", 2),
        ("3001", 1),
        ("3002", 4),
        ("3003", 8),
        ("3004", 100),
        ("5001", 1),
        ("5002", 1),
        ("5003", 1),
        ("5004", 1),
        ("5005", 1),
        ("5006", 1),
        ("5008", 1),
        ("5011", 1),
        ("5012", 2),
    ];
    assert_eq!(taken, BTreeMap::from(wanted));
}
