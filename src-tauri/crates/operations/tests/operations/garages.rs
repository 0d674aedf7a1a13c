//! Mechanical garages: one command at a time, what controllers say, what the platform asks, and a restart.

use lotdesk_domain::ask::garage::{RetrieveCar, StoreCar};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::garage::{
    Garage, GarageEquipment, GarageEquipmentKind, GarageEventKind, GarageKind, GaragePass, GarageState, GarageWork,
    SpaceSize,
};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lot, Space, SpaceState};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::garage::{GarageList, GarageOrdered, GarageReport, GarageSignal, GarageView, SensedSpace};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::{Effect, PlatformRequest};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, small_lot};

const PARK: &str = "44030400100101000010";

/// A stacker of two small spaces and a large one, 100 seconds a command.
fn lot_with_garage() -> Lot {
    let space = |no: &str, size| Space {
        space_no: no.into(),
        label: no.into(),
        area: "A".into(),
        garage: Some("G1".into()),
        size: Some(size),
        detector: None,
    };
    let mut lot = small_lot();
    lot.areas[0].total_spaces = 10;
    lot.spaces.extend([
        space("G1S1", SpaceSize::Compact),
        space("G1S2", SpaceSize::Compact),
        space("G1L1", SpaceSize::Large),
    ]);
    lot.garages = vec![Garage {
        id: guid(0x61),
        code: "G1".into(),
        name: "一号车库".into(),
        kind: GarageKind::AisleStacker,
        operator: "测试".into(),
        owner: "测试".into(),
        maintainer: None,
        manufacturer: None,
        cycle_seconds: 100,
        passes: vec![GaragePass { id: guid(0x62), code: 1, name: "车厅1".into() }],
        equipment: vec![GarageEquipment {
            id: guid(0x63),
            code: "PLC-1".into(),
            name: "控制柜".into(),
            kind: GarageEquipmentKind::Controller,
        }],
    }];
    lot
}

async fn house() -> House {
    let house = House::new().await;
    house.engine("lot.set", json!({ "lot": lot_with_garage() })).await.unwrap();
    house.facts.0.lock().unwrap().clear();
    house
}

async fn ask(house: &House, name: &str, request: Value) -> Result<GarageOrdered, Refusal> {
    house.engine(name, request).await.map(|reply| serde_json::from_value(reply).unwrap())
}

async fn store(house: &House, plate: &str) -> GarageOrdered {
    ask(house, "garage.store", json!({ "garage": "G1", "plate": plate })).await.unwrap()
}

async fn retrieve(house: &House, plate: &str) -> Result<GarageOrdered, Refusal> {
    ask(house, "garage.retrieve", json!({ "garage": "G1", "plate": plate })).await
}

async fn said(house: &House, what: GarageSignal) {
    house.desk.garage_report(GarageReport { garage: "G1".into(), what }).await.unwrap();
}

async fn done(house: &House, command_id: Guid) {
    said(house, GarageSignal::Done { command_id }).await;
}

async fn view(house: &House) -> GarageView {
    let list: GarageList = serde_json::from_value(house.engine("garage.list", json!({})).await.unwrap()).unwrap();
    list.garages.into_iter().next().unwrap()
}

/// The orders that went out since the last look.
fn orders(house: &mut House) -> Vec<(Guid, GarageWork, String)> {
    let mut orders = Vec::new();
    while let Ok(effect) = house.effects.try_recv() {
        if let Effect::RunGarage { command_id, work, space_no, .. } = effect {
            orders.push((command_id, work, space_no));
        }
    }
    orders
}

fn facts(house: &House) -> Vec<Fact> {
    std::mem::take(&mut *house.facts.0.lock().unwrap())
}

#[tokio::test]
async fn a_stored_car_is_joined_to_its_record_and_comes_out_again() {
    let mut house = house().await;
    let record = house.read(ENTRY, "粤B88888").await.record_id.unwrap();
    facts(&house);
    let stored = store(&house, "粤B88888").await;
    assert_eq!((stored.space_no.as_str(), stored.remain_s), ("G1S1", 100), "the smallest space that takes it");
    assert_eq!(orders(&mut house), [(stored.command_id, GarageWork::Store, "G1S1".into())]);
    assert_eq!(facts(&house), [], "nothing is in its space yet");

    house.later_ms(30_000);
    said(&house, GarageSignal::Progress { command_id: stored.command_id, remain_s: 65, stage: "运行".into() }).await;
    house.later_ms(5_000);
    let running = view(&house).await.running.unwrap();
    assert_eq!((running.remain_s, running.stage.as_deref()), (60, Some("运行")), "the controller's word counts");

    done(&house, stored.command_id).await;
    let told = facts(&house);
    let [
        Fact::SpaceChanged { space_no, state },
        Fact::GarageSpacesChanged { garages, .. },
        Fact::GarageEvent { kind, plate, .. },
    ] = told.as_slice()
    else {
        panic!("{told:?}")
    };
    assert_eq!((space_no.as_str(), *state, *kind), ("G1S1", SpaceState::Taken, GarageEventKind::CarIn));
    assert_eq!((garages[0].free_small, garages[0].total_small, garages[0].free_large), (1, 2, 1));
    assert_eq!(plate.as_ref().map(ToString::to_string).as_deref(), Some("粤B88888"));
    let shown = view(&house).await;
    let car = shown.spaces.iter().find(|space| space.space_no == "G1S1").unwrap();
    assert_eq!((car.plate.as_deref(), car.record_id), (Some("粤B88888"), Some(record)));

    let out = retrieve(&house, "粤B88888").await.unwrap();
    done(&house, out.command_id).await;
    assert_eq!(view(&house).await.counts.free_small, 2);
    facts(&house);
    house.read(EXIT, "粤B88888").await;
    let left = facts(&house).into_iter().find_map(|fact| match fact {
        Fact::VehicleLeft { record, .. } => Some(record),
        _ => None,
    });
    assert_eq!(left.unwrap().garage.as_deref(), Some("G1"), "5005 names the garage that it stood in");
    house.verify().await;
}

#[tokio::test]
async fn one_command_runs_and_the_others_wait_their_turn() {
    let mut house = house().await;
    let (first, second) = (store(&house, "粤B00001").await, store(&house, "粤B00002").await);
    assert_eq!((second.space_no.as_str(), second.remain_s), ("G1S2", 200));
    assert_eq!(orders(&mut house).len(), 1);
    house.later_ms(40_000);
    let third = store(&house, "粤B00003").await;
    assert_eq!((third.space_no.as_str(), third.remain_s), ("G1L1", 260), "60 of the first, then two more");
    assert_eq!(view(&house).await.waiting.iter().map(|c| c.remain_s).collect::<Vec<_>>(), [160, 260]);

    let cancel = json!({ "command_id": second.command_id, "reason": "车主离开" });
    house.engine("garage.cancel", cancel.clone()).await.unwrap();
    assert_eq!(house.engine("garage.cancel", cancel).await.unwrap_err().code, Code::NotFound);
    done(&house, first.command_id).await;
    assert_eq!(orders(&mut house), [(third.command_id, GarageWork::Store, "G1L1".into())]);
    // A late word about one that has ended, or a second one, changes nothing.
    done(&house, first.command_id).await;
    done(&house, second.command_id).await;
    assert_eq!(orders(&mut house), []);
    assert_eq!(view(&house).await.counts.free_small, 1);
    house.verify().await;
}

fn request(ask: Ask, key: Option<&str>) -> PlatformRequest {
    let interface = if matches!(ask, Ask::StoreCar(_)) { "8004" } else { "8005" };
    let encode = |answer: &Answer| match answer {
        Answer::Moving(moving) => moving.remaining_s.to_string(),
        other => format!("{other:?}"),
    };
    PlatformRequest { platform: Platform::City, interface, key: key.map(str::to_owned), ask, encode: Box::new(encode) }
}

fn wanted() -> StoreCar {
    let plate = Some("粤B88888".parse().unwrap());
    StoreCar { park_code: PARK.into(), garage_code: "G1".into(), plate, space_no: None, pass_code: Some(1) }
}

fn wanted_back() -> RetrieveCar {
    let StoreCar { park_code, garage_code, plate, space_no, pass_code } = wanted();
    RetrieveCar { park_code, garage_code, plate, space_no, pass_code, wanted_at: None }
}

async fn code(house: &House, ask: Ask) -> AskCode {
    let AskRefusal { code, words } = house.desk.carry_out(request(ask, None)).await.unwrap_err();
    assert!(!words.is_empty());
    code
}

#[tokio::test]
async fn the_platform_asks_once_and_each_fault_has_its_code() {
    let mut house = house().await;
    let carried = house.desk.carry_out(request(Ask::StoreCar(wanted()), Some("k1"))).await.unwrap();
    assert_eq!((carried.reply.as_str(), carried.again), ("100", false));
    house.later_ms(10_000);
    let again = house.desk.carry_out(request(Ask::StoreCar(wanted()), Some("k1"))).await.unwrap();
    assert_eq!((again.reply.as_str(), again.again), ("100", true), "the first answer again");
    let sent = orders(&mut house);
    assert_eq!(sent.len(), 1, "and nothing moves twice");

    let store = |change: fn(&mut StoreCar)| {
        let mut asked = StoreCar { plate: Some("粤B11111".parse().unwrap()), ..wanted() };
        change(&mut asked);
        Ask::StoreCar(asked)
    };
    assert_eq!(code(&house, store(|a| a.park_code = "44030400100101000011".into())).await, AskCode::NoSuchLot);
    assert_eq!(code(&house, store(|a| a.garage_code = "G2".into())).await, AskCode::NoSuchGarage);
    assert_eq!(code(&house, store(|a| a.pass_code = Some(10))).await, AskCode::NoSuchPass);
    assert_eq!(code(&house, store(|a| a.pass_code = Some(-1))).await, AskCode::NoSuchPass);
    assert_eq!(code(&house, store(|a| a.space_no = Some("S1".into()))).await, AskCode::NoSuchGarageSpace);
    assert_eq!(code(&house, store(|a| a.space_no = Some("G1S1".into()))).await, AskCode::NoneLeft, "promised");
    assert_eq!(code(&house, Ask::StoreCar(wanted())).await, AskCode::AlreadyThere);

    done(&house, sent[0].0).await;
    let back = |change: fn(&mut RetrieveCar)| {
        let mut asked = wanted_back();
        change(&mut asked);
        Ask::RetrieveCar(asked)
    };
    assert_eq!(code(&house, back(|a| a.plate = Some("粤B11111".parse().unwrap()))).await, AskCode::NoSuchVehicle);
    assert_eq!(code(&house, back(|a| a.space_no = Some("G1S2".into()))).await, AskCode::NoSuchVehicle);
    assert_eq!(code(&house, back(|a| a.plate = None)).await, AskCode::Other, "neither plate nor space");
    assert_eq!(code(&house, back(|a| a.wanted_at = Some(crate::support::morning()))).await, AskCode::BadBookingTime);
    assert_eq!(
        code(&house, back(|a| a.wanted_at = Some(crate::support::morning().plus_minutes(8 * 24 * 60)))).await,
        AskCode::BadBookingTime
    );
    assert_eq!(orders(&mut house), [], "a refused wish moves nothing");
    let by_space = back(|a| (a.plate, a.space_no) = (None, Some("G1S1".into())));
    assert_eq!(house.desk.carry_out(request(by_space, None)).await.unwrap().reply, "100");
    // Whoever asks again for the car that is coming out already is told how long it still takes.
    house.later_ms(40_000);
    assert_eq!(house.desk.carry_out(request(back(|_| ()), None)).await.unwrap().reply, "60");
    assert_eq!(orders(&mut house).len(), 1);

    let stop = json!({ "garage": "G1", "state": "maintenance", "reason": "检修" });
    house.engine("garage.set_state", stop).await.unwrap();
    assert_eq!(code(&house, store(|_| ())).await, AskCode::Other, "out of order");
    house.verify().await;
}

#[tokio::test]
async fn a_booked_car_is_there_at_its_time_and_a_new_wish_takes_the_bookings_place() {
    let mut house = house().await;
    let stored = store(&house, "粤B88888").await;
    done(&house, stored.command_id).await;
    orders(&mut house);
    let book_at = house.clock.now().plus_minutes(60);
    let booked = json!({ "garage": "G1", "plate": "粤B88888", "book_at": book_at });
    let first = ask(&house, "garage.retrieve", booked.clone()).await.unwrap();
    assert_eq!(first.remain_s, 3600);
    assert_eq!(house.desk.garages_tick().await.unwrap(), Some(book_at.plus_ms(-100_000)));
    let again = ask(&house, "garage.retrieve", booked).await.unwrap();
    assert_ne!(again.command_id, first.command_id);
    assert_eq!(view(&house).await.waiting.len(), 1);
    assert_eq!(orders(&mut house), []);

    house.later(58);
    house.desk.garages_tick().await.unwrap();
    assert_eq!(orders(&mut house), [], "not yet");
    house.later_ms(20_000);
    assert_eq!(house.desk.garages_tick().await.unwrap(), None);
    assert_eq!(orders(&mut house), [(again.command_id, GarageWork::Retrieve, "G1S1".into())]);
    house.desk.garages_tick().await.unwrap();
    assert_eq!(orders(&mut house), [], "once");
    house.verify().await;
}

#[tokio::test]
async fn after_a_restart_nothing_moves_that_nobody_asked_for_since() {
    let mut house = house().await;
    let running = store(&house, "粤B00001").await;
    store(&house, "粤B00002").await;
    assert_eq!(orders(&mut house).len(), 1);
    house.desk.lapse_garage_commands().await.unwrap();
    house.later(120);
    assert_eq!(house.desk.garages_tick().await.unwrap(), None);
    said(&house, GarageSignal::Online { online: true }).await;
    said(&house, GarageSignal::Recovered {}).await;
    assert_eq!(orders(&mut house), []);
    let shown = view(&house).await;
    assert!(shown.running.is_none() && shown.waiting.is_empty());
    assert_eq!(shown.ended.len(), 2);
    let state = |view: &GarageView, no: &str| view.spaces.iter().find(|s| s.space_no == no).unwrap().state;
    assert_eq!(state(&shown, "G1S1"), SpaceState::Unknown, "nobody knows how far it came");
    assert_eq!(state(&shown, "G1S2"), SpaceState::Free, "this one had not begun");
    let late = GarageSignal::Done { command_id: running.command_id };
    said(&house, late).await;
    assert_eq!(state(&view(&house).await, "G1S1"), SpaceState::Unknown);

    let sensed = |no: &str, taken| SensedSpace { space_no: no.into(), taken };
    let spaces = vec![sensed("G1S1", true), sensed("G1S2", false), sensed("G1L1", false), sensed("S1", true)];
    said(&house, GarageSignal::Spaces { spaces }).await;
    let shown = view(&house).await;
    let car = shown.spaces.iter().find(|s| s.space_no == "G1S1").unwrap();
    assert_eq!((car.state, car.plate.as_deref()), (SpaceState::Taken, Some("粤B00001")), "the car keeps its plate");
    retrieve(&house, "粤B00001").await.unwrap();
    assert_eq!(orders(&mut house).len(), 1, "asked for anew, it moves");
    house.verify().await;
}

#[tokio::test]
async fn a_fault_stops_the_garage_and_its_recovery_begins_what_waits() {
    let mut house = house().await;
    let (first, second) = (store(&house, "粤B00001").await, store(&house, "粤B00002").await);
    orders(&mut house);
    facts(&house);
    let event = GarageEventKind::CarrierMoveFault;
    said(&house, GarageSignal::Event { event, space_no: Some("G1S1".into()), remark: Some("堆垛机运行".into()) }).await;
    let told = facts(&house);
    assert!(matches!(told[0], Fact::GarageEvent { kind: GarageEventKind::CarrierMoveFault, .. }), "{told:?}");
    assert!(
        matches!(&told[1], Fact::GarageStateChanged { state: GarageState::Fault, comment: Some(_), .. }),
        "{told:?}"
    );
    let failed =
        GarageSignal::Failed {
            command_id: first.command_id, why: "搬运器移动故障".into(), space_as_before: false
        };
    said(&house, failed).await;
    assert_eq!(orders(&mut house), [], "a garage with a fault begins nothing");
    assert_eq!(retrieve(&house, "粤B00001").await.unwrap_err().code, Code::NotFound);
    let refused = ask(&house, "garage.store", json!({ "garage": "G1", "plate": "粤B00003" })).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::GarageBusy, Some("garage")));

    let free = |no: &str| SensedSpace { space_no: no.into(), taken: false };
    said(&house, GarageSignal::Spaces { spaces: vec![free("G1S1"), free("G1S2")] }).await;
    assert_eq!(orders(&mut house), []);
    said(&house, GarageSignal::Recovered {}).await;
    assert_eq!(view(&house).await.state, GarageState::Normal);
    assert_eq!(orders(&mut house), [(second.command_id, GarageWork::Store, "G1S2".into())]);
    house.verify().await;
}

#[tokio::test]
async fn a_person_puts_it_out_of_use_and_back_and_a_clerk_does_not() {
    let mut house = house().await;
    let clerk = house.sign_in("客服", "clerk").await;
    let attendant = house.sign_in("值班员", "attendant").await;
    store(&house, "粤B00001").await;
    orders(&mut house);
    facts(&house);
    let state = |state: &str| json!({ "garage": "G1", "state": state, "reason": "检修链条" });
    let refused = house.window(&clerk, "garage.set_state", state("maintenance")).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
    house.window(&attendant, "garage.set_state", state("maintenance")).await.unwrap();
    assert!(matches!(house.effects.try_recv(), Ok(Effect::StopGarage { .. })), "what runs is stopped");
    assert!(matches!(facts(&house)[0], Fact::GarageStateChanged { state: GarageState::Maintenance, .. }));
    // An alarm during the repair does not bring it out of the repair, and neither does the controller.
    said(&house, GarageSignal::Event { event: GarageEventKind::EmergencyStop, space_no: None, remark: None }).await;
    said(&house, GarageSignal::Recovered {}).await;
    assert_eq!(view(&house).await.state, GarageState::Maintenance);
    assert_eq!(house.window(&attendant, "garage.set_state", state("fault")).await.unwrap_err().code, Code::BadField);
    house.window(&attendant, "garage.set_state", state("normal")).await.unwrap();
    assert!(matches!(house.effects.try_recv(), Ok(Effect::MendGarage { .. })));
    assert_eq!(view(&house).await.comment.as_deref(), Some("检修链条"));
    house.verify().await;
}

#[tokio::test]
async fn a_garage_that_is_taken_down_ends_its_commands_and_what_changed_is_told() {
    let mut house = house().await;
    store(&house, "粤B00001").await;
    orders(&mut house);
    facts(&house);
    house.engine("lot.set", json!({ "lot": small_lot() })).await.unwrap();
    assert!(matches!(house.effects.try_recv(), Ok(Effect::StopGarage { .. })));
    let told = facts(&house);
    let Some(Fact::LotDescribed { before: Some(before), tariff: Some(_), .. }) = told.first() else {
        panic!("{told:?}")
    };
    assert_eq!(before.lot, lot_with_garage());
    house.verify().await;
}

#[tokio::test]
async fn a_new_tariff_is_told_with_what_was_told_before() {
    let house = house().await;
    let dearer = crate::support::TARIFF.replace("5.00", "6.00");
    house.engine("tariff.load", json!({ "toml": dearer })).await.unwrap();
    let told = facts(&house);
    let [Fact::LotDescribed { tariff: Some(tariff), before: Some(before), .. }] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_ne!(Some(tariff), before.tariff.as_ref());
    assert_eq!(before.lot, lot_with_garage());
    house.engine("tariff.load", json!({ "toml": dearer })).await.unwrap();
    assert_eq!(facts(&house), [], "the same once more says nothing new");
    house.engine("lot.upload", json!({})).await.unwrap();
    assert!(matches!(facts(&house)[0], Fact::LotDescribed { before: None, .. }), "all of it");
}
