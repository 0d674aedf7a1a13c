//! Spans of time in which spaces are held, and how many of them overlap.

use crate::moment::Moment;

/// From a moment until another one, which is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldSpan {
    /// The first moment.
    pub from: Moment,
    /// The first moment after it.
    pub until: Moment,
}

impl HoldSpan {
    /// Whether the moment lies in it.
    pub fn contains(&self, at: Moment) -> bool {
        self.from <= at && at < self.until
    }

    fn overlaps(&self, other: &HoldSpan) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// How many of the spans hold at once, at the worst moment of `within`.
pub fn most_at_once(spans: &[HoldSpan], within: HoldSpan) -> usize {
    let overlapping: Vec<&HoldSpan> = spans.iter().filter(|span| span.overlaps(&within)).collect();
    // The number only grows where a span begins: those moments, and the beginning, are all that need a look.
    let begins = overlapping.iter().map(|span| span.from.max(within.from)).chain([within.from]);
    begins.map(|at| overlapping.iter().filter(|span| span.contains(at)).count()).max().unwrap_or(0)
}
