//! Leases: kept here, shown to the city platform, extended by it.

use chrono::NaiveDate;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{Lease, LeasePrice};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `lease.save`: a new lease, or the new state of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveLease {
    /// The lease to change; none for a new one.
    pub id: Option<Guid>,
    /// The identifier of a new one, drawn by whoever asks: asked again with it, after an answer that was lost, it is the same
    /// one and not one more. Left out: the lot draws it.
    #[serde(default)]
    #[ts(optional)]
    pub new_id: Option<Guid>,
    /// How many cars at once, 1 to 1000.
    pub spaces: u32,
    /// Plates, 1 to 50.
    pub plates: Vec<String>,
    /// First day, yyyy-MM-dd, included.
    pub first_day: String,
    /// Last day, yyyy-MM-dd, included.
    pub last_day: String,
    /// True for spaces of its own, which `space_nos` then names. Left out: as it was, or without.
    #[serde(default)]
    pub fixed: Option<bool>,
    /// Numbers of its spaces, as many as `spaces`; may be empty where they are not its own. Left out: as they were.
    #[serde(default)]
    pub space_nos: Option<Vec<String>>,
    /// What it costs, 24 lines at most. The city platform wants one line at least. Left out: as it was.
    #[serde(default)]
    pub prices: Option<Vec<LeasePrice>>,
}

/// `lease.remove`: ends a lease before its last day. Its cars pay from then on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveLease {
    /// The lease.
    pub id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `lease.ask_platform`: what the city platform has of a car's lease here (6009).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AskPlatform {
    /// The plate.
    pub plate: String,
}

/// Reply of `lease.ask_platform`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlatformLeases {
    /// What the platform has; empty where it knows of no lease.
    pub theirs: Vec<PlatformLease>,
    /// What the lot has.
    pub ours: Vec<Lease>,
}

/// A lease as the platform has it (table 28).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlatformLease {
    /// Identifier.
    pub id: Guid,
    /// True where its spaces are its own.
    pub fixed: bool,
    /// Its spaces; where they are not its own, only their number has a meaning.
    pub spaces: Vec<String>,
    /// What it costs.
    pub prices: Vec<LeasePrice>,
    /// Its plates.
    pub plates: Vec<Plate>,
    /// First day, included.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub first_day: NaiveDate,
    /// Last day, included.
    #[schemars(with = "String")]
    #[ts(type = "string")]
    pub last_day: NaiveDate,
    /// Months owed.
    pub unpaid_months: Option<u32>,
    /// When it changed last.
    pub changed_at: Moment,
    /// True where the lot has the same days and plates under this identifier.
    pub same_as_ours: bool,
}

/// Reply of `lease.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LeaseList {
    /// All leases, the first to run out first.
    pub leases: Vec<Lease>,
}
