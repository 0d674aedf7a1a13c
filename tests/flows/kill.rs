//! The power cut, two hundred times. Cars come, pay and leave while the engine is killed at random moments, each time
//! with an operation in flight that nobody has answered. The judges are kept by others: the client's log of what was
//! acknowledged, the city's log of what arrived, and `lotdeskctl verify`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::harness::{City, Engine, Lot, id, push};

/// Two lots at once, so that one starts again while the other works.
const LOTS: u32 = 2;
const CUTS_EACH: u32 = 100;

/// What one car's driver and attendant know: what was acknowledged, and what must be asked again with the same identifier.
#[derive(Clone, Debug, Default)]
struct Car {
    plate: String,
    entry_read: String,
    record: Option<String>,
    exit_read: Option<String>,
    must_pay: bool,
    payment: Option<(String, i64)>,
    left: bool,
}

type Log = Arc<Mutex<BTreeMap<u64, Car>>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_power_cuts_lose_and_double_nothing() {
    let mut lots = tokio::task::JoinSet::new();
    for _ in 0..LOTS {
        lots.spawn(a_lot(rand::rng().next_u64()));
    }
    lots.join_all().await;
}

/// One lot's story, from the first start to the verdict.
async fn a_lot(seed: u64) {
    println!("seed {seed}");
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let log: Log = Log::default();
    let (mut cuts, mut rounds) = (0, 0);

    while cuts < CUTS_EACH {
        rounds += 1;
        assert!(rounds < CUTS_EACH * 3, "only {cuts} of {rounds} cuts fell on an unanswered request");
        let mut engine = lot.start().await;
        engine.sign_in().await;
        let engine = Arc::new(engine);
        let mut drivers = tokio::task::JoinSet::new();
        for lane in 0..2_u64 {
            let (engine, log) = (engine.clone(), log.clone());
            drivers.spawn(async move { drive(&engine, &log, lane, u64::from(rounds)).await });
        }
        tokio::time::sleep(Duration::from_millis(random.random_range(10..120))).await;
        let cut_at = Instant::now();
        let cutter = engine.clone();
        tokio::task::spawn_blocking(move || cutter.process.cut()).await.unwrap();
        // A cut counts when a request that had been sent before it was never answered.
        let unanswered_since = drivers.join_all().await;
        cuts += u32::from(unanswered_since.iter().any(|begun| *begun < cut_at));
    }

    // The last start: every car that was under way asks again with the identifiers it had.
    let mut engine = lot.start().await;
    engine.sign_in().await;
    let cars = log.lock().unwrap().clone();
    for (number, mut car) in cars {
        while !car.left {
            step(&engine, number, &mut car).await.unwrap_or_else(|| panic!("car {number} is not answered"));
        }
        log.lock().unwrap().insert(number, car);
    }
    engine.drained().await;
    let cars = log.lock().unwrap().clone();
    judge(&engine, &city, &cars).await;
    assert_eq!(city.disorder().await, Vec::<Value>::new());
    drop(engine);
    lot.verify();
    println!("{} cars, {cuts} cuts with a request unanswered, {rounds} starts", cars.len());
}

/// Cars of one driver, one after the other, until the engine is gone. Returns when the request was begun that was not
/// answered.
async fn drive(engine: &Engine, log: &Log, lane: u64, round: u64) -> Instant {
    let half_done: Vec<u64> = {
        let log = log.lock().unwrap();
        log.iter().filter(|(number, car)| !car.left && *number % 2 == lane).map(|(number, _)| *number).collect()
    };
    let fresh = (0..).map(|n| (round * 1_000 + n) * 2 + lane);
    for number in half_done.into_iter().chain(fresh) {
        let mut car = log.lock().unwrap().get(&number).cloned().unwrap_or_else(|| Car {
            plate: plate_of(number),
            entry_read: id(1, number),
            ..Car::default()
        });
        while !car.left {
            // Written down before it is asked, so that the identifiers survive whatever becomes of the answer.
            log.lock().unwrap().insert(number, car.clone());
            let begun = Instant::now();
            if step(engine, number, &mut car).await.is_none() {
                log.lock().unwrap().insert(number, car.clone());
                return begun;
            }
            log.lock().unwrap().insert(number, car.clone());
        }
    }
    unreachable!("there is always another car")
}

/// One request. None when it was not answered.
async fn step(engine: &Engine, number: u64, car: &mut Car) -> Option<()> {
    let Some(record) = car.record.clone() else {
        // Two hours ago, by a camera that had kept the read: a stay with a fee, without waiting for it.
        let ago = Duration::from_secs(7200);
        let said = push(&engine.http, &engine.lanes, "in-1", &car.entry_read, &car.plate, Some(ago)).await.ok()?;
        car.record = Some(said["record_id"].as_str().expect("an entry has a record").to_owned());
        return Some(());
    };
    if !car.must_pay {
        let read = car.exit_read.get_or_insert_with(|| id(2, number)).clone();
        let (code, _) = exit_of(number);
        let said = push(&engine.http, &engine.lanes, code, &read, &car.plate, None).await.ok()?;
        assert_eq!(said["record_id"], json!(record), "the read belongs to its own record: {said}");
        car.must_pay = true;
        return Some(());
    }
    if car.payment.is_none() {
        let quote = engine.call("exit.quote", json!({ "record_id": record })).await.ok()?;
        car.payment = Some((id(3, number), quote["due_fen"].as_i64().unwrap()));
        return Some(());
    }
    let (request, due) = car.payment.clone().expect("just seen");
    let paid = engine
        .call(
            "exit.pay_cash",
            json!({
                "request_id": request, "record_id": record, "lane_id": exit_of(number).1, "due_fen": due, "received_fen": due + 500,
            }),
        )
        .await;
    match paid {
        Ok(paid) => {
            assert_eq!((&paid["change_fen"], &paid["left"]), (&json!(500), &json!(true)), "{paid}");
            car.left = true;
            Some(())
        }
        Err(refusal) if refusal.code == lotdesk_operations::api::refusal::Code::Unavailable => None,
        Err(refusal) => panic!("{car:?}: {refusal:?}"),
    }
}

/// A plate of its own for every car: one that left is known to be gone when a late read says that it came before.
fn plate_of(number: u64) -> String {
    let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K"];
    let letter =
        usize::try_from(number / 100_000).ok().and_then(|at| letters.get(at)).expect("fewer than a million cars");
    format!("粤{letter}{:05}", number % 100_000)
}

/// The demo lot's exit that a driver's cars leave by: two cars cannot stand before one camera at once.
fn exit_of(number: u64) -> (&'static str, &'static str) {
    if number.is_multiple_of(2) {
        ("out-1", "35D02C385B920799EC6CEB6F77D1A9B1")
    } else {
        ("out-2", "05FB32698232E850E0A080E411189E2D")
    }
}

/// Every acknowledged operation is there exactly once, and every platform effect happened once.
async fn judge(engine: &Engine, city: &City, cars: &BTreeMap<u64, Car>) {
    let mut effects: BTreeMap<(String, String), usize> = BTreeMap::new();
    for arrival in city.arrivals() {
        for (own, fate) in arrival.ids.iter().zip(&arrival.items) {
            if *fate == lotdesk_sandbox::city::ItemFate::Taken {
                *effects.entry((arrival.interface.clone(), own.clone())).or_default() += 1;
            }
        }
    }
    let once = |interface: &str, own: &str| {
        let count = effects.get(&(interface.to_owned(), own.to_owned())).copied().unwrap_or(0);
        assert_eq!(count, 1, "{interface} {own} had its effect {count} times");
    };
    let mut taken_fen = 0;
    for car in cars.values() {
        let record = car.record.as_ref().expect("acknowledged");
        let detail = engine.call("record.detail", json!({ "record_id": record })).await.expect("it answers");
        assert_eq!(detail["record"]["state"], "left", "{car:?}");
        let (request, due) = car.payment.as_ref().expect("paid");
        let charges = detail["charges"].as_array().unwrap();
        assert_eq!(charges.len(), 1, "{car:?}: {charges:?}");
        assert_eq!((&charges[0]["id"], charges[0]["received_fen"].as_i64()), (&json!(request), Some(*due)));
        taken_fen += due;
        once("5004", record);
        once("5008", request);
        once("5005", record);
    }
    let found = engine.call("record.search", json!({ "limit": 200 })).await.expect("it answers");
    let mut rows = found["rows"].as_array().unwrap().len();
    let mut page = found;
    while page["more"] == true {
        let after = page["rows"].as_array().unwrap().last().unwrap()["id"].clone();
        page = engine.call("record.search", json!({ "limit": 200, "after": after })).await.expect("it answers");
        rows += page["rows"].as_array().unwrap().len();
    }
    assert_eq!(rows, cars.len(), "no record that no car stands for");
    println!("{taken_fen} fen taken");
}
