//! Tariffs written as files. What has its usual value is left out, as people leave it out.

use chrono::NaiveTime;
use toml::{Table, Value};

use super::file::{DAY_COUNTS, NEW_DAYS, POWERS, SPAN_DAYS, WEEKENDS};
use super::{Calendar, FirstPeriod, Price, Rate, Span, Tariff};
use crate::money::Fen;

impl Tariff {
    /// Writes the tariff as a file's text that [`Tariff::from_toml`] reads back.
    pub fn to_toml(&self) -> String {
        let mut file = Table::new();
        file.insert("name".into(), self.name.as_str().into());
        if self.calendar != Calendar::default() {
            file.insert("calendar".into(), Value::Table(calendar(&self.calendar)));
        }
        file.insert("rates".into(), Value::Array(self.rates.iter().map(|r| Value::Table(rate(r))).collect()));
        file.to_string()
    }
}

fn calendar(calendar: &Calendar) -> Table {
    let days = |days: &[chrono::NaiveDate]| Value::Array(days.iter().map(|day| day.to_string().into()).collect());
    let mut table = Table::new();
    table.insert("holidays".into(), days(&calendar.holidays));
    table.insert("workdays".into(), days(&calendar.workdays));
    put_word(&mut table, "weekends", &WEEKENDS, calendar.weekends_are_holidays);
    table
}

fn rate(rate: &Rate) -> Table {
    let mut table = Table::new();
    let texts = |texts: &mut dyn Iterator<Item = &str>| Value::Array(texts.map(Value::from).collect());
    table.insert("classes".into(), texts(&mut rate.classes.iter().map(|class| class.as_str())));
    if !rate.areas.is_empty() {
        table.insert("areas".into(), texts(&mut rate.areas.iter().map(String::as_str)));
    }
    put_word(&mut table, "power", &POWERS, rate.power);
    put_flag(&mut table, "reserved", rate.reserved);
    table.insert("free_minutes".into(), i64::from(rate.free_minutes).into());
    put_flag(&mut table, "free_minutes_deducted", rate.free_minutes_deducted);
    put_flag(&mut table, "free_once_a_day", rate.free_once_a_day);
    for (field, minutes) in [
        ("reentry_minutes", rate.reentry_minutes),
        ("new_energy_free_minutes", rate.new_energy_free_minutes),
        ("charging_free_minutes", rate.charging_free_minutes),
    ] {
        if minutes > 0 {
            table.insert(field.into(), i64::from(minutes).into());
        }
    }
    if let Some(share) = rate.new_energy_discount {
        table.insert("new_energy_discount".into(), share.normalize().to_string().into());
    }
    if let Some(price) = &rate.price {
        put_price(&mut table, price);
    }
    put_amount(&mut table, "daily_cap_yuan", rate.daily_cap_fen);
    put_word(&mut table, "day", &DAY_COUNTS, rate.day);
    put_word(&mut table, "new_day", &NEW_DAYS, rate.new_day);
    put_amount(&mut table, "stay_cap_yuan", rate.stay_cap_fen);
    if !rate.spans.is_empty() {
        table.insert("spans".into(), Value::Array(rate.spans.iter().map(|s| Value::Table(span(s))).collect()));
    }
    table
}

fn span(span: &Span) -> Table {
    let clock = |time: NaiveTime| Value::from(time.format("%H:%M").to_string());
    let mut table = Table::new();
    table.insert("name".into(), span.name.as_str().into());
    put_word(&mut table, "days", &SPAN_DAYS, span.days);
    table.insert("from".into(), clock(span.from));
    table.insert("to".into(), if span.to == NaiveTime::MIN { "24:00".into() } else { clock(span.to) });
    put_price(&mut table, &span.price);
    put_amount(&mut table, "cap_yuan", span.cap_fen);
    table
}

fn put_price(table: &mut Table, price: &Price) {
    match *price {
        Price::Once { once_fen } => put_amount(table, "once_yuan", Some(once_fen)),
        Price::Periods { first, following_minutes, following_fen } => {
            if let Some(FirstPeriod { minutes, unit_minutes, unit_fen }) = first {
                table.insert("first_minutes".into(), i64::from(minutes).into());
                if unit_minutes != minutes {
                    table.insert("first_unit_minutes".into(), i64::from(unit_minutes).into());
                }
                put_amount(table, "first_yuan", Some(unit_fen));
            }
            table.insert("following_minutes".into(), i64::from(following_minutes).into());
            put_amount(table, "following_yuan", Some(following_fen));
        }
    }
}

fn put_amount(table: &mut Table, field: &str, amount: Option<Fen>) {
    if let Some(amount) = amount {
        table.insert(field.into(), amount.to_string().into());
    }
}

fn put_flag(table: &mut Table, field: &str, flag: bool) {
    if flag {
        table.insert(field.into(), true.into());
    }
}

/// The word for a value, unless it is the first: that one goes without saying.
fn put_word<T: PartialEq>(table: &mut Table, field: &str, words: &[(&str, &str, T)], value: T) {
    if let Some((word, _, _)) = words.iter().skip(1).find(|(_, _, meant)| *meant == value) {
        table.insert(field.into(), (*word).into());
    }
}
