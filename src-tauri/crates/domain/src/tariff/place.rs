//! A table of a tariff file, read field by field; each mistake is told with the path that leads to it.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use toml::{Table, Value};

use super::BadTariff;
use crate::money::Fen;

/// A table of the file, with the path that leads to its fields.
pub(super) struct Place<'a> {
    pub table: &'a Table,
    pub path: String,
}

impl<'a> Place<'a> {
    /// An item of a list that must be a table, such as `rates[1]`.
    pub fn of_item(item: &'a Value, path: String, rule: &str, rule_zh: &str) -> Result<Self, BadTariff> {
        match item {
            Value::Table(table) => Ok(Self { table, path: format!("{path}.") }),
            _ => Err(BadTariff::new(path, rule, rule_zh)),
        }
    }

    pub fn bad(&self, field: &str, rule: impl Into<String>, rule_zh: impl Into<String>) -> BadTariff {
        BadTariff::new(format!("{}{field}", self.path), rule, rule_zh)
    }

    pub fn knows_only(&self, fields: &[&str]) -> Result<(), BadTariff> {
        match self.table.keys().find(|key| !fields.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => {
                let known = fields.join(", ");
                Err(self.bad(
                    key,
                    format!("there is no such field; known here are {known}"),
                    format!("没有此项；可用的有 {known}"),
                ))
            }
        }
    }

    pub fn has(&self, field: &str) -> bool {
        self.table.contains_key(field)
    }

    pub fn wanted(&self, field: &str) -> Result<&'a Value, BadTariff> {
        self.table.get(field).ok_or_else(|| self.bad(field, "is missing", "缺少此项"))
    }

    pub fn text(&self, field: &str) -> Result<&'a str, BadTariff> {
        self.text_of(field, self.wanted(field)?)
    }

    fn text_of(&self, field: &str, value: &'a Value) -> Result<&'a str, BadTariff> {
        value.as_str().ok_or_else(|| self.bad(field, "a text in quotation marks is wanted", "应为引号内的文字"))
    }

    pub fn minutes(&self, field: &str) -> Result<u32, BadTariff> {
        self.wanted(field)?.as_integer().and_then(|minutes| u32::try_from(minutes).ok()).ok_or_else(|| {
            self.bad(field, "a whole number of minutes, 0 or more, is wanted", "应为不小于 0 的整数分钟")
        })
    }

    /// Minutes that need not be there: 0 then.
    pub fn minutes_or_none(&self, field: &str) -> Result<u32, BadTariff> {
        if self.has(field) { self.minutes(field) } else { Ok(0) }
    }

    pub fn flag(&self, field: &str) -> Result<bool, BadTariff> {
        match self.table.get(field) {
            None => Ok(false),
            Some(value) => {
                value.as_bool().ok_or_else(|| self.bad(field, "true or false is wanted", "应为 true 或 false"))
            }
        }
    }

    pub fn amount(&self, field: &str) -> Result<Fen, BadTariff> {
        self.amount_of(field, self.wanted(field)?)
    }

    pub fn amount_or_none(&self, field: &str) -> Result<Option<Fen>, BadTariff> {
        self.table.get(field).map(|value| self.amount_of(field, value)).transpose()
    }

    fn amount_of(&self, field: &str, value: &Value) -> Result<Fen, BadTariff> {
        let (rule, rule_zh) = match value {
            Value::String(text) => match Fen::parse_yuan(text) {
                Ok(amount) => return Ok(amount),
                Err(error) => (error.to_string(), format!("“{text}”不是金额：应为元，最多两位小数")),
            },
            Value::Integer(yuan) => match yuan.checked_mul(100) {
                Some(fen) => return Ok(Fen(fen)),
                None => (format!("{yuan} is no amount"), format!("{yuan} 不是金额")),
            },
            Value::Float(yuan) => (
                format!(
                    "write the amount in quotation marks, such as \"{yuan:.2}\": a bare number with a point is not exact"
                ),
                format!("请把金额写在引号内，例如 \"{yuan:.2}\"：不带引号的小数不精确"),
            ),
            _ => ("an amount in yuan in quotation marks is wanted".into(), "应为引号内的金额（元）".into()),
        };
        Err(self.bad(field, rule, rule_zh))
    }

    /// A share such as `"0.15"`.
    pub fn share_or_none(&self, field: &str) -> Result<Option<Decimal>, BadTariff> {
        let Some(value) = self.table.get(field) else { return Ok(None) };
        let share = value.as_str().and_then(|text| text.trim().parse().ok());
        share.map(Some).ok_or_else(|| {
            self.bad(
                field,
                "a share in quotation marks is wanted, such as \"0.15\" for 15 % off",
                "应为引号内的比例，例如 \"0.15\" 表示减免 15%",
            )
        })
    }

    /// A list; empty where it is absent.
    pub fn list_or_none(&self, field: &str, example: &str) -> Result<&'a [Value], BadTariff> {
        if self.has(field) { self.list(field, example) } else { Ok(&[]) }
    }

    pub fn list(&self, field: &str, example: &str) -> Result<&'a [Value], BadTariff> {
        let items = self.wanted(field)?.as_array().ok_or_else(|| {
            self.bad(field, format!("a list is wanted, such as {example}"), format!("应为列表，例如 {example}"))
        })?;
        Ok(items)
    }

    pub fn texts(&self, field: &str, example: &str) -> Result<Vec<String>, BadTariff> {
        let items = self.list_or_none(field, example)?.iter().enumerate();
        items.map(|(index, item)| Ok(self.text_of(&format!("{field}[{index}]"), item)?.to_owned())).collect()
    }

    /// Days such as `"2026-10-01"`, in their order.
    pub fn days(&self, field: &str) -> Result<Vec<NaiveDate>, BadTariff> {
        let day = |(index, item): (usize, &Value)| {
            item.as_str().and_then(|text| text.trim().parse::<NaiveDate>().ok()).ok_or_else(|| {
                self.bad(
                    &format!("{field}[{index}]"),
                    "a day is wanted, such as \"2026-10-01\"",
                    "应为日期，例如 \"2026-10-01\"",
                )
            })
        };
        let items = self.list_or_none(field, "[\"2026-10-01\"]")?.iter().enumerate();
        let mut days = items.map(day).collect::<Result<Vec<_>, _>>()?;
        days.sort_unstable();
        days.dedup();
        Ok(days)
    }

    /// A time of day such as `"07:00"`; `"24:00"` is the midnight at the day's end.
    pub fn time(&self, field: &str) -> Result<NaiveTime, BadTariff> {
        let text = self.text(field)?.trim();
        let text = if text == "24:00" { "00:00" } else { text };
        NaiveTime::parse_from_str(text, "%H:%M")
            .map_err(|_| self.bad(field, "a time of day is wanted, such as \"07:00\"", "应为时刻，例如 \"07:00\""))
    }

    /// One of a few words, each with what it stands for; the first where the field is absent.
    pub fn word<T: Copy>(&self, field: &str, words: &[(&str, &str, T)]) -> Result<T, BadTariff> {
        let wanted = |also: bool| {
            let each = words
                .iter()
                .map(|(word, zh, _)| if also { format!("\"{word}\"（{zh}）") } else { format!("\"{word}\"") });
            each.collect::<Vec<_>>()
        };
        let Some(value) = self.table.get(field) else { return Ok(words[0].2) };
        let found = value.as_str().and_then(|text| words.iter().find(|(word, zh, _)| *word == text || *zh == text));
        found.map(|(_, _, meant)| *meant).ok_or_else(|| {
            self.bad(
                field,
                format!("{} is wanted", wanted(false).join(" or ")),
                format!("应为 {}", wanted(true).join(" 或 ")),
            )
        })
    }
}
