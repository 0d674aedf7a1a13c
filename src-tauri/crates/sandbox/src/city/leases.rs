//! Monthly leases as the platform has them (tables 28, 29, 71, 86 and 87), and the lanes' states (table 69).

use std::collections::BTreeMap;

use lotdesk_protocols::json::Node;

use super::state::Incoming;
use super::tables::Codes::{Any, Between};
use super::tables::{Kind as K, Table, row};

/// Table 28, 月租车租约信息.
pub static LEASE: Table = Table {
    number: "28",
    fields: &[
        row("id", K::Uuid, 32, true, Any),
        row("parkCode", K::ParkCode, 20, true, Any),
        row("isFixed", K::Int, 0, true, Between(0, 1)),
        row("spaceNoList", K::Texts, 0, true, Any),
        row("pricing", K::List(&PRICING), 0, true, Any),
        row("plateNoList", K::Texts, 0, true, Any),
        row("beginDate", K::Date, 0, true, Any),
        row("endDate", K::Date, 0, true, Any),
        row("unpaidMonths", K::Int, 0, false, Between(0, i32::MAX as i64)),
        row("moment", K::Timestamp, 0, true, Any),
    ],
};

/// Table 29, 车位租用价格清单.
pub static PRICING: Table = Table {
    number: "29",
    fields: &[
        row("cycles", K::Int, 0, true, Between(1, i32::MAX as i64)),
        row("cycleType", K::Int, 0, true, Between(1, 2)),
        row("amount", K::Money, 0, true, Any),
    ],
};

/// Table 69, 出入口状态变更.
pub static LANE_STATE: Table = Table {
    number: "69",
    fields: &[
        row("parkCode", K::ParkCode, 20, true, Any),
        row("entranceID", K::Uuid, 32, true, Any),
        row("state", K::Int, 10, true, Between(1, 4)),
        row("comment", K::Text, 200, false, Any),
    ],
};

/// Table 71, 月租租车约信息更新.
pub static LEASE_REPORT: Table = Table {
    number: "71",
    fields: &[row("lease", K::Object(&LEASE), 0, true, Any), row("state", K::Int, 0, true, Between(1, 2))],
};

/// Table 86, 月租车租约查询.
pub static LEASE_QUERY: Table = Table {
    number: "86",
    fields: &[row("plateNo", K::Plate, 10, true, Any), row("parkCode", K::ParkCode, 20, true, Any)],
};

/// The leases, by their identifier.
#[derive(Debug, Default)]
pub struct Leases(BTreeMap<String, Node>);

impl Leases {
    /// Takes a lease up, or drops one that was deleted.
    pub fn apply(&mut self, it: Incoming<'_>) {
        let deleted = it.item.get("state").and_then(Node::to_integer) == Some(2);
        match it.item.get("lease") {
            Some(lease) if !deleted => {
                self.0.insert(it.id.to_owned(), lease.clone());
            }
            _ => {
                self.0.remove(it.id);
            }
        }
    }

    /// The lease that names a plate in a lot, the one that runs longest where there are several.
    pub fn of(&self, park_code: &str, plate: &str) -> Option<&Node> {
        let text = |lease: &Node, name: &str| lease.get(name).and_then(Node::as_text).unwrap_or_default().to_owned();
        let names = |lease: &&Node| {
            let plates = lease.get("plateNoList").and_then(Node::as_list).unwrap_or_default();
            text(lease, "parkCode") == park_code && plates.iter().any(|named| named.as_text() == Some(plate))
        };
        self.0.values().filter(names).max_by_key(|lease| text(lease, "endDate"))
    }
}
