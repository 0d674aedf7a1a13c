//! What went over the wire in both directions, put before a checker that was transcribed from the documents by others. It
//! stands beside the repository; without it nothing is checked, and the test says so.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use lotdesk_protocols::json::Node;

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
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance/check.py");
    if !checker.is_file() {
        eprintln!("SKIPPED: {} is not there, the messages are checked by nobody else", checker.display());
        return;
    }
    let pushed = house.platform.pushed().into_iter().map(|p| (p.interface, "request".to_owned(), p.content));
    let said = house.said.lock().unwrap().clone();
    let mut lines = String::new();
    for (interface, part, content) in pushed.chain(said) {
        let (platform, interface, body) = match (interface.as_str(), checked_as(&interface)) {
            (_, Some(name)) => ("charging", name.to_owned(), content.compact()),
            ("1102" | "1105" | "1106", None) => ("city", interface, city(&part, &content)),
            _ => continue,
        };
        let line = format!(
            r#"{{"platform":"{platform}","interface":"{interface}","part":"{part}","body":{}}}"#,
            Node::Text(body).compact()
        );
        lines.push_str(&line);
        lines.push('\n');
    }
    let mut python = match Command::new("python3").arg(&checker).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
        Ok(python) => python,
        Err(error) => {
            eprintln!("SKIPPED: python3 does not run ({error}), the messages are checked by nobody else");
            return;
        }
    };
    python.stdin.take().expect("a pipe").write_all(lines.as_bytes()).unwrap();
    let verdict = python.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&verdict.stdout);
    assert!(verdict.status.success(), "{text}\n{lines}");
}

/// A content in the city platform's own envelope, which is the one that the checker takes these numbers in.
fn city(part: &str, content: &Node) -> String {
    match part {
        "request" => format!(r#"{{"timestamp":1763856000,"sign":"{}","data":[{content}]}}"#, "0".repeat(40)),
        _ => format!(r#"{{"resultCode":0,"resultMsg":"","timestamp":1763856000,"data":[{content}]}}"#),
    }
}
