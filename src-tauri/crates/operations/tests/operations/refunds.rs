//! 5009: money goes back the way it came, never more than came.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::PayType;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, House, guid};

const CAR: &str = "粤B12345";

fn refund(id: u8, charge: u8, amount: i64) -> Value {
    json!({ "request_id": guid(id), "charge_id": guid(charge), "amount_fen": amount, "reason": "重复缴费" })
}

/// 5.00 in cash as payment 60.
async fn paid_cash() -> (House, String, Guid) {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(60);
    let cash = json!({
        "request_id": guid(60), "record_id": record, "lane_id": null, "due_fen": 500, "received_fen": 1000,
    });
    house.window(&token, "exit.pay_cash", cash).await.unwrap();
    (house, token, record)
}

#[tokio::test]
async fn cash_goes_back_out_of_the_drawer_once() {
    let (house, token, record) = paid_cash().await;
    let made = house.window(&token, "refund.make", refund(80, 60, 300)).await.unwrap();
    assert_eq!(made["left_fen"], 200);
    assert_eq!(house.window(&token, "refund.make", refund(80, 60, 300)).await.unwrap(), made, "the same request");
    let facts = house.facts.0.lock().unwrap().clone();
    let refunds: Vec<_> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Refunded { refund } => Some((refund.amount_fen, refund.pay_type, refund.record_id)),
            _ => None,
        })
        .collect();
    assert_eq!(refunds, [(Fen(300), PayType::Cash, record)]);
    assert_eq!(house.balance("refunds").await, 300);
    let drawers: i64 = {
        let balances = house.ledger.read(|tx| tx.balances()).await.unwrap();
        balances.iter().filter(|(name, _)| name.starts_with("drawer:")).map(|(_, amount)| amount.0).sum()
    };
    assert_eq!(drawers, 200);
    let too_much = house.window(&token, "refund.make", refund(81, 60, 201)).await.unwrap_err();
    assert_eq!((too_much.code, too_much.field.as_deref()), (Code::BadField, Some("amount_fen")));
    house.window(&token, "refund.make", refund(82, 60, 200)).await.unwrap();
    assert!(house.window(&token, "refund.make", refund(83, 60, 1)).await.is_err());
    // What was given back makes nothing due again.
    let quote = house.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
    assert_eq!(quote["due_fen"], 0);
    house.verify().await;
}

#[tokio::test]
async fn what_the_platform_took_too_much_goes_back_through_it() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.read(ENTRY, CAR).await;
    house.later(60);
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    house.paid(70, &order, 700).await.unwrap();
    house.window(&token, "refund.make", refund(80, 70, 200)).await.unwrap();
    assert_eq!((house.balance("drivers:refundable").await, house.balance("refunds").await), (0, 0));
    assert_eq!(house.balance("city:receivable").await, 500);
    let list = house.engine("refund.list", json!({})).await.unwrap();
    assert_eq!((&list["proposed"], &list["made"][0]["amount_fen"]), (&json!([]), &json!(200)));
    assert_eq!((&list["made"][0]["pay_type"], &list["made"][0]["plate"]), (&json!("we_chat"), &json!(CAR)));
    house.verify().await;
}

#[tokio::test]
async fn above_the_limit_a_second_person_agrees() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("经理", "manager").await;
    house.read(ENTRY, CAR).await;
    house.later(24 * 60);
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    assert_eq!(order.due_fen(), Fen(3000));
    house.paid(70, &order, 6000).await.unwrap();
    let alone = house.window(&token, "refund.make", refund(80, 70, 2001)).await.unwrap_err();
    assert_eq!((alone.code, alone.field.as_deref()), (Code::SecondPersonNeeded, Some("approver")));
    let with = |name: &str, pin: &str| {
        let mut asked = refund(80, 70, 2001);
        asked["approver"] = json!({ "name": name, "pin": pin });
        asked
    };
    let oneself = house.window(&token, "refund.make", with("值班员", "2580")).await.unwrap_err();
    assert_eq!(oneself.code, Code::SecondPersonNeeded);
    assert_eq!(house.window(&token, "refund.make", with("经理", "2581")).await.unwrap_err().code, Code::WrongPin);
    // In two halves it is as much: the first is below the limit, both together are not.
    house.window(&token, "refund.make", refund(81, 70, 1500)).await.unwrap();
    let half = house.window(&token, "refund.make", refund(82, 70, 501)).await.unwrap_err();
    assert_eq!(half.code, Code::SecondPersonNeeded, "15.00 and 5.01 are above 20.00");
    house.window(&token, "refund.make", with("经理", "2580")).await.unwrap();
    let list = house.engine("refund.list", json!({})).await.unwrap();
    assert_eq!(list["made"][0]["approver"], "经理");
    house.verify().await;
}
