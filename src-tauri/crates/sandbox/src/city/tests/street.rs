//! Stays in bays along a street: by `spaceNo`, without a plate, paid after the car has gone.

use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::lot::{Equipment, EquipmentKind, Lot, LotKind, SpaceState};
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Charge, PayType, RecordType, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_protocols::city::CityMapper;

use super::*;

const BAY: &str = "4403040010010100001000S001";

async fn street() -> Client {
    let client = Client::start().await;
    client.describe().await;
    let mut bay = space();
    bay["spaceInfo"]["spaceNo"] = json!(BAY);
    bay["spaceInfo"]["positionType"] = json!(0);
    assert_eq!(code(&client.call("3004", json!([bay])).await), 0);
    client
}

fn came(id: &str, space_no: &str) -> String {
    format!(
        r#"[{{"id":"{id}","parkCode":"{LOT}","spaceNo":"{space_no}","enterTime":"2026-03-01 08:00:00","receivables":0.00,"discount":0.00,"received":0.00,"recordType":0}}]"#
    )
}

fn gone(id: &str, receivables: &str) -> String {
    came(id, BAY)
        .replace(r#""receivables":0.00"#, &format!(r#""receivables":{receivables}"#))
        .replace(r#""enterTime""#, r#""leaveTime":"2026-03-01 09:05:00","enterTime""#)
}

#[tokio::test]
async fn a_bay_needs_no_plate_and_a_space_off_the_street_does() {
    let client = street().await;
    assert_eq!(code(&client.call_text("5004", &came(RECORD, BAY)).await), 0);
    assert_eq!(client.city.record(RECORD).unwrap().space_no, BAY);
    let other = "D78E319DAB604A268842ACF164774592";
    assert_eq!(code(&client.call_text("5004", &came(other, SPACE)).await), 1000, "off the street a car is wanted");
    assert_eq!(code(&client.call_text("5004", &came(other, "4403X")).await), 1102);
    // The bay is taken: two stays at once are one too many.
    assert_eq!(client.city.disorder().iter().filter(|d| d.what == DisorderKind::BayTaken).count(), 0);
    assert_eq!(code(&client.call_text("5004", &came(other, BAY)).await), 0);
    assert_eq!(client.city.disorder().iter().filter(|d| d.what == DisorderKind::BayTaken).count(), 1);
}

#[tokio::test]
async fn a_debt_is_told_at_leaving_and_paid_later() {
    let client = street().await;
    client.call_text("5004", &came(RECORD, BAY)).await;
    assert_eq!(code(&client.call_text("5005", &gone(RECORD, "20.00")).await), 0);
    let late = charge().replace(&format!(r#""parkCarInfo":{},"#, car()), "");
    assert_eq!(code(&client.call_text("5008", &late).await), 0);
    assert_eq!(client.city.disorder(), []);
    // Paid more than was ever due, and the exit says less: that does not fit.
    let other = "D78E319DAB604A268842ACF164774592";
    client.call_text("5004", &came(other, BAY)).await;
    let paid = late.replace(RECORD, other).replace(CHARGE, "EF8080814D9BE81F014D9BEB81090003");
    client.call_text("5008", &paid).await;
    client.call_text("5005", &gone(other, "10.00")).await;
    assert!(client.city.disorder().iter().any(|d| d.what == DisorderKind::SumsDiffer));
}

#[tokio::test]
async fn off_the_street_a_payment_names_its_car() {
    let client = street().await;
    client.call_text("5004", &entry()).await;
    let nameless = charge().replace(&format!(r#""parkCarInfo":{},"#, car()), "");
    assert_eq!(code(&client.call_text("5008", &nameless).await), 1000);
}

/// The demo's lot as one along a street: two bays, one of them with a detector that the city is told of.
fn street_lot() -> Lot {
    let detector = Equipment {
        id: Guid::from_bytes([0xD1; 16]),
        code: "DET-001".into(),
        name: "001号泊位地磁".into(),
        kind: EquipmentKind::SpaceDetector,
    };
    let mut lot = crate::demo::lot().unwrap();
    lot.kind = LotKind::OnStreet;
    lot.lanes.clear();
    lot.garages.clear();
    lot.spaces.truncate(2);
    lot.spaces[0].detector = Some(detector);
    lot
}

#[tokio::test]
async fn what_the_mapper_says_of_a_street_is_taken_without_a_word() {
    let client = Client::start().await;
    let lot = street_lot();
    let (now, bay) = (client.clock.now(), lot.spaces[0].clone());
    let standing = StreetStay {
        id: Guid::from_bytes([1; 16]),
        space_no: bay.space_no.clone(),
        detector_id: bay.detector.map(|detector| detector.id),
        vehicle: None,
        entered_at: now,
        left_at: None,
        state: StayState::Standing,
        record_type: RecordType::Normal,
        fee_fen: None,
        receivable_fen: Fen::ZERO,
        discount_fen: Fen::ZERO,
        received_fen: Fen::ZERO,
        owed_fen: Fen::ZERO,
    };
    let vehicle = Vehicle {
        plate: Plate::parse("粤BD12345").unwrap(),
        plate_color: None,
        car_color: None,
        car_logo: None,
        class: VehicleClass::Small,
        tag: None,
    };
    let seen = StreetStay { vehicle: Some(vehicle), ..standing.clone() };
    let left = StreetStay {
        left_at: Some(now.plus_minutes(90)),
        state: StayState::Left,
        fee_fen: Some(Fen(2000)),
        owed_fen: Fen(2000),
        ..seen.clone()
    };
    let charge = Charge {
        id: Guid::from_bytes([2; 16]),
        order_no: "A1".into(),
        record_id: standing.id,
        paid_at: now.plus_minutes(9000),
        receivable_fen: Fen(2000),
        discount_fen: Fen::ZERO,
        received_fen: Fen(2000),
        pay_type: PayType::Cash,
        pay_from: "线下缴费".into(),
        discounts: Vec::new(),
    };
    let facts = [
        Fact::LotDescribed { tariff: None, stations: Vec::new(), before: None },
        Fact::SpaceChanged { space_no: bay.space_no.clone(), state: SpaceState::Taken },
        Fact::StayBegan { stay: standing },
        Fact::StayCorrected { stay: seen },
        Fact::StayEnded { stay: left.clone(), charge_ids: vec![] },
        Fact::StayCharged { charge, stay: left },
    ];
    let mapper = CityMapper::new(client.clock.clone());
    let mut said = Vec::new();
    for draft in facts.iter().flat_map(|fact| mapper.map(fact, &lot)) {
        assert_eq!(draft.problem, None, "{}", draft.body);
        let reply = client.call_text(draft.interface, &format!("[{}]", draft.body)).await;
        assert_eq!((reply["resultCode"].as_u64(), code(&reply)), (Some(0), 0), "{}: {reply}", draft.body);
        said.push(draft.interface);
    }
    assert_eq!(said, ["3001", "3004", "3004", "3003", "5001", "5004", "5006", "5005", "5008"]);
    assert_eq!(client.city.disorder(), []);
    let detector = client.city.latest("3003", &"D1".repeat(16)).unwrap();
    assert!(detector.contains(&bay.space_no) && detector.contains(r#""equipmentType":"3000""#), "{detector}");
}
