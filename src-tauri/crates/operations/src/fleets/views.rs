//! Watched cars and alarms as people see them, with people's data masked.

use std::collections::BTreeMap;

use lotdesk_domain::violation::{Processing, WatchState, advice};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::WatchAlarmSeen;
use lotdesk_ledger::tables::watched_cars::{StoredAlarm, StoredWatchedCar};

use crate::api::Done;
use crate::api::fleet::{
    FleetAlarmList, FleetAlarmRow, FleetAlarmsRequest, FleetCarList, FleetCarRow, FleetCarsRequest, FleetRow,
    SeeFleetAlarm,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::records::{page_size, plate_part};
use crate::violations::papers_of;

fn row(tx: &ReadTx<'_>, car: StoredWatchedCar) -> Result<FleetCarRow, Refusal> {
    let violations = tx.violations_of(&car.plate)?;
    let untreated = violations.iter().filter(|known| known.violation.processing == Processing::Untreated).count();
    Ok(FleetCarRow {
        papers: papers_of(tx, car.person_id)?.map(|papers| papers.masked()),
        plate: car.plate,
        car_type: car.car_type,
        fleet: car.fleet,
        person_id: car.person_id,
        state: car.state,
        code: car.code,
        words: car.words,
        untreated: u32::try_from(untreated).unwrap_or(u32::MAX),
        changed_at: car.changed_at,
        news_at: car.news_at,
    })
}

/// `fleet.cars`.
pub(crate) async fn cars(desk: &Desk, _who: Who, request: FleetCarsRequest) -> Result<FleetCarList, Refusal> {
    let limit = page_size(request.limit);
    desk.look(move |tx| {
        let fleet = request.fleet.as_deref().filter(|fleet| !fleet.is_empty());
        let mut cars = tx.watched_cars(fleet, &plate_part(&request.plate), &request.after, limit + 1)?;
        let more = cars.len() > limit as usize;
        cars.truncate(limit as usize);
        let mut fleets: BTreeMap<String, FleetRow> = BTreeMap::new();
        for (fleet, state, count) in tx.fleets()? {
            let row = fleets.entry(fleet.clone()).or_insert(FleetRow { fleet, cars: 0, watched: 0 });
            row.cars += count;
            if state == WatchState::Watched {
                row.watched += count;
            }
        }
        Ok(FleetCarList {
            rows: cars.into_iter().map(|car| row(tx, car)).collect::<Result<_, _>>()?,
            more,
            fleets: fleets.into_values().collect(),
            unseen: tx.unseen_watch_alarms()?,
        })
    })
    .await
}

fn alarm_row(tx: &ReadTx<'_>, alarm: StoredAlarm) -> Result<FleetAlarmRow, Refusal> {
    let car = tx.watched_car(&alarm.plate)?;
    let known = tx.violations_of(&alarm.plate)?.into_iter().map(|known| known.violation);
    let advice = alarm.code.as_deref().and_then(advice);
    Ok(FleetAlarmRow {
        alarm_id: alarm.id,
        no: u32::try_from(alarm.no).unwrap_or(u32::MAX),
        fleet: car.map(|car| car.fleet).unwrap_or_default(),
        violations: known.filter(|violation| alarm.codes.contains(&violation.code)).collect(),
        plate: alarm.plate,
        code: alarm.code,
        words: alarm.words,
        advice_zh: advice.map_or_else(String::new, |advice| advice.zh.to_owned()),
        advice_en: advice.map_or_else(String::new, |advice| advice.en.to_owned()),
        at: alarm.at,
        seen_at: alarm.seen_at,
    })
}

/// `fleet.alarms`.
pub(crate) async fn alarms(desk: &Desk, _who: Who, request: FleetAlarmsRequest) -> Result<FleetAlarmList, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    desk.look(move |tx| {
        let mut alarms = tx.watch_alarms(request.unseen_only, before, limit + 1)?;
        let more = alarms.len() > limit as usize;
        alarms.truncate(limit as usize);
        let rows = alarms.into_iter().map(|alarm| alarm_row(tx, alarm)).collect::<Result<_, _>>()?;
        Ok(FleetAlarmList { rows, more, unseen: tx.unseen_watch_alarms()? })
    })
    .await
}

/// `fleet.see_alarm`.
pub(crate) async fn see_alarm(desk: &Desk, who: Who, request: SeeFleetAlarm) -> Result<Done, Refusal> {
    desk.act(&who, move |act| {
        let alarm = act
            .tx
            .watch_alarm(request.alarm_id)?
            .ok_or_else(|| Refusal::new(Code::NotFound, "没有这条提醒", "There is no such alarm.").at("alarm_id"))?;
        if alarm.seen_at.is_none() {
            act.record(WatchAlarmSeen { alarm_id: alarm.id }, None, None)?;
        }
        Ok(Done {})
    })
    .await
}
