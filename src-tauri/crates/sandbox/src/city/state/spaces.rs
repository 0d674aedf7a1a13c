//! What the lot says of its spaces: 5001 for each that something knows, 5003 for all of them.

use lotdesk_protocols::json::Node;

use super::{DisorderKind, Incoming, State, text};
use crate::city::a2::{self, Refusal};

/// Table 56, 已预约保留.
const RESERVED: i64 = 1;

impl State {
    /// Neither what is free nor what is free and reserved together can be more than there is. Cars may be: they come in by
    /// hand when it is full.
    pub(super) fn admit_counts(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        let park_code = text(it.item, "parkCode");
        self.need_lot(it, park_code)?;
        let count = |name| it.item.get(name).and_then(Node::to_integer).unwrap_or(0);
        let (free, reserved) = (count("unusedSpaces"), count("reservedSpaces"));
        match self.lots.get(park_code) {
            Some(total) if free > *total => {
                Err(Refusal::new(a2::OUT_OF_RANGE, format!("unusedSpaces is {free}, the lot has {total} spaces")))
            }
            Some(total) if free + reserved > *total => {
                let words = format!("{free} spaces are free and {reserved} reserved, the lot has {total}");
                Err(Refusal::new(a2::OUT_OF_RANGE, words))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn admit_space_state(&mut self, it: Incoming<'_>) -> Result<(), Refusal> {
        if it.item.get("parkCode").is_some() {
            self.need_lot(it, text(it.item, "parkCode"))?;
        }
        if self.spaces.contains_key(it.id) {
            return Ok(());
        }
        self.find(it, DisorderKind::BasicDataMissing, format!("space {} was never described by 3004", it.id));
        Err(Refusal::new(a2::NO_SPACE, format!("spaceNo {}", it.id)))
    }

    /// The spaces that are reserved by the latest 5001 of each.
    pub fn reserved_spaces(&self) -> Vec<String> {
        let of_5001 = self.latest.iter().filter(|((interface, _), _)| interface == "5001");
        let reserved = of_5001.filter(|(_, item)| number(item, "state") == Some(RESERVED));
        reserved.map(|((_, space), _)| space.clone()).collect()
    }

    /// How many spaces are reserved by the latest 5003; none before the first.
    pub fn reserved_count(&self, park_code: &str) -> Option<i64> {
        number(self.latest.get(&("5003".to_owned(), park_code.to_owned()))?, "reservedSpaces")
    }
}

fn number(item: &str, name: &str) -> Option<i64> {
    Node::parse(item).ok()?.get(name)?.to_integer()
}
