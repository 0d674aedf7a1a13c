//! 9001: a lot of the neighbourhood has so many spaces left (DB4403/T 313, tables 101 and 102).

use lotdesk_domain::ask::Answer;
use lotdesk_domain::ask::neighbour::NeighbourLot;
use lotdesk_domain::neighbour;
use lotdesk_domain::position::Position;

use super::Refused;
use crate::act::Act;
use crate::neighbours;

pub(super) fn told(act: &mut Act<'_, '_>, lot: NeighbourLot) -> Result<Answer, Refused> {
    let place = lot
        .position
        .as_ref()
        .and_then(|(longitude, latitude)| Position::new(longitude.parse().ok()?, latitude.parse().ok()?));
    let told = neighbour::NeighbourLot {
        park_code: lot.park_code,
        name: lot.name,
        address: lot.address,
        total_spaces: lot.total_spaces,
        free_spaces: lot.free_spaces,
        position: place,
        entrances: lot.entrances,
        public_info: lot.public_info,
        told_at: act.now,
    };
    neighbours::told(act, told)?;
    Ok(Answer::Done)
}
