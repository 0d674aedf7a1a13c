//! Control lists at the lanes: the city's (4001) and the lot's own.

use lotdesk_domain::ask::control::ControlOrder;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::control::Strategy;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_operations::PlatformRequest;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, morning};

fn order(house: &House, id: u8, plate: &str, strategy: Strategy) -> ControlOrder {
    ControlOrder {
        id: guid(id),
        park_code: "44030400100101000010".into(),
        vehicle: house.seen(ENTRY, plate).vehicle.unwrap(),
        strategy,
        from: None,
        until: morning().plus_minutes(7 * 24 * 60),
        ordered_by: "市交警局".into(),
        removed: false,
        told_at: None,
    }
}

async fn put(house: &House, order: ControlOrder) -> Result<(), AskRefusal> {
    let request = PlatformRequest {
        platform: Platform::City,
        interface: "4001",
        key: None,
        ask: Ask::Control(order),
        encode: Box::new(|answer: &Answer| format!("{answer:?}")),
    };
    house.desk.carry_out(request).await.map(|_| ())
}

async fn listed(house: &House, id: u8, plate: &str, strategy: Strategy) {
    put(house, order(house, id, plate, strategy)).await.unwrap();
}

async fn board(house: &House) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()
}

async fn lines(house: &House, kind: &str) -> Vec<Value> {
    let events = board(house).await["events"].as_array().unwrap().clone();
    events.into_iter().filter(|line| line["kind"] == kind).collect()
}

#[tokio::test]
async fn each_strategy_acts_at_entry_and_exit() {
    for (strategy, at_entry, at_exit) in [
        (Strategy::NoEntry, ReadFate::Barred, ReadFate::NoEntry),
        (Strategy::NoExit, ReadFate::Entered, ReadFate::Barred),
        (Strategy::NoPassage, ReadFate::Barred, ReadFate::NoEntry),
        (Strategy::Warn, ReadFate::Entered, ReadFate::MustPay),
        (Strategy::FreePassage, ReadFate::Entered, ReadFate::Left),
    ] {
        let mut house = House::new().await;
        listed(&house, 70, "粤B11111", strategy).await;
        house.gates();
        let entered = house.read(ENTRY, "粤B11111").await;
        assert_eq!(entered.fate, at_entry, "{strategy:?}");
        assert_eq!(house.gates(), usize::from(at_entry == ReadFate::Entered), "{strategy:?}");
        house.later(90);
        let left = house.read(EXIT, "粤B11111").await;
        assert_eq!(left.fate, at_exit, "{strategy:?}");
        assert_eq!(house.gates(), usize::from(at_exit == ReadFate::Left), "{strategy:?}");
        house.verify().await;
    }
}

#[tokio::test]
async fn a_car_that_is_barred_is_told_in_words_and_the_board_says_by_whom() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    listed(&house, 70, "粤B11111", Strategy::NoPassage).await;
    let seen = house.seen(ENTRY, "粤B11111");
    let reply = house.desk.lane_read(seen.clone()).await.unwrap();
    assert_eq!(reply.screen, ["粤B11111", "禁止入场", "请联系管理人员"]);
    assert_eq!(reply.voice, "禁止入场，请联系管理人员");
    let waiting = board(&house).await["lanes"][0]["waiting"].clone();
    assert_eq!((&waiting["why"], &waiting["control"]["placed_by"]), (&json!("barred"), &json!("市交警局")));
    let line = &lines(&house, "listed_barred").await[0];
    assert_eq!((&line["level"], &line["words"]["placed_by"]), (&json!("act"), &json!("市交警局")));
    // Read again before the gate it is the same car: one line.
    house.later_ms(2_000);
    house.read(ENTRY, "粤B11111").await;
    house.later_ms(20_000);
    house.read(ENTRY, "粤B11111").await;
    assert_eq!(lines(&house, "listed_barred").await.len(), 1);
    // The attendant cannot let it in as any other car.
    let read = board(&house).await["lanes"][0]["waiting"]["read"]["read_id"].clone();
    let admit = json!({ "lane_id": guid(ENTRY), "read_id": read, "plate": null, "reason": "已核对" });
    let refused = house.window(&token, "lane.admit", admit).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::Barred, Some("plate")));
    assert!(refused.zh.contains("市交警局"), "{}", refused.zh);
}

#[tokio::test]
async fn a_car_that_may_not_leave_pays_at_the_desk_and_stays() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::MustPay);
    // The police place it while it stands at the exit.
    listed(&house, 70, "粤B11111", Strategy::NoExit).await;
    assert_eq!(board(&house).await["lanes"][1]["waiting"]["why"], "barred");
    house.gates();
    let mut pay = json!({
        "request_id": guid(90), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    let refused = house.window(&token, "exit.pay_cash", pay.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::Barred);
    pay["lane_id"] = Value::Null;
    house.window(&token, "exit.pay_cash", pay).await.unwrap();
    assert_eq!(house.gates(), 0);
    // Taken off the list it leaves by itself.
    put(&house, ControlOrder { removed: true, ..order(&house, 70, "粤B11111", Strategy::NoExit) }).await.unwrap();
    assert_eq!(house.gates(), 1);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Repeat);
    house.verify().await;
}

#[tokio::test]
async fn a_warning_is_for_the_people_at_the_lot_alone() {
    let house = House::new().await;
    listed(&house, 70, "粤B11111", Strategy::Warn).await;
    let reply = house.read(ENTRY, "粤B11111").await;
    assert_eq!(reply.screen, ["粤B11111", "临时车", "欢迎光临"], "the driver reads nothing of it");
    let line = &lines(&house, "listed_warned").await[0];
    assert_eq!((&line["level"], &line["words"]["placed_by"]), (&json!("act"), &json!("市交警局")));
}

#[tokio::test]
async fn a_free_car_comes_in_when_the_lot_is_full_and_pays_from_when_its_permission_ends() {
    let house = House::new().await;
    // Three spaces, one of them kept for leases.
    house.read(ENTRY, "粤B22222").await;
    house.read(ENTRY, "粤B33333").await;
    assert_eq!(house.read(ENTRY, "粤B44444").await.fate, ReadFate::RefusedFull);
    let until = morning().plus_minutes(60);
    put(&house, ControlOrder { until, ..order(&house, 70, "粤B11111", Strategy::FreePassage) }).await.unwrap();
    let reply = house.read(ENTRY, "粤B11111").await;
    assert_eq!((reply.fate, reply.screen[1].as_str()), (ReadFate::Entered, "免费通行"));
    let record = reply.record_id.unwrap();
    let due = async |at: i64| {
        let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
        assert_eq!(quote["lines"][0]["what"], "free_by_list", "after {at} minutes");
        quote["due_fen"].clone()
    };
    house.later(60);
    assert_eq!(due(60).await, 0);
    // Until 09:00 it was free; two hours after are 5.00 and 3.00.
    house.later(120);
    assert_eq!(due(180).await, 800);
    // A new permission that holds when it leaves lets it go free.
    listed(&house, 71, "粤B11111", Strategy::FreePassage).await;
    assert_eq!(due(180).await, 0);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Left);
    house.verify().await;
}

#[tokio::test]
async fn what_was_free_stays_free_after_the_line_is_taken_off() {
    let house = House::new().await;
    let token = house.sign_in("经理", "manager").await;
    let save = json!({
        "plate": "粤B11111", "strategy": "free_passage", "reason": "临时公务",
        "ends_at": morning().plus_minutes(24 * 60),
    });
    let line = house.window(&token, "control.save", save).await.unwrap();
    assert_eq!((&line["entry"]["placed_by"], &line["holds"]), (&json!("经理"), &json!(true)));
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(120);
    let remove = json!({ "id": line["entry"]["id"], "reason": "公务结束" });
    house.window(&token, "control.remove", remove).await.unwrap();
    house.later(60);
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    assert_eq!(quote["due_fen"], json!(Fen(500)), "one hour since");
    house.verify().await;
}

#[tokio::test]
async fn a_line_acts_from_its_beginning_to_its_end_and_late_reads_are_left_alone() {
    let house = House::new().await;
    let from = Some(morning().plus_minutes(60));
    let until = morning().plus_minutes(120);
    put(&house, ControlOrder { from, until, ..order(&house, 70, "粤B11111", Strategy::NoExit) }).await.unwrap();
    house.read(ENTRY, "粤B11111").await;
    house.later(70);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Barred);
    house.later(60);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::MustPay);
    // A kept read of a barred plate is recorded at its own time.
    listed(&house, 71, "粤B22222", Strategy::NoEntry).await;
    let mut kept = house.seen(ENTRY, "粤B22222");
    kept.taken_at = kept.taken_at.plus_minutes(-5);
    kept.buffered = true;
    let reply = house.desk.lane_read(kept).await.unwrap();
    assert_eq!(reply.fate, ReadFate::Late);
    assert!(reply.record_id.is_some());
}

#[tokio::test]
async fn an_order_that_was_overtaken_on_its_way_changes_nothing() {
    let house = House::new().await;
    let line = |removed, told_at| ControlOrder {
        removed,
        told_at: Some(told_at),
        ..order(&house, 70, "粤B11111", Strategy::NoEntry)
    };
    let stands = async || {
        let list = house.engine("control.list", json!({})).await.unwrap();
        list["rows"].as_array().unwrap().len() == 1
    };
    put(&house, line(false, 100)).await.unwrap();
    put(&house, line(true, 200)).await.unwrap();
    put(&house, line(false, 150)).await.unwrap();
    assert!(!stands().await, "it was put there before it was taken off");
    // Taken off once more, later: what was ordered between the two is over as well.
    put(&house, line(true, 400)).await.unwrap();
    put(&house, line(false, 300)).await.unwrap();
    assert!(!stands().await);
    put(&house, line(false, 500)).await.unwrap();
    assert!(stands().await, "a later order counts");
    put(&house, line(false, 600)).await.unwrap();
    put(&house, line(true, 550)).await.unwrap();
    assert!(stands().await, "and stands against what it overtook");
    put(&house, line(true, 600)).await.unwrap();
    assert!(!stands().await, "within one second the order in which they come decides");
    assert_eq!(lines(&house, "placed_no_entry").await.len(), 2);
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn the_citys_orders_are_refused_by_table_a_2_and_come_twice_without_harm() {
    let house = House::new().await;
    let line = || order(&house, 70, "粤B11111", Strategy::NoEntry);
    let code = async |order| put(&house, order).await.unwrap_err().code;
    assert_eq!(code(ControlOrder { park_code: "44030400100101000011".into(), ..line() }).await, AskCode::NoSuchLot);
    assert_eq!(code(ControlOrder { removed: true, ..line() }).await, AskCode::NoSuchObject);
    let past = morning().plus_minutes(-1);
    assert_eq!(code(ControlOrder { until: past, ..line() }).await, AskCode::Expired);
    let after = Some(Moment(line().until.0 + 1));
    assert_eq!(code(ControlOrder { from: after, ..line() }).await, AskCode::OutOfRange);
    put(&house, line()).await.unwrap();
    put(&house, line()).await.unwrap();
    assert_eq!(lines(&house, "placed_no_entry").await.len(), 1);
    for _ in 0..2 {
        put(&house, ControlOrder { removed: true, ..line() }).await.unwrap();
    }
    assert_eq!(lines(&house, "control_removed").await.len(), 1);
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::Entered);
    // And put there once more.
    put(&house, line()).await.unwrap();
    let list = house.engine("control.list", json!({})).await.unwrap();
    assert_eq!((list["rows"].as_array().unwrap().len(), &list["rows"][0]["holds"]), (1, &json!(true)));
    house.verify().await;
}

#[tokio::test]
async fn only_managers_keep_the_lots_list_and_the_citys_lines_are_not_changed() {
    let house = House::new().await;
    let attendant = house.sign_in("值班员", "attendant").await;
    let manager = house.sign_in("经理", "manager").await;
    let save = |id: Option<Guid>| {
        json!({
            "id": id, "plate": "粤 b·11111", "strategy": "no_entry", "reason": "欠费拒缴",
            "ends_at": morning().plus_minutes(60),
        })
    };
    let refused = house.window(&attendant, "control.save", save(None)).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    let line = house.window(&manager, "control.save", save(None)).await.unwrap();
    assert_eq!(line["entry"]["plate"], "粤B11111");
    listed(&house, 70, "粤B22222", Strategy::NoEntry).await;
    let refused = house.window(&manager, "control.save", save(Some(guid(70)))).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NotPermitted, Some("id")));
    let mut past = save(None);
    past["ends_at"] = json!(morning().plus_minutes(-1));
    let refused = house.window(&manager, "control.save", past).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("ends_at"));
    let list = house.window(&attendant, "control.list", json!({ "plate": "2222" })).await.unwrap();
    let rows = list["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["entry"]["from_city"]), (1, &json!(true)));
}

#[tokio::test]
async fn a_new_line_that_is_asked_for_again_under_its_own_identifier_is_the_same_one() {
    let house = House::new().await;
    let manager = house.sign_in("经理", "manager").await;
    let save = json!({
        "id": null, "new_id": guid(7), "plate": "粤B11111", "strategy": "no_entry", "reason": "欠费拒缴",
        "ends_at": morning().plus_minutes(60),
    });
    let made = house.window(&manager, "control.save", save.clone()).await.unwrap();
    assert_eq!(made["entry"]["id"], json!(guid(7)));
    house.later(1);
    assert_eq!(house.window(&manager, "control.save", save).await.unwrap(), made, "the answer that was lost");
    let events = house.ledger.read(|tx| tx.events_from(1, 1000)).await.unwrap();
    assert_eq!(events.iter().filter(|recorded| recorded.event.kind() == "control_placed").count(), 1);
    let list = house.window(&manager, "control.list", json!({})).await.unwrap();
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
}
