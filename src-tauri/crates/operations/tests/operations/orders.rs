//! 6006 and 6007: what a stay costs as an order, and what every payment of it comes to.

use lotdesk_domain::ask::AskCode;
use lotdesk_domain::ask::fee::{PriceStay, StayOf};
use lotdesk_domain::ask::paid::StayPaid;
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{ChargeType, Coupon, CouponKind, ParkOrder};
use lotdesk_operations::api::lane::ReadFate;
use serde_json::{Value, json};

use crate::platform::{OURS, coupon};
use crate::support::{ENTRY, EXIT, House, guid, morning};

const CAR: &str = "粤B12345";

/// A car that has been inside for an hour and owes 5.00.
async fn an_hour() -> (House, Guid) {
    let house = House::new().await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(60);
    (house, record)
}

async fn proposed(house: &House) -> Vec<(String, i64)> {
    let list = house.engine("refund.list", json!({})).await.unwrap();
    let one = |row: &Value| (row["ending"].as_str().unwrap().to_owned(), row["amount_fen"].as_i64().unwrap());
    list["proposed"].as_array().unwrap().iter().map(one).collect()
}

async fn due(house: &House, record: Guid) -> i64 {
    house.engine("exit.quote", json!({ "record_id": record })).await.unwrap()["due_fen"].as_i64().unwrap()
}

#[tokio::test]
async fn a_stay_keeps_its_order_until_an_amount_changes() {
    let (house, record) = an_hour().await;
    let first = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    assert_eq!((first.record_id, first.due_fen(), first.paid_fen), (record, Fen(500), Fen(0)));
    assert_eq!((first.entered_at, first.charging_start, first.charging_minutes), (morning(), morning(), 60));
    assert_eq!((first.charge_type, first.free_minutes, first.surplus_minutes), (ChargeType::Normal, 15, 15));
    assert!(first.order_no.chars().count() <= 50);
    // The same amounts: the same order, at the same price.
    assert_eq!(house.price(CAR, Coupon::NOTHING, None).await.unwrap().order_no, first.order_no);
    // A coupon, and the next begun hour: other amounts, other orders.
    let cheaper = house.price(CAR, coupon(CouponKind::Rate, "0.3"), None).await.unwrap();
    assert_eq!((cheaper.due_fen(), cheaper.discount_fen, cheaper.receivable_fen), (Fen(350), Fen(150), Fen(500)));
    assert_ne!(cheaper.order_no, first.order_no);
    house.later(1);
    let dearer = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    assert_eq!((dearer.due_fen(), dearer.charging_minutes), (Fen(800), 61));
    assert_ne!(dearer.order_no, first.order_no);

    let orders = house.engine("order.list", json!({ "record_id": record })).await.unwrap();
    let states: Vec<_> = orders["orders"].as_array().unwrap().iter().map(|o| o["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["replaced", "replaced", "open"]);
    house.verify().await;
}

#[tokio::test]
async fn every_coupon_takes_off_what_it_says() {
    let (house, _) = an_hour().await;
    house.later(132);
    // 3 h 12 min: 5.00 and three begun hours at 3.00.
    for (coupon, due) in [
        (Coupon::NOTHING, 1400),
        (coupon(CouponKind::Amount, "3"), 1100),
        (coupon(CouponKind::Amount, "20"), 0),
        // 1 h 12 min cost 8.00.
        (coupon(CouponKind::Hours, "2"), 800),
        (coupon(CouponKind::Rate, "0.3"), 980),
        (coupon(CouponKind::Free, "1"), 0),
    ] {
        let order = house.price(CAR, coupon.clone(), None).await.unwrap();
        assert_eq!(order.due_fen(), Fen(due), "{coupon:?}");
        let free = if due == 0 { ChargeType::FreeByDiscount } else { ChargeType::Normal };
        assert_eq!(order.charge_type, free);
    }
}

#[tokio::test]
async fn a_cut_off_prices_another_moment() {
    let (house, record) = an_hour().await;
    let later = house.price(CAR, Coupon::NOTHING, Some(morning().plus_minutes(130))).await.unwrap();
    assert_eq!((later.due_fen(), later.charging_minutes), (Fen(1100), 130));
    let earlier = house.price(CAR, Coupon::NOTHING, Some(morning().plus_minutes(10))).await.unwrap();
    assert_eq!((earlier.due_fen(), earlier.charge_type), (Fen(0), ChargeType::FreeMinutes));
    let before = house.price(CAR, Coupon::NOTHING, Some(morning().plus_minutes(-1))).await;
    assert_eq!(before, Err(AskCode::OutOfRange));

    // What was priced for a moment that is over does not settle the stay.
    house.later(100);
    let past = house.price(CAR, Coupon::NOTHING, Some(morning().plus_minutes(60))).await.unwrap();
    assert_eq!(past.due_fen(), Fen(500));
    house.paid(70, &past, 500).await.unwrap();
    assert_eq!(due(&house, record).await, 600);
}

#[tokio::test]
async fn who_cannot_be_priced_is_told_apart() {
    let (house, _) = an_hour().await;
    assert_eq!(house.price("粤B99999", Coupon::NOTHING, None).await, Err(AskCode::NoSuchVehicle));
    let ask = |park_code: Option<&str>, stay| PriceStay {
        park_code: park_code.map(str::to_owned),
        stay,
        coupon: Coupon::NOTHING,
        until: None,
    };
    let car = || StayOf::Plate(lotdesk_domain::plate::Plate::parse(CAR).unwrap());
    assert_eq!(house.ask_price(ask(Some("44030400100101000011"), car())).await, Err(AskCode::NoSuchLot));
    assert!(house.ask_price(ask(None, car())).await.is_ok());
    assert_eq!(house.ask_price(ask(None, StayOf::Space("S9".into()))).await, Err(AskCode::NoSuchSpace));
    assert_eq!(house.ask_price(ask(None, StayOf::Space("S1".into()))).await, Err(AskCode::NotInside));
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    assert_eq!(house.price(CAR, Coupon::NOTHING, None).await, Err(AskCode::NotInside));
}

#[tokio::test]
async fn paid_ahead_the_free_minutes_run_from_when_the_lot_learns_of_it() {
    let (mut house, record) = an_hour().await;
    let order = house.price(CAR, coupon(CouponKind::Amount, "3"), None).await.unwrap();
    house.later(4);
    house.gates();
    // The platform names no discount; the order's coupon is the lot's own word.
    assert_eq!(house.paid(70, &order, 200).await.unwrap(), "done");
    assert_eq!(house.gates(), 0);
    assert_eq!(due(&house, record).await, 0);
    house.later(15);
    let left = house.read(EXIT, CAR).await;
    assert_eq!((left.fate, left.open_gate), (ReadFate::Left, true));
    assert_eq!(house.balance("city:receivable").await, 200);
    assert_eq!((house.balance("discounts").await, house.balance("revenue:parking").await), (300, -500));

    let facts = house.facts.0.lock().unwrap().clone();
    let charge = facts.iter().find_map(|fact| match fact {
        Fact::PaidByPlatform { charge, .. } => Some(charge.clone()),
        _ => None,
    });
    let charge = charge.unwrap();
    assert_eq!((charge.receivable_fen, charge.discount_fen, charge.received_fen), (Fen(500), Fen(300), Fen(200)));
    assert_eq!(charge.discounts[0].coupon, coupon(CouponKind::Amount, "3"));
    let exit = facts.iter().find_map(|fact| match fact {
        Fact::VehicleLeft { record, charge_ids } => Some((record.received_fen, charge_ids.clone())),
        _ => None,
    });
    assert_eq!(exit, Some((Fen(200), vec![guid(70)])));
    assert!(!facts.iter().any(|fact| matches!(fact, Fact::Charged { .. })), "the platform has it already");
    house.verify().await;
}

#[tokio::test]
async fn the_car_that_waits_at_the_exit_is_let_out_at_once_and_once() {
    let (mut house, _) = an_hour().await;
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    // The fee steps up while the driver pays: the price that was given holds.
    house.later(3);
    house.gates();
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!(house.gates(), 1);
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    assert_eq!(board["lanes"][1]["waiting"], Value::Null);
    // Told again, it is the same payment.
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!(house.gates(), 0);
    assert_eq!(house.balance("city:receivable").await, 500);
    assert_eq!(proposed(&house).await, []);
    house.verify().await;
}

#[tokio::test]
async fn too_little_counts_and_opens_nothing() {
    let (mut house, record) = an_hour().await;
    house.read(EXIT, CAR).await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    house.gates();
    house.paid(70, &order, 200).await.unwrap();
    assert_eq!((house.gates(), due(&house, record).await), (0, 300));
    // The rest of the same order, still at its price.
    house.later(2);
    house.paid(71, &order, 300).await.unwrap();
    assert_eq!(house.gates(), 1);
    assert_eq!(proposed(&house).await, []);
    house.verify().await;
}

#[tokio::test]
async fn a_coupon_lets_off_once_however_often_its_order_is_paid() {
    let (house, record) = an_hour().await;
    let order = house.price(CAR, coupon(CouponKind::Amount, "3"), None).await.unwrap();
    house.paid(70, &order, 100).await.unwrap();
    assert_eq!(due(&house, record).await, 100);
    house.paid(71, &order, 50).await.unwrap();
    assert_eq!(due(&house, record).await, 50);
    assert_eq!(house.balance("discounts").await, 300);
    house.verify().await;
}

#[tokio::test]
async fn after_its_time_an_orders_price_is_money_towards_what_is_due() {
    let (house, record) = an_hour().await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    house.later(6);
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!(due(&house, record).await, 300);
    // Paid in time and told late, it holds: the platform's word is when.
    let (house, record) = an_hour().await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    let in_time = house.payment(70, &order, 500);
    house.later(30);
    house.told_paid(in_time).await.unwrap();
    assert_eq!(due(&house, record).await, 0);
}

#[tokio::test]
async fn too_much_twice_and_after_leaving_are_kept_to_be_given_back() {
    let (house, record) = an_hour().await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    house.paid(70, &order, 700).await.unwrap();
    house.later(1);
    house.paid(71, &order, 500).await.unwrap();
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    house.later(1);
    house.paid(72, &order, 500).await.unwrap();
    let wanted = [("overpaid", 200), ("paid_twice", 500), ("after_leaving", 500)];
    assert_eq!(proposed(&house).await, wanted.map(|(ending, amount)| (ending.to_owned(), amount)));
    assert_eq!(house.balance("drivers:refundable").await, -1200);
    assert_eq!((house.balance("city:receivable").await, house.balance("revenue:parking").await), (1700, -500));
    // Money paid too much pays for nothing later.
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    assert_eq!((&detail["record"]["receivable_fen"], &detail["record"]["received_fen"]), (&json!(500), &json!(1700)));
    house.verify().await;
}

#[tokio::test]
async fn money_that_comes_after_the_car_left_changes_the_sums_that_were_told() {
    let corrected = |house: &House| {
        let facts = std::mem::take(&mut *house.facts.0.lock().unwrap());
        let sums = facts.into_iter().filter_map(|fact| match fact {
            Fact::RecordCorrected { record } => Some((record.id, record.receivable_fen, record.received_fen)),
            _ => None,
        });
        sums.collect::<Vec<_>>()
    };
    let (house, record) = an_hour().await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!(corrected(&house), [], "the payment let the car out, and its exit has the sums");
    house.later(1);
    house.paid(71, &order, 300).await.unwrap();
    assert_eq!(corrected(&house), [(record, Fen(500), Fen(800))]);
    house.paid(71, &order, 300).await.unwrap();
    assert_eq!(corrected(&house), [], "told again, nothing is new");
    house.verify().await;
}

#[tokio::test]
async fn cash_goes_under_the_open_orders_number_and_a_late_payment_is_given_back() {
    let (house, record) = an_hour().await;
    let token = house.sign_in("值班员", "attendant").await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    house.read(EXIT, CAR).await;
    let cash = json!({
        "request_id": guid(60), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    house.window(&token, "exit.pay_cash", cash).await.unwrap();
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    assert_eq!(detail["charges"][0]["order_no"], json!(order.order_no));
    house.paid(70, &order, 500).await.unwrap();
    assert_eq!(proposed(&house).await, [("after_leaving".to_owned(), 500)]);
    house.verify().await;
}

#[tokio::test]
async fn a_payment_of_no_stay_of_ours_is_refused() {
    let (house, record) = an_hour().await;
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    let stranger = ParkOrder { record_id: guid(99), order_no: "X".into(), ..order.clone() };
    assert_eq!(house.paid(70, &stranger, 500).await, Err(AskCode::NoSuchObject));
    let elsewhere = StayPaid { park_code: "44030400100101000011".into(), ..house.payment(71, &order, 500) };
    assert_eq!(house.told_paid(elsewhere).await, Err(AskCode::NoSuchLot));
    assert_eq!(due(&house, record).await, 500);
    // By the order alone, or by the record alone, it is found.
    let by_order = StayPaid { record_id: guid(99), ..house.payment(72, &order, 200) };
    house.told_paid(by_order).await.unwrap();
    let by_record = StayPaid { order_no: None, ..house.payment(73, &order, 300) };
    house.told_paid(by_record).await.unwrap();
    assert_eq!(due(&house, record).await, 0);
    assert_eq!(OURS.len(), 20);
}
