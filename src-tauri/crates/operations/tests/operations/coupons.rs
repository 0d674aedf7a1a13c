//! Coupons: from merchants, from 6006, by hand; stacked, used once, and what they leave to pay.

use lotdesk_domain::ask::paid::StayPaid;
use lotdesk_domain::deduction::{DeductionRule, DeductionState};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{ChargeType, Coupon, CouponKind};
use lotdesk_domain::parking::Charge;
use lotdesk_ledger::event::Event;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::platform::coupon;
use crate::support::{ENTRY, EXIT, House, guid, morning};

const CAR: &str = "粤B12345";

/// A car that has been inside for an hour and owes 5.00, and a merchant.
async fn an_hour() -> (House, Guid) {
    let house = House::new().await;
    let shop = json!({ "id": guid(90), "name": "湘菜馆", "org_code": "91350100M000100Y43", "budget_fen": 1000 });
    house.engine("merchant.save", shop).await.unwrap();
    let record = house.read(ENTRY, CAR).await.record_id.unwrap();
    house.later(60);
    (house, record)
}

fn issue(kind: &str, value: &str) -> Value {
    json!({
        "merchant_id": guid(90), "terms": { "kind": kind, "value": value },
        "expires_at": morning().plus_minutes(600),
    })
}

/// The request with one field more.
fn with(mut request: Value, field: &str, value: Value) -> Value {
    request[field] = value;
    request
}

impl House {
    async fn issued(&self, request: Value) -> Value {
        self.engine("coupon.issue", request).await.unwrap()["rows"].clone()
    }

    async fn attach(
        &self,
        record: Guid,
        coupon_no: &Value,
    ) -> Result<Value, lotdesk_operations::api::refusal::Refusal> {
        self.engine("coupon.attach", json!({ "record_id": record, "coupon_no": coupon_no })).await
    }

    async fn owed(&self, record: Guid) -> (i64, usize) {
        let quote = self.engine("exit.quote", json!({ "record_id": record })).await.unwrap();
        (quote["due_fen"].as_i64().unwrap(), quote["coupons"].as_array().map_or(0, Vec::len))
    }

    fn charges(&self) -> Vec<Charge> {
        let facts = self.facts.0.lock().unwrap();
        let charge = |fact: &Fact| match fact {
            Fact::Charged { charge, .. } | Fact::PaidByPlatform { charge, .. } => Some(charge.clone()),
            _ => None,
        };
        facts.iter().filter_map(charge).collect()
    }

    async fn coupon_states(&self) -> Vec<(String, i64)> {
        let list = self.engine("coupon.list", json!({})).await.unwrap();
        let one = |row: &Value| (row["state"].as_str().unwrap().to_owned(), row["used_fen"].as_i64().unwrap());
        list["rows"].as_array().unwrap().iter().map(one).collect()
    }
}

fn cash(record: Guid, due: i64, lane: Option<u8>) -> Value {
    json!({
        "request_id": guid(60), "record_id": record, "lane_id": lane.map(guid), "due_fen": due, "received_fen": due,
    })
}

#[tokio::test]
async fn a_merchants_coupon_comes_off_the_fee_once_and_the_payment_names_it() {
    let (mut house, record) = an_hour().await;
    let rows = house.issued(issue("amount", "3")).await;
    let no = &rows[0]["coupon_no"];
    assert!(no.as_str().unwrap().chars().count() <= 20);
    assert_eq!(house.owed(record).await, (500, 0));
    let taken = house.attach(record, no).await.unwrap();
    assert_eq!((&taken["quote"]["due_fen"], &taken["at_exit"]), (&json!(200), &Value::Null));
    let quoted = &taken["quote"]["coupons"][0];
    assert_eq!((&quoted["channel"], &quoted["off_fen"]), (&json!("湘菜馆"), &json!(300)));
    house.read(EXIT, CAR).await;
    house.gates();
    // What the screen showed before the coupon is not taken: it would be too much.
    let stale = house.engine("exit.pay_cash", cash(record, 500, Some(EXIT))).await.unwrap_err();
    assert_eq!(stale.code, Code::FeeChanged);
    house.engine("exit.pay_cash", cash(record, 200, Some(EXIT))).await.unwrap();
    assert_eq!(house.gates(), 1);
    let charge = house.charges().remove(0);
    assert_eq!((charge.receivable_fen, charge.discount_fen, charge.received_fen), (Fen(500), Fen(300), Fen(200)));
    let discount = &charge.discounts[0];
    assert_eq!((discount.coupon_no.as_deref(), &discount.coupon), (no.as_str(), &coupon(CouponKind::Amount, "3")));
    let channel = (discount.channel.as_deref(), discount.channel_org_code.as_deref());
    assert_eq!(channel, (Some("湘菜馆"), Some("91350100M000100Y43")));
    assert_eq!((house.balance("discounts").await, house.balance("revenue:parking").await), (300, -500));
    assert_eq!(house.coupon_states().await, [("used".to_owned(), 300)]);
    // Once: another stay cannot have it.
    let other = house.read(ENTRY, "粤B99999").await.record_id.unwrap();
    let refused = house.attach(other, no).await.unwrap_err();
    assert!(refused.en.contains("has been used"), "{refused}");
    house.verify().await;
}

#[tokio::test]
async fn a_coupon_for_a_plate_lets_a_car_out_that_owes_nothing_more() {
    let (mut house, record) = an_hour().await;
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::MustPay);
    house.gates();
    let mut free = issue("free", "1");
    free["plate"] = json!("粤B 12345");
    free["terms"]["most_fen"] = json!(800);
    house.issued(free).await;
    // The car that waits goes at once; what was let off is booked and told (5008), with the coupon.
    assert_eq!(house.gates(), 1);
    let charge = house.charges().remove(0);
    assert_eq!((charge.receivable_fen, charge.discount_fen, charge.received_fen), (Fen(500), Fen(500), Fen(0)));
    assert_eq!(charge.discounts[0].coupon.kind(), CouponKind::Free);
    let detail = house.engine("record.detail", json!({ "record_id": record })).await.unwrap();
    let sums = ["receivable_fen", "discount_fen", "received_fen"].map(|sum| detail["record"][sum].clone());
    assert_eq!((&detail["record"]["state"], sums), (&json!("left"), [json!(500), json!(500), json!(0)]));
    assert_eq!(house.coupon_states().await, [("used".to_owned(), 500)]);
    assert_eq!((house.balance("discounts").await, house.balance("revenue:parking").await), (500, -500));
    house.verify().await;
}

#[tokio::test]
async fn a_car_whose_coupons_leave_nothing_due_is_not_stopped() {
    let (house, record) = an_hour().await;
    let no = house.issued(issue("amount", "9")).await[0]["coupon_no"].clone();
    house.attach(record, &no).await.unwrap();
    assert_eq!(house.owed(record).await, (0, 1));
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    assert_eq!(house.coupon_states().await, [("used".to_owned(), 500)]);
    house.verify().await;
}

#[tokio::test]
async fn coupons_stack_by_kind_with_the_one_that_the_platform_brings() {
    let (house, record) = an_hour().await;
    house.later(120);
    // 3 h cost 5 + 2 x 3 = 11.00. An hour off: 8.00; 30 % off: 5.60; 3.00 off: 2.60.
    for request in [issue("amount", "3"), {
        let mut hours = issue("hours", "1");
        hours["terms"]["most_fen"] = json!(400);
        hours
    }] {
        let no = house.issued(request).await[0]["coupon_no"].clone();
        house.attach(record, &no).await.unwrap();
    }
    assert_eq!(house.owed(record).await, (500, 2));
    let order = house.price(CAR, coupon(CouponKind::Rate, "0.3"), None).await.unwrap();
    assert_eq!((order.due_fen(), order.discount_fen, order.receivable_fen), (Fen(260), Fen(840), Fen(1100)));
    // The same asked again is the same order.
    assert_eq!(house.price(CAR, coupon(CouponKind::Rate, "0.3"), None).await.unwrap().order_no, order.order_no);
    house.paid(70, &order, 260).await.unwrap();
    assert_eq!(house.owed(record).await, (0, 0));
    let charge = house.charges().remove(0);
    let kinds: Vec<_> = charge.discounts.iter().map(|discount| discount.coupon.kind()).collect();
    assert_eq!(kinds, [CouponKind::Rate, CouponKind::Amount, CouponKind::Hours]);
    assert_eq!(house.coupon_states().await, [("used".to_owned(), 300), ("used".to_owned(), 300)]);
    assert_eq!((house.balance("discounts").await, house.balance("city:receivable").await), (840, 260));
    // Long after, what comes on top is due without them.
    house.later(60);
    assert_eq!(house.owed(record).await, (300, 0));
    house.verify().await;
}

#[tokio::test]
async fn what_lets_everything_off_says_so_in_the_order() {
    let (house, record) = an_hour().await;
    let no = house.issued(issue("amount", "5")).await[0]["coupon_no"].clone();
    house.attach(record, &no).await.unwrap();
    let order = house.price(CAR, Coupon::NOTHING, None).await.unwrap();
    assert_eq!((order.due_fen(), order.charge_type), (Fen(0), ChargeType::FreeByDiscount));
}

#[tokio::test]
async fn by_hand_wants_a_reason_and_a_second_person() {
    let (house, record) = an_hour().await;
    let (token, _) = (house.sign_in("值班员", "attendant").await, house.sign_in("经理", "manager").await);
    let mut request = json!({
        "request_id": guid(80), "record_id": record, "terms": { "kind": "rate", "value": "0.5" }, "reason": "等候过久",
    });
    let refused = house.window(&token, "coupon.by_hand", request.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::SecondPersonNeeded);
    request["approver"] = json!({ "name": "经理", "pin": "2580" });
    request["reason"] = json!(" ");
    let refused = house.window(&token, "coupon.by_hand", request.clone()).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("reason"));
    request["reason"] = json!("等候过久");
    for _ in 0..2 {
        let taken = house.window(&token, "coupon.by_hand", request.clone()).await.unwrap();
        assert_eq!(taken["quote"]["due_fen"], 250);
    }
    let list = house.window(&token, "coupon.list", json!({})).await.unwrap();
    assert_eq!((list["rows"].as_array().unwrap().len(), &list["rows"][0]["reason"]), (1, &json!("等候过久")));
    request["request_id"] = json!(guid(81));
    request["terms"] = json!({ "kind": "nothing", "value": "0" });
    assert_eq!(house.window(&token, "coupon.by_hand", request).await.unwrap_err().field.as_deref(), Some("terms.kind"));
    house.verify().await;
}

#[tokio::test]
async fn a_merchants_coupons_stay_within_its_budget() {
    let (house, record) = an_hour().await;
    let three = house.issued(with(issue("amount", "3"), "count", json!(3))).await;
    let refused = house.engine("coupon.issue", issue("amount", "3")).await.unwrap_err();
    assert_eq!((refused.code, refused.en.contains("1.00 yuan")), (Code::NotPossibleNow, true), "{refused}");
    let refused = house.engine("coupon.issue", issue("free", "1")).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("terms.most_fen"));
    let void = json!({ "coupon_id": three[0]["id"], "reason": "印错" });
    house.engine("coupon.void", void).await.unwrap();
    house.issued(issue("amount", "3")).await;
    house.attach(record, &three[1]["coupon_no"]).await.unwrap();
    house.engine("exit.pay_cash", cash(record, 200, None)).await.unwrap();
    let shops = house.engine("merchant.list", json!({})).await.unwrap();
    let sums = ["used_fen", "open_fen", "left_fen"].map(|sum| shops["rows"][0][sum].as_i64().unwrap());
    assert_eq!(sums, [300, 600, 100]);
    house.verify().await;
}

#[tokio::test]
async fn coupons_that_are_void_late_or_anothers_take_nothing_off() {
    let (house, record) = an_hour().await;
    let rows = house.issued(with(issue("amount", "2"), "count", json!(2))).await;
    let other = house.issued(with(issue("amount", "2"), "plate", json!("粤B99999"))).await;
    let refused = house.attach(record, &other[0]["coupon_no"]).await.unwrap_err();
    assert!(refused.en.contains("another plate"), "{refused}");
    assert_eq!(house.attach(record, &json!("YH00000000000000")).await.unwrap_err().code, Code::NotFound);
    for row in rows.as_array().unwrap() {
        house.attach(record, &row["coupon_no"]).await.unwrap();
    }
    assert_eq!(house.owed(record).await, (100, 2));
    let void = json!({ "coupon_id": rows[0]["id"], "reason": "客户退货" });
    house.engine("coupon.void", void).await.unwrap();
    assert_eq!(house.owed(record).await, (300, 1));
    house.later(541);
    // After 10 h 1 min the cap is due, and the other coupon has run out.
    assert_eq!(house.owed(record).await, (3000, 0));
    let states: Vec<String> = house.coupon_states().await.into_iter().map(|(state, _)| state).collect();
    assert_eq!(states, ["expired", "expired", "voided"]);
    house.verify().await;
}

#[tokio::test]
async fn numbers_of_open_coupons_are_for_those_who_issue_them() {
    let (house, _) = an_hour().await;
    let no = house.issued(issue("amount", "3")).await[0]["coupon_no"].as_str().unwrap().to_owned();
    let token = house.sign_in("值班员", "attendant").await;
    let seen = house.window(&token, "coupon.list", json!({})).await.unwrap()["rows"][0]["coupon_no"].clone();
    assert_eq!(seen, json!(format!("…{}", &no[no.len() - 4..])));
    let refused = house.window(&token, "coupon.issue", issue("amount", "3")).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
}

#[tokio::test]
async fn a_car_that_leaves_first_owes_what_its_coupons_left() {
    let house = House::new().await;
    house.engine("merchant.save", json!({ "id": guid(90), "name": "湘菜馆" })).await.unwrap();
    house.with_contracts(DeductionRule::OutThenCharge, &[(CAR, DeductionState::On)]).await;
    let known = |event: &Event| matches!(event, Event::DeductionKnown(_));
    let record = house.until(house.read(ENTRY, CAR), known).await.record_id.unwrap();
    house.later(60);
    let no = house.issued(issue("rate", "0.4")).await[0]["coupon_no"].clone();
    house.attach(record, &no).await.unwrap();
    assert_eq!(house.read(EXIT, CAR).await.fate, ReadFate::Left);
    let asked = house.requested();
    assert_eq!((asked[0].due_fen(), asked[0].discount_fen), (Fen(300), Fen(200)));
    assert_eq!((house.balance("city:deduction").await, house.balance("discounts").await), (300, 200));
    house.paid(70, &asked[0], 300).await.unwrap();
    assert_eq!((house.balance("city:deduction").await, house.balance("revenue:parking").await), (0, -500));
    let refunds = house.engine("refund.list", json!({})).await.unwrap();
    assert_eq!(refunds["proposed"], json!([]));
    house.verify().await;
}

/// A car that has been inside for half an hour, owes 5.00, and has a coupon of 3.00.
async fn half_an_hour() -> (House, Guid) {
    let (house, _) = an_hour().await;
    let record = house.read(ENTRY, "粤B23456").await.record_id.unwrap();
    house.later(30);
    let no = house.issued(issue("amount", "3")).await[0]["coupon_no"].clone();
    house.attach(record, &no).await.unwrap();
    (house, record)
}

#[tokio::test]
async fn a_coupon_is_used_by_money_that_comes_after_the_prices_time() {
    for names_its_order in [true, false] {
        let (house, record) = half_an_hour().await;
        let order = house.price("粤B23456", Coupon::NOTHING, None).await.unwrap();
        assert_eq!((order.due_fen(), order.discount_fen), (Fen(200), Fen(300)));
        // The price held for five minutes; the fee has not stepped up.
        house.later(6);
        let mut payment = house.payment(70, &order, 200);
        if !names_its_order {
            payment.order_no = None;
        }
        house.told_paid(payment).await.unwrap();
        assert_eq!(house.owed(record).await, (0, 0));
        let charge = house.charges().remove(0);
        assert_eq!((charge.receivable_fen, charge.discount_fen, charge.received_fen), (Fen(500), Fen(300), Fen(200)));
        assert_eq!(charge.discounts.len(), 1);
        assert_eq!(house.coupon_states().await, [("used".to_owned(), 300)]);
        assert_eq!(house.read(EXIT, "粤B23456").await.fate, ReadFate::Left);
        assert_eq!((house.balance("discounts").await, house.balance("revenue:parking").await), (300, -500));
        house.verify().await;
    }
}

#[tokio::test]
async fn what_the_coupon_and_a_late_payment_leave_stays_due() {
    let (house, record) = half_an_hour().await;
    house.later(28);
    let order = house.price("粤B23456", Coupon::NOTHING, None).await.unwrap();
    // 64 minutes cost 8.00: 2.00 came and 3.00 were let off.
    house.later(6);
    house.paid(70, &order, 200).await.unwrap();
    assert_eq!(house.owed(record).await, (300, 0));
    assert_eq!(house.coupon_states().await, [("used".to_owned(), 300)]);
    house.verify().await;
}

#[tokio::test]
async fn the_platforms_coupon_counts_late_where_the_platform_says_so() {
    let (house, record) = half_an_hour().await;
    // Of 5.00 the platform's coupon lets 10 % off, the merchant's 3.00.
    let order = house.price("粤B23456", coupon(CouponKind::Rate, "0.1"), None).await.unwrap();
    assert_eq!(order.due_fen(), Fen(150));
    house.later(6);
    let told = house.payment(70, &order, 150);
    house.told_paid(StayPaid { discount_fen: Fen(50), ..told }).await.unwrap();
    assert_eq!(house.owed(record).await, (0, 0));
    assert_eq!(house.coupon_states().await, [("used".to_owned(), 300)]);
    assert_eq!(house.balance("discounts").await, 350);
    house.verify().await;
}

#[tokio::test]
async fn a_batch_is_issued_once_however_often_it_is_asked_for() {
    let (house, _) = an_hour().await;
    let request = with(with(issue("amount", "3"), "count", json!(3)), "request_id", json!(guid(81)));
    let first = house.issued(request.clone()).await;
    assert_eq!(house.issued(request.clone()).await, first);
    assert_eq!(house.coupon_states().await.len(), 3);
    let other = house.engine("coupon.issue", with(request, "count", json!(2))).await.unwrap_err();
    assert_eq!((other.code, other.field.as_deref()), (Code::BadField, Some("request_id")));
    house.verify().await;
}
