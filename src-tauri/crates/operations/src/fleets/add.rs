//! Cars that are to be watched, or not any more: fifty in a call, and each call's end told by itself. Both can be done once
//! more without harm, so that a lost answer is no riddle.

use lotdesk_domain::person::CarPapers;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::repair::FieldNote;
use lotdesk_domain::violation::{BATCH_MOST, WatchState, WatchedCar};
use lotdesk_ledger::event::WatchedCarSet;

use crate::api::fleet::{AddFleetCars, FleetBatch, FleetCarForm, FleetReport, RemoveFleetCars};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::docloud::{Asked, DocloudFailure};
use crate::violations::kept;

/// As many cars are added or removed at once.
const CARS_MOST: usize = 5_000;

/// A fleet's name.
pub(super) fn fleet_name(text: &str) -> Result<String, Refusal> {
    let name = text.trim();
    if (1..=30).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    Err(Refusal::field("fleet", "请填写车队名称（1 至 30 字）", "Give the fleet a name of 1 to 30 characters."))
}

/// A car as it is sent, or everything that is wrong with it.
pub(super) fn read(form: &FleetCarForm) -> Result<WatchedCar, Vec<FieldNote>> {
    let mut notes = Vec::new();
    let mut note = |field: &str, zh: String, en: String| notes.push(FieldNote { field: field.to_owned(), zh, en });
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let plate = match Plate::parse(&form.plate) {
        Ok(plate) => plate.as_str().to_owned(),
        Err(why) => {
            note("plate", format!("车牌有误：{}", why.zh()), format!("Not a plate: {why}."));
            String::new()
        }
    };
    let (vin, engine_no) = (plain(&form.vin), plain(&form.engine_no));
    if !(6..=17).contains(&vin.chars().count()) || !vin.bytes().all(|b| b.is_ascii_alphanumeric()) {
        note("vin", "车架号应为 6 至 17 位字母数字".into(), "A VIN has 6 to 17 letters and digits.".into());
    }
    if !(4..=20).contains(&engine_no.chars().count()) {
        note("engine_no", "发动机号应为 4 至 20 位".into(), "An engine number has 4 to 20 characters.".into());
    }
    if notes.is_empty() { Ok(WatchedCar { plate, car_type: form.car_type, vin, engine_no }) } else { Err(notes) }
}

/// A car and its fleet.
pub(super) type Member = (String, WatchedCar);

/// `fleet.add`.
pub(crate) async fn add(desk: &Desk, who: Who, request: AddFleetCars) -> Result<FleetReport, Refusal> {
    let fleet = fleet_name(&request.fleet)?;
    let mut members: Vec<Member> = Vec::new();
    for (at, form) in request.cars.iter().enumerate() {
        let car = read(form).map_err(|notes| match notes.into_iter().next() {
            Some(note) => Refusal::field(format!("cars.{at}.{}", note.field), note.zh, note.en),
            None => Refusal::internal("a car without a note"),
        })?;
        members.push((fleet.clone(), car));
    }
    all(desk, &who, members).await
}

/// Adds cars, batch after batch.
pub(super) async fn all(desk: &Desk, who: &Who, mut members: Vec<Member>) -> Result<FleetReport, Refusal> {
    // The last of several lines about one car counts, as docloud would have it.
    let mut seen = std::collections::HashSet::new();
    members.reverse();
    members.retain(|(_, car)| seen.insert(car.plate.clone()));
    members.reverse();
    limits(members.len(), "cars")?;
    let mut report = FleetReport { batches: Vec::new(), done: 0, refused: 0, open: 0 };
    for batch in members.chunks(BATCH_MOST) {
        let asked = asked(desk, batch).await;
        stop_where_nothing_goes(&asked, report.batches.is_empty())?;
        if asked.as_ref().is_err_and(DocloudFailure::wants_a_rest) {
            let plates = batch.iter().map(|(_, car)| car.plate.clone()).collect();
            count(&mut report, plates, &outcome(asked, WatchState::Watched));
            continue;
        }
        let (batch, outcome) = written_down(desk, who, batch, outcome(asked, WatchState::Watched)).await?;
        count(&mut report, batch, &outcome);
    }
    Ok(report)
}

/// Asks docloud to watch a batch.
pub(super) async fn asked(desk: &Desk, batch: &[Member]) -> Asked<bool> {
    let cars: Vec<WatchedCar> = batch.iter().map(|(_, car)| car.clone()).collect();
    desk.docloud().watch(&cars).await
}

/// Writes down how the cars of a batch stand after docloud was asked to watch them; gives that back, with their plates.
pub(super) async fn written_down(
    desk: &Desk,
    who: &Who,
    batch: &[Member],
    outcome: Outcome,
) -> Result<(Vec<String>, Outcome), Refusal> {
    let batch = batch.to_vec();
    desk.act(who, move |act| {
        let mut plates = Vec::with_capacity(batch.len());
        for (fleet, car) in batch {
            plates.push(car.plate.clone());
            let before = act.tx.watched_car(&car.plate)?;
            let papers = CarPapers { vin: car.vin, engine_no: car.engine_no, ..CarPapers::default() };
            let person_id = kept(act, papers, before.and_then(|before| before.person_id))?;
            let event = WatchedCarSet {
                plate: car.plate,
                car_type: car.car_type,
                person_id: Some(person_id),
                fleet,
                state: outcome.state,
                code: outcome.code.clone(),
                words: outcome.words.clone(),
            };
            act.record(event, Some(person_id), None)?;
        }
        Ok::<_, Refusal>((plates, outcome))
    })
    .await
}

/// `fleet.remove`.
pub(crate) async fn remove(desk: &Desk, who: Who, request: RemoveFleetCars) -> Result<FleetReport, Refusal> {
    limits(request.plates.len(), "plates")?;
    let plates = request.plates;
    let cars = desk
        .look(move |tx| {
            let mut cars = Vec::new();
            for plate in plates {
                let known = tx.watched_car(plate.trim())?.filter(|car| car.state != WatchState::Removed);
                cars.push(known.ok_or_else(|| {
                    Refusal::new(Code::NotFound, format!("{plate} 不在监控中"), format!("{plate} is not watched."))
                        .at("plates")
                })?);
            }
            Ok(cars)
        })
        .await?;
    let mut report = FleetReport { batches: Vec::new(), done: 0, refused: 0, open: 0 };
    for batch in cars.chunks(BATCH_MOST) {
        let asked: Vec<_> = batch.iter().map(|car| (car.plate.clone(), car.car_type)).collect();
        let asked = desk.docloud().unwatch(&asked).await;
        stop_where_nothing_goes(&asked, report.batches.is_empty())?;
        let rests = asked.as_ref().is_err_and(DocloudFailure::wants_a_rest);
        let outcome = outcome(asked, WatchState::Removed);
        count(&mut report, batch.iter().map(|car| car.plate.clone()).collect(), &outcome);
        if rests {
            continue;
        }
        let batch = batch.to_vec();
        desk.act(&who, move |act| {
            for car in batch {
                // A car that docloud would not let go is watched as before; the words say why.
                let state = if outcome.state == WatchState::Refused { car.state } else { outcome.state };
                let event = WatchedCarSet {
                    plate: car.plate,
                    car_type: car.car_type,
                    person_id: car.person_id,
                    fleet: car.fleet,
                    state,
                    code: outcome.code.clone(),
                    words: outcome.words.clone(),
                };
                act.record(event, car.person_id, None)?;
            }
            Ok::<_, Refusal>(())
        })
        .await?;
    }
    Ok(report)
}

pub(super) fn limits(count: usize, field: &str) -> Result<(), Refusal> {
    if (1..=CARS_MOST).contains(&count) {
        return Ok(());
    }
    Err(Refusal::field(field, format!("一次 1 至 {CARS_MOST} 辆"), format!("1 to {CARS_MOST} cars at once.")))
}

/// Where docloud is not there at all, or wants a rest, nothing is written down: nothing was done.
fn stop_where_nothing_goes(asked: &Asked<bool>, first: bool) -> Result<(), Refusal> {
    match asked {
        Err(failure @ (DocloudFailure::NotSetUp | DocloudFailure::NotSent(_))) if first => Err(failure.clone().into()),
        Err(failure) if first && failure.wants_a_rest() => Err(failure.clone().into()),
        _ => Ok(()),
    }
}

/// How the cars of a batch stand after it.
pub(super) struct Outcome {
    state: WatchState,
    code: Option<String>,
    words: String,
    en: String,
}

pub(super) fn outcome(asked: Asked<bool>, well: WatchState) -> Outcome {
    let of = |state, code: Option<String>, words: String, en: String| Outcome { state, code, words, en };
    match asked {
        Ok(true) => of(well, None, String::new(), String::new()),
        Ok(false) => of(
            WatchState::Refused,
            None,
            "懂云未接受这一批，请核对后重试".to_owned(),
            "docloud did not take this batch: check it and try again.".to_owned(),
        ),
        Err(failure) => {
            let (zh, en, rests) = (failure.zh(), failure.en(), failure.wants_a_rest());
            match failure {
                DocloudFailure::Refused { code, .. } if !rests => of(WatchState::Refused, Some(code), zh, en),
                _ => of(WatchState::Unknown, None, zh, en),
            }
        }
    }
}

pub(super) fn count(report: &mut FleetReport, plates: Vec<String>, outcome: &Outcome) {
    let cars = u32::try_from(plates.len()).unwrap_or(u32::MAX);
    match outcome.state {
        WatchState::Watched | WatchState::Removed => report.done += cars,
        WatchState::Refused | WatchState::WrongData => report.refused += cars,
        WatchState::Unknown => report.open += cars,
    }
    report.batches.push(FleetBatch {
        plates,
        state: outcome.state,
        code: outcome.code.clone(),
        zh: outcome.words.clone(),
        en: outcome.en.clone(),
    });
}
