//! Whole engines in one process: starting, stopping, handing over. Nothing sleeps to let things happen: what is waited
//! for is a state.

use std::time::Duration;

use lotdesk_operations::api::refusal::Code;

use super::*;
use crate::config::Layers;
use crate::console::{Console, EngineState, UpDown};
use crate::door::Door;

/// Nothing takes this long; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

struct Dir(tempfile::TempDir);

impl Dir {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn options(&self, demo: bool) -> StartOptions {
        let home = Home::at(self.0.path()).unwrap();
        let layers = Layers::default();
        StartOptions { home, layers, demo, training: false, extent: Extent::Everything, attach: None, traffic: false }
    }
}

async fn start(options: &StartOptions) -> Result<Arc<Engine>, StartError> {
    Engine::start(options, options.home.try_own().unwrap().expect("nobody owns it")).await
}

async fn until(console: &Console, right: impl FnMut(&EngineState) -> bool) -> EngineState {
    let mut states = console.state();
    let state = tokio::time::timeout(LONG, states.wait_for(right)).await;
    state.expect("the state comes").expect("the console lives").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_lot_starts_with_files_of_its_own_and_nobody_in_it() {
    let dir = Dir::new();
    let options = dir.options(false);
    let engine = start(&options).await.unwrap();
    for file in ["lotdesk.toml", "lot.toml", "tariff.toml"] {
        assert!(dir.0.path().join(file).exists(), "{file}");
    }
    let first = engine.call(&Caller::Window(None), "operator.first_start", json!({})).await.unwrap();
    assert_eq!((&first["needs_manager"], &first["demo"]), (&json!(true), &json!(false)));
    assert_eq!(engine.ready().sandbox_city, None, "no simulator runs beside a real lot");
    engine.stop().await;
    let refusal = engine.call(&Caller::Engine, "system.health", json!({})).await.unwrap_err();
    assert_eq!(refusal.code, Code::Unavailable);
    assert!(options.home.try_own().unwrap().is_some(), "the directory is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lot_set_in_the_window_stands_until_its_file_is_edited() {
    let dir = Dir::new();
    let options = dir.options(false);
    let name_of = |reply: serde_json::Value| reply["lot"]["name"].as_str().map(str::to_owned).unwrap();
    let engine = start(&options).await.unwrap();
    let mut set = engine.call(&Caller::Engine, "lot.current", json!({})).await.unwrap();
    assert_eq!(name_of(set.clone()), "我的停车场");
    set["lot"]["name"] = json!("窗口里改的名");
    engine.call(&Caller::Engine, "lot.set", set).await.unwrap();
    engine.stop().await;
    let engine = start(&options).await.unwrap();
    let again = engine.call(&Caller::Engine, "lot.current", json!({})).await.unwrap();
    assert_eq!(name_of(again), "窗口里改的名", "the untouched file does not take it back");
    engine.stop().await;
    let file = dir.0.path().join("lot.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("我的停车场", "文件里改的名");
    std::fs::write(&file, text).unwrap();
    let engine = start(&options).await.unwrap();
    let edited = engine.call(&Caller::Engine, "lot.current", json!({})).await.unwrap();
    assert_eq!(name_of(edited), "文件里改的名", "an edited file speaks");
    engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_is_set_up_once_and_stays_a_demo() {
    let dir = Dir::new();
    for round in 0..2 {
        let engine = start(&dir.options(round == 0)).await.unwrap();
        assert!(engine.demo(), "its own file says so on the second start");
        let first = engine.call(&Caller::Window(None), "operator.first_start", json!({})).await.unwrap();
        let names: Vec<&str> = first["names"].as_array().unwrap().iter().map(|n| n["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["经理", "值班员", "客服"], "round {round}");
        assert_eq!(first["demo_pin"], "1234");
        let leases = engine.call(&Caller::Engine, "lease.list", json!({})).await.unwrap();
        let count = lotdesk_sandbox::demo::leases().unwrap().len();
        assert_eq!(leases["leases"].as_array().unwrap().len(), count, "round {round}");
        assert!(engine.ready().sandbox_city.as_ref().unwrap().starts_with("https://127.0.0.1:"));
        engine.stop().await;
    }
    std::fs::write(dir.0.path().join("lotdesk.toml"), "demo = false\n").unwrap();
    let error = start(&dir.options(false)).await.err().expect("a demo's ledger is no real lot's");
    assert!(matches!(error, StartError::Mixed { asked_demo: false }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_ledger_never_becomes_a_demo() {
    let dir = Dir::new();
    start(&dir.options(false)).await.unwrap().stop().await;
    let before = std::fs::read(dir.0.path().join("lotdesk.toml")).unwrap();
    let error = start(&dir.options(true)).await.err().expect("refused");
    assert!(matches!(error, StartError::Mixed { asked_demo: true }), "{error}");
    std::fs::write(dir.0.path().join("lotdesk.toml"), "demo = true\n").unwrap();
    let error = start(&dir.options(false)).await.err().expect("refused");
    assert!(matches!(error, StartError::Mixed { asked_demo: true }), "{error}");
    std::fs::write(dir.0.path().join("lotdesk.toml"), before).unwrap();
    start(&dir.options(false)).await.unwrap().stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_fails_leaves_nothing_behind() {
    // Somebody else on this machine may take the port in the moment in which it is given back: then another one serves.
    for _ in 0..5 {
        let dir = Dir::new();
        let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let mut options = dir.options(true);
        options.layers.command_line.push(("lanes.listen".into(), address.clone()));
        let error = start(&options).await.err().expect("the port is taken");
        let refusal = error.to_refusal();
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadField, Some("lanes.listen")));
        drop(taken);
        match start(&options).await {
            Ok(engine) => {
                assert_eq!(engine.ready().lanes, Some(format!("http://{address}")));
                return engine.stop().await;
            }
            Err(error) if error.to_refusal().field.as_deref() == Some("lanes.listen") => {}
            Err(error) => panic!("the lock and the ledger are free: {error}"),
        }
    }
    panic!("five ports in a row were taken by somebody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_in_the_settings_takes_the_sandboxs_place_and_wants_its_secrets() {
    let dir = Dir::new();
    std::fs::write(
        dir.0.path().join("lotdesk.toml"),
        "demo = true\n[platforms.city]\nbase_url = \"https://127.0.0.1:9\"\nuser_id = \"u\"\n",
    )
    .unwrap();
    let refusal = start(&dir.options(true)).await.err().expect("no password is set").to_refusal();
    assert_eq!(refusal.field.as_deref(), Some("city.password"));
    assert!(refusal.en.contains("lotdeskctl secret set city.password"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_of_no_lane_is_told_by_name_and_keeps_no_other_lane_shut() {
    let dir = Dir::new();
    let mut options = dir.options(true);
    options.layers.command_line.push(("lanes.drivers.in-9.kind".into(), "simulated".into()));
    let engine = start(&options).await.expect("the other lanes work");
    let alarms = engine.call(&Caller::Engine, "alarm.list", json!({})).await.unwrap();
    assert!(alarms["open"].to_string().contains("lanes.drivers.in-9"), "{alarms}");
    engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_window_attaches_hears_and_takes_over() {
    let dir = Dir::new();
    let first = Console::open(dir.options(true), Who::Window);
    assert!(until(&first, |state| state.state == UpDown::Up).await.here);
    let second = Console::open(dir.options(true), Who::Window);
    assert!(!until(&second, |state| state.state == UpDown::Up).await.here, "it attaches");

    // What one does, the other hears.
    let mut heard = second.notices();
    let sign_in = json!({ "name": "经理", "pin": "1234" });
    let signed_in = first.call(None, "operator.sign_in", sign_in.clone()).await.unwrap();
    tokio::time::timeout(LONG, heard.recv()).await.expect("a notice comes").unwrap();
    // A sign-in is the owner's, whoever asked for it: the token is good through either window.
    let token = signed_in["token"].as_str().map(str::to_owned);
    second.call(token.clone(), "board.snapshot", json!({})).await.unwrap();

    first.stop().await;
    let state = until(&second, |state| state.state == UpDown::Up && state.here).await;
    assert_eq!(state.refusal, None);
    let refusal = second.call(token, "board.snapshot", json!({})).await.unwrap_err();
    assert_eq!(refusal.code, Code::NotSignedIn, "sign-ins end with the engine that gave them");
    second.call(None, "operator.sign_in", sign_in).await.unwrap();
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_says_what_is_wrong_and_comes_up_when_it_is_mended() {
    let dir = Dir::new();
    let file = dir.0.path().join("lotdesk.toml");
    std::fs::write(&file, "[lanes]\nlisten = \"nowhere\"\n").unwrap();
    let console = Console::open(dir.options(false), Who::Window);
    let refusal = console.call(None, "system.health", json!({})).await.unwrap_err();
    assert_eq!(refusal.field.as_deref(), Some("lanes.listen"));
    std::fs::write(&file, "").unwrap();
    until(&console, |state| state.state == UpDown::Up).await;
    console.call(None, "system.health", json!({})).await.unwrap();
    console.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn terminal_commands_wait_for_each_other_when_nobody_owns_the_directory() {
    let dir = Dir::new();
    let options = StartOptions { extent: Extent::CommandsOnly, ..dir.options(false) };
    let ask = || {
        let options = options.clone();
        tokio::spawn(async move {
            let door = Door::open(&options, Who::CommandLine).await.expect("its turn comes");
            let health = door.call(Who::CommandLine, None, "system.health", json!({})).await.unwrap();
            if let Door::Owner(engine) = door {
                engine.stop().await;
            }
            health
        })
    };
    for asked in [ask(), ask(), ask(), ask()] {
        assert_eq!(asked.await.unwrap()["demo"], false);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_ends_when_an_attached_process_asks() {
    let dir = Dir::new();
    let console = Console::open(dir.options(true), Who::Window);
    until(&console, |state| state.state == UpDown::Up).await;
    let client = crate::home::Client::attach(&dir.options(true).home, Who::CommandLine).await.unwrap();
    client.end().await;
    tokio::time::timeout(LONG, console.ended()).await.expect("it ends");
    assert!(dir.options(true).home.try_own().unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_terminal_may_ask_is_no_command_for_a_window() {
    let dir = Dir::new();
    let engine = start(&dir.options(true)).await.unwrap();
    let verdict = engine.answer(Who::CommandLine, None, "engine.verify", json!({})).await.unwrap();
    assert_eq!(verdict["differences"], json!([]));
    assert!(engine.answer(Who::CommandLine, None, "engine.rebuild", json!({})).await.unwrap()["events"].is_number());
    for name in ["engine.verify", "engine.rebuild", "engine.interfaces"] {
        let refusal = engine.answer(Who::Window, None, name, json!({})).await.unwrap_err();
        assert_eq!(refusal.code, Code::UnknownCommand, "{name}");
    }
    engine.stop().await;
}

/// Books a space by the city platform's wish, from a minute ago until so many milliseconds from now.
async fn book(engine: &Engine, for_ms: i64) {
    use lotdesk_domain::ask::{Ask, reservation::Reserve};
    use lotdesk_domain::parking::{Vehicle, VehicleClass};
    let now = SystemClock.now();
    let ask = Ask::Reserve(Reserve {
        book_code: format!("YD{}", now.0),
        park_code: engine.desk.lot().park_code.clone(),
        vehicle: Vehicle {
            plate: "粤B88888".parse().unwrap(),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        },
        from: now.plus_minutes(-1),
        until: now.plus_ms(for_ms),
        deposit_fen: lotdesk_domain::money::Fen::ZERO,
        grace_minutes: 0,
    });
    let platform = lotdesk_domain::message::Platform::City;
    let encode = Box::new(|_: &_| String::new());
    let request = lotdesk_operations::PlatformRequest { platform, interface: "6001", key: None, ask, encode };
    engine.desk.carry_out(request).await.unwrap();
}

/// Waits until the journal says of so many reservations that they ran out.
async fn ran_out(engine: &Engine, count: usize) {
    let mut notices = engine.notices();
    let waiting = async {
        loop {
            let board = engine.call(&Caller::Engine, "board.snapshot", json!({})).await.unwrap();
            let events = board["events"].as_array().unwrap();
            if events.iter().filter(|event| event["kind"] == "reservation_expired").count() == count {
                return board["counts"]["reserved"].clone();
            }
            let _ = notices.recv().await;
        }
    };
    let reserved = tokio::time::timeout(LONG, waiting).await.expect("the timer fires");
    assert_eq!(reserved, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn reservations_run_out_by_the_clock_and_after_a_restart() {
    let dir = Dir::new();
    let engine = start(&dir.options(false)).await.unwrap();
    book(&engine, 3_000).await;
    ran_out(&engine, 1).await;
    // This one is over while nothing runs, or soon after: either way the next engine says so.
    book(&engine, 3_000).await;
    engine.stop().await;
    let engine = start(&dir.options(false)).await.unwrap();
    ran_out(&engine, 2).await;
    engine.stop().await;
}
