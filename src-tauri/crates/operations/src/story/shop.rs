//! The repair shop's lines. Everybody at the lot sees the stream, so no line names a car.

use lotdesk_ledger::event::Event;

use super::{Line, line_of};
use crate::api::board::Level::{Act, Info, Look};

pub(super) fn news(event: &Event) -> Option<Line> {
    let code = |code: &str| vec![("code", code.to_owned())];
    Some(match event {
        Event::ServiceOrderCame(e) => {
            let number = e.order_no.map(|no| no.to_string()).unwrap_or_default();
            Line { words: vec![("number", number)], ..line_of(Info, "service_order_came") }
        }
        Event::RepairSettled(e) => Line { words: code(&e.repair.cost_list_code), ..line_of(Info, "repair_settled") },
        Event::RepairCorrected(e) => {
            let mut words = code(&e.repair.cost_list_code);
            words.push(("reason", e.reason.clone()));
            Line { words, ..line_of(Look, "repair_corrected") }
        }
        Event::RepairWarned(e) => {
            let mut words = code(&e.cost_list_code);
            words.push(("until", e.deadline.to_datetime_text()));
            Line { words, ..line_of(Act, if e.over { "repair_over" } else { "repair_near" }) }
        }
        _ => return None,
    })
}
