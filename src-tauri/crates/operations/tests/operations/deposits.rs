//! Deposits of reservations: paid at the platform, and at the end spent, kept or returned by the lot's rules.

use lotdesk_domain::ask::Ask;
use lotdesk_domain::ask::reservation::{ReservationStep, Reserve, Step};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::money::Fen;
use lotdesk_domain::reservation::{BookingRules, DepositFate};
use lotdesk_operations::api::lane::ReadFate;
use serde_json::{Value, json};

use crate::reservations::{CAR, OURS, ask, booking, counts, listed, reserve, rules, step};
use crate::support::{ENTRY, EXIT, House, guid, morning};

async fn balance(house: &House, account: &str) -> i64 {
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    balances.into_iter().find(|(name, _)| name == account).map_or(0, |(_, amount)| amount.0)
}

#[tokio::test]
async fn paying_and_prolonging_begin_it_anew_and_a_cancelled_deposit_goes_back() {
    let house = House::new().await;
    reserve(&house, booking(&house)).await.unwrap();
    assert_eq!(balance(&house, "deposits:reservations").await, 0, "nothing is paid yet");
    house.later(10);
    step(&house, Step::Confirm).await.unwrap();
    step(&house, Step::Confirm).await.unwrap();
    assert_eq!(balance(&house, "deposits:reservations").await, -1000, "once");
    assert_eq!(balance(&house, "city:receivable").await, 1000);
    let times = |listed: &Value| (listed["from"].clone(), listed["over"].clone(), listed["paid"].clone());
    let at = |minutes: i64| json!(morning().plus_minutes(minutes));
    assert_eq!(times(&listed(&house).await), (at(10), at(70), json!(true)));
    house.later(30);
    step(&house, Step::Extend).await.unwrap();
    assert_eq!(times(&listed(&house).await), (at(40), at(100), json!(true)));
    house.later(74);
    house.desk.keep_reservations().await.unwrap();
    step(&house, Step::Cancel).await.unwrap();
    assert_eq!(balance(&house, "deposits:reservations").await, 0);
    assert_eq!(balance(&house, "city:receivable").await, 0);
    assert_eq!(counts(&house).await.reserved, 0);
    house.verify().await;
}

#[tokio::test]
async fn the_lots_rules_say_what_becomes_of_a_deposit() {
    let house = House::new().await;
    reserve(&house, booking(&house)).await.unwrap();
    step(&house, Step::Confirm).await.unwrap();
    house.later(75);
    house.desk.keep_reservations().await.unwrap();
    assert_eq!(balance(&house, "revenue:deposits").await, -1000, "the car did not come: kept unless set otherwise");

    let kind = BookingRules {
        deposit_when_expired: DepositFate::Returned,
        deposit_when_cancelled: DepositFate::Kept,
        ..BookingRules::default()
    };
    rules(&house, kind).await;
    reserve(&house, Reserve { book_code: "2".into(), ..booking(&house) }).await.unwrap();
    let asked = ReservationStep { book_code: "2".into(), park_code: OURS.into(), step: Step::Confirm };
    ask(&house, Ask::ReservationStep(asked.clone())).await.unwrap();
    ask(&house, Ask::ReservationStep(ReservationStep { step: Step::Cancel, ..asked })).await.unwrap();
    assert_eq!(balance(&house, "revenue:deposits").await, -2000);
    assert_eq!(balance(&house, "deposits:reservations").await, 0);
    house.verify().await;
}

/// The car stays 90 minutes: 8 yuan by the tariff.
async fn stays_90_minutes(house: &House, deposit: i64) -> i64 {
    reserve(house, Reserve { deposit_fen: Fen(deposit), ..booking(house) }).await.unwrap();
    step(house, Step::Confirm).await.unwrap();
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(90);
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    assert_eq!(quote["fee_fen"], 800);
    let due = quote["due_fen"].as_i64().unwrap();
    let fate = house.read(EXIT, CAR).await.fate;
    if due > 0 {
        assert_eq!(fate, ReadFate::MustPay);
        let pay = json!({ "request_id": guid(9), "record_id": record, "lane_id": guid(EXIT), "due_fen": due,
            "received_fen": due });
        house.engine("exit.pay_cash", pay).await.unwrap();
    } else {
        assert_eq!(fate, ReadFate::Left);
    }
    due
}

fn charges_said(house: &House) -> Vec<(i64, String)> {
    let facts = house.facts.0.lock().unwrap();
    let charges = facts.iter().filter_map(|fact| match fact {
        Fact::Charged { charge, .. } => Some((charge.received_fen.0, charge.pay_from.clone())),
        _ => None,
    });
    charges.collect()
}

#[tokio::test]
async fn a_deposit_counts_towards_the_fee() {
    let house = House::new().await;
    assert_eq!(stays_90_minutes(&house, 300).await, 500);
    assert_eq!(charges_said(&house), [(500, "线下缴费".to_owned()), (300, "预约金".to_owned())]);
    assert_eq!(balance(&house, "revenue:parking").await, -800);
    assert_eq!(balance(&house, "city:receivable").await, 300);
    assert_eq!(balance(&house, "deposits:reservations").await, 0);
    let left = house.facts.0.lock().unwrap().iter().find_map(|fact| match fact {
        Fact::VehicleLeft { record, charge_ids } => Some((record.received_fen, charge_ids.len())),
        _ => None,
    });
    assert_eq!(left, Some((Fen(800), 2)), "5005 names both payments");
    house.verify().await;
}

#[tokio::test]
async fn what_the_fee_leaves_of_a_deposit_goes_back() {
    let house = House::new().await;
    assert_eq!(stays_90_minutes(&house, 1000).await, 0);
    assert_eq!(charges_said(&house), [(800, "预约金".to_owned())]);
    assert_eq!(balance(&house, "city:receivable").await, 800);
    assert_eq!(balance(&house, "deposits:reservations").await, 0);
    house.verify().await;
}

#[tokio::test]
async fn a_deposit_may_be_the_price_of_reserving() {
    let house = House::new().await;
    rules(&house, BookingRules { deposit_counts_towards_fee: false, ..BookingRules::default() }).await;
    assert_eq!(stays_90_minutes(&house, 1000).await, 800);
    assert_eq!(balance(&house, "revenue:deposits").await, -1000);
    assert_eq!(balance(&house, "deposits:reservations").await, 0);
    house.verify().await;
}

#[tokio::test]
async fn what_a_deposit_paid_goes_back_through_the_platform_that_had_it() {
    let house = House::new().await;
    stays_90_minutes(&house, 1000).await;
    let facts = house.facts.0.lock().unwrap().clone();
    let charge = facts.iter().find_map(|fact| match fact {
        Fact::Charged { charge, .. } => Some(charge.id),
        _ => None,
    });
    let back =
        json!({ "request_id": guid(60), "charge_id": charge.unwrap(), "amount_fen": 800, "reason": "车位故障补偿" });
    house.engine("refund.make", back).await.unwrap();
    assert_eq!(balance(&house, "city:receivable").await, 0);
    let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
    assert!(balances.iter().all(|(account, _)| !account.starts_with("drawer:")), "{balances:?}");
    house.verify().await;
}
