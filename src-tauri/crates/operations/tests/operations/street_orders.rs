//! Stays along a street as the platform asks for them: found by plate (6005), priced by bay or plate (6006), paid while the
//! car stands there or long after (6007), and searched for at the lot.

use lotdesk_domain::ask::fee::{PriceStay, StayOf};
use lotdesk_domain::ask::inside::FindInside;
use lotdesk_domain::ask::{Answer, Ask, AskCode};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock as _;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind, ParkOrder};
use lotdesk_domain::street::StayState;
use lotdesk_operations::PlatformRequest;
use lotdesk_operations::api::record::SearchReply;
use serde_json::{Value, json};

use crate::platform::{OURS, coupon};
use crate::street::{BAY, OTHER_BAY, detail, says, stay_of, street};
use crate::support::{House, guid};

const CAR: &str = "粤B88888";

async fn price_bay(house: &House, space_no: &str, coupon: Coupon) -> Result<ParkOrder, AskCode> {
    let ask = PriceStay { park_code: None, stay: StayOf::Space(space_no.into()), coupon, until: None };
    Ok(serde_json::from_str(&house.ask_price(ask).await?).unwrap())
}

async fn set_plate(house: &House, token: &str, stay: Guid, plate: &str) {
    house.window(token, "street.set_plate", json!({ "stay_id": stay, "plate": plate })).await.unwrap();
}

async fn found(house: &House, part: &str) -> Vec<Guid> {
    let encode = |answer: &Answer| {
        let Answer::Inside(cars) = answer else { return "another answer".to_owned() };
        serde_json::to_string(&cars.iter().map(|car| car.record_id).collect::<Vec<_>>()).unwrap()
    };
    let request = PlatformRequest {
        platform: Platform::City,
        interface: "6005",
        key: None,
        ask: Ask::FindInside(FindInside { park_code: OURS.into(), plate_part: part.into() }),
        encode: Box::new(encode),
    };
    serde_json::from_str(&house.desk.carry_out(request).await.unwrap().reply).unwrap()
}

async fn search(house: &House, request: Value) -> Vec<Guid> {
    let reply = house.engine("record.search", request).await.unwrap();
    let reply: SearchReply = serde_json::from_value(reply).unwrap();
    assert_eq!(reply.rows, [], "there is no gate");
    reply.stays.into_iter().map(|stay| stay.id).collect()
}

/// Sums of the stays that were told anew since the last look.
fn corrected(house: &House) -> Vec<(Guid, Fen, Fen)> {
    let facts = std::mem::take(&mut *house.facts.0.lock().unwrap());
    let sums = facts.into_iter().filter_map(|fact| match fact {
        Fact::StayCorrected { stay } if stay.state == StayState::Left => {
            Some((stay.id, stay.received_fen, stay.owed_fen))
        }
        _ => None,
    });
    sums.collect()
}

#[tokio::test]
async fn a_car_in_a_bay_is_priced_by_its_bay_and_paid_for_while_it_stands_there() {
    let house = street().await;
    assert_eq!(price_bay(&house, BAY, Coupon::NOTHING).await, Err(AskCode::NotInside));
    assert_eq!(price_bay(&house, "S9", Coupon::NOTHING).await, Err(AskCode::NoSuchSpace));
    let stay = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    house.later(70);
    // 70 minutes: 5.00 and 3.00; nobody has looked at the car.
    let order = price_bay(&house, BAY, Coupon::NOTHING).await.unwrap();
    assert_eq!((order.record_id, order.space_no.as_deref(), order.plate.as_ref()), (stay, Some(BAY), None));
    assert_eq!((order.due_fen(), order.charging_minutes), (Fen(800), 70));
    let cheaper = price_bay(&house, BAY, coupon(CouponKind::Hours, "1")).await.unwrap();
    assert_eq!(cheaper.due_fen(), Fen(0), "ten minutes are free");
    let order = price_bay(&house, BAY, Coupon::NOTHING).await.unwrap();

    // Something counts and settles nothing; the rest settles, and the minutes to leave run.
    assert_eq!(house.paid(70, &order, 300).await.unwrap(), "done");
    assert_eq!(detail(&house, stay).await.quote.due_fen, Fen(500));
    house.paid(71, &order, 500).await.unwrap();
    house.paid(71, &order, 500).await.unwrap();
    assert_eq!(detail(&house, stay).await.quote.due_fen, Fen(0));
    let told = |house: &House| {
        let facts = house.facts.0.lock().unwrap();
        facts.iter().filter(|fact| matches!(fact, Fact::PaidByPlatform { vehicle: None, .. })).count()
    };
    assert_eq!(told(&house), 2);
    house.later(10);
    says(&house, BAY, false, house.clock.now()).await;
    house.later_ms(20_000);
    house.desk.settle_bays().await.unwrap();
    let over = detail(&house, stay).await.quote.stay;
    assert_eq!((over.received_fen, over.owed_fen), (Fen(800), Fen(0)));
    assert_eq!((house.balance("city:receivable").await, house.balance("revenue:parking").await), (800, -800));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn a_debt_is_paid_at_the_platform_long_after_and_the_sums_are_told_anew() {
    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let stay = stay_of(&house, BAY, 70).await;
    set_plate(&house, &token, stay, CAR).await;
    assert_eq!(price_bay(&house, BAY, Coupon::NOTHING).await, Err(AskCode::NotInside), "another car may come there");
    assert_eq!(house.price("粤B99999", Coupon::NOTHING, None).await, Err(AskCode::NoSuchVehicle));
    house.later(24 * 60);
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    assert_eq!((order.record_id, order.due_fen(), order.left_at.is_some()), (stay, Fen(800), true));
    // While the car stands in a bay it is that stay that is asked for.
    let second = says(&house, OTHER_BAY, true, house.clock.now()).await.stay_id.unwrap();
    set_plate(&house, &token, second, CAR).await;
    assert_eq!(house.price(CAR, Coupon::NOTHING, None).await.unwrap().record_id, second);

    corrected(&house);
    house.paid(70, &order, 800).await.unwrap();
    assert_eq!(corrected(&house), [(stay, Fen(800), Fen(0))]);
    let arrears = house.engine("street.arrears", json!({ "plate": "" })).await.unwrap();
    assert_eq!((&arrears["stays"], &arrears["owed_fen"]), (&json!(0), &json!(0)));
    // Paid twice: it is kept to be given back.
    house.paid(71, &order, 800).await.unwrap();
    assert_eq!(corrected(&house), [(stay, Fen(1600), Fen(0))]);
    let refunds = house.engine("refund.list", json!({})).await.unwrap();
    let proposed = &refunds["proposed"][0];
    assert_eq!((&proposed["amount_fen"], &proposed["plate"]), (&json!(800), &json!(CAR)));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    house.verify().await;
}

#[tokio::test]
async fn cash_for_a_stay_that_is_over_is_told_with_its_new_sums() {
    let house = street().await;
    let token = house.sign_in("值班员", "attendant").await;
    let stay = stay_of(&house, BAY, 70).await;
    corrected(&house);
    crate::street::pay(&house, &token, stay, 60, 800).await.unwrap();
    assert_eq!(corrected(&house), [(stay, Fen(800), Fen(0))]);
    assert_eq!(detail(&house, stay).await.charges[0].id, guid(60));
}

#[tokio::test]
async fn cars_in_bays_are_found_by_plate_and_searched_by_bay() {
    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let gone = stay_of(&house, BAY, 30).await;
    set_plate(&house, &token, gone, CAR).await;
    let there = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    assert_eq!(found(&house, "888").await, [], "its plate is not known yet");
    set_plate(&house, &token, there, "粤B88812").await;
    let other = says(&house, OTHER_BAY, true, house.clock.now()).await.stay_id.unwrap();
    assert_eq!(found(&house, "888").await, [there]);

    assert_eq!(search(&house, json!({ "space_no": BAY })).await, [there, gone]);
    assert_eq!(search(&house, json!({ "space_no": BAY, "state": "inside" })).await, [there]);
    assert_eq!(search(&house, json!({ "space_no": BAY, "state": "left" })).await, [gone]);
    assert_eq!(search(&house, json!({ "space_no": BAY, "state": "cancelled" })).await, []);
    assert_eq!(search(&house, json!({ "plate": "b888" })).await, [there, gone]);
    assert_eq!(search(&house, json!({})).await, [other, there, gone]);
}
