//! What platforms sent: kept once, bounded, dropped by age.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::inbox::{Arrival, MOST_REFUSED, REFUSED_BYTES};
use lotdesk_ledger::{Ledger, Options};

fn ledger() -> (tempfile::TempDir, Ledger) {
    let dir = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&Options { path: dir.path().join("lotdesk.db") }).unwrap();
    (dir, ledger)
}

fn arrival(at: i64, body: &str) -> Arrival {
    Arrival {
        platform: Platform::City,
        interface: "6005".into(),
        transport: "https",
        peer: "192.0.2.1".into(),
        at: Moment(at),
        body: body.into(),
        refused: None,
    }
}

#[tokio::test]
async fn the_very_same_message_has_one_row_and_its_first_answer() {
    let (_dir, ledger) = ledger();
    let digest = [7; 32];
    let no = ledger.store_arrival_once(arrival(1, "a"), digest).await.unwrap();
    let earlier = || ledger.read(move |tx| tx.arrival_with(Platform::City, &digest));
    let found = earlier().await.unwrap().unwrap();
    assert_eq!((found.no, found.at, found.reply), (no, Moment(1), None));
    assert_eq!(ledger.store_arrival_once(arrival(2, "a"), digest).await.unwrap(), no);
    ledger.settle_arrival_as(no, "said".into(), true, "成功".into(), Moment(3)).await.unwrap();
    ledger.count_repeat(no).await.unwrap();
    assert_eq!(earlier().await.unwrap().unwrap().reply.as_deref(), Some("said"));
    let row = ledger.read(move |tx| tx.received_one(no)).await.unwrap().unwrap();
    assert_eq!((row.went_well, row.words.as_deref(), row.answered_at), (Some(true), Some("成功"), Some(Moment(3))));
    assert_eq!((row.at, row.repeats, row.dropped, row.body.as_slice()), (Moment(1), 2, false, b"a".as_slice()));
    let other = ledger.read(move |tx| tx.arrival_with(Platform::Charging, &digest)).await.unwrap();
    assert_eq!(other, None, "another platform's message is another one");
}

#[tokio::test]
async fn what_was_refused_is_kept_within_bounds() {
    let (_dir, ledger) = ledger();
    let taken = ledger.store_arrival(arrival(0, "taken")).await.unwrap();
    let long = "x".repeat(REFUSED_BYTES + 1);
    for n in 0..i64::from(MOST_REFUSED) + 5 {
        let refused = Arrival { refused: Some("3002".into()), ..arrival(n, &long) };
        ledger.store_refused(refused, "no_token".into()).await.unwrap();
    }
    let rows = ledger.read(|tx| tx.received(None, i64::MAX, 10_000)).await.unwrap();
    let refused: Vec<_> = rows.iter().filter(|row| row.refused.is_some()).collect();
    assert_eq!(refused.len(), MOST_REFUSED as usize);
    assert_eq!(refused.last().unwrap().at, Moment(5), "the oldest went");
    assert!(refused.iter().all(|row| row.body.len() == REFUSED_BYTES && row.reason.as_deref() == Some("no_token")));
    assert!(rows.iter().any(|row| row.no == taken), "what was taken is not crowded out");
}

#[tokio::test]
async fn old_bodies_go_in_bulk_and_what_is_unanswered_stays() {
    let (_dir, ledger) = ledger();
    for n in 0_u8..=250 {
        let no = ledger.store_arrival_once(arrival(i64::from(n), "body"), [n; 32]).await.unwrap();
        if n != 3 {
            ledger.settle_arrival(no, "said".into(), Moment(500)).await.unwrap();
        }
    }
    let refused = Arrival { refused: Some("why".into()), ..arrival(4, "refused") };
    ledger.store_refused(refused, "bad_signature".into()).await.unwrap();
    // 0 to 239 but 3, and the refused one.
    assert_eq!(ledger.drop_old_arrivals(Moment(240)).await.unwrap(), 240);
    assert_eq!(ledger.drop_old_arrivals(Moment(240)).await.unwrap(), 0);
    let rows = ledger.read(|tx| tx.received(None, i64::MAX, 1_000)).await.unwrap();
    for row in &rows {
        let whole = row.at >= Moment(240) || (row.at == Moment(3) && row.refused.is_none());
        assert_eq!((!row.dropped, !row.body.is_empty()), (whole, whole), "{row:?}");
    }
    let known = ledger.read(|tx| tx.arrival_with(Platform::City, &[0; 32])).await.unwrap().unwrap();
    assert_eq!((known.at, known.reply), (Moment(0), None), "that it came stays known");
}
