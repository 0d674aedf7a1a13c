//! What a lot may decide about reservations.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What becomes of a deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DepositFate {
    /// The driver has it back, through the platform that took it.
    Returned,
    /// The lot keeps it.
    Kept,
}

/// How a lot takes reservations: a setting of the lot. The standard leaves all of it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct BookingRules {
    /// This many spaces may be reserved at once (table 3 `reservableSpaces`). Unless set: every space that is open to
    /// all. 0 takes no reservations.
    pub reservable_spaces: Option<u32>,
    /// A cancelled reservation's deposit. Returned unless set: the space can be had by somebody else.
    pub deposit_when_cancelled: DepositFate,
    /// An expired reservation's deposit. Kept unless set: the space stood empty for a car that did not come.
    pub deposit_when_expired: DepositFate,
    /// Whether a used reservation's deposit counts towards the parking fee; what the fee does not use up goes back to
    /// the driver. True unless set. False makes it the price of reserving.
    pub deposit_counts_towards_fee: bool,
}

impl Default for BookingRules {
    fn default() -> Self {
        Self {
            reservable_spaces: None,
            deposit_when_cancelled: DepositFate::Returned,
            deposit_when_expired: DepositFate::Kept,
            deposit_counts_towards_fee: true,
        }
    }
}
