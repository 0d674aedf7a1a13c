//! The interface list is the platforms' own, whole and in order, and says honestly what is built.

use std::path::Path;

use lotdesk_domain::message::{Platform, Rank};
use lotdesk_protocols::{Direction, interface, interfaces};

#[test]
fn all_interfaces_are_listed_once() {
    assert_eq!(interfaces().len(), 104);
    let count = |platform| interfaces().iter().filter(|row| row.platform == platform).count();
    assert_eq!(Platform::ALL.map(count), [52, 8, 12, 29, 2, 1]);
    for (at, row) in interfaces().iter().enumerate() {
        let twin = interfaces()[..at].iter().any(|other| (other.platform, other.id) == (row.platform, row.id));
        assert!(!twin, "{} {}", row.platform.as_str(), row.id);
    }
}

#[test]
fn the_list_is_the_one_beside_the_documents() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/spec/interfaces.tsv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: {} is not there, the list is compared with nothing", path.display());
        return;
    };
    let theirs: Vec<&str> = text.lines().skip(1).collect();
    let ours: Vec<String> = interfaces()
        .iter()
        .map(|row| {
            let cells = [row.platform.as_str(), row.id, row.name, row.transport, row.direction.as_str(), row.source];
            cells.join("\t")
        })
        .collect();
    assert_eq!(ours, theirs);
}

#[test]
fn basic_data_and_snapshots_are_ranked() {
    let ranked = |rank| -> Vec<&str> {
        interfaces().iter().filter(|row| row.platform == Platform::City && row.rank == rank).map(|row| row.id).collect()
    };
    assert_eq!(ranked(Rank::Basic), ["3001", "3002", "3003", "3004", "3005", "8001"]);
    assert_eq!(ranked(Rank::Snapshot), ["5001", "5002", "5003", "5011", "8002", "8003", "1102", "1103"]);
}

#[test]
fn what_the_platform_calls_is_never_sent_again_by_itself() {
    for row in interfaces().iter().filter(|row| row.direction == Direction::Down) {
        assert_eq!(row.on_unknown, lotdesk_domain::message::OnUnknown::Person, "{}", row.id);
    }
    let asks_for_money = interface(Platform::City, "5007").unwrap();
    assert_eq!(asks_for_money.on_unknown, lotdesk_domain::message::OnUnknown::Person);
}
