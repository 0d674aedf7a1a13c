//! What was turned away, by reason: counted for a command, and told to the log without letting a flood fill it.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_operations::api::listener::{PushRefusal, RefusalCount};

/// The same reason is told to the log once in this time, with how often it came meanwhile.
const TELL_AGAIN_AFTER_MS: i64 = 60_000;

#[derive(Clone, Copy, Default)]
struct Counted {
    count: u32,
    untold: u32,
    told_at: Option<Moment>,
    last_at: Moment,
    last_from: Option<IpAddr>,
}

/// The counters, shared by the listener and all receivers. Kept since the engine started.
pub struct Refusals {
    clock: Arc<dyn Clock>,
    counted: Mutex<BTreeMap<(Option<Platform>, PushRefusal), Counted>>,
}

impl Refusals {
    /// Counters that stand at nothing.
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { clock, counted: Mutex::default() })
    }

    /// Counts one more. `what` is said in the log: a path, an interface number; never a body, never a token.
    pub fn count(&self, platform: Option<Platform>, reason: PushRefusal, from: Option<IpAddr>, what: &str) {
        let now = self.clock.now();
        let untold = {
            let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
            let entry = counted.entry((platform, reason)).or_default();
            entry.count = entry.count.saturating_add(1);
            (entry.last_at, entry.last_from) = (now, from);
            let due = entry.told_at.is_none_or(|told| now.ms_since(told).abs() >= TELL_AGAIN_AFTER_MS);
            if !due {
                entry.untold += 1;
                return;
            }
            entry.told_at = Some(now);
            std::mem::take(&mut entry.untold)
        };
        let platform = platform.map_or("none", Platform::as_str);
        let from = from.map(|ip| ip.to_string());
        // What the other side sent is shortened and escaped: it must not write lines of its own.
        let what: String = what.chars().take(80).collect();
        tracing::warn!(platform, ?reason, from, ?what, more_before = untold, "a push was turned away");
    }

    /// All counts, by platform and reason.
    pub fn all(&self) -> Vec<RefusalCount> {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let row = |(&(platform, reason), counted): (&(Option<Platform>, PushRefusal), &Counted)| RefusalCount {
            platform,
            reason,
            count: counted.count,
            last_at: counted.last_at,
            last_from: counted.last_from.map(|ip| ip.to_string()),
        };
        counted.iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    struct HandClock(AtomicI64);

    impl Clock for HandClock {
        fn now(&self) -> Moment {
            Moment(self.0.load(Ordering::SeqCst))
        }
    }

    #[test]
    fn each_reason_counts_by_itself_and_remembers_the_last() {
        let clock = Arc::new(HandClock(AtomicI64::new(1_000)));
        let refusals = Refusals::new(clock.clone());
        let from = IpAddr::from([127, 0, 0, 9]);
        refusals.count(Some(Platform::City), PushRefusal::BadSignature, Some(from), "6005");
        clock.0.store(2_000, Ordering::SeqCst);
        refusals.count(Some(Platform::City), PushRefusal::BadSignature, None, "6005");
        refusals.count(None, PushRefusal::UnknownPath, Some(from), "/x");
        let rows = refusals.all();
        let row = |reason| rows.iter().find(|row| row.reason == reason).unwrap();
        let bad = row(PushRefusal::BadSignature);
        assert_eq!((bad.count, bad.last_at, bad.last_from.as_deref()), (2, Moment(2_000), None));
        assert_eq!(row(PushRefusal::UnknownPath).platform, None);
        assert_eq!(rows.len(), 2);
    }
}
