//! The number of a charging order: the operator's number and 18 characters of its own, 27 in all (tables B.10 to B.22).

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;

/// A charging order's number (`StartChargeSeq`), or that of an authentication or a reconciliation, which have the same form:
/// 27 letters and digits, the first 9 of them the operator's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema, TS)]
#[serde(transparent)]
pub struct OrderSeq(String);

/// A text that is no order number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no order number: the operator's 9 characters and 18 more, letters and digits only, are wanted")]
pub struct BadSeq(pub String);

const OPERATOR_CHARACTERS: usize = 9;
const CHARACTERS: usize = 27;

impl OrderSeq {
    /// A number of ours. The identifier's first digits carry its time and its last ones chance, so that two of one
    /// operator do not meet.
    ///
    /// # Errors
    /// When the operator's number has not 9 letters or digits.
    pub fn draw(operator_id: &str, id: Guid) -> Result<Self, BadSeq> {
        let digits = id.to_string();
        let own = [&digits[..12], &digits[digits.len() - 6..]].concat();
        format!("{operator_id}{own}").parse()
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose order it is: the first 9 characters.
    pub fn operator_id(&self) -> &str {
        &self.0[..OPERATOR_CHARACTERS]
    }
}

impl FromStr for OrderSeq {
    type Err = BadSeq;

    fn from_str(text: &str) -> Result<Self, BadSeq> {
        let text = text.trim();
        if text.len() == CHARACTERS && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadSeq(text.chars().take(40).collect()))
        }
    }
}

impl<'de> Deserialize<'de> for OrderSeq {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for OrderSeq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_number_is_the_operators_and_18_more() {
        let seq = OrderSeq::draw("123456789", Guid::from_bytes([0xAB; 16])).unwrap();
        assert_eq!(seq.as_str().len(), 27);
        assert_eq!(seq.operator_id(), "123456789");
        assert!("123456789".parse::<OrderSeq>().is_err());
        assert!("1234567890123456789012345 7".parse::<OrderSeq>().is_err());
        assert!(OrderSeq::draw("12345678", Guid::from_bytes([0; 16])).is_err());
        assert!(OrderSeq::draw("运12345678", Guid::from_bytes([0; 16])).is_err());
    }
}
