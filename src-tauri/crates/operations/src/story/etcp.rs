//! ETCP's lines: money that was taken for its lots.

use lotdesk_ledger::event::Event;

use super::{Line, line_of};
use crate::api::board::Level::{Act, Info, Look};

pub(super) fn news(event: &Event) -> Option<Line> {
    Some(match event {
        Event::EtcpPaid(e) => Line {
            plate: Some(e.plate.to_string()),
            words: vec![("amount", e.amount_fen.to_string()), ("lot", e.parking_name.clone())],
            ..line_of(Info, "etcp_paid")
        },
        Event::EtcpPaymentMissed(_) => line_of(Act, "etcp_missed"),
        Event::EtcpGivenBack(e) => {
            Line { words: vec![("reason", e.reason.clone())], ..line_of(Look, "etcp_given_back") }
        }
        Event::EtcpSettled(e) => Line {
            words: vec![("amount", e.amount_fen.to_string()), ("reference", e.reference.clone())],
            ..line_of(Look, "etcp_settled")
        },
        Event::EtcpSettlementTakenBack(e) => {
            Line { words: vec![("reason", e.reason.clone())], ..line_of(Look, "etcp_settlement_taken_back") }
        }
        _ => return None,
    })
}
