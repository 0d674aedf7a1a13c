//! Merchants settle what their coupons let off: balanced, once, and waived by two people alone.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

/// A coupon of 3.00 of the merchant is used by a car that owes 8.00.
async fn used(house: &House, token: &str, plate: &str, request: u8) -> Guid {
    let expires_at = house.clock.now().plus_minutes(60 * 24);
    let issue = json!({
        "merchant_id": guid(80), "terms": { "kind": "amount", "value": "3" }, "plate": plate, "expires_at": expires_at,
    });
    house.engine("coupon.issue", issue).await.unwrap();
    let record = house.read(ENTRY, plate).await.record_id.unwrap();
    house.later(70);
    house.read(EXIT, plate).await;
    let pay = json!({
        "request_id": guid(request), "record_id": record, "lane_id": guid(EXIT), "due_fen": 500, "received_fen": 500,
    });
    house.window(token, "exit.pay_cash", pay).await.unwrap();
    record
}

async fn of(house: &House) -> Value {
    house.engine("merchant.list", json!({})).await.unwrap()["rows"][0].clone()
}

fn settle(request: u8, owed: i64, received: i64, waived: i64) -> Value {
    json!({
        "request_id": guid(request), "merchant_id": guid(80), "owed_fen": owed, "received_fen": received,
        "waived_fen": waived, "way": "bank", "note": "十一月账单", "approver": { "name": "副经理", "pin": "2580" },
    })
}

async fn accounts(house: &House) -> [i64; 3] {
    let merchant = format!("merchant:{}", guid(80));
    [house.balance("discounts").await, house.balance(&merchant).await, house.balance("channel:bank").await]
}

#[tokio::test]
async fn a_merchant_owes_what_its_coupons_let_off_and_pays_it_in_parts() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let manager = house.sign_in("经理", "manager").await;
    house.sign_in("副经理", "manager").await;
    house.engine("merchant.save", json!({ "id": guid(80), "name": "便利店" })).await.unwrap();
    used(&house, &token, "粤B12345", 50).await;
    used(&house, &token, "粤B54321", 51).await;
    assert_eq!((&of(&house).await["used_fen"], &of(&house).await["owed_fen"]), (&json!(600), &json!(600)));
    assert_eq!(accounts(&house).await, [600, 0, 0]);

    let late = house.window(&manager, "merchant.settle", settle(60, 300, 300, 0)).await.unwrap_err();
    assert_eq!(late.code, Code::FeeChanged, "another coupon was used since");
    let much = house.window(&manager, "merchant.settle", settle(60, 600, 601, 0)).await.unwrap_err();
    assert_eq!(much.field.as_deref(), Some("received_fen"));
    let done = house.window(&manager, "merchant.settle", settle(60, 600, 400, 0)).await.unwrap();
    assert_eq!((&done["owed_fen"], &done["settled_fen"]), (&json!(200), &json!(400)));
    assert_eq!(accounts(&house).await, [0, 200, 400], "what it bears is no discount of the lot's");
    let again = house.window(&manager, "merchant.settle", settle(60, 600, 400, 0)).await.unwrap();
    assert_eq!(again, done, "a repeat has no second effect");

    // One coupon more, and the rest: 200 and 300, of which 100 are waived.
    used(&house, &token, "粤B11111", 52).await;
    assert_eq!(of(&house).await["owed_fen"], 500);
    house.window(&manager, "merchant.settle", settle(61, 500, 400, 100)).await.unwrap();
    assert_eq!(of(&house).await["owed_fen"], 0);
    assert_eq!(accounts(&house).await, [100, 0, 800]);
    let list = house.window(&manager, "merchant.settlements", json!({ "merchant_id": guid(80) })).await.unwrap();
    let newest = &list["rows"][0];
    assert_eq!((&newest["billed_fen"], &newest["waived_fen"]), (&json!(300), &json!(100)));
    assert_eq!((&newest["operator"], &newest["approver"]), (&json!("经理"), &json!("副经理")));
    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    assert_eq!(of(&house).await["settled_fen"], 900);
}

#[tokio::test]
async fn waiving_wants_a_reason_and_somebody_else() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let manager = house.sign_in("经理", "manager").await;
    house.engine("merchant.save", json!({ "id": guid(80), "name": "便利店" })).await.unwrap();
    used(&house, &token, "粤B12345", 50).await;
    let with = |change: Value| {
        let mut request = settle(60, 300, 200, 100);
        request.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        request
    };
    let alone = with(json!({ "approver": null }));
    let refused = house.window(&manager, "merchant.settle", alone).await.unwrap_err();
    assert_eq!(refused.code, Code::SecondPersonNeeded);
    let itself = with(json!({ "approver": { "name": "经理", "pin": "2580" } }));
    assert_eq!(house.window(&manager, "merchant.settle", itself).await.unwrap_err().code, Code::SecondPersonNeeded);
    let silent = with(json!({ "note": " " }));
    assert_eq!(house.window(&manager, "merchant.settle", silent).await.unwrap_err().field.as_deref(), Some("note"));
    let nothing = with(json!({ "received_fen": 0, "waived_fen": 0 }));
    let refused = house.window(&manager, "merchant.settle", nothing).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("received_fen"));
    let clerk = house.window(&token, "merchant.settle", settle(60, 300, 300, 0)).await.unwrap_err();
    assert_eq!(clerk.code, Code::NotPermitted);
    assert_eq!(of(&house).await["owed_fen"], 300);
}

#[tokio::test]
async fn a_merchants_coupons_go_into_a_file() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.engine("merchant.save", json!({ "id": guid(80), "name": "便利店" })).await.unwrap();
    used(&house, &token, "粤B12345", 50).await;
    let file = house.engine("merchant.export", json!({ "merchant_id": guid(80) })).await.unwrap();
    assert_eq!(file["rows"], 1);
    let whole = house.files.whole.lock().unwrap();
    let (title, rows) = &whole[0];
    assert!(title.contains("便利店"), "{title}");
    assert!(rows[0].contains("减免金额") && rows[0].contains("已使用") && rows[0].contains("Fen(300)"), "{rows:?}");
}
