//! The lines about violations, watched fleets and inspections. Everybody at the lot sees the stream, so no line names a car.

use lotdesk_domain::inspection::InspectionState;
use lotdesk_domain::violation::OrderState;
use lotdesk_ledger::event::Event;

use super::{Line, line_of};
use crate::api::board::Level::{Act, Info, Look};

pub(super) fn news(event: &Event) -> Option<Line> {
    let number = |number: i64| vec![("number", number.to_string())];
    Some(match event {
        Event::ViolationOrderAnswered(e) => match e.state {
            OrderState::Unknown => {
                Line { words: vec![("why", e.words.clone())], ..line_of(Look, "violation_order_unknown") }
            }
            OrderState::Refused => {
                let code = e.code.clone().unwrap_or_default();
                Line {
                    words: vec![("code", code), ("why", e.words.clone())],
                    ..line_of(Look, "violation_order_refused")
                }
            }
            OrderState::Created => {
                Line { words: number(e.platform_order_id.unwrap_or_default()), ..line_of(Info, "violation_order_made") }
            }
            _ => return None,
        },
        Event::ViolationOrderMoved(e) => {
            let (level, kind) = match e.state {
                OrderState::Paid => (Info, "violation_order_paid"),
                OrderState::Done if e.refunded_fen.is_positive() => (Look, "violation_order_in_part"),
                OrderState::Done => (Info, "violation_order_done"),
                OrderState::Closed => (Look, "violation_order_closed"),
                _ => return None,
            };
            Line { words: number(e.platform_order_id), ..line_of(level, kind) }
        }
        Event::ViolationMoneyMoved(e) => {
            let (kind, amount) = if e.amount_fen.is_positive() {
                ("violation_money_taken", e.amount_fen)
            } else {
                ("violation_money_returned", -e.amount_fen)
            };
            Line { words: vec![("amount", amount.to_string())], ..line_of(Info, kind) }
        }
        Event::WatchNewsCame(e) => {
            e.alarm_id?;
            match &e.code {
                Some(code) => Line {
                    words: vec![("code", code.clone()), ("why", e.words.clone())],
                    ..line_of(Look, "watched_car_wrong")
                },
                None => Line {
                    words: vec![("count", e.changed.len().to_string())],
                    ..line_of(Act, "watched_car_violations")
                },
            }
        }
        Event::InspectionAnswered(e) => match e.state {
            InspectionState::Unknown => line_of(Act, "inspection_unknown"),
            InspectionState::Ordered => {
                Line { words: number(e.platform_order_id.unwrap_or_default()), ..line_of(Info, "inspection_ordered") }
            }
            _ => return None,
        },
        _ => return None,
    })
}
