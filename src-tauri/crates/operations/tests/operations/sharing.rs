//! Shared hours (6004): who comes in by them, and what they pay.

use chrono::{NaiveDate, NaiveTime};
use lotdesk_domain::ask::sharing::ShareOrder;
use lotdesk_domain::ask::{Ask, AskCode};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::tariff::FeeStep;
use lotdesk_operations::api::exit::Quote;
use lotdesk_operations::api::lane::ReadFate;
use serde_json::json;

use crate::reservations::{OURS, ask};
use crate::support::{ENTRY, EXIT, House, guid};

const CAR: &str = "粤B88888";

/// The tests' morning is Monday 2026-11-23, 08:00: shared from 9 to 12 on Mondays, half an hour's buffer.
fn order() -> ShareOrder {
    ShareOrder {
        id: guid(7),
        park_code: OURS.into(),
        plate: Plate::parse(CAR).unwrap(),
        first_day: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
        last_day: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        from: NaiveTime::from_hms_opt(9, 0, 0).unwrap(),
        until: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
        buffer_minutes: 30,
        weekdays: vec![1],
        ended: false,
        publisher: Some("李某".into()),
    }
}

async fn give(house: &House, order: ShareOrder) -> Result<(), AskCode> {
    ask(house, Ask::Share(order)).await.map(|_| ()).map_err(|refusal| refusal.code)
}

async fn quote(house: &House, record: Guid) -> Quote {
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    serde_json::from_value(quote).unwrap()
}

#[tokio::test]
async fn within_its_hours_a_shared_car_comes_in_when_it_is_full_and_pays_nothing() {
    let house = House::new().await;
    give(&house, order()).await.unwrap();
    house.read(ENTRY, "粤B00001").await;
    house.read(ENTRY, "粤B00002").await;
    assert_eq!(house.read(ENTRY, CAR).await.fate, ReadFate::RefusedFull, "at 8 its hours have not begun");
    house.later(30);
    let reply = house.read(ENTRY, CAR).await;
    assert_eq!((reply.fate, reply.screen[1].as_str()), (ReadFate::Entered, "共享车"), "within the buffer");
    let share_ids: Vec<_> = {
        let facts = house.facts.0.lock().unwrap();
        let entered = facts
            .iter()
            .filter_map(|f| if let Fact::VehicleEntered { record } = f { Some(record.share_id) } else { None });
        entered.collect()
    };
    assert_eq!(share_ids, [None, None, Some(guid(7))], "5004 carries it");
    house.later(4 * 60);
    assert_eq!(quote(&house, reply.record_id.unwrap()).await.lines[0].what, FeeStep::CoveredBySharing);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left, "at 12:30 the buffer ends");
    house.verify().await;
}

#[tokio::test]
async fn beyond_hours_and_buffer_it_pays_as_a_temporary_car() {
    let house = House::new().await;
    give(&house, order()).await.unwrap();
    house.later(60);
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    // At 14:00 it is an hour and a half beyond 12:30: 5.00 and 3.00.
    house.later(5 * 60);
    let owed = quote(&house, record).await;
    assert_eq!((owed.due_fen.0, owed.minutes), (800, 300));
    let steps: Vec<_> = owed.lines.iter().map(|line| line.what).collect();
    assert_eq!(steps, [FeeStep::CoveredBySharing, FeeStep::FirstPeriod, FeeStep::FollowingPeriods]);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    house.verify().await;
}

#[tokio::test]
async fn hours_are_taken_back_from_the_moment_on() {
    let house = House::new().await;
    give(&house, order()).await.unwrap();
    give(&house, order()).await.unwrap();
    house.later(60);
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(60);
    let end = || ShareOrder { ended: true, ..order() };
    give(&house, end()).await.unwrap();
    give(&house, end()).await.unwrap();
    house.later(60);
    assert_eq!(quote(&house, record).await.due_fen.0, 500, "from 10 o'clock on it is a temporary car");
    let shares = house.engine("share.list", json!({})).await.unwrap();
    assert_eq!(shares["shares"].as_array().unwrap().len(), 1);
    assert_eq!(shares["shares"][0]["cancelled_at"], json!(crate::support::morning().plus_minutes(120)));
    let board = house.engine("board.snapshot", json!({})).await.unwrap();
    let said = |kind: &str| board["events"].as_array().unwrap().iter().filter(|e| e["kind"] == kind).count();
    assert_eq!((said("share_set"), said("share_cancelled")), (1, 1), "a repeat changes nothing");
    house.verify().await;
}

#[tokio::test]
async fn hours_that_cannot_be_are_refused_with_their_code() {
    let house = House::new().await;
    let bad = [
        (ShareOrder { park_code: "44030400100101000011".into(), ..order() }, AskCode::NoSuchLot),
        (ShareOrder { ended: true, ..order() }, AskCode::NoSuchObject),
        (ShareOrder { last_day: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(), ..order() }, AskCode::OutOfRange),
        (ShareOrder { weekdays: vec![], ..order() }, AskCode::OutOfRange),
        (ShareOrder { weekdays: vec![0, 1], ..order() }, AskCode::OutOfRange),
        (ShareOrder { buffer_minutes: 1441, ..order() }, AskCode::OutOfRange),
    ];
    for (order, code) in bad {
        assert_eq!(give(&house, order).await, Err(code));
    }
    assert_eq!(house.engine("share.list", json!({})).await.unwrap(), json!({ "shares": [] }));
}
