//! Lines about lanes, devices and leases.

use lotdesk_domain::service::LaneService;
use lotdesk_ledger::event::Event;

use super::{Line, line_of};
use crate::api::board::Level::{Act, Info, Look};
use crate::troubles::line_words;

pub(super) fn news(event: &Event) -> Option<Line> {
    Some(match event {
        Event::LaneServiceSet(e) => {
            let kind = match e.state {
                LaneService::Normal => "lane_in_service",
                LaneService::Jammed => "lane_jammed",
                LaneService::BadlyJammed => "lane_badly_jammed",
                LaneService::Closed => "lane_out_of_service",
            };
            Line { lane_id: Some(e.lane_id), words: vec![("reason", e.comment.clone())], ..line_of(Look, kind) }
        }
        Event::DeviceChanged(e) => {
            let (level, kind) = if e.online { (Info, "device_back") } else { (Act, "device_lost") };
            let mut words = line_words(("why", "why_en"), e.why.as_deref(), e.trouble.as_ref());
            words.push(("device", e.name.clone()));
            Line { lane_id: Some(e.lane_id), words, ..line_of(level, kind) }
        }
        Event::EngineNoted(e) => Line {
            lane_id: e.lane_id,
            words: vec![("why", e.zh.clone()), ("why_en", e.en.clone())],
            ..line_of(Act, "engine_noted")
        },
        Event::MotorFailed(e) => {
            Line { lane_id: Some(e.lane_id), words: vec![("remark", e.remark.clone())], ..line_of(Act, "motor_failed") }
        }
        Event::LeaseExtended(e) => {
            Line { words: vec![("until", e.last_day.to_string())], ..line_of(Info, "lease_extended") }
        }
        Event::LeaseEnded(e) => Line { words: vec![("reason", e.reason.clone())], ..line_of(Look, "lease_ended") },
        _ => return None,
    })
}
