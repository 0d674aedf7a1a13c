//! What the city asks of a running engine, over HTTPS and TCP, rightly and wrongly, and what it is answered.

use std::time::Instant;

use lotdesk_sandbox::city::Downlink;
use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, Lot, id};
use crate::tcp::comes_to_be_exercised;

/// The demo lot's number.
const LOT: &str = "44030400100101000101";

struct Story {
    city: City,
    lot: Lot,
    engine: Engine,
    _folder: tempfile::TempDir,
}

impl Story {
    /// A lot with one car inside, logged in at the city both ways.
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let city = City::start(folder.path());
        let lot = Lot::set_up(folder.path(), &city);
        lot.over_tcp(&city);
        let mut engine = lot.start().await;
        engine.sign_in().await;
        engine.push("in-1", &id(1, 1), "粤B12345").await.unwrap();
        engine.drained().await;
        Self { city, lot, engine, _folder: folder }
    }

    async fn down(&self, order: Value) -> Downlink {
        self.city.downlink(order).await
    }

    /// Asks for cars, with whatever else the order says.
    async fn find(&self, part: &str, with: Value) -> Downlink {
        let mut order = json!({ "code": "6005", "data": [{ "parkCode": LOT, "plateNo": part }] });
        order.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        self.down(order).await
    }

    /// How often this was refused so far.
    async fn refused(&self, reason: &str) -> u64 {
        let said = self.engine.call("system.listener", json!({})).await.unwrap();
        let rows = said["listener"]["refusals"].as_array().unwrap().clone();
        rows.iter().filter(|row| row["reason"] == reason).map(|row| row["count"].as_u64().unwrap()).sum()
    }

    async fn ends(mut self) {
        crate::car::by_the_tables(&self.city).await;
        self.engine.process.end();
        self.lot.verify();
    }
}

fn said(done: &Downlink) -> Value {
    serde_json::from_str(done.answer.as_deref().unwrap_or_else(|| panic!("{done:?}"))).unwrap()
}

fn plates(done: &Downlink) -> Vec<String> {
    assert!(done.sound(), "{done:?}");
    let answer = said(done);
    assert_eq!(answer["resultCode"], 0, "{answer}");
    let cars = answer["data"].as_array().unwrap();
    cars.iter().map(|car| car["parkCarInfo"]["plateNo"].as_str().unwrap().to_owned()).collect()
}

fn code(done: &Downlink) -> (i64, i64) {
    let answer = said(done);
    (answer["resultCode"].as_i64().unwrap(), answer["data"][0]["code"].as_i64().unwrap_or_default())
}

/// Asks over TCP until the connection is there: it is made while the engine starts, and again after a cut.
async fn over_tcp(story: &Story, part: &str) -> Downlink {
    let deadline = Instant::now() + COMES_WITHIN;
    loop {
        let done = story.find(part, json!({ "transport": "tcp" })).await;
        if done.answer.is_some() {
            return done;
        }
        assert!(Instant::now() < deadline, "{done:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn both_ways_one_answer_shown_by_its_fingerprint() {
    let mut story = Story::begin().await;
    let ready = story.engine.process.ready["callback"].clone();
    let fingerprint = ready["certificate_sha256"].as_str().unwrap();
    // By the fingerprint of the ready line, which the command tells too.
    let over_https = story.find("123", json!({ "fingerprint": fingerprint })).await;
    assert_eq!(plates(&over_https), ["粤B12345"]);
    assert!(over_https.to.starts_with(ready["base_url"].as_str().unwrap()), "{over_https:?}");
    assert_eq!(plates(&over_tcp(&story, "123").await), ["粤B12345"]);
    let listener = story.engine.call("system.listener", json!({})).await.unwrap()["listener"].clone();
    assert_eq!(listener["certificate"]["sha256"], fingerprint);
    assert_eq!(listener["certificate"]["source"], "self_made");
    assert_eq!(listener["paths"][0]["platform"], "city");
    // A question about somebody else's lot, and one that says too little.
    let elsewhere =
        story.down(json!({ "code": "6005", "data": { "parkCode": "44030400100101000099", "plateNo": "123" } }));
    assert_eq!(code(&elsewhere.await), (1, 1101));
    assert_eq!(code(&story.find("1", json!({})).await), (1, 1007));
    assert_eq!(code(&story.down(json!({ "code": "7777", "data": [] })).await), (1, 1000));
    comes_to_be_exercised(&story.engine, "6005").await;
    let interfaces = story.lot.ctl(&["interfaces", "--json"]);
    assert!(interfaces.status.success());
    // The certificate is the same after a restart: the platform need not be told again.
    story.engine.process.end();
    story.engine = story.lot.start().await;
    story.engine.sign_in().await;
    assert_eq!(story.engine.process.ready["callback"]["certificate_sha256"], fingerprint);
    story.ends().await;
}

#[tokio::test]
async fn who_is_not_the_city_and_what_is_not_whole_is_refused_and_counted() {
    let story = Story::begin().await;
    let cases = [
        (json!({ "authorization": "none" }), 3002, "no_token"),
        (json!({ "authorization": { "header": "bearer guessed" } }), 3002, "wrong_token"),
        (json!({ "sign": "59f5688227e06ae8059cba5286a700c95103353b" }), 1000, "bad_signature"),
        (json!({ "timestamp": 1_700_000_000 }), 1007, "stale_timestamp"),
        (json!({ "body": "<html>" }), 1000, "bad_envelope"),
    ];
    for (with, a2, reason) in cases {
        let done = story.find("123", with.clone()).await;
        assert!(done.findings.is_empty(), "{done:?}");
        assert_eq!(code(&done), (1, a2), "{with}");
        assert_eq!(story.refused(reason).await, 1, "{reason}");
    }
    // A stranger's flood is not even read.
    let large = story.find(&"1".repeat(30_000), json!({ "authorization": "none" })).await;
    assert_eq!((large.status, code(&large)), (Some(413), (1, 1004)));
    assert_eq!(story.refused("too_large").await, 1);
    // Half a request, then silence: nobody is kept waiting by it.
    story.city.faults(json!({ "add": [{ "interface": "6005", "times": 1, "fault": { "kind": "cut_before" } }] })).await;
    assert!(story.find("123", json!({})).await.answer.is_none());
    assert_eq!(plates(&story.find("123", json!({})).await), ["粤B12345"]);
    story.ends().await;
}

#[tokio::test]
async fn a_lost_answer_is_given_again_and_an_old_request_is_not() {
    let story = Story::begin().await;
    story.city.faults(json!({ "add": [{ "interface": "6005", "times": 1, "fault": { "kind": "lose_reply" } }] })).await;
    let lost = story.find("123", json!({})).await;
    assert_eq!(lost.why.as_deref(), Some("hung up on purpose"));
    // It was taken all the same, and says the same when it is asked again, though another such car has come meanwhile.
    let again = |transport: &str| story.down(json!({ "code": "6005", "body": lost.sent, "transport": transport }));
    let first = again("https").await;
    assert_eq!(plates(&first), ["粤B12345"]);
    story.engine.push("in-2", &id(1, 2), "粤B12346").await.unwrap();
    assert_eq!(again("https").await.answer, first.answer);
    over_tcp(&story, "999").await;
    assert_eq!(again("tcp").await.answer, first.answer);
    assert_eq!(plates(&story.find("1234", json!({})).await).len(), 2);
    // A city whose clock is off by an hour asks what it asked before, word for word.
    let old = story.find("123", json!({ "timestamp": 1_700_000_000 })).await;
    assert_eq!(code(&old), (1, 1007));
    story.ends().await;
}

#[tokio::test]
async fn a_city_that_comes_back_with_other_tokens_is_known_again() {
    let story = Story::begin().await;
    assert_eq!(plates(&story.find("123", json!({})).await), ["粤B12345"]);
    // What a restarted platform looks like from here: no connection, no tokens.
    story.city.faults(json!({ "expire_tokens": true, "tcp_cut": true })).await;
    story.engine.push("in-2", &id(1, 2), "粤B88888").await.unwrap();
    story.engine.drained().await;
    assert_eq!(plates(&story.find("888", json!({})).await), ["粤B88888"]);
    assert_eq!(plates(&over_tcp(&story, "888").await), ["粤B88888"]);
    story.ends().await;
}
