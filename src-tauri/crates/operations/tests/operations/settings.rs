//! What is set is what is used.

use std::future::Future;
use std::task::{Context, Waker};

use crate::support::{ENTRY, EXIT, House, TARIFF, small_lot};
use lotdesk_domain::lot::Lot;
use lotdesk_ledger::event::Event;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

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

#[tokio::test]
async fn codes_that_something_hangs_on_stay() {
    let house = House::new().await;
    let token = house.sign_in("经理", "manager").await;
    let set = async |change: &dyn Fn(&mut Lot)| {
        let mut lot = small_lot();
        change(&mut lot);
        house.window(&token, "lot.set", json!({ "lot": lot })).await.map_err(|why| (why.code, why.field))
    };
    let renamed = |lot: &mut Lot| {
        lot.areas[0].code = "B".into();
        lot.lanes.iter_mut().for_each(|lane| lane.area = "B".into());
        lot.spaces[0].area = "B".into();
    };
    house.read(ENTRY, "粤B12345").await;
    // The car would be in an area that nobody counts.
    assert_eq!(set(&renamed).await, Err((Code::NotPossibleNow, Some("lot.areas".into()))));
    let used = house.engine("board.snapshot", Value::Null).await.unwrap()["counts"]["used"].clone();
    assert_eq!(used, 1);
    set(&|lot| lot.areas[0].name = "地下一层".into()).await.unwrap();
    house.later(10);
    house.read(EXIT, "粤B12345").await;
    set(&renamed).await.unwrap();
    // A camera pushes to its lane's code; a lane that nothing is set up for takes another one.
    let code_of = |index: usize| move |lot: &mut Lot| lot.lanes[index].code = "gate-9".into();
    assert_eq!(set(&code_of(0)).await, Err((Code::NotPossibleNow, Some("lot.lanes[0].code".into()))));
    set(&code_of(1)).await.unwrap();
    // From its file it is told at a start, when devices are set up by the new codes.
    let mut lot = small_lot();
    code_of(0)(&mut lot);
    house.engine("lot.set", json!({ "lot": lot })).await.unwrap();
    house.verify().await;
}
