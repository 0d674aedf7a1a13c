//! Cars that were let go owing something, and what they pay later.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `exit.let_go`: a car is let out without paying, and owes what is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LetGo {
    /// The parking record.
    pub record_id: Guid,
    /// The exit lane whose gate opens.
    pub lane_id: Guid,
    /// What the screen showed as due.
    pub due_fen: Fen,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `arrears.list`
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct DebtsRequest {
    /// Any part of a plate; empty for all.
    pub plate: String,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
}

/// A debt of a car that has left through a gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DebtRow {
    /// The stay.
    pub record_id: Guid,
    /// Its plate.
    pub plate: String,
    /// When it came in.
    pub entered_at: Moment,
    /// When it left.
    pub left_at: Option<Moment>,
    /// What is still owed.
    pub owed_fen: Fen,
    /// True where the city platform is to take it; its driver owes it otherwise.
    pub by_platform: bool,
    /// Since when it may be reported (1301); none while it may not, or the rules are not set up.
    pub overdue_since: Option<Moment>,
    /// Whether it is reported, or about to be.
    pub reported: bool,
}

/// Reply of `arrears.list`, the oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DebtList {
    /// The debts.
    pub rows: Vec<DebtRow>,
    /// All of them together.
    pub owed_fen: Fen,
}

/// `arrears.collect`: cash for a debt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CollectDebt {
    /// Identifier drawn by the asker; a repeat with the same one gets the first answer and has no second effect.
    pub request_id: Guid,
    /// The stay.
    pub record_id: Guid,
    /// What the screen showed as owed.
    pub due_fen: Fen,
    /// What the driver handed over.
    pub received_fen: Fen,
}
