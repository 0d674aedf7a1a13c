//! The lot against the books: plates that were seen on a walk, and the cars that should be there.

use std::collections::BTreeSet;

use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::parking::{ParkingRecord, Standing};
use lotdesk_domain::plate::{Likeness, Plate};
use lotdesk_ledger::event::EntryApproved;

use super::passages::{already_inside, by_plate};
use super::unseen::{self, End};
use crate::api::lane::Candidate;
use crate::api::passage::{
    CloseUnseen, CompareWalk, EnterSeen, NoPlateText, SeenEntered, StrangeCar, UnseenCar, UnseenClosed,
    UnseenClosedList, UnseenFee, WalkCompared,
};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::exits::free_by_hand;
use crate::lanes::{is_held_in, open_record};
use crate::operators::{second_person, second_person_given};
use crate::{quotes, reasons, words};

/// A list this long is no walk through a lot.
const MOST_LISTED: usize = 20_000;
/// So many are closed by one asking, so that the window can show how far it is.
const MOST_AT_ONCE: usize = 50;
const CANDIDATES_MOST: usize = 3;

/// `walk.compare`. Nothing is changed.
pub(crate) async fn compare(desk: &Desk, _who: Who, request: CompareWalk) -> Result<WalkCompared, Refusal> {
    let (seen, unread) = plates(&request.plates)?;
    let (lot, tariffs, now) = (desk.lot(), desk.tariffs(), desk.now());
    let began_at = request.began_at.unwrap_or(now).min(now);
    desk.look(move |tx| {
        let inside: Vec<ParkingRecord> = tx.all_inside()?;
        let known: BTreeSet<&Plate> = inside.iter().map(|record| &record.vehicle.plate).collect();
        let strange: Vec<&Plate> = seen.iter().filter(|plate| !known.contains(plate)).collect();
        let mut gone: Vec<&ParkingRecord> = inside
            .iter()
            .rev()
            .filter(|record| record.entered_at <= began_at && !seen.contains(&record.vehicle.plate))
            .collect();
        gone.sort_by_key(|record| record.entered_at);
        let mut unseen = Vec::with_capacity(gone.len());
        for record in &gone {
            let plate = &record.vehicle.plate;
            let alike = strange.iter().filter(|other| Likeness::between(plate, other).is_plausible());
            let mut at_exit = false;
            for lane in lot.lanes.iter().filter(|lane| lane.kind == LaneKind::Exit) {
                at_exit |= tx.waiting_at(lane.id)?.is_some_and(|w| w.record_id == Some(record.id));
            }
            unseen.push(UnseenCar {
                record_id: record.id,
                vehicle: record.vehicle.clone(),
                standing: record.standing,
                area: record.area.clone(),
                entered_at: record.entered_at,
                due_fen: quotes::quote(tx, &lot, &tariffs, record, now)?.due_fen,
                looks_like: alike.take(CANDIDATES_MOST).map(ToString::to_string).collect(),
                held: at_exit || is_held_in(tx, record, now)?,
            });
        }
        let mut strangers = Vec::with_capacity(strange.len());
        for plate in strange {
            let left_at = tx.latest_record(plate)?.and_then(|record| record.left_at);
            strangers.push(StrangeCar { plate: plate.to_string(), left_at, candidates: candidates(plate, &gone) });
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(WalkCompared {
            at: now,
            listed: count(seen.len()),
            matched: count(seen.iter().filter(|plate| known.contains(plate)).count()),
            unseen,
            strange: strangers,
            unread,
        })
    })
    .await
}

/// The different plates of a text, and what of it is none.
fn plates(text: &str) -> Result<(BTreeSet<Plate>, Vec<NoPlateText>), Refusal> {
    let (mut seen, mut unread) = (BTreeSet::new(), Vec::new());
    let apart = |c: char| matches!(c, '\n' | '\r' | ',' | '，' | ';' | '；' | '、' | '\t');
    for (index, part) in text.split(apart).map(str::trim).filter(|part| !part.is_empty()).enumerate() {
        if index == MOST_LISTED {
            return Err(Refusal::field("plates", "一次最多 20000 个车牌", "A list has 20000 plates at most."));
        }
        match Plate::parse(part) {
            Ok(plate) => {
                seen.insert(plate);
            }
            Err(why) => {
                unread.push(NoPlateText { text: part.chars().take(20).collect(), zh: why.zh(), en: why.to_string() })
            }
        }
    }
    if seen.is_empty() {
        return Err(Refusal::field(
            "plates",
            "请输入或粘贴在场车辆的车牌，每行一个",
            "Type or paste the plates of the cars that stand there, one a line.",
        ));
    }
    Ok((seen, unread))
}

/// Cars that were not seen and look like one that was.
fn candidates(plate: &Plate, gone: &[&ParkingRecord]) -> Vec<Candidate> {
    let mut alike: Vec<(u32, Candidate)> = gone
        .iter()
        .map(|record| (Likeness::between(plate, &record.vehicle.plate), record))
        .filter(|(likeness, _)| likeness.is_plausible())
        .map(|(likeness, record)| {
            let candidate = Candidate {
                record_id: record.id,
                vehicle: record.vehicle.clone(),
                entered_at: record.entered_at,
                entry_picture: record.entry_picture,
                differences: likeness.differences,
            };
            (likeness.cost, candidate)
        })
        .collect();
    alike.sort_by_key(|(cost, _)| *cost);
    alike.truncate(CANDIDATES_MOST);
    alike.into_iter().map(|(_, candidate)| candidate).collect()
}

/// `walk.close`. Each stay is ended by itself, so that one that cannot be does not keep the others.
pub(crate) async fn close(desk: &Desk, who: Who, request: CloseUnseen) -> Result<UnseenClosedList, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    if request.record_ids.is_empty() || request.record_ids.len() > MOST_AT_ONCE {
        return Err(Refusal::field("record_ids", "一次清理 1 至 50 辆", "Close 1 to 50 at once."));
    }
    let approver = match (request.fee, request.approver.clone()) {
        (_, Some(given)) => Some(second_person(desk, &who, Some(given)).await?),
        (UnseenFee::LetOff, None) => Some(second_person(desk, &who, None).await?),
        (UnseenFee::Owed, None) => None,
    };
    let mut rows = Vec::with_capacity(request.record_ids.len());
    for record_id in request.record_ids {
        let (reason, left_at, fee) = (reason.clone(), request.left_at, request.fee);
        let closed = desk
            .act(&who, move |act| {
                let left_at = match left_at {
                    // Who came in after that was there then.
                    Some(at) => Some(at.max(unseen::inside(act, record_id)?.entered_at)),
                    None => None,
                };
                let end = End { left_at, seen: false, lane: None, fee, approver, how: "walked", reason: &reason };
                unseen::close(act, record_id, &end)
            })
            .await;
        rows.push(match closed {
            Ok(owed_fen) => UnseenClosed { record_id, owed_fen, refusal: None },
            Err(refusal) => {
                UnseenClosed { record_id, owed_fen: lotdesk_domain::money::Fen::ZERO, refusal: Some(refusal) }
            }
        });
    }
    Ok(UnseenClosedList { rows })
}

/// `walk.enter`.
pub(crate) async fn enter(desk: &Desk, who: Who, request: EnterSeen) -> Result<SeenEntered, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    let approver = second_person_given(desk, &who, request.approver.clone()).await?;
    desk.act(&who, move |act| {
        if request.entered_at > act.now {
            return Err(Refusal::field("entered_at", "入场时间不能晚于现在", "The entry cannot lie in the future."));
        }
        if act.tx.inside(&plate)?.is_some() {
            return Err(already_inside());
        }
        let area = match &request.area {
            Some(code) => act.lot.areas.iter().find(|area| area.code == *code),
            None => act.lot.areas.first(),
        };
        let area = area
            .map(|area| area.code.clone())
            .ok_or_else(|| Refusal::field("area", "没有这个区域", "There is no such area."))?;
        let vehicle = by_plate(plate);
        let entered_at = request.entered_at;
        let standing = quotes::standing(act.tx, &vehicle.plate, entered_at)?;
        let record_id = open_record(act, None, None, &vehicle, standing, &area, entered_at, Some(reason))?;
        let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
        let due = quotes::quote(act.tx, &act.lot, &act.tariffs, &record, act.now)?.due_fen;
        let earned = due.is_positive() || matches!(standing, Standing::Lease | Standing::Shared);
        match approver {
            None if !earned => return Err(free_by_hand()),
            Some(approver) => {
                act.record(EntryApproved { record_id, approver }, Some(record_id), None)?;
            }
            None => {}
        }
        Ok(SeenEntered { record_id })
    })
    .await
}
