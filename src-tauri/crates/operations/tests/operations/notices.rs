//! What windows are told after commits.

use lotdesk_domain::lot::LaneKind;
use lotdesk_operations::api::notice::Change;

use crate::support::{ENTRY, House, guid};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_burst_every_line_is_told_once_and_the_counts_come_out() {
    let house = House::new().await;
    let mut notices = house.desk.notices();
    // Two fit beside the space kept for leases; the third waits.
    tokio::join!(house.read(ENTRY, "粤B11111"), house.read(ENTRY, "粤B22222"), house.read(ENTRY, "粤B33333"));
    let (mut last, mut lines, mut counts, mut lane) = (0, Vec::new(), None, None);
    while lines.iter().filter(|line: &&String| line.as_str() == "car_entered").count() < 2 || lane.is_none() {
        let notice = notices.recv().await.unwrap();
        assert!(last == 0 || notice.no == last + 1, "no gap between {last} and {}", notice.no);
        last = notice.no;
        for change in &notice.changes {
            match change {
                Change::Event { event } => lines.push(event.kind.clone()),
                Change::Counts { counts: now, .. } => counts = Some(*now),
                Change::Lane { lane: now } if now.kind == LaneKind::Entry && now.waiting.is_some() => {
                    assert_eq!(now.id, guid(ENTRY));
                    lane = Some(now.id);
                }
                _ => {}
            }
        }
    }
    assert_eq!(counts.unwrap().used, 2);
}
