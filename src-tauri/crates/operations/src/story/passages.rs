//! Lines about gates that stayed shut, cars that nobody read, and stays that ended unseen.

use lotdesk_ledger::event::Event;

use super::{Line, line_of};
use crate::api::board::Level::{Act, Info, Look};
use crate::troubles::line_words;

pub(super) fn news(event: &Event) -> Option<Line> {
    Some(match event {
        Event::GateNotOpened(e) => Line {
            lane_id: Some(e.lane_id),
            words: line_words(("why", "why_en"), e.why.as_deref(), e.trouble.as_ref()),
            ..line_of(Act, "gate_not_opened")
        },
        Event::GateTriedAgain(e) => Line {
            lane_id: Some(e.lane_id),
            words: vec![("reason", e.reason.clone())],
            ..line_of(Look, "gate_tried_again")
        },
        Event::CarGone(e) => {
            let kind = if e.came_in { "car_came_in" } else { "car_gone" };
            Line { lane_id: Some(e.lane_id), words: vec![("reason", e.reason.clone())], ..line_of(Look, kind) }
        }
        Event::StillInside(e) => Line {
            lane_id: Some(e.lane_id),
            words: vec![("reason", e.reason.clone())],
            ..line_of(Look, "still_inside")
        },
        Event::PassedUnread(e) => Line {
            lane_id: Some(e.lane_id),
            ..line_of(Act, if e.entering { "passed_unread_in" } else { "passed_unread_out" })
        },
        Event::PassageSettled(e) => Line {
            lane_id: Some(e.lane_id),
            words: vec![("reason", e.reason.clone())],
            ..line_of(Look, "passage_settled")
        },
        Event::ClosedUnseen(e) => Line {
            words: vec![("reason", e.reason.clone()), ("amount", e.owed_fen.to_string())],
            ..line_of(Look, if e.owed_fen.is_positive() { "closed_unseen_owing" } else { "closed_unseen" })
        },
        Event::TicketIssued(e) => {
            Line { lane_id: Some(e.lane_id), words: vec![("code", e.code.clone())], ..line_of(Info, "ticket_issued") }
        }
        _ => return None,
    })
}
