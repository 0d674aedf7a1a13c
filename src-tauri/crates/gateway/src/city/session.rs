//! The right to call, and when it must be renewed. Pure: the moment comes in.

use std::time::Duration;

use tokio::time::Instant;

/// How long a refused login rests at first, and at most: an account that is tried too often may be locked.
const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_secs(300);

/// A refresh that was not answered is tried again after this time; the token holds meanwhile.
const REFRESH_AGAIN: Duration = Duration::from_secs(30);

/// A session at the platform. Its times are measured with a clock that nobody can set.
#[derive(Clone)]
pub(super) struct Session {
    pub token: String,
    /// When to refresh; none where the platform did not say how long the token holds.
    refresh_at: Option<Instant>,
    expires_at: Option<Instant>,
}

impl Session {
    /// A session that begins now.
    pub fn new(token: String, expires_in_s: Option<i64>, refresh_ahead: Duration, now: Instant) -> Self {
        // A century is as good as forever and stays within what the clock can add.
        let life = expires_in_s.and_then(|s| u64::try_from(s).ok()).map(|s| Duration::from_secs(s.min(3_155_760_000)));
        let refresh_at = life.map(|life| now + (life - refresh_ahead.min(life / 2)));
        Self { token, refresh_at, expires_at: life.map(|life| now + life) }
    }

    pub fn is_due(&self, now: Instant) -> bool {
        self.refresh_at.is_some_and(|at| now >= at)
    }

    pub fn is_over(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| now >= at)
    }

    /// Leaves the refresh for later, but not beyond the token's end.
    pub fn put_off(&mut self, now: Instant) {
        let later = now + REFRESH_AGAIN;
        self.refresh_at = self.refresh_at.map(|_| self.expires_at.map_or(later, |end| later.min(end)));
    }

    /// How long until it should be refreshed.
    pub fn due_in(&self, now: Instant) -> Option<Duration> {
        self.refresh_at.map(|at| at.saturating_duration_since(now))
    }
}

/// A login that was refused, and how long it rests.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub why: String,
    pub until: Instant,
    wait: Duration,
}

impl Rest {
    /// The rest after one more refusal.
    pub fn after(before: Option<&Rest>, why: String, now: Instant) -> Self {
        let wait = before.map_or(FIRST_REST, |rest| (rest.wait * 2).min(LONGEST_REST));
        Self { why, until: now + wait, wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_refreshed_ahead_of_its_end_but_not_before_half_of_its_life() {
        let now = Instant::now();
        let at = |s| now + Duration::from_secs(s);
        let long = Session::new("T".into(), Some(7200), Duration::from_secs(300), now);
        assert!(!long.is_due(at(6899)) && long.is_due(at(6900)) && !long.is_over(at(7199)) && long.is_over(at(7200)));
        let short = Session::new("T".into(), Some(60), Duration::from_secs(300), now);
        assert_eq!(short.due_in(now), Some(Duration::from_secs(30)));
        let endless = Session::new("T".into(), None, Duration::from_secs(300), now);
        assert!(!endless.is_due(at(1_000_000)) && !endless.is_over(at(1_000_000)));
        let absurd = Session::new("T".into(), Some(i64::MAX), Duration::from_secs(300), now);
        assert!(!absurd.is_due(at(1_000_000)));
    }

    #[test]
    fn a_refresh_is_put_off_to_the_tokens_end_at_most() {
        let now = Instant::now();
        let at = |s| now + Duration::from_secs(s);
        let mut session = Session::new("T".into(), Some(7200), Duration::from_secs(300), now);
        session.put_off(at(6900));
        assert!(!session.is_due(at(6929)) && session.is_due(at(6930)));
        session.put_off(at(7190));
        assert!(!session.is_due(at(7199)) && session.is_due(at(7200)));
    }

    #[test]
    fn a_refused_login_rests_longer_every_time() {
        let now = Instant::now();
        let mut rest = Rest::after(None, "3001".into(), now);
        let mut waits = vec![rest.until - now];
        for _ in 0..7 {
            rest = Rest::after(Some(&rest), "3001".into(), now);
            waits.push(rest.until - now);
        }
        let waits: Vec<_> = waits.iter().map(Duration::as_secs).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
    }
}
