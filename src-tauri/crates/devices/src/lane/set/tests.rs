use lotdesk_domain::lot::LaneKind;
use lotdesk_operations::api::lane::{GateState, LaneSignal, ReadFate};
use tokio::time::advance;

use super::*;
use crate::lane::config::{CameraReplyConfig, RelayConfig, SimulatedConfig};
use crate::lane::test_support::{Ears, START, TokioClock, guid};

const SIMULATED: u64 = 101;
const CAMERA: u64 = 102;
const RELAY: u64 = 103;

fn lane(no: u64) -> LotLane {
    LotLane {
        id: guid(no),
        code: format!("in-{no}"),
        name: "入口".into(),
        kind: LaneKind::Entry,
        area: "B1".into(),
        equipment: Vec::new(),
    }
}

fn set() -> (Arc<Ears>, LaneSet) {
    let ears = Arc::new(Ears::default());
    let lanes = [
        (lane(SIMULATED), LaneConfig::Simulated(SimulatedConfig::default())),
        (lane(CAMERA), LaneConfig::Camera(CameraReplyConfig {})),
        (lane(RELAY), LaneConfig::HttpRelay(RelayConfig::at("http://192.0.2.1/"))),
    ];
    let set = LaneSet::new(lanes, Arc::new(TokioClock::new()), ears.clone());
    (ears, set.unwrap())
}

fn command(lane: u64, no: u64) -> GateCommand {
    GateCommand { lane_id: guid(lane), command_id: guid(no), expires_at: START.plus_ms(GATE_COMMAND_LIFE_MS) }
}

fn entered(command: u64) -> ReadReply {
    ReadReply {
        fate: ReadFate::Entered,
        open_gate: true,
        gate_command_id: Some(guid(command)),
        record_id: None,
        screen: vec!["粤B12345".into(), "欢迎光临".into()],
        voice: "欢迎光临".into(),
    }
}

fn opened_by(answer: &PendingAnswer) -> Option<Guid> {
    answer.open.map(|command| command.command_id)
}

/// Lets the lanes' tasks do what waits for them.
async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn orders_reach_their_lane_and_run_once() {
    let (ears, set) = set();
    set.open(command(SIMULATED, 1)).unwrap();
    set.open(command(SIMULATED, 1)).unwrap();
    set.show(guid(SIMULATED), vec!["请通行".into()], "请通行".into()).unwrap();
    ears.until(|ears| ears.signals().len() == 1).await;
    assert_eq!(ears.signals()[0].0, LaneSignal::Opened);
    let lane = set.simulated(guid(SIMULATED)).unwrap();
    assert_eq!(lane.gate(), GateState::Open);
    assert_eq!(lane.words().1, "请通行");
    assert!(ears.failures.lock().unwrap().is_empty(), "a repeat is no failure");
    assert_eq!(set.open(command(999, 2)), Err(LaneError::UnknownLane(guid(999))));
}

#[tokio::test(start_paused = true)]
async fn an_order_that_waited_too_long_is_refused_and_told() {
    let (ears, set) = set();
    set.open(command(SIMULATED, 1)).unwrap();
    advance(Duration::from_millis(10_001)).await;
    ears.until(|ears| !ears.failures.lock().unwrap().is_empty()).await;
    assert_eq!(*ears.failures.lock().unwrap(), [(guid(1), LaneError::Expired)]);
    assert_eq!(set.simulated(guid(SIMULATED)).unwrap().gate(), GateState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_camera_opens_by_the_answer_and_not_again_by_the_order() {
    let (_, set) = set();
    let answer = set.answer_push(guid(CAMERA), &entered(1));
    assert_eq!(opened_by(&answer), Some(guid(1)));
    assert_eq!(answer.voice, "欢迎光临");
    // The same decision arrives as orders afterwards.
    set.open(command(CAMERA, 1)).unwrap();
    set.show(guid(CAMERA), answer.screen.clone(), answer.voice.clone()).unwrap();
    settle().await;
    assert_eq!(set.answer_poll(guid(CAMERA)), PendingAnswer::default());
    // The camera repeats its push.
    assert_eq!(opened_by(&set.answer_push(guid(CAMERA), &entered(1))), None);
}

#[tokio::test(start_paused = true)]
async fn a_camera_opens_by_the_answer_when_the_order_was_quicker() {
    let (_, set) = set();
    set.open(command(CAMERA, 1)).unwrap();
    settle().await;
    assert_eq!(opened_by(&set.answer_push(guid(CAMERA), &entered(1))), Some(guid(1)));
    assert_eq!(opened_by(&set.answer_poll(guid(CAMERA))), None);
}

#[tokio::test(start_paused = true)]
async fn after_cash_was_taken_the_cameras_next_call_opens() {
    let (_, set) = set();
    set.open(command(CAMERA, 1)).unwrap();
    set.show(guid(CAMERA), vec!["已收费".into()], "一路平安".into()).unwrap();
    settle().await;
    let answer = set.answer_poll(guid(CAMERA));
    assert_eq!((opened_by(&answer), answer.voice.as_str()), (Some(guid(1)), "一路平安"));
    assert_eq!(set.answer_poll(guid(CAMERA)), PendingAnswer::default());
}

/// The camera hung up before it was answered: its next push is a repeat, and brings the command that waits.
#[tokio::test(start_paused = true)]
async fn a_command_whose_answer_never_went_out_opens_by_the_next_call() {
    let (ears, set) = set();
    set.open(command(CAMERA, 1)).unwrap();
    settle().await;
    let repeat = ReadReply { fate: ReadFate::Repeat, open_gate: false, gate_command_id: None, ..entered(1) };
    assert_eq!(opened_by(&set.answer_push(guid(CAMERA), &repeat)), Some(guid(1)));
    // Once: the order may come twice, and the answer to the first push late.
    set.open(command(CAMERA, 1)).unwrap();
    settle().await;
    assert_eq!(opened_by(&set.answer_push(guid(CAMERA), &entered(1))), None);
    assert_eq!(opened_by(&set.answer_poll(guid(CAMERA))), None);
    advance(Duration::from_millis(10_001)).await;
    settle().await;
    assert!(ears.failures.lock().unwrap().is_empty(), "a command that was spent has not failed");
}

#[tokio::test(start_paused = true)]
async fn a_command_that_no_camera_came_for_is_told_as_not_carried_out() {
    let (ears, set) = set();
    set.open(command(CAMERA, 1)).unwrap();
    set.open(command(CAMERA, 2)).unwrap();
    ears.until(|ears| ears.failures.lock().unwrap().len() == 2).await;
    assert_eq!(*ears.failures.lock().unwrap(), [(guid(1), LaneError::Expired), (guid(2), LaneError::Expired)]);
    assert_eq!(opened_by(&set.answer_poll(guid(CAMERA))), None);
    // Of two that waited and one opening, both are answered for.
    let later = |no| GateCommand { expires_at: START.plus_ms(2 * GATE_COMMAND_LIFE_MS), ..command(CAMERA, no) };
    set.open(later(3)).unwrap();
    set.open(later(4)).unwrap();
    settle().await;
    assert_eq!(opened_by(&set.answer_poll(guid(CAMERA))), Some(guid(4)));
    advance(Duration::from_millis(10_001)).await;
    settle().await;
    assert_eq!(ears.failures.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_gate_that_is_to_open_for_one_car_does_not_open_for_the_next() {
    let (_, set) = set();
    // Cash was taken, and before the camera calls again it reads a car that may not pass.
    set.open(command(CAMERA, 1)).unwrap();
    settle().await;
    let locked = ReadReply { fate: ReadFate::Locked, open_gate: false, gate_command_id: None, ..entered(2) };
    let answer = set.answer_push(guid(CAMERA), &locked);
    assert_eq!((opened_by(&answer), answer.voice.as_str()), (None, "欢迎光临"));
    assert_eq!(opened_by(&set.answer_poll(guid(CAMERA))), Some(guid(1)), "it is not lost");
    // The paid car itself, read once more.
    set.open(command(CAMERA, 3)).unwrap();
    settle().await;
    let again = ReadReply { fate: ReadFate::Repeat, ..locked };
    assert_eq!(opened_by(&set.answer_push(guid(CAMERA), &again)), Some(guid(3)));
}

#[tokio::test(start_paused = true)]
async fn a_relays_camera_speaks_but_does_not_open_and_a_simulated_one_tells() {
    let (_, set) = set();
    let answer = set.answer_push(guid(RELAY), &entered(1));
    assert_eq!((opened_by(&answer), answer.voice.as_str()), (None, "欢迎光临"));
    assert_eq!(opened_by(&set.answer_push(guid(SIMULATED), &entered(2))), Some(guid(2)));
    let mut full = entered(3);
    full.open_gate = false;
    for lane in [SIMULATED, CAMERA, RELAY] {
        assert_eq!(opened_by(&set.answer_push(guid(lane), &full)), None);
    }
}

#[tokio::test(start_paused = true)]
async fn cameras_come_and_go() {
    let (ears, set) = set();
    let camera = |ears: &Ears| -> Vec<bool> {
        let health = ears.health.lock().unwrap();
        health.iter().filter(|(device, ..)| *device == EquipmentKind::Camera).map(|(_, online, _)| *online).collect()
    };
    // One that only pushes reads may be silent all night.
    set.camera_heard(guid(RELAY), false);
    set.camera_heard(guid(CAMERA), true);
    set.camera_heard(guid(CAMERA), true);
    assert_eq!(camera(&ears), [true, true]);
    ears.until(|ears| camera(ears).len() == 3).await;
    assert_eq!(camera(&ears), [true, true, false]);
    set.camera_heard(guid(CAMERA), true);
    assert_eq!(camera(&ears), [true, true, false, true]);
}
