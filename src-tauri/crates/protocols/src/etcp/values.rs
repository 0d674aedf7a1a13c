//! Values that ETCP writes in two ways: amounts and identifiers as numbers or as text.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::Node;

fn unsigned_decimal(text: &str) -> Option<&str> {
    let text = text.trim();
    let plain =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.parse::<Decimal>().is_ok();
    // A number of JSON begins with a digit, ends with one, and has no nought before another digit.
    let digits = text.bytes();
    let edges = !text.starts_with('.') && !text.ends_with('.');
    let leading = digits.take(2).eq(*b"0.") || text == "0" || !text.starts_with('0');
    (plain && edges && leading).then_some(text)
}

/// An amount in 元, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yuan(String);

impl Yuan {
    /// An amount.
    pub fn of(amount: lotdesk_domain::money::Fen) -> Self {
        Self(amount.to_yuan().to_string())
    }

    fn of_node(node: &Node) -> Option<Self> {
        node.text_or_number().and_then(unsigned_decimal).map(|text| Self(text.to_owned()))
    }

    /// The amount in whole 分; none for a third decimal.
    pub fn to_fen(&self) -> Option<lotdesk_domain::money::Fen> {
        lotdesk_domain::money::Fen::parse_yuan(&self.0).ok()
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        Self::of_node(&node).ok_or_else(|| serde::de::Error::custom("an amount in yuan is wanted"))
    }
}

/// Amounts as the tables write them: as text (8.6), or as a number (8.7, 8.8).
pub(super) mod as_text {
    use super::*;

    pub fn serialize<S: Serializer>(yuan: &Yuan, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&yuan.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Yuan, D::Error> {
        Yuan::deserialize(deserializer)
    }
}

/// The same, where empty text and null mean that there is none.
pub(super) mod as_text_or_nothing {
    pub use super::as_text::serialize;
    use super::*;

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Yuan, D::Error> {
        let node = Node::deserialize(deserializer)?;
        if node == Node::Null || node.as_text().is_some_and(|text| text.trim().is_empty()) {
            return Ok(Yuan::of(lotdesk_domain::money::Fen::ZERO));
        }
        Yuan::of_node(&node).ok_or_else(|| serde::de::Error::custom("an amount in yuan is wanted"))
    }
}

pub(super) mod as_number {
    use super::*;

    pub fn serialize<S: Serializer>(yuan: &Yuan, serializer: S) -> Result<S::Ok, S::Error> {
        Node::Number(yuan.0.clone()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Yuan, D::Error> {
        Yuan::deserialize(deserializer)
    }
}

/// Text that may come as a number.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let node = Node::deserialize(deserializer)?;
    node.text_or_number().map(str::to_owned).ok_or_else(|| serde::de::Error::custom("text or a number is wanted"))
}

/// The same, where null and nothing mean no text.
pub(super) fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Node::deserialize(deserializer)? {
        Node::Null => Ok(String::new()),
        node => node
            .text_or_number()
            .map(str::to_owned)
            .ok_or_else(|| serde::de::Error::custom("text, a number or nothing is wanted")),
    }
}

/// The same, where empty text and null mean that there is none.
pub(super) fn text_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(text_or_nothing(deserializer)?).filter(|text| !text.trim().is_empty()))
}

/// A whole number that may come as text.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let node = Node::deserialize(deserializer)?;
    node.to_integer().ok_or_else(|| serde::de::Error::custom("a whole number is wanted"))
}

/// An identifier that the tables have as a number and the examples as text too: kept as text, written as a number where it
/// is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkId(pub String);

impl Serialize for ParkId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.0.bytes().all(|b| b.is_ascii_digit()) && (self.0 == "0" || !self.0.starts_with('0'));
        if digits && !self.0.is_empty() && self.0.len() <= 18 {
            Node::Number(self.0.clone()).serialize(serializer)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for ParkId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_plain_numbers_in_either_form() {
        let read = |json: &str| serde_json::from_str::<Yuan>(json).ok().and_then(|yuan| yuan.to_fen()).map(|fen| fen.0);
        assert_eq!(
            (read("2"), read("\"5.5\""), read("8.00"), read("\"0.0\"")),
            (Some(200), Some(550), Some(800), Some(0))
        );
        for bad in ["-1", "\"\"", "\"1e3\"", "1e3", "\"1,5\"", "null", "\".5\"", "\"5.\"", "\"005\"", "1.234"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
