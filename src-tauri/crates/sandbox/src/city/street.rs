//! Bays along a street (C.2): a record without a plate, by the number of its bay; money after the car has gone.

use std::collections::BTreeMap;

use lotdesk_protocols::json::Node;

use super::a2::{self, Refusal};

/// Table 10 `positionType` of a bay along a street.
const ON_STREET: i64 = 0;

/// Where each space lies, by its number.
pub type Spaces = BTreeMap<String, i64>;

/// Whether a 5004 may name its space: one that was described. Without a car it must be a bay along a street.
///
/// # Errors
/// With the code of table A.2 that fits.
pub fn admit_entry(spaces: &Spaces, item: &Node) -> Result<(), Refusal> {
    let Some(space_no) = item.get("spaceNo").and_then(Node::as_text) else { return Ok(()) };
    let Some(position) = spaces.get(&space_no.to_uppercase()) else {
        return Err(Refusal::new(a2::NO_SPACE, format!("spaceNo {space_no} was never described by 3004")));
    };
    if *position != ON_STREET && item.get("parkCarInfo").is_none() {
        return Err(Refusal::new(a2::NAMING, "parkCarInfo is missing off the street (table 13)"));
    }
    Ok(())
}

/// True when the space is a bay along a street.
pub fn is_bay(spaces: &Spaces, space_no: &str) -> bool {
    spaces.get(space_no) == Some(&ON_STREET)
}

/// Whether an exit's sums fit its payments. Off the street they are the same; along a street more may be receivable than
/// was paid: the rest is owed.
pub fn sums_fit(street: bool, told: [i64; 3], paid: [i64; 3]) -> bool {
    if street { told[0] >= paid[0] && told[1..] == paid[1..] } else { told == paid }
}
