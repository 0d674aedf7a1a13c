//! Cars that passed unread, and what became of them.

use lotdesk_domain::lot::Lane;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::PassageSettled;
use lotdesk_ledger::tables::passages::StoredPassage;

use super::unseen::{self, End};
use crate::act::Act;
use crate::api::Nothing;
use crate::api::passage::{PassageEnd, PassageList, SettlePassage, UnreadPassage, UnseenFee};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::lanes::open_record;
use crate::operators::second_person_given;
use crate::{quotes, reasons, words};

const MOST_OPEN: u32 = 500;
const MOST_PAST: u32 = 100;

/// `passage.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<PassageList, Refusal> {
    desk.look(|tx| {
        let views = |found: Vec<StoredPassage>| found.iter().map(|p| view(tx, p)).collect::<Result<Vec<_>, Refusal>>();
        Ok(PassageList {
            open: views(tx.unread_passages(true, MOST_OPEN)?)?,
            past: views(tx.unread_passages(false, MOST_PAST)?)?,
        })
    })
    .await
}

fn view(tx: &ReadTx<'_>, stored: &StoredPassage) -> Result<UnreadPassage, Refusal> {
    let record = stored.record_id.map(|id| tx.record(id)).transpose()?.flatten();
    Ok(UnreadPassage {
        event_id: stored.event_id,
        lane_id: stored.lane_id,
        entering: stored.entering,
        at: stored.at,
        settled: stored.settled.as_deref().and_then(from_word),
        record_id: stored.record_id,
        plate: record.map(|record| record.vehicle.plate.to_string()),
    })
}

const WORDS: [(PassageEnd, &str); 3] =
    [(PassageEnd::Entered, "entered"), (PassageEnd::Left, "left"), (PassageEnd::Nothing, "nothing")];

fn word(end: PassageEnd) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == end).map(|(_, word)| *word).expect("every end stands in the list")
}

fn from_word(stored: &str) -> Option<PassageEnd> {
    WORDS.iter().find(|(_, word)| *word == stored).map(|(end, _)| *end)
}

/// `passage.settle`.
pub(crate) async fn settle(desk: &Desk, who: Who, request: SettlePassage) -> Result<UnreadPassage, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let plate = match (request.how, request.plate.as_deref()) {
        (PassageEnd::Entered, given) => {
            Some(Plate::parse(given.unwrap_or_default()).map_err(|why| words::bad_plate("plate", &why))?)
        }
        _ => None,
    };
    let approver = second_person_given(desk, &who, request.approver.clone()).await?;
    desk.act(&who, move |act| {
        let passage = act.tx.unread_passage(request.event_id)?.ok_or_else(no_such_passage)?;
        if passage.settled.is_some() {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "该通行已处理",
                "Somebody has dealt with this passage already.",
            ));
        }
        let lane = act.lot.lane(passage.lane_id).cloned().ok_or_else(words::no_such_lane)?;
        let record_id = match (request.how, plate) {
            (PassageEnd::Entered, Some(plate)) if passage.entering => {
                Some(enter(act, &lane, plate, passage.at, &reason)?)
            }
            (PassageEnd::Left, _) if !passage.entering => {
                let id = request
                    .record_id
                    .ok_or_else(|| Refusal::field("record_id", "请选择驶离的车辆", "Choose the car that left."))?;
                let end = End {
                    left_at: Some(passage.at.max(unseen::inside(act, id)?.entered_at)),
                    seen: true,
                    lane: Some(&lane),
                    fee: request.fee.unwrap_or(UnseenFee::Owed),
                    approver,
                    how: "passed",
                    reason: &reason,
                };
                unseen::close(act, id, &end)?;
                Some(id)
            }
            (PassageEnd::Nothing, _) => None,
            (PassageEnd::Entered | PassageEnd::Left, _) => {
                return Err(Refusal::field("how", "与车道方向不符", "The lane leads the other way."));
            }
        };
        let settled = PassageSettled {
            event_id: passage.event_id,
            lane_id: passage.lane_id,
            how: word(request.how).to_owned(),
            record_id,
            reason,
        };
        act.record(settled, record_id, Some(passage.event_id))?;
        let stored = act.tx.unread_passage(passage.event_id)?.ok_or_else(no_such_passage)?;
        view(act.tx, &stored)
    })
    .await
}

/// The record that the car lacks, as of its passage.
fn enter(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    plate: Plate,
    at: Moment,
    reason: &str,
) -> Result<lotdesk_domain::id::Guid, Refusal> {
    if act.tx.inside(&plate)?.is_some() {
        return Err(already_inside());
    }
    let vehicle = by_plate(plate);
    let standing = quotes::standing(act.tx, &vehicle.plate, at)?;
    let at = at.min(act.now);
    open_record(act, Some(lane), None, &vehicle, standing, &lane.area, at, Some(reason.to_owned()))
}

/// A car of which no more is known than its plate.
pub(super) fn by_plate(plate: Plate) -> Vehicle {
    Vehicle { plate, plate_color: None, car_color: None, car_logo: None, class: VehicleClass::Small, tag: None }
}

pub(super) fn already_inside() -> Refusal {
    Refusal::new(
        Code::AlreadyInside,
        "该车牌已有在场记录，无需补录",
        "This plate is inside already; it needs no record.",
    )
    .at("plate")
}

fn no_such_passage() -> Refusal {
    Refusal::new(Code::NotFound, "没有这次通行", "There is no such passage.").at("event_id")
}
