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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn number_text_survives() {
        // Both literals stand in DB4403/T 313, D.19.
        let text = r#"{"received": 15.00, "parkCode": 44030400100101000010}"#;
        let node = Node::parse(text).unwrap();
        assert_eq!(node.canonical(), r#"{"parkCode":44030400100101000010,"received":15.00}"#);
        assert_eq!(node.compact(), r#"{"received":15.00,"parkCode":44030400100101000010}"#);
        assert_eq!(Node::parse("1E+2").unwrap(), Node::Number("1E+2".into()));
        assert_eq!(Node::parse("-0").unwrap().canonical(), "-0");
    }

    #[test]
    fn keys_are_sorted_at_every_level_and_nothing_is_escaped_needlessly() {
        let text = "{\"b\":\"\", \"a\":[{\"d\":null,\"c\":{}}], \"B\":\"粤\\u0042 \\/ \\n\\\"\", \"é\":true}";
        let canonical = Node::parse(text).unwrap().canonical();
        assert_eq!(
            canonical, "{\"B\":\"粤B / \\n\\\"\",\"a\":[{\"c\":{},\"d\":null}],\"b\":\"\",\"é\":true}",
            "upper case before lower case before é; / and 粤 as they are; empty values kept"
        );
    }

    #[test]
    fn a_key_given_twice_is_refused_or_reported() {
        let text = r#"{"data":[{"a":1,"b":2,"a":3}]}"#;
        assert!(matches!(Node::parse(text), Err(JsonError::Duplicate { path }) if path == "data[0].a"));
        let (node, duplicates) = Node::parse_lenient(text).unwrap();
        assert_eq!(duplicates, ["data[0].a"]);
        assert_eq!(node.canonical(), r#"{"data":[{"a":3,"b":2}]}"#);
        // Escaped and plain spelling of one key are one key.
        assert!(matches!(Node::parse(r#"{"a":1,"\u0061":2}"#), Err(JsonError::Duplicate { .. })));
    }

    #[test]
    fn limits_hold() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(Node::parse(&deep(MAX_DEPTH)).is_ok());
        assert!(matches!(Node::parse(&deep(MAX_DEPTH + 1)), Err(JsonError::TooDeep { .. })));
        assert!(matches!(Node::parse(&deep(200_000)), Err(JsonError::TooDeep { .. } | JsonError::Malformed(_))));
        let long = format!("\"{}\"", "x".repeat(MAX_BYTES));
        assert!(matches!(Node::parse(&long), Err(JsonError::TooLong { bytes }) if bytes == MAX_BYTES + 2));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in ["", " ", "{", "[1,]", "{\"a\":1,}", "01", "1.", "NaN", "'a'", "\"\\ud800\"", "1 2", "{a:1}", "+1"]
        {
            assert!(matches!(Node::parse(text), Err(JsonError::Malformed(_))), "{text:?}");
        }
        assert_eq!(Node::parse_lenient("\u{feff}1").unwrap().0, Node::Number("1".into()));
    }

    fn number() -> impl Strategy<Value = Node> {
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,6})?([eE][-+]?[0-9]{1,3})?".prop_map(Node::Number)
    }

    fn node() -> impl Strategy<Value = Node> {
        let leaf = prop_oneof![
            Just(Node::Null),
            any::<bool>().prop_map(Node::Bool),
            number(),
            any::<String>().prop_map(Node::Text),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Node::List),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| Node::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn writing_and_reading_give_the_same_value(node in node()) {
            prop_assert_eq!(&Node::parse(&node.compact()).unwrap(), &node);
        }

        #[test]
        fn the_canonical_form_is_its_own_canonical_form(node in node()) {
            let canonical = node.canonical();
            prop_assert_eq!(Node::parse(&canonical).unwrap().canonical(), canonical);
        }

        #[test]
        fn the_order_of_members_does_not_matter(node in node()) {
            fn turned(node: &Node) -> Node {
                match node {
                    Node::Object(members) => {
                        Node::Object(members.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect())
                    }
                    Node::List(items) => Node::List(items.iter().map(turned).collect()),
                    other => other.clone(),
                }
            }
            prop_assert_eq!(turned(&node).canonical(), node.canonical());
        }

        #[test]
        fn number_text_comes_out_as_it_went_in(number in number()) {
            let text = format!("{{\"n\": {} }}", number.compact());
            prop_assert_eq!(Node::parse(&text).unwrap().get("n").cloned(), Some(number));
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = Node::parse(&text);
        }

        #[test]
        fn it_agrees_with_serde_json_on_what_is_json(text in "[\\[\\]{}\",:0-9a-e.\\\\ntrufls -]{0,24}") {
            let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            let ours = Node::parse_lenient(&text).is_ok();
            // A number beyond f64 is text to us and an error to serde_json.
            prop_assert!(ours || !theirs, "{text:?}");
        }
    }
}
