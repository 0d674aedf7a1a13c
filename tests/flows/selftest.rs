//! `lotdeskctl selftest city` as an operator runs it: beside a running engine, without one, and when settings are wrong.

use std::process::Output;

use serde_json::{Value, json};

use crate::harness::{City, Lot};

fn report(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text:?} {}", String::from_utf8_lossy(&output.stderr)))
}

fn step<'a>(report: &'a Value, kind: &str) -> &'a Value {
    report["steps"].as_array().unwrap().iter().find(|step| step["kind"] == kind).unwrap()
}

#[tokio::test]
async fn an_operator_tries_the_platform_out() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    lot.over_tcp(&city);

    // Without an engine.
    let said = lot.ctl(&["selftest", "city", "--json", "--wait-s", "0"]);
    let alone = report(&said);
    assert_eq!(said.status.code(), Some(0), "{alone}");
    assert_eq!(alone["verdict"], "passed", "{alone}");
    assert_eq!(step(&alone, "report")["finding"], "lot_unknown", "nobody has told it of the lot yet: {alone}");
    assert_eq!(step(&alone, "tcp")["state"], "passed");
    assert_eq!(step(&alone, "downlink")["state"], "not_tried");
    assert!(alone["ended_at"].is_number());

    // Beside one, the platform's own request is waited for and heard.
    let mut engine = lot.start().await;
    engine.sign_in().await;
    engine.drained().await;
    let begun = engine.call("selftest.city", json!({ "wait_s": 60 })).await.unwrap();
    assert_eq!(begun["verdict"], "running");
    let again = engine.call("selftest.city", json!({})).await.unwrap();
    assert_eq!(again["no"], begun["no"], "one at a time");
    let ended = loop {
        let report = engine.call("selftest.look", json!({})).await.unwrap();
        if report["verdict"] != "running" {
            break report;
        }
        if step(&report, "downlink")["state"] == "running" {
            // Nobody may be logged in yet, or it may have been heard already.
            let _ = city.ask(6005, json!([{}])).await;
        }
    };
    assert_eq!(ended["verdict"], "passed", "{ended}");
    assert_eq!(step(&ended, "report")["state"], "passed", "{ended}");
    assert!(step(&ended, "downlink")["en"].as_str().unwrap().contains("6005"), "{ended}");
    engine.drained().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    city.faults(json!({ "clock_skew_s": 41 })).await;
    let said = lot.ctl(&["selftest", "city", "--wait-s", "0"]);
    assert_eq!(said.status.code(), Some(1));
    let lines = String::from_utf8_lossy(&said.stdout).into_owned();
    // Whole seconds come from the platform: the reply's way may turn one into the next.
    let about_41 = |text: &str, unit: &str| (40..=42).any(|s| text.contains(&format!("{s} {unit}")));
    assert!(lines.lines().any(|line| line.starts_with("FAILED") && about_41(line, "s behind")), "{lines}");
    let refusal: Value = serde_json::from_slice(&said.stderr).unwrap();
    assert!(about_41(refusal["zh"].as_str().unwrap(), "秒"), "{refusal}");
    city.faults(json!({ "clear": true })).await;

    lot.secret("city.des_key", "1234567");
    let wrong = report(&lot.ctl(&["selftest", "city", "--json"]));
    let settings = step(&wrong, "settings");
    assert_eq!((&settings["state"], &settings["finding"]), (&json!("failed"), &json!("bad_secret")), "{wrong}");
    assert!(settings["zh"].as_str().unwrap().contains("lotdeskctl secret set city.des_key"), "{settings}");
    assert!(!wrong.to_string().contains("1234567"), "{wrong}");
    assert_eq!(step(&wrong, "login")["state"], "not_tried");

    lot.ctl(&["secret", "remove", "city.des_key"]);
    let missing = report(&lot.ctl(&["selftest", "city", "--json"]));
    assert_eq!(step(&missing, "settings")["finding"], "secret_missing", "{missing}");
}
