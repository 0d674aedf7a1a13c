//! What is acknowledged is kept, its picture too, and a slow disk keeps no driver at the gate.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{NOW, OTHER_TOKEN, World, fixture, world, world_with};

#[tokio::test]
async fn the_gate_opens_before_a_slow_picture_is_kept_and_the_read_is_sent_again() {
    let world = world().await;
    let disk = Arc::new(Notify::new());
    *world.host.slow_store.lock().unwrap() = Some(disk.clone());
    let (status, reply) = world.post("/lanes/in-1/reads", fixture("own_tagged.json")).await;
    assert!(world.host.pictures.lock().unwrap().is_empty(), "the store is held up by the test");
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "it is no acknowledgement while the picture can be lost");
    assert_eq!((&reply["open_gate"], &reply["field"]), (&json!(true), &json!("picture")), "but the gate opens");
    // The sender keeps the record and sends it again; by then the disk has caught up.
    *world.host.slow_store.lock().unwrap() = None;
    disk.notify_waiters();
    let (status, _) = world.post("/lanes/in-1/reads", fixture("own_tagged.json")).await;
    assert_eq!(status, StatusCode::OK);
    let reads = world.host.reads.lock().unwrap();
    assert_eq!(reads[0].read_id, reads[1].read_id, "it is the same read");
    assert!(world.host.pictures.lock().unwrap().contains_key(&reads[0].picture_id.unwrap()));
}

/// One read whose answer opens no gate: nobody stands there, and it waits for its picture as long as it takes.
#[tokio::test]
async fn an_answer_that_opens_nothing_waits_for_its_picture() {
    let world = world_with(|settings| settings.answer_within_ms = 600).await;
    let disk = Arc::new(Notify::new());
    *world.host.slow_store.lock().unwrap() = Some(disk.clone());
    let mut late: Value = serde_json::from_slice(&fixture("own_tagged.json")).unwrap();
    late["buffered"] = json!(true);
    let (status, _) = world.post("/lanes/in-1/reads", late.to_string()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "the camera's time was over first");
    assert_eq!(world.host.reads.lock().unwrap().len(), 1, "the read itself was not held up");
    assert!(world.host.pictures.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_disk_that_refuses_the_picture_gets_no_read_acknowledged() {
    let world = world().await;
    world.host.full.store(true, Ordering::SeqCst);
    let (status, reply) = world.post("/lanes/in-1/reads", fixture("own_tagged.json")).await;
    assert_eq!((status, &reply["open_gate"]), (StatusCode::SERVICE_UNAVAILABLE, &json!(true)));
    assert!(reply["rule_zh"].is_string() && reply["rule_en"].is_string(), "{reply}");
    let event = || {
        let mut form = format!(
            "--b\r\nContent-Disposition: form-data; name=\"anpr.xml\"\r\nContent-Type: text/xml\r\n\r\n{}",
            String::from_utf8(fixture("hikvision_anpr.xml")).unwrap()
        )
        .into_bytes();
        form.extend(b"\r\n--b\r\nContent-Disposition: form-data; name=\"a.jpg\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n");
        form.extend([0xFF, 0xD8, 0xFF, 0xE0]);
        form.extend(b"scene\r\n--b--\r\n");
        let url = format!("{}/lanes/out-1/hikvision?token={OTHER_TOKEN}", world.base);
        world.client.post(url).header("content-type", "multipart/form-data; boundary=b").body(form)
    };
    assert_eq!(World::answer(event()).await.0, StatusCode::SERVICE_UNAVAILABLE);
    let mut push: Value = serde_json::from_slice(&fixture("vzenith_plate.json")).unwrap();
    push["AlarmInfoPlate"]["result"]["PlateResult"]["timeStamp"]["Timeval"]["sec"] = json!(NOW.seconds() - 2);
    push["AlarmInfoPlate"]["result"]["PlateResult"]["imageFile"] =
        json!(base64::engine::general_purpose::STANDARD.encode([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70, 73, 70]));
    let (_, reply) = world.post("/lanes/in-1/vzenith", push.to_string()).await;
    let answer = &reply["Response_AlarmInfoPlate"];
    assert_eq!(answer["info"], "ok");
    assert!(answer.get("content").is_none() && answer.get("plateid").is_none(), "it is to push again: {answer}");
    world.host.full.store(false, Ordering::SeqCst);
    assert_eq!(World::answer(event()).await.0, StatusCode::OK);
    let (_, reply) = world.post("/lanes/in-1/vzenith", push.to_string()).await;
    assert_eq!(reply["Response_AlarmInfoPlate"]["content"], "retransfer_stop");
}

/// Nothing names it, so its next try would be another read: its picture goes first.
#[tokio::test]
async fn a_read_without_a_name_is_taken_after_its_picture() {
    let world = world_with(|settings| settings.answer_within_ms = 600).await;
    *world.host.slow_store.lock().unwrap() = Some(Arc::new(Notify::new()));
    let mut push: Value = serde_json::from_slice(&fixture("own_tagged.json")).unwrap();
    push.as_object_mut().unwrap().remove("read_id");
    let (status, _) = world.post("/lanes/in-1/reads", push.to_string()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(world.host.reads.lock().unwrap().is_empty());
}
