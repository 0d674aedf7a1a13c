//! A plate comes in that is inside already: the two are put side by side, and a person says how that came.

use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::RecordState;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::lanes::Waiting;

use super::unseen::{self, End};
use crate::api::lane::ReadReply;
use crate::api::passage::{DoubleEnd, EndDouble, InsideCar, UnseenFee};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::lanes::{admit_waiting, waiting};
use crate::operators::second_person_given;
use crate::{corrections, quotes, reasons, words};

/// The car inside, for the booth's comparison.
pub(crate) fn inside_car(
    tx: &ReadTx<'_>,
    desk: &Desk,
    waiting: &Waiting,
    now: Moment,
) -> Result<Option<InsideCar>, Refusal> {
    let record = waiting.record_id.map(|id| tx.record(id)).transpose()?.flatten();
    let Some(record) = record.filter(|record| record.state == RecordState::Inside) else { return Ok(None) };
    let due_fen = quotes::quote(tx, &desk.lot(), &desk.tariffs(), &record, now)?.due_fen;
    Ok(Some(InsideCar {
        record_id: record.id,
        vehicle: record.vehicle,
        standing: record.standing,
        entered_at: record.entered_at,
        entry_lane: record.entry_lane,
        entry_picture: record.entry_picture,
        due_fen,
    }))
}

/// `lane.end_double`.
pub(crate) async fn end_double(desk: &Desk, who: Who, request: EndDouble) -> Result<ReadReply, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let plate = match (request.how, request.plate.as_deref()) {
        (DoubleEnd::InsideMisread, given) => {
            Some(Plate::parse(given.unwrap_or_default()).map_err(|why| words::bad_plate("plate", &why))?)
        }
        _ => None,
    };
    let approver = second_person_given(desk, &who, request.approver.clone()).await?;
    desk.act(&who, move |act| {
        let lane = act.lane(request.lane_id, LaneKind::Entry)?;
        let waiting = waiting(act, lane.id, request.read_id)?;
        if waiting.record_id != Some(request.record_id) {
            return Err(words::not_waiting_any_more().at("record_id"));
        }
        match (request.how, plate) {
            (DoubleEnd::LeftUnseen, _) => {
                let end = End {
                    left_at: request.left_at,
                    seen: false,
                    lane: None,
                    fee: request.fee.unwrap_or(UnseenFee::Owed),
                    approver,
                    how: "doubled",
                    reason: &reason,
                };
                unseen::close(act, request.record_id, &end)?;
            }
            (DoubleEnd::InsideMisread, Some(plate)) => {
                let inside = unseen::inside(act, request.record_id)?;
                corrections::correct(act, &inside, plate, &reason, approver)?;
            }
            (DoubleEnd::InsideMisread | DoubleEnd::TwoCars, _) => {}
        }
        admit_waiting(act, &lane, &waiting, None, reason)
    })
    .await
}
