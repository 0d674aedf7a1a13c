//! `lotdeskctl` from a terminal: settings, secrets, exit codes, and how it ends. Processes of their own, on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

const PASSPHRASE: &str = "a passphrase of the tests";

fn ctl(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lotdeskctl"));
    command.args(arguments).arg("--data").arg(data);
    for name in ["LOTDESK_DATA", "LOTDESK_PIN", "LOTDESK_PASSPHRASE_FILE"] {
        command.env_remove(name);
    }
    command.env("LOTDESK_PASSPHRASE", PASSPHRASE).stdin(Stdio::null());
    command
}

fn with_input(mut command: Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

fn refused(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let refusal: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON on standard error: {text:?}"));
    for part in ["code", "zh", "en"] {
        assert!(refusal[part].is_string(), "{part} is missing: {refusal}");
    }
    refusal
}

/// A running owner, ended with the test.
struct Owner(Child, Value);

impl Owner {
    fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut command = ctl(data, &[&["run", "--until-stdin-closes"], arguments].concat());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        if line.is_empty() {
            let mut words = String::new();
            child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
            panic!("not ready: {words}");
        }
        Self(child, serde_json::from_str(&line).expect("one JSON line"))
    }

    fn ends_well(mut self) {
        assert_eq!(self.0.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn secrets_go_in_by_standard_input_and_come_out_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let set = with_input(ctl(dir.path(), &["secret", "set", "city.password"]), "hunter-two-and-more\n");
    assert_eq!(said(&set), json!({ "set": "city.password" }));
    with_input(ctl(dir.path(), &["secret", "set", "lane.in-1.token"]), "a-token-of-one-lane");
    let list = ctl(dir.path(), &["secret", "list"]).output().unwrap();
    assert_eq!(said(&list), json!(["city.password", "lane.in-1.token"]));

    let unknown = with_input(ctl(dir.path(), &["secret", "set", "city.pasword"]), "x\n");
    assert_eq!(refused(&unknown)["field"], "name");
    let empty = with_input(ctl(dir.path(), &["secret", "set", "city.password"]), "\n");
    assert_eq!(refused(&empty)["field"], "secret");
    let two_lines = with_input(ctl(dir.path(), &["secret", "set", "city.password"]), "a\nb\n");
    assert_eq!(refused(&two_lines)["field"], "secret");

    let mut wrong = ctl(dir.path(), &["secret", "list"]);
    assert_eq!(refused(&wrong.env("LOTDESK_PASSPHRASE", "another").output().unwrap())["field"], "secrets");
    let mut none = ctl(dir.path(), &["secret", "list"]);
    assert_eq!(refused(&none.env_remove("LOTDESK_PASSPHRASE").output().unwrap())["field"], "secrets");
    let file = dir.path().join("passphrase");
    std::fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    let mut by_file = ctl(dir.path(), &["secret", "list"]);
    by_file.env_remove("LOTDESK_PASSPHRASE").env("LOTDESK_PASSPHRASE_FILE", &file);
    assert_eq!(said(&by_file.output().unwrap()).as_array().unwrap().len(), 2);
    std::fs::remove_file(&file).unwrap();

    // The owner reads them; then neither its files nor its log show them.
    let owner = Owner::start(dir.path(), &[]);
    drop(owner);
    let mut folders = vec![dir.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(content) = std::fs::read(&path) {
                let content = String::from_utf8_lossy(&content);
                for secret in ["hunter-two-and-more", "a-token-of-one-lane", PASSPHRASE] {
                    assert!(!content.contains(secret), "{} shows {secret}", path.display());
                }
            }
        }
    }
    let removed = ctl(dir.path(), &["secret", "remove", "city.password"]).output().unwrap();
    assert_eq!(said(&removed), json!({ "removed": "city.password" }));
    let again = ctl(dir.path(), &["secret", "remove", "city.password"]).output().unwrap();
    assert_eq!(refused(&again)["code"], "not_found");
}

#[test]
fn the_configuration_says_what_is_in_force_and_why() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("lotdesk.toml"), "[logs]\nmax_files = 3\nlevel = \"warn\"\n").unwrap();
    let mut sources = ctl(dir.path(), &["config", "--sources", "--set", "pictures.keep_days=7"]);
    let rows = said(&sources.env("LOTDESK__LOGS__MAX_FILES", "4").output().unwrap());
    let row = |key: &str| rows.as_array().unwrap().iter().find(|r| r["key"] == key).expect("a row").clone();
    assert_eq!(row("logs.level")["source"], json!({ "from": "file", "name": "lotdesk.toml", "line": 3 }));
    assert_eq!(row("logs.max_files")["source"], json!({ "from": "env", "name": "LOTDESK__LOGS__MAX_FILES" }));
    assert_eq!(row("logs.max_files")["value"], 4);
    assert_eq!(row("pictures.keep_days")["source"], json!({ "from": "command_line" }));
    assert_eq!(row("lanes.listen")["source"], json!({ "from": "default" }));
    let schema = said(&ctl(dir.path(), &["config", "--schema"]).output().unwrap());
    assert!(schema["properties"]["lanes"].is_object(), "{schema}");

    let bad = "[logs]\nmax_files = 0\nlevle = \"warn\"\n[platforms.city]\nbase_url = \"ftp://x\"\ntimeout_ms = 0\n";
    std::fs::write(dir.path().join("lotdesk.toml"), bad).unwrap();
    let refusal = refused(&ctl(dir.path(), &["config"]).output().unwrap());
    let fields: Vec<&str> =
        refusal["problems"].as_array().unwrap().iter().map(|p| p["field"].as_str().unwrap()).collect();
    for field in [
        "logs.max_files",
        "logs.levle",
        "platforms.city.base_url",
        "platforms.city.user_id",
        "platforms.city.timeout_ms",
    ] {
        assert!(fields.contains(&field), "{field} is not told: {refusal}");
    }
    assert!(!dir.path().join("ledger.sqlite").exists(), "asking for the settings starts nothing");
}

#[test]
fn the_owner_ends_when_it_is_told_to() {
    let dir = tempfile::tempdir().unwrap();
    let nobody = ctl(dir.path(), &["stop"]).output().unwrap();
    assert_eq!(refused(&nobody)["code"], "not_found");

    let owner = Owner::start(dir.path(), &["--demo", "--no-traffic"]);
    assert_eq!(owner.1["ready"], true);
    assert!(owner.1["lanes"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(owner.1["sandbox_city"].as_str().unwrap().starts_with("https://127.0.0.1:"));
    assert!(owner.1["socket"].is_string());
    let stopped = ctl(dir.path(), &["stop"]).output().unwrap();
    assert_eq!(stopped.status.code(), Some(0), "{}", String::from_utf8_lossy(&stopped.stderr));
    owner.ends_well();

    let mut owner = Owner::start(dir.path(), &[]);
    assert_eq!(owner.1["demo"], true, "its own file says so");
    drop(owner.0.stdin.take());
    owner.ends_well();
    let log = std::fs::read_to_string(dir.path().join("logs/lotdesk.log")).unwrap();
    assert!(log.contains("\"stopped\"") && !log.contains("does not end"), "each part of it ended by itself: {log}");

    // An owner that was killed leaves nothing in the way of the next one.
    drop(Owner::start(dir.path(), &["--no-traffic"]));
    let owner = Owner::start(dir.path(), &["--no-traffic"]);
    let health = ctl(dir.path(), &["call", "system.health"]).output().unwrap();
    assert_eq!(said(&health)["demo"], true);
    drop(owner);
    let verdict = ctl(dir.path(), &["verify"]).output().unwrap();
    assert_eq!(said(&verdict)["differences"], json!([]));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_owner_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(dir.path(), &["--demo", "--no-traffic"]);
    let pid = owner.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    owner.ends_well();
    let log = std::fs::read_to_string(dir.path().join("logs/lotdesk.log")).unwrap();
    assert!(log.contains("\"stopped\""), "{log}");
}

#[test]
fn a_command_is_called_in_somebodys_name() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(dir.path(), &["--demo", "--no-traffic"]);
    let mut call = ctl(dir.path(), &["call", "board.snapshot", "--as", "值班员"]);
    assert_eq!(said(&call.env("LOTDESK_PIN", "1234").output().unwrap())["demo"], true);
    let mut wrong = ctl(dir.path(), &["call", "board.snapshot", "--as", "值班员"]);
    assert_eq!(refused(&wrong.env("LOTDESK_PIN", "9999").output().unwrap())["code"], "wrong_pin");
    let none = ctl(dir.path(), &["call", "board.snapshot", "--as", "值班员"]).output().unwrap();
    assert_eq!(refused(&none)["code"], "not_signed_in", "there is no terminal to ask at");
    let mut not_allowed = ctl(dir.path(), &["call", "tariff.load", "{\"toml\":\"\"}", "--as", "值班员"]);
    assert_eq!(refused(&not_allowed.env("LOTDESK_PIN", "1234").output().unwrap())["code"], "not_permitted");
    let by_input = with_input(ctl(dir.path(), &["call", "system.health", "-"]), "{}");
    assert!(said(&by_input)["journal_head"].is_number());
    let no_json = ctl(dir.path(), &["call", "system.health", "{"]).output().unwrap();
    assert_eq!(refused(&no_json)["code"], "bad_request");
    drop(owner);
}

#[test]
fn a_report_becomes_a_file_where_it_is_wanted_beside_an_engine_and_without_one() {
    let dir = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    let today = lotdesk_domain::moment::Moment(
        i64::try_from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()).unwrap(),
    );
    let today = today.to_china().date().to_string();
    let export = |format: &str| {
        let to = out.path().to_str().unwrap();
        said(
            &ctl(dir.path(), &["export", "daily", "--from", &today, "--format", format, "--out", to]).output().unwrap(),
        )
    };
    let owner = Owner::start(dir.path(), &["--demo", "--no-traffic"]);
    let made = export("xlsx");
    assert!(std::fs::read(made["files"][0].as_str().unwrap()).unwrap().starts_with(b"PK"));
    drop(owner);
    let made = export("csv");
    let text = std::fs::read_to_string(made["files"][0].as_str().unwrap()).unwrap();
    assert!(text.starts_with("\u{feff}日期,笔数,应收"), "{text}");
    assert!(text.contains(&today));
    let tomorrow = ctl(dir.path(), &["export", "daily", "--from", "2999-01-01"]).output().unwrap();
    assert_eq!(refused(&tomorrow)["field"], "first_day");
    let unknown = ctl(dir.path(), &["export", "everything", "--from", &today]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
}
