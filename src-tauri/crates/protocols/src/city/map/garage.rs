//! How mechanical garages stand and what happens in them: 8002, 8003, 2002.

use lotdesk_domain::garage::{GarageCounts, GarageEventKind, GarageState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;

use super::{Place, draft};
use crate::city::wire::event::{EventInfo, EventLevel};
use crate::city::wire::form::{DateTime, Int, Text};
use crate::city::wire::garage as wire;

/// Table 92 takes no longer comment, in characters.
const COMMENT_MOST: usize = 200;
/// Table 27 takes no longer position, in characters.
const POSITION_MOST: usize = 50;
/// Table 27 takes no longer remark, in characters.
const REMARK_MOST: usize = 200;

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

pub fn state(garage: &str, state: GarageState, comment: Option<&str>, at: Moment, lot: &Lot) -> Draft {
    let item = wire::GarageStateItem {
        park_code: Text(lot.park_code.clone()),
        garage_code: Text::from(garage),
        garage_state: match state {
            GarageState::Stopped => wire::GarageStateCode::Stopped,
            GarageState::Normal => wire::GarageStateCode::Normal,
            GarageState::Abnormal => wire::GarageStateCode::Abnormal,
            GarageState::Fault => wire::GarageStateCode::Fault,
            GarageState::Maintenance => wire::GarageStateCode::Maintenance,
        },
        comment: comment.map(|comment| short(comment, COMMENT_MOST)),
        moment: DateTime(at),
    };
    draft("8002", garage.to_owned(), Place::Latest(garage.to_owned()), &item)
}

pub fn spaces(garages: &[GarageCounts], at: Moment, lot: &Lot) -> Draft {
    let of = |count: u32| Int(i64::from(count));
    let item = wire::GarageSpacesItem {
        park_code: Text(lot.park_code.clone()),
        garage_spaces_list: garages
            .iter()
            .map(|counts| wire::GarageSpaces {
                garage_code: Text(counts.garage.clone()),
                total_large_spaces: of(counts.total_large),
                total_small_spaces: of(counts.total_small),
                available_large_spaces: of(counts.free_large),
                available_small_spaces: of(counts.free_small),
            })
            .collect(),
        update_time: DateTime(at),
    };
    draft("8003", lot.park_code.clone(), Place::Latest(lot.park_code.clone()), &item)
}

/// What happened, as the fact has it.
pub struct Happened<'a> {
    pub event_id: Guid,
    pub garage: &'a str,
    pub kind: GarageEventKind,
    pub space_no: Option<&'a str>,
    pub plate: Option<&'a Plate>,
    pub at: Moment,
    pub remark: Option<&'a str>,
}

/// A.3's number with the level that tells an ordinary event from an alarm of the same number.
pub fn event(happened: &Happened<'_>, lot: &Lot) -> Draft {
    let Happened { event_id, garage, kind, space_no, plate, at, remark } = *happened;
    let described = lot.garage(garage);
    let position = described.map_or(garage, |garage| garage.name.as_str());
    let remark = match remark {
        Some(remark) if !remark.is_empty() => format!("{}：{remark}", kind.zh()),
        _ => kind.zh().to_owned(),
    };
    let item = EventInfo {
        id: event_id,
        park_code: Some(Text(lot.park_code.clone())),
        space_no: space_no.map(Text::from),
        plate_no: plate.cloned(),
        time: DateTime(at),
        event_type: Int(i64::from(kind.code())),
        event_level: match kind.level() {
            0 => EventLevel::Normal,
            1 => EventLevel::Warning,
            2 => EventLevel::Fault,
            _ => EventLevel::SevereFault,
        },
        position: Some(short(position, POSITION_MOST)).filter(|position| !position.is_empty()),
        equipment_id: described.and_then(|garage| garage.device_for(kind)).map(|device| device.id),
        remark: short(&remark, REMARK_MOST),
    };
    draft("2002", event_id.to_string(), Place::Alone, &item)
}
