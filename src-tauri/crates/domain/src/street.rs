//! Bays along a street (DB4403/T 313, C.2): no gate, no plate at first. A detector in the ground says that a car stands
//! there or has gone; an inspector enters the plate; whoever leaves without paying owes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::{RecordType, Vehicle};

/// How detectors are read. Set up once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StreetRules {
    /// A bay that is free for less than this many seconds was never left: the detector jitters. 0 to 600.
    pub jitter_seconds: u32,
}

impl Default for StreetRules {
    fn default() -> Self {
        Self { jitter_seconds: 20 }
    }
}

/// Where a stay stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StayState {
    /// The car stands there.
    Standing,
    /// The detector says that it has gone, and may still think better of it.
    Leaving,
    /// It has left.
    Left,
}

/// One stay in one bay (table 13 with `spaceNo`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StreetStay {
    /// Identifier of the parking record, the same at the city platform.
    pub id: Guid,
    /// The bay.
    pub space_no: String,
    /// The detector that saw it come, where the bay has one.
    pub detector_id: Option<Guid>,
    /// The car, once an inspector has entered its plate.
    pub vehicle: Option<Vehicle>,
    /// When it came.
    pub entered_at: Moment,
    /// Since when the bay is free: when the car left.
    pub left_at: Option<Moment>,
    /// Where the stay stands.
    pub state: StayState,
    /// Normal or not.
    pub record_type: RecordType,
    /// What the stay cost in all, once it is over.
    pub fee_fen: Option<Fen>,
    /// Sum of what the payments so far were for.
    pub receivable_fen: Fen,
    /// Sum of what was let off.
    pub discount_fen: Fen,
    /// Sum of what was paid.
    pub received_fen: Fen,
    /// What is still owed, once it is over.
    pub owed_fen: Fen,
}

/// What a detector says of its bay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BayReport {
    /// A car stands there.
    pub taken: bool,
    /// When the detector saw it.
    pub at: Moment,
}

/// What a report means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BayChange {
    /// Nothing new, or older than what is known.
    Nothing,
    /// A car has come: a stay begins.
    Came,
    /// The car may have gone; it counts as gone once the bay has stayed free for long enough.
    MayHaveGone,
    /// It had not gone after all: the same stay goes on.
    StillThere,
    /// The car has gone, and another one has come in its place.
    GoneAndAnotherCame,
}

/// The newest stay of a bay, as far as a report needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewestStay {
    /// Where it stands.
    pub state: StayState,
    /// The latest moment at which a detector said something new of it.
    pub changed_at: Moment,
    /// Since when the bay is free.
    pub free_since: Option<Moment>,
}

impl StreetRules {
    /// What a report means for a bay whose newest stay is this one.
    pub fn judge(&self, newest: Option<NewestStay>, report: BayReport) -> BayChange {
        let Some(newest) = newest else {
            return if report.taken { BayChange::Came } else { BayChange::Nothing };
        };
        // A report that was held up on its way tells of what is over.
        if report.at < newest.changed_at {
            return BayChange::Nothing;
        }
        match (newest.state, report.taken) {
            (StayState::Standing, true) | (StayState::Leaving | StayState::Left, false) => BayChange::Nothing,
            (StayState::Standing, false) => BayChange::MayHaveGone,
            (StayState::Leaving, true) if self.is_gone(newest.free_since, report.at) => BayChange::GoneAndAnotherCame,
            (StayState::Leaving, true) => BayChange::StillThere,
            (StayState::Left, true) => BayChange::Came,
        }
    }

    /// Whether a bay that is free since then has been left by now.
    pub fn is_gone(&self, free_since: Option<Moment>, now: Moment) -> bool {
        free_since.is_some_and(|since| now.ms_since(since) >= i64::from(self.jitter_seconds) * 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: StreetRules = StreetRules { jitter_seconds: 20 };

    fn stay(state: StayState, changed_s: i64, free_since_s: Option<i64>) -> Option<NewestStay> {
        let free_since = free_since_s.map(|s| Moment(s * 1000));
        Some(NewestStay { state, changed_at: Moment(changed_s * 1000), free_since })
    }

    fn says(taken: bool, at_s: i64) -> BayReport {
        BayReport { taken, at: Moment(at_s * 1000) }
    }

    #[test]
    fn a_car_comes_and_goes() {
        assert_eq!(RULES.judge(None, says(true, 5)), BayChange::Came);
        assert_eq!(RULES.judge(None, says(false, 5)), BayChange::Nothing);
        let standing = stay(StayState::Standing, 5, None);
        assert_eq!(RULES.judge(standing, says(true, 9)), BayChange::Nothing, "said twice");
        assert_eq!(RULES.judge(standing, says(false, 100)), BayChange::MayHaveGone);
        let left = stay(StayState::Left, 100, Some(100));
        assert_eq!(RULES.judge(left, says(false, 130)), BayChange::Nothing);
        assert_eq!(RULES.judge(left, says(true, 130)), BayChange::Came);
    }

    #[test]
    fn a_jittering_detector_tells_of_one_stay() {
        let leaving = stay(StayState::Leaving, 100, Some(100));
        assert_eq!(RULES.judge(leaving, says(true, 119)), BayChange::StillThere);
        assert_eq!(RULES.judge(leaving, says(true, 120)), BayChange::GoneAndAnotherCame);
        assert_eq!(RULES.judge(leaving, says(false, 119)), BayChange::Nothing);
        assert!(!RULES.is_gone(Some(Moment(100_000)), Moment(119_999)));
        assert!(RULES.is_gone(Some(Moment(100_000)), Moment(120_000)));
    }

    #[test]
    fn late_reports_change_nothing() {
        assert_eq!(RULES.judge(stay(StayState::Standing, 50, None), says(false, 49)), BayChange::Nothing);
        // Gone at 100, back at 110: the report of 100 comes once more.
        assert_eq!(RULES.judge(stay(StayState::Standing, 110, None), says(false, 100)), BayChange::Nothing);
        assert_eq!(RULES.judge(stay(StayState::Left, 100, Some(100)), says(true, 99)), BayChange::Nothing);
        assert_eq!(RULES.judge(stay(StayState::Leaving, 100, Some(100)), says(true, 99)), BayChange::Nothing);
    }
}
