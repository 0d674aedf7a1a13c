//! Money that we owe ETCP, paid to it. ETCP's document has no call for that: 8.8 tells it of a payment that a driver made to us,
//! and nothing in it settles accounts between ETCP and a merchant. So it is paid outside, and written down here by hand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::posting::Account;

/// Where the money for ETCP came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SettledFrom {
    /// Cash out of the lot's own safe.
    Safe,
    /// The lot's account at its bank.
    Bank,
}

impl SettledFrom {
    /// The account that has less then.
    pub const fn account(self) -> Account {
        match self {
            SettledFrom::Safe => Account::Safe,
            SettledFrom::Bank => Account::Bank,
        }
    }
}
