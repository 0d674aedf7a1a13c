//! The basic types of table 2, each read from every form that the examples have and written in the table's one.

use chrono::NaiveDate;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::Node;

fn number<S: Serializer>(text: String, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(text).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

/// String, also given as a number: D.19 sends `parkCode` as 44030400100101000010, which no machine integer holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.text_or_number().map(Text::from).ok_or_else(|| D::Error::custom(format!("a string is wanted, not {node}")))
    }
}

/// Int, also given as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Int(pub i64);

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.to_integer().map(Int).ok_or_else(|| D::Error::custom(format!("a whole number is wanted, not {node}")))
    }
}

/// Double: the number as it was written; also given as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double(pub String);

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(self.0.clone(), serializer)
    }
}

impl<'de> Deserialize<'de> for Double {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let number = match &node {
            Node::Text(text) => Node::parse(text.trim()).ok(),
            other => Some(other.clone()),
        };
        match number {
            Some(Node::Number(text)) => Ok(Double(text)),
            _ => Err(D::Error::custom(format!("a number is wanted, not {node}"))),
        }
    }
}

/// Decimal that is an amount: yuan, written as a number with exactly two decimals (table 2, note 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Yuan(pub Fen);

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(self.0.to_string(), serializer)
    }
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let text = node.text_or_number().ok_or_else(|| D::Error::custom(format!("an amount is wanted, not {node}")))?;
        Fen::parse_yuan(text).map(Yuan).map_err(D::Error::custom)
    }
}

/// DateTime: `yyyy-MM-dd HH:mm:ss` on China's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub Moment);

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_datetime_text())
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        moment(&node).map(DateTime).ok_or_else(|| D::Error::custom(format!("{node} is not yyyy-MM-dd HH:mm:ss")))
    }
}

/// Date: `yyyy-MM-dd`; a DateTime is read as its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.format("%Y-%m-%d").to_string())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        let text = node.as_text().unwrap_or_default().trim();
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        day.or_else(|| Moment::from_datetime_text(text).map(|moment| moment.to_china().date()))
            .map(Date)
            .ok_or_else(|| D::Error::custom(format!("{node} is not yyyy-MM-dd")))
    }
}

/// Timestamp: seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp(pub Moment);

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.seconds())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        moment(&node)
            .map(Timestamp)
            .ok_or_else(|| D::Error::custom(format!("{node} is neither seconds since 1970 nor yyyy-MM-dd HH:mm:ss")))
    }
}

/// A moment as DateTime or as Timestamp: the tables and the examples disagree in places (`pickTime`, `moment`).
fn moment(node: &Node) -> Option<Moment> {
    if let Some(seconds) = node.to_integer() {
        return seconds.checked_mul(1000).map(Moment);
    }
    Moment::from_datetime_text(node.as_text()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn amounts_have_exactly_two_decimals() {
        let written = |fen| serde_json::to_string(&Yuan(Fen(fen))).unwrap();
        assert_eq!(written(2000), "20.00");
        assert_eq!(written(5), "0.05");
        assert_eq!(written(-150), "-1.50");
        assert_eq!(written(0), "0.00");
        assert_eq!(read("20.00"), Some(Yuan(Fen(2000))));
        assert_eq!(read("20"), Some(Yuan(Fen(2000))));
        assert_eq!(read("\"20.5\""), Some(Yuan(Fen(2050))));
        assert_eq!(read::<Yuan>("20.005"), None);
        assert_eq!(read::<Yuan>("true"), None);
    }

    #[test]
    fn texts_given_as_numbers_keep_their_digits() {
        assert_eq!(read("44030400100101000010"), Some(Text::from("44030400100101000010")));
        assert_eq!(read("\"a\""), Some(Text::from("a")));
        assert_eq!(read::<Text>("[]"), None);
        assert_eq!(read("\"12\""), Some(Int(12)));
        assert_eq!(read::<Int>("1.5"), None);
        assert_eq!(read("\" 0.30\""), Some(Double("0.30".into())));
        for no_number in ["\"\"", "\"three\"", "\"+1\"", "\"[1]\"", "true", "null"] {
            assert_eq!(read::<Double>(no_number), None, "{no_number}");
        }
        assert_eq!(serde_json::to_string(&Double("72.1609700".into())).unwrap(), "72.1609700");
    }

    #[test]
    fn moments_are_read_from_both_forms() {
        // 2018-01-01 01:01:01 in China is 2017-12-31T17:01:01Z.
        let at = Moment(1_514_739_661_000);
        assert_eq!(read("\"2018-01-01 01:01:01\""), Some(DateTime(at)));
        assert_eq!(read("1514739661"), Some(Timestamp(at)));
        assert_eq!(read("\"2018-01-01 01:01:01\""), Some(Timestamp(at)));
        assert_eq!(serde_json::to_string(&DateTime(at)).unwrap(), "\"2018-01-01 01:01:01\"");
        assert_eq!(serde_json::to_string(&Timestamp(at)).unwrap(), "1514739661");
        assert_eq!(read::<DateTime>("\"2018-13-01 01:01:01\""), None);
    }

    #[test]
    fn days_are_read_from_both_forms() {
        let day = NaiveDate::from_ymd_opt(2018, 3, 1).unwrap();
        assert_eq!(read("\"2018-03-01\""), Some(Date(day)));
        assert_eq!(read("\"2018-03-01 23:30:00\""), Some(Date(day)), "China's day, not UTC's");
        assert_eq!(serde_json::to_string(&Date(day)).unwrap(), "\"2018-03-01\"");
        assert_eq!(read::<Date>("\"2018-02-30\""), None);
        assert_eq!(read::<Date>("20180301"), None);
    }

    proptest! {
        #[test]
        fn amounts_come_back_as_they_went(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            let text = serde_json::to_string(&Yuan(Fen(fen))).unwrap();
            prop_assert_eq!(text.split('.').nth(1).map(str::len), Some(2));
            prop_assert_eq!(read(&text), Some(Yuan(Fen(fen))));
        }
    }
}
