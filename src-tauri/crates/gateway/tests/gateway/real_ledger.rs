//! The dispatcher with the real outbox: real time, brief waits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::drill::LinkDiary;
use crate::drill::platform::{AGAIN, FakePlatform, Manners, ONCE};
use lotdesk_domain::message::{Draft, Outcome, Platform, Rank};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_gateway::dispatcher::{BackoffPolicy, Dispatcher, DispatcherSettings};
use lotdesk_ledger::outbox::{Message, State};
use lotdesk_ledger::{Ledger, LedgerError, Options, Urgency};
use tokio_util::sync::CancellationToken;

/// Real time from a moment that anybody can read.
struct RunningClock(std::time::Instant);
impl Clock for RunningClock {
    fn now(&self) -> Moment {
        Moment(1_700_000_000_000).plus_ms(self.0.elapsed().as_millis() as i64)
    }
}

fn draft(interface: &'static str, own_id: String, order_key: Option<String>, rank: Rank) -> Draft {
    Draft {
        platform: Platform::City,
        interface,
        body: format!("{{\"id\":\"{own_id}\"}}"),
        own_id,
        order_key,
        coalesce_key: None,
        rank,
        holds_back: true,
        mapping_version: 1,
        problem: None,
    }
}

async fn queue(ledger: &Ledger, drafts: Vec<Draft>) {
    let queued = ledger.write(Urgency::Lane, move |tx| {
        drafts.iter().try_for_each(|draft| tx.enqueue(draft, Moment(1_700_000_000_000)))?;
        Ok::<_, LedgerError>(())
    });
    queued.await.unwrap().unwrap();
}

async fn messages(ledger: &Ledger) -> Vec<Message> {
    ledger.read(|tx| tx.all_messages(None, i64::MAX, 1_000)).await.unwrap()
}

/// Runs a dispatcher until every message is in one of the states that `done` names.
async fn run_until(ledger: &Ledger, platform: Arc<FakePlatform>, seed: u64, done: &[State]) {
    let brief = BackoffPolicy { first_ms: 5, max_ms: 40 };
    let settings = DispatcherSettings {
        platform_backoff: brief,
        message_backoff: brief,
        idle_look_ms: 20,
        ..DispatcherSettings::default()
    };
    let clock = Arc::new(RunningClock(std::time::Instant::now()));
    let outbox = Arc::new(ledger.clone());
    let links = Arc::new(LinkDiary::default());
    let dispatcher = Dispatcher::new(Platform::City, platform, outbox, links, clock, settings, seed);
    let stop = CancellationToken::new();
    let running = tokio::spawn(dispatcher.run(stop.clone()));
    let drained = async {
        while messages(ledger).await.iter().any(|m| !done.contains(&m.state)) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    if tokio::time::timeout(Duration::from_secs(60), drained).await.is_err() {
        panic!("not drained: {:#?}", messages(ledger).await);
    }
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn the_ledgers_outbox_drains_in_order_and_loses_nothing() {
    for seed in 0..4 {
        println!("seed {seed}");
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap();
        let mut drafts = vec![draft(AGAIN, "r9-0".into(), Some("r9".into()), Rank::Record)];
        drafts.extend((0..3).map(|no| draft("3001", format!("basic-{no}"), None, Rank::Basic)));
        for step in 0..4 {
            drafts.extend((0..9).map(|r| draft(AGAIN, format!("r{r}-{step}"), Some(format!("r{r}")), Rank::Record)));
        }
        let count = drafts.len();
        queue(&ledger, drafts).await;
        let manners = Manners { lost_reply: 15, no_connection: 15, delay_ms: 0..=6, ..Manners::good() };
        let platform = Arc::new(FakePlatform::new(manners, seed));
        run_until(&ledger, platform.clone(), seed, &[State::Accepted]).await;

        let effects = platform.effects.lock().unwrap().clone();
        let place: BTreeMap<_, _> = effects.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        assert_eq!((effects.len(), place.len()), (count, count), "seed {seed}");
        assert!(effects[..3].iter().all(|id| id.starts_with("basic")), "seed {seed}: {effects:?}");
        for record in 0..9 {
            let of = |step: usize| place[format!("r{record}-{step}").as_str()];
            assert!((1..4).all(|step| of(step - 1) < of(step)), "seed {seed}: {effects:?}");
        }
        let exercised = ledger.read(|tx| tx.exchanges()).await.unwrap();
        let names: Vec<_> = exercised.iter().map(|(_, interface, _)| interface.as_str()).collect();
        assert!(names.contains(&AGAIN) && names.contains(&"3001"), "{names:?}");
    }
}

#[tokio::test]
async fn what_a_dead_process_had_under_way_goes_again_or_to_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { path: folder.path().join("ledger.db") };
    let ledger = Ledger::open(&options).unwrap();
    queue(
        &ledger,
        vec![
            draft(AGAIN, "again".into(), None, Rank::Record),
            draft(ONCE, "once".into(), None, Rank::Record),
            draft(AGAIN, "there".into(), Some("r1".into()), Rank::Record),
            draft(AGAIN, "behind".into(), Some("r1".into()), Rank::Record),
        ],
    )
    .await;
    for _ in 0..3 {
        ledger.claim(Platform::City, Moment(1_700_000_000_001), 3_600_000).await.unwrap().unwrap();
    }
    ledger.close();
    drop(ledger);

    let ledger = Ledger::open(&options).unwrap();
    let manners = Manners { delay_ms: 0..=1, knows_repeats: true, ..Manners::good() };
    let platform = Arc::new(FakePlatform::new(manners, 1));
    // It arrived, and the reply was lost with the process: the platform says of the repeat that it has it.
    platform.arrivals.lock().unwrap().insert("there".into(), 1);
    run_until(&ledger, platform.clone(), 1, &[State::Accepted, State::Unknown]).await;
    assert_eq!(*platform.effects.lock().unwrap(), ["again", "behind"]);
    let there = messages(&ledger).await.into_iter().find(|m| m.own_id == "there").unwrap();
    let said = Outcome::Refused { code: "1200".into(), words: "对象已存在".into() };
    assert_eq!((there.state, there.last_outcome), (State::Accepted, Some(said)));
    let once = messages(&ledger).await.into_iter().find(|m| m.own_id == "once").unwrap();
    assert_eq!(once.state, State::Unknown);
    assert_eq!(once.last_outcome, Some(Outcome::Unknown { why: "Lotdesk ended before the reply came".into() }));
}
