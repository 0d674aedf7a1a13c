//! Paid, the gate stayed shut, and the car went back: its stay goes on, nothing is asked twice, every 分 adds up.

use lotdesk_domain::deduction::{DeductionRule, DeductionState};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{RecordState, RecordType};
use lotdesk_ledger::event::Event;
use lotdesk_operations::Caller;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

const PLATE: &str = "粤B11111";

async fn says(house: &House, what: &str, command: Value) {
    let report = json!({
        "lane_id": guid(EXIT), "what": what, "at": house.clock_now(), "gate_command_id": command, "remark": null,
    });
    house.desk.call(&Caller::Lane(guid(EXIT)), "lane.report", report).await.unwrap();
}

async fn stuck(house: &House) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][1]["stuck"].clone()
}

async fn inside(
    house: &House,
    token: &str,
    command: &Value,
) -> Result<Value, lotdesk_operations::api::refusal::Refusal> {
    let request = json!({ "lane_id": guid(EXIT), "command_id": command, "reason": "道闸未开，倒车回场" });
    house.window(token, "lane.still_inside", request).await
}

async fn pay(house: &House, token: &str, record: Guid, due: i64, no: u8) -> Value {
    let cash = json!({
        "request_id": guid(no), "record_id": record, "lane_id": guid(EXIT), "due_fen": due, "received_fen": due,
    });
    house.window(token, "exit.pay_cash", cash).await.unwrap()["gate_command_id"].clone()
}

async fn due(house: &House, record: Guid) -> i64 {
    house.engine("exit.quote", json!({ "record_id": record })).await.unwrap()["due_fen"].as_i64().unwrap()
}

async fn drawers(house: &House) -> Fen {
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    assert_eq!(balances.iter().map(|(_, amount)| amount.0).sum::<i64>(), 0, "double entry");
    balances.into_iter().filter(|(account, _)| account.starts_with("drawer:")).map(|(_, amount)| amount).sum()
}

/// A car that has been inside for so many minutes has paid what it owes, and its gate does not open.
async fn paid_and_stuck(house: &House, token: &str, minutes: i64) -> (Guid, Value, i64) {
    let record = house.read(ENTRY, PLATE).await.record_id.unwrap();
    house.later(minutes);
    house.read(EXIT, PLATE).await;
    let owes = due(house, record).await;
    let command = pay(house, token, record, owes, 90).await;
    says(house, "not_opened", command.clone()).await;
    (record, command, owes)
}

async fn let_go(house: &House, token: &str, record: Guid, due: i64) -> Value {
    let request = json!({ "record_id": record, "lane_id": guid(EXIT), "due_fen": due, "reason": "手机没电" });
    house.window(token, "exit.let_go", request).await.unwrap()["gate_command_id"].clone()
}

/// A car that was let go owing 5.00 before a gate that stayed shut, and went back; an hour later it owes 3.00 more.
async fn back_with_a_debt(house: &House, token: &str) -> Guid {
    let record = house.read(ENTRY, PLATE).await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, PLATE).await;
    let command = let_go(house, token, record, 500).await;
    says(house, "not_opened", command.clone()).await;
    inside(house, token, &command).await.unwrap();
    house.later(60);
    assert_eq!(house.read(EXIT, PLATE).await.fate, ReadFate::MustPay);
    assert_eq!(due(house, record).await, 300);
    record
}

fn exits(house: &House) -> (usize, usize, usize) {
    let facts = house.facts.0.lock().unwrap();
    let count = |is: &dyn Fn(&Fact) -> bool| facts.iter().filter(|fact| is(fact)).count();
    (
        count(&|fact| matches!(fact, Fact::VehicleLeft { .. })),
        count(&|fact| matches!(fact, Fact::RecordCorrected { record } if record.state == RecordState::Inside)),
        count(&|fact| matches!(fact, Fact::VehicleLeftAfterAll { .. })),
    )
}

#[tokio::test]
async fn nothing_is_asked_within_the_minutes_for_leaving_and_the_difference_later() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (record, command, owes) = paid_and_stuck(&house, &token, 30).await;
    assert_eq!((owes, house.gates()), (500, 2), "in, and out");
    let reply = inside(&house, &token, &command).await.unwrap();
    assert_eq!((&reply["paid_fen"], &reply["due_fen"]), (&json!(500), &json!(0)));
    assert!(reply["free_exit_until"].is_i64(), "{reply}");
    assert_eq!((stuck(&house).await, house.gates()), (Value::Null, 0));
    assert_eq!(inside(&house, &token, &command).await.unwrap_err().code, Code::NotFound, "it is said once");
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["counts"]["used"], 1);
    let alarms = house.window(&token, "alarm.list", json!({})).await.unwrap();
    assert_eq!(alarms["open"], json!([]));

    // Ten minutes later it may go: nothing is asked, and the gate opens.
    house.later(10);
    let again = house.read(EXIT, PLATE).await;
    assert_eq!((again.fate, again.record_id), (ReadFate::Left, Some(record)));
    assert_eq!((house.gates(), drawers(&house).await, exits(&house)), (1, Fen(500), (1, 1, 1)));
    let facts = house.facts.0.lock().unwrap().clone();
    let told = facts.iter().find(|fact| matches!(fact, Fact::VehicleLeftAfterAll { .. }));
    let Some(Fact::VehicleLeftAfterAll { record: told, charge_ids }) = told else { panic!("its exit is put right") };
    assert_eq!((told.record_type, told.received_fen, charge_ids.len()), (RecordType::Abnormal, Fen(500), 1));
    house.verify().await;
}

#[tokio::test]
async fn the_difference_alone_is_asked_after_that() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (record, command, _) = paid_and_stuck(&house, &token, 30).await;
    inside(&house, &token, &command).await.unwrap();
    // 30 + 60 minutes: 5.00 + 3.00, of which 5.00 are paid.
    house.later(60);
    assert_eq!(house.read(EXIT, PLATE).await.fate, ReadFate::MustPay);
    assert_eq!(due(&house, record).await, 300);
    let opened = pay(&house, &token, record, 300, 91).await;
    says(&house, "opened", opened).await;
    assert_eq!((drawers(&house).await, exits(&house)), (Fen(800), (1, 1, 1)));
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    let one = &detail["record"];
    assert_eq!(
        (&one["receivable_fen"], &one["received_fen"], &one["state"]),
        (&json!(800), &json!(800), &json!("left"))
    );
    let kinds: Vec<&str> = detail["events"].as_array().unwrap().iter().filter_map(|e| e["kind"].as_str()).collect();
    assert!(kinds.contains(&"still_inside"), "{kinds:?}");
    house.verify().await;
}

#[tokio::test]
async fn what_was_let_off_stays_let_off() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    let record = house.read(ENTRY, PLATE).await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, PLATE).await;
    let free = json!({
        "request_id": guid(80), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "reason": "系统故障补偿",
        "approver": { "name": "经理", "pin": "2580" },
    });
    let command = house.window(&token, "exit.release_free", free).await.unwrap()["gate_command_id"].clone();
    says(&house, "not_opened", command.clone()).await;
    let reply = inside(&house, &token, &command).await.unwrap();
    assert_eq!((&reply["paid_fen"], &reply["due_fen"]), (&json!(0), &json!(0)));
    house.later(60);
    assert_eq!(due(&house, record).await, 300);
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_came_to_the_exit_again_first_is_judged_by_its_stay() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let (record, command, _) = paid_and_stuck(&house, &token, 30).await;
    house.gates();
    // Longer than it can have stood before the gate: by the books it is a car without an entry.
    house.later(12);
    assert_eq!(house.read(EXIT, PLATE).await.fate, ReadFate::NoEntry);
    let reply = inside(&house, &token, &command).await.unwrap();
    assert_eq!((&reply["at_exit"]["fate"], &reply["at_exit"]["record_id"]), (&json!("left"), &json!(record)));
    assert_eq!((house.gates(), drawers(&house).await), (1, Fen(500)));
    house.verify().await;
}

#[tokio::test]
async fn only_a_car_whose_gate_stayed_shut_is_still_inside() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    says(&house, "opened", Value::Null).await;
    let record = house.read(ENTRY, PLATE).await.record_id.unwrap();
    house.later(30);
    house.read(EXIT, PLATE).await;
    let command = pay(&house, &token, record, 500, 90).await;
    assert_eq!(inside(&house, &token, &command).await.unwrap_err().code, Code::NotPossibleNow, "it is being opened");
    // Its camera sees it go back: somebody must look after it at once.
    says(&house, "backed_out", Value::Null).await;
    assert_eq!(stuck(&house).await["why"]["zh"], "车辆倒车离开道闸");
    let no_reason = json!({ "lane_id": guid(EXIT), "command_id": command, "reason": " " });
    assert_eq!(house.window(&token, "lane.still_inside", no_reason).await.unwrap_err().code, Code::BadField);
    // It did leave, and is back by an entry of its own.
    house.later(30);
    house.read(ENTRY, PLATE).await;
    assert_eq!(inside(&house, &token, &command).await.unwrap_err().code, Code::AlreadyInside);
    let gone = json!({ "lane_id": guid(EXIT), "command_id": command, "reason": "已驶离又返回" });
    house.window(&token, "lane.car_gone", gone).await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_was_let_go_may_be_let_go_again_and_owes_both() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = back_with_a_debt(&house, &token).await;
    let_go(&house, &token, record, 300).await;
    assert_eq!((house.balance("owed:parking_drivers").await, house.balance("revenue:parking").await), (800, -800));
    let list = house.window(&token, "arrears.list", json!({})).await.unwrap();
    assert_eq!((list["rows"].as_array().unwrap().len(), &list["rows"][0]["owed_fen"]), (1, &json!(800)));
    let collect = json!({ "request_id": guid(60), "record_id": record, "due_fen": 800, "received_fen": 800 });
    house.window(&token, "arrears.collect", collect).await.unwrap();
    assert_eq!((house.balance("owed:parking_drivers").await, drawers(&house).await), (0, Fen(800)));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn what_is_shown_at_the_exit_lets_a_car_out_that_owes_of_before() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = back_with_a_debt(&house, &token).await;
    let by_trade = json!({
        "request_id": guid(60), "record_id": record, "lane_id": guid(EXIT), "due_fen": 300, "channel": "we_chat",
        "trade_no": crate::payments::trade(1),
    });
    assert_eq!(house.window(&token, "payment.by_trade", by_trade).await.unwrap()["left"], true);
    let balances = [house.balance("owed:parking_drivers").await, house.balance("channel:wechat").await];
    assert_eq!(balances, [500, 300], "the debt stays what it was");
    house.verify().await;
}

#[tokio::test]
async fn a_contract_car_that_went_back_leaves_owing_again_and_each_order_pays_its_own() {
    for first_word_while_inside in [false, true] {
        let house = House::new().await;
        let token = house.sign_in("值班员", "attendant").await;
        house.with_contracts(DeductionRule::OutThenCharge, &[(PLATE, DeductionState::On)]).await;
        let known = |event: &Event| matches!(event, Event::DeductionKnown(_));
        let record = house.until(house.read(ENTRY, PLATE), known).await.record_id.unwrap();
        house.later(30);
        let left = house.read(EXIT, PLATE).await;
        assert_eq!(left.fate, ReadFate::Left);
        let command = json!(left.gate_command_id);
        says(&house, "not_opened", command.clone()).await;
        inside(&house, &token, &command).await.unwrap();
        house.later(60);
        let first = house.requested().remove(0);
        if first_word_while_inside {
            house.paid(70, &first, 500).await.unwrap();
            assert_eq!((due(&house, record).await, house.balance("city:deduction").await), (300, 0));
        }
        assert_eq!(house.read(EXIT, PLATE).await.fate, ReadFate::Left);
        let asked = house.requested();
        assert_eq!(asked.iter().map(|order| order.due_fen().0).collect::<Vec<_>>(), [500, 300]);
        house.paid(71, &asked[1], 300).await.unwrap();
        if !first_word_while_inside {
            assert_eq!(house.balance("city:deduction").await, 500, "the second order paid its own");
            house.paid(70, &first, 500).await.unwrap();
        }
        let balances = [house.balance("city:deduction").await, house.balance("city:receivable").await];
        assert_eq!((balances, house.balance("revenue:parking").await), ([0, 800], -800));
        assert_eq!(house.engine("refund.list", json!({})).await.unwrap()["proposed"], json!([]));
        house.verify().await;
        house.ledger.rebuild().await.unwrap();
        house.verify().await;
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Wait(i64),
    Exit,
    Shut,
    Open,
    StillInside,
    /// At the exit, and let go owing.
    LetGo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (1_i64..200).prop_map(Step::Wait),
        4 => Just(Step::Exit),
        2 => Just(Step::Shut),
        1 => Just(Step::Open),
        3 => Just(Step::StillInside),
        2 => Just(Step::LetGo),
    ];
    prop::collection::vec(step, 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// However often a car is let out before a shut gate and goes back: what it has paid and owes is what its one stay costs
    /// until the last time that it was asked, the drawers hold just what it paid, and one exit is told once.
    #[test]
    fn whatever_happens_before_the_gate_the_money_adds_up(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let house = House::new().await;
            let token = house.sign_in("值班员", "attendant").await;
            let entered = house.clock_now();
            let record = house.read(ENTRY, PLATE).await.record_id.unwrap();
            let (mut command, mut paid, mut owed, mut no) = (Value::Null, 0_i64, 0_i64, 100_u8);
            let mut asked_until = entered;
            for step in steps {
                match step {
                    Step::Wait(minutes) => house.later(minutes),
                    Step::Exit => {
                        let reply = house.read(EXIT, PLATE).await;
                        command = match reply.fate {
                            ReadFate::Left => json!(reply.gate_command_id),
                            ReadFate::MustPay => {
                                let owes = due(&house, record).await;
                                paid += owes;
                                asked_until = house.clock_now();
                                no += 1;
                                pay(&house, &token, record, owes, no).await
                            }
                            _ => command,
                        };
                    }
                    Step::LetGo => {
                        let reply = house.read(EXIT, PLATE).await;
                        command = match reply.fate {
                            ReadFate::Left => json!(reply.gate_command_id),
                            ReadFate::MustPay => {
                                let owes = due(&house, record).await;
                                owed += owes;
                                asked_until = house.clock_now();
                                let_go(&house, &token, record, owes).await
                            }
                            _ => command,
                        };
                    }
                    Step::Shut => says(&house, "not_opened", command.clone()).await,
                    Step::Open => says(&house, "opened", command.clone()).await,
                    Step::StillInside => {
                        let _ = inside(&house, &token, &command).await;
                    }
                }
            }
            let stored = house.ledger.read(move |tx| tx.record(record)).await.unwrap().unwrap();
            assert_eq!(stored.received_fen, Fen(paid));
            assert_eq!(drawers(&house).await, Fen(paid));
            let until = json!({ "record_id": record, "at": asked_until });
            let whole = house.engine("exit.quote", until).await.unwrap()["fee_fen"].as_i64();
            assert_eq!(Some(paid + owed), whole, "one stay is paid once");
            let debt = house.ledger.read(move |tx| tx.open_debt(record)).await.unwrap();
            assert_eq!(debt, Fen(owed));
            let (left, _, after_all) = exits(&house);
            assert!(left <= 1 && (left == 1 || after_all == 0), "{left} exits, {after_all} put right");
            house.verify().await;
        });
    }
}
