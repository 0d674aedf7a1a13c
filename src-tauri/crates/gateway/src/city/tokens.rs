//! The access tokens that the platform gave us, for telling whether a downlink comes from it. Only digests are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use tokio::time::Instant;

/// A token that another one has taken the place of still proves its sender for so long: the platform may have sent just
/// before it gave the new one.
const OVERLAP: Duration = Duration::from_secs(60);
/// So many tokens that hold no longer are told apart from those that the platform never gave.
const REMEMBERED: usize = 32;

type Hash = [u8; 32];

/// How a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is the one that the platform gave us.
    Holds,
    /// It was, once.
    Stale,
    /// It never was.
    Unknown,
}

struct Given {
    hash: Hash,
    /// Until when it holds; none where the platform did not say.
    until: Option<Instant>,
}

impl Given {
    fn holds(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// The tokens, the newest first. Shared by the link, which is given them, and the receiver, which is shown them.
#[derive(Default)]
pub struct GivenTokens(Mutex<VecDeque<Given>>);

impl GivenTokens {
    /// No token yet: nothing is taken on the strength of one.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Given>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The platform has given us this token, for so long.
    pub(super) fn given(&self, token: &str, expires_in_s: Option<i64>, now: Instant) {
        let mut all = self.all();
        for older in all.iter_mut() {
            let overlap = now + OVERLAP;
            older.until = Some(older.until.map_or(overlap, |until| until.min(overlap)));
        }
        // A century is as good as forever and stays within what the clock can add.
        let life = expires_in_s.and_then(|s| u64::try_from(s).ok()).map(|s| Duration::from_secs(s.min(3_155_760_000)));
        all.push_front(Given { hash: hash(token), until: life.map(|life| now + life) });
        all.truncate(REMEMBERED);
    }

    /// We have logged out: no token holds any more.
    pub(super) fn end(&self, now: Instant) {
        for given in self.all().iter_mut() {
            given.until = Some(now);
        }
    }

    /// How this token stands, in a time that does not tell how much of it was right.
    pub(super) fn standing(&self, token: &str, now: Instant) -> Standing {
        let shown = hash(token);
        let (mut holds, mut known) = (Choice::from(0), Choice::from(0));
        for given in self.all().iter() {
            let same = given.hash.ct_eq(&shown);
            known |= same;
            holds |= same & Choice::from(u8::from(given.holds(now)));
        }
        match (bool::from(holds), bool::from(known)) {
            (true, _) => Standing::Holds,
            (false, true) => Standing::Stale,
            (false, false) => Standing::Unknown,
        }
    }
}

/// The digest of a token or secret.
pub(super) fn hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_from_when_it_is_given_to_its_end_or_shortly_after_the_next_one() {
        let tokens = GivenTokens::default();
        let begin = Instant::now();
        let at = |s| begin + Duration::from_secs(s);
        assert_eq!(tokens.standing("A", begin), Standing::Unknown);
        tokens.given("A", Some(7200), begin);
        assert_eq!(tokens.standing("A", at(7199)), Standing::Holds);
        assert_eq!(tokens.standing("A", at(7200)), Standing::Stale);
        tokens.given("B", None, at(100));
        assert_eq!((tokens.standing("A", at(159)), tokens.standing("A", at(160))), (Standing::Holds, Standing::Stale));
        assert_eq!(tokens.standing("B", at(1_000_000)), Standing::Holds);
        assert_eq!(tokens.standing("", begin), Standing::Unknown);
        tokens.end(at(200));
        assert_eq!(tokens.standing("B", at(200)), Standing::Stale);
    }

    #[test]
    fn the_memory_is_bounded() {
        let tokens = GivenTokens::default();
        let now = Instant::now();
        for n in 0..=REMEMBERED {
            tokens.given(&n.to_string(), None, now);
        }
        assert_eq!(tokens.standing("0", now), Standing::Unknown);
        assert_eq!(tokens.standing("1", now), Standing::Holds);
    }
}
