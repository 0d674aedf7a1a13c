//! 5010, 6008, 5007: cars whose fee the platform takes by contract.

use lotdesk_domain::deduction::DeductionRule::{ChargeThenOut, Off, OutThenCharge};
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::fact::Fact;
use lotdesk_domain::money::Fen;
use lotdesk_ledger::event::Event;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

const CAR: &str = "粤B12345";

fn known(event: &Event) -> bool {
    matches!(event, Event::DeductionKnown(_))
}

#[tokio::test]
async fn asked_at_the_entry_and_charged_before_the_gate_opens() {
    let mut house = House::new().await;
    let city = house.with_contracts(ChargeThenOut, &[(CAR, DeductionState::On)]).await;
    let entered = house.until(house.read(ENTRY, CAR), known).await;
    assert_eq!(*city.asked.lock().unwrap(), [CAR]);
    house.later(60);
    house.gates();
    let stopped = house.read(EXIT, CAR).await;
    assert_eq!((stopped.fate, stopped.screen[1].as_str()), (ReadFate::MustPay, "正在扣费 5.00 元"));
    let asked = house.requested();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].due_fen(), asked[0].left_at), (Fen(500), None));
    // Seen again, and the next hour begun: the platform is not asked a second time.
    house.later(1);
    house.read(EXIT, CAR).await;
    assert_eq!(house.requested().len(), 1);
    assert_eq!(house.gates(), 0);
    house.paid(70, &asked[0], 500).await.unwrap();
    assert_eq!(house.gates(), 1);
    let detail = house.engine("record.detail", json!({ "record_id": entered.record_id })).await.unwrap();
    assert_eq!((&detail["record"]["state"], &detail["record"]["record_type"]), (&json!("left"), &json!("normal")));
    house.verify().await;
}

#[tokio::test]
async fn cash_waits_for_the_platform_and_its_late_money_goes_back() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.with_contracts(ChargeThenOut, &[(CAR, DeductionState::On)]).await;
    let record = house.until(house.read(ENTRY, CAR), known).await.record_id.unwrap();
    house.later(60);
    house.read(EXIT, CAR).await;
    let cash = |id: u8| {
        json!({
            "request_id": guid(id), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
        })
    };
    house.later_ms(29_000);
    let wait = house.window(&token, "exit.pay_cash", cash(60)).await.unwrap_err();
    assert_eq!(wait.code, Code::PaymentRequested);
    assert!(wait.zh.contains("1 秒"), "{}", wait.zh);
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    let request = &board["lanes"][1]["waiting"]["payment_request"];
    assert_eq!((&request["due_fen"], &request["message"]), (&json!(500), &json!("waiting")));
    house.later_ms(1_000);
    house.window(&token, "exit.pay_cash", cash(60)).await.unwrap();
    let order = house.requested().remove(0);
    house.paid(70, &order, 500).await.unwrap();
    let refunds = house.engine("refund.list", json!({})).await.unwrap();
    assert_eq!(refunds["proposed"][0]["ending"], "after_leaving");
    assert_eq!(refunds["proposed"][0]["amount_fen"], 500);
    house.verify().await;
}

#[tokio::test]
async fn out_first_the_fee_is_the_platforms_debt_until_it_has_taken_it() {
    let mut house = House::new().await;
    house.with_contracts(OutThenCharge, &[(CAR, DeductionState::On)]).await;
    let record = house.until(house.read(ENTRY, CAR), known).await.record_id.unwrap();
    house.later(60);
    house.gates();
    let left = house.read(EXIT, CAR).await;
    assert_eq!((left.fate, left.open_gate, house.gates()), (ReadFate::Left, true, 1));
    let order = house.requested().remove(0);
    assert_eq!((order.due_fen(), order.left_at.is_some()), (Fen(500), true));
    assert_eq!((house.balance("city:deduction").await, house.balance("revenue:parking").await), (500, -500));
    {
        let facts = house.facts.0.lock().unwrap();
        let names: Vec<_> = facts.iter().map(|fact| format!("{fact:?}")).collect();
        let place = |name: &str| names.iter().position(|fact| fact.starts_with(name)).unwrap();
        assert!(place("VehicleLeft") < place("PaymentRequested"), "the exit goes up before the order");
        let Fact::VehicleLeft { record, .. } = &facts[place("VehicleLeft")] else { unreachable!() };
        assert_eq!((record.receivable_fen, record.received_fen), (Fen(500), Fen(0)));
    }
    let orders = house.engine("order.list", json!({ "record_id": record })).await.unwrap();
    assert_eq!(orders["debt_fen"], 500);
    house.later(600);
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!((house.balance("city:deduction").await, house.balance("city:receivable").await), (0, 500));
    assert_eq!(house.balance("revenue:parking").await, -500);
    let orders = house.engine("order.list", json!({ "record_id": record })).await.unwrap();
    assert_eq!((&orders["debt_fen"], &orders["orders"][0]["state"]), (&json!(0), &json!("paid")));
    house.verify().await;
}

#[tokio::test]
async fn unknown_at_the_entry_it_is_asked_again_at_the_exit_and_a_silent_platform_keeps_nobody() {
    let mut house = House::new().await;
    let city = house.with_contracts(OutThenCharge, &[]).await;
    house.read(ENTRY, CAR).await;
    house.later(60);
    city.contracts.lock().unwrap().insert(CAR.into(), DeductionState::On);
    house.gates();
    let stopped = house.until(house.read(EXIT, CAR), |event| matches!(event, Event::RecordClosed(_))).await;
    assert_eq!(stopped.fate, ReadFate::MustPay, "it stops, and goes once the answer is there");
    assert_eq!(house.balance("city:deduction").await, 500);

    let house = House::new().await;
    house.with_contracts(OutThenCharge, &[(CAR, DeductionState::Off)]).await;
    house.until(house.read(ENTRY, CAR), known).await;
    house.later(60);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay, "no contract: it pays as all others");
    assert_eq!(house.requested(), []);
}

#[tokio::test]
async fn a_contract_that_changes_while_the_car_is_inside_counts() {
    let mut house = House::new().await;
    house.with_contracts(OutThenCharge, &[(CAR, DeductionState::Off)]).await;
    house.until(house.read(ENTRY, CAR), known).await;
    house.later(60);
    house.read(EXIT, CAR).await;
    house.gates();
    // Signed at the exit, on the phone.
    house.contract(CAR, true).await.unwrap();
    assert_eq!((house.gates(), house.balance("city:deduction").await), (1, 500));
    // A car that is not here concerns nobody.
    assert_eq!(house.contract("粤B99999", true).await.unwrap(), "done");

    let house = House::new().await;
    house.with_contracts(OutThenCharge, &[(CAR, DeductionState::On)]).await;
    house.until(house.read(ENTRY, CAR), known).await;
    house.contract(CAR, false).await.unwrap();
    house.later(60);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    house.verify().await;
}

#[tokio::test]
async fn a_lot_without_contracts_asks_nobody() {
    let house = House::new().await;
    let city = house.with_contracts(Off, &[(CAR, DeductionState::On)]).await;
    let record = house.until(house.read(ENTRY, CAR), |event| matches!(event, Event::RecordOpened(_))).await.record_id;
    house.later(60);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    assert!(city.asked.lock().unwrap().is_empty());
    // A person may ask the platform to take it all the same, once.
    let token = house.sign_in("值班员", "attendant").await;
    let ask = |due: i64| json!({ "record_id": record, "due_fen": due });
    let changed = house.window(&token, "exit.request_payment", ask(400)).await.unwrap_err();
    assert_eq!(changed.code, Code::FeeChanged);
    let request = house.window(&token, "exit.request_payment", ask(500)).await.unwrap();
    assert_eq!(request["message"], "waiting");
    assert_eq!(house.window(&token, "exit.request_payment", ask(500)).await.unwrap(), request, "the same again");
    house.later(1);
    assert_eq!(house.window(&token, "exit.request_payment", ask(800)).await.unwrap()["due_fen"], 800);
    assert_eq!(house.requested().len(), 2, "a person asks for the new amount once the time to wait is over");
    house.verify().await;
}

#[tokio::test]
async fn the_platform_is_not_asked_while_a_scan_is_not_settled() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let channel = std::sync::Arc::new(crate::payments::FakeChannel::default());
    house.desk.pay_by(channel.clone());
    house.with_contracts(ChargeThenOut, &[]).await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(60);
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    channel.will([Ok(lotdesk_domain::payment::TradeState::Waiting)]);
    let scan = json!({
        "request_id": guid(60), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500,
        "code": crate::payments::CODE,
    });
    assert_eq!(house.window(&token, "payment.scan", scan).await.unwrap()["state"], "waiting");
    // The contract becomes known now.
    house.contract(CAR, true).await.unwrap();
    assert!(house.requested().is_empty());
    house.verify().await;
}
