//! Public credit information (DB4403/T 313, table 30): the item of 1301.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::codes;
use super::form::Text;
use crate::json::Node;

codes! {
    /// Table 30 `category`.
    Category {
        /// 自然人
        Natural = 0,
        /// 法人和其它组织
        Organisation = 1,
    }
}

/// Table 30 `idType`: an Int that lists X. The numbers are written as numbers, X as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdType {
    /// 0 to 9, in the table's order.
    Number(u8),
    /// X 其它证件
    Other,
}

impl Serialize for IdType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            IdType::Number(number) => serializer.serialize_u8(*number),
            IdType::Other => serializer.serialize_str("X"),
        }
    }
}

impl<'de> Deserialize<'de> for IdType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        if node.as_text().is_some_and(|text| text.trim().eq_ignore_ascii_case("x")) {
            return Ok(IdType::Other);
        }
        let number = node.to_integer().and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 9);
        number.map(IdType::Number).ok_or_else(|| D::Error::custom(format!("{node} is no code of idType")))
    }
}

/// Table 30, `publicCreditInfo`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicCreditInfo {
    /// `id`: 信息流水号
    pub id: Text,
    /// `providerCode`: 公共信息提供单位代码
    pub provider_code: Text,
    /// `category`
    pub category: Category,
    /// `name`
    pub name: Text,
    /// `idType`, of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<IdType>,
    /// `idNo`
    pub id_no: Text,
    /// `information`
    pub information: Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_document_are_numbers_or_x() {
        let read = |text: &str| serde_json::from_str::<IdType>(text).ok();
        assert_eq!((read("0"), read("\"9\"")), (Some(IdType::Number(0)), Some(IdType::Number(9))));
        assert_eq!((read("\"X\""), read("\"x\"")), (Some(IdType::Other), Some(IdType::Other)));
        for bad in ["10", "-1", "\"\"", "null", "\"XX\"", "1.0"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        let written = |of: IdType| serde_json::to_string(&of).unwrap();
        assert_eq!((written(IdType::Number(2)), written(IdType::Other)), ("2".into(), "\"X\"".into()));
    }
}
