//! Lines about single cars: what the lists did, locks, plates put right.

use lotdesk_domain::control::Strategy;
use lotdesk_domain::lock::CarLockState;
use lotdesk_ledger::event::Event;

use super::{Line, Names, line_of};
use crate::api::board::Level::{Act, Info, Look};

pub(super) fn news(event: &Event, names: &Names) -> Option<Line> {
    Some(match event {
        Event::ControlPlaced(e) => {
            let kind = match e.strategy {
                Strategy::NoEntry => "placed_no_entry",
                Strategy::NoExit => "placed_no_exit",
                Strategy::NoPassage => "placed_no_passage",
                Strategy::Warn => "placed_warn",
                Strategy::FreePassage => "placed_free_passage",
            };
            let words = vec![
                ("placed_by", e.placed_by.clone()),
                ("until", e.ends_at.to_datetime_text()),
                ("reason", e.reason.clone().unwrap_or_default()),
            ];
            Line { plate: Some(e.plate.to_string()), words, ..line_of(Look, kind) }
        }
        Event::ControlRemoved(e) => {
            let words = vec![("reason", e.reason.clone().unwrap_or_default())];
            Line { plate: Some(e.plate.to_string()), words, ..line_of(Look, "control_removed") }
        }
        Event::ControlMet(e) => {
            let (level, kind) = match e.strategy {
                Strategy::NoEntry | Strategy::NoExit | Strategy::NoPassage => (Act, "listed_barred"),
                Strategy::Warn => (Act, "listed_warned"),
                Strategy::FreePassage => (Info, "listed_free"),
            };
            let words = vec![("placed_by", e.placed_by.clone())];
            Line { plate: Some(e.plate.to_string()), lane_id: e.lane_id, words, ..line_of(level, kind) }
        }
        Event::LockSet(e) => {
            let (level, kind) = match e.state {
                CarLockState::LockedByOwner => (Info, "locked_by_owner"),
                CarLockState::LockedByHand => (Look, "locked_by_hand"),
                CarLockState::LetGo => (Look, "lock_let_go"),
                CarLockState::Unlocked if e.reason.is_some() => (Look, "unlocked_by_hand"),
                CarLockState::Unlocked => (Info, "unlocked"),
            };
            Line { words: vec![("reason", e.reason.clone().unwrap_or_default())], ..line_of(level, kind) }
        }
        Event::PlateCorrected(e) => {
            let mut words = vec![("from", e.from.to_string()), ("to", e.to.to_string()), ("reason", e.reason.clone())];
            let kind = match e.approver {
                Some(approver) => {
                    words.push(("approver", names.of(Some(approver)).unwrap_or_default()));
                    "plate_corrected_approved"
                }
                None => "plate_corrected",
            };
            Line { plate: Some(e.to.to_string()), words, ..line_of(Look, kind) }
        }
        _ => return None,
    })
}
