//! The messages of one car's way through the lot, put before a checker that was transcribed from the documents by
//! others. It stands beside the repository; without it nothing is checked, and the test says so.

#[path = "../../../../tests/checker.rs"]
mod checker;
mod lot;

use checker::{judge, requests};
use lot::{CHARGE, RECORD, at, charge, gone, id, inside, map, vehicle};
use lotdesk_domain::fact::{Described, Fact};
use lotdesk_domain::garage::{GarageCounts, GarageEventKind, GarageState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{Counts, ElectronicTag, ParkingRecord, RecordState, Vehicle};
use lotdesk_domain::reconcile::BillKind;
use lotdesk_domain::service::LaneService;
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::client::{self, Credentials};

/// Interface and envelope of everything that the client and the mapping say in the story.
fn story() -> Vec<(String, String)> {
    let now = Moment(1_795_400_000_000);
    let credentials = Credentials {
        user_id: "b38080814d9be81f014d9beb8109033a".into(),
        password: "Lot-2026".into(),
        des_key: b"12345678".to_vec(),
        des_iv: None,
        callback_server: Some("https://lot.example".into()),
        online_order_url: Some("https://lot.example/pay".into()),
    };
    let picture = |entering| Fact::PictureTaken {
        picture_id: id("8E1804D7B1F64A51A955EF692FADB7CE"),
        record_id: id(RECORD),
        garage: None,
        entering,
        taken_at: at("2018-01-01 01:01:01"),
    };
    let tag = ElectronicTag {
        no: "0101".into(),
        plate_type: "0001".into(),
        car_model: "000000001".into(),
        usage: "0001".into(),
        // GB 11643 (ISO 7064 MOD 11-2) over 440000000001: 4·4 + 4·2 + 1·2 = 26, 26 mod 11 = 4, which stands for 8.
        seqno: "4400000000018".into(),
    };
    let tagged = Vehicle { tag: Some(tag), ..vehicle() };
    let lane = lot::lot().lanes[0].clone();
    let counts = Counts { total: 200, used: 50, open_to_all: 130, reserved: 0 };
    let garage_event = |kind, n| Fact::GarageEvent {
        event_id: Guid::from_bytes([n; 16]),
        garage: lot::GARAGE.into(),
        kind,
        space_no: Some(format!("{}G10001", lot::GARAGE)),
        plate: Some(vehicle().plate),
        at: at("2026-11-23 08:00:00"),
        remark: None,
    };
    let before = Box::new(Described { lot: lot::lot_with_garage(), tariff: Some(lot::tariff()), stations: Vec::new() });
    let garage_facts = [
        Fact::LotDescribed { tariff: Some(lot::tariff()), stations: vec![lot::station()], before: None },
        Fact::GarageStateChanged {
            garage: lot::GARAGE.into(),
            state: GarageState::Maintenance,
            comment: Some("更换链条".into()),
            at: at("2026-11-23 08:00:00"),
        },
        Fact::GarageSpacesChanged {
            garages: vec![GarageCounts {
                garage: lot::GARAGE.into(),
                total_large: 1,
                total_small: 1,
                free_large: 0,
                free_small: 1,
            }],
            at: at("2026-11-23 08:00:00"),
        },
        garage_event(GarageEventKind::CarIn, 0x71),
        garage_event(GarageEventKind::EmergencyStop, 0x72),
        garage_event(GarageEventKind::PlateFault, 0x73),
        Fact::VehicleLeft {
            record: ParkingRecord { garage: Some(lot::GARAGE.into()), ..gone() },
            charge_ids: vec![id(CHARGE)],
        },
    ];
    let facts = [
        Fact::LotDescribed { tariff: None, stations: Vec::new(), before: None },
        Fact::VehicleEntered { record: inside() },
        Fact::VehicleEntered { record: ParkingRecord { share_id: Some(id(RECORD)), ..inside() } },
        Fact::VehicleEntered { record: ParkingRecord { vehicle: tagged, ..inside() } },
        picture(true),
        Fact::CountsChanged { counts },
        Fact::SpaceChanged { space_no: "4403040010010100001000B1A108".into(), state: SpaceState::Unknown },
        Fact::SpaceChanged { space_no: "4403040010010100001000B1A108".into(), state: SpaceState::Reserved },
        Fact::EquipmentChanged { equipment_id: Guid::from_bytes([0xE1; 16]), online: false },
        Fact::LaneStateChanged { lane_id: lane.id, state: LaneService::Closed, comment: "设备检修".into() },
        Fact::LeaseChanged { terms: lot::terms(), removed: false },
        Fact::GateMotorFailed {
            event_id: id("8E1804D7B1F64A51A955EF692FADB7CF"),
            equipment_id: Guid::from_bytes([0xE1; 16]),
            lane: lane.clone(),
            at: at("2026-11-23 08:00:00"),
            remark: "电机过热".into(),
        },
        Fact::SamePlateInside {
            event_id: id("8E1804D7B1F64A51A955EF692FADB7CE"),
            vehicle: vehicle(),
            lane,
            at: at("2026-11-23 08:00:00"),
        },
        Fact::RecordCorrected { record: ParkingRecord { state: RecordState::Cancelled, ..inside() } },
        Fact::PaymentRequested { order: lot::order() },
        Fact::Refunded { refund: lot::refund() },
        Fact::Charged { charge: charge(), vehicle: vehicle() },
        Fact::VehicleLeft { record: gone(), charge_ids: vec![id(CHARGE)] },
        picture(false),
    ];
    let mut said = vec![
        ("1001".to_owned(), client::login_item(&credentials).unwrap()),
        ("1002".to_owned(), client::refresh_item(&credentials, "A2F6C1").unwrap()),
    ];
    let in_garage = garage_facts.iter().flat_map(|fact| lot::map_in(fact, &lot::lot_with_garage()));
    let taken_back = map(&Fact::LotDescribed { tariff: None, stations: Vec::new(), before: Some(before) });
    for draft in facts.iter().flat_map(map).chain(in_garage).chain(taken_back) {
        assert_eq!(draft.problem, None, "{}", draft.interface);
        said.push((draft.interface.to_owned(), draft.body));
    }
    let plate = vehicle().plate;
    said.push(("5010".to_owned(), client::query::deduction_item(&plate).unwrap()));
    let day = at("2018-01-02 00:00:00").to_china().date();
    said.push(("1401".to_owned(), client::query::bill_item(day, BillKind::All).unwrap()));
    said.push(("1003".to_owned(), client::logout_item("A2F6C1").unwrap()));
    said.push(("1004".to_owned(), client::tcp_login_item(&credentials).unwrap()));
    let dialect = Dialect::default();
    let mut story: Vec<(String, String)> =
        said.into_iter().map(|(id, item)| (id, client::request(&dialect, &[&item], now).unwrap())).collect();
    // Over TCP the heartbeat and the logout carry no item.
    story.extend(["1006", "1005"].map(|id| (id.to_owned(), client::request(&dialect, &[], now).unwrap())));
    story
}

#[test]
fn a_cars_way_through_the_lot_keeps_to_the_standard() {
    let story = story();
    if let Some(verdict) = judge(requests("city", &story)) {
        assert!(verdict.clean(), "{verdict:?}");
    }
}
