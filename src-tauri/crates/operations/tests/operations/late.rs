//! Reads that come late, out of order, or twice: nobody is inside who is not, and nobody is gone who stands there.

use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PlateRead;
use lotdesk_operations::api::lane::{ReadFate, ReadReply};
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
