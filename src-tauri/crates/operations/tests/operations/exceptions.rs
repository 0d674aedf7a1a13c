//! Cars that nobody read, plates that are inside twice, cars without a plate, cars that are gone without having left.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordType;
use lotdesk_operations::Caller;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, morning, small_lot};

async fn passes(house: &House, lane: u8) {
    let report = json!({
        "lane_id": guid(lane), "what": "passed", "at": house.clock_now(), "gate_command_id": null, "remark": null,
    });
    house.desk.call(&Caller::Lane(guid(lane)), "lane.report", report).await.unwrap();
}

async fn waiting(house: &House, lane: usize) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][lane]["waiting"].clone()
}

async fn owed(house: &House) -> Fen {
    let list = house.engine("arrears.list", json!({})).await.unwrap();
    Fen(list["owed_fen"].as_i64().unwrap())
}

fn left(house: &House) -> Vec<(Guid, RecordType)> {
    let facts = house.facts.0.lock().unwrap();
    let left = facts.iter().filter_map(|fact| match fact {
        Fact::VehicleLeft { record, .. } => Some((record.id, record.record_type)),
        _ => None,
    });
    left.collect()
}

#[tokio::test]
async fn a_second_car_on_one_opening_is_an_event_until_its_record_is_put_in() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.read(ENTRY, "粤B11111").await;
    house.later_ms(3_000);
    passes(&house, ENTRY).await;
    let list = house.window(&token, "passage.list", json!({})).await.unwrap();
    assert_eq!(list["open"], json!([]), "it passed by its own read");
    house.later_ms(2_000);
    passes(&house, ENTRY).await;
    let list = house.window(&token, "passage.list", json!({})).await.unwrap();
    assert_eq!(list["open"].as_array().unwrap().len(), 1);
    let event = list["open"][0]["event_id"].clone();
    let alarms = house.window(&token, "alarm.list", json!({})).await.unwrap();
    assert_eq!(alarms["open"][0]["event"]["kind"], "passed_unread_in");
    // Wrong ways to end it.
    let settle = |how: &str, plate: Value| json!({ "event_id": event, "how": how, "plate": plate, "reason": "跟车进场，看录像" });
    let refused = house.window(&token, "passage.settle", settle("entered", json!("粤B11111"))).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::AlreadyInside, Some("plate")));
    let refused = house.window(&token, "passage.settle", settle("left", Value::Null)).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("how"));
    let at = house.clock_now();
    house.later(20);
    let done = house.window(&token, "passage.settle", settle("entered", json!("粤B22222"))).await.unwrap();
    assert_eq!((&done["settled"], &done["plate"]), (&json!("entered"), &json!("粤B22222")));
    let detail = house.engine("record.detail", json!({ "record_id": done["record_id"] })).await.unwrap();
    assert_eq!(detail["record"]["entered_at"], json!(at), "it pays from when it passed");
    assert_eq!(detail["record"]["record_type"], "abnormal");
    let again = house.window(&token, "passage.settle", settle("nothing", Value::Null)).await.unwrap_err();
    assert_eq!(again.code, Code::NotPossibleNow);
    let alarms = house.window(&token, "alarm.list", json!({})).await.unwrap();
    assert_eq!(alarms["open"], json!([]));
    assert_eq!(house.read(EXIT, "粤B22222").await.fate, ReadFate::MustPay);
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_followed_another_one_out_owes_its_fee() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(90);
    house.read(ENTRY, "粤B22222").await;
    house.later(5);
    house.read(EXIT, "粤B22222").await;
    house.later_ms(2_000);
    passes(&house, EXIT).await;
    passes(&house, EXIT).await;
    let list = house.window(&token, "passage.list", json!({})).await.unwrap();
    let event = list["open"][0]["event_id"].clone();
    assert_eq!(list["open"][0]["entering"], json!(false));
    house.later(200);
    // What the sheet shows beforehand is what was due then, and not what would be due by now.
    let at = list["open"][0]["at"].clone();
    let quote = async |at: Value| house.engine("exit.quote", json!({ "record_id": record, "at": at })).await.unwrap();
    assert_eq!((&quote(at).await["due_fen"], &quote(Value::Null).await["due_fen"]), (&json!(800), &json!(1700)));
    let left_by = json!({ "event_id": event, "how": "left", "record_id": record, "reason": "跟车出场" });
    house.window(&token, "passage.settle", left_by).await.unwrap();
    // 95 minutes until it passed, and not until somebody looked.
    assert_eq!(owed(&house).await, Fen(800));
    assert_eq!(left(&house)[1], (record, RecordType::Abnormal));
    house.verify().await;
}

#[tokio::test]
async fn the_fee_of_a_car_that_followed_another_one_out_is_let_off_by_two() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(90);
    house.read(ENTRY, "粤B22222").await;
    house.later(5);
    house.read(EXIT, "粤B22222").await;
    passes(&house, EXIT).await;
    passes(&house, EXIT).await;
    let list = house.window(&token, "passage.list", json!({})).await.unwrap();
    let let_off = |approver: Value| {
        json!({
            "event_id": list["open"][0]["event_id"], "how": "left", "record_id": record, "fee": "let_off",
            "reason": "跟车出场，车主投诉", "approver": approver,
        })
    };
    let alone = house.window(&token, "passage.settle", let_off(Value::Null)).await.unwrap_err();
    assert_eq!(alone.code, Code::SecondPersonNeeded);
    house.later(200);
    let both = let_off(json!({ "name": "经理", "pin": "2580" }));
    house.window(&token, "passage.settle", both).await.unwrap();
    assert_eq!(owed(&house).await, Fen::ZERO);
    let stored = house.ledger.read(move |tx| tx.record(record)).await.unwrap().unwrap();
    assert_eq!((stored.discount_fen, stored.received_fen), (Fen(800), Fen::ZERO), "what was due when it passed");
    house.verify().await;
}

#[tokio::test]
async fn a_doubled_plate_stands_beside_the_one_inside_and_is_led_to_an_end() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let old = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(90);
    let again = house.seen(ENTRY, "粤B11111");
    assert_eq!(house.desk.lane_read(again.clone()).await.unwrap().fate, ReadFate::AlreadyInside);
    let inside = waiting(&house, 0).await["inside"].clone();
    assert_eq!((&inside["record_id"], &inside["due_fen"]), (&json!(old), &json!(800)));
    let end = |how: &str, more: Value| {
        let mut request = json!({
            "lane_id": guid(ENTRY), "read_id": again.read_id, "record_id": old, "how": how, "reason": "看图核对",
        });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    // Let off only by two.
    let alone =
        house.window(&token, "lane.end_double", end("left_unseen", json!({ "fee": "let_off" }))).await.unwrap_err();
    assert_eq!((alone.code, alone.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    assert_eq!(waiting(&house, 0).await["why"], "already_inside", "nothing of it was done");
    let approver = json!({ "name": "经理", "pin": "2580" });
    let by_two = end("left_unseen", json!({ "fee": "let_off", "approver": approver }));
    let reply = house.window(&token, "lane.end_double", by_two).await.unwrap();
    assert_eq!(reply["fate"], "entered");
    assert_ne!(reply["record_id"], json!(old));
    assert_eq!((left(&house), owed(&house).await), (vec![(old, RecordType::Abnormal)], Fen::ZERO));
    let detail = house.engine("record.detail", json!({ "record_id": old })).await.unwrap();
    assert_eq!(detail["charges"][0]["discount_fen"], json!(800));
    house.verify().await;
}

#[tokio::test]
async fn the_car_inside_was_misread_and_both_are_right_afterwards() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let misread = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    house.later(20);
    let right = house.seen(ENTRY, "粤B88888");
    house.desk.lane_read(right.clone()).await.unwrap();
    let end = json!({
        "lane_id": guid(ENTRY), "read_id": right.read_id, "record_id": misread, "how": "inside_misread", "plate": "粤B88880",
        "reason": "图上是 0",
    });
    house.window(&token, "lane.end_double", end).await.unwrap();
    assert_eq!(house.read(EXIT, "粤B88880").await.record_id, Some(misread));
    assert!(
        house
            .facts
            .0
            .lock()
            .unwrap()
            .iter()
            .any(|f| matches!(f, Fact::RecordCorrected { record } if record.id == misread))
    );
    assert_eq!(waiting(&house, 0).await, Value::Null);
    house.verify().await;
}

#[tokio::test]
async fn a_car_without_a_plate_comes_and_goes_by_its_code() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let mut blank = house.seen(ENTRY, "粤B11111");
    blank.vehicle = None;
    assert_eq!(house.desk.lane_read(blank.clone()).await.unwrap().fate, ReadFate::NoPlate);
    let issue = json!({ "lane_id": guid(ENTRY), "read_id": blank.read_id });
    let ticket = house.window(&token, "lane.issue_ticket", issue.clone()).await.unwrap();
    let code = ticket["code"].as_str().unwrap().to_owned();
    assert_eq!((house.gates(), &ticket["printed"]), (1, &json!(true)));
    assert_eq!(ticket["plate"], json!(format!("无牌{code}")));
    assert!(house.files.papers.lock().unwrap()[0].iter().any(|line| line.contains(&code)));
    assert_eq!(
        house.window(&token, "lane.issue_ticket", issue).await.unwrap_err().code,
        Code::NotFound,
        "one car, one code"
    );
    house.later(30);
    let mut at_exit = house.seen(EXIT, "粤B11111");
    at_exit.vehicle = None;
    assert_eq!(house.desk.lane_read(at_exit.clone()).await.unwrap().fate, ReadFate::NoPlate);
    let by = |code: &str| json!({ "lane_id": guid(EXIT), "read_id": at_exit.read_id, "code": code });
    let wrong = if code == "1234" { "4321" } else { "1234" };
    let refused = house.window(&token, "exit.by_ticket", by(wrong)).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NoEntry, Some("code")));
    assert_eq!(house.window(&token, "exit.by_ticket", by("12")).await.unwrap_err().code, Code::BadField);
    let reply = house.window(&token, "exit.by_ticket", by(&code)).await.unwrap();
    assert_eq!((&reply["fate"], &reply["record_id"]), (&json!("must_pay"), &ticket["record_id"]));
    let cash = json!({
        "request_id": guid(90), "record_id": ticket["record_id"], "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    assert_eq!(house.window(&token, "exit.pay_cash", cash).await.unwrap()["left"], true);
    house.verify().await;
}

#[tokio::test]
async fn cars_that_are_not_on_a_walked_list_are_closed_after_a_look() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let mut lot = small_lot();
    lot.areas[0].total_spaces = 30;
    house.engine("lot.set", json!({ "lot": lot })).await.unwrap();
    let gone = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    let misread = house.read(ENTRY, "粤B8888B").await.record_id.unwrap();
    house.later(600);
    let walk = json!({ "plates": "粤B88888\n粤 B·22222，苏A12345\nabc", "began_at": morning().plus_minutes(600) });
    house.later(1);
    let late = house.read(ENTRY, "粤B33333").await.record_id.unwrap();
    let found = house.window(&token, "walk.compare", walk).await.unwrap();
    assert_eq!((&found["listed"], &found["matched"]), (&json!(3), &json!(0)));
    let unseen: Vec<&Value> = found["unseen"].as_array().unwrap().iter().map(|row| &row["record_id"]).collect();
    assert_eq!(unseen, [&json!(gone), &json!(misread)], "who came in after the walk began was not to be seen");
    assert_eq!(found["unseen"][1]["looks_like"], json!(["粤B88888"]));
    assert_eq!(found["unread"][0]["text"], "abc");
    let strange = found["strange"].as_array().unwrap();
    let one = strange.iter().find(|car| car["plate"] == "粤B88888").unwrap();
    assert_eq!(one["candidates"][0]["record_id"], json!(misread));

    let close = json!({ "record_ids": [gone, late, guid(77)], "fee": "owed", "reason": "巡场未见，上次出场漏识别" });
    assert_eq!(
        house
            .window(&token, "walk.close", json!({ "record_ids": [gone], "fee": "let_off", "reason": "巡场未见" }))
            .await
            .unwrap_err()
            .code,
        Code::SecondPersonNeeded
    );
    let done = house.window(&token, "walk.close", close).await.unwrap();
    let rows = done["rows"].as_array().unwrap();
    assert_eq!((&rows[0]["owed_fen"], &rows[0]["refusal"]), (&json!(3000), &Value::Null));
    assert_eq!(rows[2]["refusal"]["code"], "not_found", "one that cannot be closed does not keep the others");
    assert_eq!(owed(&house).await, Fen(3000), "a car that has only just come owes nothing");
    assert_eq!(left(&house), [(gone, RecordType::Abnormal), (late, RecordType::Abnormal)]);

    let enter = json!({ "plate": "苏A12345", "entered_at": morning(), "reason": "巡场见车，入口漏识别" });
    let entered = house.window(&token, "walk.enter", enter.clone()).await.unwrap();
    assert_eq!(
        house.read(EXIT, "苏A12345").await.record_id,
        Some(entered["record_id"].as_str().unwrap().parse().unwrap())
    );
    assert_eq!(house.window(&token, "walk.enter", enter).await.unwrap_err().code, Code::AlreadyInside);
    // A locked car is in the lot, whatever the list says.
    house.window(&token, "record.lock", json!({ "record_id": misread, "reason": "车主要求" })).await.unwrap();
    let done = house
        .window(&token, "walk.close", json!({ "record_ids": [misread], "fee": "owed", "reason": "巡场未见" }))
        .await
        .unwrap();
    assert_eq!(done["rows"][0]["refusal"]["code"], "locked");
    house.verify().await;
}

/// Who may approve, as a request names them.
fn manager() -> Value {
    json!({ "name": "经理", "pin": "2580" })
}

#[tokio::test]
async fn a_car_with_a_record_of_its_own_goes_by_another_one_only_by_two() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let owing = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(90);
    let fresh = house.read(ENTRY, "粤B99999").await.record_id.unwrap();
    house.gates();
    let seen = house.seen(EXIT, "粤B11111");
    assert_eq!(house.desk.lane_read(seen.clone()).await.unwrap().fate, ReadFate::MustPay);
    let choose = |record: Guid, approver: Value| json!({ "lane_id": guid(EXIT), "read_id": seen.read_id, "record_id": record, "approver": approver });
    let alone = house.window(&token, "exit.choose_entry", choose(fresh, Value::Null)).await.unwrap_err();
    assert_eq!((alone.code, alone.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    // Nor by an entry put in beside it, whatever that one owes.
    let put_in = json!({
        "lane_id": guid(EXIT), "read_id": seen.read_id, "plate": "粤B22222", "reason": "车牌看错",
        "entered_at": house.clock_now().plus_minutes(-30),
    });
    let alone = house.window(&token, "exit.put_in_entry", put_in).await.unwrap_err();
    assert_eq!(alone.code, Code::SecondPersonNeeded);
    assert_eq!((house.gates(), &waiting(&house, 1).await["record_id"]), (0, &json!(owing)));
    // Its own record said once more is no other one.
    let own = house.window(&token, "exit.choose_entry", choose(owing, Value::Null)).await.unwrap();
    assert_eq!(own["fate"], "must_pay");
    let by_two = house.window(&token, "exit.choose_entry", choose(fresh, manager())).await.unwrap();
    assert_eq!((&by_two["fate"], house.gates()), (&json!("left"), 1));
    house.verify().await;
}

#[tokio::test]
async fn another_plates_record_that_costs_nothing_lets_a_car_out_only_by_two() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let fresh = house.read(ENTRY, "粤B99999").await.record_id.unwrap();
    let choose = |read: Guid, approver: Value| json!({ "lane_id": guid(EXIT), "read_id": read, "record_id": fresh, "approver": approver });
    let stranger = house.seen(EXIT, "京A77777");
    assert_eq!(house.desk.lane_read(stranger.clone()).await.unwrap().fate, ReadFate::NoEntry);
    let alone = house.window(&token, "exit.choose_entry", choose(stranger.read_id, Value::Null)).await.unwrap_err();
    assert_eq!((alone.code, alone.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    let dismiss = json!({ "lane_id": guid(EXIT), "read_id": stranger.read_id, "reason": "倒车离开" });
    house.window(&token, "lane.dismiss", dismiss).await.unwrap();
    // One that may be it, misread, is what choosing is for.
    house.later_ms(20_000);
    let misread = house.seen(EXIT, "粤B9999B");
    assert_eq!(house.desk.lane_read(misread.clone()).await.unwrap().fate, ReadFate::NoEntry);
    let left = house.window(&token, "exit.choose_entry", choose(misread.read_id, Value::Null)).await.unwrap();
    assert_eq!(left["fate"], "left");
    house.verify().await;
}

#[tokio::test]
async fn an_earlier_end_or_a_fresh_entry_that_lets_a_fee_off_wants_two() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(90);
    let close = |approver: Value| {
        json!({
            "record_ids": [record], "fee": "owed", "left_at": morning(), "reason": "巡场未见", "approver": approver,
        })
    };
    let alone = house.window(&token, "walk.close", close(Value::Null)).await.unwrap();
    assert_eq!(alone["rows"][0]["refusal"]["code"], "second_person_needed", "8.00 by now, nothing then");
    // The same word before the gate of an entry.
    let again = house.seen(ENTRY, "粤B11111");
    assert_eq!(house.desk.lane_read(again.clone()).await.unwrap().fate, ReadFate::AlreadyInside);
    let end = json!({
        "lane_id": guid(ENTRY), "read_id": again.read_id, "record_id": record, "how": "left_unseen",
        "left_at": morning(), "fee": "owed", "reason": "看图核对",
    });
    let alone_too = house.window(&token, "lane.end_double", end).await.unwrap_err();
    assert_eq!((alone_too.code, alone_too.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    assert!(left(&house).is_empty());
    let by_two = house.window(&token, "walk.close", close(manager())).await.unwrap();
    assert_eq!((&by_two["rows"][0]["refusal"], &by_two["rows"][0]["owed_fen"]), (&Value::Null, &json!(0)));

    let enter = |plate: &str, minutes: i64, approver: Value| {
        json!({
            "plate": plate, "entered_at": house.clock_now().plus_minutes(-minutes), "reason": "巡场见车",
            "approver": approver,
        })
    };
    let now = house.window(&token, "walk.enter", enter("粤B22222", 0, Value::Null)).await.unwrap_err();
    assert_eq!((now.code, now.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    house.window(&token, "walk.enter", enter("粤B22222", 0, manager())).await.unwrap();
    house.window(&token, "walk.enter", enter("粤B33333", 30, Value::Null)).await.unwrap();
    house.verify().await;
}
