//! The product's mapper before this judge: what it makes of the demo lot's facts must be taken without a word.

use std::collections::BTreeMap;

use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::charging::{EquipmentKind, ListedPile, ListedStation};
use lotdesk_domain::fact::{Described, Fact, FactMapper};
use lotdesk_domain::garage::{GarageEventKind, GarageState, counts};
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{ChargeType, ParkOrder};
use lotdesk_domain::parking::{
    Charge, Counts, ParkingRecord, PayType, RecordState, RecordType, Standing, Vehicle, VehicleClass,
};
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_domain::refund::Refund;
use lotdesk_domain::service::LaneService;
use lotdesk_domain::tariff::Tariff;
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
        garage: None,
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
    let garage_event = |n, kind| Fact::GarageEvent {
        event_id: guid(n),
        garage: lot.garages[0].code.clone(),
        kind,
        space_no: lot.garage_spaces(&lot.garages[0].code).next().map(|space| space.space_no.clone()),
        plate: Some(vehicle.plate.clone()),
        at: now,
        remark: None,
    };
    let order = ParkOrder {
        order_no: "A2".into(),
        record_id: guid(1),
        plate: Some(vehicle.plate.clone()),
        space_no: None,
        entered_at: now,
        charging_start: now,
        charging_minutes: 1,
        left_at: None,
        paid_fen: Fen(0),
        receivable_fen: Fen(2000),
        other_fen: Fen(0),
        discount_fen: Fen(0),
        charging_fen: Fen(0),
        charge_type: ChargeType::Normal,
        free_minutes: 15,
        surplus_minutes: 15,
    };
    let refund = Refund {
        id: guid(4),
        order_no: "A1".into(),
        charge_id: guid(2),
        record_id: guid(1),
        at: now.plus_minutes(85),
        amount_fen: Fen(1700),
        pay_type: PayType::Cash,
        refund_from: "线下缴费".into(),
    };
    let facts = [
        Fact::LotDescribed { tariff: Some(tariff()), stations: vec![station()], before: None },
        Fact::VehicleEntered { record: inside.clone() },
        Fact::CountsChanged { counts: Counts { total: 220, used: 1, open_to_all: 169, reserved: 0 } },
        Fact::GarageStateChanged {
            garage: lot.garages[0].code.clone(),
            state: GarageState::Fault,
            comment: Some("控制柜断电".into()),
            at: now,
        },
        Fact::GarageSpacesChanged {
            garages: vec![counts(&lot.garages[0].code, lot.garage_spaces(&lot.garages[0].code), |_| SpaceState::Free)],
            at: now,
        },
        garage_event(8, GarageEventKind::CarIn),
        garage_event(9, GarageEventKind::EmergencyStop),
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
        Fact::PaymentRequested { order },
        Fact::Refunded { refund },
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
    // Four lanes with two devices each and a garage with six, a pass and eight spaces, a hundred spaces more, a pile, and one of
    // everything that happened.
    let wanted = [
        ("2002", 4),
        ("3001", 1),
        ("3002", 5),
        ("3003", 15),
        ("3004", 108),
        ("3005", 1),
        ("5001", 1),
        ("5002", 1),
        ("5003", 1),
        ("5004", 1),
        ("5005", 1),
        ("5006", 1),
        ("5007", 1),
        ("5008", 1),
        ("5009", 1),
        ("5011", 1),
        ("5012", 2),
        ("8001", 1),
        ("8002", 1),
        ("8003", 1),
    ];
    assert_eq!(taken, BTreeMap::from(wanted));
}

const TARIFF_TOML: &str = include_str!("../../../../../../assets/tariffs/shenzhen-mall.toml");

fn station() -> ListedStation {
    ListedStation {
        operator_id: "123456789".into(),
        operator_name: "某运营商".into(),
        station_id: "ST0001".into(),
        name: "某充电站".into(),
        piles: vec![ListedPile {
            equipment_id: "12345678900000000000001".into(),
            name: None,
            model: None,
            kind: EquipmentKind::Dc,
            space_nos: vec![crate::demo::lot().unwrap().spaces[0].space_no.clone()],
        }],
    }
}

fn tariff() -> Tariff {
    Tariff::from_toml(TARIFF_TOML).unwrap()
}

#[tokio::test]
async fn what_is_no_more_is_taken_back_in_an_order_that_the_platform_can_follow() {
    let client = Client::start().await;
    let lot = crate::demo::lot().unwrap();
    let mapper = CityMapper::new(client.clock.clone());
    let told = |fact: &Fact, lot| mapper.map(fact, lot);
    let whole = told(&Fact::LotDescribed { tariff: Some(tariff()), stations: Vec::new(), before: None }, &lot);
    let mut smaller = lot.clone();
    smaller.garages.clear();
    smaller.spaces.retain(|space| space.garage.is_none());
    smaller.lanes.pop();
    let before = Some(Box::new(Described { lot: lot.clone(), tariff: Some(tariff()), stations: Vec::new() }));
    let less = told(&Fact::LotDescribed { tariff: Some(tariff()), stations: Vec::new(), before }, &smaller);
    let mut batches: Vec<(&str, Vec<String>)> = Vec::new();
    for draft in whole.into_iter().chain(less.clone()) {
        assert_eq!(draft.problem, None, "{}", draft.body);
        // As the dispatcher does: neighbours of one interface go in one request where that is allowed.
        match batches.last_mut() {
            Some((interface, items)) if *interface == draft.interface && draft.interface == "3004" => {
                items.push(draft.body);
            }
            _ => batches.push((draft.interface, vec![draft.body])),
        }
    }
    for (interface, items) in &batches {
        let reply = client.call_text(interface, &format!("[{}]", items.join(","))).await;
        assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0), "{interface}: {reply}");
    }
    assert_eq!(client.city.disorder(), []);
    let count = |interface: &str| less.iter().filter(|draft| draft.interface == interface).count();
    // The lot's own figures changed; a lane with two devices, and a garage with a pass, six devices and eight spaces went.
    let counted = ["3001", "3002", "3003", "3004", "3005", "8001"].map(count);
    assert_eq!(counted, [1, 2, 8, 8, 0, 1]);
    let taken_back = less.iter().filter(|draft| draft.body.ends_with(r#""state":2}"#)).count();
    assert_eq!(taken_back, 2 + 8 + 8 + 1);
}
