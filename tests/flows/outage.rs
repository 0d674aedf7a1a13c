//! The platform is slow, silent, cut off, or refuses: the lot goes on, and afterwards everything is there once, in order.

use std::time::{Duration, Instant};

use lotdesk_sandbox::city::ItemFate;
use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, Lot, id};

const CARS: u64 = 12;
const OUT_1: &str = "35D02C385B920799EC6CEB6F77D1A9B1";

struct Story {
    folder: tempfile::TempDir,
    city: City,
    lot: Lot,
    engine: Engine,
}

impl Story {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        let mut engine = lot.start().await;
        engine.sign_in().await;
        Self { folder, city, lot, engine }
    }

    /// A car that came two hours ago, pays and leaves. Returns its record and its payment.
    async fn car(&self, n: u64) -> (String, String) {
        let engine = &self.engine;
        let plate = format!("粤B{n:05}");
        let entry = engine.push_old("in-1", &id(1, n), &plate, Duration::from_secs(7200)).await;
        let record = entry["record_id"].as_str().unwrap().to_owned();
        let stopped = engine.push("out-1", &id(2, n), &plate).await.unwrap();
        assert_eq!(stopped["fate"], "must_pay", "{stopped}");
        let quote = engine.call("exit.quote", json!({ "record_id": record })).await.unwrap();
        let request = id(3, n);
        let pay = json!({
            "request_id": request, "record_id": record, "lane_id": OUT_1,
            "due_fen": quote["due_fen"], "received_fen": quote["due_fen"],
        });
        let paid = engine.call("exit.pay_cash", pay).await.unwrap();
        assert_eq!(paid["left"], true);
        (record, request)
    }

    async fn cars(&self) -> Vec<(String, String)> {
        let mut cars = Vec::new();
        for n in 1..=CARS {
            cars.push(self.car(n).await);
        }
        cars
    }

    /// Every message had its effect once and in the order of its record.
    async fn judge(self, cars: &[(String, String)]) {
        self.engine.drained().await;
        for (record, payment) in cars {
            for (interface, own) in [("5004", record), ("5008", payment), ("5005", record)] {
                let (taken, _) = self.city.counts(interface, own);
                assert_eq!(taken, 1, "{interface} {own}");
            }
            let firsts = ["5004", "5008", "5005"].map(|interface| {
                let own = if interface == "5008" { payment } else { record };
                self.city
                    .arrivals()
                    .iter()
                    .find(|a| a.interface == interface && a.ids.contains(own) && a.items.contains(&ItemFate::Taken))
                    .map(|a| a.no)
                    .expect("it arrived")
            });
            assert!(firsts.is_sorted(), "{record}: {firsts:?}");
        }
        assert_eq!(self.city.disorder().await, Vec::<Value>::new());
        drop(self.engine);
        self.lot.verify();
        drop(self.folder);
    }
}

#[tokio::test]
async fn the_lot_goes_on_while_the_city_withholds_every_reply() {
    let story = Story::begin().await;
    story.engine.drained().await;
    story.city.faults(json!({ "add": [{ "fault": { "kind": "withhold" } }] })).await;
    let begun = Instant::now();
    let cars = story.cars().await;
    assert!(begun.elapsed() < COMES_WITHIN);
    // Three messages and two pictures a car, and one snapshot that stands for all the counts there were.
    let waiting = story.engine.waiting().await;
    assert!((CARS * 4..=CARS * 5 + 2).contains(&waiting), "{waiting} messages wait");
    let open = story.engine.call("outbox.list", json!({ "open_only": true, "limit": 200 })).await.unwrap();
    let snapshots = open["rows"].as_array().unwrap().iter().filter(|row| row["interface"] == "5003").count();
    assert!(snapshots <= 2, "{snapshots} snapshots wait");
    story.city.faults(json!({ "clear": true })).await;
    story.judge(&cars).await;
}

#[tokio::test]
async fn lost_replies_are_asked_again_with_the_same_identifiers_and_count_once() {
    let story = Story::begin().await;
    story
        .city
        .faults(json!({ "add": [
        { "interface": "5004", "times": 3, "fault": { "kind": "lose_reply" } },
        { "interface": "5008", "times": 2, "fault": { "kind": "garbage" } },
        { "interface": "5005", "times": 2, "fault": { "kind": "delay", "delay_ms": 300 } },
        { "interface": "2001", "times": 2, "fault": { "kind": "lose_reply" } },
        { "interface": "1001", "times": 1, "fault": { "kind": "cut_before" } },
    ] }))
        .await;
    let cars = story.cars().await;
    story.engine.drained().await;
    let repeated: usize = cars.iter().map(|(record, _)| story.city.counts("5004", record).1 - 1).sum();
    assert_eq!(repeated, 3, "each lost reply was asked for once more");
    story.judge(&cars).await;
}

#[tokio::test]
async fn a_cut_line_and_an_expired_token_are_got_over() {
    let story = Story::begin().await;
    story.city.faults(json!({ "add": [{ "times": 5, "fault": { "kind": "cut_before" } }] })).await;
    let mut cars = story.cars().await;
    story.engine.drained().await;
    story.city.faults(json!({ "expire_tokens": true })).await;
    cars.push(story.car(99).await);
    story.judge(&cars).await;
}

#[tokio::test]
async fn a_refused_message_parks_its_record_until_it_is_sent_again() {
    let story = Story::begin().await;
    story.engine.drained().await;
    story
        .city
        .faults(json!({ "add": [
        { "interface": "5004", "times": 1, "fault": { "kind": "refuse", "code": 1007, "words": "超出规定值范围" } },
    ] }))
        .await;
    let cars = story.cars().await;
    let (first, payment) = &cars[0];
    // The others do not wait for it.
    let deadline = Instant::now() + COMES_WITHIN;
    loop {
        let open = story.engine.call("outbox.list", json!({ "open_only": true, "limit": 200 })).await.unwrap();
        let rows = open["rows"].as_array().unwrap().clone();
        let refused = rows.iter().find(|row| row["state"] == "refused");
        if let Some(refused) = refused
            && rows.iter().all(|row| row["no"] == refused["no"] || row["behind"] != Value::Null)
        {
            assert_eq!(refused["last_outcome"]["code"], "1007");
            assert!(refused["last_outcome"]["words"].as_str().unwrap().contains("超出规定值范围"), "{refused}");
            assert_eq!(story.city.counts("5008", payment).1, 0, "what is behind a refused message does not go");
            story.engine.call("outbox.resend", json!({ "no": refused["no"] })).await.unwrap();
            break;
        }
        assert!(Instant::now() < deadline, "the refusal is not seen: {rows:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!first.is_empty());
    story.judge(&cars).await;
}
