//! Tariff files: TOML that a manager writes. Amounts are yuan in quotation marks (`first_yuan = "8.00"`) or whole
//! numbers; a number with a point is refused because TOML reads it as one that is not exact. Everything that is
//! wrong is told with the field's path; a misspelt field is an error, not a silent default.

use toml::{Table, Value};

use super::place::Place;
use super::{BadTariff, Calendar, DayCount, FirstPeriod, NewDay, Power, Price, Rate, Span, SpanDays, Tariff};
use crate::parking::VehicleClass;

const TARIFF_FIELDS: [&str; 3] = ["name", "calendar", "rates"];
const CALENDAR_FIELDS: [&str; 3] = ["holidays", "workdays", "weekends"];
const PRICE_FIELDS: [&str; 6] =
    ["first_minutes", "first_unit_minutes", "first_yuan", "following_minutes", "following_yuan", "once_yuan"];
const RATE_FIELDS: [&str; 16] = [
    "classes",
    "areas",
    "power",
    "reserved",
    "free_minutes",
    "free_minutes_deducted",
    "free_once_a_day",
    "reentry_minutes",
    "new_energy_free_minutes",
    "new_energy_discount",
    "charging_free_minutes",
    "daily_cap_yuan",
    "day",
    "new_day",
    "stay_cap_yuan",
    "spans",
];
const SPAN_FIELDS: [&str; 5] = ["name", "days", "from", "to", "cap_yuan"];

pub(super) const NEW_DAYS: [(&str, &str, NewDay); 2] = [
    ("following_periods", "续后续时段", NewDay::FollowingPeriods),
    ("first_period", "重新从首时段计费", NewDay::FirstPeriod),
];
pub(super) const DAY_COUNTS: [(&str, &str, DayCount); 2] =
    [("from_entry", "入场起 24 小时", DayCount::FromEntry), ("calendar", "自然日", DayCount::Calendar)];
pub(super) const SPAN_DAYS: [(&str, &str, SpanDays); 3] = [
    ("every_day", "每天", SpanDays::EveryDay),
    ("workdays", "工作日", SpanDays::Workdays),
    ("holidays", "节假日", SpanDays::Holidays),
];
pub(super) const POWERS: [(&str, &str, Option<Power>); 3] =
    [("any", "不限", None), ("new_energy", "新能源", Some(Power::NewEnergy)), ("fuel", "燃油", Some(Power::Fuel))];
pub(super) const WEEKENDS: [(&str, &str, bool); 2] = [("holidays", "节假日", true), ("workdays", "工作日", false)];

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
        let tariff = Tariff { name: file.text("name")?.to_owned(), calendar: calendar(&file)?, rates };
        tariff.check()?;
        Ok(tariff)
    }
}

fn calendar(file: &Place<'_>) -> Result<Calendar, BadTariff> {
    let Some(value) = file.table.get("calendar") else { return Ok(Calendar::default()) };
    let place = Place::of_item(
        value,
        "calendar".into(),
        "a table is wanted: begin it with [calendar]",
        "应以 [calendar] 开头",
    )?;
    place.knows_only(&CALENDAR_FIELDS)?;
    Ok(Calendar {
        holidays: place.days("holidays")?,
        workdays: place.days("workdays")?,
        weekends_are_holidays: place.word("weekends", &WEEKENDS)?,
    })
}

fn rate(index: usize, item: &Value) -> Result<Rate, BadTariff> {
    let path = format!("rates[{index}]");
    let place = Place::of_item(item, path.clone(), "a rate with its fields is wanted", "应为一条费率及其各项")?;
    place.knows_only(&[&RATE_FIELDS[..], &PRICE_FIELDS[..]].concat())?;
    let spans = place.list_or_none("spans", "[[rates.spans]]")?.iter().enumerate();
    let spans = spans.map(|(at, item)| span(format!("{path}.spans[{at}]"), item)).collect::<Result<Vec<_>, _>>()?;
    // Without spans the price is asked for; with them it prices the rest, where there is one.
    let has_price = spans.is_empty() || PRICE_FIELDS.iter().any(|field| place.has(field));
    Ok(Rate {
        classes: classes(&place)?,
        areas: place.texts("areas", "[\"B1\"]")?,
        power: place.word("power", &POWERS)?,
        reserved: place.flag("reserved")?,
        free_minutes: place.minutes("free_minutes")?,
        free_minutes_deducted: place.flag("free_minutes_deducted")?,
        free_once_a_day: place.flag("free_once_a_day")?,
        reentry_minutes: place.minutes_or_none("reentry_minutes")?,
        new_energy_free_minutes: place.minutes_or_none("new_energy_free_minutes")?,
        new_energy_discount: place.share_or_none("new_energy_discount")?,
        charging_free_minutes: place.minutes_or_none("charging_free_minutes")?,
        price: if has_price { Some(price(&place)?) } else { None },
        spans,
        daily_cap_fen: place.amount_or_none("daily_cap_yuan")?,
        day: place.word("day", &DAY_COUNTS)?,
        new_day: place.word("new_day", &NEW_DAYS)?,
        stay_cap_fen: place.amount_or_none("stay_cap_yuan")?,
    })
}

fn span(path: String, item: &Value) -> Result<Span, BadTariff> {
    let place = Place::of_item(item, path, "a span with its fields is wanted", "应为一个时段及其各项")?;
    place.knows_only(&[&SPAN_FIELDS[..], &PRICE_FIELDS[..]].concat())?;
    Ok(Span {
        name: place.text("name")?.to_owned(),
        days: place.word("days", &SPAN_DAYS)?,
        from: place.time("from")?,
        to: place.time("to")?,
        price: price(&place)?,
        cap_fen: place.amount_or_none("cap_yuan")?,
    })
}

/// A price by periods, or 按次; never both.
fn price(place: &Place<'_>) -> Result<Price, BadTariff> {
    if place.has("once_yuan") {
        if let Some(other) = PRICE_FIELDS.iter().find(|field| **field != "once_yuan" && place.has(field)) {
            return Err(place.bad(other, "a price by the visit has no periods", "按次收费不能再设计费时段"));
        }
        return Ok(Price::Once { once_fen: place.amount("once_yuan")? });
    }
    let has_first = ["first_minutes", "first_unit_minutes", "first_yuan"].iter().any(|field| place.has(field));
    let first = match has_first {
        false => None,
        true => {
            let minutes = place.minutes("first_minutes")?;
            let unit_minutes =
                if place.has("first_unit_minutes") { place.minutes("first_unit_minutes")? } else { minutes };
            Some(FirstPeriod { minutes, unit_minutes, unit_fen: place.amount("first_yuan")? })
        }
    };
    Ok(Price::Periods {
        first,
        following_minutes: place.minutes("following_minutes")?,
        following_fen: place.amount("following_yuan")?,
    })
}

fn classes(place: &Place<'_>) -> Result<Vec<VehicleClass>, BadTariff> {
    let class = |(index, item): (usize, &Value)| {
        let word = item.as_str().unwrap_or_default();
        VehicleClass::ALL.into_iter().find(|class| class.as_str() == word || class.zh() == word).ok_or_else(|| {
            place.bad(
                &format!("classes[{index}]"),
                "\"small\", \"medium\" or \"large\" is wanted",
                "应为 \"small\"（小型车）、\"medium\"（中型车）或 \"large\"（大型车）",
            )
        })
    };
    place.list("classes", "[\"small\"]")?.iter().enumerate().map(class).collect()
}
