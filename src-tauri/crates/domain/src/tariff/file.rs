//! Tariff files: TOML that a manager writes. Amounts are yuan in quotation marks (`first_yuan = "8.00"`) or whole
//! numbers; a number with a point is refused because TOML reads it as one that is not exact. Everything that is
//! wrong is told with the field's path; a misspelt field is an error, not a silent default.

use toml::{Table, Value};

use super::{BadTariff, NewDay, Rate, Tariff};
use crate::money::Fen;
use crate::parking::VehicleClass;

const TARIFF_FIELDS: [&str; 2] = ["name", "rates"];
const RATE_FIELDS: [&str; 9] = [
    "classes",
    "free_minutes",
    "free_minutes_deducted",
    "first_minutes",
    "first_yuan",
    "following_minutes",
    "following_yuan",
    "daily_cap_yuan",
    "new_day",
];

impl Tariff {
    /// Reads a tariff file's text and checks it.
    ///
    /// # Errors
    /// The first place that is no TOML, that is missing, unknown or of the wrong kind, or that breaks a rule of
    /// [`Tariff::check`].
    pub fn from_toml(text: &str) -> Result<Self, BadTariff> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| {
                text.as_bytes()[..span.start.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
            });
            BadTariff::new(
                format!("line {line}"),
                format!("this is no TOML: {}", error.message()),
                format!("第 {line} 行不符合 TOML 格式：{}", error.message()),
            )
        })?;
        let file = Place { table: &table, path: String::new() };
        file.knows_only(&TARIFF_FIELDS)?;
        let Value::Array(items) = file.wanted("rates")? else {
            return Err(BadTariff::new(
                "rates",
                "a list is wanted: begin each rate with [[rates]]",
                "应为列表：每条费率以 [[rates]] 开头",
            ));
        };
        let rates = items.iter().enumerate().map(|(index, item)| rate(index, item)).collect::<Result<_, _>>()?;
        let tariff = Tariff { name: file.text("name")?.to_owned(), rates };
        tariff.check()?;
        Ok(tariff)
    }

    /// Writes the tariff as a file's text that [`Tariff::from_toml`] reads back.
    pub fn to_toml(&self) -> String {
        let rates = self.rates.iter().map(|rate| {
            let mut table = Table::new();
            let classes = rate.classes.iter().map(|class| Value::from(class.as_str())).collect();
            table.insert("classes".into(), Value::Array(classes));
            table.insert("free_minutes".into(), i64::from(rate.free_minutes).into());
            table.insert("free_minutes_deducted".into(), rate.free_minutes_deducted.into());
            table.insert("first_minutes".into(), i64::from(rate.first_minutes).into());
            table.insert("first_yuan".into(), rate.first_fen.to_string().into());
            table.insert("following_minutes".into(), i64::from(rate.following_minutes).into());
            table.insert("following_yuan".into(), rate.following_fen.to_string().into());
            if let Some(cap) = rate.daily_cap_fen {
                table.insert("daily_cap_yuan".into(), cap.to_string().into());
            }
            let new_day = match rate.new_day {
                NewDay::FollowingPeriods => "following_periods",
                NewDay::FirstPeriod => "first_period",
            };
            table.insert("new_day".into(), new_day.into());
            Value::Table(table)
        });
        let mut file = Table::new();
        file.insert("name".into(), self.name.as_str().into());
        file.insert("rates".into(), Value::Array(rates.collect()));
        file.to_string()
    }
}

fn rate(index: usize, item: &Value) -> Result<Rate, BadTariff> {
    let path = format!("rates[{index}]");
    let Value::Table(table) = item else {
        return Err(BadTariff::new(path, "a rate with its fields is wanted", "应为一条费率及其各项"));
    };
    let place = Place { table, path: format!("{path}.") };
    place.knows_only(&RATE_FIELDS)?;
    Ok(Rate {
        classes: place.classes()?,
        free_minutes: place.minutes("free_minutes")?,
        free_minutes_deducted: place.flag("free_minutes_deducted")?,
        first_minutes: place.minutes("first_minutes")?,
        first_fen: place.amount("first_yuan", place.wanted("first_yuan")?)?,
        following_minutes: place.minutes("following_minutes")?,
        following_fen: place.amount("following_yuan", place.wanted("following_yuan")?)?,
        daily_cap_fen: table.get("daily_cap_yuan").map(|cap| place.amount("daily_cap_yuan", cap)).transpose()?,
        new_day: place.new_day()?,
    })
}

/// A table of the file, with the path that leads to its fields.
struct Place<'a> {
    table: &'a Table,
    path: String,
}

impl<'a> Place<'a> {
    fn bad(&self, field: &str, rule: impl Into<String>, rule_zh: impl Into<String>) -> BadTariff {
        BadTariff::new(format!("{}{field}", self.path), rule, rule_zh)
    }

    fn knows_only(&self, fields: &[&str]) -> Result<(), BadTariff> {
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

    fn wanted(&self, field: &str) -> Result<&'a Value, BadTariff> {
        self.table.get(field).ok_or_else(|| self.bad(field, "is missing", "缺少此项"))
    }

    fn text(&self, field: &str) -> Result<&'a str, BadTariff> {
        self.wanted(field)?
            .as_str()
            .ok_or_else(|| self.bad(field, "a text in quotation marks is wanted", "应为引号内的文字"))
    }

    fn minutes(&self, field: &str) -> Result<u32, BadTariff> {
        self.wanted(field)?.as_integer().and_then(|minutes| u32::try_from(minutes).ok()).ok_or_else(|| {
            self.bad(field, "a whole number of minutes, 0 or more, is wanted", "应为不小于 0 的整数分钟")
        })
    }

    fn flag(&self, field: &str) -> Result<bool, BadTariff> {
        match self.table.get(field) {
            None => Ok(false),
            Some(value) => {
                value.as_bool().ok_or_else(|| self.bad(field, "true or false is wanted", "应为 true 或 false"))
            }
        }
    }

    fn amount(&self, field: &str, value: &Value) -> Result<Fen, BadTariff> {
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

    fn classes(&self) -> Result<Vec<VehicleClass>, BadTariff> {
        let items = self.wanted("classes")?.as_array().ok_or_else(|| {
            self.bad("classes", "a list is wanted, such as [\"small\"]", "应为列表，例如 [\"small\"]")
        })?;
        let class = |(index, item): (usize, &Value)| {
            let word = item.as_str().unwrap_or_default();
            VehicleClass::ALL.into_iter().find(|class| class.as_str() == word || class.zh() == word).ok_or_else(|| {
                self.bad(
                    &format!("classes[{index}]"),
                    "\"small\", \"medium\" or \"large\" is wanted",
                    "应为 \"small\"（小型车）、\"medium\"（中型车）或 \"large\"（大型车）",
                )
            })
        };
        items.iter().enumerate().map(class).collect()
    }

    fn new_day(&self) -> Result<NewDay, BadTariff> {
        match self.table.get("new_day").map(Value::as_str) {
            None | Some(Some("following_periods")) => Ok(NewDay::FollowingPeriods),
            Some(Some("first_period")) => Ok(NewDay::FirstPeriod),
            Some(_) => Err(self.bad(
                "new_day",
                "\"following_periods\" or \"first_period\" is wanted",
                "应为 \"following_periods\"（续后续时段）或 \"first_period\"（重新从首时段计费）",
            )),
        }
    }
}
