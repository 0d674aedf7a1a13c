//! The basic types of appendix B's tables, read from numbers and from text and written in the tables' one form.

use lotdesk_domain::moment::Moment;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::Node;

/// 字符串, also given as a number: B.3.3's example has a `connectorID` of 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Str(pub String);

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Str(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Str {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.text_or_number().map(Str::from).ok_or_else(|| D::Error::custom(format!("a string is wanted, not {node}")))
    }
}

/// 整型, also given as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Whole(pub i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.to_integer().map(Whole).ok_or_else(|| D::Error::custom(format!("a whole number is wanted, not {node}")))
    }
}

/// 浮点型 with a prescribed number of decimals, held as a whole number of the last one; never a binary fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fixed<const DECIMALS: u32>(pub i64);

impl<const DECIMALS: u32> Fixed<DECIMALS> {
    fn to_text(self) -> String {
        let scale = 10_u64.pow(DECIMALS);
        let (sign, value) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        format!("{sign}{}.{:0width$}", value / scale, value % scale, width = DECIMALS as usize)
    }

    /// Reads a decimal number without exponent. Decimals beyond the prescribed ones must be zeros.
    fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let wanted = DECIMALS as usize;
        let (kept, beyond) = fraction.split_at(fraction.len().min(wanted));
        if beyond.bytes().any(|b| b != b'0') {
            return None;
        }
        let value: i64 = format!("{whole}{kept:0<wanted$}").parse().ok()?;
        Some(Self(if negative { -value } else { value }))
    }
}

impl<const DECIMALS: u32> Serialize for Fixed<DECIMALS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_text()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de, const DECIMALS: u32> Deserialize<'de> for Fixed<DECIMALS> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.text_or_number()
            .and_then(Self::parse)
            .ok_or_else(|| D::Error::custom(format!("a number with at most {DECIMALS} decimals is wanted, not {node}")))
    }
}

/// 字符串 `yyyy-MM-dd HH:mm:ss`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At(pub Moment);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_datetime_text())
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        node.as_text()
            .and_then(Moment::from_datetime_text)
            .map(At)
            .ok_or_else(|| D::Error::custom(format!("{node} is not yyyy-MM-dd HH:mm:ss")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(read("12.3"), Some(Fixed::<2>(1230)));
        assert_eq!(read("\"12.300\""), Some(Fixed::<2>(1230)));
        assert_eq!(read::<Fixed<2>>("12.301"), None);
        assert_eq!(read::<Fixed<2>>("1e2"), None);
        assert_eq!(read::<Fixed<2>>("true"), None);
        assert_eq!(read("119.97049"), Some(Fixed::<6>(119_970_490)));
        assert_eq!(serde_json::to_string(&Fixed::<6>(-119_970_490)).unwrap(), "-119.970490");
        assert_eq!(serde_json::to_string(&Fixed::<4>(123_400)).unwrap(), "12.3400");
        assert_eq!(read::<Fixed<6>>("99999999999999"), None, "it would not fit");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in any::<i32>()) {
            let text = serde_json::to_string(&Fixed::<4>(i64::from(value))).unwrap();
            prop_assert_eq!(read(&text), Some(Fixed::<4>(i64::from(value))));
        }
    }
}
