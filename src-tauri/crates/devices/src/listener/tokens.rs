//! The lanes' tokens. Only their hashes are held, and they are compared in constant time.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A shorter token can be guessed.
const MIN_TOKEN_CHARACTERS: usize = 16;

/// Tokens by lane code. Clones share them, so a token can be changed while the listener runs.
#[derive(Clone, Default)]
pub struct LaneTokens(Arc<RwLock<HashMap<String, [u8; 32]>>>);

/// A token of no use.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TokenError {
    /// Too short.
    #[error("the token of lane {0} must have at least {MIN_TOKEN_CHARACTERS} characters")]
    TooShort(String),
}

impl LaneTokens {
    /// Takes lane codes with their tokens.
    ///
    /// # Errors
    /// When a token is too short.
    pub fn new<C: Into<String>, T: AsRef<str>>(tokens: impl IntoIterator<Item = (C, T)>) -> Result<Self, TokenError> {
        let this = Self::default();
        for (code, token) in tokens {
            this.set(code, token)?;
        }
        Ok(this)
    }

    /// Sets a lane's token.
    ///
    /// # Errors
    /// When it is too short.
    pub fn set(&self, code: impl Into<String>, token: impl AsRef<str>) -> Result<(), TokenError> {
        let (code, token) = (code.into(), token.as_ref());
        if token.chars().count() < MIN_TOKEN_CHARACTERS {
            return Err(TokenError::TooShort(code));
        }
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(code, digest(token));
        Ok(())
    }

    /// Takes the others' tokens in place of its own: a lane that has none there has none from now on.
    pub fn replace(&self, others: &Self) {
        let others = others.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = others;
    }

    /// True when the token is the lane's. Takes the same time for an unknown lane as for a wrong token.
    pub fn fits(&self, code: &str, token: &str) -> bool {
        let tokens = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = tokens.get(code);
        // Any hash will do for an unknown lane: what counts is that one is compared.
        let same = wanted.unwrap_or(&[0; 32]).ct_eq(&digest(token));
        bool::from(same) & wanted.is_some()
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_was_replaced_or_taken_away_opens_nothing_from_then_on() {
        let tokens = LaneTokens::new([("in-1", "0123456789abcdef"), ("in-2", "fedcba9876543210")]).unwrap();
        let at_the_listener = tokens.clone();
        tokens.replace(&LaneTokens::new([("in-1", "a-new-one-of-16-chars")]).unwrap());
        assert!(at_the_listener.fits("in-1", "a-new-one-of-16-chars"));
        assert!(!at_the_listener.fits("in-1", "0123456789abcdef"));
        assert!(!at_the_listener.fits("in-2", "fedcba9876543210"));
    }

    #[test]
    fn a_token_opens_its_own_lane_only() {
        let tokens = LaneTokens::new([("in-1", "0123456789abcdef"), ("in-2", "fedcba9876543210")]).unwrap();
        assert!(tokens.fits("in-1", "0123456789abcdef"));
        assert!(!tokens.fits("in-2", "0123456789abcdef"));
        assert!(!tokens.fits("in-1", "0123456789abcdeF"));
        assert!(!tokens.fits("in-1", ""));
        assert!(!tokens.fits("in-9", "0123456789abcdef"));
        assert_eq!(tokens.set("in-3", "short"), Err(TokenError::TooShort("in-3".into())));
        tokens.clone().set("in-1", "another-token-now").unwrap();
        assert!(!tokens.fits("in-1", "0123456789abcdef"));
    }
}
