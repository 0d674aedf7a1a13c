//! Secrets go in by standard input and come out nowhere: not in a file, not in a log, not on a terminal, not in what a
//! window is told, not in what the platform is sent. Everything that a day leaves behind is searched.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::harness::{City, Lot, PASSPHRASE, id};

/// Told apart from everything else that is written.
const PASSWORD: &str = "Kiwi-password-7f31";
const DES_KEY: &str = "Qx7!vZ2k";
const RELAY: &str = "relayname:Relay-password-55e2";
const TOKEN: &str = "Lane-token-of-one-lane-93ab";

fn every_file(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            every_file(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn holds(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_day_leaves_no_secret_behind() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let toml = std::fs::read_to_string(lot.data.join("lotdesk.toml")).unwrap();
    // The most talkative log there is, and settings that a hurried hand wrote a secret into.
    std::fs::write(lot.data.join("lotdesk.toml"), format!("{toml}\n[logs]\nlevel = \"debug\"\n")).unwrap();
    let mut said = Vec::new();
    let mut engine = lot.start().await;
    engine.sign_in().await;
    engine.push("in-1", &id(1, 1), "粤B40001").await.unwrap();
    engine.drained().await;

    // Wrong ones on purpose: refusals are where a secret slips out.
    lot.secret("city.password", PASSWORD);
    lot.secret("city.des_key", DES_KEY);
    lot.secret("lane.out-1.relay", RELAY);
    lot.secret("lane.out-2.token", TOKEN);
    let reloaded = engine.call("config.reload", json!({})).await;
    said.push(format!("{reloaded:?}").into_bytes());
    for arguments in [
        &["selftest", "city", "--json", "--wait-s", "0"][..],
        &["secret", "list"],
        &["config"],
        &["config", "--sources"],
        &["call", "--list"],
    ] {
        let output = lot.ctl(arguments);
        said.extend([output.stdout, output.stderr]);
    }
    lot.secret("city.des_key", "too-long-for-DES");
    let refused = engine.call("config.reload", json!({})).await.unwrap_err();
    said.push(format!("{refused:?}").into_bytes());
    let output = lot.ctl(&["selftest", "city", "--json"]);
    said.extend([output.stdout, output.stderr]);
    for command in
        ["board.snapshot", "config.state", "selftest.look", "system.interfaces", "outbox.list", "system.health"]
    {
        let request = if command == "outbox.list" { json!({ "open_only": false }) } else { json!({}) };
        let answer = engine.call(command, request).await;
        said.push(format!("{answer:?}").into_bytes());
    }
    engine.process.end();

    let mut files = Vec::new();
    every_file(folder.path(), &mut files);
    for name in ["engine.log", "city.log", "ledger.sqlite", "secrets.lotdesk"] {
        assert!(files.iter().any(|file| file.ends_with(name)), "{name} is not among what is searched");
    }
    let logs = files.iter().filter(|file| file.components().any(|part| part.as_os_str() == "logs")).count();
    assert!(logs > 0, "there is a log to search");
    for secret in [PASSWORD, DES_KEY, "Relay-password-55e2", TOKEN, PASSPHRASE, "too-long-for-DES"] {
        for file in &files {
            assert!(!holds(&std::fs::read(file).unwrap(), secret), "{secret:?} stands in {}", file.display());
        }
        for text in &said {
            assert!(!holds(text, secret), "{secret:?} was said: {}", String::from_utf8_lossy(text));
        }
    }
}
