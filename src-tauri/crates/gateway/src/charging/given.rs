//! The tokens that we gave the platform (B.3.1.3): drawn at random, kept as digests only, in memory only. After a restart the
//! platform is told 4002 and asks for another one.

use std::sync::{Mutex, PoisonError};

use lotdesk_domain::moment::Moment;
use rand::RngExt;
use rand::rngs::StdRng;
use sha2::{Digest, Sha256};

/// As many hold at once; the oldest goes first. One that was lost with its reply, and two processes of the platform, are
/// no more than that.
const MOST: usize = 8;

struct Given {
    digest: [u8; 32],
    until: Moment,
}

/// The tokens that hold.
pub(super) struct GivenTokens {
    life_ms: i64,
    given: Mutex<(Vec<Given>, StdRng)>,
}

impl GivenTokens {
    /// None yet. The generator is handed in, so that a test can foresee it; in production it is seeded by the system.
    pub(super) fn new(life_s: u64, rng: StdRng) -> Self {
        let life_ms = i64::try_from(life_s.saturating_mul(1000)).unwrap_or(i64::MAX);
        Self { life_ms, given: Mutex::new((Vec::new(), rng)) }
    }

    /// Draws a token and gives how long it holds, in seconds.
    pub(super) fn give(&self, now: Moment) -> (String, i64) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, rng) = &mut *given;
        let bytes: [u8; 32] = rng.random();
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        tokens.retain(|t| t.until > now);
        if tokens.len() >= MOST {
            tokens.remove(0);
        }
        tokens.push(Given { digest: digest(&token), until: now.plus_ms(self.life_ms) });
        (token, self.life_ms / 1000)
    }

    /// True when this is a token of ours that holds. What is compared are digests of what nobody can guess, so the time it
    /// takes says nothing.
    pub(super) fn holds(&self, token: &str, now: Moment) -> bool {
        let digest = digest(token);
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.0.iter().any(|t| t.digest == digest && t.until > now)
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_token_holds_until_its_end_and_only_whole() {
        let tokens = GivenTokens::new(60, StdRng::seed_from_u64(7));
        let (token, life_s) = tokens.give(Moment(0));
        assert_eq!((token.len(), life_s), (64, 60));
        assert!(tokens.holds(&token, Moment(59_999)));
        assert!(!tokens.holds(&token, Moment(60_000)));
        assert!(!tokens.holds(&token[..63], Moment(0)) && !tokens.holds("", Moment(0)));
        let (other, _) = tokens.give(Moment(0));
        assert!(other != token && tokens.holds(&token, Moment(1)) && tokens.holds(&other, Moment(1)));
        for _ in 0..MOST {
            tokens.give(Moment(1));
        }
        assert!(!tokens.holds(&token, Moment(1)), "the oldest goes first");
    }
}
