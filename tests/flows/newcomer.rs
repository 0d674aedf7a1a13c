//! What somebody meets who has never seen it: the terminal's answers, its exit codes, two processes on one directory.

use std::process::Output;

use serde_json::{Value, json};

use crate::harness::{City, Lot};

fn refused(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON on standard error: {text:?}"))
}

fn said(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

#[tokio::test]
async fn the_terminal_answers_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);

    assert_eq!(refused(&lot.ctl(&["call", "lane.fly"]))["code"], "unknown_command");
    assert_eq!(refused(&lot.ctl(&["call", "board.snapshot"]))["code"], "not_signed_in");
    assert_eq!(refused(&lot.ctl(&["call", "operator.sign_in", "{\"nam\":1}"]))["code"], "bad_request");
    for wrong in [&["fly"][..], &["call"], &["run", "--fly"], &["secret", "set"]] {
        assert_eq!(lot.ctl(wrong).status.code(), Some(2), "{wrong:?}");
    }

    let list = said(&lot.ctl(&["call", "--list"]));
    let commands = list.as_array().expect("a list");
    assert!(commands.iter().any(|c| c["name"] == "exit.pay_cash"));
    for command in commands {
        for part in ["name", "about", "permission", "request", "reply"] {
            assert!(!command[part].is_null(), "{part} is missing: {command}");
        }
    }

    let interfaces = said(&lot.ctl(&["interfaces", "--json"]));
    let rows = interfaces.get("rows").unwrap_or(&interfaces).as_array().expect("rows").clone();
    assert_eq!(rows.len(), 104);
    let row = |id: &str| rows.iter().find(|r| r["platform"] == "city" && r["id"] == id).expect("a row").clone();
    assert_eq!(row("5004")["implemented"], true);
    let etcp = rows.iter().find(|r| r["platform"] == "etcp" && r["id"] == "orderunpay").expect("a row");
    assert_eq!(etcp["implemented"], true);
    assert_eq!(row("5004")["exercised"], Value::Null, "nothing was exchanged yet");

    // A running owner: others attach, a second owner is refused.
    let mut engine = lot.start().await;
    assert_eq!(said(&lot.ctl(&["call", "system.health"]))["demo"], false);
    assert_eq!(refused(&lot.ctl(&["run"]))["code"], "unavailable");
    engine.sign_in().await;
    engine.drained().await;
    let interfaces = engine.call("system.interfaces", json!({})).await.unwrap();
    let exercised = interfaces["rows"].as_array().unwrap().iter().find(|r| r["id"] == "3001").expect("a row");
    assert!(exercised["exercised"].is_number(), "basic data went up: {exercised}");
    drop(engine);
    lot.verify();

    // What is wrong with the settings is said with the name of the setting.
    let settings = std::fs::read_to_string(lot.data.join("lotdesk.toml")).unwrap();
    std::fs::write(lot.data.join("lotdesk.toml"), format!("{settings}\n[lanes]\nlisten = \"nowhere\"\n")).unwrap();
    let bad = refused(&lot.ctl(&["run"]));
    assert!(bad.to_string().contains("lanes.listen"), "{bad}");
    std::fs::write(lot.data.join("lotdesk.toml"), settings).unwrap();

    // A table that somebody changed is found, also when nobody runs and the lot's file has changed meanwhile.
    let ledger = lot.data.join("ledger.sqlite");
    let connection = rusqlite::Connection::open(&ledger).unwrap();
    connection.execute("UPDATE lot SET lot = replace(lot, '440304', '440305')", []).unwrap();
    drop(connection);
    let text = std::fs::read_to_string(lot.data.join("lot.toml")).unwrap();
    std::fs::write(lot.data.join("lot.toml"), text.replace("same_read_seconds = 30", "same_read_seconds = 31"))
        .unwrap();
    let verdict = lot.ctl(&["verify"]);
    let found = String::from_utf8_lossy(&verdict.stdout).into_owned() + &String::from_utf8_lossy(&verdict.stderr);
    assert!(found.contains("\"lot\""), "{found}");
    said(&lot.ctl(&["rebuild"]));
    lot.verify();

    // A ledger of a later version is refused and left as it is.
    let connection = rusqlite::Connection::open(&ledger).unwrap();
    connection.execute_batch("PRAGMA user_version = 999").unwrap();
    drop(connection);
    let newer = refused(&lot.ctl(&["verify"]));
    assert!(newer["en"].as_str().unwrap().contains("later version"), "{newer}");
}
