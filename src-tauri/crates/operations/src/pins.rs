//! PINs: stretched with Argon2id, never stored or logged as they are.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::api::refusal::Refusal;

/// Wrong PINs in a row before the name is locked for a while.
pub(crate) const WRONG_BEFORE_LOCK: u32 = 5;
/// How long the first lock lasts; each further wrong PIN doubles it.
const FIRST_LOCK_MS: i64 = 60_000;
const LONGEST_LOCK_MS: i64 = 15 * 60_000;

/// What stretching a PIN costs (RFC 9106, Argon2id). It is kept with each PIN, so that a later one can cost more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinCost {
    /// Memory in KiB.
    pub m_kib: u32,
    /// Passes over it.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl PinCost {
    /// Tens of milliseconds on a booth's PC: what the `argon2` crate takes by default.
    pub const STANDARD: Self =
        Self { m_kib: Params::DEFAULT_M_COST, t: Params::DEFAULT_T_COST, p: Params::DEFAULT_P_COST };
}

/// Checks a new PIN: 4 to 12 digits, not all the same.
pub(crate) fn check_new(pin: &str) -> Result<(), Refusal> {
    let digits = (4..=12).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit());
    let first = pin.bytes().next();
    if digits && pin.bytes().any(|b| Some(b) != first) {
        return Ok(());
    }
    Err(Refusal::field(
        "pin",
        "PIN 须为 4 至 12 位数字，且不能全部相同",
        "A PIN has 4 to 12 digits that are not all the same.",
    ))
}

/// Stretches a PIN. Takes tens of milliseconds by design: call it off the async threads.
pub(crate) fn hash(pin: &str, cost: PinCost) -> Result<String, Refusal> {
    let params = Params::new(cost.m_kib, cost.t, cost.p, None).map_err(Refusal::internal)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password(pin.as_bytes()).map(|hash| hash.to_string()).map_err(Refusal::internal)
}

/// True when the PIN is the one behind the hash. As slow as its [`hash`].
pub(crate) fn matches(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

/// How long a name is locked after this many wrong PINs in a row.
pub(crate) fn lock_ms(wrong_in_a_row: u32) -> i64 {
    match wrong_in_a_row.checked_sub(WRONG_BEFORE_LOCK) {
        None => 0,
        Some(more) => FIRST_LOCK_MS.checked_shl(more).map_or(LONGEST_LOCK_MS, |ms| ms.clamp(0, LONGEST_LOCK_MS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_matches_its_own_hash_only() {
        let stored = hash("2580", PinCost::STANDARD).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(matches("2580", &stored));
        assert!(!matches("2581", &stored));
        assert!(!matches("2580", "garbage"));
        let cheap = hash("2580", PinCost { m_kib: 8, t: 1, p: 1 }).unwrap();
        assert!(matches("2580", &cheap), "each PIN is checked at the cost it was stretched with");
        assert!(!matches("2581", &cheap));
    }

    #[test]
    fn weak_pins_are_refused_and_locks_double() {
        for bad in ["", "123", "1111", "12a4", "1234567890123"] {
            assert_eq!(check_new(bad).unwrap_err().field.as_deref(), Some("pin"), "{bad:?}");
        }
        assert!(check_new("2580").is_ok());
        assert_eq!((lock_ms(4), lock_ms(5), lock_ms(6), lock_ms(60)), (0, 60_000, 120_000, 900_000));
    }
}
