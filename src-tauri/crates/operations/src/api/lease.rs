//! Leases, as far as the gate needs them.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::Lease;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `lease.save`: a new lease, or the new state of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveLease {
    /// The lease to change; none for a new one.
    pub id: Option<Guid>,
    /// How many cars at once, 1 to 1000.
    pub spaces: u32,
    /// Plates, 1 to 50.
    pub plates: Vec<String>,
    /// First day, yyyy-MM-dd, included.
    pub first_day: String,
    /// Last day, yyyy-MM-dd, included.
    pub last_day: String,
}

/// Reply of `lease.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LeaseList {
    /// All leases, the first to run out first.
    pub leases: Vec<Lease>,
}
