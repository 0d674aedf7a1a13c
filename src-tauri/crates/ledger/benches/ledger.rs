//! `cargo xtask bench ledger`: what a car's entry costs, against the disk's own limit in the same run.
//!
//! The limit is a file that gets one page appended and synced: no durable entry can be faster than that on this disk.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Draft, Platform, Rank};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{RecordState, RecordType, Standing, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{GateCommanded, RecordClosed, RecordOpened, StoredVehicle};
use lotdesk_ledger::tables::records::RecordSearch;
use lotdesk_ledger::{Actor, Entry, Ledger, LedgerError, Options, Urgency, WriteTx};

const ENTRIES: u64 = 2_000;
const CALLERS: u64 = 32;
/// Stays that ended long ago, and those of the cars inside.
const PAST: u64 = 1_000_000;
const INSIDE: u64 = 400;
/// The first of their numbers.
const FIRST: u64 = 2_000_000;
/// Half of what a person takes for at once; any part of a plate is found within it.
const SEARCH_TARGET: Duration = Duration::from_millis(50);
const PAGE: usize = 4096;

fn guid(n: u64) -> Guid {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&n.to_be_bytes());
    Guid::from_bytes(bytes)
}

fn plate(n: u64) -> Plate {
    let letter = char::from(b'A' + u8::try_from(n / 100_000 % 8).unwrap_or(0));
    Plate::parse(&format!("粤{letter}{:05}", n % 100_000)).expect("the form is right")
}

fn opened(n: u64) -> RecordOpened {
    let vehicle = StoredVehicle {
        plate: plate(n),
        plate_color: None,
        car_color: None,
        car_logo: None,
        class: VehicleClass::Small,
        tag: None,
    };
    RecordOpened {
        id: guid(n),
        vehicle,
        standing: Standing::Temporary,
        area: "A".into(),
        entered_at: Moment(1),
        lane_id: Some(guid(1)),
        read_id: Some(guid(n)),
        picture_id: None,
        record_type: RecordType::Normal,
        reason: None,
        share_id: None,
    }
}

fn entry(tx: &mut WriteTx<'_>, n: u64) -> Result<(), LedgerError> {
    let id = guid(n);
    let written = Entry { at: Moment(1), actor: Actor::of("lane:in-1"), cause: None, subject: Some(id) };
    tx.append(&written, opened(n))?;
    let gate = GateCommanded {
        command_id: guid(n),
        lane_id: guid(1),
        cause: "read".into(),
        reason: None,
        expires_at: Moment(2),
        entering: true,
    };
    tx.append(&written, gate)?;
    let draft = Draft {
        platform: Platform::City,
        interface: "5004",
        own_id: id.to_string(),
        order_key: Some(id.to_string()),
        coalesce_key: None,
        rank: Rank::Record,
        body: "x".repeat(500),
        holds_back: true,
        mapping_version: 1,
        problem: None,
    };
    tx.enqueue(&draft, Moment(1))
}

struct Spread {
    p50: Duration,
    p99: Duration,
}

fn spread(mut times: Vec<Duration>) -> Spread {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    Spread { p50: at(50), p99: at(99) }
}

fn disk_limit(folder: &Path) -> std::io::Result<Spread> {
    let mut file = File::create(folder.join("limit"))?;
    let mut times = Vec::new();
    for _ in 0..ENTRIES {
        let begun = Instant::now();
        file.write_all(&[7; PAGE])?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    Ok(spread(times))
}

async fn alone(ledger: &Ledger) -> Spread {
    let mut times = Vec::new();
    for n in 1..=ENTRIES {
        let begun = Instant::now();
        ledger.write(Urgency::Lane, move |tx| entry(tx, n)).await.expect("open").expect("written");
        times.push(begun.elapsed());
    }
    spread(times)
}

async fn together(ledger: &Ledger) -> Duration {
    let begun = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..CALLERS {
        let ledger = ledger.clone();
        callers.spawn(async move {
            for n in 0..ENTRIES / CALLERS {
                let n = 1_000_000 + caller * 10_000 + n;
                ledger.write(Urgency::Lane, move |tx| entry(tx, n)).await.expect("open").expect("written");
            }
        });
    }
    callers.join_all().await;
    begun.elapsed()
}

/// A stay, over unless it is one of the last.
fn stay(tx: &mut WriteTx<'_>, n: u64) -> Result<(), LedgerError> {
    let id = guid(n);
    let written = Entry { at: Moment(1), actor: Actor::of("lane:in-1"), cause: None, subject: Some(id) };
    tx.append(&written, opened(n))?;
    if n < FIRST + PAST - INSIDE {
        let closed = RecordClosed {
            record_id: id,
            left_at: Moment(2),
            lane_id: Some(guid(2)),
            read_id: None,
            picture_id: None,
            record_type: RecordType::Normal,
        };
        tx.append(&written, closed)?;
    }
    Ok(())
}

async fn fill(ledger: &Ledger) {
    for block in 0..PAST / 1_000 {
        let some = move |tx: &mut WriteTx<'_>| (0..1_000).try_for_each(|n| stay(tx, FIRST + block * 1_000 + n));
        ledger.write(Urgency::Bulk, some).await.expect("open").expect("written");
    }
}

/// Parts of every length, of plates that are there and of some that are not.
async fn search(ledger: &Ledger, state: Option<RecordState>) -> Spread {
    let mut times = Vec::new();
    for n in 0..1_000_u64 {
        let whole: Vec<char> = plate(n * 7_919).as_str().chars().collect();
        let from = usize::try_from(n % 7).expect("few");
        let to = whole.len().min(from + 1 + usize::try_from(n / 7 % 7).expect("few"));
        let part = whole[from..to].iter().collect();
        let search = RecordSearch { plate_part: part, state, limit: 50, after: None };
        let begun = Instant::now();
        ledger.read(move |tx| tx.search_records(&search)).await.expect("read");
        times.push(begun.elapsed());
    }
    spread(times)
}

/// What it costs to read every plate, as a program without an index would.
fn reading_all(path: &Path) -> Spread {
    let file = rusqlite::Connection::open(path).expect("the ledger's file");
    let mut times = Vec::new();
    for n in 0..10_u64 {
        let begun = Instant::now();
        let part = format!("%{}%", &plate(n * 7_919).as_str()[3..]);
        let count = "SELECT count(*) FROM records NOT INDEXED WHERE plate LIKE ?1";
        file.query_row(count, [part], |row| row.get::<_, i64>(0)).expect("read");
        times.push(begun.elapsed());
    }
    spread(times)
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let limit = disk_limit(folder.path()).expect("the disk answers");
    let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).expect("the ledger opens");
    let alone = alone(&ledger).await;
    let together = together(&ledger).await;
    fill(&ledger).await;
    let everything = search(&ledger, None).await;
    let inside = search(&ledger, Some(RecordState::Inside)).await;
    let reading = reading_all(&folder.path().join("ledger.db"));
    let each = together / u32::try_from(ENTRIES).expect("few");
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!("{:<44} {:>10.1?} p50 {:>10.1?} p99", "limit: append one page and sync", limit.p50, limit.p99);
    println!(
        "{:<44} {:>10.1?} p50 {:>10.1?} p99   {:.1} x the limit at p50",
        "a car's entry, durable, one at a time",
        alone.p50,
        alone.p99,
        ratio(alone.p50, limit.p50)
    );
    println!(
        "{:<44} {:>10.1?} each              {:.2} x the limit at p50",
        format!("the same, {CALLERS} callers sharing commits"),
        each,
        ratio(each, limit.p50)
    );
    for (what, found) in [("all stays", &everything), ("cars inside", &inside)] {
        println!(
            "{:<44} {:>10.1?} p50 {:>10.1?} p99   {:.4} x reading every plate",
            format!("search by a part, {what} of {PAST}"),
            found.p50,
            found.p99,
            ratio(found.p99, reading.p50)
        );
    }
    println!("SQLite {}, journal and tables verified: {}", rusqlite::version(), {
        let verdict = ledger.verify().await.expect("verify runs");
        verdict.differences.is_empty()
    });
    if everything.p99.max(inside.p99) >= SEARCH_TARGET {
        eprintln!("a search took longer than {SEARCH_TARGET:?}");
        std::process::exit(1);
    }
}
