//! Locks on cars in the lot (DB4403/T 313, 6.7.3, tables 77 and 78; C.1.2.3): a locked car is not let out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;

/// Where a stay's lock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum CarLockState {
    /// The owner locked it by the city platform (6003, `lockFlag` 0).
    LockedByOwner,
    /// An attendant locked it.
    LockedByHand,
    /// The owner locked it, and an attendant let it go after a second look: the owner never unlocked it.
    LetGo,
    /// Whoever locked it has unlocked it.
    Unlocked,
}

impl CarLockState {
    /// True when the car is not let out (table 78 `lockstate` 1).
    pub const fn is_locked(self) -> bool {
        matches!(self, CarLockState::LockedByOwner | CarLockState::LockedByHand)
    }

    /// True when a car that leaves now leaves 未解锁出场 (table 13 `recordType` 2): not unlocked by whoever locked it.
    pub const fn leaves_locked(self) -> bool {
        !matches!(self, CarLockState::Unlocked)
    }

    /// The state after an attendant unlocks.
    #[must_use]
    pub const fn unlocked_by_hand(self) -> Self {
        match self {
            CarLockState::LockedByOwner | CarLockState::LetGo => CarLockState::LetGo,
            CarLockState::LockedByHand | CarLockState::Unlocked => CarLockState::Unlocked,
        }
    }
}

/// A stay's lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lock {
    /// Where it stands.
    pub state: CarLockState,
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
        assert_eq!(CarLockState::LockedByOwner.unlocked_by_hand(), CarLockState::LetGo);
        assert_eq!(CarLockState::LockedByHand.unlocked_by_hand(), CarLockState::Unlocked);
        let states = [CarLockState::LockedByOwner, CarLockState::LockedByHand, CarLockState::LetGo, CarLockState::Unlocked];
        assert_eq!(states.map(CarLockState::is_locked), [true, true, false, false]);
        assert_eq!(states.map(CarLockState::leaves_locked), [true, true, true, false]);
    }
}
