//! The dispatcher against a platform that misbehaves by a seed. Time is tokio's, paused: hours pass in milliseconds.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::drill::outbox::{MemoryOutbox, State};
use crate::drill::platform::{AGAIN, FakePlatform, Manners, ONCE};
use crate::drill::{Drill, VirtualClock};
use lotdesk_domain::message::{Outcome, Rank};
use lotdesk_gateway::dispatcher::DispatcherSettings;
use lotdesk_operations::api::board::LinkState;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::Instant;

const SEEDS: u64 = 300;

/// Nothing is lost, every effect is at the platform, in order per key; what must go once went once; and everything
/// drains, with a person deciding about what was refused or is unknown.
#[test]
fn a_misbehaving_platform_gets_every_message_in_order_and_the_outbox_drains() {
    for seed in 0..SEEDS {
        println!("seed {seed}");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(storm(seed));
    }
}

async fn storm(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut stretches = Vec::new();
    let mut from_s = 0;
    for _ in 0..rng.random_range(0..4) {
        from_s += rng.random_range(0..120);
        let to_s = from_s + rng.random_range(1..400);
        stretches.push((from_s..to_s, rng.random()));
        from_s = to_s;
    }
    let manners = Manners {
        lost_request: rng.random_range(0..15),
        lost_reply: rng.random_range(0..15),
        no_connection: rng.random_range(0..15),
        refused: rng.random_range(0..10),
        knows_repeats: seed % 2 == 1,
        delay_ms: 1..=rng.random_range(10..8_000),
        away_s: stretches,
    };
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let in_flight = rng.random_range(1..=6);
    let settings = DispatcherSettings { in_flight, ..DispatcherSettings::default() };
    let drill = Drill::start(outbox.clone(), FakePlatform::new(manners, seed), settings, seed);

    let count = 60;
    for no in 0..count {
        let interface = if rng.random_range(0..5) == 0 { ONCE } else { AGAIN };
        let key = (rng.random_range(0..10) > 0).then(|| rng.random_range(0..8));
        let rank = if no < 3 { Rank::Basic } else { Rank::Record };
        outbox.queue(interface, key, rank);
        if rng.random_range(0..3) == 0 {
            tokio::time::sleep(Duration::from_millis(rng.random_range(0..20_000))).await;
        }
    }

    let deadline = Instant::now() + Duration::from_secs(12 * 3600);
    while outbox.all().iter().any(|m| m.state != State::Accepted) {
        assert!(Instant::now() < deadline, "seed {seed}: not drained: {:#?}", outbox.all());
        tokio::time::sleep(Duration::from_secs(30)).await;
        // The person looks whether it arrived, and otherwise sends it again.
        let arrivals = drill.platform.arrivals.lock().unwrap().clone();
        let now = outbox.clock.now();
        outbox.decide(|no, _| match arrivals.contains_key(&no.to_string()) {
            true => State::Accepted,
            false => State::Waiting { next_at: now },
        });
    }
    let (outbox, platform, _) = drill.stop().await;

    let effects = platform.effects.lock().unwrap().clone();
    let place: BTreeMap<usize, usize> = effects.iter().enumerate().map(|(at, id)| (id.parse().unwrap(), at)).collect();
    assert_eq!((effects.len(), place.len()), (count, count), "seed {seed}: every effect once");
    let all = outbox.all();
    for (no, message) in all.iter().enumerate() {
        for (other, earlier) in all[..no].iter().enumerate() {
            if message.key.is_some() && earlier.key == message.key
                || earlier.rank == Rank::Basic && message.rank == Rank::Record
            {
                assert!(place[&other] < place[&no], "seed {seed}: {no} overtook {other}");
            }
        }
        if message.interface == ONCE {
            assert_eq!(
                platform.arrivals.lock().unwrap()[&no.to_string()],
                1,
                "seed {seed}: {no} was sent again blindly"
            );
        }
    }
    assert!(platform.most_under_way.load(Ordering::SeqCst) <= in_flight, "seed {seed}");
    assert_eq!(platform.closed.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn while_the_platform_is_down_one_probe_at_a_time_goes_and_the_backlog_then_drains_quickly() {
    for refused in [true, false] {
        let outbox = MemoryOutbox::new(VirtualClock::new());
        for key in 0..400 {
            outbox.queue(AGAIN, Some(key), Rank::Record);
        }
        // An hour away, then every answer takes 100 ms.
        let manners = Manners { away_s: vec![(0..3600, refused)], ..Manners::good() };
        let drill = Drill::start(outbox.clone(), FakePlatform::new(manners, 3), DispatcherSettings::default(), 3);
        let start = drill.platform.start();
        tokio::time::sleep(Duration::from_secs(3600)).await;
        let begun = drill.platform.begun.lock().unwrap().clone();
        assert!(begun.iter().all(|(_, others)| *others == 0), "a probe goes alone");
        // 1, 2, 4 … 32 s and then at most 60 s apart: not fewer than one a 80 s, not more than one a 30 s after them.
        assert!((45..=130).contains(&begun.len()), "{} probes in an hour", begun.len());
        assert!(begun.windows(2).all(|two| two[1].0 - two[0].0 <= Duration::from_secs(81)));
        assert_eq!(drill.links.states(), [LinkState::Down]);
        let waiting = outbox.all().iter().filter(|m| matches!(m.state, State::Waiting { .. })).count();
        assert!(waiting >= 399, "all wait but at most one probe under way");

        // At the latest 80 s later a probe gets through, and then 400 messages, 4 at a time, 100 ms each.
        tokio::time::sleep(Duration::from_secs(81 + 15)).await;
        let done = outbox.all().iter().filter(|m| m.state == State::Accepted).count();
        // Those that were probes and whose replies were lost wait for their own time, a minute at most.
        assert!(done >= 340, "{done} of 400 were accepted");
        tokio::time::sleep(Duration::from_secs(61)).await;
        assert!(outbox.all().iter().all(|m| m.state == State::Accepted));
        assert_eq!(drill.platform.most_under_way.load(Ordering::SeqCst), 4);
        assert!(drill.links.states().ends_with(&[LinkState::Down, LinkState::Up]));
        println!("drained {:?} after the start", start.elapsed());
        drill.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_message_wakes_the_dispatcher() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let settings = DispatcherSettings { idle_look_ms: 3_600_000, ..DispatcherSettings::default() };
    let drill = Drill::start(outbox.clone(), FakePlatform::new(Manners::good(), 1), settings, 1);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(drill.links.states(), [LinkState::Up], "with nothing to send the login is the probe");
    let no = outbox.queue(AGAIN, None, Rank::Record);
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(outbox.message(no).state, State::Accepted);
    assert_eq!(outbox.exchanges(), [("1001".to_owned(), true), (AGAIN.to_owned(), true)]);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_outage_with_an_empty_outbox_is_noticed_to_be_over() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let manners = Manners { away_s: vec![(0..100, true)], ..Manners::good() };
    let drill = Drill::start(outbox, FakePlatform::new(manners, 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(50)).await;
    assert_eq!(drill.links.states(), [LinkState::Down]);
    tokio::time::sleep(Duration::from_secs(111)).await;
    assert_eq!(drill.links.states(), [LinkState::Down, LinkState::Up]);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_recorded_and_holds_back_only_its_own_key() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let refused = outbox.queue(AGAIN, Some(1), Rank::Record);
    let manners = Manners { refused: 100, ..Manners::good() };
    let drill = Drill::start(outbox.clone(), FakePlatform::new(manners, 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let behind = outbox.queue(AGAIN, Some(1), Rank::Record);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let message = outbox.message(refused);
    assert_eq!(message.state, State::Refused);
    assert_eq!(message.outcomes, [Outcome::Refused { code: "1007".into(), words: "超出规定值范围".into() }]);
    assert!(matches!(outbox.message(behind).state, State::Waiting { .. }));
    assert_eq!(outbox.message(behind).attempts, 0);
    assert_eq!(drill.links.states(), [LinkState::Up], "a platform that refuses is up");
    assert_eq!(outbox.exchanges()[0], (AGAIN.to_owned(), false));
    drill.stop().await;
}

/// 5004 arrives and its reply is lost; sent again it is 对象已存在 (1200). It is there, and its record goes on.
#[tokio::test(start_paused = true)]
async fn a_repeat_that_the_platform_has_already_is_settled_and_holds_nothing_back() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let entry = outbox.queue(AGAIN, Some(1), Rank::Record);
    // The process ended before the reply came.
    outbox.leave_under_way(entry);
    let exit = outbox.queue(AGAIN, Some(1), Rank::Record);
    let platform = FakePlatform::new(Manners { knows_repeats: true, ..Manners::good() }, 1);
    platform.arrivals.lock().unwrap().insert(entry.to_string(), 1);
    let drill = Drill::start(outbox.clone(), platform, DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(10)).await;
    let there = Outcome::Refused { code: "1200".into(), words: "对象已存在".into() };
    let unknown = Outcome::Unknown { why: "Lotdesk ended before the reply came".into() };
    assert_eq!(outbox.message(entry).outcomes, [unknown, there], "what it said stays in the log");
    assert_eq!((outbox.message(entry).state, outbox.message(exit).state), (State::Accepted, State::Accepted));
    assert!(outbox.exchanges().iter().all(|(_, ok)| *ok), "{:?}", outbox.exchanges());
    drill.stop().await;
}

/// On a first attempt it is another's object, and a person must look.
#[tokio::test(start_paused = true)]
async fn an_object_that_was_there_before_is_a_refusal() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let entry = outbox.queue(AGAIN, Some(1), Rank::Record);
    let platform = FakePlatform::new(Manners { knows_repeats: true, ..Manners::good() }, 1);
    platform.arrivals.lock().unwrap().insert(entry.to_string(), 1);
    let drill = Drill::start(outbox.clone(), platform, DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(outbox.message(entry).state, State::Refused);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_login_is_told_and_tried_again_when_the_link_says_so() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let no = outbox.queue(AGAIN, None, Rank::Record);
    let platform = FakePlatform::new(Manners::good(), 1);
    platform.logins_to_refuse.store(3, Ordering::SeqCst);
    let drill = Drill::start(outbox.clone(), platform, DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(14)).await;
    assert_eq!(drill.links.states(), [LinkState::LoginRefused]);
    assert_eq!(outbox.message(no).attempts, 3);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(drill.links.states(), [LinkState::LoginRefused, LinkState::Up]);
    assert_eq!(outbox.message(no).state, State::Accepted);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_stop_settles_what_is_under_way_and_ends_the_session() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    // The first answer opens the gate; then nobody answers any more.
    let first = outbox.queue(AGAIN, None, Rank::Basic);
    let again = outbox.queue(AGAIN, None, Rank::Record);
    let once = outbox.queue(ONCE, None, Rank::Record);
    let manners = Manners { delay_ms: 1_000..=1_000, away_s: vec![(1..3600, false)], ..Manners::good() };
    let drill = Drill::start(outbox, FakePlatform::new(manners, 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let asked = Instant::now();
    let (outbox, platform, _) = drill.stop().await;
    assert!(asked.elapsed() < Duration::from_secs(4), "a stop takes {:?}", asked.elapsed());
    assert_eq!(outbox.message(first).state, State::Accepted);
    assert!(matches!(outbox.message(again).state, State::Waiting { .. }), "the same one may be sent again");
    assert_eq!(outbox.message(once).state, State::Unknown, "it may have arrived, and only a person can decide");
    let why = "Lotdesk was stopped before the reply came".to_owned();
    assert_eq!(outbox.message(once).outcomes, [Outcome::Unknown { why }]);
    assert_eq!(platform.closed.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn answers_that_come_within_the_grace_are_kept() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let no = outbox.queue(ONCE, None, Rank::Record);
    let manners = Manners { delay_ms: 2_000..=2_000, ..Manners::good() };
    let drill = Drill::start(outbox, FakePlatform::new(manners, 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (outbox, ..) = drill.stop().await;
    assert_eq!(outbox.message(no).state, State::Accepted);
}

#[tokio::test(start_paused = true)]
async fn an_outbox_that_fails_for_a_while_loses_nothing() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let nos: Vec<_> = (0..10).map(|key| outbox.queue(AGAIN, Some(key), Rank::Record)).collect();
    *outbox.claims_to_fail.lock().unwrap() = 3;
    *outbox.settlements_to_fail.lock().unwrap() = 2;
    let drill = Drill::start(outbox.clone(), FakePlatform::new(Manners::good(), 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(15)).await;
    assert!(nos.iter().all(|no| outbox.message(*no).state == State::Accepted));
    assert_eq!(drill.platform.effects.lock().unwrap().len(), 10);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_process_had_under_way_is_settled_before_anything_is_sent() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let again = outbox.queue(AGAIN, Some(1), Rank::Record);
    let behind = outbox.queue(AGAIN, Some(1), Rank::Record);
    let once = outbox.queue(ONCE, None, Rank::Record);
    outbox.leave_under_way(again);
    outbox.leave_under_way(once);
    let drill = Drill::start(outbox.clone(), FakePlatform::new(Manners::good(), 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let unknown = Outcome::Unknown { why: "Lotdesk ended before the reply came".into() };
    assert_eq!(outbox.message(again).outcomes, [unknown.clone(), Outcome::Accepted]);
    assert_eq!(outbox.message(behind).state, State::Accepted);
    assert_eq!((outbox.message(once).state, outbox.message(once).outcomes), (State::Unknown, vec![unknown]));
    assert_eq!(*drill.platform.effects.lock().unwrap(), [again.to_string(), behind.to_string()]);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_never_ends_is_given_up() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let no = outbox.queue(ONCE, None, Rank::Record);
    let manners = Manners { delay_ms: 1_000_000..=1_000_000, ..Manners::good() };
    let drill = Drill::start(outbox.clone(), FakePlatform::new(manners, 1), DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(101)).await;
    assert_eq!(outbox.message(no).state, State::Unknown);
    assert_eq!(drill.links.states(), [LinkState::Down, LinkState::Up], "the login then proves that it is there");
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_breaks_leaves_its_message_to_a_person_or_to_the_next_attempt() {
    let outbox = MemoryOutbox::new(VirtualClock::new());
    let (again, once) = (outbox.queue(AGAIN, None, Rank::Record), outbox.queue(ONCE, None, Rank::Record));
    let platform = FakePlatform::new(Manners::good(), 1);
    platform.panics.store(2, Ordering::SeqCst);
    let drill = Drill::start(outbox.clone(), platform, DispatcherSettings::default(), 1);
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(outbox.message(again).state, State::Accepted);
    assert_eq!(outbox.message(once).state, State::Unknown);
    drill.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_that_was_put_off_goes_when_its_time_comes() {
    for seed in 0..20 {
        println!("seed {seed}");
        let outbox = MemoryOutbox::new(VirtualClock::new());
        let manners = Manners { away_s: vec![(1..2, false)], ..Manners::good() };
        let settings = DispatcherSettings { idle_look_ms: 3_600_000, ..DispatcherSettings::default() };
        let drill = Drill::start(outbox.clone(), FakePlatform::new(manners, seed), settings, seed);
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let no = outbox.queue(AGAIN, None, Rank::Record);
        // 20 s without a reply, a second of waiting at most for platform and message each, and the answer.
        tokio::time::sleep(Duration::from_millis(20_000 + 1_000 + 1_000 + 200)).await;
        assert_eq!(outbox.message(no).state, State::Accepted, "seed {seed}");
        drill.stop().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_fault_on_this_machine_is_not_tried_again_at_once() {
    // Before the platform was tried at all, while it is away, and while it answers.
    for away_s in [vec![], vec![(0..5, true)], vec![(0..5, false)]] {
        let outbox = MemoryOutbox::new(VirtualClock::new());
        let no = outbox.queue(AGAIN, None, Rank::Record);
        let platform = FakePlatform::new(Manners { away_s, ..Manners::good() }, 1);
        platform.local_faults.store(1_000, Ordering::SeqCst);
        let drill = Drill::start(outbox.clone(), platform, DispatcherSettings::default(), 1);
        tokio::time::sleep(Duration::from_secs(600)).await;
        let attempts = outbox.message(no).attempts;
        assert!((10..=30).contains(&attempts), "{attempts} attempts in ten minutes");
        drill.platform.local_faults.store(0, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(61)).await;
        assert_eq!(outbox.message(no).state, State::Accepted);
        drill.stop().await;
    }
}
