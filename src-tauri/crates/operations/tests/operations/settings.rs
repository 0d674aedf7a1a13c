//! What is set is what is used.

use std::future::Future;
use std::task::{Context, Waker};

use crate::support::{ENTRY, House, TARIFF, small_lot};
use lotdesk_ledger::event::Event;
use serde_json::json;

#[tokio::test]
async fn a_tariff_whose_loader_went_away_is_in_force_all_the_same() {
    let house = House::new().await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    let mut committed = house.ledger.committed();
    let new = TARIFF.replace("测试收费", "新收费");
    {
        // The window is closed right after the key: nobody asks for the answer any more.
        let mut load = Box::pin(house.engine("tariff.load", json!({ "toml": new })));
        assert!(load.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    while !committed.recv().await.unwrap().iter().any(|recorded| matches!(recorded.event, Event::TariffSet(_))) {}
    // Settings are taken one after the other: when this one is through, so is the other.
    house.engine("lot.set", json!({ "lot": small_lot() })).await.unwrap();
    assert_eq!(house.engine("tariff.current", json!({})).await.unwrap()["tariff"]["name"], "新收费");
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    assert_eq!(quote["tariff"], "新收费");
}
