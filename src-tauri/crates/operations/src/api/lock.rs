//! Locks on cars in the lot, and plates put right.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lock::Lock;
use lotdesk_domain::parking::ParkingRecord;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lane::ReadReply;
use super::operator::NamePin;

/// `record.lock`: the car is not let out until it is unlocked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LockRecord {
    /// The record of a car that is inside.
    pub record_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `record.unlock`: lets a locked car go, after a second look at whose it is. One that its owner locked leaves as
/// 未解锁出场 (table 13 `recordType` 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct UnlockRecord {
    /// The record.
    pub record_id: Guid,
    /// What the second look showed, 2 to 100 characters.
    pub reason: String,
}

/// Reply of `record.lock` and `record.unlock`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Locked {
    /// The lock as it is now; none where the car was never locked.
    pub lock: Option<Lock>,
    /// What became of the car at the exit, when it waits there.
    pub at_exit: Option<ReadReply>,
}

/// `record.correct_plate`: the camera read the entry wrong.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectPlate {
    /// The record of a car that is inside.
    pub record_id: Guid,
    /// The plate as a person sees it.
    pub plate: String,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where the car would pay less or nothing with this plate.
    #[serde(default)]
    pub approver: Option<NamePin>,
}

/// Reply of `record.correct_plate`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlateCorrected {
    /// The record as it is now.
    pub record: ParkingRecord,
    /// What became of the car at the exit, when it waits there.
    pub at_exit: Option<ReadReply>,
}
