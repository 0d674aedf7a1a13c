//! Holds a message against the standard's tables before it is queued: required fields, types, lengths in characters,
//! code lists, decimals, and the remarks that tie fields together. One checker; the tables are data.

mod violation;

use lotdesk_domain::moment::Moment;

pub use violation::{Broken, Violation};

use super::tables::{Field, Kind, Rule, Table, reply_table, request_table};
use crate::json::{JsonError, Node};

/// Why a message could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Not JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// No table is written down for this interface.
    #[error("no table is written down for interface {0}")]
    NoTable(String),
}

/// Holds a request item of an interface against its table. No violation: it may be sent.
///
/// # Errors
/// When the item is not JSON, or the interface has no table here.
pub fn check(interface: &str, item: &str) -> Result<Vec<Violation>, CheckError> {
    let table = request_table(interface).ok_or_else(|| CheckError::NoTable(interface.to_owned()))?;
    let node = Node::parse(item)?;
    let mut found = Vec::new();
    object(&node, table, "", &mut found);
    Ok(found)
}

/// Holds an item of our answer to an interface against its reply table.
///
/// # Errors
/// When the item is not JSON, or the interface has no reply table here.
pub fn check_reply(interface: &str, item: &str) -> Result<Vec<Violation>, CheckError> {
    let table = reply_table(interface).ok_or_else(|| CheckError::NoTable(interface.to_owned()))?;
    let node = Node::parse(item)?;
    let mut found = Vec::new();
    object(&node, table, "", &mut found);
    Ok(found)
}

/// Why an item must not be sent, in Simplified Chinese for the window; none when it may.
pub fn problem(interface: &str, item: &str) -> Option<String> {
    match check(interface, item) {
        Ok(found) if found.is_empty() => None,
        Ok(found) => Some(found.iter().map(Violation::zh).collect::<Vec<_>>().join("；")),
        Err(error) => Some(error.to_string()),
    }
}

struct Place<'a> {
    table: &'static Table,
    path: &'a str,
    found: &'a mut Vec<Violation>,
}

impl Place<'_> {
    fn broken(&mut self, broken: Broken) {
        self.found.push(Violation { path: self.path.to_owned(), table: self.table.number, broken });
    }
}

fn object(node: &Node, table: &'static Table, path: &str, found: &mut Vec<Violation>) {
    let Node::Object(members) = node else {
        let path = if path.is_empty() { table.name } else { path };
        Place { table, path, found }.broken(Broken::Type { wanted: "an object", given: node.kind() });
        return;
    };
    for (name, _) in members {
        if !table.fields.iter().any(|field| field.name == name) {
            Place { table, path: &join(path, name), found }.broken(Broken::Unknown);
        }
    }
    for field in table.fields {
        let path = join(path, field.name);
        let mut place = Place { table, path: &path, found };
        match node.get(field.name) {
            None if field.required => place.broken(Broken::Missing),
            None => {}
            Some(value) => one(value, field, &mut place),
        }
    }
    for rule in table.rules {
        tied(rule, node, table, path, found);
    }
}

fn one(value: &Node, field: &Field, place: &mut Place<'_>) {
    match (&field.kind, value) {
        (Kind::Object(inner), _) => object(value, inner, place.path, place.found),
        (Kind::List(inner), Node::List(items)) => {
            none_but_needed(items, field, place);
            for (at, item) in items.iter().enumerate() {
                object(item, inner, &format!("{}[{at}]", place.path), place.found);
            }
        }
        (Kind::Texts(_) | Kind::Uuids | Kind::IntsOf(_), Node::List(items)) => {
            none_but_needed(items, field, place);
            let inner = match field.kind {
                Kind::Texts(max) => Kind::Text(max),
                Kind::IntsOf(codes) => Kind::IntOf(codes),
                _ => Kind::Uuid,
            };
            for (at, item) in items.iter().enumerate() {
                let path = format!("{}[{at}]", place.path);
                let mut place = Place { table: place.table, path: &path, found: place.found };
                scalar(item, &inner, true, &mut place);
            }
        }
        (Kind::List(_) | Kind::Texts(_) | Kind::Uuids | Kind::IntsOf(_), _) => {
            place.broken(Broken::Type { wanted: "an array", given: value.kind() });
        }
        (kind, _) => scalar(value, kind, field.required, place),
    }
}

fn none_but_needed(items: &[Node], field: &Field, place: &mut Place<'_>) {
    if items.is_empty() && field.required {
        place.broken(Broken::Empty);
    }
}

fn scalar(value: &Node, kind: &Kind, required: bool, place: &mut Place<'_>) {
    match (wanted(kind), value) {
        ("a string", Node::Text(text)) => {
            if text.is_empty() {
                // An optional string may be given and empty; a prescribed form can't be kept by nothing.
                let free = matches!(kind, Kind::Text(_) | Kind::LongText | Kind::Base64(_) | Kind::Binary(_));
                if required || !free {
                    place.broken(Broken::Empty);
                }
            } else {
                string(text, kind, place);
            }
        }
        ("a number", Node::Number(text)) => number(text, kind, place),
        ("a boolean", Node::Bool(_)) => {}
        (wanted, _) => place.broken(Broken::Type { wanted, given: value.kind() }),
    }
}

const fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text(_)
        | Kind::LongText
        | Kind::TextOf(_)
        | Kind::Digits(_)
        | Kind::Binary(_)
        | Kind::TagNumber
        | Kind::Plate
        | Kind::Base64(_)
        | Kind::DestPath
        | Kind::Uuid
        | Kind::DateTime
        | Kind::Date
        | Kind::Time => "a string",
        Kind::Count | Kind::IntOf(_) | Kind::Timestamp | Kind::Long | Kind::Amount | Kind::Number(..) => "a number",
        Kind::Boolean => "a boolean",
        Kind::Object(_) => "an object",
        Kind::List(_) | Kind::Texts(_) | Kind::Uuids | Kind::IntsOf(_) => "an array",
    }
}

fn string(text: &str, kind: &Kind, place: &mut Place<'_>) {
    let longest = match kind {
        Kind::Text(max) | Kind::Binary(max) | Kind::Base64(max) => *max,
        Kind::Plate => 10,
        _ => usize::MAX,
    };
    let characters = text.chars().count();
    if characters > longest {
        place.broken(Broken::TooLong { max: longest, given: characters });
    }
    let all = |allowed: fn(char) -> bool| text.chars().all(allowed);
    match kind {
        Kind::TextOf(codes) if !codes.contains(&text) => {
            place.broken(Broken::NotInList { given: text.to_owned(), list: codes.join(" ") });
        }
        Kind::Digits(lengths) if !(lengths.contains(&characters) && all(|c| c.is_ascii_digit())) => {
            place.broken(Broken::Form { wanted: "6 or 9 digits", given: text.to_owned() });
        }
        Kind::Binary(_) if !all(|c| matches!(c, '0' | '1')) => {
            place.broken(Broken::Form { wanted: "binary digits", given: text.to_owned() });
        }
        Kind::TagNumber if !is_tag_number(text) => {
            place.broken(Broken::Form { wanted: "12 digits and a check digit", given: text.to_owned() });
        }
        Kind::Plate if text.chars().any(|c| c.is_whitespace() || matches!(c, '·' | '.' | '•')) => {
            place.broken(Broken::Form { wanted: "a plate without blanks and dots", given: text.to_owned() });
        }
        Kind::Base64(_) if !all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')) => {
            place.broken(Broken::Form { wanted: "Base64", given: text.chars().take(20).collect() });
        }
        Kind::DestPath if !is_dest_path(text) => {
            place.broken(Broken::Form { wanted: "/yyyyMMdd/lot/garage/record/", given: text.to_owned() });
        }
        Kind::Uuid if !is_uuid(text) => {
            place.broken(Broken::Form { wanted: "32 hexadecimal digits", given: text.to_owned() });
        }
        Kind::DateTime if !is_datetime(text) => {
            place.broken(Broken::Form { wanted: "yyyy-MM-dd HH:mm:ss", given: text.to_owned() });
        }
        Kind::Date if !is_datetime(&format!("{text} 00:00:00")) => {
            place.broken(Broken::Form { wanted: "yyyy-MM-dd", given: text.to_owned() });
        }
        Kind::Time if !is_datetime(&format!("2000-01-01 {text}")) => {
            place.broken(Broken::Form { wanted: "HH:mm:ss", given: text.to_owned() });
        }
        _ => {}
    }
}

/// The check digit itself is not recomputed: what a car's tag says is passed on as it is.
fn is_tag_number(text: &str) -> bool {
    text.len() == 13 && text.bytes().enumerate().all(|(at, b)| b.is_ascii_digit() || (at == 12 && b == b'X'))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_datetime(text: &str) -> bool {
    // Written back the same: no short digits, no T between the two.
    Moment::from_datetime_text(text).is_some_and(|moment| moment.to_datetime_text() == text)
}

fn is_dest_path(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let &["", day, lot, garage, record, ""] = parts.as_slice() else { return false };
    let spaced = day.len() == 8 && day.is_ascii();
    let is_day = spaced && is_datetime(&format!("{}-{}-{} 00:00:00", &day[..4], &day[4..6], &day[6..]));
    is_day && (1..=20).contains(&lot.len()) && (1..=22).contains(&garage.len()) && is_uuid(record)
}

fn number(text: &str, kind: &Kind, place: &mut Place<'_>) {
    let (low, high) = match kind {
        Kind::Count => (0, i64::from(i32::MAX)),
        Kind::IntOf(_) => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Kind::Timestamp => (0, i64::from(u32::MAX)),
        Kind::Long => (0, i64::MAX),
        Kind::Number(low, high) => (*low, *high),
        Kind::Amount => {
            let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
            if text.contains(['e', 'E']) || decimals != 2 {
                place.broken(Broken::Decimals { given: text.to_owned() });
            } else if text.starts_with('-') {
                place.broken(Broken::Range { given: text.to_owned() });
            }
            return;
        }
        _ => return,
    };
    if matches!(kind, Kind::Number(..)) {
        let whole = text.split(['.', 'e', 'E']).next().unwrap_or(text);
        if text.contains(['e', 'E']) || !whole.parse().is_ok_and(|n: i64| (low..=high).contains(&n)) {
            place.broken(Broken::Range { given: text.to_owned() });
        }
        return;
    }
    match text.parse::<i64>() {
        Err(_) => place.broken(Broken::Form { wanted: "a whole number", given: text.to_owned() }),
        Ok(n) if !(low..=high).contains(&n) => place.broken(Broken::Range { given: text.to_owned() }),
        Ok(n) => {
            if let Kind::IntOf(codes) = kind
                && !codes.contains(&n)
            {
                let list = codes.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
                place.broken(Broken::NotInList { given: text.to_owned(), list });
            }
        }
    }
}

fn tied(rule: &Rule, node: &Node, table: &'static Table, path: &str, found: &mut Vec<Violation>) {
    let given = |name: &str| match node.get(name) {
        None | Some(Node::Null) => false,
        Some(Node::Text(text)) => !text.is_empty(),
        Some(_) => true,
    };
    let integer = |name: &str| match node.get(name) {
        Some(Node::Number(text)) => text.parse::<i64>().ok(),
        _ => None,
    };
    let mut broken = |name: &str, broken| Place { table, path: &join(path, name), found: &mut *found }.broken(broken);
    match rule {
        Rule::OneOf(names) => {
            if !names.iter().any(|name| given(name)) {
                broken(&names.join("|"), Broken::Missing);
            }
        }
        Rule::WhenTrue(flag, names) => {
            if node.get(flag) == Some(&Node::Bool(true)) {
                for name in names.iter().filter(|name| !given(name)) {
                    broken(name, Broken::Missing);
                }
            }
        }
        Rule::Unless(other, name) => {
            if !given(other) && !given(name) {
                broken(name, Broken::Missing);
            }
        }
        Rule::WhenCode(code, codes, name) => {
            if integer(code).is_some_and(|n| codes.contains(&n)) && !given(name) {
                broken(name, Broken::Missing);
            }
        }
        Rule::NotBefore(first, second) => {
            let at = |name| node.get(name).and_then(Node::as_text).and_then(Moment::from_datetime_text);
            if let (Some(a), Some(b)) = (at(first), at(second))
                && b < a
            {
                broken(second, Broken::Before { other: first });
            }
        }
        Rule::DayNotBefore(first, second) => {
            // Written yyyy-MM-dd, days compare as texts.
            if let (Some(Node::Text(a)), Some(Node::Text(b))) = (node.get(first), node.get(second))
                && b < a
            {
                broken(second, Broken::Before { other: first });
            }
        }
        Rule::AtMost(part, whole) => {
            if let (Some(a), Some(b)) = (integer(part), integer(whole))
                && a > b
            {
                broken(part, Broken::Range { given: a.to_string() });
            }
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests;
