//! Locks on cars in the lot (DB4403/T 313, 6.7.3, tables 77 and 78; C.1.2.3): a locked car is not let out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;

/// Where a stay's lock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LockState {
    /// The owner locked it by the city platform (6003, `lockFlag` 0).
    LockedByOwner,
    /// An attendant locked it.
    LockedByHand,
    /// The owner locked it, and an attendant let it go after a second look: the owner never unlocked it.
    LetGo,
    /// Whoever locked it has unlocked it.
    Unlocked,
}

impl LockState {
    /// True when the car is not let out (table 78 `lockstate` 1).
    pub const fn is_locked(self) -> bool {
        matches!(self, LockState::LockedByOwner | LockState::LockedByHand)
    }

    /// True when a car that leaves now leaves 未解锁出场 (table 13 `recordType` 2): not unlocked by whoever locked it.
    pub const fn leaves_locked(self) -> bool {
        !matches!(self, LockState::Unlocked)
    }

    /// The state after an attendant unlocks.
    #[must_use]
    pub const fn unlocked_by_hand(self) -> Self {
        match self {
            LockState::LockedByOwner | LockState::LetGo => LockState::LetGo,
            LockState::LockedByHand | LockState::Unlocked => LockState::Unlocked,
        }
    }
}

/// A stay's lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lock {
    /// Where it stands.
    pub state: LockState,
    /// Since when.
    pub since: Moment,
    /// Why, where an attendant did it.
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whoever_locked_a_car_unlocks_it_for_good() {
        assert_eq!(LockState::LockedByOwner.unlocked_by_hand(), LockState::LetGo);
        assert_eq!(LockState::LockedByHand.unlocked_by_hand(), LockState::Unlocked);
        let states = [LockState::LockedByOwner, LockState::LockedByHand, LockState::LetGo, LockState::Unlocked];
        assert_eq!(states.map(LockState::is_locked), [true, true, false, false]);
        assert_eq!(states.map(LockState::leaves_locked), [true, true, true, false]);
    }
}
