//! Identifiers: the 32-digit Guid that the city platform's tables ask for (DB4403/T 313, table 2 "Uuid").

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A globally unique identifier as 32 upper-case hexadecimal digits, without hyphens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, TS)]
#[schemars(transparent, with = "String")]
#[ts(type = "string")]
pub struct Guid([u8; 16]);

impl Guid {
    /// Makes an identifier from 16 bytes that the caller drew.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes behind the digits.
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Where identifiers come from: the operating system in production, a seeded generator in tests.
pub trait GuidSource: Send + Sync {
    /// Draws the next identifier.
    fn next_guid(&self) -> Guid;
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode_upper(self.0))
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A text that is not 32 hexadecimal digits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is not a Guid: 32 hexadecimal digits are wanted")]
pub struct BadGuid(pub String);

impl FromStr for Guid {
    type Err = BadGuid;

    /// Takes both cases and hyphens; refuses everything else.
    fn from_str(text: &str) -> Result<Self, BadGuid> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let mut bytes = [0; 16];
        hex::decode_to_slice(&digits, &mut bytes).map_err(|_| BadGuid(text.to_owned()))?;
        Ok(Self(bytes))
    }
}

impl Serialize for Guid {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Guid {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_standards_example_and_writes_it_back() {
        // DB4403/T 313, D.19.
        let id: Guid = "C78E319DAB604A268842ACF164774592".parse().unwrap();
        assert_eq!(id.to_string(), "C78E319DAB604A268842ACF164774592");
        assert_eq!("c78e319d-ab60-4a26-8842-acf164774592".parse(), Ok(id));
        assert!("C78E319D".parse::<Guid>().is_err());
        assert!("G78E319DAB604A268842ACF164774592".parse::<Guid>().is_err());
    }
}
