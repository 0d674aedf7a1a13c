//! What went over the wire in both directions, put before the checker of other hands.

use lotdesk_protocols::json::Node;

use super::checker::{Message, judge};
use super::house::House;

/// The names that the checker has tables for.
fn checked_as(interface: &str) -> Option<&str> {
    Some(match interface {
        "1103" => "notification_stationstate",
        "query_stations_info"
        | "notification_stationstate"
        | "query_equip_auth"
        | "query_start_charge"
        | "query_stop_charge"
        | "notification_charge_order_info"
        | "check_charge_orders" => interface,
        // It knows these only in the city platform's own envelope, and query_station_status not at all.
        _ => return None,
    })
}

pub async fn check(house: &House) {
    let pushed = house.platform.pushed().into_iter().map(|p| (p.interface, "request".to_owned(), p.content));
    let said = house.said.lock().unwrap().clone();
    let message = |(interface, part, content): (String, String, Node)| {
        let (platform, interface, body) = match (interface.as_str(), checked_as(&interface)) {
            (_, Some(name)) => ("charging", name.to_owned(), content.compact()),
            ("1102" | "1105" | "1106", None) => ("city", interface, city(&part, &content)),
            _ => return None,
        };
        Some(Message { platform, interface, reply: part == "reply", body })
    };
    if let Some(verdict) = judge(pushed.chain(said).filter_map(message).collect()) {
        assert!(verdict.errors.is_empty(), "{verdict:#?}");
    }
}

/// A content in the city platform's own envelope, which is the one that the checker takes these numbers in.
fn city(part: &str, content: &Node) -> String {
    match part {
        "request" => format!(r#"{{"timestamp":1763856000,"sign":"{}","data":[{content}]}}"#, "0".repeat(40)),
        _ => format!(r#"{{"resultCode":0,"resultMsg":"","timestamp":1763856000,"data":[{content}]}}"#),
    }
}
