//! Coupons on the street: shown for a stay, used by its payment or by its end, and never a debt.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, CouponKind};
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::payments::{CODE, FakeChannel, paid, trade};
use crate::street::{BAY, OTHER_BAY, says, street};
use crate::support::{House, guid};

/// A coupon of a merchant: its number.
async fn coupon(house: &House, kind: &str, value: &str, plate: Option<&str>) -> String {
    house.engine("merchant.save", json!({ "id": guid(80), "name": "便利店" })).await.unwrap();
    let terms = json!({ "kind": kind, "value": value });
    let expires_at = house.clock.now().plus_minutes(60 * 24);
    let issue = json!({ "merchant_id": guid(80), "terms": terms, "plate": plate, "expires_at": expires_at });
    let issued = house.engine("coupon.issue", issue).await.unwrap();
    issued["rows"][0]["coupon_no"].as_str().unwrap().to_owned()
}

async fn state(house: &House) -> Value {
    house.engine("coupon.list", json!({})).await.unwrap()["rows"][0].clone()
}

#[tokio::test]
async fn a_coupon_is_taken_off_what_is_paid_in_a_bay() {
    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let stay = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    house.later(70);
    let number = coupon(&house, "amount", "3", None).await;
    let ask = json!({ "stay_id": stay, "coupon_no": number.to_lowercase() });
    let quote = house.window(&token, "street.use_coupon", ask.clone()).await.unwrap();
    assert_eq!((&quote["due_fen"], &quote["coupons"][0]["off_fen"]), (&json!(500), &json!(300)), "8.00 less 3.00");
    let again = house.window(&token, "street.use_coupon", ask).await.unwrap();
    assert_eq!(again["due_fen"], 500, "shown twice is shown once");

    let pay = json!({ "request_id": guid(60), "stay_id": stay, "due_fen": 500, "received_fen": 1000 });
    let paid = house.window(&token, "street.pay_cash", pay).await.unwrap();
    assert_eq!(paid["change_fen"], 500);
    let used = state(&house).await;
    assert_eq!((&used["state"], &used["used_fen"]), (&json!("used"), &json!(300)));
    assert_eq!((house.balance("revenue:parking").await, house.balance("discounts").await), (-800, 300));
    let detail = house.engine("street.detail", json!({ "stay_id": stay })).await.unwrap();
    let sums = &detail["quote"]["stay"];
    assert_eq!(
        (&sums["receivable_fen"], &sums["discount_fen"], &sums["received_fen"]),
        (&json!(800), &json!(300), &json!(500))
    );
    house.verify().await;
}

#[tokio::test]
async fn what_a_coupon_lets_off_at_the_end_is_no_debt() {
    let house = street().await;
    let stay = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    let number = coupon(&house, "hours", "1", None).await;
    house.engine("street.use_coupon", json!({ "stay_id": stay, "coupon_no": number })).await.unwrap();
    house.later(70);
    says(&house, BAY, false, house.clock.now()).await;
    house.later(1);
    house.desk.settle_bays().await.unwrap();
    let detail = house.engine("street.detail", json!({ "stay_id": stay })).await.unwrap();
    // 70 minutes cost 8.00; ten minutes are free, so the hour takes it all off.
    assert_eq!((&detail["quote"]["due_fen"], &detail["quote"]["stay"]["owed_fen"]), (&json!(0), &json!(0)));
    assert_eq!(state(&house).await["used_fen"], 800);
    assert_eq!(house.engine("street.arrears", json!({})).await.unwrap()["rows"], json!([]));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();

    let late = house.engine("street.use_coupon", json!({ "stay_id": stay, "coupon_no": number })).await.unwrap_err();
    assert_eq!(late.code, Code::NotPossibleNow);
}

#[tokio::test]
async fn part_of_what_is_owed_stays_owed() {
    let house = street().await;
    let stay = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    let number = coupon(&house, "amount", "3", None).await;
    house.engine("street.use_coupon", json!({ "stay_id": stay, "coupon_no": number })).await.unwrap();
    house.later(70);
    says(&house, BAY, false, house.clock.now()).await;
    house.later(1);
    house.desk.settle_bays().await.unwrap();
    let detail = house.engine("street.detail", json!({ "stay_id": stay })).await.unwrap();
    assert_eq!((&detail["quote"]["due_fen"], &detail["quote"]["stay"]["discount_fen"]), (&json!(500), &json!(300)));
    house.verify().await;
}

#[tokio::test]
async fn a_coupon_for_a_plate_works_for_that_plate_alone() {
    let house = street().await;
    let stay = says(&house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    let other = says(&house, OTHER_BAY, true, house.clock.now()).await.stay_id.unwrap();
    let number = coupon(&house, "amount", "3", Some("粤B12345")).await;
    house.later(70);
    let ask = |stay| json!({ "stay_id": stay, "coupon_no": number });
    let nameless = house.engine("street.use_coupon", ask(other)).await.unwrap_err();
    assert_eq!(nameless.field.as_deref(), Some("coupon_no"), "nobody has entered this car's plate");
    house.engine("street.set_plate", json!({ "stay_id": stay, "plate": "粤B12345", "class": "small" })).await.unwrap();
    let quote = house.engine("street.quote", json!({ "stay_id": stay })).await.unwrap();
    assert_eq!(quote["due_fen"], 500, "it need not be shown");
}

/// A car of this plate that has stood in the bay for 70 minutes and owes 8.00, of which a coupon for its plate takes 3.00.
async fn with_coupon(house: &House) -> (Guid, String) {
    let stay = says(house, BAY, true, house.clock.now()).await.stay_id.unwrap();
    house.engine("street.set_plate", json!({ "stay_id": stay, "plate": "粤B12345", "class": "small" })).await.unwrap();
    house.later(70);
    let number = coupon(house, "amount", "3", Some("粤B12345")).await;
    (stay, number)
}

/// The coupon is used, the merchant owes it, and the sums are the whole fee's.
async fn used(house: &House, stay: Guid, into: &str) {
    let used = state(house).await;
    assert_eq!((&used["state"], &used["used_fen"]), (&json!("used"), &json!(300)), "{into}");
    let sums = [house.balance(into).await, house.balance("discounts").await, house.balance("revenue:parking").await];
    assert_eq!(sums, [500, 300, -800], "{into}");
    let detail = house.engine("street.detail", json!({ "stay_id": stay })).await.unwrap();
    assert_eq!((&detail["quote"]["due_fen"], &detail["quote"]["stay"]["receivable_fen"]), (&json!(0), &json!(800)));
    assert_eq!(detail["charges"][0]["discounts"].as_array().unwrap().len(), 1);
    let merchants = house.engine("merchant.list", json!({})).await.unwrap();
    assert_eq!(merchants["rows"][0]["owed_fen"], 300);
    house.verify().await;
}

#[tokio::test]
async fn whichever_way_a_stay_is_paid_its_coupon_is_used() {
    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let (stay, _) = with_coupon(&house).await;
    let by_trade = json!({
        "request_id": guid(60), "record_id": stay, "lane_id": null, "due_fen": 500, "channel": "we_chat",
        "trade_no": trade(1),
    });
    house.window(&token, "payment.by_trade", by_trade).await.unwrap();
    used(&house, stay, "channel:wechat").await;

    let house = street().await;
    let token = house.sign_in("巡查员", "attendant").await;
    let channel = std::sync::Arc::new(FakeChannel::default());
    house.desk.pay_by(channel.clone());
    let (stay, _) = with_coupon(&house).await;
    channel.will([paid(1, 500)]);
    let scan = json!({ "request_id": guid(60), "record_id": stay, "lane_id": null, "due_fen": 500, "code": CODE });
    assert_eq!(house.window(&token, "payment.scan", scan).await.unwrap()["state"], "paid");
    used(&house, stay, "channel:wechat").await;

    // At the platform, at its price and after that.
    for late in [0, 6] {
        let house = street().await;
        let (stay, _) = with_coupon(&house).await;
        let order = house.price("粤B12345", Coupon::NOTHING, None).await.unwrap();
        assert_eq!((order.receivable_fen, order.discount_fen, order.due_fen()), (Fen(800), Fen(300), Fen(500)));
        house.later(late);
        house.paid(70, &order, 500).await.unwrap();
        used(&house, stay, "city:receivable").await;
    }
}

#[tokio::test]
async fn the_platforms_coupon_stacks_on_the_stays_own() {
    let house = street().await;
    let (stay, _) = with_coupon(&house).await;
    // Rates before amounts: 8.00 less half is 4.00, less 3.00.
    let half = crate::platform::coupon(CouponKind::Rate, "0.5");
    let order = house.price("粤B12345", half, None).await.unwrap();
    assert_eq!((order.due_fen(), order.discount_fen), (Fen(100), Fen(700)));
    house.paid(70, &order, 100).await.unwrap();
    assert_eq!(crate::street::detail(&house, stay).await.quote.due_fen, Fen(0));
    assert_eq!((state(&house).await["used_fen"].clone(), house.balance("discounts").await), (json!(300), 700));
    house.verify().await;
}
