//! Lines about payment channels, debts and reconciling.

use lotdesk_domain::order::Ending;
use lotdesk_domain::payment::{AttemptState, RefundStand};
use lotdesk_domain::reconcile::Settlement;
use lotdesk_ledger::event::Event;

use super::{Line, Names, line_of};
use crate::api::board::Level::{Act, Info, Look};

pub(super) fn news(event: &Event, names: &Names) -> Option<Line> {
    let why = |why: &Option<String>| vec![("reason", why.clone().unwrap_or_default())];
    Some(match event {
        Event::PayAttemptMoved(e) => match e.state {
            AttemptState::Refused => Line { words: why(&e.why), ..line_of(Look, "scan_refused") },
            AttemptState::Unknown => Line { words: why(&e.why), ..line_of(Act, "scan_unknown") },
            AttemptState::Cancelled => Line { words: why(&e.why), ..line_of(Look, "scan_cancelled") },
            AttemptState::Sent | AttemptState::Waiting | AttemptState::Cancelling | AttemptState::Paid => return None,
        },
        Event::Collected(e) => {
            let words = vec![
                ("amount", e.received_fen.to_string()),
                ("extra", e.extra_fen.to_string()),
                ("channel", e.channel.map_or("现金", lotdesk_domain::payment::PayChannel::zh).to_owned()),
                ("trade", e.trade_no.clone().unwrap_or_default()),
            ];
            let (level, kind) = match e.ending {
                Ending::Settled if e.by_hand => (Look, "paid_by_trade"),
                Ending::Settled if e.debt_fen.is_positive() => (Info, "debt_paid"),
                Ending::Settled => (Info, "paid_by_code"),
                Ending::PartlyPaid => (Look, "paid_in_part"),
                Ending::Overpaid | Ending::PaidTwice | Ending::AfterLeaving => (Act, "paid_too_much"),
            };
            Line { lane_id: e.lane_id, words, ..line_of(level, kind) }
        }
        Event::LetGoOwing(e) => {
            let mut words = why(&e.reason);
            words.push(("amount", e.amount_fen.to_string()));
            Line { words, ..line_of(Look, "let_go_owing") }
        }
        Event::ChannelRefundMoved(e) => match e.state {
            RefundStand::Refused => Line { words: why(&e.why), ..line_of(Act, "channel_refund_refused") },
            RefundStand::Unknown => Line { words: why(&e.why), ..line_of(Look, "channel_refund_unknown") },
            RefundStand::Sent | RefundStand::Done => return None,
        },
        Event::ChannelFileTaken(e) if e.begins => Line {
            words: vec![("name", e.name.clone()), ("channel", e.channel.zh().to_owned())],
            ..line_of(Info, "channel_file_taken")
        },
        Event::DifferenceSettled(e) => {
            let kind = match e.how {
                Settlement::Resent => "difference_resent",
                Settlement::PutRight => "difference_put_right",
                Settlement::Accepted => "difference_accepted",
            };
            Line {
                words: vec![
                    ("reason", e.reason.clone()),
                    ("amount", e.moved_fen.to_string()),
                    ("approver", names.of(e.approver).unwrap_or_default()),
                ],
                ..line_of(Look, kind)
            }
        }
        _ => return None,
    })
}
