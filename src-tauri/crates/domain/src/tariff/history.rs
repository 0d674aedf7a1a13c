//! Tariffs as they take over from each other.

use std::sync::Arc;

use super::{BadTariff, Tariff};
use crate::moment::Moment;

/// A tariff with the moment from which it is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// From when.
    pub from: Moment,
    /// The tariff.
    pub tariff: Arc<Tariff>,
}

/// Every tariff that a lot has had and is to have. Each keeps its rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TariffHistory {
    /// By when they take over; no two at one moment.
    versions: Vec<InForce>,
}

impl TariffHistory {
    /// Takes tariffs in the order in which they were set: of two from one moment the later one counts.
    ///
    /// # Errors
    /// The first rule that one of them breaks.
    pub fn new(set: impl IntoIterator<Item = (Moment, Tariff)>) -> Result<Self, BadTariff> {
        let mut versions: Vec<InForce> = Vec::new();
        for (from, tariff) in set {
            tariff.check()?;
            versions.retain(|version| version.from != from);
            versions.push(InForce { from, tariff: Arc::new(tariff) });
        }
        versions.sort_by_key(|version| version.from);
        Ok(Self { versions })
    }

    /// One tariff, in force at all times.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn of(tariff: Tariff) -> Result<Self, BadTariff> {
        Self::new([(Moment(i64::MIN), tariff)])
    }

    /// The tariffs, by when they take over.
    pub fn versions(&self) -> &[InForce] {
        &self.versions
    }

    /// The tariff in force at a moment: the last one to have taken over, and the first one before that.
    pub fn at(&self, at: Moment) -> Option<&Arc<Tariff>> {
        self.from(at).first().map(|version| &version.tariff)
    }

    /// The tariff in force at a moment, and those that take over from it.
    pub(super) fn from(&self, at: Moment) -> &[InForce] {
        let after = self.versions.partition_point(|version| version.from <= at);
        &self.versions[after.saturating_sub(1)..]
    }
}
