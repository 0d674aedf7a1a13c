//! The lots around, as the city platform tells them (DB4403/T 313, 6.9, tables 101 and 102): offered when ours is full.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::moment::Moment;
use crate::position::Position;

/// What the platform told of another lot (table 101).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NeighbourLot {
    /// Its number (`parkCode`), 20 characters at most.
    pub park_code: String,
    /// Its name, or that of the road (`parkName`).
    pub name: String,
    /// Where it lies, in words.
    pub address: Option<String>,
    /// All its spaces.
    pub total_spaces: u32,
    /// How many of them are free (`remainingSpace`).
    pub free_spaces: u32,
    /// Where it lies, when the platform told a place on earth.
    pub position: Option<Position>,
    /// Names of its entrances (`listEntranceInfo`).
    pub entrances: Vec<String>,
    /// Opening hours and prices (`publicInfo`).
    pub public_info: Option<String>,
    /// When the platform told it.
    pub told_at: Moment,
}

/// How a lot offers the lots around: a setting of the lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Guidance {
    /// This many are named at the most. 2 unless set; 0 names none.
    pub offered_most: u8,
    /// What was told longer ago than this is not offered: the spaces may be gone. 120 minutes unless set.
    pub holds_minutes: u32,
}

impl Default for Guidance {
    fn default() -> Self {
        Self { offered_most: 2, holds_minutes: 120 }
    }
}

/// A lot with free spaces, and how far it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Offer {
    /// Its number.
    pub park_code: String,
    /// Its name.
    pub name: String,
    /// Free spaces when it was told.
    pub free_spaces: u32,
    /// As the crow flies, in metres; none where one of the two places is not known.
    pub metres: Option<u32>,
}

impl Guidance {
    /// The nearest lots with free spaces, the nearest first; those whose place is not known come last, the one with the
    /// most spaces first. `own_code` is ours: the platform may tell us of ourselves.
    pub fn offers(
        &self,
        neighbours: &[NeighbourLot],
        own_code: &str,
        here: Option<Position>,
        now: Moment,
    ) -> Vec<Offer> {
        let oldest = now.plus_minutes(-i64::from(self.holds_minutes));
        let mut offers: Vec<Offer> = neighbours
            .iter()
            .filter(|lot| lot.park_code != own_code && lot.free_spaces > 0 && lot.told_at >= oldest)
            .map(|lot| Offer {
                park_code: lot.park_code.clone(),
                name: lot.name.clone(),
                free_spaces: lot.free_spaces,
                metres: here.zip(lot.position).map(|(here, there)| here.metres_to(there)),
            })
            .collect();
        offers.sort_by(|a, b| {
            let rank = |offer: &Offer| (offer.metres.is_none(), offer.metres, std::cmp::Reverse(offer.free_spaces));
            rank(a).cmp(&rank(b)).then_with(|| a.park_code.cmp(&b.park_code))
        });
        offers.truncate(usize::from(self.offered_most));
        offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(code: &str, free: u32, east: Option<f64>, told_at: Moment) -> NeighbourLot {
        NeighbourLot {
            park_code: code.into(),
            name: format!("{code}停车场"),
            address: None,
            total_spaces: 300,
            free_spaces: free,
            position: east.and_then(|east| Position::new(114.0 + east, 22.5)),
            entrances: vec![],
            public_info: None,
            told_at,
        }
    }

    #[test]
    fn the_nearest_with_spaces_are_offered() {
        let now = Moment(1_000_000_000);
        let lots = [
            lot("far", 50, Some(0.03), now),
            lot("ours", 9, Some(0.0), now),
            lot("full", 0, Some(0.001), now),
            lot("old", 20, Some(0.002), now.plus_minutes(-121)),
            lot("near", 3, Some(0.01), now.plus_minutes(-120)),
            lot("nowhere", 200, None, now),
        ];
        let here = Position::new(114.0, 22.5);
        let names = |most: u8, here| {
            let guidance = Guidance { offered_most: most, ..Guidance::default() };
            let offers = guidance.offers(&lots, "ours", here, now);
            offers.into_iter().map(|o| (o.park_code, o.metres.is_some())).collect::<Vec<_>>()
        };
        assert_eq!(names(2, here), [("near".into(), true), ("far".into(), true)]);
        assert_eq!(names(9, here).last(), Some(&("nowhere".into(), false)));
        assert_eq!(names(1, None), [("nowhere".into(), false)], "without our own place: who has the most");
        assert_eq!(names(0, here), []);
    }
}
