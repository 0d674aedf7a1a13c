//! Who may do what: sign-in, roles, the second person, bad requests.

use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_operations::Caller;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

async fn refused(house: &House, caller: &Caller, name: &str, request: Value) -> (Code, Option<String>) {
    let refusal = house.desk.call(caller, name, request).await.unwrap_err();
    assert!(!refusal.zh.is_empty() && !refusal.en.is_empty());
    (refusal.code, refusal.field)
}

#[tokio::test]
async fn the_first_start_creates_the_manager_once() {
    let house = House::new().await;
    let nobody = Caller::Window(None);
    let first = house.desk.call(&nobody, "operator.first_start", Value::Null).await.unwrap();
    assert_eq!(first["needs_manager"], true);
    assert_eq!(refused(&house, &nobody, "board.snapshot", Value::Null).await.0, Code::NotSignedIn);
    let weak = json!({ "name": "经理", "pin": "0000" });
    assert_eq!(
        refused(&house, &nobody, "operator.create_first_manager", weak).await,
        (Code::BadField, Some("pin".into()))
    );
    let manager = json!({ "name": "经理", "pin": "2580" });
    let signed = house.desk.call(&nobody, "operator.create_first_manager", manager.clone()).await.unwrap();
    assert_eq!(signed["role"], "manager");
    let token = signed["token"].as_str().unwrap();
    house.window(token, "board.snapshot", Value::Null).await.unwrap();
    assert_eq!(refused(&house, &nobody, "operator.create_first_manager", manager).await.0, Code::AlreadySetUp);
    house.window(token, "operator.sign_out", Value::Null).await.unwrap();
    let after = Caller::Window(Some(token.to_owned()));
    assert_eq!(refused(&house, &after, "board.snapshot", Value::Null).await.0, Code::NotSignedIn);
}

#[tokio::test]
async fn five_wrong_pins_lock_the_name_for_a_minute() {
    let house = House::new().await;
    house.sign_in("值班员", "attendant").await;
    let nobody = Caller::Window(None);
    let wrong = json!({ "name": "值班员", "pin": "0852" });
    for _ in 0..4 {
        assert_eq!(refused(&house, &nobody, "operator.sign_in", wrong.clone()).await.0, Code::WrongPin);
    }
    assert_eq!(refused(&house, &nobody, "operator.sign_in", wrong).await.0, Code::LockedOut);
    let right = json!({ "name": "值班员", "pin": "2580" });
    assert_eq!(refused(&house, &nobody, "operator.sign_in", right.clone()).await.0, Code::LockedOut);
    house.later_ms(20_000);
    let locked = house.desk.call(&nobody, "operator.sign_in", right.clone()).await.unwrap_err();
    assert_eq!(locked.wait_s, Some(40), "for how long stands in a field of its own");
    assert!(locked.zh.contains("40") && locked.en.contains("40"), "{locked:?}");
    house.later(1);
    house.desk.call(&nobody, "operator.sign_in", right).await.unwrap();
    let unknown = json!({ "name": "无此人", "pin": "2580" });
    assert_eq!(refused(&house, &nobody, "operator.sign_in", unknown).await.0, Code::WrongPin);
    house.verify().await;
}

#[tokio::test]
async fn no_pin_stands_in_the_ledger_file() {
    let house = House::new().await;
    house.engine("operator.create", json!({ "name": "值班员", "pin": "73051964", "role": "attendant" })).await.unwrap();
    house.ledger.close();
    for entry in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|w| w == b"73051964"));
    }
}

#[tokio::test]
async fn roles_bound_what_is_allowed() {
    let house = House::new().await;
    let (clerk, attendant) = (house.sign_in("客服", "clerk").await, house.sign_in("值班员", "attendant").await);
    let open = json!({ "lane_id": guid(ENTRY), "reason": "测试开闸" });
    let as_clerk = Caller::Window(Some(clerk));
    assert_eq!(refused(&house, &as_clerk, "lane.open_by_hand", open.clone()).await.0, Code::NotPermitted);
    house.window(&attendant, "lane.open_by_hand", open.clone()).await.unwrap();
    let as_attendant = Caller::Window(Some(attendant));
    let tariff = json!({ "toml": crate::support::TARIFF });
    assert_eq!(refused(&house, &as_attendant, "tariff.load", tariff).await.0, Code::NotPermitted);
    let lane = Caller::Lane(guid(ENTRY));
    assert_eq!(refused(&house, &lane, "lane.open_by_hand", open).await.0, Code::NotPermitted);
}

#[tokio::test]
async fn a_free_release_needs_a_second_person_who_may_approve() {
    let house = House::new().await;
    let attendant = house.sign_in("值班员", "attendant").await;
    house.sign_in("另一值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, "粤B12345").await;
    let release = |approver: Value| {
        json!({
            "request_id": guid(80), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500,
            "reason": "系统故障补偿", "approver": approver,
        })
    };
    let caller = Caller::Window(Some(attendant.clone()));
    let ask = |approver: Value| refused(&house, &caller, "exit.release_free", release(approver));
    assert_eq!(ask(Value::Null).await.0, Code::SecondPersonNeeded);
    assert_eq!(ask(json!({ "name": "值班员", "pin": "2580" })).await.0, Code::SecondPersonNeeded);
    assert_eq!(ask(json!({ "name": "另一值班员", "pin": "2580" })).await.0, Code::NotPermitted);
    assert_eq!(ask(json!({ "name": "经理", "pin": "1234" })).await.0, Code::WrongPin);
    let approved = release(json!({ "name": "经理", "pin": "2580" }));
    let released = house.window(&attendant, "exit.release_free", approved).await.unwrap();
    assert_eq!(released["left"], true);
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    assert_eq!((&detail["record"]["discount_fen"], &detail["record"]["received_fen"]), (&json!(500), &json!(0)));
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    assert_eq!(balances.iter().map(|(_, f)| f.0).sum::<i64>(), 0);
    assert!(balances.iter().any(|(account, amount)| account == "discounts" && amount.0 == 500));
    house.verify().await;
}

#[tokio::test]
async fn bad_requests_name_the_field() {
    let house = House::new().await;
    let engine = Caller::Engine;
    assert_eq!(refused(&house, &engine, "lane.fly", Value::Null).await.0, Code::UnknownCommand);
    let missing = refused(&house, &engine, "exit.pay_cash", json!({ "record_id": guid(1) })).await;
    assert_eq!(missing.0, Code::BadRequest);
    let mut read = json!({ "read": house.seen(ENTRY, "粤B12345") });
    read["read"]["vehicle"]["plate"] = json!("粤B1234O5");
    let bad = refused(&house, &engine, "lane.read", read).await;
    assert_eq!(bad, (Code::BadRequest, Some("read.vehicle.plate".into())));
    let gap = crate::support::TARIFF.replace("\"small\", ", "");
    let (code, field) = refused(&house, &engine, "tariff.load", json!({ "toml": gap })).await;
    assert_eq!(code, Code::BadTariff);
    assert!(field.is_some());
    // What was in force stays in force.
    let current = house.engine("tariff.current", Value::Null).await.unwrap();
    assert_eq!(current["toml"], crate::support::TARIFF);
    let nobody: Guid = guid(9);
    let unknown = json!({ "lane_id": nobody, "reason": "测试" });
    assert_eq!(refused(&house, &engine, "lane.open_by_hand", unknown).await.0, Code::NoSuchLane);
}

#[tokio::test]
async fn a_lane_speaks_for_itself_only() {
    let house = House::new().await;
    let read = json!({ "read": house.seen(EXIT, "粤B11111") });
    let report = json!({
        "lane_id": guid(EXIT), "what": "fault", "at": crate::support::morning(), "gate_command_id": null, "remark": null,
    });
    for (name, request) in [("lane.read", read), ("lane.report", report)] {
        let refused = house.desk.call(&Caller::Lane(guid(ENTRY)), name, request).await.unwrap_err();
        assert_eq!(refused.code, Code::NotPermitted, "{name}");
    }
}

#[tokio::test]
async fn neither_a_lane_nor_a_platform_creates_the_first_manager() {
    let house = House::new().await;
    let manager = json!({ "name": "经理", "pin": "2580" });
    for caller in [Caller::Lane(guid(ENTRY)), Caller::Platform(Platform::City)] {
        let refused = house.desk.call(&caller, "operator.create_first_manager", manager.clone()).await.unwrap_err();
        assert_eq!(refused.code, Code::NotPermitted, "{caller:?}");
    }
}

#[tokio::test]
async fn an_entry_put_in_by_hand_that_costs_nothing_needs_a_second_person() {
    let house = House::new().await;
    let attendant = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let seen = house.seen(EXIT, "粤B12345");
    house.desk.lane_read(seen.clone()).await.unwrap();
    let entry = |approver: Value| {
        json!({
            "lane_id": guid(EXIT), "read_id": seen.read_id, "plate": "粤B12345", "reason": "入口漏拍",
            "entered_at": crate::support::morning().plus_minutes(-5), "approver": approver,
        })
    };
    let caller = Caller::Window(Some(attendant.clone()));
    let (code, field) = refused(&house, &caller, "exit.put_in_entry", entry(Value::Null)).await;
    assert_eq!((code, field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    // Refused as a whole: no record was opened by it.
    let found = house.engine("record.search", json!({})).await.unwrap();
    assert_eq!(found["rows"], json!([]));
    let agreed = entry(json!({ "name": "经理", "pin": "2580" }));
    let reply = house.window(&attendant, "exit.put_in_entry", agreed).await.unwrap();
    assert_eq!((&reply["fate"], &reply["open_gate"]), (&json!("left"), &json!(true)));
    house.verify().await;
}
