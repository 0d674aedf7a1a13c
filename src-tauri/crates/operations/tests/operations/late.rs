//! Reads that come late, out of order, or twice: nobody is inside who is not, and nobody is gone who stands there.

use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PlateRead;
use lotdesk_operations::api::lane::{ReadFate, ReadReply};
use lotdesk_operations::{EngineNote, camera_clock};
use serde_json::{Value, json};

/// A read that the camera kept while the line was down.
fn kept(house: &House, lane: u8, plate: &str, minutes_ago: i64) -> PlateRead {
    let mut read = house.seen(lane, plate);
    read.taken_at = read.taken_at.plus_minutes(-minutes_ago);
    read.buffered = true;
    read
}

async fn take(house: &House, read: PlateRead) -> ReadReply {
    house.desk.lane_read(read).await.unwrap()
}

async fn used(house: &House) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["counts"]["used"].clone()
}

#[tokio::test]
async fn a_kept_copy_of_a_read_that_was_answered_does_not_let_an_unpaid_car_go() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::MustPay);
    house.later(1);
    // The camera did not hear the answer and sends the same sight again when its line is back.
    take(&house, kept(&house, EXIT, "粤B11111", 1)).await;
    // And an older one, from before it stood there for the attendant to see.
    take(&house, kept(&house, EXIT, "粤B11111", 3)).await;
    let pay = json!({
        "request_id": guid(90), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    assert_eq!(house.window(&token, "exit.pay_cash", pay).await.unwrap()["left"], true);
    house.verify().await;
}

#[tokio::test]
async fn an_entry_told_again_after_the_car_has_left_brings_nobody_in() {
    let house = House::new().await;
    let entered = kept(&house, ENTRY, "粤B11111", 0);
    let first = take(&house, entered.clone()).await.record_id.unwrap();
    house.later(10);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Left);
    house.later(10);
    let again = take(&house, kept(&house, ENTRY, "粤B11111", 20)).await;
    assert_eq!((again.fate, again.record_id), (ReadFate::Late, Some(first)));
    assert_eq!(used(&house).await, 0);
    // A later entry is a new stay.
    let next = take(&house, kept(&house, ENTRY, "粤B11111", 5)).await;
    assert_ne!(next.record_id, Some(first));
    assert_eq!(used(&house).await, 1);
    house.verify().await;
}

#[tokio::test]
async fn of_a_stay_whose_exit_was_told_first_nobody_is_left_inside() {
    let house = House::new().await;
    house.later(120);
    // Both cameras were cut off; the exit's line came back first.
    assert_eq!(take(&house, kept(&house, EXIT, "粤B11111", 30)).await.record_id, None);
    let record = take(&house, kept(&house, ENTRY, "粤B11111", 90)).await.record_id.unwrap();
    assert_eq!(used(&house).await, 0);
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    // 60 minutes are 5.00 that nobody took.
    assert_eq!((&detail["record"]["state"], &detail["record"]["record_type"]), (&json!("left"), &json!("abnormal")));
    assert_eq!(detail["record"]["received_fen"], json!(Fen::ZERO));
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::Entered);
    house.verify().await;
}

/// A read that is old and that the camera does not call kept.
fn old(house: &House, lane: u8, plate: &str, seconds_ago: i64) -> PlateRead {
    let mut read = house.seen(lane, plate);
    read.taken_at = read.taken_at.plus_ms(-seconds_ago * 1000);
    read
}

/// It is known that the exit's camera has a slow clock.
async fn clock_is_slow(house: &House) {
    let (about, lane_id) = (camera_clock(guid(EXIT)), Some(guid(EXIT)));
    let note =
        EngineNote { about, lane_id, zh: "摄像机时间相差 40 秒".into(), en: "40 s slow".into(), lasts: true };
    house.desk.note(note).await.unwrap();
}

#[tokio::test]
async fn an_old_read_is_recorded_at_its_own_time_and_opens_nothing() {
    let mut house = House::new().await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    house.gates();
    let read = old(&house, EXIT, "粤B11111", 40);
    let left_at = read.taken_at;
    assert!(!take(&house, read).await.open_gate);
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    assert_eq!((&detail["record"]["state"], &detail["record"]["left_at"]), (&json!("left"), &json!(left_at)));
    assert_eq!(house.gates(), 0);
    house.verify().await;
}

#[tokio::test]
async fn a_camera_whose_clock_is_slow_does_not_end_the_stay_of_a_car_that_stands_there() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    clock_is_slow(&house).await;
    house.later(30);
    house.gates();
    for _ in 0..3 {
        // Its clock is 40 s behind; the car is read again and again.
        let reply = take(&house, old(&house, EXIT, "粤B11111", 40)).await;
        assert!(!reply.open_gate && reply.record_id == Some(record));
        house.later_ms(12_000);
    }
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    let waiting = &board["lanes"][1]["waiting"];
    assert_eq!(
        (&waiting["why"], &waiting["record_id"], board["counts"]["used"].clone()),
        (&json!("late"), &json!(record), json!(1))
    );
    assert_eq!(waiting["candidates"][0]["record_id"], json!(record));
    assert_eq!(house.gates(), 0, "an old read opens nothing");
    // Somebody looks, says that it is that car, and it pays: 5.00 for the first hour.
    let choice = json!({ "lane_id": guid(EXIT), "read_id": waiting["read"]["read_id"], "record_id": record });
    assert_eq!(house.window(&token, "exit.choose_entry", choice).await.unwrap()["fate"], "must_pay");
    // While it counts its money the camera goes on.
    assert_eq!(take(&house, old(&house, EXIT, "粤B11111", 40)).await.fate, ReadFate::Repeat);
    let pay = json!({
        "request_id": guid(90), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    assert_eq!(house.window(&token, "exit.pay_cash", pay).await.unwrap()["left"], true);
    assert_eq!(house.gates(), 1);
    // What the camera says of it afterwards brings nobody back to the lane.
    house.later_ms(15_000);
    take(&house, old(&house, EXIT, "粤B11111", 40)).await;
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["lanes"][1]["waiting"], Value::Null);
    house.verify().await;
}

#[tokio::test]
async fn an_old_read_of_a_car_without_an_entry_is_seen_by_somebody() {
    let house = House::new().await;
    clock_is_slow(&house).await;
    assert_eq!(take(&house, old(&house, EXIT, "粤B11111", 40)).await.fate, ReadFate::Late);
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["lanes"][1]["waiting"]["why"], "late");
    // One that the camera kept is long gone: nobody waits by it.
    let board = || async {
        house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][1]["waiting"]["read"]["vehicle"]["plate"]
            .clone()
    };
    take(&house, kept(&house, EXIT, "粤B22222", 1)).await;
    assert_eq!(board().await, "粤B11111");
    house.verify().await;
}
