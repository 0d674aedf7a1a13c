//! The car that waits at a lane: which one it is, and that nobody else's payment or read moves it.

use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordState;
use lotdesk_domain::plate::Plate;
use lotdesk_operations::Caller;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal, ReadFate};
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

async fn waiting_at(house: &House, lane: usize) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][lane]["waiting"].clone()
}

fn cash(record: Guid, request: u8, due: i64) -> Value {
    json!({
        "request_id": guid(request), "record_id": record, "lane_id": guid(EXIT), "due_fen": due, "received_fen": due,
    })
}

async fn drawer(house: &House) -> Fen {
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    balances.into_iter().filter(|(account, _)| account.starts_with("drawer:")).map(|(_, amount)| amount).sum()
}

#[tokio::test]
async fn a_payment_for_a_car_that_is_not_at_the_lane_opens_for_nobody_else() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let first = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    let second = house.read(ENTRY, "粤B22222").await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, "粤B11111").await;
    // The first car turns away and the second stands there when the attendant presses the key for the first.
    house.later_ms(2_000);
    house.read(EXIT, "粤B22222").await;
    house.gates();
    let refused = house.window(&token, "exit.pay_cash", cash(first, 90, 500)).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NotFound, Some("lane_id")));
    assert_eq!((house.gates(), drawer(&house).await), (0, Fen::ZERO));
    // Paid without a lane it is paid, and the car that stands there still waits.
    let mut at_the_desk = cash(first, 91, 500);
    at_the_desk["lane_id"] = Value::Null;
    house.window(&token, "exit.pay_cash", at_the_desk).await.unwrap();
    assert_eq!(house.gates(), 0);
    assert_eq!(waiting_at(&house, 1).await["quote"]["record_id"], json!(second));
    house.window(&token, "exit.pay_cash", cash(second, 92, 500)).await.unwrap();
    assert_eq!((house.gates(), waiting_at(&house, 1).await), (1, Value::Null));
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_was_taken_off_the_lane_and_is_read_again_waits_again() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.read(ENTRY, "粤B11111").await;
    house.later(30);
    let seen = house.seen(EXIT, "粤B11111");
    house.desk.lane_read(seen.clone()).await.unwrap();
    let dismiss = json!({ "lane_id": guid(EXIT), "read_id": seen.read_id, "reason": "车辆已驶离" });
    house.window(&token, "lane.dismiss", dismiss).await.unwrap();
    house.later_ms(4_000);
    let again = house.read(EXIT, "粤B11111").await;
    assert_eq!(again.fate, ReadFate::MustPay);
    assert_eq!(waiting_at(&house, 1).await["why"], "must_pay");
}

#[tokio::test]
async fn of_two_cars_read_in_turn_the_last_one_waits() {
    let house = House::new().await;
    let first = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.read(ENTRY, "粤B22222").await;
    house.later(30);
    for plate in ["粤B11111", "粤B22222", "粤B11111"] {
        house.later_ms(2_000);
        house.read(EXIT, plate).await;
    }
    assert_eq!(waiting_at(&house, 1).await["quote"]["record_id"], json!(first));
}

#[tokio::test]
async fn a_car_that_paid_and_is_read_again_under_the_gate_is_the_same_car() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, "粤B11111").await;
    house.later_ms(40_000);
    house.window(&token, "exit.pay_cash", cash(record, 93, 500)).await.unwrap();
    house.gates();
    house.later_ms(3_000);
    let again = house.read(EXIT, "粤B11111").await;
    assert_eq!((again.fate, again.record_id), (ReadFate::Repeat, Some(record)));
    assert_eq!((house.gates(), waiting_at(&house, 1).await), (0, Value::Null));
}

#[tokio::test]
async fn a_car_let_in_by_hand_and_read_again_under_the_gate_is_the_same_car() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.read(ENTRY, "粤B11111").await;
    house.read(ENTRY, "粤B22222").await;
    let third = house.seen(ENTRY, "粤B33333");
    assert_eq!(house.desk.lane_read(third.clone()).await.unwrap().fate, ReadFate::RefusedFull);
    house.later_ms(40_000);
    let admit = json!({ "lane_id": guid(ENTRY), "read_id": third.read_id, "plate": null, "reason": "有车位" });
    house.window(&token, "lane.admit", admit).await.unwrap();
    house.gates();
    house.later_ms(3_000);
    assert_eq!(house.read(ENTRY, "粤B33333").await.fate, ReadFate::Repeat);
    assert_eq!((house.gates(), waiting_at(&house, 0).await), (0, Value::Null));
    let alarms = house.facts.0.lock().unwrap().iter().filter(|f| format!("{f:?}").starts_with("SamePlate")).count();
    assert_eq!(alarms, 0);
}

#[tokio::test]
async fn a_car_that_backed_out_and_comes_again_is_let_in() {
    let mut house = House::new().await;
    let first = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later_ms(3_000);
    let report = json!({
        "lane_id": guid(ENTRY), "what": "backed_out", "at": crate::support::morning(), "gate_command_id": null, "remark": null,
    });
    house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.report", report).await.unwrap();
    house.gates();
    house.later_ms(3_000);
    let again = house.read(ENTRY, "粤B11111").await;
    assert_eq!((again.fate, house.gates()), (ReadFate::Entered, 1));
    assert_ne!(again.record_id, Some(first));
    house.verify().await;
}

/// What the camera or the lane's own sensors say of a car, now unless said otherwise.
async fn says(house: &House, lane: u8, what: LaneSignal, change: impl FnOnce(&mut LaneReport)) {
    let mut report = LaneReport::seen(guid(lane), what, house.clock_now());
    change(&mut report);
    house.desk.lane_report(report).await.unwrap();
}

async fn is_inside(house: &House, record: Guid) -> bool {
    let stored = house.ledger.read(move |tx| tx.record(record)).await.unwrap().unwrap();
    stored.state == RecordState::Inside
}

#[tokio::test]
async fn an_unread_car_that_turns_back_does_not_cancel_the_one_that_is_through() {
    let house = House::new().await;
    let first = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later_ms(4_000);
    says(&house, ENTRY, LaneSignal::Passed, |_| ()).await;
    // Two minutes later a van that no camera has read stands there and goes back.
    house.later(2);
    says(&house, ENTRY, LaneSignal::BackedOut, |_| ()).await;
    assert!(is_inside(&house, first).await);
    // One that was read and has not passed is the one that turned back.
    let second = house.read(ENTRY, "粤B22222").await.record_id.unwrap();
    says(&house, ENTRY, LaneSignal::BackedOut, |_| ()).await;
    assert!(!is_inside(&house, second).await && is_inside(&house, first).await);
    house.verify().await;
}

#[tokio::test]
async fn the_car_that_turned_back_is_the_one_whose_plate_was_seen() {
    let house = House::new().await;
    let first = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later_ms(4_000);
    says(&house, ENTRY, LaneSignal::BackedOut, |report| report.plate = Plate::parse("粤C98765").ok()).await;
    assert!(is_inside(&house, first).await, "another car turned back");
    says(&house, ENTRY, LaneSignal::BackedOut, |report| report.plate = Plate::parse("粤B11111").ok()).await;
    assert!(!is_inside(&house, first).await);
    // At an exit too a car that waits is not sent away by another one's plate.
    let third = house.read(ENTRY, "粤B33333").await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, "粤B33333").await;
    says(&house, EXIT, LaneSignal::BackedOut, |report| report.plate = Plate::parse("粤C98765").ok()).await;
    assert_eq!(waiting_at(&house, 1).await["record_id"], json!(third));
    says(&house, EXIT, LaneSignal::BackedOut, |_| ()).await;
    assert_eq!(waiting_at(&house, 1).await, Value::Null);
    house.verify().await;
}

#[tokio::test]
async fn of_a_car_that_turned_back_a_while_ago_nothing_follows() {
    let house = House::new().await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later_ms(11_000);
    says(&house, ENTRY, LaneSignal::BackedOut, |report| report.at = report.at.plus_ms(-10_001)).await;
    says(&house, ENTRY, LaneSignal::BackedOut, |report| report.buffered = true).await;
    assert!(is_inside(&house, record).await);
    // It is not taken for a car that went away either.
    says(&house, ENTRY, LaneSignal::Passed, |_| ()).await;
    let unread = house.ledger.read(|tx| tx.unread_passages(true, 10)).await.unwrap();
    assert_eq!(unread.len(), 0);
    house.verify().await;
}

#[tokio::test]
async fn what_a_person_said_of_a_misread_plate_holds_when_it_is_misread_again() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    let misread = house.seen(EXIT, "粤B1111L");
    assert_eq!(house.desk.lane_read(misread.clone()).await.unwrap().fate, ReadFate::NoEntry);
    let choice = json!({ "lane_id": guid(EXIT), "read_id": misread.read_id, "record_id": record });
    assert_eq!(house.window(&token, "exit.choose_entry", choice).await.unwrap()["fate"], "must_pay");
    house.later_ms(20_000);
    assert_eq!(house.read(EXIT, "粤B1111L").await.record_id, Some(record));
    assert_eq!(house.window(&token, "exit.pay_cash", cash(record, 94, 500)).await.unwrap()["left"], true);
    house.later_ms(3_000);
    assert_eq!(house.read(EXIT, "粤B1111L").await.fate, ReadFate::Repeat);
    house.verify().await;
}

/// A read of a car whose plate cannot be read.
async fn blank(house: &House) -> (Guid, lotdesk_operations::api::lane::ReadReply) {
    let mut seen = house.seen(EXIT, "粤B11111");
    seen.vehicle = None;
    let reply = house.desk.lane_read(seen.clone()).await.unwrap();
    (seen.read_id, reply)
}

#[tokio::test]
async fn an_unread_car_does_not_take_over_the_stay_of_an_earlier_one() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    let (first, reply) = blank(&house).await;
    assert_eq!(reply.fate, ReadFate::NoPlate);
    let choice = |read: Guid| json!({ "lane_id": guid(EXIT), "read_id": read, "record_id": record });
    assert_eq!(house.window(&token, "exit.choose_entry", choice(first)).await.unwrap()["fate"], "must_pay");
    // As long as the camera goes on seeing it, it is that car.
    for _ in 0..3 {
        house.later_ms(40_000);
        assert_eq!(blank(&house).await.1.record_id, Some(record));
    }
    // It goes back to pay elsewhere; minutes later another unread car stands there.
    house.later(3);
    let (_, another) = blank(&house).await;
    assert_eq!((another.fate, another.record_id, another.open_gate), (ReadFate::NoPlate, None, false));
    let mut at_the_desk = cash(record, 95, 500);
    at_the_desk["lane_id"] = Value::Null;
    house.gates();
    house.window(&token, "exit.pay_cash", at_the_desk).await.unwrap();
    assert_eq!(house.gates(), 0, "the payment is not for the car that stands there");
    house.later_ms(20_000);
    let (last, reply) = blank(&house).await;
    assert_eq!((reply.fate, house.gates()), (ReadFate::NoPlate, 0));
    // The booth proposes what was said before, and one key confirms it.
    let waiting = waiting_at(&house, 1).await;
    let proposed = waiting["candidates"].as_array().unwrap();
    assert_eq!((proposed.len(), &proposed[0]["record_id"]), (1, &json!(record)));
    assert_eq!(house.window(&token, "exit.choose_entry", choice(last)).await.unwrap()["fate"], "left");
    assert_eq!(house.gates(), 1);
    house.verify().await;
}

#[tokio::test]
async fn an_unread_car_whose_fee_is_paid_meanwhile_is_not_let_out_by_its_read() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    let (first, _) = blank(&house).await;
    let choice = json!({ "lane_id": guid(EXIT), "read_id": first, "record_id": record });
    house.window(&token, "exit.choose_entry", choice).await.unwrap();
    let mut at_the_desk = cash(record, 96, 500);
    at_the_desk["lane_id"] = Value::Null;
    house.window(&token, "exit.pay_cash", at_the_desk).await.unwrap();
    house.gates();
    house.later_ms(20_000);
    let (_, reply) = blank(&house).await;
    assert_eq!((reply.fate, house.gates()), (ReadFate::NoPlate, 0));
    assert_eq!(waiting_at(&house, 1).await["candidates"][0]["record_id"], json!(record));
    house.verify().await;
}
