//! What both sides agreed on. Kept apart from the settings, never written to a log, wiped when dropped.

use lotdesk_protocols::charging::envelope::Keys;
use zeroize::{Zeroize, Zeroizing};

use crate::city::BadProfile;

const KEY_BYTES: usize = 16;

/// The keys of the envelope and the operators' secrets.
#[derive(Clone)]
pub struct ChargingSecrets {
    keys: Keys,
    /// `OperatorSecret` that the platform gave us.
    operator_secret: Zeroizing<String>,
    /// `OperatorSecret` that we gave the platform.
    platform_secret: Zeroizing<String>,
}

impl ChargingSecrets {
    /// Takes the secrets as they were typed in. `DataSecret` and `DataSecretIV` have 16 characters. Without a
    /// `platform_secret` both sides use the one.
    ///
    /// # Errors
    /// The secret that breaks a rule, without its content.
    pub fn new(
        data_secret: &str,
        data_secret_iv: &str,
        sig_secret: &str,
        operator_secret: &str,
        platform_secret: Option<&str>,
    ) -> Result<Self, BadProfile> {
        for (field, text) in [("data_secret", data_secret), ("data_secret_iv", data_secret_iv)] {
            if text.len() != KEY_BYTES {
                return Err(BadProfile { field, rule: "must be 16 characters".into() });
            }
        }
        for (field, text) in [("sig_secret", sig_secret), ("operator_secret", operator_secret)] {
            if text.is_empty() {
                return Err(BadProfile { field, rule: "is missing".into() });
            }
        }
        let platform_secret = platform_secret.filter(|text| !text.is_empty()).unwrap_or(operator_secret);
        Ok(Self {
            keys: Keys {
                data_secret: data_secret.to_owned(),
                data_secret_iv: data_secret_iv.to_owned(),
                sig_secret: sig_secret.to_owned(),
            },
            operator_secret: Zeroizing::new(operator_secret.to_owned()),
            platform_secret: Zeroizing::new(platform_secret.to_owned()),
        })
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    pub(super) fn operator_secret(&self) -> &str {
        &self.operator_secret
    }

    pub(super) fn platform_secret(&self) -> &str {
        &self.platform_secret
    }
}

impl Drop for ChargingSecrets {
    fn drop(&mut self) {
        self.keys.data_secret.zeroize();
        self.keys.data_secret_iv.zeroize();
        self.keys.sig_secret.zeroize();
    }
}

impl std::fmt::Debug for ChargingSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChargingSecrets(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_breaks_a_rule_is_named_without_its_content() {
        let sixteen = "1234567890abcdef";
        let field = |d, iv, s, o| ChargingSecrets::new(d, iv, s, o, None).map_err(|bad| bad.field).err();
        assert_eq!(field(sixteen, sixteen, "s", "o"), None);
        assert_eq!(field("short", sixteen, "s", "o"), Some("data_secret"));
        assert_eq!(field(sixteen, "", "s", "o"), Some("data_secret_iv"));
        assert_eq!(field(sixteen, sixteen, "", "o"), Some("sig_secret"));
        assert_eq!(field(sixteen, sixteen, "s", ""), Some("operator_secret"));
        let secrets = ChargingSecrets::new(sixteen, sixteen, "s", "o", Some("p")).unwrap();
        assert_eq!((secrets.operator_secret(), secrets.platform_secret()), ("o", "p"));
        assert_eq!(format!("{secrets:?}"), "ChargingSecrets(..)");
    }
}
