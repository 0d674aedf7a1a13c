//! The ledger's promises: nothing half done, nothing silently changed, tables that come out of the journal.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::operator::Role;
use lotdesk_domain::parking::{PayType, RecordState, RecordType, Standing, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{Charged, OperatorAdded, PlateCorrected, RecordClosed, RecordOpened, StoredVehicle};
use lotdesk_ledger::tables::records::RecordSearch;
use lotdesk_ledger::{Actor, Difference, Entry, Ledger, LedgerError, Options, Urgency};
use rand::{Rng, RngExt, SeedableRng};

fn open(folder: &tempfile::TempDir) -> Ledger {
    Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap()
}

fn entry() -> Entry {
    Entry { at: Moment(1), actor: Actor::of("test"), cause: None, subject: None }
}

fn guid(n: u64) -> Guid {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Guid::from_bytes(bytes)
}

fn operator(n: u64) -> OperatorAdded {
    OperatorAdded { id: guid(n), name: format!("操作员{n}"), role: Role::Attendant }
}

fn opened(n: u64) -> RecordOpened {
    RecordOpened {
        id: guid(n),
        vehicle: StoredVehicle {
            plate: Plate::parse(&format!("粤B{:05}", n % 100_000)).unwrap(),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        },
        standing: Standing::Temporary,
        area: "A".into(),
        entered_at: Moment(0),
        lane_id: None,
        read_id: None,
        picture_id: None,
        record_type: RecordType::Normal,
        reason: None,
        share_id: None,
    }
}

fn closed(n: u64) -> RecordClosed {
    RecordClosed {
        record_id: guid(n),
        left_at: Moment(5),
        lane_id: None,
        read_id: None,
        picture_id: None,
        record_type: RecordType::Normal,
    }
}

fn charged(n: u64, record: u64, fen: i64, postings: Vec<(String, Fen)>) -> Charged {
    Charged {
        id: guid(n),
        order_no: format!("LD{n}"),
        record_id: guid(record),
        paid_at: Moment(4),
        priced_at: None,
        receivable_fen: Fen(fen),
        discount_fen: Fen::ZERO,
        received_fen: Fen(fen),
        charging_fen: Fen::ZERO,
        tendered_fen: Fen(fen),
        pay_type: PayType::Cash,
        pay_from: "线下缴费".into(),
        let_off: None,
        coupons: Vec::new(),
        discounts: Vec::new(),
        lane_id: None,
        gate_command_id: None,
        postings,
    }
}

#[tokio::test]
async fn a_refused_operation_leaves_nothing_and_its_neighbours_stay() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let calls = (1..=40_u64).map(|n| {
        let ledger = ledger.clone();
        async move {
            ledger
                .write(Urgency::Lane, move |tx| {
                    tx.append(&entry(), operator(n)).unwrap();
                    if n % 3 == 0 { Err("refused") } else { Ok(n) }
                })
                .await
                .unwrap()
                .map(|written| written.value)
        }
    });
    let mut tasks = tokio::task::JoinSet::new();
    for call in calls {
        tasks.spawn(call);
    }
    let said = tasks.join_all().await;
    assert_eq!(said.iter().filter(|s| s.is_err()).count(), 13);
    let names = ledger.read(|tx| Ok(tx.operators()?.len())).await.unwrap();
    assert_eq!(names, 27);
    let verdict = ledger.verify().await.unwrap();
    assert_eq!((verdict.events, verdict.differences), (27, vec![]));
}

#[tokio::test]
async fn a_panicking_operation_is_rolled_back_and_the_door_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let broke = ledger
        .write(Urgency::Lane, |tx| -> Result<(), LedgerError> {
            tx.append(&entry(), operator(1))?;
            panic!("on purpose");
        })
        .await;
    assert!(matches!(broke, Err(LedgerError::BrokeOff)), "{broke:?}");
    ledger.write(Urgency::Lane, |tx| tx.append(&entry(), operator(2))).await.unwrap().unwrap();
    let events = ledger.read(|tx| tx.events_from(0, 10)).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].seq, 1);
}

#[tokio::test]
async fn events_are_told_only_after_their_commit_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let mut committed = ledger.committed();
    for n in 1..=5 {
        ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), operator(n))).await.unwrap().unwrap();
    }
    let mut seen = Vec::new();
    while seen.len() < 5 {
        let told = committed.recv().await.unwrap();
        let newest = told.last().unwrap().seq;
        assert!(ledger.read(move |tx| Ok(tx.head()?.seq)).await.unwrap() >= newest);
        seen.extend(told.iter().map(|e| e.seq));
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn postings_that_do_not_balance_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    ledger.write(Urgency::Lane, |tx| tx.append(&entry(), opened(1))).await.unwrap().unwrap();
    let crooked = vec![("drawer:x".to_owned(), Fen(500)), ("revenue:parking".to_owned(), Fen(-499))];
    let refused = ledger.write(Urgency::Lane, |tx| tx.append(&entry(), charged(2, 1, 500, crooked))).await.unwrap();
    assert!(refused.is_err());
    assert_eq!(ledger.read(|tx| tx.balances()).await.unwrap(), []);
}

#[tokio::test]
async fn a_line_changed_behind_our_back_shows() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    for n in 1..=4 {
        ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), operator(n))).await.unwrap().unwrap();
    }
    let connection = rusqlite::Connection::open(ledger.path()).unwrap();
    assert!(connection.execute("UPDATE journal SET body = '{}' WHERE seq = 2", []).is_err());
    assert!(connection.execute("DELETE FROM journal WHERE seq = 2", []).is_err());
    connection.execute_batch("DROP TRIGGER journal_is_never_edited").unwrap();
    connection.execute("UPDATE journal SET body = replace(body, 'attendant', 'manager') WHERE seq = 2", []).unwrap();
    let verdict = ledger.verify().await.unwrap();
    assert_eq!(verdict.differences, [Difference::Chain { seq: 2 }]);
}

#[tokio::test]
async fn a_table_changed_behind_our_back_shows_and_a_rebuild_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    ledger.write(Urgency::Lane, |tx| tx.append(&entry(), opened(1))).await.unwrap().unwrap();
    let connection = rusqlite::Connection::open(ledger.path()).unwrap();
    connection.execute("UPDATE records SET received_fen = 100", []).unwrap();
    let differences = ledger.verify().await.unwrap().differences;
    assert!(
        matches!(&differences[..], [Difference::Table { table, row: 1, .. }] if table == "records"),
        "{differences:?}"
    );
    assert_eq!(ledger.rebuild().await.unwrap(), 1);
    assert_eq!(ledger.verify().await.unwrap().differences, []);
}

#[tokio::test]
async fn no_tables_are_made_from_an_altered_journal() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    for n in 1..=3 {
        ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), operator(n))).await.unwrap().unwrap();
    }
    let connection = rusqlite::Connection::open(ledger.path()).unwrap();
    connection.execute_batch("DROP TRIGGER journal_is_never_edited").unwrap();
    connection.execute("UPDATE journal SET body = replace(body, 'attendant', 'manager') WHERE seq = 2", []).unwrap();
    let refused = ledger.rebuild().await;
    assert!(matches!(&refused, Err(LedgerError::Stored { what, .. }) if what == "event 2"), "{refused:?}");
    assert_eq!(ledger.read(|tx| Ok(tx.operators()?.len())).await.unwrap(), 3, "the tables stay as they were");
}

#[tokio::test]
async fn a_closed_ledger_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    ledger.write(Urgency::Lane, |tx| tx.append(&entry(), operator(1))).await.unwrap().unwrap();
    assert_eq!(ledger.read(|tx| Ok(tx.operators()?.len())).await.unwrap(), 1);
    let path = ledger.path().to_owned();
    ledger.close();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no write-ahead log is left beside it");
    let copy = folder.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    let copy = Ledger::open(&Options { path: copy }).unwrap();
    assert_eq!(copy.read(|tx| Ok(tx.operators()?.len())).await.unwrap(), 1);
}

#[tokio::test]
async fn a_ledger_of_a_later_version_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE later (x); PRAGMA user_version = 999").unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    let refused = Ledger::open(&Options { path: path.clone() });
    assert!(matches!(refused.err(), Some(LedgerError::Newer { found: 999, .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn closing_answers_everything_that_was_handed_in() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let answered = Arc::new(AtomicUsize::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 1..=100 {
        let (ledger, answered) = (ledger.clone(), answered.clone());
        tasks.spawn(async move {
            if ledger.write(Urgency::Bulk, move |tx| tx.append(&entry(), operator(n))).await.is_ok() {
                answered.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    tokio::task::yield_now().await;
    ledger.close();
    tasks.join_all().await;
    let after = open(&folder);
    let kept = after.read(|tx| Ok(tx.operators()?.len())).await.unwrap();
    assert_eq!(kept, answered.load(Ordering::SeqCst), "every answer stands for a durable line, and no other");
}

/// Random histories come out of the journal as they went in.
#[tokio::test]
async fn any_history_equals_its_rebuild() {
    let seed: u64 = rand::rng().next_u64();
    println!("seed {seed}");
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let (mut inside, mut next) = (Vec::new(), 1_u64);
    for _ in 0..300 {
        next += 1;
        let n = next;
        match random.random_range(0..4) {
            0 | 1 => {
                inside.push(n);
                ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), opened(n))).await.unwrap().unwrap();
            }
            2 if !inside.is_empty() => {
                let record = inside[random.random_range(0..inside.len())];
                let fen = random.random_range(1..5000);
                let balanced = vec![("drawer:x".to_owned(), Fen(fen)), ("revenue:parking".to_owned(), Fen(-fen))];
                let charge = charged(n, record, fen, balanced);
                ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), charge)).await.unwrap().unwrap();
            }
            _ if !inside.is_empty() => {
                let record = inside.swap_remove(random.random_range(0..inside.len()));
                ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), closed(record))).await.unwrap().unwrap();
                let again = ledger.write(Urgency::Lane, move |tx| tx.append(&entry(), closed(record))).await.unwrap();
                assert!(again.is_err(), "a stay cannot end twice");
            }
            _ => {}
        }
    }
    let used = ledger.read(|tx| tx.used_by_area()).await.unwrap();
    assert_eq!(used.get("A").copied().unwrap_or(0) as usize, inside.len());
    assert_eq!(ledger.verify().await.unwrap().differences, []);
    ledger.rebuild().await.unwrap();
    assert_eq!(ledger.verify().await.unwrap().differences, []);
}

#[tokio::test]
async fn any_part_of_a_plate_finds_what_reading_every_plate_finds() {
    let seed: u64 = rand::rng().next_u64();
    println!("seed {seed}");
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(&folder);
    let plate = |random: &mut rand::rngs::StdRng| {
        let province = ['粤', '湘', '港'][random.random_range(0..2)];
        let digits: String = (0..5).map(|_| char::from(b'0' + random.random_range(0..3_u8))).collect();
        format!("{province}B{digits}")
    };
    let mut cars: Vec<(u64, String, RecordState)> = Vec::new();
    for n in 1..=300 {
        let (first, later) = (plate(&mut random), plate(&mut random));
        let corrected = n % 7 == 0;
        let leaves = n % 3 != 0;
        let text = if corrected { later.clone() } else { first.clone() };
        cars.push((n, text, if leaves { RecordState::Left } else { RecordState::Inside }));
        let parsed = Plate::parse(&first).unwrap();
        let vehicle = StoredVehicle { plate: parsed.clone(), ..opened(n).vehicle };
        let correction = corrected.then(|| PlateCorrected {
            record_id: guid(n),
            from: parsed,
            to: Plate::parse(&later).unwrap(),
            standing: Standing::Temporary,
            record_type: RecordType::Normal,
            reason: "误识".into(),
            approver: None,
        });
        let write = ledger.write(Urgency::Lane, move |tx| {
            tx.append(&entry(), RecordOpened { vehicle, ..opened(n) })?;
            if let Some(correction) = correction {
                tx.append(&entry(), correction)?;
            }
            if leaves { tx.append(&entry(), closed(n)).map(|_| ()) } else { Ok(()) }
        });
        write.await.unwrap().unwrap();
    }
    for rebuilt in [false, true] {
        if rebuilt {
            ledger.rebuild().await.unwrap();
        }
        for _ in 0..60 {
            let source: Vec<char> = plate(&mut random).chars().collect();
            let from = random.random_range(0..source.len());
            let part: String = source[from..random.random_range(from..=source.len())].iter().collect();
            let state = [None, Some(RecordState::Inside), Some(RecordState::Left)][random.random_range(0..3)];
            let fits = |(_, plate, now): &&(u64, String, RecordState)| {
                plate.contains(&part) && state.is_none_or(|state| state == *now)
            };
            let wanted: Vec<_> = cars.iter().rev().filter(fits).map(|(n, ..)| guid(*n)).collect();
            // Page by page, as a list is read.
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let search = RecordSearch { plate_part: part.clone(), state, limit: 20, after };
                let mut page = ledger.read(move |tx| tx.search_records(&search)).await.unwrap();
                let more = page.len() > 20;
                page.truncate(20);
                found.extend(page.iter().map(|record| record.id));
                after = found.last().copied();
                if !more {
                    break;
                }
            }
            assert_eq!(found, wanted, "`{part}` {state:?}");
        }
    }
    // What no plate can have is no order to the search, and finds nothing.
    for odd in ["\"", "粤B-12 OR 1", "%", "_", "*", "NEAR(1 2)", "B\0"] {
        for state in [None, Some(RecordState::Inside)] {
            let search = RecordSearch { plate_part: odd.into(), state, limit: 5, after: None };
            let found = ledger.read(move |tx| tx.search_records(&search)).await.unwrap();
            assert!(found.is_empty() || odd.contains('B'), "{odd}");
        }
    }
}
