//! What a lease covers, and what the car pays when it ends.

use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_operations::api::exit::Quote;
use lotdesk_operations::api::lane::ReadFate;
use serde_json::json;

async fn lease(house: &House, first_day: &str, last_day: &str) {
    let lease =
        json!({ "id": null, "spaces": 1, "plates": ["粤B88888"], "first_day": first_day, "last_day": last_day });
    house.engine("lease.save", lease).await.unwrap();
}

async fn quote(house: &House, record: Guid) -> Quote {
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    serde_json::from_value(quote).unwrap()
}

#[tokio::test]
async fn a_car_pays_from_the_end_of_its_lease() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-23").await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    // From 08:00 to midnight it is covered; until 02:00 it is two hours: 5.00 and 3.00.
    house.later(18 * 60);
    let owed = quote(&house, record).await;
    assert_eq!(owed.due_fen, Fen(800));
    assert_eq!(owed.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), Fen(800));
}

#[tokio::test]
async fn a_lease_that_follows_on_the_next_day_covers_the_stay_on() {
    let house = House::new().await;
    lease(&house, "2026-11-01", "2026-11-23").await;
    lease(&house, "2026-11-24", "2026-12-23").await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    house.later(3 * 24 * 60);
    assert_eq!(quote(&house, record).await.due_fen, Fen::ZERO);
    assert_eq!(house.read(EXIT, "粤B88888").await.fate, ReadFate::Left);
}

#[tokio::test]
async fn a_lease_car_whose_entry_was_missed_pays_nothing() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    lease(&house, "2026-11-01", "2026-11-30").await;
    let seen = house.seen(EXIT, "粤B88888");
    assert_eq!(house.desk.lane_read(seen.clone()).await.unwrap().fate, ReadFate::NoEntry);
    let entry = json!({
        "lane_id": guid(EXIT), "read_id": seen.read_id, "plate": "粤B88888", "reason": "入口漏拍",
        "entered_at": crate::support::morning().plus_minutes(-90),
    });
    let reply = house.window(&token, "exit.put_in_entry", entry).await.unwrap();
    assert_eq!(reply["fate"], "left");
    house.verify().await;
}
