//! Let out, and the gate did not open: watched, led to an end, and never charged twice.

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_operations::Caller;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

async fn lane(house: &House, at: usize) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][at].clone()
}

async fn signal(house: &House, lane: u8, what: &str, command: Value, remark: Value) {
    let report = json!({
        "lane_id": guid(lane), "what": what, "at": crate::support::morning(), "gate_command_id": command, "remark": remark,
    });
    house.desk.call(&Caller::Lane(guid(lane)), "lane.report", report).await.unwrap();
}

async fn drawer(house: &House) -> Fen {
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    balances.into_iter().filter(|(account, _)| account.starts_with("drawer:")).map(|(_, amount)| amount).sum()
}

async fn open_alarms(house: &House, token: &str) -> Vec<String> {
    let list = house.window(token, "alarm.list", json!({})).await.unwrap();
    let kind = |alarm: &Value| alarm["event"]["kind"].as_str().unwrap().to_owned();
    list["open"].as_array().unwrap().iter().map(kind).collect()
}

/// A lot whose exit has told of its gate once; a car that has paid 5.00 there. Gives its record and the gate's command.
async fn paid(house: &House, token: &str) -> (Guid, Guid) {
    signal(house, EXIT, "opened", Value::Null, Value::Null).await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, "粤B11111").await;
    let cash = json!({
        "request_id": guid(90), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    let paid = house.window(token, "exit.pay_cash", cash).await.unwrap();
    (record, paid["gate_command_id"].as_str().unwrap().parse().unwrap())
}

#[tokio::test]
async fn a_gate_that_stays_silent_is_an_alarm_and_is_opened_again_once() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (record, command) = paid(&house, &token).await;
    house.gates();
    house.later_ms(14_000);
    assert_eq!(house.desk.watch_gates().await.unwrap(), 0, "it still has time");
    assert!(lane(&house, 1).await.get("stuck").is_none());
    let soon = json!({ "lane_id": guid(EXIT), "command_id": command, "reason": "道闸未动" });
    let refused = house.window(&token, "lane.open_again", soon.clone()).await.unwrap_err();
    assert_eq!((refused.code, house.gates()), (Code::NotPossibleNow, 0));
    house.later_ms(1_000);
    assert_eq!(house.desk.watch_gates().await.unwrap(), 1);
    assert_eq!(house.desk.watch_gates().await.unwrap(), 0, "it is told once");
    let stuck = lane(&house, 1).await["stuck"].clone();
    assert_eq!(
        (&stuck["record_id"], &stuck["received_fen"], &stuck["tries"]),
        (&json!(record), &json!(500), &json!(1))
    );
    assert_eq!(open_alarms(&house, &token).await, ["gate_not_opened"]);

    let again = house.window(&token, "lane.open_again", soon.clone()).await.unwrap();
    assert_eq!(house.gates(), 1);
    assert_ne!(again["gate_command_id"], json!(command));
    // Pressed twice, the answer is the same and the gate is told nothing more.
    let pressed_twice = house.window(&token, "lane.open_again", soon).await.unwrap();
    assert_eq!((&pressed_twice["gate_command_id"], house.gates()), (&again["gate_command_id"], 0));
    signal(&house, EXIT, "opened", again["gate_command_id"].clone(), Value::Null).await;
    assert!(lane(&house, 1).await.get("stuck").is_none());
    assert!(open_alarms(&house, &token).await.is_empty());
    house.later(1);
    assert_eq!(house.desk.watch_gates().await.unwrap(), 0);
    assert_eq!(drawer(&house).await, Fen(500));
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    let kinds: Vec<&str> = detail["events"].as_array().unwrap().iter().filter_map(|e| e["kind"].as_str()).collect();
    assert!(kinds.contains(&"gate_not_opened") && kinds.contains(&"gate_tried_again"), "{kinds:?}");
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_stands_before_a_shut_gate_is_not_charged_again() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (record, command) = paid(&house, &token).await;
    house.gates();
    // Read again and again, long after the time in which a second read is the same one.
    for _ in 0..4 {
        house.later_ms(13_000);
        let again = house.read(EXIT, "粤B11111").await;
        assert_eq!((again.fate, again.record_id), (ReadFate::Repeat, Some(record)));
    }
    assert_eq!((house.gates(), lane(&house, 1).await["waiting"].clone()), (0, Value::Null));
    assert_eq!(
        lane(&house, 1).await["stuck"]["command_id"],
        json!(command),
        "its camera says that it still stands there"
    );
    // By hand it is gone; with a reason, and once.
    let gone = json!({ "lane_id": guid(EXIT), "command_id": command, "reason": "" });
    assert_eq!(house.window(&token, "lane.car_gone", gone).await.unwrap_err().code, Code::BadField);
    let gone = json!({ "lane_id": guid(EXIT), "command_id": command, "reason": "已从旁门驶离" });
    house.window(&token, "lane.car_gone", gone.clone()).await.unwrap();
    assert!(open_alarms(&house, &token).await.is_empty());
    assert_eq!(house.window(&token, "lane.car_gone", gone).await.unwrap_err().code, Code::NotFound);
    assert_eq!((house.gates(), drawer(&house).await), (0, Fen(500)));
    // From then on it is a car like any other: one without an entry.
    house.later_ms(13_000);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::NoEntry);
    house.verify().await;
}

#[tokio::test]
async fn a_driver_that_fails_is_heard_at_once_and_its_words_are_told() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (_, command) = paid(&house, &token).await;
    signal(&house, EXIT, "not_opened", json!(command), json!("继电器无应答")).await;
    let said = json!({ "zh": "继电器无应答", "en": "继电器无应答" });
    assert_eq!(lane(&house, 1).await["stuck"]["why"], said, "its own words, in whatever language");
    signal(&house, EXIT, "not_opened", json!(command), json!("继电器无应答")).await;
    let list = house.window(&token, "alarm.list", json!({})).await.unwrap();
    assert_eq!((list["open"].as_array().unwrap().len(), &list["open"][0]["times"]), (1, &json!(1)));
    house.verify().await;
}

#[tokio::test]
async fn what_the_driver_found_has_words_in_both_languages() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (_, command) = paid(&house, &token).await;
    let report = json!({
        "lane_id": guid(EXIT), "what": "not_opened", "at": house.clock_now(), "gate_command_id": command, "remark": null,
        "trouble": { "kind": "timed_out", "within_ms": 3000 },
    });
    house.desk.call(&Caller::Lane(guid(EXIT)), "lane.report", report).await.unwrap();
    let said = json!({ "zh": "继电器 3 秒内无应答", "en": "the relay did not answer within 3 s" });
    assert_eq!(lane(&house, 1).await["stuck"]["why"], said);
    let list = house.window(&token, "alarm.list", json!({})).await.unwrap();
    let words = &list["open"][0]["event"]["words"];
    assert_eq!((&words["why"], &words["why_en"]), (&said["zh"], &said["en"]));
    // A camera that falls silent, as the board and the event list have it.
    let lost = json!({
        "lane_id": guid(EXIT), "device": "camera", "online": false, "trouble": { "kind": "silent", "for_s": 90 },
    });
    house.desk.call(&Caller::Lane(guid(EXIT)), "lane.device", lost).await.unwrap();
    let device = lane(&house, 1).await["devices"][0].clone();
    assert_eq!(device["why"], json!({ "zh": "90 秒没有消息", "en": "silent for 90 s" }));
    house.verify().await;
}

#[tokio::test]
async fn the_silence_of_a_lane_that_never_tells_is_no_news() {
    let house = House::new().await;
    house.read(ENTRY, "粤B11111").await;
    house.later(5);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Left);
    house.later_ms(60_000);
    assert_eq!(house.desk.watch_gates().await.unwrap(), 0);
    // The next car stands where that one stood: it is through.
    house.read(ENTRY, "粤B22222").await;
    house.later(1);
    house.read(EXIT, "粤B22222").await;
    let waiting = house.ledger.read(|tx| tx.unconfirmed_openings()).await.unwrap();
    assert_eq!(waiting.len(), 1);
    house.verify().await;
}

fn same_plate_told(house: &House) -> usize {
    house.facts.0.lock().unwrap().iter().filter(|fact| format!("{fact:?}").starts_with("SamePlate")).count()
}

async fn state(house: &House, record: Guid) -> Value {
    house.engine("record.detail", json!({ "record_id": record })).await.unwrap()["record"]["state"].clone()
}

async fn turns_back(house: &House) {
    let report = json!({
        "lane_id": guid(ENTRY), "what": "backed_out", "at": house.clock_now(), "gate_command_id": null, "remark": null,
    });
    house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.report", report).await.unwrap();
}

#[tokio::test]
async fn a_car_before_its_own_shut_gate_is_no_second_car_of_its_plate() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    signal(&house, ENTRY, "opened", Value::Null, Value::Null).await;
    let entered = house.read(ENTRY, "粤B11111").await;
    let (record, command) = (entered.record_id.unwrap(), entered.gate_command_id.unwrap());
    assert_eq!(house.gates(), 1);
    for _ in 0..3 {
        house.later_ms(13_000);
        let again = house.read(ENTRY, "粤B11111").await;
        assert_eq!((again.fate, again.record_id), (ReadFate::Repeat, Some(record)));
    }
    assert_eq!((house.gates(), same_plate_told(&house)), (0, 0));
    let lane_now = lane(&house, 0).await;
    assert_eq!((&lane_now["waiting"], &lane_now["stuck"]["command_id"]), (&Value::Null, &json!(command)));
    assert_eq!(open_alarms(&house, &token).await, ["gate_not_opened"]);
    let again = json!({ "lane_id": guid(ENTRY), "command_id": command, "reason": "道闸未动" });
    let again = house.window(&token, "lane.open_again", again).await.unwrap();
    assert_eq!(house.gates(), 1);
    house.later_ms(4_000);
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::Repeat);
    signal(&house, ENTRY, "opened", again["gate_command_id"].clone(), Value::Null).await;
    assert!(lane(&house, 0).await.get("stuck").is_none() && open_alarms(&house, &token).await.is_empty());
    // Once its gate was open it is inside: the next one of its plate is another car.
    house.later_ms(13_000);
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::AlreadyInside);
    assert_eq!(same_plate_told(&house), 1);
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_goes_back_from_its_entrys_shut_gate_has_not_come_in() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    signal(&house, ENTRY, "opened", Value::Null, Value::Null).await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later_ms(16_000);
    assert_eq!(house.desk.watch_gates().await.unwrap(), 1, "a gate that tells has not told");
    turns_back(&house).await;
    assert_eq!(state(&house, record).await, "cancelled");
    assert!(lane(&house, 0).await.get("stuck").is_none() && open_alarms(&house, &token).await.is_empty());
    // A person says so of the next one, and that the one after it did come in.
    let ends = async |plate: &str, command: &str| {
        let entered = house.read(ENTRY, plate).await;
        house.later_ms(16_000);
        house.desk.watch_gates().await.unwrap();
        let lane_id = guid(ENTRY);
        let end = json!({ "lane_id": lane_id, "command_id": entered.gate_command_id, "reason": "已看录像" });
        house.window(&token, command, end).await.unwrap();
        assert!(open_alarms(&house, &token).await.is_empty());
        state(&house, entered.record_id.unwrap()).await
    };
    assert_eq!(ends("粤B22222", "lane.car_gone").await, "cancelled");
    assert_eq!(ends("粤B33333", "lane.still_inside").await, "inside");
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_waits_for_its_own_stay_is_told_once_and_takes_it_back_with_it() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, "粤B11111").await.record_id.unwrap();
    house.later_ms(5_000);
    // By hand the gate is told once more, and does not move either.
    let by_hand = json!({ "lane_id": guid(ENTRY), "reason": "道闸未动" });
    house.window(&token, "lane.open_by_hand", by_hand).await.unwrap();
    for _ in 0..3 {
        house.later_ms(13_000);
        assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::AlreadyInside);
    }
    assert_eq!(same_plate_told(&house), 1);
    turns_back(&house).await;
    assert_eq!(
        (state(&house, record).await, lane(&house, 0).await["waiting"].clone()),
        (json!("cancelled"), Value::Null)
    );
    house.verify().await;
}

#[tokio::test]
async fn where_the_next_car_comes_in_the_one_before_it_is_through() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    // Its driver says that it failed.
    let command = house.read(ENTRY, "粤B11111").await.gate_command_id;
    signal(&house, ENTRY, "not_opened", json!(command), Value::Null).await;
    house.later_ms(16_000);
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::Repeat);
    assert_eq!(open_alarms(&house, &token).await, ["gate_not_opened"]);
    house.read(ENTRY, "粤B22222").await;
    assert!(lane(&house, 0).await.get("stuck").is_none() && open_alarms(&house, &token).await.is_empty());
    house.later_ms(13_000);
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::AlreadyInside);
    house.verify().await;
}

/// Breaks the ledger's tables, or mends them again.
fn ledger_is(house: &House, broken: bool) {
    let connection = rusqlite::Connection::open(house.ledger.path()).unwrap();
    let (from, to) = if broken { ("lane_passing", "lane_passing_away") } else { ("lane_passing_away", "lane_passing") };
    connection.execute(&format!("ALTER TABLE {from} RENAME TO {to}"), []).unwrap();
}

#[tokio::test]
async fn a_gate_is_opened_by_hand_with_the_ledger_broken_and_written_down_later() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    ledger_is(&house, true);
    let open = json!({ "lane_id": guid(EXIT), "reason": "账本故障" });
    let opened = house.window(&token, "lane.open_by_hand", open.clone()).await.unwrap();
    assert_eq!(house.gates(), 1);
    // What is refused for another reason stays refused.
    let elsewhere = json!({ "lane_id": guid(9), "reason": "账本故障" });
    let refused = house.window(&token, "lane.open_by_hand", elsewhere).await.unwrap_err();
    assert_eq!((refused.code, house.gates()), (Code::NoSuchLane, 0));
    assert!(house.desk.watch_gates().await.is_err(), "it cannot be written yet");
    let written = async || {
        let events = house.ledger.read(|tx| tx.events_from(0, 1_000)).await.unwrap();
        let of = |recorded: &lotdesk_ledger::Recorded| match &recorded.event {
            lotdesk_ledger::event::Event::GateCommanded(e) => Some((e.command_id, recorded.actor.operator.is_some())),
            _ => None,
        };
        events.iter().filter_map(of).collect::<Vec<_>>()
    };
    assert_eq!(written().await, []);
    ledger_is(&house, false);
    house.later_ms(5_000);
    house.desk.watch_gates().await.unwrap();
    house.desk.watch_gates().await.unwrap();
    let command: Guid = opened["gate_command_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(written().await, [(command, true)], "once, and whose hand it was");
    assert_eq!(house.gates(), 0, "what is written down later opens nothing");
    house.verify().await;
}
