//! A turn at the booth: the float, the blind count, the hand-over with its sheet, and where the cash is by the books.

use lotdesk_domain::id::Guid;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

const CAR: &str = "粤B12345";

fn open(float_fen: i64) -> Value {
    json!({ "request_id": guid(90), "float_fen": float_fen })
}

fn count(pieces: &[(i64, u32)]) -> Value {
    let lines: Vec<Value> =
        pieces.iter().map(|(fen, pieces)| json!({ "denomination_fen": fen, "pieces": pieces })).collect();
    json!({ "shift_id": guid(90), "pieces": lines })
}

fn close(reason: Option<&str>) -> Value {
    match reason {
        Some(reason) => json!({ "shift_id": guid(90), "reason": reason }),
        None => json!({ "shift_id": guid(90) }),
    }
}

/// 5.00 in cash for an hour, as payment `no`.
async fn pays_five(house: &House, token: &str, plate: &str, no: u8) -> Guid {
    let record = house.read(ENTRY, plate).await.record_id.unwrap();
    house.later(60);
    let cash = json!({
        "request_id": guid(no), "record_id": record, "lane_id": null, "due_fen": 500, "received_fen": 1000,
    });
    house.window(token, "exit.pay_cash", cash).await.unwrap();
    record
}

async fn drawer(house: &House) -> i64 {
    house.balance(&format!("drawer:{}", guid(90))).await
}

#[tokio::test]
async fn a_shift_is_counted_before_it_is_told_what_should_be_there() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    let opened = house.window(&token, "shift.open", open(20_000)).await.unwrap();
    assert_eq!(house.window(&token, "shift.open", open(20_000)).await.unwrap(), opened, "the same request");
    assert_eq!((drawer(&house).await, house.balance("safe").await), (20_000, -20_000));
    pays_five(&house, &token, CAR, 60).await;
    assert_eq!(drawer(&house).await, 20_500);

    // Nothing that an attendant can ask for says what is in it.
    let current = house.window(&token, "shift.current", json!({})).await.unwrap();
    assert_eq!(current["shift"]["counted"], Value::Null);
    assert!(!current.to_string().contains("20500"), "{current}");
    let blind = house.window(&token, "shift.sheet", json!({ "shift_id": guid(90) })).await.unwrap_err();
    assert_eq!(blind.code, Code::NotPossibleNow);
    assert_eq!(house.window(&token, "shift.close", close(None)).await.unwrap_err().code, Code::NotPossibleNow);

    let counted = house.window(&token, "shift.count", count(&[(10_000, 2), (500, 1)])).await.unwrap();
    assert_eq!(
        (&counted["counted"]["expected_fen"], &counted["counted"]["difference_fen"]),
        (&json!(20_500), &json!(0))
    );
    let sheet = house.window(&token, "shift.close", close(None)).await.unwrap();
    assert_eq!((drawer(&house).await, house.balance("safe").await), (0, 500));
    assert_eq!(house.balance("over_short").await, 0);
    assert_eq!(sheet["taken"], json!([{ "pay_type": "cash", "payments": 1, "received_fen": 500 }]));
    assert_eq!((&sheet["cash_in_fen"], &sheet["cash_out_fen"]), (&json!(500), &json!(0)));
    // The head that stands on the sheet is the journal's, one line before the hand-over.
    let head = house.ledger.read(|tx| tx.head()).await.unwrap();
    assert_eq!(sheet["head_seq"], json!(head.seq - 1));
    assert_eq!(house.window(&token, "shift.close", close(None)).await.unwrap(), sheet, "the same request");
    house.verify().await;
}

#[tokio::test]
async fn a_difference_is_explained_and_booked() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.window(&token, "shift.open", open(10_000)).await.unwrap();
    pays_five(&house, &token, CAR, 60).await;
    house.window(&token, "shift.count", count(&[(10_000, 1), (100, 3)])).await.unwrap();
    let refused = house.window(&token, "shift.close", close(None)).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::BadField, Some("reason")));
    let sheet = house.window(&token, "shift.close", close(Some("找零给错"))).await.unwrap();
    assert_eq!(
        (&sheet["shift"]["counted"]["difference_fen"], &sheet["shift"]["reason"]),
        (&json!(-200), &json!("找零给错"))
    );
    assert_eq!((house.balance("over_short").await, drawer(&house).await), (200, 0));
    assert_eq!(house.balance("safe").await, 300);
    house.verify().await;

    // The day's reconciling has this drawer by itself: 105.00 by the books, 103.00 counted, and why.
    let all = house.engine("reconcile.all", json!({ "first_day": "2026-11-23" })).await.unwrap();
    let side = all["sides"].as_array().unwrap().iter().find(|side| side["shift"].is_object()).unwrap();
    assert_eq!((&side["side"], &side["shift"]["operator"]), (&json!("drawer"), &json!("值班员")));
    assert_eq!(
        (&side["ours_fen"], &side["theirs_fen"], &side["open"]),
        (&json!(EXPECTED), &json!(EXPECTED - 200), &json!(1))
    );
    let found =
        all["differences"].as_array().unwrap().iter().find(|found| found["difference"]["side"] == "drawer").unwrap();
    assert_eq!((&found["difference"]["class"], &found["may"]), (&json!("amount"), &json!(["accepted"])));
    assert!(found["difference"]["note"].as_str().unwrap().contains("找零给错"), "{found}");
    let accept = json!({
        "id": found["id"], "days": { "first_day": "2026-11-23" }, "how": "accepted", "reason": "已与值班员核对",
    });
    house.engine("reconcile.settle", accept).await.unwrap();
    let again = house.engine("reconcile.all", json!({ "first_day": "2026-11-23" })).await.unwrap();
    let side = again["sides"].as_array().unwrap().iter().find(|side| side["shift"].is_object()).unwrap();
    assert_eq!(side["open"], 0, "seen, and still there with its reason");
}
/// What should be in that drawer: a float of 100.00 and 5.00 for an hour. 1 × 100 and 3 × 1 were counted.
const EXPECTED: i64 = 10_500;

#[tokio::test]
async fn cash_after_the_count_asks_for_another() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.window(&token, "shift.open", open(0)).await.unwrap();
    house.window(&token, "shift.count", count(&[])).await.unwrap();
    pays_five(&house, &token, CAR, 60).await;
    let stale = house.window(&token, "shift.close", close(None)).await.unwrap_err();
    assert_eq!(stale.code, Code::NotPossibleNow);
    house.window(&token, "shift.count", count(&[(500, 1)])).await.unwrap();
    let sheet = house.window(&token, "shift.close", close(None)).await.unwrap();
    assert_eq!(sheet["shift"]["counts"], json!(2));
    house.verify().await;
}

#[tokio::test]
async fn one_has_the_drawer_and_another_may_stand_in() {
    let house = House::new().await;
    let (first, second) = (house.sign_in("甲班", "attendant").await, house.sign_in("乙班", "attendant").await);
    let manager = house.sign_in("主管", "manager").await;
    house.window(&first, "shift.open", open(0)).await.unwrap();
    let busy =
        house.window(&second, "shift.open", json!({ "request_id": guid(91), "float_fen": 0 })).await.unwrap_err();
    assert!(busy.code == Code::NotPossibleNow && busy.zh.contains("甲班"), "{busy:?}");
    // Whoever stands at the booth meanwhile puts cash into the same drawer.
    pays_five(&house, &second, CAR, 60).await;
    assert_eq!(drawer(&house).await, 500);
    let others = house.window(&second, "shift.count", count(&[(500, 1)])).await.unwrap_err();
    assert_eq!(others.code, Code::NotPermitted);
    house.window(&manager, "shift.count", count(&[(500, 1)])).await.unwrap();
    let sheet = house.window(&manager, "shift.close", close(None)).await.unwrap();
    assert_eq!((&sheet["shift"]["operator"], &sheet["closed_by"]), (&json!("甲班"), &json!("主管")));
    let ended = house.window(&manager, "shift.count", count(&[])).await.unwrap_err();
    assert_eq!(ended.code, Code::NotPossibleNow);
    house.window(&second, "shift.open", json!({ "request_id": guid(91), "float_fen": 0 })).await.unwrap();
    let list = house.window(&second, "shift.list", json!({})).await.unwrap();
    assert_eq!(list["shifts"].as_array().map(Vec::len), Some(1), "the open one is no history: {list}");
    house.verify().await;
}

#[tokio::test]
async fn the_sheet_tells_what_people_let_through_and_what_is_open() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.sign_in("主管", "manager").await;
    house.window(&token, "shift.open", open(0)).await.unwrap();
    pays_five(&house, &token, CAR, 60).await;
    let refund = json!({ "request_id": guid(80), "charge_id": guid(60), "amount_fen": 200, "reason": "重复缴费" });
    house.window(&token, "refund.make", refund).await.unwrap();
    let free = house.read(ENTRY, "粤B67890").await.record_id.unwrap();
    house.later(60);
    house.read(EXIT, "粤B67890").await;
    let release = json!({
        "request_id": guid(61), "record_id": free, "lane_id": guid(EXIT), "due_fen": 500, "reason": "救护车",
        "approver": { "name": "主管", "pin": "2580" },
    });
    house.window(&token, "exit.release_free", release).await.unwrap();
    house.window(&token, "lane.open_by_hand", json!({ "lane_id": guid(ENTRY), "reason": "收清洁车" })).await.unwrap();
    house.window(&token, "drawer.open", json!({ "reason": "换零钱" })).await.unwrap();
    let stands = house.read(ENTRY, "粤B24680").await.record_id.unwrap();
    house.later(60);
    house.read(EXIT, "粤B24680").await;
    house.window(&token, "shift.count", count(&[(100, 3)])).await.unwrap();
    let sheet = house.window(&token, "shift.close", close(None)).await.unwrap();
    let kinds: Vec<&str> = sheet["acts"].as_array().unwrap().iter().map(|act| act["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["refund", "free_pass", "opened_by_hand", "drawer_opened"], "{stands}");
    let pass = &sheet["acts"][1];
    assert_eq!((&pass["plate"], &pass["amount_fen"]), (&json!("粤B67890"), &json!(500)));
    assert_eq!(
        (&pass["reason"], &pass["approver"], &pass["operator"]),
        (&json!("救护车"), &json!("主管"), &json!("值班员"))
    );
    assert!(sheet["left_open"].as_array().unwrap().contains(&json!({ "kind": "waiting_cars", "count": 1 })), "{sheet}");
    assert_eq!(
        (&sheet["cash_in_fen"], &sheet["cash_out_fen"], &sheet["discount_fen"]),
        (&json!(500), &json!(200), &json!(500))
    );
    // What stood open is kept with the shift: the car leaves, the sheet stays.
    let later = house.window(&token, "shift.sheet", json!({ "shift_id": guid(90) })).await.unwrap();
    assert_eq!(later["left_open"], sheet["left_open"]);
    house.window(&token, "shift.print", json!({ "shift_id": guid(90) })).await.unwrap();
    let papers = house.files.papers.lock().unwrap().clone();
    assert_eq!(papers, [vec![format!("测试停车场 {}", sheet["head_hash"].as_str().unwrap())]]);
    house.verify().await;
}

#[tokio::test]
async fn what_is_no_count_is_refused() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.window(&token, "shift.open", open(0)).await.unwrap();
    let odd = house.window(&token, "shift.count", count(&[(300, 1)])).await.unwrap_err();
    assert_eq!((odd.code, odd.field.as_deref()), (Code::BadField, Some("pieces")));
    let float =
        house.window(&token, "shift.open", json!({ "request_id": guid(91), "float_fen": -1 })).await.unwrap_err();
    assert_eq!(float.field.as_deref(), Some("float_fen"));
}

#[tokio::test]
async fn the_sheet_has_every_way_in_which_money_came() {
    let booth = crate::payments::Booth::new().await;
    let house = &booth.house;
    house.window(&booth.token, "shift.open", open(0)).await.unwrap();
    booth.channel.will([crate::payments::paid(1, 500)]);
    booth.ask("payment.scan", booth.scan(60)).await.unwrap();
    let typed = house.read(ENTRY, "粤B22222").await.record_id.unwrap();
    let owing = house.read(ENTRY, "粤B33333").await.record_id.unwrap();
    house.later(60);
    let by_trade = json!({
        "request_id": guid(61), "record_id": typed, "lane_id": null, "due_fen": 500, "channel": "we_chat",
        "trade_no": crate::payments::trade(2),
    });
    booth.ask("payment.by_trade", by_trade).await.unwrap();
    house.read(EXIT, "粤B33333").await;
    let let_go = json!({ "record_id": owing, "lane_id": guid(EXIT), "due_fen": 500, "reason": "手机没电" });
    booth.ask("exit.let_go", let_go).await.unwrap();
    let collect = json!({ "request_id": guid(62), "record_id": owing, "due_fen": 500, "received_fen": 500 });
    booth.ask("arrears.collect", collect).await.unwrap();
    house.window(&booth.token, "shift.count", count(&[(500, 1)])).await.unwrap();
    let sheet = house.window(&booth.token, "shift.close", close(None)).await.unwrap();
    let taken = |pay_type: &str| {
        let lines = sheet["taken"].as_array().unwrap();
        let line = lines.iter().find(|line| line["pay_type"] == pay_type).unwrap();
        (line["payments"].clone(), line["received_fen"].clone())
    };
    assert_eq!((taken("we_chat"), taken("cash")), ((json!(2), json!(1000)), (json!(1), json!(500))));
    assert_eq!(sheet["cash_in_fen"], json!(500));
    house.verify().await;
}
