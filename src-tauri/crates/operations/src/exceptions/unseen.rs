//! A stay whose end nobody saw is ended by hand: what was due at its end becomes its driver's debt, or is let off by a
//! second person. The platforms hear of it as of an abnormal record (5005, recordType 1), after its payment (5008).

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{ParkingRecord, RecordState, RecordType};
use lotdesk_ledger::event::{ClosedUnseen, LetOff};

use crate::act::Act;
use crate::api::passage::UnseenFee;
use crate::api::refusal::{Code, Refusal};
use crate::lanes::{close_record, must_not_be_held};
use crate::payments::may_take_otherwise;
use crate::{arrears, coupons, exits, orders, quotes, words};

/// How a stay ends that nobody saw end.
pub(super) struct End<'a> {
    /// When, as far as known.
    pub left_at: Option<Moment>,
    /// True where a device saw it then, and nobody typed it.
    pub seen: bool,
    /// By which lane, where that is known.
    pub lane: Option<&'a Lane>,
    /// What becomes of its fee.
    pub fee: UnseenFee,
    /// The second person, where there is one.
    pub approver: Option<Guid>,
    /// How it is known: a word of the journal's list.
    pub how: &'static str,
    /// Why.
    pub reason: &'a str,
}

/// Ends the stay. Gives what its driver owes.
pub(super) fn close(act: &mut Act<'_, '_>, record_id: Guid, end: &End<'_>) -> Result<Fen, Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    if record.state != RecordState::Inside {
        return Err(words::not_inside());
    }
    must_not_be_held(act, &record)?;
    if stands_at_a_lane(act, record.id)? {
        return Err(stands_there());
    }
    let left_at = end.left_at.unwrap_or(act.now);
    if left_at > act.now || left_at < record.entered_at {
        return Err(Refusal::field(
            "left_at",
            "离场时间须在入场之后、现在之前",
            "It left after it came in, and not in the future.",
        ));
    }
    orders::may_take_cash(act, record.id)?;
    may_take_otherwise(act, record.id)?;
    let priced = quotes::price(act.tx, &act.lot, &act.tariffs, &record, left_at, &Coupon::NOTHING)?;
    let due_fen = priced.quote.due_fen;
    // An earlier moment lets off as well as a word does.
    let mut approver = None;
    if !end.seen && left_at < act.now {
        let by_now = quotes::quote(act.tx, &act.lot, &act.tariffs, &record, act.now)?.due_fen;
        if due_fen < by_now {
            approver = Some(end.approver.ok_or_else(|| second_person_needed(by_now - due_fen))?);
        }
    }
    let mut owed_fen = Fen::ZERO;
    if due_fen.is_positive() {
        match (end.fee, end.approver) {
            (UnseenFee::Owed, _) => {
                coupons::settle_at_exit(act, record.id, left_at)?;
                arrears::book(act, &record, due_fen, priced.quote.charging(), Some(end.reason.to_owned()))?;
                owed_fen = due_fen;
            }
            (UnseenFee::LetOff, Some(approver)) => {
                exits::let_off_unseen(act, &record, &priced, LetOff { reason: end.reason.to_owned(), approver })?;
            }
            (UnseenFee::LetOff, None) => return Err(second_person_needed(due_fen)),
        }
    }
    let (how, reason) = (end.how.to_owned(), end.reason.to_owned());
    let closed = ClosedUnseen { record_id: record.id, how, reason, owed_fen, approver };
    act.record(closed, Some(record.id), None)?;
    let record = act.tx.record(record.id)?.ok_or_else(words::no_such_record)?;
    close_record(act, &record, end.lane, None, left_at, RecordType::Abnormal)?;
    Ok(owed_fen)
}

/// Whether the car waits at a lane: then it is there for all to see.
pub(super) fn stands_at_a_lane(act: &Act<'_, '_>, record_id: Guid) -> Result<bool, Refusal> {
    for lane in &act.lot.lanes {
        let waiting = act.tx.waiting_at(lane.id)?;
        // One that waits to come in again under its own plate is what this is about.
        if lane.kind == lotdesk_domain::lot::LaneKind::Exit && waiting.is_some_and(|w| w.record_id == Some(record_id)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The record that ends, as it stands before that.
pub(super) fn inside(act: &Act<'_, '_>, record_id: Guid) -> Result<ParkingRecord, Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    if record.state == RecordState::Inside { Ok(record) } else { Err(words::not_inside()) }
}

fn stands_there() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "该车正在出口等候，请在出口处理",
        "The car waits at an exit; deal with it there.",
    )
    .at("record_id")
}

fn second_person_needed(due_fen: Fen) -> Refusal {
    Refusal::new(
        Code::SecondPersonNeeded,
        format!("免除 {due_fen} 元须另一位有审批权限的人员输入姓名和 PIN"),
        format!("To let {due_fen} yuan off, a second person who may approve must give name and PIN."),
    )
    .at("approver")
}
