//! Bays along a street: a stay from the detector's first word to the debt that is paid later.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Equipment, EquipmentKind, Lot, LotKind, Space, SpaceState};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::money::Fen;
use lotdesk_domain::street::StayState;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::api::street::{ArrearsList, BayOutcome, BayReply, StayDetail, StayPaid, StayQuote};
use serde_json::{Value, json};

use crate::support::{House, guid, small_lot};

pub const BAY: &str = "44030400100101000010S001";
pub const OTHER_BAY: &str = "44030400100101000010S002";
const DETECTOR: u8 = 0xD1;

/// Two bays, one of them with a detector that the city knows; no lane.
pub fn street_lot() -> Lot {
    let detector = Equipment {
        id: guid(DETECTOR),
        code: "DET-001".into(),
        name: "001号泊位地磁".into(),
        kind: EquipmentKind::SpaceDetector,
    };
    let bay = |space_no: &str, label: &str, detector| Space {
        space_no: space_no.into(),
        label: label.into(),
        area: "A".into(),
        garage: None,
        size: None,
        detector,
    };
    Lot {
        kind: LotKind::OnStreet,
        road: "福华一路".into(),
        lanes: vec![],
        spaces: vec![bay(BAY, "001", Some(detector)), bay(OTHER_BAY, "002", None)],
        ..small_lot()
    }
}

pub async fn street() -> House {
    let house = House::new().await;
    house.engine("lot.set", json!({ "lot": street_lot() })).await.unwrap();
    house.engine("street.set_rules", json!({ "jitter_seconds": 20 })).await.unwrap();
    house
}

pub async fn says(house: &House, space_no: &str, taken: bool, at: Moment) -> BayReply {
    let report = json!({ "space_no": space_no, "taken": taken, "at": at });
    serde_json::from_value(house.engine("lot.bay_report", report).await.unwrap()).unwrap()
}

/// The car comes, stays for so long and goes; its stay is over.
pub async fn stay_of(house: &House, space_no: &str, minutes: i64) -> Guid {
    let stay = says(house, space_no, true, house.clock.now()).await.stay_id.unwrap();
    house.later(minutes);
    says(house, space_no, false, house.clock.now()).await;
    house.later_ms(20_000);
    assert_eq!(house.desk.settle_bays().await.unwrap(), 1);
    stay
}

pub async fn detail(house: &House, stay: Guid) -> StayDetail {
    let detail = house.engine("street.detail", json!({ "stay_id": stay })).await.unwrap();
    serde_json::from_value(detail).unwrap()
}

pub async fn pay(house: &House, token: &str, stay: Guid, request: u8, due: i64) -> Result<StayPaid, Code> {
    let request = json!({ "request_id": guid(request), "stay_id": stay, "due_fen": due, "received_fen": due + 100 });
    let paid = house.window(token, "street.pay_cash", request).await.map_err(|refusal| refusal.code)?;
    Ok(serde_json::from_value(paid).unwrap())
}

async fn quote(house: &House, stay: Guid) -> StayQuote {
    serde_json::from_value(house.engine("street.quote", json!({ "stay_id": stay })).await.unwrap()).unwrap()
}

async fn arrears(house: &House, plate: &str) -> ArrearsList {
    serde_json::from_value(house.engine("street.arrears", json!({ "plate": plate })).await.unwrap()).unwrap()
}

fn facts(house: &House) -> Vec<Fact> {
    house.facts.0.lock().unwrap().clone()
}

#[tokio::test]
async fn a_car_stands_in_a_bay_pays_and_goes() {
    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let came = says(&house, BAY, true, house.clock.now()).await;
    assert_eq!(came.outcome, BayOutcome::Began);
    let stay = came.stay_id.unwrap();
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!((&board["counts"]["used"], &board["spaces"][0]["state"]), (&json!(1), &json!("taken")));
    assert!(facts(&house).iter().any(|fact| matches!(fact, Fact::StayBegan { stay: s }
        if s.id == stay && s.space_no == BAY && s.vehicle.is_none() && s.detector_id == Some(guid(DETECTOR)))));
    assert!(facts(&house).contains(&Fact::SpaceChanged { space_no: BAY.into(), state: SpaceState::Taken }));

    house.later(10);
    let set = json!({ "stay_id": stay, "plate": "粤b 88888", "plate_color": "blue" });
    let reply = house.window(&token, "street.set_plate", set.clone()).await.unwrap();
    assert_eq!((&reply["vehicle"]["plate"], &reply["other_debts_fen"]), (&json!("粤B88888"), &json!(0)));
    house.window(&token, "street.set_plate", set).await.unwrap();
    let corrections = facts(&house).iter().filter(|fact| matches!(fact, Fact::StayCorrected { .. })).count();
    assert_eq!(corrections, 1, "the same plate again corrects nothing");

    // 70 minutes: 5.00 and 3.00. Paid there; 15 minutes to leave.
    house.later(60);
    assert_eq!(quote(&house, stay).await.due_fen, Fen(800));
    assert_eq!(pay(&house, &token, stay, 60, 700).await.unwrap_err(), Code::FeeChanged);
    let paid = pay(&house, &token, stay, 60, 800).await.unwrap();
    assert_eq!(paid.change_fen, Fen(100));
    assert_eq!(pay(&house, &token, stay, 60, 800).await.unwrap(), paid, "a repeat has no second effect");
    assert_eq!(pay(&house, &token, stay, 61, 800).await.unwrap_err(), Code::AlreadyPaid);

    house.later(10);
    assert_eq!(says(&house, BAY, false, house.clock.now()).await.outcome, BayOutcome::MayHaveEnded);
    assert_eq!(house.desk.settle_bays().await.unwrap(), 0, "the detector may think better of it");
    let left_at = house.clock.now();
    house.later_ms(20_000);
    assert_eq!(house.desk.settle_bays().await.unwrap(), 1);
    let over = detail(&house, stay).await.quote.stay;
    assert_eq!((over.state, over.left_at, over.owed_fen), (StayState::Left, Some(left_at), Fen::ZERO));
    let ended = facts(&house).into_iter().find_map(|fact| match fact {
        Fact::StayEnded { stay, charge_ids } => Some((stay, charge_ids)),
        _ => None,
    });
    let (told, charge_ids) = ended.unwrap();
    assert_eq!((told.received_fen, charge_ids), (Fen(800), vec![guid(60)]));
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!((&board["counts"]["used"], &board["spaces"][0]["state"]), (&json!(0), &json!("free")));
    assert_eq!(arrears(&house, "").await.stays, 0);
    house.verify().await;
}

#[tokio::test]
async fn whoever_goes_without_paying_owes_and_pays_later() {
    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let first = stay_of(&house, BAY, 70).await;
    // The plate may be read from a picture long after; the class by which it was priced stays.
    let set = |stay: Guid| json!({ "stay_id": stay, "plate": "粤B88888" });
    house.window(&token, "street.set_plate", set(first)).await.unwrap();
    let large = json!({ "stay_id": first, "plate": "粤B88888", "class": "large" });
    assert_eq!(house.window(&token, "street.set_plate", large).await.unwrap_err().field.as_deref(), Some("class"));
    let owed = arrears(&house, "B888").await;
    assert_eq!((owed.rows.len(), owed.stays, owed.owed_fen), (1, 1, Fen(800)));
    assert_eq!(owed.rows[0].id, first);

    // The same car again: the inspector sees what it owes from before.
    let second = stay_of(&house, OTHER_BAY, 30).await;
    let reply = house.window(&token, "street.set_plate", set(second)).await.unwrap();
    assert_eq!(reply["other_debts_fen"], 800);
    assert_eq!(arrears(&house, "").await.owed_fen, Fen(1300));

    // A dearer tariff since then changes nothing of what is owed.
    let dear = crate::support::TARIFF.replace("5.00", "9.00");
    house.engine("tariff.load", json!({ "toml": dear })).await.unwrap();
    house.later(20 * 24 * 60);
    let late = quote(&house, first).await;
    assert_eq!((late.due_fen, late.fee_fen), (Fen(800), Fen(800)));
    assert_eq!(late.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), Fen(800), "the lines are those of then");
    pay(&house, &token, first, 60, 800).await.unwrap();
    assert_eq!(arrears(&house, "").await.owed_fen, Fen(500));
    assert_eq!(pay(&house, &token, first, 61, 800).await.unwrap_err(), Code::AlreadyPaid);
    assert!(facts(&house).iter().any(|fact| matches!(fact, Fact::StayCharged { charge, stay }
        if charge.record_id == first && stay.state == StayState::Left)));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn a_jittering_detector_makes_one_stay() {
    let house = street().await;
    let stay = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    house.later(30);
    for _ in 0..5 {
        assert_eq!(says(&house, BAY, false, house.clock.now()).await.outcome, BayOutcome::MayHaveEnded);
        house.later_ms(3_000);
        assert_eq!(house.desk.settle_bays().await.unwrap(), 0);
        let back = says(&house, BAY, true, house.clock.now()).await;
        assert_eq!((back.outcome, back.stay_id), (BayOutcome::GoesOn, Some(stay)));
        house.later_ms(40_000);
        assert_eq!(house.desk.settle_bays().await.unwrap(), 0);
    }
    let count = |of: fn(&Fact) -> bool| facts(&house).iter().filter(|fact| of(fact)).count();
    assert_eq!(count(|fact| matches!(fact, Fact::StayBegan { .. })), 1);
    assert_eq!(count(|fact| matches!(fact, Fact::StayEnded { .. })), 0);
    assert_eq!(count(|fact| matches!(fact, Fact::SpaceChanged { .. })), 1, "the platform sees no flicker");

    // Free for 20 seconds and more before the next car: two stays, told when the second one comes.
    let gone_at = house.clock.now();
    says(&house, BAY, false, gone_at).await;
    house.later_ms(25_000);
    let next = says(&house, BAY, true, house.clock.now()).await;
    assert_eq!(next.outcome, BayOutcome::EndedAndBegan);
    assert_ne!(next.stay_id, Some(stay));
    assert_eq!(detail(&house, stay).await.quote.stay.left_at, Some(gone_at));
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["counts"]["used"], 1);
    house.verify().await;
}

#[tokio::test]
async fn reports_that_cannot_be_are_refused_and_late_ones_change_nothing() {
    let house = street().await;
    let report = |space_no: &str| json!({ "space_no": space_no, "taken": true, "at": house.clock.now() });
    let refused = house.engine("lot.bay_report", report("S9")).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("space_no"));
    // A detector whose clock is fast begins no stay in the future.
    let stay = says(&house, BAY, true, house.clock.now().plus_minutes(30)).await.stay_id.unwrap();
    assert_eq!(detail(&house, stay).await.quote.stay.entered_at, house.clock.now());
    house.later(5);
    assert_eq!(says(&house, BAY, false, house.clock.now().plus_minutes(-6)).await.outcome, BayOutcome::Nothing);
    assert_eq!(says(&house, BAY, true, house.clock.now()).await.outcome, BayOutcome::Nothing);
    // A report that was held up until the bay was long free again.
    let gone_at = house.clock.now();
    house.later(5);
    says(&house, BAY, false, gone_at).await;
    assert_eq!(detail(&house, stay).await.quote.stay.state, StayState::Left);

    let gates = House::new().await;
    let refused = gates.engine("lot.bay_report", report("S1")).await.unwrap_err();
    assert_eq!(refused.code, Code::BadField, "a space off the street begins no stay");
}

#[tokio::test]
async fn lot_spaces_begins_and_ends_stays_too() {
    let house = street().await;
    let report = |state: &str| json!({ "spaces": [{ "space_no": BAY, "state": state }] });
    house.engine("lot.spaces", report("taken")).await.unwrap();
    house.later(20);
    house.engine("lot.spaces", report("free")).await.unwrap();
    house.later(1);
    assert_eq!(house.desk.settle_bays().await.unwrap(), 1);
    let list = house.engine("street.list", json!({ "space_no": BAY })).await.unwrap();
    assert_eq!((list["rows"].as_array().unwrap().len(), &list["rows"][0]["owed_fen"]), (1, &json!(500)));
    house.verify().await;
}
