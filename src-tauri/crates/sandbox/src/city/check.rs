//! Holds an item against its table, field by field, and says by which code of table A.2 it is refused.

use chrono::{NaiveDate, NaiveDateTime};
use lotdesk_protocols::json::Node;

use super::a2::{self, Refusal};
use super::tables::{Codes, Field, Kind, Table};

/// Everything that is wrong with an item, in the table's order; nothing where it keeps to the table.
pub fn item(table: &'static Table, item: &Node, path: &str) -> Vec<Refusal> {
    let mut found = Vec::new();
    object(table, item, path, &mut found);
    found
}

fn object(table: &'static Table, node: &Node, path: &str, found: &mut Vec<Refusal>) {
    let Node::Object(members) = node else {
        found.push(Refusal::new(
            a2::WRONG_TYPE,
            format!("{path} must be an object, is {} (table {})", node.kind(), table.number),
        ));
        return;
    };
    for (name, _) in members {
        if !table.fields.iter().any(|f| f.name == name) {
            found.push(Refusal::new(a2::NAMING, format!("{path}.{name} is not in table {}", table.number)));
        }
    }
    for field in table.fields {
        match node.get(field.name) {
            None if field.required => {
                found.push(Refusal::new(
                    a2::NAMING,
                    format!("{path}.{} is missing (table {})", field.name, table.number),
                ));
            }
            None => {}
            Some(value) => one(table, field, value, &format!("{path}.{}", field.name), found),
        }
    }
    conditions(table, node, path, found);
}

fn one(table: &'static Table, field: &Field, value: &Node, path: &str, found: &mut Vec<Refusal>) {
    let mut say =
        |code, what: String| found.push(Refusal::new(code, format!("{path} {what} (table {})", table.number)));
    match field.kind {
        Kind::Object(inner) => object(inner, value, path, found),
        Kind::List(inner) => list(field, value, path, found, |item, path, found| object(inner, item, path, found)),
        Kind::Texts => list(field, value, path, found, |item, path, found| match item {
            Node::Text(text) if !text.is_empty() => {}
            _ => found.push(Refusal::new(a2::WRONG_TYPE, format!("{path} must be a string that says something"))),
        }),
        Kind::Uuids => list(field, value, path, found, |item, path, found| match item {
            Node::Text(text) => {
                if let Some((code, what)) = text_form(Kind::Uuid, text) {
                    found.push(Refusal::new(code, format!("{path} {what}")));
                }
            }
            other => found.push(Refusal::new(a2::WRONG_TYPE, format!("{path} must be a string, is {}", other.kind()))),
        }),
        Kind::Bool => {
            if !matches!(value, Node::Bool(_)) {
                say(a2::WRONG_TYPE, format!("must be true or false, is {}", value.kind()));
            }
        }
        Kind::Int | Kind::Timestamp | Kind::Money | Kind::Decimal | Kind::Degrees | Kind::Double => match value {
            Node::Number(number) => {
                if let Some((code, what)) = number_form(field, number) {
                    say(code, what);
                }
            }
            other => say(a2::WRONG_TYPE, format!("must be a number, is {}", other.kind())),
        },
        Kind::Text
        | Kind::ParkCode
        | Kind::SpaceNo
        | Kind::District
        | Kind::Plate
        | Kind::Binary
        | Kind::Uuid
        | Kind::DateTime
        | Kind::Date => match value {
            Node::Text(text) => {
                let length = text.chars().count();
                if text.is_empty() && field.required {
                    say(a2::NAMING, "is empty".into());
                } else if field.max > 0 && length > field.max {
                    say(a2::TOO_LONG, format!("has {length} characters, {} at most", field.max));
                } else if let Some((code, what)) = text_form(field.kind, text) {
                    say(code, what);
                } else if let Codes::Of(allowed) = field.codes
                    && !allowed.contains(&text.as_str())
                {
                    say(a2::OUT_OF_RANGE, format!("is {text}, which is no code of it"));
                }
            }
            other => say(a2::WRONG_TYPE, format!("must be a string, is {}", other.kind())),
        },
    }
}

fn list(
    field: &Field,
    value: &Node,
    path: &str,
    found: &mut Vec<Refusal>,
    each: impl Fn(&Node, &str, &mut Vec<Refusal>),
) {
    let Node::List(items) = value else {
        found.push(Refusal::new(a2::WRONG_TYPE, format!("{path} must be an array, is {}", value.kind())));
        return;
    };
    if items.is_empty() && field.required {
        found.push(Refusal::new(a2::NAMING, format!("{path} is empty")));
    }
    for (i, item) in items.iter().enumerate() {
        each(item, &format!("{path}[{i}]"), found);
    }
}

/// What is wrong with a text of this kind.
fn text_form(kind: Kind, text: &str) -> Option<(a2::A2, String)> {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    match kind {
        Kind::ParkCode if text.len() != 20 || !digits(text) => {
            Some((a2::PARK_CODE, format!("is {text}, 20 digits are wanted")))
        }
        Kind::SpaceNo if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            Some((a2::SPACE_NO, format!("is {text}, letters and digits are wanted")))
        }
        Kind::District if !digits(text) || !(text.len() == 6 || text.len() == 9) => {
            Some((a2::DISTRICT, format!("is {text}, 6 or 9 digits are wanted")))
        }
        Kind::Plate if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c == '·' || c.is_lowercase()) => {
            Some((a2::NAMING, format!("is {text:?}: no blanks, dots or small letters in a plate")))
        }
        Kind::Binary if text.is_empty() || !text.bytes().all(|b| b == b'0' || b == b'1') => {
            Some((a2::WRONG_TYPE, "must be binary digits".into()))
        }
        Kind::Uuid if text.chars().count() > 32 => Some((a2::TOO_LONG, "has more than 32 characters".into())),
        Kind::Uuid if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Some((a2::WRONG_TYPE, format!("is {text:?}, 32 hexadecimal digits are wanted")))
        }
        Kind::Date if text.len() != 10 || NaiveDate::parse_from_str(text, "%Y-%m-%d").is_err() => {
            Some((a2::WRONG_TYPE, format!("is {text:?}, yyyy-MM-dd is wanted")))
        }
        Kind::DateTime if text.len() != 19 || date_time(text).is_none() => {
            Some((a2::WRONG_TYPE, format!("is {text:?}, yyyy-MM-dd HH:mm:ss is wanted")))
        }
        _ => None,
    }
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()
}

/// What is wrong with a number of this field.
fn number_form(field: &Field, number: &str) -> Option<(a2::A2, String)> {
    let whole = !number.contains(['.', 'e', 'E']);
    let decimals = number.split_once('.').map_or(0, |(_, d)| d.len());
    match field.kind {
        Kind::Int | Kind::Timestamp if !whole => {
            Some((a2::WRONG_TYPE, format!("is {number}, a whole number is wanted")))
        }
        Kind::Int => match number.parse::<i64>() {
            Ok(value) if i32::try_from(value).is_ok() => {
                let digits = number.trim_start_matches('-').len();
                let allowed = match field.codes {
                    Codes::Between(low, high) => (low..=high).contains(&value),
                    Codes::EventTypes => matches!(value, 1001 | 1002 | 8001..=8031),
                    Codes::Any | Codes::Of(_) => true,
                };
                if !allowed {
                    Some((a2::OUT_OF_RANGE, format!("is {value}, which the table does not allow")))
                } else if field.max > 0 && digits > field.max {
                    Some((a2::TOO_LONG, format!("has {digits} digits, {} at most", field.max)))
                } else {
                    None
                }
            }
            _ => Some((a2::OUT_OF_RANGE, format!("is {number}, which does not fit in 4 bytes"))),
        },
        Kind::Timestamp => match number.parse::<u32>() {
            Ok(_) => None,
            Err(_) => Some((a2::OUT_OF_RANGE, format!("is {number}, seconds in 4 bytes are wanted"))),
        },
        Kind::Money if number.contains(['e', 'E']) => {
            Some((a2::WRONG_TYPE, format!("is {number}, an amount is wanted")))
        }
        Kind::Money if number.starts_with('-') => Some((a2::OUT_OF_RANGE, format!("is {number}, below nothing"))),
        Kind::Money if decimals != 2 => Some((a2::OUT_OF_RANGE, format!("is {number}, two decimals are wanted"))),
        Kind::Decimal if number.contains(['e', 'E']) => {
            Some((a2::WRONG_TYPE, format!("is {number}, a decimal is wanted")))
        }
        Kind::Degrees => match number.parse::<f64>() {
            Ok(value) if (-180.0..=180.0).contains(&value) => None,
            _ => Some((a2::OUT_OF_RANGE, format!("is {number}, which is nowhere on the globe"))),
        },
        _ => None,
    }
}

/// What the tables say beside their columns.
fn conditions(table: &'static Table, node: &Node, path: &str, found: &mut Vec<Refusal>) {
    let has = |name: &str| node.get(name).is_some();
    let mut say = |code, what: String| found.push(Refusal::new(code, format!("{path}{what} (table {})", table.number)));
    match table.number {
        "11" if matches!(node.get("eidEquiped"), Some(Node::Bool(true))) => {
            for name in ["vrdb_no", "vrdb_plateType", "vrdb_carModel", "vrdb_usage", "vrdb_seqno"] {
                if !has(name) {
                    say(a2::NAMING, format!(".{name} is missing from a car with an electronic tag"));
                }
            }
        }
        "13" => {
            if !has("parkCode") && !has("spaceNo") {
                say(a2::NAMING, " has neither parkCode nor spaceNo".into());
            }
            if !has("spaceNo") && !has("parkCarInfo") {
                say(a2::NAMING, ".parkCarInfo is missing off the street".into());
            }
            let moment = |name| node.get(name).and_then(Node::as_text).and_then(date_time);
            if let (Some(enter), Some(leave)) = (moment("enterTime"), moment("leaveTime"))
                && leave < enter
            {
                say(a2::OUT_OF_RANGE, ".leaveTime is before enterTime".into());
            }
        }
        "28" => {
            let day = |name| node.get(name).and_then(Node::as_text);
            if let (Some(first), Some(last)) = (day("beginDate"), day("endDate"))
                && last < first
            {
                say(a2::OUT_OF_RANGE, ".endDate is before beginDate".into());
            }
        }
        "14" if !has("spaceNo") && !has("plateNo") => say(a2::NAMING, " has neither spaceNo nor plateNo".into()),
        "9" | "10" if !has("parkCode") => say(a2::NAMING, ".parkCode is missing off the street".into()),
        "42" => {
            if let Some(dest) = node.get("destPath").and_then(Node::as_text)
                && let Err(what) = dest_path(dest)
            {
                say(a2::NAMING, format!(".destPath is {dest}: {what}"));
            }
        }
        _ => {}
    }
}

/// Takes `/yyyyMMdd/parkCode/garage/recordId/` apart (table 42); without garages the third part is `0`.
///
/// # Errors
/// With what is wrong.
pub fn dest_path(text: &str) -> Result<(&str, &str), &'static str> {
    let parts: Vec<&str> = text.split('/').collect();
    let ["", day, park_code, garage, record_id, ""] = parts[..] else {
        return Err("/yyyyMMdd/parkCode/garage/recordId/ is wanted");
    };
    if day.len() != 8 || NaiveDate::parse_from_str(day, "%Y%m%d").is_err() {
        return Err("the first part is no day");
    }
    if text_form(Kind::ParkCode, park_code).is_some() {
        return Err("the second part is no lot number");
    }
    if garage.is_empty() || garage.len() > 22 {
        return Err("the third part is no garage");
    }
    if text_form(Kind::Uuid, record_id).is_some() {
        return Err("the fourth part is no record");
    }
    Ok((park_code, record_id))
}
