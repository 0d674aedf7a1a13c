//! Paying without stopping (无感支付; DB4403/T 313, C.1.2.6): the driver has a contract by which the city platform takes
//! the fee. 5010 asks for a plate at its entry, 6008 tells that the contract changed while the car is inside.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::money::Fen;

/// Whether the fee of a plate can be taken by the platform. The two interfaces write it the other way round: 5010 has
/// "0" for supported, 6008 has 1 for switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeductionState {
    /// The platform can take the fee.
    On,
    /// It cannot.
    Off,
}

/// What a lot does with cars whose fee the platform can take (C.1.2.6.2 e).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DeductionRule {
    /// Nothing: they pay as all others. Nobody is asked about plates.
    #[default]
    Off,
    /// 先扣后出: the platform is asked to take the fee (5007); the gate opens once it says that it has (6007).
    ChargeThenOut,
    /// 先出后扣: the gate opens at once, the fee is booked as owed by the platform, then it is asked to take it.
    OutThenCharge,
}

/// How a lot deals with money that does not go through the booth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PaymentRules {
    /// What happens with cars whose fee the platform can take.
    pub deduction: DeductionRule,
    /// How long a car at the exit waits for the platform to take its fee before cash is taken, in seconds.
    pub request_wait_seconds: u32,
    /// A refund above this amount needs a second person.
    pub refund_limit_fen: Fen,
    /// A gate that has not said so many seconds after a car was let out that it opened is an alarm.
    pub gate_wait_seconds: u32,
}

impl Default for PaymentRules {
    fn default() -> Self {
        Self {
            deduction: DeductionRule::Off,
            request_wait_seconds: 30,
            refund_limit_fen: Fen::from_yuan(20),
            gate_wait_seconds: 15,
        }
    }
}
