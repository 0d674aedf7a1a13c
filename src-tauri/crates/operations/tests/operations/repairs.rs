//! Repair records: settled is uploaded, corrected is uploaded again, late is told, and nothing is for outsiders.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::Clock;
use lotdesk_domain::repair::Upload;
use lotdesk_ledger::outbox::Settlement;
use lotdesk_operations::api::notice::Change;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::repair::{OpenUploads, RepairDetail};
use lotdesk_operations::api::report::{ReportJob, ReportJobState};
use serde_json::{Value, json};

use crate::support::{House, guid};

/// A job of 2026-11-23, the day on which the tests' clock stands.
pub fn form() -> Value {
    json!({
        "plate": "粤B12345", "vin": "1M8GDM9AXKP042788", "brought_on": "2026-11-22", "settled_on": "2026-11-23",
        "mileage_km": 67000, "fault": "异响", "fuel": "petrol", "vehicle_use": "private",
        "items": [{ "name": "更换机油", "hours": "0.5" }],
        "parts": [{ "name": "机油", "code": "5W-30", "quantity": "4" }],
    })
}

/// The same with these fields otherwise.
pub fn with(changes: Value) -> Value {
    let mut form = form();
    for (key, value) in changes.as_object().unwrap() {
        form[key] = value.clone();
    }
    form
}

/// A house with a shop, and its clerk signed in.
pub async fn shop() -> (House, String) {
    let house = House::new().await;
    let token = house.sign_in("客服", "clerk").await;
    house.engine("repair.set_shop", json!({ "company_name": "测试企业" })).await.unwrap();
    (house, token)
}

pub async fn ask<T: serde::de::DeserializeOwned>(
    house: &House,
    token: &str,
    name: &str,
    request: Value,
) -> Result<T, Refusal> {
    Ok(serde_json::from_value(house.window(token, name, request).await?).unwrap())
}

/// Saves and settles.
async fn settled(house: &House, token: &str, form: Value) -> Result<RepairDetail, Refusal> {
    let draft: RepairDetail = ask(house, token, "repair.save", json!({ "record_id": null, "form": form })).await?;
    let settle = json!({ "record_id": draft.row.record_id, "form": draft.form });
    ask(house, token, "repair.settle", settle).await
}

/// The archive's side: the next upload ends so.
async fn archive_says(house: &House, outcome: Outcome, settlement: Settlement) {
    let now = house.clock.now();
    let claimed = house.ledger.claim(Platform::Repair, now, 60_000).await.unwrap().expect("an upload waits");
    let reply = (outcome == Outcome::Accepted).then_some("{}");
    house.ledger.settle_with(&claimed, &outcome, settlement, reply, now).await.unwrap();
}

async fn accepts(house: &House) {
    archive_says(house, Outcome::Accepted, Settlement::Accepted).await;
}

async fn detail(house: &House, token: &str, of: &RepairDetail) -> RepairDetail {
    ask(house, token, "repair.detail", json!({ "record_id": of.row.record_id })).await.unwrap()
}

/// Waits until the desk has written down that the archive has it.
async fn up(house: &House, token: &str, of: &RepairDetail) -> RepairDetail {
    let mut committed = house.ledger.committed();
    loop {
        let now = detail(house, token, of).await;
        if now.row.up_to_date {
            return now;
        }
        committed.recv().await.unwrap();
    }
}

fn stated(house: &House) -> Vec<(String, u32)> {
    let facts = house.facts.0.lock().unwrap();
    let uploads = facts.iter().filter_map(|fact| match fact {
        Fact::RepairSettled { record, revision } => Some((record.cost_list_code.clone(), *revision)),
        _ => None,
    });
    uploads.collect()
}

#[tokio::test]
async fn settling_is_the_upload_and_is_counted_down_to_midnight_of_the_next_day() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    assert_eq!(done.row.cost_list_code, "JS20261123001", "a number was drawn");
    assert_eq!(stated(&house), [("JS20261123001".to_owned(), 0)], "in the same transaction, with nothing to choose");
    assert_eq!(done.row.deadline.unwrap().to_datetime_text(), "2026-11-25 00:00:00");
    assert_eq!(done.row.upload, Some(Upload::Waiting));
    house.later(1);
    accepts(&house).await;
    let now = up(&house, &token, &done).await;
    assert_eq!((now.row.upload, now.row.uploaded_at), (Some(Upload::InTime), Some(house.clock.now())));
    house.verify().await;
}

#[tokio::test]
async fn a_repeated_settling_has_no_second_effect() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    let again = json!({ "record_id": done.row.record_id, "form": done.form });
    let again: RepairDetail = ask(&house, &token, "repair.settle", again).await.unwrap();
    assert_eq!(again.row.record_id, done.row.record_id);
    assert_eq!(stated(&house).len(), 1);
}

#[tokio::test]
async fn what_is_missing_is_told_before_anything_is_sent() {
    let (house, token) = shop().await;
    for (change, field) in [
        (json!({ "fuel": null }), "form.fuel"),
        (json!({ "vehicle_use": null }), "form.vehicle_use"),
        (json!({ "settled_on": null }), "form.settled_on"),
        (json!({ "settled_on": "2026-11-24" }), "form.settled_on"),
        (json!({ "brought_on": null }), "form.brought_on"),
        (json!({ "fault": "故".repeat(201) }), "form.fault"),
        (json!({ "items": [{ "name": "x", "hours": "0.55" }] }), "form.items[0].hours"),
    ] {
        let refused = settled(&house, &token, with(change)).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (Code::BadField, Some(field)));
    }
    assert_eq!(stated(&house), []);
    // What has a stand-in is none of the reasons.
    let bare = with(json!({ "fault": "", "mileage_km": null, "items": [], "parts": [] }));
    settled(&house, &token, bare).await.unwrap();
    assert_eq!(stated(&house).len(), 1);
}

#[tokio::test]
async fn a_mileage_that_went_down_is_settled_only_after_a_second_look() {
    let (house, token) = shop().await;
    settled(&house, &token, form()).await.unwrap();
    let lower = with(json!({ "mileage_km": 66999 }));
    let draft = json!({ "record_id": null, "form": lower });
    let draft: RepairDetail = ask(&house, &token, "repair.save", draft).await.unwrap();
    assert_eq!(draft.checked.earlier_km, Some(67_000));
    assert_eq!(draft.checked.doubts[0].field, "mileage_km");
    let mut settle = json!({ "record_id": draft.row.record_id, "form": draft.form });
    let refused = ask::<RepairDetail>(&house, &token, "repair.settle", settle.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::LooksWrong, Some("form.mileage_km")));
    settle["accept_doubts"] = json!(true);
    ask::<RepairDetail>(&house, &token, "repair.settle", settle).await.unwrap();
}

#[tokio::test]
async fn a_refusal_stands_in_the_archives_words_and_a_correction_goes_up_under_the_same_number() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    let words = "车辆识别代码vin不存在".to_owned();
    archive_says(&house, Outcome::Refused { code: "0".into(), words: words.clone() }, Settlement::Refused).await;
    let open: OpenUploads = ask(&house, &token, "repair.open", json!({})).await.unwrap();
    assert_eq!(open.refused.len(), 1);
    assert_eq!(open.refused[0].refused_fields, ["vin"]);
    let said = open.refused[0].message.clone().unwrap().last_outcome.unwrap();
    assert_eq!(said, Outcome::Refused { code: "0".into(), words });

    let mut better = serde_json::to_value(&done.form).unwrap();
    better["vin"] = json!("11111111111111111");
    let correct = json!({ "record_id": done.row.record_id, "form": better, "reason": "识别代码抄错" });
    let corrected: RepairDetail = ask(&house, &token, "repair.correct", correct.clone()).await.unwrap();
    assert_eq!(corrected.row.revision, 1);
    assert_eq!(stated(&house), [("JS20261123001".to_owned(), 0), ("JS20261123001".to_owned(), 1)]);
    accepts(&house).await;
    assert!(house.ledger.claim(Platform::Repair, house.clock.now(), 60_000).await.unwrap().is_none(), "one is enough");
    let now = up(&house, &token, &done).await;
    assert_eq!(now.row.upload, Some(Upload::InTime));
    let open: OpenUploads = ask(&house, &token, "repair.open", json!({})).await.unwrap();
    assert_eq!((open.refused.len(), open.waiting.len()), (0, 0));

    // The same once more says nothing new; the number is what the archive overwrites by.
    ask::<RepairDetail>(&house, &token, "repair.correct", correct.clone()).await.unwrap();
    assert_eq!(stated(&house).len(), 2);
    let mut renamed = correct;
    renamed["form"]["cost_list_code"] = json!("X1");
    let refused = ask::<RepairDetail>(&house, &token, "repair.correct", renamed).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("form.cost_list_code"));
    house.verify().await;
}

#[tokio::test]
async fn a_correction_overtaken_by_the_first_upload_still_counts_as_open() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    // The first is on its way when the second is made.
    let now = house.clock.now();
    let claimed = house.ledger.claim(Platform::Repair, now, 60_000).await.unwrap().unwrap();
    let mut better = serde_json::to_value(&done.form).unwrap();
    better["fault"] = json!("异响，已更换");
    let correct = json!({ "record_id": done.row.record_id, "form": better, "reason": "补充说明" });
    ask::<RepairDetail>(&house, &token, "repair.correct", correct).await.unwrap();
    let mut committed = house.ledger.committed();
    house.ledger.settle_with(&claimed, &Outcome::Accepted, Settlement::Accepted, Some("{}"), now).await.unwrap();
    let first = loop {
        let first = detail(&house, &token, &done).await;
        if first.row.uploaded_at.is_some() {
            break first;
        }
        committed.recv().await.unwrap();
    };
    assert!(!first.row.up_to_date, "the archive has the old one");
    accepts(&house).await;
    up(&house, &token, &done).await;
}

#[tokio::test]
async fn a_deadline_that_is_near_or_over_is_told_once_each() {
    let (house, token) = shop().await;
    settled(&house, &token, form()).await.unwrap();
    let fine = settled(&house, &token, form()).await.unwrap();
    let first = house.ledger.claim(Platform::Repair, house.clock.now(), 60_000).await.unwrap().unwrap();
    let why = Outcome::NotSent { why: "no line".into() };
    let never = Settlement::RetryAt(house.clock.now().plus_minutes(100_000));
    house.ledger.settle(&first, &why, never, house.clock.now()).await.unwrap();
    accepts(&house).await;
    up(&house, &token, &fine).await;
    assert_eq!(house.desk.warn_of_repair_deadlines().await.unwrap(), 0);
    // 2026-11-24 20:00: four hours are left.
    house.later(36 * 60);
    assert_eq!(house.desk.warn_of_repair_deadlines().await.unwrap(), 1);
    assert_eq!(house.desk.warn_of_repair_deadlines().await.unwrap(), 0, "once");
    house.later(4 * 60);
    assert_eq!(house.desk.warn_of_repair_deadlines().await.unwrap(), 1);
    assert_eq!(house.desk.warn_of_repair_deadlines().await.unwrap(), 0);
    let board = house.window(&token, "board.snapshot", json!({})).await.unwrap();
    let kinds: Vec<&str> = board["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["repair_over", "repair_near"]);
    assert_eq!(board["events"][0]["level"], "act");
    assert!(!board.to_string().contains("1M8GDM9AXKP042788"), "the stream is for everybody at the lot");
    house.verify().await;
}

#[tokio::test]
async fn past_records_are_found_by_plate_or_vin_and_teach_what_the_shop_uses() {
    let (house, token) = shop().await;
    settled(&house, &token, form()).await.unwrap();
    settled(&house, &token, with(json!({ "plate": "粤B54321", "mileage_km": 68000 }))).await.unwrap();
    let past = |request: Value| house.window(&token, "repair.past", request);
    assert_eq!(past(json!({ "plate": "粤b·12345" })).await.unwrap()["rows"].as_array().unwrap().len(), 1);
    let by_vin = past(json!({ "vin": "1m8gdm9axkp042788" })).await.unwrap();
    assert_eq!(by_vin["rows"].as_array().unwrap().len(), 2, "another plate, the same car");
    assert_eq!(past(json!({})).await.unwrap()["rows"], json!([]));
    let known = house.window(&token, "repair.known", json!({ "text": "5W" })).await.unwrap();
    assert_eq!(known["parts"][0]["times"], 2);
    assert_eq!(known["parts"][0]["part"], json!({ "name": "机油", "code": "5W-30", "quantity": "4" }));
    assert!(!known.to_string().contains("fen"), "nothing in it has a price");

    let template = json!({ "template_id": null, "name": "小保养", "fault": "", "items": form()["items"], "parts": [] });
    let saved = house.window(&token, "repair.save_template", template.clone()).await.unwrap();
    let again = house.window(&token, "repair.save_template", template).await.unwrap_err();
    assert_eq!(again.code, Code::NameTaken);
    let remove = json!({ "template_id": saved["template_id"] });
    house.window(&token, "repair.remove_template", remove).await.unwrap();
    assert_eq!(house.window(&token, "repair.templates", json!({})).await.unwrap()["rows"], json!([]));
    house.verify().await;
}

#[tokio::test]
async fn the_report_says_when_each_was_uploaded_and_how_long_that_took() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    house.later(2);
    accepts(&house).await;
    up(&house, &token, &done).await;
    settled(&house, &token, with(json!({ "plate": "粤B54321", "vin": "11111111111111111" }))).await.unwrap();
    let span = json!({ "first_day": "2026-11-23", "last_day": "2026-11-23" });
    let report = house.window(&token, "repair.compliance", span).await.unwrap();
    assert_eq!((&report["settled"], &report["in_time"], &report["missing"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(report["rows"][0]["took_ms"], 120_000);
    let before = json!({ "first_day": "2026-11-01", "last_day": "2026-11-22" });
    assert_eq!(house.window(&token, "repair.compliance", before).await.unwrap()["settled"], 0);
}

#[tokio::test]
async fn nobody_but_the_shop_sees_its_records() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    let other = house.sign_in("值班员", "attendant").await;
    for name in ["repair.list", "service_order.list", "repair.open"] {
        assert_eq!(house.window(&other, name, json!({})).await.unwrap_err().code, Code::NotPermitted, "{name}");
    }
    let no = done.row.message.unwrap().no;
    let seen = house.window(&other, "outbox.detail", json!({ "no": no })).await.unwrap();
    assert!(!seen["body"].as_str().unwrap().contains("粤B12345"), "{seen}");
}

#[tokio::test]
async fn numbers_are_drawn_one_after_the_other_and_taken_ones_refused() {
    let (house, token) = shop().await;
    let draft = json!({ "record_id": null, "form": form() });
    for number in ["JS20261123001", "JS20261123002"] {
        let saved: RepairDetail = ask(&house, &token, "repair.save", draft.clone()).await.unwrap();
        assert_eq!(saved.row.cost_list_code, number);
    }
    let taken = json!({ "record_id": null, "form": with(json!({ "cost_list_code": "JS20261123001" })) });
    let refused = ask::<RepairDetail>(&house, &token, "repair.save", taken).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("form.cost_list_code"));
    house.engine("repair.set_shop", json!({ "company_name": "测试企业", "code_prefix": "FT-" })).await.unwrap();
    let saved: RepairDetail = ask(&house, &token, "repair.save", draft).await.unwrap();
    assert_eq!(saved.row.cost_list_code, "FT-20261123001");
}

#[tokio::test]
async fn a_clerk_has_the_shops_own_report_as_a_file_and_no_other() {
    let (house, token) = shop().await;
    let done = settled(&house, &token, form()).await.unwrap();
    house.later(3);
    accepts(&house).await;
    up(&house, &token, &done).await;
    let days = json!({ "first_day": "2026-11-23", "last_day": "2026-11-23", "format": "csv" });
    let mut notices = house.desk.notices();
    let begun: ReportJob = ask(&house, &token, "repair.export", days).await.unwrap();
    let job = loop {
        let ended = notices.recv().await.unwrap().changes.iter().find_map(|change| match change {
            Change::Report { job } if job.no == begun.no && job.ended_at.is_some() => Some((**job).clone()),
            _ => None,
        });
        if let Some(job) = ended {
            break job;
        }
    };
    assert_eq!((job.state, job.rows), (ReportJobState::Done, 1), "{job:?}");
    let looked: ReportJob = ask(&house, &token, "repair.export_job", json!({ "no": job.no })).await.unwrap();
    assert_eq!(looked, job);
    let whole = house.files.whole.lock().unwrap().clone();
    let (title, rows) = &whole[0];
    assert_eq!(title, "维修电子档案上传情况表");
    for part in ["JS20261123001", "粤B12345", "Number(3)", "按时"] {
        assert!(rows[0].contains(part), "{part} is missing: {}", rows[0]);
    }
    // The lot's takings are none of a clerk's, begun by whomever.
    let takings = json!({ "kind": "daily", "first_day": "2026-11-23", "format": "csv" });
    let refused = house.window(&token, "report.export", takings.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    let other = house.engine("report.export", takings).await.unwrap();
    let looked = house.window(&token, "repair.export_job", json!({ "no": other["no"] })).await.unwrap_err();
    assert_eq!(looked.code, Code::NotFound);
}

#[tokio::test]
async fn a_new_draft_that_is_asked_for_again_under_its_own_identifier_is_the_same_one() {
    let (house, token) = shop().await;
    let unnumbered = with(json!({ "cost_list_code": "" }));
    let save = json!({ "record_id": null, "new_id": guid(7), "form": unnumbered });
    let made: RepairDetail = ask(&house, &token, "repair.save", save.clone()).await.unwrap();
    let again: RepairDetail = ask(&house, &token, "repair.save", save).await.unwrap();
    assert_eq!(made.row.record_id, guid(7));
    assert_eq!((&again.row.record_id, &again.row.cost_list_code), (&made.row.record_id, &made.row.cost_list_code));
    let other: RepairDetail =
        ask(&house, &token, "repair.save", json!({ "record_id": null, "new_id": guid(8), "form": unnumbered }))
            .await
            .unwrap();
    assert_ne!(other.row.cost_list_code, made.row.cost_list_code);
    house.verify().await;
}

#[tokio::test]
async fn deadlines_behind_many_that_were_told_of_are_told_too() {
    let (house, token) = shop().await;
    for _ in 0..101 {
        settled(&house, &token, form()).await.unwrap();
    }
    // The archive is silent until all are over.
    house.later(41 * 60);
    let mut told = Vec::new();
    loop {
        match house.desk.warn_of_repair_deadlines().await.unwrap() {
            0 => break,
            count => told.push(count),
        }
    }
    assert_eq!(told, [100, 1]);
}
