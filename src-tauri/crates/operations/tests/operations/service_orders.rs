//! Service orders: taken once, shown masked, turned into drafts.

use lotdesk_domain::moment::Clock;
use lotdesk_domain::service_order::{PaintFinding, ServiceOrder};
use lotdesk_operations::OrderArrival;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::api::repair::RepairDetail;
use lotdesk_operations::api::service_order::{ServiceOrderDetail, ServiceOrderList};
use serde_json::json;

use crate::repairs::{ask, shop};
use crate::support::House;

fn arrival(house: &House, msg_id: &str, number: i64) -> OrderArrival {
    OrderArrival {
        msg_id: msg_id.into(),
        msg_type: "event.autox3.order.receivebase.create".into(),
        sent_at: Some(house.clock.now()),
        inbox_no: 1,
        order: ServiceOrder {
            order_no: Some(number),
            plate: "粤b·12345".into(),
            vin: "1m8gdm9axkp042788".into(),
            brand: "宝马".into(),
            trim: "5".into(),
            owner_name: "某 先生".into(),
            owner_phone: "13812345678".into(),
            lights: vec!["20_发动机故障".into(), "16_机油不足".into()],
            odometer_km: Some("67000.0".parse().unwrap()),
            fuel_percent: Some("40".parse().unwrap()),
            paint: vec![PaintFinding {
                position: "右前门".into(),
                finding: "凹陷".into(),
                pictures: vec!["https://img.example.com/1.jpg".into()],
            }],
            belongings: vec!["雨伞".into()],
            remark: "老客户".into(),
            received_by: "某师傅".into(),
            ..ServiceOrder::default()
        },
    }
}

async fn list(house: &House, token: &str) -> ServiceOrderList {
    ask(house, token, "service_order.list", json!({})).await.unwrap()
}

#[tokio::test]
async fn an_order_is_taken_once_and_shown_masked() {
    let (house, token) = shop().await;
    assert!(house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap());
    assert!(!house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap(), "a repeat");
    let orders = list(&house, &token).await;
    assert_eq!((orders.rows.len(), orders.waiting), (1, 1));
    let people = orders.rows[0].people.clone().unwrap();
    assert_eq!((people.owner_name.as_str(), people.owner_phone.as_str()), ("某***", "138******78"));
    let request = json!({ "order_id": orders.rows[0].order_id });
    let detail: ServiceOrderDetail = ask(&house, &token, "service_order.detail", request).await.unwrap();
    assert_eq!((detail.paint[0].pictures, detail.row.odometer_km.as_deref()), (1, Some("67000")));
    assert!(!serde_json::to_string(&detail).unwrap().contains("img.example.com"), "addresses stay here");

    // Whoever may see it asks for it, and the journal says who.
    let whole = house.window(&token, "person.show", json!({ "person_id": detail.person_id })).await.unwrap();
    assert_eq!(whole["people"]["owner_phone"], "13812345678");
    let board = house.window(&token, "board.snapshot", json!({})).await.unwrap();
    assert_eq!(board["events"][0]["kind"], "person_shown");
    let other = house.sign_in("值班员", "attendant").await;
    let refused = house.window(&other, "person.show", json!({ "person_id": detail.person_id })).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    house.verify().await;
}

#[tokio::test]
async fn the_journal_and_the_tables_hold_nobodys_name_or_telephone() {
    let (house, token) = shop().await;
    house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap();
    let orders = list(&house, &token).await;
    let request = json!({ "order_id": orders.rows[0].order_id });
    let detail: ServiceOrderDetail = ask(&house, &token, "service_order.detail", request).await.unwrap();
    house.engine("person.erase", json!({ "person_id": detail.person_id, "reason": "车主要求" })).await.unwrap();
    assert_eq!(list(&house, &token).await.rows[0].people, None);
    house.verify().await;
    house.ledger.close();
    let bytes = std::fs::read(house.folder.path().join("ledger.db")).unwrap();
    for secret in ["13812345678", "某 先生", "某师傅"] {
        let there = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!there, "{secret} is still in the file");
    }
}

#[tokio::test]
async fn an_order_that_comes_anew_keeps_its_place() {
    let (house, token) = shop().await;
    house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap();
    let mut later = arrival(&house, "m2", 7);
    later.msg_type = "event.autox3.order.detection.finish".into();
    later.order.remark = "检测完成".into();
    later.order.owner_phone = "13900000000".into();
    house.desk.service_order_came(later).await.unwrap();
    house.desk.service_order_came(arrival(&house, "m3", 8)).await.unwrap();
    let orders = list(&house, &token).await;
    assert_eq!(orders.rows.iter().map(|row| row.order_no.as_deref()).collect::<Vec<_>>(), [Some("8"), Some("7")]);
    assert_eq!(orders.rows[1].people.clone().unwrap().owner_phone, "139******00");
    house.verify().await;
}

#[tokio::test]
async fn one_key_turns_an_order_into_a_draft() {
    let (house, token) = shop().await;
    house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap();
    let request = json!({ "order_id": list(&house, &token).await.rows[0].order_id });
    let draft: RepairDetail = ask(&house, &token, "service_order.draft", request.clone()).await.unwrap();
    assert_eq!((draft.form.plate.as_str(), draft.form.vin.as_str()), ("粤B12345", "1M8GDM9AXKP042788"));
    assert_eq!((draft.form.mileage_km, draft.form.fault.as_str()), (Some(67_000), "发动机故障；机油不足；老客户"));
    assert_eq!(draft.form.brought_on.unwrap().to_string(), "2026-11-23");
    let missing: Vec<&str> = draft.checked.problems.iter().map(|note| note.field.as_str()).collect();
    assert_eq!(missing, ["fuel", "vehicle_use"], "the order has neither");
    let again: RepairDetail = ask(&house, &token, "service_order.draft", request.clone()).await.unwrap();
    assert_eq!(again.row.record_id, draft.row.record_id);
    assert_eq!(list(&house, &token).await.waiting, 0);

    // A draft that is thrown away gives its order back.
    let dropped = json!({ "record_id": draft.row.record_id, "reason": "客户取消" });
    house.window(&token, "repair.drop", dropped).await.unwrap();
    assert_eq!(list(&house, &token).await.waiting, 1);
    let aside = json!({ "order_id": request["order_id"], "reason": "客户离店" });
    house.window(&token, "service_order.set_aside", aside.clone()).await.unwrap();
    let twice = house.window(&token, "service_order.set_aside", aside).await.unwrap_err();
    assert_eq!(twice.code, Code::NotPossibleNow);
    house.verify().await;
}

#[tokio::test]
async fn the_second_visit_knows_fuel_and_use_of_the_first() {
    let (house, token) = shop().await;
    house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap();
    let request = json!({ "order_id": list(&house, &token).await.rows[0].order_id });
    let draft: RepairDetail = ask(&house, &token, "service_order.draft", request).await.unwrap();
    let mut form = serde_json::to_value(&draft.form).unwrap();
    (form["fuel"], form["vehicle_use"]) = (json!("hybrid"), json!("commercial"));
    let settle = json!({ "record_id": draft.row.record_id, "form": form });
    house.window(&token, "repair.settle", settle).await.unwrap();
    house.desk.service_order_came(arrival(&house, "m2", 8)).await.unwrap();
    let row = &list(&house, &token).await.rows[0];
    let request = json!({ "order_id": row.order_id });
    let order: ServiceOrderDetail = ask(&house, &token, "service_order.detail", request.clone()).await.unwrap();
    assert_eq!(order.past, 1);
    let draft: RepairDetail = ask(&house, &token, "service_order.draft", request).await.unwrap();
    assert!(draft.form.fuel.is_some() && draft.form.vehicle_use.is_some());
}

#[tokio::test]
async fn a_picture_is_not_fetched_where_nobody_fetches_pictures() {
    let (house, token) = shop().await;
    house.desk.service_order_came(arrival(&house, "m1", 7)).await.unwrap();
    let order_id = list(&house, &token).await.rows[0].order_id;
    let ask_for = |picture: u32| json!({ "order_id": order_id, "finding": 0, "picture": picture });
    let refused = house.window(&token, "service_order.picture", ask_for(0)).await.unwrap_err();
    assert_eq!(refused.code, Code::PlatformUnavailable);
    let refused = house.window(&token, "service_order.picture", ask_for(1)).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[tokio::test]
async fn a_message_that_comes_again_late_undoes_nothing_that_came_after_it() {
    let (house, token) = shop().await;
    // Not answered the first time; the app tries again after the corrected order was sent and taken.
    let first = OrderArrival {
        order: ServiceOrder { plate: "粤B12343".into(), ..arrival(&house, "m1", 7).order },
        ..arrival(&house, "m1", 7)
    };
    house.later(1);
    house.desk.service_order_came(arrival(&house, "m2", 7)).await.unwrap();
    assert!(house.desk.service_order_came(first).await.unwrap(), "it is answered, so that it does not come again");
    let orders = list(&house, &token).await;
    assert_eq!((orders.rows.len(), orders.rows[0].plate.as_str()), (1, "粤b·12345"));
    assert!(orders.rows[0].people.is_some(), "nobody was erased for it");
    house.verify().await;
}
