//! docloud writes the same member as a number in one place and as text in another: both are read, and the table's is written.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::Node;

/// A whole number, read from a number or from text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Int(pub i64);

impl Serialize for Int {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.to_integer().map(Int).ok_or_else(|| serde::de::Error::custom("a whole number is wanted"))
    }
}

/// A text, read from text or from a number as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub String);

impl Text {
    /// A text.
    pub fn of(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let text = node.text_or_number().map(str::to_owned);
        text.map(Text).ok_or_else(|| serde::de::Error::custom("text is wanted"))
    }
}

/// A decimal number as it was written, read from a number or from text. Never a float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(pub String);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Node::Number(self.0.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bad = || serde::de::Error::custom("a decimal number is wanted");
        let node = Node::deserialize(deserializer)?;
        let text = node.text_or_number().map(str::trim).ok_or_else(bad)?;
        // What stands in text must be a number of JSON's grammar too: it is written as one.
        match Node::parse(text) {
            Ok(Node::Number(number)) => Ok(Decimal(number)),
            _ => Err(bad()),
        }
    }
}

/// A list that may be null.
pub(super) fn list_or_null<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// A text that may be null.
pub(super) fn text_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<Text>::deserialize(deserializer)?.unwrap_or_default().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_one_is_written() {
        let read = |text: &str| serde_json::from_str::<Int>(text).ok().map(|int| serde_json::to_string(&int).unwrap());
        assert_eq!(read("6").as_deref(), Some("6"));
        assert_eq!(read("\"6\"").as_deref(), Some("6"));
        assert_eq!(read("6.5"), None);
        assert_eq!(read("null"), None);
        let money = |text: &str| serde_json::from_str::<Decimal>(text).ok().map(|d| serde_json::to_string(&d).unwrap());
        assert_eq!(money("200.00").as_deref(), Some("200.00"));
        assert_eq!(money("\"23\"").as_deref(), Some("23"));
        assert_eq!(money("\"2 3\""), None);
        assert_eq!(money("\"true\""), None);
        let text: Text = serde_json::from_str("23.00").unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"23.00\"");
    }
}
