//! How far the platform's clock is from ours (DB4403/T 313, 6.1.1 j: both keep to standard time).

use std::sync::atomic::{AtomicI64, Ordering};

use lotdesk_domain::moment::Moment;

/// A difference from which on it is worth a word, in milliseconds.
const WARN_FROM_MS: i64 = 60_000;
/// Beyond ten years it is no clock but a form that nobody knows (the examples have twelve digits).
const NONSENSE_FROM_MS: i64 = 10 * 365 * 86_400_000;
const NOT_KNOWN: i64 = i64::MIN;

/// A timestamp minus our time, in milliseconds; none for a form that nobody knows. It is in seconds or, from twelve digits
/// on, in milliseconds.
pub(super) fn difference_ms(timestamp: i64, now: Moment) -> Option<i64> {
    let theirs_ms = if timestamp >= 100_000_000_000 { timestamp } else { timestamp.saturating_mul(1_000) };
    Some(theirs_ms.saturating_sub(now.0)).filter(|ms| ms.saturating_abs() < NONSENSE_FROM_MS)
}

/// The last difference seen.
#[derive(Debug)]
pub(super) struct Skew(AtomicI64);

impl Skew {
    pub const fn new() -> Self {
        Self(AtomicI64::new(NOT_KNOWN))
    }

    /// Takes in the timestamp of a reply, in seconds or, from twelve digits on, in milliseconds.
    pub fn saw(&self, timestamp: Option<i64>, now: Moment) {
        let Some(skew_ms) = timestamp.and_then(|timestamp| difference_ms(timestamp, now)) else { return };
        let before = self.0.swap(skew_ms, Ordering::Relaxed);
        let was_fine = before == NOT_KNOWN || before.abs() < WARN_FROM_MS;
        if skew_ms.abs() >= WARN_FROM_MS && was_fine {
            tracing::warn!(skew_ms, "the platform's clock and ours differ; is the time of this computer synchronised?");
        }
    }

    /// Platform minus ours, in milliseconds.
    pub fn ms(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|ms| *ms != NOT_KNOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_milliseconds_are_read_and_nonsense_is_not() {
        let skew = Skew::new();
        let now = Moment(1_700_000_000_500);
        skew.saw(None, now);
        skew.saw(Some(125_555_556_621), now);
        assert_eq!(skew.ms(), None);
        skew.saw(Some(1_700_000_090), now);
        assert_eq!(skew.ms(), Some(89_500));
        skew.saw(Some(1_699_999_999_000), now);
        assert_eq!(skew.ms(), Some(-1_500));
        skew.saw(Some(i64::MAX), now);
        assert_eq!(skew.ms(), Some(-1_500));
    }
}
