//! 9001: the lots around (tables 101 and 102, D.43).

use lotdesk_domain::ask::neighbour::NeighbourLot;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};

use super::checked::keeps_to_its_table;
use super::{Item, Read, Receiver, Refuse, node, parse};
use crate::city::wire::form::Text;
use crate::city::wire::guidance::{GuidanceItem, GuidanceReply};
use crate::json::Node;

/// 9001. Only the latest counts: no key is needed.
pub(super) const PUSH: Receiver = Receiver { id: "9001", read, answer, refuse: Refuse::Item(&["parkCode"]) };

fn read(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let told: GuidanceItem = parse(item)?;
    // D.43 lies at 115 degrees of latitude, its entrance too.
    keeps_to_its_table(PUSH.id, &told, &["listEntranceInfo", "longitude", "latitude"])?;
    let out_of_range = |what: &str| AskRefusal::new(AskCode::OutOfRange, format!("{what} 超出允许范围"));
    let lot = NeighbourLot {
        park_code: told.park_code.0,
        name: told.park_name,
        address: told.address,
        district_code: told.district_code.0,
        total_spaces: u32::try_from(told.total_spaces.0).map_err(|_| out_of_range("totalSpaces"))?,
        free_spaces: u32::try_from(told.remaining_space.0).map_err(|_| out_of_range("remainingSpace"))?,
        position: told.longitude.zip(told.latitude).map(|(longitude, latitude)| (longitude.0, latitude.0)),
        entrances: told.list_entrance_info.into_iter().map(|entrance| entrance.name).collect(),
        public_info: told.public_info,
    };
    Ok(Read { key: None, ask: Ask::Neighbour(lot) })
}

fn answer(_answer: &Answer, asked: &Node) -> Vec<Node> {
    let park_code = asked.get("parkCode").and_then(Node::text_or_number).unwrap_or_default();
    vec![node(&GuidanceReply { park_code: Text::from(park_code), code: None, message: None })]
}
