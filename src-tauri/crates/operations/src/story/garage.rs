//! Mechanical garages in the event stream.

use lotdesk_domain::garage::{EventClass, GarageCommandState, GarageEventKind, GarageState, GarageWork};
use lotdesk_ledger::event::{GarageAsked, GarageEnded, GarageEventSeen, GarageStateSet};

use super::{Line, line_of};
use crate::api::board::Level::{Act, Info, Look};

pub(super) fn asked(e: &GarageAsked) -> Line {
    let kind = match e.work {
        GarageWork::Store => "garage_store_asked",
        GarageWork::Retrieve => "garage_retrieve_asked",
    };
    let words = vec![("garage", e.garage.clone()), ("space", e.space_no.clone())];
    Line { plate: e.plate.as_ref().map(ToString::to_string), words, ..line_of(Info, kind) }
}

/// That a car is in or out is told by its own event.
pub(super) fn ended(e: &GarageEnded) -> Option<Line> {
    let (level, kind) = match e.how {
        GarageCommandState::Failed => (Act, "garage_failed"),
        GarageCommandState::Lapsed => (Act, "garage_lapsed"),
        GarageCommandState::Cancelled => (Look, "garage_cancelled"),
        GarageCommandState::Done | GarageCommandState::Waiting | GarageCommandState::Running => return None,
    };
    Some(Line { words: vec![("reason", e.why.clone().unwrap_or_default())], ..line_of(level, kind) })
}

pub(super) fn state_set(e: &GarageStateSet) -> Line {
    let level = match e.state {
        GarageState::Fault => Act,
        GarageState::Normal => Info,
        GarageState::Stopped | GarageState::Abnormal | GarageState::Maintenance => Look,
    };
    let words = vec![
        ("garage", e.garage.clone()),
        ("state", e.state.zh().to_owned()),
        ("reason", e.comment.clone().unwrap_or_default()),
    ];
    Line { words, ..line_of(level, "garage_state") }
}

pub(super) fn event_seen(e: &GarageEventSeen) -> Option<Line> {
    let event = GarageEventKind::from_code(e.event_type, e.ordinary)?;
    let level = match event.class() {
        EventClass::Ordinary => Info,
        EventClass::Alarm => Look,
        EventClass::Fault | EventClass::Severe => Act,
    };
    let words = vec![
        ("garage", e.garage.clone()),
        ("event", event.zh().to_owned()),
        ("space", e.space_no.clone().unwrap_or_default()),
        ("remark", e.remark.clone().unwrap_or_default()),
    ];
    Some(Line { plate: e.plate.as_ref().map(ToString::to_string), words, ..line_of(level, "garage_event") })
}
