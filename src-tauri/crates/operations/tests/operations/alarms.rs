//! Alarms: raised by events, over with their cause or once they were seen.

use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid};

async fn open(house: &House, token: &str) -> Vec<Value> {
    house.window(token, "alarm.list", json!({})).await.unwrap()["open"].as_array().unwrap().clone()
}

async fn past(house: &House, token: &str) -> Vec<Value> {
    house.window(token, "alarm.list", json!({})).await.unwrap()["past"].as_array().unwrap().clone()
}

async fn camera(house: &House, lane: u8, online: bool) {
    let report = json!({ "lane_id": guid(lane), "device": "camera", "online": online, "why": "无应答" });
    house.engine("lane.device", report).await.unwrap();
}

#[tokio::test]
async fn a_lost_device_is_an_alarm_until_it_is_back() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    assert!(open(&house, &token).await.is_empty());
    camera(&house, ENTRY, false).await;
    camera(&house, EXIT, false).await;
    let alarms = open(&house, &token).await;
    assert_eq!(alarms.len(), 2);
    assert_eq!((&alarms[0]["event"]["kind"], &alarms[0]["event"]["level"]), (&json!("device_lost"), &json!("act")));
    let no = alarms[1]["no"].as_u64().unwrap();
    house.window(&token, "alarm.acknowledge", json!({ "no": no, "note": "已报修" })).await.unwrap();
    let seen = open(&house, &token).await.into_iter().find(|alarm| alarm["no"] == no).expect("its cause is not over");
    assert_eq!((&seen["seen_by"], &seen["note"]), (&json!("值班员"), &json!("已报修")));
    camera(&house, ENTRY, true).await;
    assert_eq!(open(&house, &token).await.len(), 1);
    assert_eq!(past(&house, &token).await[0]["no"], json!(no));
    // Gone once more, it is another alarm, and nobody has seen it.
    camera(&house, ENTRY, false).await;
    let again = &open(&house, &token).await[0];
    assert!(again["no"] != json!(no) && again["seen_at"].is_null(), "{again}");
    house.verify().await;
}

#[tokio::test]
async fn an_event_is_an_alarm_until_somebody_has_seen_it() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.read(ENTRY, "粤B12345").await;
    house.later(1);
    house.read(ENTRY, "粤B12345").await;
    // As long as it stands there it is told once; it goes away and comes again.
    house.later(1);
    house.read(ENTRY, "粤B12345").await;
    let waiting =
        house.engine("board.snapshot", json!({})).await.unwrap()["lanes"][0]["waiting"]["read"]["read_id"].clone();
    let dismiss = json!({ "lane_id": guid(ENTRY), "read_id": waiting, "reason": "车辆已驶离" });
    house.window(&token, "lane.dismiss", dismiss).await.unwrap();
    house.later(1);
    house.read(ENTRY, "粤B12345").await;
    let alarms = open(&house, &token).await;
    assert_eq!(alarms.len(), 1, "one car, one alarm: {alarms:?}");
    assert_eq!((&alarms[0]["times"], &alarms[0]["event"]["plate"]), (&json!(2), &json!("粤B12345")));
    let no = alarms[0]["no"].clone();
    let short = house.window(&token, "alarm.hand_on", json!({ "no": no, "note": "" })).await.unwrap_err();
    assert_eq!((short.code, short.field.as_deref()), (Code::BadField, Some("note")));
    house.window(&token, "alarm.hand_on", json!({ "no": no, "note": "已通知经理，等回复" })).await.unwrap();
    let next = &open(&house, &token).await[0];
    assert_eq!((&next["handed_on"], &next["note"]), (&json!(true), &json!("已通知经理，等回复")));
    house.window(&token, "alarm.acknowledge", json!({ "no": no })).await.unwrap();
    assert!(open(&house, &token).await.is_empty());
    assert_eq!(past(&house, &token).await[0]["note"], json!("已通知经理，等回复"));
    // Too late is no error for whoever presses the key second, and no second line in the journal.
    let head = house.ledger.read(|tx| tx.head()).await.unwrap();
    house.window(&token, "alarm.acknowledge", json!({ "no": no })).await.unwrap();
    assert_eq!(house.ledger.read(|tx| tx.head()).await.unwrap(), head);
    let late = house.window(&token, "alarm.hand_on", json!({ "no": no, "note": "晚了一步" })).await.unwrap_err();
    assert_eq!(late.code, Code::NotPossibleNow);
    assert_eq!(house.window(&token, "alarm.acknowledge", json!({ "no": 99 })).await.unwrap_err().code, Code::NotFound);
    house.verify().await;
}

#[tokio::test]
async fn open_alarms_stand_on_the_shift_sheet() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    house.window(&token, "shift.open", json!({ "request_id": guid(90), "float_fen": 0 })).await.unwrap();
    camera(&house, ENTRY, false).await;
    house.window(&token, "shift.count", json!({ "shift_id": guid(90), "pieces": [] })).await.unwrap();
    let sheet = house.window(&token, "shift.close", json!({ "shift_id": guid(90) })).await.unwrap();
    assert!(sheet["left_open"].as_array().unwrap().contains(&json!({ "kind": "alarms", "count": 1 })), "{sheet}");
    house.verify().await;
}
