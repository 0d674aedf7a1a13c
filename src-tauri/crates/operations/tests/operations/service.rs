//! Lanes taken out of service (5011), devices lost and found (5002), motors that fail (2002).

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Equipment, EquipmentKind, Lot};
use lotdesk_domain::service::LaneService;
use lotdesk_operations::Caller;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, morning, small_lot};

const GATE: u8 = 201;

/// A house whose entry has a gate beside its camera.
async fn with_a_gate() -> House {
    let house = House::new().await;
    let mut lot: Lot = small_lot();
    lot.lanes[0].equipment.push(Equipment {
        id: guid(GATE),
        code: "G1".into(),
        name: "入口道闸".into(),
        kind: EquipmentKind::Gate,
    });
    house.engine("lot.set", json!({ "lot": lot })).await.unwrap();
    house.facts.0.lock().unwrap().clear();
    house
}

async fn set_state(house: &House, token: &str, lane: u8, state: &str) -> Result<Value, Code> {
    let request = json!({ "lane_id": guid(lane), "state": state, "reason": "设备检修" });
    house.window(token, "lane.set_state", request).await.map_err(|refusal| refusal.code)
}

async fn signal(house: &House, what: &str, remark: &str) {
    let report = json!({
        "lane_id": guid(ENTRY), "what": what, "at": morning(), "gate_command_id": null, "remark": remark,
    });
    house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.report", report).await.unwrap();
}

async fn camera(house: &House, online: bool) {
    let report = json!({ "lane_id": guid(ENTRY), "device": "camera", "online": online, "why": "90 秒无心跳" });
    house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.device", report).await.unwrap();
}

/// Devices that the platform heard of, with whether they answer.
fn devices(house: &House) -> Vec<(Guid, bool)> {
    let facts = house.facts.0.lock().unwrap();
    let changed = facts.iter().filter_map(|fact| match fact {
        Fact::EquipmentChanged { equipment_id, online } => Some((*equipment_id, *online)),
        _ => None,
    });
    changed.collect()
}

fn motors(house: &House) -> usize {
    house.facts.0.lock().unwrap().iter().filter(|fact| matches!(fact, Fact::GateMotorFailed { .. })).count()
}

async fn lane_now(house: &House) -> Value {
    house.engine("board.snapshot", Value::Null).await.unwrap()["lanes"][0].clone()
}

#[tokio::test]
async fn a_lane_out_of_service_refuses_entries_in_words_until_it_is_put_back() {
    let mut house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    set_state(&house, &token, ENTRY, "closed").await.unwrap();
    set_state(&house, &token, ENTRY, "closed").await.unwrap();
    house.gates();
    let reply = house.read(ENTRY, "粤B11111").await;
    assert_eq!((reply.fate, house.gates()), (ReadFate::LaneClosed, 0));
    assert_eq!(reply.screen, ["粤B11111", "通道停用", "请走其他入口"]);
    let lane = lane_now(&house).await;
    assert_eq!((&lane["service"]["state"], &lane["service"]["comment"]), (&json!("closed"), &json!("设备检修")));
    assert_eq!(lane["waiting"]["why"], "lane_closed");
    // The platform hears of a change once, with its reason.
    let told: Vec<Fact> =
        house.facts.0.lock().unwrap().iter().filter(|f| matches!(f, Fact::LaneStateChanged { .. })).cloned().collect();
    let closed =
        Fact::LaneStateChanged { lane_id: guid(ENTRY), state: LaneService::Closed, comment: "设备检修".into() };
    assert_eq!(told, [closed]);
    set_state(&house, &token, ENTRY, "normal").await.unwrap();
    house.later_ms(2_000);
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::Entered);
    house.verify().await;
}

#[tokio::test]
async fn a_jammed_lane_still_lets_in_and_a_closed_exit_still_lets_out() {
    let house = House::new().await;
    let token = house.sign_in("值班员", "attendant").await;
    set_state(&house, &token, ENTRY, "badly_jammed").await.unwrap();
    assert_eq!(house.read(ENTRY, "粤B11111").await.fate, ReadFate::Entered);
    set_state(&house, &token, EXIT, "closed").await.unwrap();
    house.later(10);
    assert_eq!(house.read(EXIT, "粤B11111").await.fate, ReadFate::Left);
    assert_eq!(set_state(&house, &token, 99, "closed").await.unwrap_err(), Code::NoSuchLane);
}

#[tokio::test]
async fn a_gates_fault_is_the_gates_and_a_silent_camera_the_cameras() {
    let house = with_a_gate().await;
    signal(&house, "fault", "栏杆卡住").await;
    assert_eq!(devices(&house), [(guid(GATE), false)]);
    let lane = lane_now(&house).await;
    let told: Vec<_> = lane["devices"].as_array().unwrap().iter().map(|d| (&d["name"], &d["online"])).collect();
    assert_eq!(told, [(&json!("camera"), &json!(true)), (&json!("入口道闸"), &json!(false))]);
    signal(&house, "fault", "栏杆卡住").await;
    signal(&house, "recovered", "").await;
    assert_eq!(devices(&house), [(guid(GATE), false), (guid(GATE), true)]);
    house.facts.0.lock().unwrap().clear();
    // A device of which nothing was ever heard counts as one that answers.
    camera(&house, true).await;
    camera(&house, false).await;
    camera(&house, false).await;
    assert_eq!(devices(&house), [(guid(ENTRY + 100), false)]);
    assert_eq!(lane_now(&house).await["devices"][0]["why"]["zh"], "90 秒无心跳");
    assert_eq!(lane_now(&house).await["gate"], "unknown", "the gate is well");
    camera(&house, true).await;
    assert_eq!(devices(&house), [(guid(ENTRY + 100), false), (guid(ENTRY + 100), true)]);
    house.verify().await;
}

#[tokio::test]
async fn a_motor_that_fails_is_an_event_of_its_own_once_a_fault() {
    let house = with_a_gate().await;
    signal(&house, "fault", "栏杆卡住").await;
    signal(&house, "recovered", "").await;
    assert_eq!(motors(&house), 0);
    signal(&house, "fault", "道闸电机过热").await;
    signal(&house, "fault", "道闸电机过热").await;
    assert_eq!(motors(&house), 1);
    signal(&house, "recovered", "").await;
    signal(&house, "fault", "gate motor blocked").await;
    assert_eq!(motors(&house), 2);
    let board = house.engine("board.snapshot", Value::Null).await.unwrap();
    let lines = board["events"].as_array().unwrap().iter().filter(|line| line["kind"] == "motor_failed").count();
    assert_eq!(lines, 2);
    house.verify().await;
}

#[tokio::test]
async fn a_lane_tells_of_its_own_devices_only() {
    let house = House::new().await;
    let report = json!({ "lane_id": guid(EXIT), "device": "camera", "online": false });
    let refused = house.desk.call(&Caller::Lane(guid(ENTRY)), "lane.device", report).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
}
