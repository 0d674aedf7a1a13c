//! Why a push cannot be taken: the field and the rule it breaks, in both languages.

use lotdesk_domain::plate::BadPlate;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A field and the rule it breaks. Answered to the camera as `{field, rule_zh, rule_en}`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {}", .rule.en())]
pub struct ReadProblem {
    /// Path of the field in the push, such as `vehicle.plateNo`; `body` for the whole.
    pub field: String,
    /// The rule.
    pub rule: Rule,
}

impl ReadProblem {
    /// A problem with one field.
    pub fn new(field: impl Into<String>, rule: Rule) -> Self {
        Self { field: field.into(), rule }
    }

    /// A problem with the push as a whole.
    pub fn body(rule: Rule) -> Self {
        Self::new("body", rule)
    }
}

impl Serialize for ReadProblem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ReadProblem", 3)?;
        out.serialize_field("field", &self.field)?;
        out.serialize_field("rule_zh", &self.rule.zh())?;
        out.serialize_field("rule_en", &self.rule.en())?;
        out.end()
    }
}

/// Rules that a push can break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At most this many bytes.
    TooLarge(usize),
    /// Must be JSON; the text says where it stops being so.
    Json(String),
    /// Must be whole, well-formed XML; the text says what is wrong.
    Xml(String),
    /// XML with a document type, or an entity that XML itself does not define, is not taken.
    XmlEntity,
    /// XML nested, long or wide beyond reason is not taken.
    XmlTooMuch,
    /// Must be a whole multipart form.
    Multipart(String),
    /// Must be UTF-8, or GB18030 where the make sends that.
    Encoding,
    /// Must be there.
    Missing,
    /// There is no such field.
    Unknown,
    /// Must be a text.
    Text,
    /// Must be a whole number from the first to the second.
    Number(i64, i64),
    /// Must be true or false.
    Boolean,
    /// Must be an object.
    Object,
    /// At most this many characters.
    TooLong(usize),
    /// Must be one of these.
    OneOf(&'static str),
    /// Must be a plate that exists in China.
    Plate(BadPlate),
    /// Must be a moment: `yyyy-MM-dd HH:mm:ss` on China's clock or milliseconds since 1970, from 2000 to 2100.
    Moment,
    /// Must be 32 hexadecimal digits.
    Guid,
    /// Must be Base64.
    Base64,
    /// Must be a JPEG or PNG picture.
    Picture,
    /// Must be 1 to this many binary digits (GB/T 35789.1—2017, annex A).
    Binary(usize),
    /// Must be 12 digits and the check digit of GB 11643 (GB/T 35789.1—2017, A.5).
    TagSeqno,
    /// Must be a plate-recognition event.
    Event,
}

impl Rule {
    /// The rule in Simplified Chinese.
    pub fn zh(&self) -> String {
        match self {
            Rule::TooLarge(bytes) => format!("不得超过 {bytes} 字节"),
            Rule::Json(detail) => format!("不是完整的 JSON（{detail}）"),
            Rule::Xml(detail) => format!("不是完整的 XML（{detail}）"),
            Rule::XmlEntity => "XML 不得带文档类型或自定义实体".into(),
            Rule::XmlTooMuch => "XML 嵌套过深、字段过长或过多".into(),
            Rule::Multipart(detail) => format!("不是完整的 multipart 表单（{detail}）"),
            Rule::Encoding => "编码应为 UTF-8（部分机型可为 GB18030）".into(),
            Rule::Missing => "必填".into(),
            Rule::Unknown => "没有这个字段".into(),
            Rule::Text => "应为文本".into(),
            Rule::Number(from, to) => format!("应为 {from} 到 {to} 的整数"),
            Rule::Boolean => "应为 true 或 false".into(),
            Rule::Object => "应为对象".into(),
            Rule::TooLong(characters) => format!("不得超过 {characters} 个字符"),
            Rule::OneOf(choices) => format!("应为下列之一：{choices}"),
            Rule::Plate(why) => format!("应为有效的车牌号码：{}", why.zh()),
            Rule::Moment => {
                "应为北京时间 yyyy-MM-dd HH:mm:ss 或 1970 年以来的毫秒数，且在 2000 年到 2100 年之间".into()
            }
            Rule::Guid => "应为 32 位十六进制".into(),
            Rule::Base64 => "应为 Base64".into(),
            Rule::Picture => "应为 JPEG 或 PNG 图片".into(),
            Rule::Binary(digits) => format!("应为 1 到 {digits} 位二进制数字"),
            Rule::TagSeqno => "应为 12 位数字加 GB 11643 校验位".into(),
            Rule::Event => "应为车牌识别事件".into(),
        }
    }

    /// The rule in English.
    pub fn en(&self) -> String {
        match self {
            Rule::TooLarge(bytes) => format!("must not be larger than {bytes} bytes"),
            Rule::Json(detail) => format!("is not whole JSON ({detail})"),
            Rule::Xml(detail) => format!("is not whole XML ({detail})"),
            Rule::XmlEntity => "XML must not bring a document type or entities of its own".into(),
            Rule::XmlTooMuch => "XML is nested too deep, too long or has too many fields".into(),
            Rule::Multipart(detail) => format!("is not a whole multipart form ({detail})"),
            Rule::Encoding => "must be UTF-8 (GB18030 from some makes)".into(),
            Rule::Missing => "must be given".into(),
            Rule::Unknown => "there is no such field".into(),
            Rule::Text => "must be a text".into(),
            Rule::Number(from, to) => format!("must be a whole number from {from} to {to}"),
            Rule::Boolean => "must be true or false".into(),
            Rule::Object => "must be an object".into(),
            Rule::TooLong(characters) => format!("must not have more than {characters} characters"),
            Rule::OneOf(choices) => format!("must be one of {choices}"),
            Rule::Plate(why) => format!("must be a plate of China: {why}"),
            Rule::Moment => "must be yyyy-MM-dd HH:mm:ss on China's clock or milliseconds since 1970, \
                             between the years 2000 and 2100"
                .into(),
            Rule::Guid => "must be 32 hexadecimal digits".into(),
            Rule::Base64 => "must be Base64".into(),
            Rule::Picture => "must be a JPEG or PNG picture".into(),
            Rule::Binary(digits) => format!("must be 1 to {digits} binary digits"),
            Rule::TagSeqno => "must be 12 digits and the check digit of GB 11643".into(),
            Rule::Event => "must be a plate-recognition event".into(),
        }
    }
}
