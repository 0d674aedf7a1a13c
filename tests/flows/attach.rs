//! A manager's PC: another data directory, a pairing line, and the booth's engine over TLS.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use lotdesk_engine::config::Layers;
use lotdesk_engine::console::{Console, EngineState, UpDown};
use lotdesk_engine::engine::StartOptions;
use lotdesk_engine::home::{Home, Pairing, Who};
use serde_json::{Value, json};

use crate::harness::{COMES_WITHIN, City, Engine, Lot, id};

/// The manager's PC: a data directory of its own, and nothing of the lot.
struct Pc {
    data: PathBuf,
}

impl Pc {
    fn at(folder: &Path) -> Self {
        Self { data: folder.join("pc") }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lotdeskctl"));
        command.args(arguments).arg("--data").arg(&self.data);
        command.env("LOTDESK_PIN", "2580").env_remove("LOTDESK_ATTACH").env_remove("LOTDESK_PASSPHRASE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("lotdeskctl runs")
    }

    /// What it says, where it says yes.
    fn says(&self, arguments: &[&str]) -> Value {
        said(&self.run(arguments))
    }

    /// The refusal, where it says no.
    fn refuses(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
        serde_json::from_slice(&output.stderr).expect("a refusal as JSON")
    }

    /// `attach add`, with the line on standard input.
    fn add(&self, line: &str) -> Output {
        let mut command = self.command(&["attach", "add"]);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("lotdeskctl starts");
        child.stdin.take().expect("piped").write_all(line.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    }

    /// A window's console on this PC.
    fn window(&self) -> Console {
        let home = Home::at(&self.data).expect("a folder");
        let pairing = Pairing::read(&home.attach_file()).expect("it is remembered");
        let layers = Layers::default();
        Console::open(StartOptions { layers, attach: Some(pairing), ..StartOptions::new(home) }, Who::Window)
    }
}

fn said(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

async fn until(console: &Console, right: impl FnMut(&EngineState) -> bool) -> EngineState {
    let mut states = console.state();
    let state = tokio::time::timeout(COMES_WITHIN, states.wait_for(right)).await;
    state.expect("the state comes").expect("the console lives").clone()
}

/// Some stays with money in them.
async fn a_morning(engine: &Engine) {
    for n in 1..=3 {
        let plate = format!("粤B1000{n}");
        engine.push_old("in-1", &id(1, n), &plate, Duration::from_secs(3 * 3600)).await;
        let read = engine.push("out-1", &id(2, n), &plate).await.expect("the engine answers");
        assert_eq!(read["fate"], "must_pay", "{read}");
        let quote = engine.call("exit.quote", json!({ "record_id": read["record_id"] })).await.unwrap();
        let lanes = engine.call("board.snapshot", json!({})).await.unwrap()["lanes"].clone();
        let lane = lanes.as_array().unwrap().iter().find(|lane| lane["code"] == "out-1").unwrap()["id"].clone();
        let pay = json!({
            "request_id": id(3, n), "record_id": read["record_id"], "lane_id": lane, "due_fen": quote["due_fen"],
            "received_fen": quote["due_fen"],
        });
        engine.call("exit.pay_cash", pay).await.unwrap();
    }
}

/// The rows of a CSV that tell of payments, without who made it and when.
fn payments(path: &Path) -> Vec<String> {
    let text = String::from_utf8(std::fs::read(path).expect("it is there")).expect("UTF-8");
    text.lines().filter(|line| line.contains("粤B1000")).map(str::to_owned).collect()
}

fn origins(data: &Path) -> Vec<String> {
    let ledger =
        rusqlite::Connection::open_with_flags(data.join("ledger.sqlite"), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("the ledger opens");
    let mut rows = ledger.prepare("SELECT DISTINCT origin FROM journal WHERE kind = 'signed_in'").expect("a query");
    let origins = rows.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>();
    origins.expect("texts")
}

#[tokio::test]
async fn a_managers_pc_calls_exports_and_is_cut_off_over_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    lot.edit("lotdesk.toml", |toml| format!("[attach]\nlisten = \"127.0.0.1:0\"\n{toml}"));
    let mut engine = lot.start().await;
    engine.sign_in().await;
    a_morning(&engine).await;
    let address = engine.process.ready["attach"]["address"].as_str().expect("the door is open").to_owned();

    // The pairing line is shown once, and carried over in a file.
    let admitted = engine.call("attach.admit", json!({ "name": "经理办公室" })).await.unwrap();
    let line = admitted["line"].as_str().unwrap();
    let print = engine.process.ready["attach"]["certificate_sha256"].as_str().unwrap();
    assert!(line.starts_with(&format!("lotdesk://{address}/#{print}.")), "{line}");
    let file = folder.path().join("booth.txt");
    std::fs::write(&file, line).unwrap();
    let file = file.to_str().unwrap();
    let pc = Pc::at(folder.path());

    // Commands, with a sign-in and without.
    let board = pc.says(&["call", "--as", "经理", "board.snapshot", "--attach", file]);
    assert_eq!(board["lot_name"], engine.call("board.snapshot", json!({})).await.unwrap()["lot_name"]);
    assert_eq!(pc.refuses(&["call", "board.snapshot", "--attach", file])["code"], "not_signed_in");
    assert!(origins(&lot.data).contains(&"ctl@经理办公室".to_owned()), "{:?}", origins(&lot.data));
    assert!(!pc.data.join("ledger.sqlite").exists(), "no lot begins on the manager's PC");

    // Reports: the file that arrives is the file that was written, and says what a local one says.
    let day = ["--from", "2026-11-01", "--to", &today(), "--format", "csv"].map(str::to_owned);
    let days: Vec<&str> = day.iter().map(String::as_str).collect();
    assert_eq!(pc.refuses(&[&["export", "payments", "--attach", file], &days[..]].concat())["code"], "not_signed_in");
    let away = pc.says(&[&["export", "payments", "--as", "经理", "--attach", file], &days[..]].concat());
    let brought = PathBuf::from(away["files"][0].as_str().expect("a file"));
    assert!(brought.starts_with(pc.data.canonicalize().unwrap()), "{}", brought.display());
    let written = lot.data.join("reports/exports").join(brought.file_name().unwrap());
    assert_eq!(std::fs::read(&brought).unwrap(), std::fs::read(&written).unwrap());
    let local = folder.path().join("local.csv");
    let made = lot.ctl(&[&["export", "payments", "--out", local.to_str().unwrap()], &days[..]].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert_eq!((payments(&brought), payments(&brought).len()), (payments(&local), 3));
    let named = folder.path().join("named.xlsx");
    let xlsx = ["export", "daily", "--from", &today(), "--as", "经理", "--attach", file].map(str::to_owned);
    let xlsx: Vec<&str> = xlsx.iter().map(String::as_str).collect();
    pc.says(&[&xlsx[..], &["--out", named.to_str().unwrap()]].concat());
    assert!(std::fs::read(&named).unwrap().starts_with(b"PK"), "a workbook");

    // What is for the booth's own PC, or would show the key to every process, says so.
    for what in [&["stop"][..], &["verify"], &["run", "--until-stdin-closes"], &["selftest", "city"]] {
        let refused = pc.refuses(&[what, &["--attach", file]].concat());
        assert_eq!((&refused["code"], &refused["field"]), (&json!("not_possible_now"), &json!("attach")), "{what:?}");
    }
    let shown = pc.refuses(&["call", "board.snapshot", "--attach", line]);
    assert!(shown["en"].as_str().unwrap().contains("LOTDESK_ATTACH"), "{shown}");
    let given = pc.command(&["call", "operator.first_start"]).env("LOTDESK_ATTACH", line).output().unwrap();
    assert_eq!(said(&given)["needs_manager"], false);

    // Remembered, it needs no argument; a window there goes up and down with the booth.
    assert_eq!(pc.add("lotdesk://127.0.0.1:1/#cut.off\n").status.code(), Some(1));
    assert_eq!(said(&pc.add(line)), json!({ "attached": address, "answers": true }));
    let shown = String::from_utf8(pc.run(&["attach", "show"]).stdout).unwrap();
    assert!(shown.contains(&address) && !shown.contains(line.rsplit('.').next().unwrap()), "{shown}");
    let window = pc.window();
    assert!(!until(&window, |state| state.state == UpDown::Up).await.here);
    let sign_in = json!({ "name": "经理", "pin": "2580" });
    let signed = window.call(None, "operator.sign_in", sign_in.clone()).await.unwrap();
    let token = signed["token"].as_str().map(str::to_owned);
    let mut heard = window.notices();
    engine.push("in-2", &id(1, 9), "粤B90009").await.unwrap();
    tokio::time::timeout(COMES_WITHIN, heard.recv()).await.expect("what happens at the booth is heard").unwrap();
    let pcs = engine.call("attach.list", json!({})).await.unwrap();
    assert_eq!((&pcs["pcs"][0]["open"], &pcs["pcs"][0]["seen_from"]), (&json!(1), &json!("127.0.0.1")));

    // A power cut at the booth, and its next start at the same place.
    engine.process.cut();
    let down = until(&window, |state| state.state == UpDown::Down && state.refusal.is_some()).await;
    assert!(down.refusal.unwrap().en.contains(&address));
    assert_eq!(pc.refuses(&["call", "operator.first_start"])["code"], "unavailable");
    lot.edit("lotdesk.toml", |toml| toml.replacen("127.0.0.1:0", &address, 1));
    let mut engine = lot.start().await;
    engine.sign_in().await;
    until(&window, |state| state.state == UpDown::Up).await;
    let refused = window.call(token, "board.snapshot", json!({})).await.unwrap_err();
    assert_eq!(serde_json::to_value(refused.code).unwrap(), "not_signed_in", "sign-ins end with the engine");
    window.call(None, "operator.sign_in", sign_in).await.expect("the key is good after the restart");

    // Revoked, it is cut off at once and stays out.
    engine.call("attach.revoke", json!({ "pc_id": admitted["pc_id"] })).await.unwrap();
    let out = until(&window, |state| state.state == UpDown::Down && state.refusal.is_some()).await;
    assert_eq!(serde_json::to_value(out.refusal.unwrap().code).unwrap(), "not_permitted");
    assert_eq!(pc.refuses(&["call", "operator.first_start"])["code"], "not_permitted");
    window.stop().await;

    // The door closes when the settings say so, and nothing else stops for it.
    lot.edit("lotdesk.toml", |toml| toml.replacen("listen = ", "# listen = ", 1));
    let reloaded = engine.call("config.reload", json!({})).await;
    let closed = engine.call("attach.list", json!({})).await.unwrap();
    assert_eq!(closed["door"], Value::Null, "{reloaded:?}");
    assert!(reloaded.is_ok());
    drop(engine);
    lot.verify();

    // Nothing that is left behind at the booth has the key.
    let key = line.rsplit('.').next().unwrap().as_bytes();
    for entry in std::fs::read_dir(&lot.data).unwrap() {
        let path = entry.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        assert!(!bytes.windows(key.len()).any(|part| part == key), "{} holds the key", path.display());
    }
}

/// The day in China, on whose clock reports are.
fn today() -> String {
    let now = chrono::Utc::now() + chrono::Duration::hours(8);
    now.date_naive().to_string()
}
