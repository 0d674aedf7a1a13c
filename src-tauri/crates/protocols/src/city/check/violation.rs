//! What a message does that its table does not allow.

use std::fmt;

/// One field that breaks its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where in the item, such as `parkInfo.roadName`.
    pub path: String,
    /// Number of the table in DB4403/T 313.
    pub table: &'static str,
    /// What is wrong.
    pub broken: Broken,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Required, and not given.
    Missing,
    /// Required, and given empty.
    Empty,
    /// The table has no such field.
    Unknown,
    /// Not of the table's type.
    Type {
        /// The table's.
        wanted: &'static str,
        /// What came.
        given: &'static str,
    },
    /// Longer than the table allows, in characters.
    TooLong {
        /// The table's length.
        max: usize,
        /// Its length.
        given: usize,
    },
    /// Not in the table's list of codes.
    NotInList {
        /// What came.
        given: String,
        /// The list.
        list: String,
    },
    /// Not in the prescribed form.
    Form {
        /// The form.
        wanted: &'static str,
        /// What came.
        given: String,
    },
    /// An amount that has not exactly two decimals.
    Decimals {
        /// What came.
        given: String,
    },
    /// A number out of its range.
    Range {
        /// What came.
        given: String,
    },
    /// A moment before the one that it must follow.
    Before {
        /// The earlier one's name.
        other: &'static str,
    },
}

impl Violation {
    /// The business error code of table A.2 that fits.
    pub const fn code(&self) -> u16 {
        match self.broken {
            Broken::Missing | Broken::Empty | Broken::Unknown => 1000,
            Broken::TooLong { .. } => 1004,
            Broken::Type { .. } | Broken::Form { .. } => 1005,
            Broken::NotInList { .. } | Broken::Decimals { .. } | Broken::Range { .. } | Broken::Before { .. } => 1007,
        }
    }

    /// For the window, in Simplified Chinese: field, rule, table.
    pub fn zh(&self) -> String {
        let rule = match &self.broken {
            Broken::Missing => "必须提供".to_owned(),
            Broken::Empty => "不能为空".to_owned(),
            Broken::Unknown => "表中没有该字段".to_owned(),
            Broken::Type { wanted, given } => format!("应为{}，现为{}", kind_zh(wanted), kind_zh(given)),
            Broken::TooLong { max, given } => format!("最多{max}个字符，现有{given}个"),
            Broken::NotInList { given, list } => format!("{given}不在编码表中（{list}）"),
            Broken::Form { wanted, given } => format!("应符合格式“{}”，现为“{given}”", form_zh(wanted)),
            Broken::Decimals { given } => format!("金额应为两位小数，现为{given}"),
            Broken::Range { given } => format!("{given}超出允许范围"),
            Broken::Before { other } => format!("不能早于{other}"),
        };
        format!("{}：{rule}（DB4403/T 313 表{}）", self.path, self.table)
    }
}

fn kind_zh(kind: &str) -> &str {
    match kind {
        "a string" => "字符串",
        "a number" => "数值",
        "a boolean" => "布尔值",
        "an object" => "对象",
        "an array" => "数组",
        other => other,
    }
}

fn form_zh(form: &str) -> &str {
    match form {
        "6 or 9 digits" => "6位或9位数字",
        "binary digits" => "二进制代码串",
        "a plate without blanks and dots" => "不含空格和间隔点的车牌",
        "32 hexadecimal digits" => "32位Guid",
        "12 digits and a check digit" => "12位数字加1位检验位",
        "a whole number" => "整数",
        "/yyyyMMdd/lot/garage/record/" => "/年月日/停车场编号/车库编号/停车记录ID/",
        other => other,
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (table {}): ", self.path, self.table)?;
        match &self.broken {
            Broken::Missing => f.write_str("is required"),
            Broken::Empty => f.write_str("must not be empty"),
            Broken::Unknown => f.write_str("the table has no such field"),
            Broken::Type { wanted, given } => write!(f, "must be {wanted}, not {given}"),
            Broken::TooLong { max, given } => write!(f, "{max} characters at most, not {given}"),
            Broken::NotInList { given, list } => write!(f, "{given} is not one of {list}"),
            Broken::Form { wanted, given } => write!(f, "{given:?} is not {wanted}"),
            Broken::Decimals { given } => write!(f, "{given} has not exactly two decimals"),
            Broken::Range { given } => write!(f, "{given} is out of range"),
            Broken::Before { other } => write!(f, "lies before {other}"),
        }
    }
}
