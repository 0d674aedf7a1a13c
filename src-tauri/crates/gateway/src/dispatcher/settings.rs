//! The dispatcher's pace.

use super::gate::BackoffPolicy;

/// The dispatcher's pace. The defaults fit a platform that answers within the standard's 20 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DispatcherSettings {
    /// How many messages may be under way at once while the platform answers.
    pub in_flight: usize,
    /// How long a claim holds, in milliseconds; longer than a login and two calls can take.
    pub lease_ms: i64,
    /// After this long an attempt is given up as unknown, in milliseconds; shorter than the lease.
    pub send_limit_ms: u64,
    /// How the platform as a whole backs off while it is down.
    pub platform_backoff: BackoffPolicy,
    /// How one message backs off whose reply was lost.
    pub message_backoff: BackoffPolicy,
    /// How often the outbox is looked at without having been woken, in milliseconds: for messages whose time
    /// comes and that an earlier run put off.
    pub idle_look_ms: u64,
    /// How long requests under way are waited for when stopping, in milliseconds.
    pub stop_grace_ms: u64,
}

impl Default for DispatcherSettings {
    fn default() -> Self {
        let backoff = BackoffPolicy { first_ms: 1_000, max_ms: 60_000 };
        Self {
            in_flight: 4,
            lease_ms: 120_000,
            send_limit_ms: 100_000,
            platform_backoff: backoff,
            message_backoff: backoff,
            idle_look_ms: 2_000,
            stop_grace_ms: 3_000,
        }
    }
}

impl DispatcherSettings {
    /// The pace of a platform that hears of a few things an hour: one message at a time. An attempt can hold two sign-ins and
    /// two calls, each of `timeout_ms`.
    pub fn one_at_a_time(timeout_ms: u64) -> Self {
        let send_limit_ms = timeout_ms.saturating_mul(5);
        let lease_ms = i64::try_from(send_limit_ms.saturating_add(20_000)).unwrap_or(i64::MAX);
        Self { in_flight: 1, send_limit_ms, lease_ms, ..Self::default() }
    }
}
