//! A shop's own list of jobs: looked at first, taken in then, and not twice.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::fact::Fact;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::repair_import::{ImportFate, ImportPreview};
use serde_json::{Value, json};

use crate::repairs::{ask, shop};
use crate::support::House;

const LIST: &str = "结算清单编号,车牌,VIN,送修日期,里程,结算日期,故障描述,燃料,使用性质,维修项目,工时\n\
    A1,粤B12345,1M8GDM9AXKP042788,2026-11-22,67000,2026-11-22,异响,汽油,02,更换机油,0.5\n\
    ,,,,,,,,,更换机滤,0.3\n\
    A2,粤B54321,11111111111111111,2026-11-23,100,2026-11-24,漏油,汽油,02,检查,1\n\
    A3,粤B00001,11111111111111111,2026-11-23,200,2026-11-23,,C,营运,补胎,1\n";

async fn run(house: &House, token: &str, name: &str, list: &str) -> Result<ImportPreview, Refusal> {
    ask(house, token, name, json!({ "file_name": "jobs.csv", "base64": STANDARD.encode(list) })).await
}

fn uploads(house: &House) -> usize {
    house.facts.0.lock().unwrap().iter().filter(|fact| matches!(fact, Fact::RepairSettled { .. })).count()
}

#[tokio::test]
async fn a_list_is_looked_at_line_by_line_before_it_is_taken_in() {
    let (house, token) = shop().await;
    let seen = run(&house, &token, "repair.import_preview", LIST).await.unwrap();
    assert_eq!((seen.new, seen.bad, seen.done), (2, 1, false));
    let errors: Vec<(u32, &str)> =
        seen.jobs.iter().flat_map(|job| &job.errors).map(|error| (error.line, error.note.field.as_str())).collect();
    assert_eq!(errors, [(4, "settled_on")], "settled tomorrow");
    assert_eq!(seen.jobs[0].lines, [2, 3]);
    assert_eq!(uploads(&house), 0, "looking has no effect");

    let done = run(&house, &token, "repair.import", LIST).await.unwrap();
    assert_eq!((done.new, done.bad, done.done), (2, 1, true));
    assert_eq!(uploads(&house), 2, "each goes up like any other");
    let again = run(&house, &token, "repair.import", LIST).await.unwrap();
    assert_eq!((again.new, again.same), (0, 2), "and not twice");
    let mended = LIST.replace("异响", "异响，已排除").replace("2026-11-24", "2026-11-23");
    let mended = run(&house, &token, "repair.import", &mended).await.unwrap();
    assert_eq!((mended.new, mended.changed, mended.same), (1, 1, 1));
    assert_eq!(uploads(&house), 4);
    assert_eq!(mended.jobs[0].fate, ImportFate::Changed);
    house.verify().await;
}

#[tokio::test]
async fn what_is_no_list_is_refused_whole() {
    let (house, token) = shop().await;
    let refused = run(&house, &token, "repair.import_preview", "甲,乙\n1,2").await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("base64"));
    let garbage: Result<Value, Refusal> =
        ask(&house, &token, "repair.import", json!({ "file_name": "a.csv", "base64": "%%" })).await;
    assert_eq!(garbage.unwrap_err().field.as_deref(), Some("base64"));
}
