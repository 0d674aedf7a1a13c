//! Control lists: kept by the city (4001) and by the lot's managers, acted on at the lanes.

use lotdesk_domain::control::{ControlEntry, Controls, Strategy};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{ControlMet, ControlPlaced, ControlRemoved};
use lotdesk_ledger::tables::controls::StoredControl;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::Done;
use crate::api::control::{ControlList, ControlRow, ListControls, RemoveControl, SaveControl};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{lanes, reasons, words};

/// Table 18 gives `strategyFrom` so many characters.
const PLACED_BY_MOST: usize = 50;

/// What the lists say of a plate at a moment.
pub(crate) fn of(tx: &ReadTx<'_>, plate: &Plate, at: Moment) -> Result<Controls, LedgerError> {
    let standing = tx.controls_of(plate)?.into_iter().filter(|line| line.removed_at.is_none());
    let entries: Vec<ControlEntry> = standing.map(|line| line.entry).collect();
    Ok(Controls::judge(&entries, at))
}

/// Spans in which a plate passes free of charge, the lines that were taken off since among them: it was free until
/// then. Both ends are included.
pub(crate) fn free_spans(tx: &ReadTx<'_>, plate: &Plate) -> Result<Vec<(Moment, Moment)>, LedgerError> {
    let span = |line: StoredControl| {
        let from = line.entry.begins_at.unwrap_or(line.placed_at);
        let until = line.removed_at.map_or(line.entry.ends_at, |removed| removed.min(line.entry.ends_at));
        (line.entry.strategy == Strategy::FreePassage && from <= until).then_some((from, until))
    };
    Ok(tx.controls_of(plate)?.into_iter().filter_map(span).collect())
}

/// Writes down that a list acted on a car at a lane, once for each time that the car comes there.
pub(crate) fn met(
    act: &mut Act<'_, '_>,
    entry: &ControlEntry,
    lane: Option<&Lane>,
    record_id: Option<Guid>,
) -> Result<(), Refusal> {
    if let Some(lane) = lane
        && let Some(waiting) = act.tx.waiting_at(lane.id)?
        && waiting.read.vehicle.is_some_and(|seen| seen.plate == entry.plate)
    {
        return Ok(());
    }
    let met = ControlMet {
        entry_id: entry.id,
        lane_id: lane.map(|lane| lane.id),
        plate: entry.plate.clone(),
        strategy: entry.strategy,
        placed_by: entry.placed_by.clone(),
    };
    act.record(met, record_id, Some(entry.id))?;
    Ok(())
}

/// A listed car is not let pass; says by whom and what can be done.
pub(crate) fn barred(entry: &ControlEntry) -> Refusal {
    let (zh, en) = (entry.strategy.zh(), entry.strategy.en());
    Refusal::new(
        Code::Barred,
        format!("{} 在管控名单上（{zh}，来源：{}），不能放行；名单有误须由经理移除", entry.plate, entry.placed_by),
        format!(
            "{} is on a control list ({en}, put there by {}) and is not let pass; a manager may take it off.",
            entry.plate, entry.placed_by
        ),
    )
}

/// `control.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: ListControls) -> Result<ControlList, Refusal> {
    let now = desk.now();
    let part: String =
        request.plate.chars().filter(|c| !c.is_whitespace() && *c != '·').collect::<String>().to_uppercase();
    desk.look(move |tx| {
        let from = if request.past { Moment(i64::MIN) } else { now };
        let lines = tx.controls(from)?.into_iter().filter(|line| line.entry.plate.as_str().contains(&part));
        let rows = lines
            .map(|StoredControl { entry, placed_at, .. }| {
                let inside = tx.inside(&entry.plate)?.map(|record| record.id);
                Ok(ControlRow { holds: entry.holds_at(now), entry, placed_at, inside })
            })
            .collect::<Result<_, LedgerError>>()?;
        Ok(ControlList { rows })
    })
    .await
}

/// `control.save`.
pub(crate) async fn save(desk: &Desk, who: Who, request: SaveControl) -> Result<ControlRow, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    let name = who.operator.as_ref().map_or_else(|| "停车场".to_owned(), |operator| operator.name.clone());
    desk.act(&who, move |act| {
        let again = match request.new_id.filter(|_| request.id.is_none()) {
            Some(drawn) => act.tx.control(drawn)?.map(|line| line.entry.id),
            None => None,
        };
        let id = match request.id.or(again) {
            None => request.new_id.unwrap_or_else(|| act.ids.next_guid()),
            Some(id) => {
                let line = act.tx.control(id)?.filter(|line| line.removed_at.is_none()).ok_or_else(no_such_line)?;
                if line.entry.from_city {
                    return Err(Refusal::new(
                        Code::NotPermitted,
                        "该名单由城市平台下发，不能修改；可移除后另建",
                        "The city platform keeps this line; it can be removed here, and an own one made.",
                    )
                    .at("id"));
                }
                id
            }
        };
        if request.begins_at.is_some_and(|from| from > request.ends_at) {
            return Err(Refusal::field(
                "begins_at",
                "开始时间不能晚于结束时间",
                "The beginning cannot come after the end.",
            ));
        }
        if request.ends_at < act.now {
            return Err(Refusal::field("ends_at", "结束时间已过", "The end lies in the past."));
        }
        let entry = ControlEntry {
            id,
            plate,
            strategy: request.strategy,
            begins_at: request.begins_at,
            ends_at: request.ends_at,
            placed_by: name.chars().take(PLACED_BY_MOST).collect(),
            from_city: false,
        };
        if let Some(line) = again.map(|id| act.tx.control(id)).transpose()?.flatten().filter(|line| line.entry == entry)
        {
            let inside = act.tx.inside(&entry.plate)?.map(|record| record.id);
            return Ok(ControlRow { holds: entry.holds_at(act.now), entry, placed_at: line.placed_at, inside });
        }
        place(act, &entry, Some(reason))?;
        let inside = act.tx.inside(&entry.plate)?.map(|record| record.id);
        Ok(ControlRow { holds: entry.holds_at(act.now), entry, placed_at: act.now, inside })
    })
    .await
}

/// `control.remove`.
pub(crate) async fn remove(desk: &Desk, who: Who, request: RemoveControl) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let line = act.tx.control(request.id)?.filter(|line| line.removed_at.is_none()).ok_or_else(no_such_line)?;
        take_off(act, &line.entry, Some(reason), None)?;
        Ok(Done {})
    })
    .await
}

fn no_such_line() -> Refusal {
    Refusal::new(Code::NotFound, "名单上没有这一条，或已移除", "No list has this line (any more).").at("id")
}

/// Puts a line on the list; a car that waits at an exit is judged anew.
pub(crate) fn place(act: &mut Act<'_, '_>, entry: &ControlEntry, reason: Option<String>) -> Result<(), Refusal> {
    place_as_told(act, entry, reason, None)
}

/// The same by the platform's order; `told_at` is when it gave it, by its own clock.
pub(crate) fn place_as_told(
    act: &mut Act<'_, '_>,
    entry: &ControlEntry,
    reason: Option<String>,
    told_at: Option<i64>,
) -> Result<(), Refusal> {
    let before = act.tx.control(entry.id)?.map(|line| line.entry.plate);
    let subject = act.tx.inside(&entry.plate)?.map(|record| record.id);
    act.record(ControlPlaced::new(entry, reason, told_at), subject, Some(entry.id))?;
    judge_anew(act, &entry.plate)?;
    match before {
        Some(other) if other != entry.plate => judge_anew(act, &other),
        _ => Ok(()),
    }
}

/// Takes a line off the list; a car that waits at an exit is judged anew.
pub(crate) fn take_off(
    act: &mut Act<'_, '_>,
    entry: &ControlEntry,
    reason: Option<String>,
    told_at: Option<i64>,
) -> Result<(), Refusal> {
    let subject = act.tx.inside(&entry.plate)?.map(|record| record.id);
    let removed =
        ControlRemoved { id: entry.id, plate: entry.plate.clone(), strategy: entry.strategy, reason, told_at };
    act.record(removed, subject, Some(entry.id))?;
    judge_anew(act, &entry.plate)
}

fn judge_anew(act: &mut Act<'_, '_>, plate: &Plate) -> Result<(), Refusal> {
    match act.tx.inside(plate)? {
        Some(record) => lanes::judge_anew(act, &record).map(|_| ()),
        None => Ok(()),
    }
}
