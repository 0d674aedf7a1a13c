//! A car's way through the lot, from the read at the entry to the paid exit.

use crate::support::{ENTRY, EXIT, House, guid};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordState;
use lotdesk_operations::Caller;
use lotdesk_operations::api::exit::{Paid, Quote};
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

fn facts_of(house: &House, name: &str) -> usize {
    house.facts.0.lock().unwrap().iter().filter(|fact| format!("{fact:?}").starts_with(name)).count()
}

async fn quote(house: &House, record: Guid) -> Quote {
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    serde_json::from_value(quote).unwrap()
}

async fn pay(house: &House, token: &str, record: Guid, request: u8, due: i64, received: i64) -> Result<Paid, Code> {
    let request = json!({
        "request_id": guid(request), "record_id": record, "lane_id": guid(EXIT), "due_fen": due, "received_fen": received,
    });
    let paid = house.window(token, "exit.pay_cash", request).await.map_err(|refusal| refusal.code)?;
    Ok(serde_json::from_value(paid).unwrap())
}

#[tokio::test]
async fn comes_in_pays_cash_and_leaves() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.gates();

    let entered = house.read(ENTRY, "粤B12345").await;
    assert_eq!((entered.fate, entered.open_gate), (ReadFate::Entered, true));
    assert_eq!(house.gates(), 1);
    let record = entered.record_id.unwrap();

    // 3 h 12 min: 5.00 for the first hour, three begun hours at 3.00 = 14.00.
    house.later(192);
    let stopped = house.read(EXIT, "粤B12345").await;
    assert_eq!((stopped.fate, stopped.open_gate), (ReadFate::MustPay, false));
    assert_eq!(house.gates(), 0);
    let owed = quote(&house, record).await;
    assert_eq!((owed.due_fen, owed.minutes), (Fen(1400), 192));
    assert_eq!(owed.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), Fen(1400));

    assert_eq!(pay(&house, &token, record, 50, 1300, 2000).await.unwrap_err(), Code::FeeChanged);
    assert_eq!(pay(&house, &token, record, 50, 1400, 1000).await.unwrap_err(), Code::NotEnough);
    let paid = pay(&house, &token, record, 50, 1400, 2000).await.unwrap();
    assert_eq!((paid.change_fen, paid.left), (Fen(600), true));
    assert_eq!(house.gates(), 1);

    // The same request again: the same answer, no second charge, no second opening.
    assert_eq!(pay(&house, &token, record, 50, 1400, 2000).await.unwrap(), paid);
    assert_eq!(house.gates(), 0);
    assert_eq!(pay(&house, &token, record, 51, 1400, 2000).await.unwrap_err(), Code::NotInside);

    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    assert_eq!(detail["record"]["state"], "left");
    assert_eq!(detail["record"]["received_fen"], 1400);
    assert_eq!(detail["charges"].as_array().unwrap().len(), 1);
    let interfaces: Vec<&str> =
        detail["messages"].as_array().unwrap().iter().map(|m| m["interface"].as_str().unwrap()).collect();
    assert_eq!(interfaces, ["5004", "5008", "5005"]);

    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    let drawer: i64 = balances.iter().filter(|(a, _)| a.starts_with("drawer:")).map(|(_, f)| f.0).sum();
    let revenue: i64 = balances.iter().filter(|(a, _)| a == "revenue:parking").map(|(_, f)| f.0).sum();
    assert_eq!((drawer, revenue), (1400, -1400));
    house.verify().await;
}

#[tokio::test]
async fn leaves_within_the_free_minutes_without_stopping() {
    let mut house = House::new().await;
    house.read(ENTRY, "粤B12345").await;
    house.later(15);
    house.gates();
    let left = house.read(EXIT, "粤B12345").await;
    assert_eq!((left.fate, left.open_gate), (ReadFate::Left, true));
    assert_eq!(house.gates(), 1);
    assert_eq!(facts_of(&house, "Charged"), 0);
    let facts = house.facts.0.lock().unwrap();
    let Some(Fact::VehicleLeft { record, charge_ids }) =
        facts.iter().find(|fact| matches!(fact, Fact::VehicleLeft { .. }))
    else {
        panic!("the exit was not told")
    };
    assert_eq!((record.state, record.received_fen, charge_ids.len()), (RecordState::Left, Fen::ZERO, 0));
}

#[tokio::test]
async fn paid_ahead_leaves_within_the_free_exit_minutes_and_pays_again_after_them() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later(60);
    let request = json!({
        "request_id": guid(60), "record_id": record, "lane_id": null, "due_fen": 500, "received_fen": 500,
    });
    let paid: Paid = serde_json::from_value(house.window(&token, "exit.pay_cash", request).await.unwrap()).unwrap();
    assert!(!paid.left);
    house.later(15);
    assert_eq!(quote(&house, record).await.due_fen, Fen::ZERO);
    house.later(1);
    // 1 h 16 min is 8.00 by the tariff, 5.00 of it is paid.
    assert_eq!(quote(&house, record).await.due_fen, Fen(300));
    assert_eq!(house.read(EXIT, "粤B12345").await.fate, ReadFate::MustPay);
    assert_eq!(pay(&house, &token, record, 61, 300, 300).await.unwrap().change_fen, Fen::ZERO);
    house.verify().await;
}

#[tokio::test]
async fn the_amount_shown_a_moment_ago_is_honoured() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later(60);
    assert_eq!(house.read(EXIT, "粤B12345").await.fate, ReadFate::MustPay);
    house.later(1);
    assert_eq!(quote(&house, record).await.due_fen, Fen(800));
    assert!(pay(&house, &token, record, 62, 500, 500).await.unwrap().left);
}

#[tokio::test]
async fn one_car_read_many_times_is_one_read() {
    let mut house = House::new().await;
    assert_eq!(house.read(ENTRY, "粤B12345").await.fate, ReadFate::Entered);
    house.later_ms(3_000);
    let again = house.read(ENTRY, "粤B12345").await;
    assert_eq!((again.fate, again.open_gate), (ReadFate::Repeat, false));
    assert_eq!(house.gates(), 1);
    assert_eq!(facts_of(&house, "VehicleEntered"), 1);
    // Beyond the window the same plate at the entry is a second car with the same plate.
    house.later_ms(11_000);
    assert_eq!(house.read(ENTRY, "粤B12345").await.fate, ReadFate::AlreadyInside);
    assert_eq!(facts_of(&house, "SamePlateInside"), 1);
    house.later_ms(2_000);
    assert_eq!(house.read(ENTRY, "粤B12345").await.fate, ReadFate::Repeat);
    assert_eq!(facts_of(&house, "SamePlateInside"), 1);
}

#[tokio::test]
async fn a_late_read_is_kept_at_its_own_time_and_opens_nothing() {
    let mut house = House::new().await;
    let mut late = house.seen(ENTRY, "粤B12345");
    late.taken_at = late.taken_at.plus_minutes(-120);
    let reply = house.desk.lane_read(late.clone()).await.unwrap();
    assert_eq!((reply.fate, reply.open_gate), (ReadFate::Late, false));
    assert_eq!(house.gates(), 0);
    assert_eq!(quote(&house, reply.record_id.unwrap()).await.entered_at, late.taken_at);

    let mut buffered = house.seen(EXIT, "粤B12345");
    buffered.buffered = true;
    assert_eq!(house.desk.lane_read(buffered).await.unwrap().fate, ReadFate::Late);
    assert_eq!(house.gates(), 0);
    let detail = house.engine("record.detail", json!({ "record_id": reply.record_id })).await.unwrap();
    // 2 h are 8.00 that nobody took: the record says that it did not end as it should.
    assert_eq!((&detail["record"]["state"], &detail["record"]["record_type"]), (&json!("left"), &json!("abnormal")));
    house.verify().await;
}

#[tokio::test]
async fn a_full_lot_refuses_temporary_cars_and_lets_leases_in() {
    let house = House::new().await;
    let lease = json!({
        "id": null, "spaces": 1, "plates": ["粤B88888", "粤B99999"], "first_day": "2026-11-01", "last_day": "2026-11-30",
    });
    house.engine("lease.save", lease).await.unwrap();
    // Three spaces, one kept for the lease: two temporary cars fill the lot.
    assert_eq!(house.read(ENTRY, "粤B00001").await.fate, ReadFate::Entered);
    assert_eq!(house.read(ENTRY, "粤B00002").await.fate, ReadFate::Entered);
    assert_eq!(house.read(ENTRY, "粤B00003").await.fate, ReadFate::RefusedFull);
    assert_eq!(house.read(ENTRY, "粤B88888").await.fate, ReadFate::Entered);
    // The lease has one space: its second plate is a temporary car now, and there is no room.
    assert_eq!(house.read(ENTRY, "粤B99999").await.fate, ReadFate::RefusedFull);
    house.later(600);
    assert_eq!(house.read(EXIT, "粤B88888").await.fate, ReadFate::Left);
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_backs_out_cancels_its_record() {
    let house = House::new().await;
    let record = house.read(ENTRY, "粤B12345").await.record_id.unwrap();
    house.later_ms(20_000);
    let report = json!({
        "lane_id": guid(ENTRY), "what": "backed_out", "at": house.clock_now(), "gate_command_id": null, "remark": null,
    });
    house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.report", report.clone()).await.unwrap();
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    assert_eq!(detail["record"]["state"], "cancelled");
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["counts"]["used"], 0);
    assert_eq!(facts_of(&house, "RecordCorrected"), 1);
    // Said twice, it changes nothing more.
    house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.report", report).await.unwrap();
    assert_eq!(facts_of(&house, "RecordCorrected"), 1);
    house.verify().await;
}

#[tokio::test]
async fn an_exit_without_an_entry_offers_the_cars_that_look_alike() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤BD8O5Q".replace('O', "0").as_str()).await.record_id.unwrap();
    house.read(ENTRY, "京A77777").await;
    house.later(30);
    let misread = house.seen(EXIT, "粤B0805Q");
    assert_eq!(house.desk.lane_read(misread.clone()).await.unwrap().fate, ReadFate::NoEntry);
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    let waiting = &board["lanes"][1]["waiting"];
    let candidates = waiting["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 1, "{candidates:?}");
    assert_eq!(candidates[0]["record_id"], json!(record));
    assert!(!candidates[0]["differences"].as_array().unwrap().is_empty());

    let choice = json!({ "lane_id": guid(EXIT), "read_id": misread.read_id, "record_id": record });
    let reply = house.window(&token, "exit.choose_entry", choice).await.unwrap();
    assert_eq!((&reply["fate"], &reply["open_gate"]), (&json!("must_pay"), &json!(false)));
    assert!(pay(&house, &token, record, 70, 500, 1000).await.unwrap().left);
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["lanes"][1]["waiting"], Value::Null);
    house.verify().await;
}

#[tokio::test]
async fn an_entry_put_in_by_hand_pays_from_its_time() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let seen = house.seen(EXIT, "粤B12345");
    house.desk.lane_read(seen.clone()).await.unwrap();
    let entry = |plate: &str, reason: &str| {
        json!({
            "lane_id": guid(EXIT), "read_id": seen.read_id, "plate": plate, "reason": reason,
            "entered_at": crate::support::morning().plus_minutes(-90),
        })
    };
    let bad = house.window(&token, "exit.put_in_entry", entry("粤B1234I", "漏拍")).await.unwrap_err();
    assert_eq!((bad.code, bad.field.as_deref()), (Code::BadPlate, Some("plate")));
    let bad = house.window(&token, "exit.put_in_entry", entry("粤B12345", " ")).await.unwrap_err();
    assert_eq!((bad.code, bad.field.as_deref()), (Code::BadField, Some("reason")));
    let reply = house.window(&token, "exit.put_in_entry", entry("粤B12345", "入口漏拍")).await.unwrap();
    assert_eq!(reply["fate"], "must_pay");
    let record: Guid = serde_json::from_value(reply["record_id"].clone()).unwrap();
    assert_eq!(quote(&house, record).await.due_fen, Fen(800));
    house.verify().await;
}

#[tokio::test]
async fn a_camera_with_a_fast_clock_does_not_begin_stays_in_the_future() {
    let house = House::new().await;
    let mut read = house.seen(ENTRY, "粤B12345");
    read.taken_at = read.taken_at.plus_minutes(30);
    let entered = house.desk.lane_read(read).await.unwrap();
    assert_eq!(entered.fate, ReadFate::Entered);
    assert_eq!(quote(&house, entered.record_id.unwrap()).await.entered_at, crate::support::morning());
}
