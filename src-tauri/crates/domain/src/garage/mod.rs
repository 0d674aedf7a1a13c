//! Mechanical garages (DB4403/T 313, 5.4.4, 6.8, A.3, A.4): what they consist of, whom they serve next, which space a car
//! is given, what their alarms mean. Pure: the moments come in.

mod command;
mod equipment;
mod event;
mod kind;
mod place;
mod queue;
mod refusal;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;

pub use command::{GarageCommand, GarageCommandState};
pub use equipment::{GarageEquipment, GarageEquipmentKind};
pub use event::{EventClass, GarageEventKind};
pub use kind::{GarageKind, Handling, SpaceSize};
pub use place::{GarageCounts, choose_space, counts};
pub use queue::{Line, Running, in_order, next, remaining_s};
pub use refusal::GarageRefusal;

/// A booking lies no further ahead than this, in minutes: a week.
pub const BOOKED_AHEAD_MOST_MINUTES: i64 = 7 * 24 * 60;
/// As many commands wait for one garage at the most.
pub const WAITING_MOST: usize = 50;

/// A mechanical garage (table 7). Its spaces stand among the lot's and name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Garage {
    /// Identifier at the city platform (table 7 `id`).
    pub id: Guid,
    /// Number, 22 characters at most, unique in the lot (`garageCode`).
    pub code: String,
    /// Name that people read, 50 characters at most.
    pub name: String,
    /// How it is built.
    pub kind: GarageKind,
    /// Who runs it, 50 characters at most (`operator`).
    pub operator: String,
    /// Who owns it, 50 characters at most (`garagesOwner`).
    pub owner: String,
    /// Who keeps it in repair, 50 characters at most (`garagesmaintainer`).
    #[serde(default)]
    pub maintainer: Option<String>,
    /// Who built it, 50 characters at most.
    #[serde(default)]
    pub manufacturer: Option<String>,
    /// The usual time from a command's beginning to its end, in seconds; what people and the platform are told
    /// (`remainSeconds`).
    pub cycle_seconds: u32,
    /// Its ways in and out.
    pub passes: Vec<GaragePass>,
    /// Its machinery: at least its controller, which is named where an event belongs to no other device.
    pub equipment: Vec<GarageEquipment>,
}

impl Garage {
    /// The pass with this number.
    pub fn pass(&self, code: u32) -> Option<&GaragePass> {
        self.passes.iter().find(|pass| pass.code == code)
    }

    /// The device that an event of this kind comes from: the first of the kind that it concerns, else the controller,
    /// else any (table 27 wants one).
    pub fn device_for(&self, event: GarageEventKind) -> Option<&GarageEquipment> {
        let of = |kind| self.equipment.iter().find(move |device| device.kind == kind);
        of(event.device()).or_else(|| of(GarageEquipmentKind::Controller)).or(self.equipment.first())
    }
}

/// A way into a garage and out of it (an entrance by table 8, `garagePassCode` of tables 97 and 99).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct GaragePass {
    /// Identifier at the city platform (table 8 `id`).
    pub id: Guid,
    /// Number, unique in the garage (`garagePassCode`).
    pub code: u32,
    /// Name that people read, 10 characters at most.
    pub name: String,
}

/// How a garage stands (table 92 `garagestate`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GarageState {
    /// 0: a person has put it out of use.
    Stopped,
    /// 1
    Normal,
    /// 2: it works, and something is not as it should be.
    Abnormal,
    /// 3: it does not move until somebody has looked.
    Fault,
    /// 4: a person works on it.
    Maintenance,
}

impl GarageState {
    /// True when it carries out commands.
    pub const fn works(self) -> bool {
        matches!(self, GarageState::Normal | GarageState::Abnormal)
    }

    /// The state in Chinese, as table 92 has it.
    pub const fn zh(self) -> &'static str {
        match self {
            GarageState::Stopped => "停用",
            GarageState::Normal => "正常",
            GarageState::Abnormal => "异常",
            GarageState::Fault => "故障",
            GarageState::Maintenance => "维修",
        }
    }

    /// The state after an event: an alarm makes it abnormal, a fault stops it. What a person put out of use stays so.
    #[must_use]
    pub const fn after(self, class: EventClass) -> Self {
        match (self, class) {
            (GarageState::Stopped | GarageState::Maintenance | GarageState::Fault, _) | (_, EventClass::Ordinary) => {
                self
            }
            (_, EventClass::Alarm) => GarageState::Abnormal,
            (_, EventClass::Fault | EventClass::Severe) => GarageState::Fault,
        }
    }
}

/// What a garage is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum GarageWork {
    /// 8004: a car goes in.
    Store,
    /// 8005: a car comes out.
    Retrieve,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_put_out_of_use_stays_so() {
        use GarageState::{Abnormal, Fault, Maintenance, Normal, Stopped};
        for class in [EventClass::Ordinary, EventClass::Alarm, EventClass::Fault, EventClass::Severe] {
            assert_eq!((Stopped.after(class), Maintenance.after(class)), (Stopped, Maintenance));
            assert_eq!(Fault.after(class), Fault, "a fault is mended, not forgotten");
        }
        assert_eq!(Normal.after(EventClass::Ordinary), Normal);
        assert_eq!(Normal.after(EventClass::Alarm), Abnormal);
        assert_eq!(Abnormal.after(EventClass::Severe), Fault);
        assert!(Normal.works() && Abnormal.works() && !Fault.works() && !Stopped.works() && !Maintenance.works());
    }
}
