//! The outbox: order per record, basic data first, snapshots coalesced, nothing lost or doubled.

use lotdesk_domain::message::{Draft, Outcome, Platform, Rank};
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::outbox::{BatchLimit, Claimed, Settlement, State};
use lotdesk_ledger::{Ledger, LedgerError, Options, Urgency};

const CITY: Platform = Platform::City;
const LEASE_MS: i64 = 30_000;

fn open(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap()
}

fn draft(interface: &'static str, own_id: &str, rank: Rank) -> Draft {
    Draft {
        platform: CITY,
        interface,
        own_id: own_id.into(),
        order_key: None,
        coalesce_key: None,
        rank,
        body: format!("{{\"id\":\"{own_id}\"}}"),
        holds_back: true,
        mapping_version: 1,
        problem: None,
    }
}

fn about(interface: &'static str, own_id: &str, record: &str) -> Draft {
    Draft { order_key: Some(record.into()), ..draft(interface, own_id, Rank::Record) }
}

fn snapshot(body: &str) -> Draft {
    Draft { coalesce_key: Some("park".into()), body: body.into(), ..draft("5003", "park", Rank::Snapshot) }
}

async fn put(ledger: &Ledger, drafts: Vec<Draft>) {
    ledger
        .write(Urgency::Lane, move |tx| {
            for draft in &drafts {
                tx.enqueue(draft, Moment(1))?;
            }
            Ok::<_, LedgerError>(())
        })
        .await
        .unwrap()
        .unwrap();
}

async fn claim(ledger: &Ledger, now: i64) -> Option<Claimed> {
    ledger.claim(CITY, Moment(now), LEASE_MS).await.unwrap()
}

async fn settle(ledger: &Ledger, claimed: &Claimed, settlement: Settlement) {
    let outcome = match settlement {
        Settlement::Accepted => Outcome::Accepted,
        Settlement::Refused => Outcome::Refused { code: "1007".into(), words: "超出规定值范围".into() },
        _ => Outcome::Unknown { why: "timed out".into() },
    };
    ledger.settle(claimed, &outcome, settlement, Moment(9)).await.unwrap();
}

async fn names(ledger: &Ledger, now: i64) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(message) = claim(ledger, now).await {
        names.push(format!("{}:{}", message.interface, message.own_id));
    }
    names
}

#[tokio::test]
async fn one_record_goes_in_order_and_others_do_not_wait() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![about("5004", "A", "A"), about("5008", "A1", "A"), about("5004", "B", "B")]).await;
    let first = claim(&ledger, 10).await.unwrap();
    let second = claim(&ledger, 10).await.unwrap();
    assert_eq!((first.own_id.as_str(), second.own_id.as_str()), ("A", "B"));
    assert_eq!(claim(&ledger, 10).await, None);
    settle(&ledger, &first, Settlement::Accepted).await;
    assert_eq!(claim(&ledger, 10).await.unwrap().own_id, "A1");
}

#[tokio::test]
async fn a_refused_message_parks_its_record_until_a_person_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![about("5004", "A", "A"), about("5005", "A", "A"), about("5004", "B", "B")]).await;
    let first = claim(&ledger, 10).await.unwrap();
    settle(&ledger, &first, Settlement::Refused).await;
    assert_eq!(names(&ledger, 10).await, ["5004:B"]);
    let parked = ledger.read(|tx| tx.messages_about("A")).await.unwrap();
    assert_eq!(parked[0].state, State::Refused);
    assert_eq!(parked[1].behind, Some(parked[0].no));
    let backlog = ledger.read(|tx| tx.backlog(CITY)).await.unwrap();
    assert_eq!((backlog.waiting, backlog.needs_person), (3, 1));

    let no = parked[0].no;
    assert!(ledger.write(Urgency::Lane, move |tx| tx.put_back(no)).await.unwrap().unwrap().value);
    let again = claim(&ledger, 10).await.unwrap();
    assert_eq!((again.no, again.attempts), (no, 1));
    settle(&ledger, &again, Settlement::Accepted).await;
    assert_eq!(names(&ledger, 10).await, ["5005:A"]);
    assert_eq!(ledger.read(move |tx| tx.attempts(no)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_picture_follows_its_record_and_holds_nothing_back() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let picture = Draft { holds_back: false, ..about("2001", "P", "A") };
    put(&ledger, vec![about("5004", "A", "A"), picture, about("5005", "A", "A")]).await;
    let entry = claim(&ledger, 10).await.unwrap();
    assert_eq!(claim(&ledger, 10).await, None);
    settle(&ledger, &entry, Settlement::Accepted).await;
    let picture = claim(&ledger, 10).await.unwrap();
    assert_eq!(picture.interface, "2001");
    settle(&ledger, &picture, Settlement::Refused).await;
    assert_eq!(names(&ledger, 10).await, ["5005:A"]);
}

#[tokio::test]
async fn basic_data_goes_before_records() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![about("5004", "A", "A"), draft("3001", "park", Rank::Basic)]).await;
    let first = claim(&ledger, 10).await.unwrap();
    assert_eq!(first.interface, "3001");
    assert_eq!(claim(&ledger, 10).await, None, "a record never overtakes basic data on its way");
    settle(&ledger, &first, Settlement::Accepted).await;
    assert_eq!(names(&ledger, 10).await, ["5004:A"]);
}

#[tokio::test]
async fn basic_data_goes_in_the_order_in_which_it_names_itself() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![draft("3001", "park", Rank::Basic), draft("3002", "lane", Rank::Basic)]).await;
    let lot = claim(&ledger, 10).await.unwrap();
    assert_eq!(claim(&ledger, 10).await, None, "the lane names the lot that is on its way");
    settle(&ledger, &lot, Settlement::RetryAt(Moment(100))).await;
    assert_eq!(claim(&ledger, 10).await, None, "and waits for its next try");
    let lot = claim(&ledger, 100).await.unwrap();
    assert_eq!(lot.interface, "3001");
    settle(&ledger, &lot, Settlement::Refused).await;
    assert_eq!(names(&ledger, 100).await, ["3002:lane"], "one that a person must look at holds nothing up");
}

#[tokio::test]
async fn what_goes_in_one_request_is_claimed_together_and_settled_each_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let space = |no: &str| Draft { coalesce_key: Some(format!("3004:{no}")), ..draft("3004", no, Rank::Basic) };
    let held = Draft { problem: Some("too long".into()), ..space("H") };
    let drafts = [vec![space("A"), space("B"), held, space("C"), space("D"), space("E")]].concat();
    put(&ledger, drafts).await;
    put(&ledger, vec![draft("8001", "garage", Rank::Basic), space("G")]).await;
    let first = claim(&ledger, 10).await.unwrap();
    let alike = |first: Claimed, items, bytes| {
        let ledger = ledger.clone();
        async move { ledger.claim_alike(&first, Moment(10), LEASE_MS, BatchLimit { items, bytes }).await.unwrap() }
    };
    let own_ids = |all: &[Claimed]| all.iter().map(|c| c.own_id.clone()).collect::<Vec<_>>();
    // {"id":"A"} is 10 bytes long, and a comma stands between two.
    let few = alike(first.clone(), 3, 1_000).await;
    assert_eq!(own_ids(&few), ["B", "C"], "what breaks the tables stays at home, and three is the limit");
    let fewer = alike(first.clone(), 100, 21).await;
    assert_eq!(own_ids(&fewer), ["D"], "the bytes are the limit");
    let rest = alike(first.clone(), 100, 1_000).await;
    assert_eq!(own_ids(&rest), ["E"], "G names the garage before it");

    let refused = Outcome::Refused { code: "1007".into(), words: "超出规定值范围".into() };
    let ended = [
        (first, Outcome::Accepted, Settlement::Accepted),
        (few[0].clone(), refused, Settlement::Refused),
        (few[1].clone(), Outcome::Accepted, Settlement::Accepted),
        (fewer[0].clone(), Outcome::Accepted, Settlement::Accepted),
        (rest[0].clone(), Outcome::Accepted, Settlement::Accepted),
    ];
    ledger.settle_all(&ended, Moment(20)).await.unwrap();
    let open = ledger.read(|tx| tx.open_messages(Some(CITY), 0, 50)).await.unwrap();
    let states: Vec<_> = open.iter().map(|m| (m.own_id.as_str(), m.state)).collect();
    let wanted = [("B", State::Refused), ("H", State::Held), ("garage", State::Waiting), ("G", State::Waiting)];
    assert_eq!(states, wanted);
}

#[tokio::test]
async fn snapshots_coalesce_to_the_latest_and_records_never() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![snapshot("1"), about("5004", "A", "A"), snapshot("2"), snapshot("3")]).await;
    put(&ledger, vec![about("5004", "A", "A")]).await;
    let first = claim(&ledger, 10).await.unwrap();
    assert_eq!((first.interface.as_str(), first.body.as_str()), ("5003", "3"));
    // While it is on its way a newer one waits for it, however many there were in between.
    put(&ledger, vec![snapshot("4"), snapshot("5")]).await;
    assert_eq!(names(&ledger, 10).await, ["5004:A"]);
    settle(&ledger, &first, Settlement::RetryAt(Moment(100))).await;
    let next = claim(&ledger, 10).await.unwrap();
    assert_eq!(next.body, "5");
    settle(&ledger, &next, Settlement::Accepted).await;
    assert_eq!(claim(&ledger, 1_000).await, None, "the older snapshot is not sent after the newer");
    let snapshots = ledger.read(|tx| tx.all_messages(Some(CITY), i64::MAX, 50)).await.unwrap();
    let kept: Vec<_> = snapshots.iter().filter(|m| m.interface == "5003").map(|m| m.body.as_str()).collect();
    assert_eq!(kept, ["5"]);
}

#[tokio::test]
async fn a_message_that_breaks_the_tables_is_held_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let held = Draft { problem: Some("table 13: enterTime is missing".into()), ..about("5004", "A", "A") };
    put(&ledger, vec![held, about("5005", "A", "A")]).await;
    assert_eq!(claim(&ledger, 10).await, None);
    let open = ledger.read(|tx| tx.open_messages(None, 0, 10)).await.unwrap();
    assert_eq!((open[0].state, open[1].behind), (State::Held, Some(open[0].no)));
    let no = open[0].no;
    assert!(!ledger.write(Urgency::Lane, move |tx| tx.put_back(no)).await.unwrap().unwrap().value);
}

#[tokio::test]
async fn a_later_try_waits_for_its_moment() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![about("5004", "A", "A")]).await;
    let first = claim(&ledger, 10).await.unwrap();
    settle(&ledger, &first, Settlement::RetryAt(Moment(500))).await;
    assert_eq!(claim(&ledger, 499).await, None);
    assert_eq!(claim(&ledger, 500).await.unwrap().attempts, 1);
}

#[tokio::test]
async fn what_was_on_its_way_when_the_process_ended_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![about("5004", "A", "A"), about("5005", "A", "A")]).await;
    let claimed = claim(&ledger, 10).await.unwrap();
    ledger.close();
    let ledger = open(&folder);
    assert_eq!(claim(&ledger, 99).await, None, "nobody knows whether it arrived: it is not simply sent again");
    let interrupted = ledger.interrupted(CITY).await.unwrap();
    assert_eq!(interrupted.len(), 1);
    assert_eq!((interrupted[0].no, interrupted[0].attempt), (claimed.no, claimed.attempt));
    settle(&ledger, &interrupted[0], Settlement::RetryAt(Moment(100))).await;
    assert_eq!(claim(&ledger, 100).await.unwrap().no, claimed.no);
}

#[tokio::test]
async fn a_settlement_told_twice_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    put(&ledger, vec![about("5004", "A", "A")]).await;
    let claimed = claim(&ledger, 10).await.unwrap();
    settle(&ledger, &claimed, Settlement::Accepted).await;
    settle(&ledger, &claimed, Settlement::RetryAt(Moment(0))).await;
    assert_eq!(claim(&ledger, 10).await, None);
}
