//! JSON with the number text kept, and its canonical form.
//!
//! The platforms sign the text of their messages, and write numbers that no machine type holds: `20.00` is not `20.0`,
//! and `44030400100101000010` (DB4403/T 313, D.19) does not fit in 64 bits. So a number stays the text that it was.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// The longest text that is read: the 10 MB that one call may send (DB4403/T 313, 6.1.1 i).
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// The deepest nesting that is read. The platforms' tables stay below 8.
pub const MAX_DEPTH: usize = 32;

/// A JSON value. Numbers are text; an object's members stand in the order in which they were received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object.
    Object(Vec<(String, Node)>),
}

/// Why a text was not read.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Longer than [`MAX_BYTES`].
    #[error("the text has {bytes} bytes; {MAX_BYTES} at most are read")]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("{path} is nested deeper than {MAX_DEPTH} levels")]
    TooDeep {
        /// Where.
        path: String,
    },
    /// The same key twice in one object: two readers could take it two ways.
    #[error("{path} is given twice")]
    Duplicate {
        /// The second one.
        path: String,
    },
    /// Not JSON.
    #[error("not JSON: {0}")]
    Malformed(#[from] serde_json::Error),
}

impl Node {
    /// Reads a text, and refuses an object that has a key twice.
    ///
    /// # Errors
    /// When the text is not JSON, is too long, too deep, or has a key twice.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let (node, mut duplicates) = Self::parse_lenient(text)?;
        if duplicates.is_empty() { Ok(node) } else { Err(JsonError::Duplicate { path: duplicates.swap_remove(0) }) }
    }

    /// Reads a text; where a key is given twice the last one counts, and the list names every such key by its path.
    /// A byte order mark before the text is passed over.
    ///
    /// # Errors
    /// When the text is not JSON, is too long or too deep.
    pub fn parse_lenient(text: &str) -> Result<(Self, Vec<String>), JsonError> {
        if text.len() > MAX_BYTES {
            return Err(JsonError::TooLong { bytes: text.len() });
        }
        let raw: &RawValue = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        let mut reader = Reader { path: Path::default(), duplicates: Vec::new() };
        let node = reader.read(raw, 0)?;
        Ok((node, reader.duplicates))
    }

    /// The member of an object with this name.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// Takes the member of an object with this name out of it.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        match self {
            Node::Object(members) => {
                let at = members.iter().position(|(name, _)| name == key)?;
                Some(members.remove(at).1)
            }
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_list(&self) -> Option<&[Node]> {
        match self {
            Node::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string or of a number: some platforms send the one for the other.
    pub fn text_or_number(&self) -> Option<&str> {
        match self {
            Node::Text(text) | Node::Number(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number, given as a number or as text.
    pub fn to_integer(&self) -> Option<i64> {
        self.text_or_number()?.trim().parse().ok()
    }

    /// What kind of value it is, for a person.
    pub const fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::Text(_) => "a string",
            Node::List(_) => "an array",
            Node::Object(_) => "an object",
        }
    }

    /// The canonical text: no blanks, keys sorted by their bytes at every level, `/` and characters beyond ASCII as
    /// they are, empty values kept, numbers as they were written (DB4403/T 313, 6.1.1 g and D.1).
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, true);
        out
    }

    /// The text without blanks, members in the order received.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        out
    }

    fn write(&self, out: &mut String, sorted: bool) {
        match self {
            Node::Null => out.push_str("null"),
            Node::Bool(true) => out.push_str("true"),
            Node::Bool(false) => out.push_str("false"),
            Node::Number(text) => out.push_str(text),
            Node::Text(text) => write_text(out, text),
            Node::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out, sorted);
                }
                out.push(']');
            }
            Node::Object(members) => {
                let mut members: Vec<&(String, Node)> = members.iter().collect();
                if sorted {
                    members.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
                }
                out.push('{');
                for (at, (key, node)) in members.into_iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    write_text(out, key);
                    out.push(':');
                    node.write(out, sorted);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).expect("every string can be written as JSON"));
}

/// The canonical text of a typed message.
///
/// # Errors
/// When the type does not serialise, or nests too deep.
pub fn to_canonical<T: Serialize>(message: &T) -> Result<String, JsonError> {
    Ok(Node::parse(&serde_json::to_string(message)?)?.canonical())
}

impl fmt::Display for Node {
    /// The text without blanks, members in the order received.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.compact())
    }
}

impl Serialize for Node {
    /// Works with `serde_json` alone: numbers pass through as text.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.compact()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Node {
    /// Works with `serde_json` alone. A key given twice is refused.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Node::parse(raw.get()).map_err(serde::de::Error::custom)
    }
}

struct Reader {
    path: Path,
    duplicates: Vec<String>,
}

impl Reader {
    fn read(&mut self, raw: &RawValue, depth: usize) -> Result<Node, JsonError> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'n') => Node::Null,
            Some(b't') => Node::Bool(true),
            Some(b'f') => Node::Bool(false),
            Some(b'"') => Node::Text(serde_json::from_str(text)?),
            Some(b'[') => {
                self.dive(depth)?;
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                let mut list = Vec::with_capacity(items.len());
                for (at, item) in items.into_iter().enumerate() {
                    self.path.0.push(Step::At(at));
                    list.push(self.read(item, depth + 1)?);
                    self.path.0.pop();
                }
                Node::List(list)
            }
            Some(b'{') => {
                self.dive(depth)?;
                let Members(raw_members) = serde_json::from_str(text)?;
                let mut at_of = std::collections::HashMap::with_capacity(raw_members.len());
                let mut members: Vec<(String, Node)> = Vec::with_capacity(raw_members.len());
                for (key, value) in raw_members {
                    self.path.0.push(Step::Key(key.clone()));
                    let node = self.read(value, depth + 1)?;
                    match at_of.get(&key) {
                        Some(&at) => {
                            self.duplicates.push(self.path.to_string());
                            let slot: &mut (String, Node) = &mut members[at];
                            slot.1 = node;
                        }
                        None => {
                            at_of.insert(key.clone(), members.len());
                            members.push((key, node));
                        }
                    }
                    self.path.0.pop();
                }
                Node::Object(members)
            }
            // serde_json has already seen that it is a number of JSON's grammar.
            _ => Node::Number(text.to_owned()),
        })
    }

    fn dive(&self, depth: usize) -> Result<(), JsonError> {
        if depth >= MAX_DEPTH { Err(JsonError::TooDeep { path: self.path.to_string() }) } else { Ok(()) }
    }
}

#[derive(Default)]
struct Path(Vec<Step>);

enum Step {
    Key(String),
    At(usize),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::At(index) => write!(f, "[{index}]")?,
            }
        }
        if self.0.is_empty() { f.write_str("the whole") } else { Ok(()) }
    }
}

/// Every member of an object as received, the doubled ones too.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(map.size_hint().unwrap_or(0));
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Seen)
    }
}

#[cfg(test)]
mod tests;
