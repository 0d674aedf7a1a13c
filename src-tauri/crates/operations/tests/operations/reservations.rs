//! Reservations (6001, 6002): what they hold, for how long, and what becomes of the car and the deposit.

use std::sync::Arc;

use lotdesk_domain::ask::reservation::{ReservationStep, Reserve, Reserved, Step};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Counts, Standing, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::BookingRules;
use lotdesk_operations::PlatformRequest;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal, ReadFate};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, morning, small_lot};

pub(crate) const OURS: &str = "44030400100101000010";
pub(crate) const CAR: &str = "粤B88888";
const CODE: &str = "YD201801061235241240001";

/// Asks as the city platform does; the answer comes back as it is.
pub(crate) async fn ask(house: &House, ask: Ask) -> Result<Answer, AskRefusal> {
    let (send, answered) = std::sync::mpsc::channel();
    let encode = Box::new(move |answer: &Answer| {
        send.send(answer.clone()).unwrap();
        String::new()
    });
    let request = PlatformRequest { platform: Platform::City, interface: "6001", key: None, ask, encode };
    house.desk.carry_out(request).await.map(|_| answered.recv().unwrap())
}

/// An hour from now and a quarter of an hour of grace, 10 yuan.
pub(crate) fn booking(house: &House) -> Reserve {
    let now = house.clock.now();
    Reserve {
        book_code: CODE.into(),
        park_code: OURS.into(),
        vehicle: Vehicle {
            plate: Plate::parse(CAR).unwrap(),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        },
        from: now,
        until: now.plus_minutes(60),
        deposit_fen: Fen(1000),
        grace_minutes: 15,
    }
}

pub(crate) async fn reserve(house: &House, booking: Reserve) -> Result<(Option<String>, Option<u32>), AskCode> {
    match ask(house, Ask::Reserve(booking)).await {
        Ok(Answer::Reserved(Reserved { space_no, reservable, .. })) => Ok((space_no, reservable)),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => Err(refusal.code),
    }
}

pub(crate) async fn step(house: &House, step: Step) -> Result<(), AskCode> {
    let asked = ReservationStep { book_code: CODE.into(), park_code: OURS.into(), step };
    ask(house, Ask::ReservationStep(asked)).await.map(|_| ()).map_err(|refusal| refusal.code)
}

pub(crate) async fn counts(house: &House) -> Counts {
    let board = house.engine("board.snapshot", json!({})).await.unwrap();
    serde_json::from_value(board["counts"].clone()).unwrap()
}

pub(crate) async fn listed(house: &House) -> Value {
    house.engine("reservation.list", json!({})).await.unwrap()["reservations"][0].clone()
}

async fn space_is(house: &House, state: SpaceState) {
    house.engine("lot.spaces", json!({ "spaces": [{ "space_no": "S1", "state": state }] })).await.unwrap();
}

fn said_of_the_space(house: &House) -> Vec<SpaceState> {
    let facts = house.facts.0.lock().unwrap();
    facts.iter().filter_map(|f| if let Fact::SpaceChanged { state, .. } = f { Some(*state) } else { None }).collect()
}

fn counts_said_last(house: &House) -> Counts {
    let facts = house.facts.0.lock().unwrap();
    let last =
        facts.iter().rev().find_map(|f| if let Fact::CountsChanged { counts } = f { Some(*counts) } else { None });
    last.expect("5003 was stated")
}

pub(crate) async fn rules(house: &House, booking: BookingRules) {
    let lot = lotdesk_domain::lot::Lot { booking, ..small_lot() };
    house.engine("lot.set", json!({ "lot": lot })).await.unwrap();
}

#[tokio::test]
async fn a_known_space_is_kept_until_the_grace_is_over_by_the_clock() {
    use SpaceState::{Free, Reserved};
    let house = House::new().await;
    space_is(&house, Free).await;
    assert_eq!(reserve(&house, booking(&house)).await, Ok((Some("S1".into()), Some(1))));
    assert_eq!(said_of_the_space(&house), [Free, Reserved], "5001");
    assert_eq!((counts_said_last(&house).reserved, counts_said_last(&house).open_to_all), (1, 1), "5003");
    // The detector sees it empty: it is kept all the same.
    space_is(&house, Free).await;
    assert_eq!(said_of_the_space(&house), [Free, Reserved]);

    house.later(74);
    let next = house.desk.keep_reservations().await.unwrap();
    assert_eq!(next, Some(morning().plus_minutes(75)), "asked again when the grace is over");
    assert_eq!(counts(&house).await.reserved, 1);
    house.later(1);
    assert_eq!(house.desk.keep_reservations().await.unwrap(), None);
    assert_eq!(said_of_the_space(&house), [Free, Reserved, Free]);
    assert_eq!((counts_said_last(&house).reserved, counts_said_last(&house).open_to_all), (0, 2));
    assert_eq!(listed(&house).await["state"], "expired");
    for wish in [Step::Cancel, Step::Confirm, Step::Extend] {
        assert_eq!(step(&house, wish).await, Err(AskCode::ReservationExpired));
    }
    house.verify().await;
}

#[tokio::test]
async fn the_same_booking_gets_the_first_answer_and_another_one_under_its_code_is_refused() {
    let house = House::new().await;
    space_is(&house, SpaceState::Free).await;
    let first = booking(&house);
    assert_eq!(reserve(&house, first.clone()).await, Ok((Some("S1".into()), Some(1))));
    house.later(1);
    // Paying moves its times; what was asked for stays the same booking.
    step(&house, Step::Confirm).await.unwrap();
    assert_eq!(reserve(&house, first.clone()).await, Ok((Some("S1".into()), None)));
    assert_eq!(counts(&house).await.reserved, 1);
    let other = Reserve { until: first.until.plus_minutes(1), ..first.clone() };
    assert_eq!(reserve(&house, other).await, Err(AskCode::ReservationExists));
    step(&house, Step::Cancel).await.unwrap();
    assert_eq!(reserve(&house, first.clone()).await, Err(AskCode::ReservationCancelled));
    assert_eq!(step(&house, Step::Cancel).await, Err(AskCode::ReservationCancelled));
    house.verify().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_its_code() {
    let house = House::new().await;
    let good = booking(&house);
    let bad = [
        (Reserve { park_code: "44030400100101000011".into(), ..good.clone() }, AskCode::NoSuchLot),
        (Reserve { until: good.from, ..good.clone() }, AskCode::BadBookingTime),
        (
            Reserve { from: good.from.plus_minutes(-90), until: good.from.plus_minutes(-15), ..good.clone() },
            AskCode::BadBookingTime,
        ),
    ];
    for (asked, code) in bad {
        assert_eq!(reserve(&house, asked).await, Err(code));
    }
    assert_eq!(step(&house, Step::Cancel).await, Err(AskCode::NoSuchReservation));
    // Two of three spaces are open to all; the lot allows one to be reserved.
    rules(&house, BookingRules { reservable_spaces: Some(1), ..BookingRules::default() }).await;
    assert_eq!(reserve(&house, good.clone()).await, Ok((None, Some(0))));
    let second = Reserve { book_code: "2".into(), ..good.clone() };
    assert_eq!(reserve(&house, second.clone()).await, Err(AskCode::NothingReservable));
    // It would fit in after the first one.
    let after = Reserve { from: good.from.plus_minutes(75), until: good.from.plus_minutes(90), ..second.clone() };
    assert_eq!(reserve(&house, after).await, Ok((None, Some(0))));
    rules(&house, BookingRules::default()).await;
    house.read(ENTRY, "粤B00001").await;
    let third = Reserve { book_code: "3".into(), ..second };
    assert_eq!(
        reserve(&house, third).await,
        Err(AskCode::NothingReservable),
        "what is left is held or kept for leases"
    );
    house.verify().await;
}

#[tokio::test]
async fn a_reserved_car_comes_in_when_the_lot_is_full_for_others() {
    let house = House::new().await;
    space_is(&house, SpaceState::Free).await;
    reserve(&house, booking(&house)).await.unwrap();
    house.read(ENTRY, "粤B00001").await;
    assert_eq!(house.read(ENTRY, "粤B00002").await.fate, ReadFate::RefusedFull);
    let reply = house.read(ENTRY, CAR).await;
    assert_eq!(reply.fate, ReadFate::Entered);
    assert_eq!(reply.screen, [CAR, "预约车", "欢迎光临", "车位 001"]);
    let record = reply.record_id.unwrap();
    let stored = house.ledger.read(move |tx| tx.record(record)).await.unwrap().unwrap();
    assert_eq!(stored.standing, Standing::Reserved);
    let used = listed(&house).await;
    assert_eq!((used["state"].clone(), used["record_id"].clone()), (json!("used"), json!(record)));
    assert_eq!(step(&house, Step::Cancel).await, Err(AskCode::Expired));
    assert_eq!(counts(&house).await, Counts { total: 3, used: 2, open_to_all: 0, reserved: 0 });
    assert_eq!(
        said_of_the_space(&house).last(),
        Some(&SpaceState::Free),
        "its detector says when the car stands there"
    );
    house.verify().await;
}

#[tokio::test]
async fn a_car_that_turns_back_keeps_its_reservation() {
    let house = House::new().await;
    space_is(&house, SpaceState::Free).await;
    reserve(&house, booking(&house)).await.unwrap();
    house.read(ENTRY, CAR).await;
    let report = LaneReport::seen(guid(ENTRY), LaneSignal::BackedOut, house.clock.now());
    house.desk.lane_report(report).await.unwrap();
    assert_eq!(listed(&house).await["state"], "holding");
    assert_eq!(counts(&house).await.reserved, 1);
    assert_eq!(said_of_the_space(&house).last(), Some(&SpaceState::Reserved));
    house.later(1);
    assert_eq!(house.read(ENTRY, CAR).await.fate, ReadFate::Entered);
    assert_eq!(listed(&house).await["state"], "used");
    house.verify().await;
}

#[tokio::test]
async fn before_its_time_nothing_is_held_and_its_car_comes_in_where_there_is_room() {
    let house = House::new().await;
    space_is(&house, SpaceState::Free).await;
    let good = booking(&house);
    let tomorrow = |code: &str, plate: &str| Reserve {
        book_code: code.into(),
        vehicle: Vehicle { plate: Plate::parse(plate).unwrap(), ..good.vehicle.clone() },
        from: good.from.plus_minutes(1440),
        until: good.until.plus_minutes(1440),
        ..good.clone()
    };
    assert_eq!(reserve(&house, tomorrow("1", CAR)).await, Ok((None, Some(2))));
    assert_eq!(reserve(&house, tomorrow("2", "粤B00009")).await, Ok((None, Some(1))));
    assert_eq!(counts(&house).await.reserved, 0);
    house.read(ENTRY, CAR).await;
    house.later(1);
    house.read(EXIT, CAR).await;
    assert_eq!(listed(&house).await["state"], "ahead", "today's visit is not tomorrow's");
    house.later(1440 - 31);
    assert_eq!(house.read(ENTRY, CAR).await.screen[1], "预约车", "half an hour early");
    house.later(30);
    assert_eq!(house.desk.keep_reservations().await.unwrap(), Some(good.from.plus_minutes(1440 + 75)));
    assert_eq!(counts(&house).await.reserved, 1, "the other one holds from its time on");
    assert_eq!(said_of_the_space(&house).last(), Some(&SpaceState::Reserved));
    house.verify().await;
}

#[tokio::test]
async fn what_ran_out_while_nothing_was_running_does_so_at_the_start() {
    let house = House::new().await;
    space_is(&house, SpaceState::Free).await;
    reserve(&house, booking(&house)).await.unwrap();
    house.later(24 * 60);
    let (effects, _kept) = tokio::sync::mpsc::unbounded_channel();
    let desk = lotdesk_operations::Desk::open(lotdesk_operations::DeskParts {
        ledger: house.ledger.clone(),
        clock: house.clock.clone(),
        ids: Arc::new(lotdesk_operations::SystemGuids),
        mappers: vec![house.facts.clone()],
        surroundings: Arc::new(crate::support::Shed::default()),
        effects,
    })
    .await
    .unwrap();
    assert_eq!(desk.keep_reservations().await.unwrap(), None);
    assert_eq!(listed(&house).await["state"], "expired");
    assert_eq!(counts(&house).await.reserved, 0);
    assert_eq!(said_of_the_space(&house).last(), Some(&SpaceState::Free));
    house.verify().await;
}

#[tokio::test]
async fn a_manager_cancels_by_hand_with_a_reason() {
    let house = House::new().await;
    reserve(&house, booking(&house)).await.unwrap();
    let (attendant, manager) = (house.sign_in("值班员", "attendant").await, house.sign_in("经理", "manager").await);
    let wish = |reason: &str| json!({ "book_code": CODE, "reason": reason });
    let refused = house.window(&attendant, "reservation.cancel", wish("车主来电取消")).await.unwrap_err();
    assert_eq!(refused.code, lotdesk_operations::api::refusal::Code::NotPermitted);
    assert_eq!(
        house.window(&manager, "reservation.cancel", wish("")).await.unwrap_err().field.as_deref(),
        Some("reason")
    );
    house.window(&manager, "reservation.cancel", wish("车主来电取消")).await.unwrap();
    assert_eq!(listed(&house).await["state"], "cancelled");
    assert_eq!(counts(&house).await.reserved, 0);
    let again = house.window(&manager, "reservation.cancel", wish("车主来电取消")).await.unwrap_err();
    assert_eq!(again.zh, "预约已取消");
    let board = house.engine("board.snapshot", json!({})).await.unwrap();
    let line =
        board["events"].as_array().unwrap().iter().find(|e| e["kind"] == "reservation_cancelled_by_hand").unwrap();
    assert_eq!((line["plate"].as_str(), line["words"]["reason"].as_str()), (Some(CAR), Some("车主来电取消")));
    let open = house.engine("reservation.list", json!({ "open_only": true })).await.unwrap();
    assert_eq!(open, json!({ "reservations": [], "held": 0, "left": 2 }));
    house.verify().await;
}
