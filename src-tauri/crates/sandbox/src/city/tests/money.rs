//! Contracts, orders, refunds and bills. Expected codes are read off table A.2 and the tables' rows.

use super::tcp::Caller;
use super::*;

const ORDER: &str = "8882018010199001";

/// A client whose platform knows the lot and one car, in since eight o'clock; it is an hour later.
async fn an_hour() -> Client {
    an_hour_at(|_| {}).await
}

async fn an_hour_at(change: impl FnOnce(&mut CityConfig)) -> Client {
    let mut client = Client::start_with(change).await;
    let nine = Moment::from_datetime_text("2026-03-01 09:00:00").unwrap();
    client.clock.0.store(nine.0, Ordering::SeqCst);
    client.login().await;
    client.describe().await;
    assert_eq!(code(&client.call_text("5004", &entry()).await), 0);
    client
}

fn order() -> String {
    format!(
        r#"[{{"orderNo":"{ORDER}","recordId":"{RECORD}","parkCode":"{LOT}","plateNo":"粤B88888","enterTime":"2026-03-01 08:00:00","chargingStart":"2026-03-01 08:00:00","chargingDuration":60,"paidAmount":0.00,"receivables":20.00,"otherFee":0.00,"discount":3.00,"chargingFee":0.00,"chargeType":0,"freeMinute":15,"surplusMinute":15}}]"#
    )
}

fn refund(id: u8, money: &str, pay_type: u8) -> String {
    let id = Guid::from_bytes([id; 16]);
    format!(
        r#"[{{"id":"{id}","orderNo":"A1","time":"2026-03-01 10:00:00","refundMoney":{money},"refundType":{pay_type},"refundFrom":"线下缴费"}}]"#
    )
}

#[tokio::test]
async fn an_order_keeps_to_table_14_and_to_its_stay() {
    let client = an_hour().await;
    for (from, to, expected) in [
        (r#""chargingDuration":60"#, r#""chargingDuration":3600"#, 1007),
        (r#""plateNo":"粤B88888""#, r#""plateNo":"粤B99999""#, 1103),
        (r#""enterTime":"2026-03-01 08:00:00""#, r#""enterTime":"2026-03-01 08:00:01""#, 1007),
        (r#""chargingStart":"2026-03-01 08:00:00""#, r#""chargingStart":"2026-03-01 07:00:00""#, 1007),
        (r#""receivables":20.00"#, r#""receivables":20.0"#, 1007),
        (r#""receivables":20.00"#, r#""receivables":3.00"#, 1007),
        (r#""chargeType":0"#, r#""chargeType":6"#, 1007),
        (r#""plateNo":"粤B88888","#, "", 1000),
        (RECORD, "C78E319DAB604A268842ACF164774593", 4001),
        (LOT, "44030400100101000011", 1101),
    ] {
        let reply = client.call_text("5007", &order().replace(from, to)).await;
        assert_eq!(code(&reply), expected, "{to}: {reply}");
    }
    assert_eq!(code(&client.call_text("5007", &order()).await), 0);
    assert_eq!(code(&client.call_text("5007", &order()).await), 0, "the same again");
    let other = order().replace(r#""receivables":20.00"#, r#""receivables":25.00"#);
    assert_eq!(code(&client.call_text("5007", &other).await), 1200);
}

#[tokio::test]
async fn no_more_is_given_back_than_came_that_way() {
    let client = an_hour().await;
    assert_eq!(code(&client.call_text("5009", &refund(1, "1.00", 1)).await), 1100, "nothing was paid yet");
    assert_eq!(code(&client.call_text("5008", &charge()).await), 0);
    assert_eq!(code(&client.call_text("5009", &refund(1, "17.01", 1)).await), 1007);
    assert_eq!(code(&client.call_text("5009", &refund(1, "1.00", 2)).await), 1007, "it was paid in cash");
    assert_eq!(code(&client.call_text("5009", &refund(1, "0.00", 1)).await), 1007);
    assert_eq!(code(&client.call_text("5009", &refund(1, "10.00", 1)).await), 0);
    assert_eq!(code(&client.call_text("5009", &refund(1, "10.00", 1)).await), 0, "the same again");
    assert_eq!(code(&client.call_text("5009", &refund(2, "8.00", 1)).await), 1007);
    assert_eq!(code(&client.call_text("5009", &refund(2, "7.00", 1)).await), 0);

    let lines = |reply: &Value| reply["data"].as_array().unwrap().len();
    for (day, kind, wanted) in [
        ("2026-03-01", "ALL", 3),
        ("2026-03-01", "SUCCESS", 1),
        ("2026-03-01", "REFUND", 2),
        ("2026-03-01", "REVOKED", 0),
        ("2026-03-02", "ALL", 0),
    ] {
        let reply = client.call("1401", json!([{ "billDate": day, "billType": kind }])).await;
        assert_eq!((&reply["resultCode"], lines(&reply)), (&json!(0), wanted), "{day} {kind}: {reply}");
    }
    let reply = client.call("1401", json!([{ "billDate": "2026-03-01", "billType": "SUCCESS" }])).await;
    let line = &reply["data"][0];
    assert_eq!((&line["orderNo"], &line["actionType"], &line["payType"]), (&json!("A1"), &json!(0), &json!(1)));
    assert_eq!((line["received"].as_f64(), &line["plateNo"]), (Some(17.0), &json!("粤B88888")));
    assert_eq!(code(&client.call("1401", json!([{ "billDate": "2026-3-1", "billType": "ALL" }])).await), 1005);
    assert_eq!(code(&client.call("1401", json!([{ "billDate": "2026-03-01", "billType": "PAID" }])).await), 1007);
}

#[tokio::test]
async fn zero_supports_deduction() {
    let client = Client::start().await;
    let state = |reply: Value| reply["data"][0]["state"].clone();
    let ask = || client.call("5010", json!([{ "plateNo": "粤B88888" }]));
    assert_eq!(state(ask().await), json!("1"));
    client.city.contract("粤B88888", true);
    assert_eq!(state(ask().await), json!("0"));
    assert_eq!(code(&client.call("5010", json!([{ "plateNo": "粤 B88888" }])).await), 1000);
}

#[tokio::test]
async fn an_order_by_contract_is_paid_and_the_lot_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let client = an_hour_at(|config| {
        config.transport = Transport::Https { ca_pem_path: folder.path().join("ca.pem") };
        config.tcp_port = Some(0);
    })
    .await;
    let mut lot_side = Caller::logged_in(&client.city).await;
    client.city.contract("粤B88888", true);
    assert_eq!(code(&client.call_text("5007", &order()).await), 0);

    let (command, request) = lot_side.asked().await;
    let paid = &request["data"][0]["chargeInfo"];
    assert_eq!((command, &paid["orderNo"], &paid["recordId"]), (6007, &json!(ORDER), &json!(RECORD)));
    assert_eq!((paid["received"].as_f64(), paid["discount"].as_f64()), (Some(17.0), Some(3.0)));
    assert_eq!(request["data"][0]["parkCode"], LOT);
    let before = client.city.arrivals().len() as u64;
    lot_side.answers(r#"{"resultCode":0,"resultMsg":"成功","timestamp":1,"data":[]}"#).await;
    client.city.arrived(before + 1).await;

    // It counts now: the exit may name it, and the bill has it.
    let id = paid["id"].as_str().unwrap();
    assert_eq!(code(&client.call_text("5005", &exit().replace(CHARGE, id)).await), 0);
    assert_eq!(client.city.disorder(), []);
    let bill = client.call("1401", json!([{ "billDate": "2026-03-01", "billType": "ALL" }])).await;
    assert_eq!(bill["data"][0]["orderNo"], ORDER);
    // The same order is not paid by itself again; by hand it is, as somebody's slip.
    assert_eq!(code(&client.call_text("5007", &order()).await), 0);
    let twice = async { client.city.pay(ORDER, Some(500)).await };
    let lot = async {
        let (_, request) = lot_side.asked().await;
        lot_side.answers(r#"{"resultCode":1,"resultMsg":"1000 忙","timestamp":1,"data":[]}"#).await;
        request["data"][0]["chargeInfo"]["received"].as_f64()
    };
    let (twice, received) = tokio::join!(twice, lot);
    assert!(matches!(twice, Err(PayError::Refused(_))));
    assert_eq!(received, Some(5.0));
    assert!(matches!(client.city.pay("X", None).await, Err(PayError::NoOrder(_))));
}
