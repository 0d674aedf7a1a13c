//! Charging end to end without a window: a desk on a ledger of its own, its link and its door, and the sandbox's platform
//! on loopback, strict by the document.

#[path = "../../../../../tests/checker.rs"]
mod checker;
mod conformance;
mod house;
mod settled;

use lotdesk_domain::charging::{ChargeState, Confirmation};
use lotdesk_domain::message::Outcome;
use lotdesk_protocols::charging::Dialect;
use lotdesk_protocols::json::Node;
use lotdesk_sandbox::charging::{Fault, Judged};
use serde_json::json;

use house::{CAR, GUN, House, number, text};

#[tokio::test]
async fn what_the_platform_asks_is_carried_out_and_what_follows_is_told_to_it() {
    let house = House::new(Dialect::Db4403).await;
    house.plugged().await;

    let stations = house.ask("query_stations_info", r#"{"PageNo":1,"PageSize":10}"#).await;
    assert_eq!((stations.ret, number(&stations.content, "ItemSize")), (0, 1));
    let states = house.ask("query_station_status", r#"{"StationIDs":["ST0001"]}"#).await;
    let station = &states.content.get("StationstateInfos").and_then(Node::as_list).unwrap()[0];
    let connector = &station.get("ConnectorstateInfos").and_then(Node::as_list).unwrap()[0];
    assert_eq!(number(connector, "state"), 2);
    let auth = format!(r#"{{"EquipAuthSeq":"{}","ConnectorID":"{GUN}"}}"#, house.platform.order_number());
    assert_eq!(number(&house.ask("query_equip_auth", &auth).await.content, "SuccStat"), 0);

    let seq = house.platform.order_number();
    let start = format!(r#"{{"StartChargeSeq":"{seq}","ConnectorID":"{GUN}","QRCode":"hlht://{GUN}"}}"#);
    let started = house.ask("query_start_charge", &start).await;
    assert_eq!((number(&started.content, "SuccStat"), number(&started.content, "StartChargeSeqStat")), (0, 1));
    house.begun(&seq).await;
    // The same order again: the first answer, though it charges by now.
    assert_eq!(house.ask("query_start_charge", &start).await.content, started.content);
    let stop = format!(r#"{{"StartChargeSeq":"{seq}","ConnectorID":"{GUN}"}}"#);
    let stopped = house.ask("query_stop_charge", &stop).await;
    assert_eq!((number(&stopped.content, "SuccStat"), number(&stopped.content, "StartChargeSeqStat")), (0, 3));
    house.ended(&seq, 1_250).await;
    house.call("charger.name_car", json!({ "seq": seq, "plate": CAR })).await;

    house.delivered().await;
    let order = &house.platform.taken("notification_charge_order_info")[0];
    assert_eq!((text(order, "StartChargeSeq"), text(order, "ConnectorID")), (seq.clone(), GUN.to_owned()));
    assert_eq!(order.get("TotalPower"), Some(&Node::Number("12.50".into())));
    assert_eq!(order.get("StopReason"), Some(&Node::Number("1".into())));
    let car = &house.platform.taken("1105")[0];
    assert_eq!((text(car, "plateNum"), text(car, "spaceNo")), (CAR.to_owned(), "S1".to_owned()));
    assert_eq!(house.platform.taken("1102").len(), 1, "the latest counts");
    assert!(!house.platform.taken("1103").is_empty() && !house.platform.taken("notification_stationstate").is_empty());
    assert!(house.platform.pushed().iter().all(|p| p.judged == Judged::Taken), "{:?}", house.platform.pushed());

    let query = format!(r#"{{"plateNum":"{CAR}","startTime":"2026-11-23 00:00:00","endTime":"2026-11-23 23:00:00"}}"#);
    let found = house.ask("1106", &query).await.content;
    assert_eq!(number(&found, "itemSize"), 1);
    assert_eq!(house.orders().await[0].state, ChargeState::Ended);
    conformance::check(&house).await;
}

#[tokio::test]
async fn the_other_spelling_is_spoken_and_both_are_understood() {
    let house = House::new(Dialect::Tcec102).await;
    house.plugged().await;
    house.delivered().await;
    let notice = &house.platform.taken("notification_stationstate")[0];
    let connector = notice.get("ConnectorStatusInfo").unwrap();
    assert_eq!(number(connector, "Status"), 2);
    let states = house.ask("query_station_status", r#"{"StationIDs":[]}"#).await;
    assert!(states.content.get("StationStatusInfos").is_some());
    let stations = house.ask("query_stations_info", "{}").await.content;
    let station = &stations.get("StationInfos").and_then(Node::as_list).unwrap()[0];
    assert_eq!(number(station, "StationStatus"), 50);
}

#[tokio::test]
async fn a_lost_reply_a_wrong_signature_and_an_old_token_cost_nothing() {
    let house = House::new(Dialect::Db4403).await;
    house.plugged().await;
    house.delivered().await;
    for fault in [Fault::LoseReply, Fault::Garbage, Fault::WrongSignature] {
        house.platform.fault(Some("notification_charge_order_info"), fault);
    }
    let seq = house.charged(300).await;
    house.delivered().await;
    let told: Vec<Judged> = house
        .platform
        .pushed()
        .into_iter()
        .filter(|p| p.interface == "notification_charge_order_info")
        .map(|p| p.judged)
        .collect();
    assert_eq!(
        told,
        [Judged::Taken, Judged::Repeated, Judged::Repeated, Judged::Repeated],
        "the same number every time"
    );
    let order = house.orders().await.into_iter().find(|order| order.seq.as_str() == seq).unwrap();
    assert!(order.confirmed.is_some());
}

#[tokio::test]
async fn a_refusal_waits_for_a_person_and_disputes_are_kept() {
    let house = House::new(Dialect::Db4403).await;
    house.plugged().await;
    house.delivered().await;
    house.platform.fault(Some("notification_charge_order_info"), Fault::Refuse(4004));
    house.charged(100).await;
    let refused = house.until_refused("notification_charge_order_info").await;
    assert!(matches!(refused, Outcome::Refused { ref code, .. } if code == "4004"), "{refused:?}");

    // The refused order holds no other one back.
    house.platform.fault(Some("notification_charge_order_info"), Fault::Dispute);
    let seq = house.charged(300).await;
    house.until(|| async { house.order(&seq).await.confirmed == Some(Confirmation::Disputed) }).await;

    house.later(1);
    let span = json!({ "from": house.morning(), "until": house.now() });
    house.platform.fault(Some("check_charge_orders"), Fault::Dispute);
    house.call("charger.check", span).await;
    let disputes = || async {
        let checks = house.call("charger.checks", json!({})).await;
        checks["checks"][0]["disputes"].as_array().is_some_and(|disputes| disputes.len() == 2)
    };
    house.until(disputes).await;
    // The platform never took the first one, and disputes the second one's money.
    let disputed = house.call("charger.orders", json!({ "disputed": true })).await;
    let reasons: Vec<_> = disputed["orders"].as_array().unwrap().iter().map(|order| order["dispute"].clone()).collect();
    assert_eq!(reasons, ["money", "no_such_order"]);
}

#[tokio::test]
async fn who_is_not_the_platform_gets_nothing() {
    let house = House::new(Dialect::Db4403).await;
    let stations = r#"{"PageNo":1}"#;
    // No token, a wrong one, a wrong secret, a wrong signature, a clock that is off, no such interface.
    assert_eq!(house.raw("query_stations_info", &house.sealed(stations, 0), None).await, 4002);
    assert_eq!(house.raw("query_stations_info", &house.sealed(stations, 0), Some("Bearer x")).await, 4002);
    let token = house.token().await;
    let bearer = format!("Bearer {token}");
    assert_eq!(house.raw("query_stations_info", &house.sealed(stations, 0), Some(&bearer)).await, 0);
    let forged = house.sealed(stations, 0).replace("\"Seq\":\"", "\"Seq\":\"9");
    assert_eq!(house.raw("query_stations_info", &forged, Some(&bearer)).await, 4001);
    assert_eq!(house.raw("query_stations_info", &house.sealed(stations, 3_600), Some(&bearer)).await, 4003);
    assert_eq!(house.raw("query_nothing", &house.sealed(stations, 0), Some(&bearer)).await, 4004);
    assert_eq!(house.raw("query_stations_info", "{}", Some(&bearer)).await, 4003);
    let page = house.sealed(r#"{"PageNo":0}"#, 0);
    assert_eq!(house.raw("query_stations_info", &page, Some(&bearer)).await, 4004);
    let wrong = r#"{"OperatorID":"MA5DEMO01","OperatorSecret":"guessed"}"#;
    let told = house.opened(&house.served("query_token", &house.sealed(wrong, 0), None).await);
    assert_eq!((number(&told, "SuccStat"), number(&told, "FailReason")), (1, 2));
    // The token's time is over.
    house.later(121);
    assert_eq!(house.raw("query_stations_info", &house.sealed(stations, 0), Some(&bearer)).await, 4002);
    // Everything that was not taken is in the inbox with its reason, and no secret is.
    let inbox = house.inbox().await;
    assert!(inbox.iter().any(|received| received.refused.as_deref().is_some_and(|why| why.starts_with("4001"))));
    assert!(inbox.iter().all(|received| received.interface != "query_token" || received.body.is_empty()));
}

#[tokio::test]
async fn what_the_platform_uses_is_in_the_list_and_what_a_stranger_tries_is_not() {
    let house = House::new(Dialect::Db4403).await;
    house.plugged().await;
    house.delivered().await;
    // The platform's own side has asked for a token, and told of the station.
    let before = house.used_by_the_platform().await;
    let stations = r#"{"PageNo":1,"PageSize":10}"#;
    let forged = house.sealed(stations, 0).replace("\"Seq\":\"", "\"Seq\":\"9");
    house.raw("query_stations_info", &forged, Some("Bearer x")).await;
    house.raw("1106", &house.sealed(stations, 0), None).await;
    assert_eq!(house.used_by_the_platform().await, before, "neither signature nor token");

    house.ask("query_stations_info", stations).await;
    house.ask("query_station_status", r#"{"StationIDs":["ST0001"]}"#).await;
    let query = format!(r#"{{"plateNum":"{CAR}","startTime":"2026-11-23 00:00:00","endTime":"2026-11-23 23:00:00"}}"#);
    house.ask("1106", &query).await;
    let used = house.used_by_the_platform().await;
    assert_eq!(used, ["charging query_stations_info", "charging query_token", "city 1106"].map(str::to_owned));
}
