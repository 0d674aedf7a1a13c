//! Practising beside a real lot: nothing that is set anywhere is contacted, and the real ledger stays as it is.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{City, Lot, id, practice};

/// A place on the loopback where every platform is said to be: whoever calls is counted.
struct Trap {
    address: String,
    calls: Arc<AtomicUsize>,
}

impl Trap {
    fn set() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = calls.clone();
        std::thread::spawn(move || {
            for call in listener.incoming() {
                drop(call);
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { address, calls }
    }

    /// Every platform, the payment channel, a gate's relay and the printer, as `lotdesk.toml` names them.
    fn everywhere(&self) -> String {
        let at = &self.address;
        format!(
            "[platforms.city]\nbase_url = \"http://{at}/city\"\nuser_id = \"real\"\ntcp_address = \"{at}\"\n\
             [platforms.charging]\nbase_url = \"http://{at}\"\noperator_id = \"123456789\"\nplatform_operator_id = \"987654321\"\n\
             [platforms.docloud]\nbase_url = \"http://{at}\"\napp_key = \"real\"\n\
             [platforms.etcp]\nbase_url = \"http://{at}\"\nmerchant_no = \"1\"\n\
             [platforms.repair]\nbase_url = \"http://{at}\"\ncompany_code = \"460108000012345\"\n\
             [payment]\nbase_url = \"http://{at}\"\nmerchant = \"1\"\n\
             [printer]\nkind = \"network\"\nplace = \"{at}\"\n\
             [lanes.drivers.out-1]\nkind = \"http_relay\"\nurl = \"http://{at}/open\"\n"
        )
    }

    /// The same as variables of the environment.
    fn in_environment(&self) -> Vec<(String, String)> {
        let url = format!("http://{}", self.address);
        let names = ["CITY", "CHARGING", "DOCLOUD", "ETCP", "REPAIR"];
        let mut all: Vec<_> =
            names.iter().map(|name| (format!("LOTDESK__PLATFORMS__{name}__BASE_URL"), url.clone())).collect();
        all.push(("LOTDESK__PLATFORMS__CITY__USER_ID".into(), "real".into()));
        all.push(("LOTDESK__PAYMENT__BASE_URL".into(), url));
        all.push(("LOTDESK__TRAINING".into(), "false".into()));
        all
    }
}

/// Every file of the real lot, by its content; what belongs to practising is left out, and SQLite's index of a log that an
/// engine left behind, which whoever looks at it makes anew.
fn real_files(data: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(data).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() && !path.to_string_lossy().ends_with("-shm") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.insert(name, std::fs::read(&path).expect("it reads"));
        }
    }
    files
}

#[tokio::test]
async fn practising_contacts_nobody_and_leaves_the_real_books_alone() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    // A real lot with a car inside, its engine stopped so that its files can be compared.
    let mut real = lot.start().await;
    real.sign_in().await;
    real.push("in-1", &id(1, 1), "粤B12345").await.unwrap();
    real.drained().await;
    drop(real);
    let before = real_files(&lot.data);
    assert!(before.contains_key("ledger.sqlite"));
    let told_before = city.arrivals().len();

    let trap = Trap::set();
    let mut engine = practice(&lot, &trap.in_environment()).await;
    assert_eq!(engine.process.ready["training"], true);
    engine.token = None;
    let first = engine.call("operator.first_start", json!({})).await.unwrap();
    let who = json!({ "name": first["names"][0]["name"], "pin": first["demo_pin"] });
    engine.token = engine.call("operator.sign_in", who).await.unwrap()["token"].as_str().map(str::to_owned);
    let board = engine.call("board.snapshot", json!({})).await.unwrap();
    assert_eq!((&board["training"], &board["counts"]["used"]), (&json!(true), &json!(0)), "books of its own");

    // Somebody writes real addresses into the folder for practising, and has them read.
    let settings = lot.data.join("training").join("lotdesk.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n{}", trap.everywhere())).unwrap();
    let reloaded = engine.call("config.reload", json!({})).await;
    assert!(reloaded.is_ok(), "{reloaded:?}");

    // A whole stay with money in it goes to the sandbox and nowhere else.
    engine.push_demo("in-1", &id(2, 1), "粤B66666", Some(Duration::from_secs(5 * 3600))).await;
    let at_exit = engine.push_demo("out-1", &id(2, 2), "粤B66666", None).await;
    assert_eq!(at_exit["fate"], "must_pay", "{at_exit}");
    let record = at_exit["record_id"].clone();
    let due = engine.call("exit.quote", json!({ "record_id": record })).await.unwrap()["due_fen"].clone();
    let lane = board["lanes"].as_array().unwrap().iter().find(|lane| lane["code"] == "out-1").unwrap()["id"].clone();
    let cash =
        json!({ "request_id": id(3, 1), "record_id": record, "lane_id": lane, "due_fen": due, "received_fen": due });
    assert_eq!(engine.call("exit.pay_cash", cash).await.unwrap()["left"], true);
    engine.drained().await;
    let state = engine.call("config.state", Value::Null).await.unwrap().to_string();
    assert!(!state.contains(&trap.address), "an address that counts for nothing is not shown as one that does");
    drop(engine);

    assert_eq!(trap.calls.load(Ordering::SeqCst), 0, "somebody was called");
    assert_eq!(city.arrivals().len(), told_before, "the real platform heard of it");
    let after = real_files(&lot.data);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&after), names(&before));
    let changed: Vec<&String> = after.keys().filter(|name| after[*name] != before[*name]).collect();
    assert_eq!(changed, Vec::<&String>::new(), "the real lot's files changed");
    // The place to practise is not taken for a real one, nor the reverse.
    let mixed = lot.ctl_at("training", &["call", "system.health"]);
    assert!(!mixed.status.success() && String::from_utf8_lossy(&mixed.stderr).contains("training"), "{mixed:?}");
    let health: Value = serde_json::from_slice(&lot.ctl(&["call", "system.health"]).stdout).unwrap();
    assert_eq!((health.get("training"), &health["demo"]), (Some(&json!(false)), &json!(false)));
    lot.verify();
}

/// Told apart from everything else that is written.
const PLATE: &str = "粤B40917";
const LEASED: &str = "粤B77213";
const PERSON: &str = "Zhao-the-manager";
const OWNER: &str = "滨河物业有限公司";
const CAMERA: &str = "CAM-SERIAL-88231";

fn every_file(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { every_file(&path, found) } else { found.push(path) }
    }
}

/// People practise on the lot that they work at, and nothing by which it or anybody could be known comes along.
#[tokio::test]
async fn the_real_lot_is_practised_on_without_what_is_secret_or_personal() {
    let folder = tempfile::tempdir().unwrap();
    let city = City::start(folder.path());
    let lot = Lot::set_up(folder.path(), &city);
    let mut real = lot.start().await;
    real.sign_in().await;
    // The real lot, as somebody has set it up in the window.
    let mut described = real.call("lot.current", json!({})).await.unwrap();
    described["lot"]["name"] = json!("滨河花园");
    described["lot"]["owner"] = json!(OWNER);
    described["lot"]["areas"][0]["name"] = json!("东区");
    described["lot"]["lanes"][0]["name"] = json!("东门入口");
    described["lot"]["lanes"][0]["equipment"][0]["code"] = json!(CAMERA);
    real.call("lot.set", described.clone()).await.unwrap();
    let tariff = "name = \"滨河收费\"\n[[rates]]\nclasses = [\"small\", \"medium\", \"large\"]\nfree_minutes = 5\n\
        first_minutes = 60\nfirst_yuan = \"7.00\"\nfollowing_minutes = 60\nfollowing_yuan = \"4.00\"\ndaily_cap_yuan = \"40.00\"\n";
    real.call("tariff.load", json!({ "toml": tariff })).await.unwrap();
    let lease = json!({
        "id": null, "spaces": 1, "plates": [LEASED], "first_day": "2026-01-01", "last_day": "2036-12-31",
        "prices": [{ "cycles": 1, "unit": "month", "amount_fen": 30_000 }],
    });
    real.call("lease.save", lease).await.unwrap();
    real.call("operator.create", json!({ "name": PERSON, "pin": "86420", "role": "manager" })).await.unwrap();
    real.push("in-1", &id(1, 1), PLATE).await.unwrap();
    lot.secret("etcp.merchant_key", "Kiwi-merchant-4417");
    let trap = Trap::set();
    real.drained().await;

    // The first time beside the running engine, so that its ledger is read while it is written.
    let mut engine = practice(&lot, &trap.in_environment()).await;
    engine.token = None;
    let first = engine.call("operator.first_start", json!({})).await.unwrap();
    let names: Vec<&str> = first["names"].as_array().unwrap().iter().filter_map(|n| n["name"].as_str()).collect();
    assert!(!names.contains(&PERSON), "{names:?}");
    let who = json!({ "name": first["names"][0]["name"], "pin": first["demo_pin"] });
    engine.token = engine.call("operator.sign_in", who).await.unwrap()["token"].as_str().map(str::to_owned);
    let copy = engine.call("lot.current", json!({})).await.unwrap()["lot"].clone();
    assert_eq!(copy["name"], "滨河花园（练习）");
    assert_eq!(copy["areas"], described["lot"]["areas"]);
    assert_eq!(copy["spaces"].as_array().unwrap().len(), described["lot"]["spaces"].as_array().unwrap().len());
    let lanes = |lot: &Value| {
        let lanes = lot["lanes"].as_array().unwrap().iter();
        lanes.map(|lane| (lane["code"].clone(), lane["name"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(lanes(&copy), lanes(&described["lot"]));
    let leases = engine.call("lease.list", json!({})).await.unwrap();
    let leases = leases["leases"].as_array().unwrap();
    assert_eq!(leases.len(), 1);
    let lease = leases[0].get("lease").unwrap_or(&leases[0]);
    assert_eq!((&lease["last_day"], &lease["prices"][0]["amount_fen"]), (&json!("2036-12-31"), &json!(30_000)));
    // Its tariff is the real one: 5 hours are 7.00 + 4 × 4.00.
    engine.push_demo("in-1", &id(2, 1), "粤B66666", Some(Duration::from_secs(5 * 3600 - 60))).await;
    let at_exit = engine.push_demo("out-1", &id(2, 2), "粤B66666", None).await;
    let due = engine.call("exit.quote", json!({ "record_id": at_exit["record_id"] })).await.unwrap();
    assert_eq!(due["due_fen"], 2_300, "{due}");
    engine.drained().await;
    engine.process.end();
    real.process.end();

    let camera_id = described["lot"]["lanes"][0]["equipment"][0]["id"].as_str().unwrap().to_owned();
    let mut files = Vec::new();
    every_file(&lot.data.join("training"), &mut files);
    for name in ["ledger.sqlite", "lot.toml", "leases.toml", "lotdesk.toml"] {
        assert!(files.iter().any(|file| file.ends_with(name)), "{name} is not among what is searched");
    }
    let secrets = [
        PLATE,
        LEASED,
        PERSON,
        OWNER,
        CAMERA,
        &camera_id,
        &city.base_url,
        &city.tcp_address,
        &trap.address,
        "Kiwi-merchant-4417",
        crate::harness::LANE_TOKEN,
        crate::harness::PASSPHRASE,
    ];
    for file in &files {
        let content = std::fs::read(file).unwrap();
        for secret in secrets {
            let found = content.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret:?} stands in {}", file.display());
        }
    }
    assert_eq!(trap.calls.load(Ordering::SeqCst), 0, "somebody was called");
    lot.verify();
}
