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
use lotdesk_ledger::event::{GateCommanded, RecordOpened, StoredVehicle};
use lotdesk_ledger::tables::records::RecordSearch;
use lotdesk_ledger::{Actor, Entry, Ledger, LedgerError, Options, Urgency, WriteTx};

const ENTRIES: u64 = 2_000;
const CALLERS: u64 = 32;
const PAST: u64 = 200_000;
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

fn entry(tx: &mut WriteTx<'_>, n: u64) -> Result<(), LedgerError> {
    let id = guid(n);
    let written = Entry { at: Moment(1), actor: Actor::of("lane:in-1"), cause: None, subject: Some(id) };
    let vehicle = StoredVehicle {
        plate: plate(n),
        plate_color: None,
        car_color: None,
        car_logo: None,
        class: VehicleClass::Small,
        tag: None,
    };
    let opened = RecordOpened {
        id,
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
    };
    tx.append(&written, opened)?;
    let gate = GateCommanded {
        command_id: guid(n),
        lane_id: guid(1),
        cause: "read".into(),
        reason: None,
        expires_at: Moment(2),
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

async fn search(ledger: &Ledger) -> Spread {
    for block in 0..PAST / 1_000 {
        let fill = move |tx: &mut WriteTx<'_>| (0..1_000).try_for_each(|n| entry(tx, 2_000_000 + block * 1_000 + n));
        ledger.write(Urgency::Bulk, fill).await.expect("open").expect("written");
    }
    let mut times = Vec::new();
    for n in 0..300_u64 {
        let part = format!("{:03}", n * 37 % 1_000);
        let search = RecordSearch { plate_part: part, state: Some(RecordState::Inside), limit: 50, after: None };
        let begun = Instant::now();
        ledger.read(move |tx| tx.search_records(&search)).await.expect("read");
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
    let search = search(&ledger).await;
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
    println!(
        "{:<44} {:>10.1?} p50 {:>10.1?} p99",
        format!("search by part of a plate, {PAST} records"),
        search.p50,
        search.p99
    );
    println!("SQLite {}, journal and tables verified: {}", rusqlite::version(), {
        let verdict = ledger.verify().await.expect("verify runs");
        verdict.differences.is_empty()
    });
}
