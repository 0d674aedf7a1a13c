//! Locked cars (6003, C.1.2.3): refused at the exit until somebody unlocks them.

use lotdesk_domain::ask::lock::{LockOrder, Locked};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::parking::RecordType;
use lotdesk_domain::plate::Plate;
use lotdesk_operations::PlatformRequest;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

/// The owner's order; true or false as the reply's `lockstate` says.
async fn order(house: &House, id: u8, plate: &str, lock: bool) -> Result<bool, AskRefusal> {
    let order = LockOrder {
        id: guid(id),
        park_code: "44030400100101000010".into(),
        plate: Plate::parse(plate).unwrap(),
        lock,
        phone_mark: "14d9be81f014d9".into(),
    };
    let encode = |answer: &Answer| {
        let Answer::Locked(Locked { locked, .. }) = answer else { return "another answer".to_owned() };
        locked.to_string()
    };
    let request = PlatformRequest {
        platform: Platform::City,
        interface: "6003",
        key: Some(format!("{}.{lock}", guid(id))),
        ask: Ask::Lock(order),
        encode: Box::new(encode),
    };
    house.desk.carry_out(request).await.map(|done| done.reply == "true")
}

async fn hand(house: &House, token: &str, command: &str, record: Guid) -> Result<Value, Code> {
    let request = json!({ "record_id": record, "reason": "已核对行驶证" });
    house.window(token, command, request).await.map_err(|refusal| refusal.code)
}

async fn waiting(house: &House) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][1]["waiting"].clone()
}

fn left_as(house: &House) -> Option<RecordType> {
    let facts = house.facts.0.lock().unwrap();
    facts.iter().find_map(|fact| match fact {
        Fact::VehicleLeft { record, .. } => Some(record.record_type),
        _ => None,
    })
}

#[tokio::test]
async fn a_car_that_its_owner_locked_waits_at_the_exit_until_the_owner_unlocks_it() {
    let mut house = House::new().await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    assert_eq!(order(&house, 80, "粤B11111", true).await, Ok(true));
    house.later(10);
    house.gates();
    let reply = house.read(EXIT, "粤B11111").await;
    assert_eq!((reply.fate, reply.screen[1].as_str()), (ReadFate::Locked, "车辆已锁定"));
    let car = waiting(&house).await;
    assert_eq!((&car["why"], &car["lock"]["state"]), (&json!("locked"), &json!("locked_by_owner")));
    assert_eq!((&car["record_id"], &car["quote"]["due_fen"]), (&json!(record), &json!(0)));
    assert_eq!(house.gates(), 0);
    // Unlocked it goes by itself, as any car.
    assert_eq!(order(&house, 81, "粤B11111", false).await, Ok(false));
    assert_eq!((house.gates(), waiting(&house).await), (1, Value::Null));
    assert_eq!(left_as(&house), Some(RecordType::Normal));
    house.verify().await;
}

#[tokio::test]
async fn an_attendant_unlocks_after_a_second_look_and_the_car_leaves_as_one_that_was_locked() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    order(&house, 80, "粤B11111", true).await.unwrap();
    house.later(10);
    house.read(EXIT, "粤B11111").await;
    house.gates();
    let no_reason = json!({ "record_id": record, "reason": " " });
    assert_eq!(house.window(&token, "record.unlock", no_reason).await.unwrap_err().field.as_deref(), Some("reason"));
    let unlocked = hand(&house, &token, "record.unlock", record).await.unwrap();
    assert_eq!((&unlocked["lock"]["state"], &unlocked["at_exit"]["fate"]), (&json!("let_go"), &json!("left")));
    assert_eq!(house.gates(), 1);
    // Table 13, recordType 2: 未解锁出场.
    assert_eq!(left_as(&house), Some(RecordType::LeftLocked));
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    let kinds: Vec<&str> =
        detail["events"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["car_entered", "locked_by_owner", "held_locked", "lock_let_go", "car_left"]);
    house.verify().await;
}

#[tokio::test]
async fn a_locked_car_that_owes_is_not_let_out_by_paying() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::MustPay);
    order(&house, 80, "粤B11111", true).await.unwrap();
    assert_eq!(waiting(&house).await["why"], "locked", "the screen follows");
    house.gates();
    let pay = json!({
        "request_id": guid(90), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    assert_eq!(house.window(&token, "exit.pay_cash", pay.clone()).await.unwrap_err().code, Code::Locked);
    let unlocked = hand(&house, &token, "record.unlock", record).await.unwrap();
    assert_eq!(unlocked["at_exit"]["fate"], "must_pay");
    assert_eq!(house.window(&token, "exit.pay_cash", pay).await.unwrap()["left"], true);
    assert_eq!((house.gates(), left_as(&house)), (1, Some(RecordType::LeftLocked)));
    house.verify().await;
}

#[tokio::test]
async fn what_an_attendant_locked_an_attendant_unlocks_and_nothing_is_odd_about_it() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    let locked = hand(&house, &token, "record.lock", record).await.unwrap();
    assert_eq!(locked["lock"]["state"], "locked_by_hand");
    assert_eq!(order(&house, 81, "粤B11111", false).await, Ok(true), "it stays locked, and the reply says so");
    house.later(10);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Locked);
    let unlocked = hand(&house, &token, "record.unlock", record).await.unwrap();
    assert_eq!((&unlocked["lock"]["state"], left_as(&house)), (&json!("unlocked"), Some(RecordType::Normal)));
    assert_eq!(hand(&house, &token, "record.lock", record).await.unwrap_err(), Code::NotInside);
    house.verify().await;
}

#[tokio::test]
async fn a_locked_car_that_was_seen_to_leave_while_the_line_was_down_left_locked() {
    let house = House::new().await;
    house.read(ENTRY, "粤B11111").await;
    order(&house, 80, "粤B11111", true).await.unwrap();
    house.later(10);
    let mut kept = house.seen(EXIT, "粤B11111");
    kept.taken_at = kept.taken_at.plus_minutes(-2);
    kept.buffered = true;
    house.desk.lane_read(kept).await.unwrap();
    assert_eq!(left_as(&house), Some(RecordType::LeftLocked));
}

#[tokio::test]
async fn orders_are_answered_by_table_a_2_and_a_repeat_gets_the_first_answer() {
    let house = House::new().await;
    assert_eq!(order(&house, 80, "粤B11111", true).await.unwrap_err().code, AskCode::NoSuchVehicle);
    house.read(ENTRY, "粤B11111").await;
    assert_eq!(order(&house, 80, "粤B11111", true).await, Ok(true));
    assert_eq!(order(&house, 81, "粤B11111", false).await, Ok(false));
    assert_eq!(order(&house, 80, "粤B11111", true).await, Ok(true), "the first answer");
    house.later(10);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Left, "and no second effect");
    assert_eq!(order(&house, 82, "粤B11111", true).await.unwrap_err().code, AskCode::NotInside);
    // The telephone's mark is nobody's business here.
    let kept = std::fs::read(house.folder.path().join("ledger.db")).unwrap();
    let wal = std::fs::read(house.folder.path().join("ledger.db-wal")).unwrap();
    let mark = b"14d9be81f014d9";
    assert!(![kept, wal].iter().any(|file| file.windows(mark.len()).any(|bytes| bytes == mark)));
}
