//! The layers of a configuration, merged into one tree of JSON values that knows, for every leaf, which layer set it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Source {
    /// Built in.
    Default,
    /// A file in the data directory.
    File {
        /// Its name.
        name: String,
        /// The line of the key, from 1.
        line: usize,
    },
    /// An environment variable.
    Env {
        /// Its name.
        name: String,
    },
    /// The command line.
    CommandLine,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => f.write_str("default"),
            Source::File { name, line } => write!(f, "{name}, line {line}"),
            Source::Env { name } => f.write_str(name),
            Source::CommandLine => f.write_str("command line"),
        }
    }
}

/// A tree of values and, by path, the source of each leaf.
#[derive(Clone, Debug, Default)]
pub(super) struct Layered {
    pub(super) tree: Value,
    pub(super) sources: BTreeMap<String, Source>,
    /// The text as it stood in the environment or on the command line: a value such as `0755` is read as a number
    /// first and taken as text where the setting wants text.
    pub(super) raw: BTreeMap<String, String>,
}

impl Layered {
    pub(super) fn new() -> Self {
        Self { tree: Value::Object(Map::new()), sources: BTreeMap::new(), raw: BTreeMap::new() }
    }

    /// Lays `top` over what is there; `source` tells the source of a leaf by its path.
    pub(super) fn lay(&mut self, top: Value, source: &dyn Fn(&str) -> Source) {
        let mut path = Vec::new();
        merge(&mut self.tree, top, &mut path, &mut self.sources, source);
    }

    /// Sets one value by its path.
    pub(super) fn set(&mut self, path: &[String], text: &str, source: Source) {
        let mut here = &mut self.tree;
        let mut names = Vec::with_capacity(path.len());
        for part in path {
            if !here.is_object() {
                *here = Value::Object(Map::new());
            }
            let Value::Object(map) = here else { return };
            let name = existing_name(map, part);
            here = map.entry(name.clone()).or_insert(Value::Null);
            names.push(name);
        }
        *here = parse_text(text);
        let path = names.join(".");
        self.sources.retain(|known, _| known != &path && !known.starts_with(&format!("{path}.")));
        self.raw.insert(path.clone(), text.to_owned());
        self.sources.insert(path, source);
    }

    /// The source of a path: its own, or that of the nearest thing above or below it that has one.
    pub(super) fn source_of(&self, path: &str) -> Option<Source> {
        let mut up = path;
        loop {
            if let Some(source) = self.sources.get(up) {
                return Some(source.clone());
            }
            match up.rfind(['.', '[']) {
                Some(cut) => up = &up[..cut],
                None => break,
            }
        }
        let below = format!("{path}.");
        self.sources.iter().find(|(known, _)| known.starts_with(&below)).map(|(_, source)| source.clone())
    }
}

/// Environment variables cannot hold a hyphen everywhere: `IN_1` finds the key `in-1`.
fn existing_name(map: &Map<String, Value>, part: &str) -> String {
    if map.contains_key(part) {
        return part.to_owned();
    }
    map.keys().find(|key| key.to_lowercase().replace('-', "_") == part).cloned().unwrap_or_else(|| part.to_owned())
}

fn merge(
    below: &mut Value,
    top: Value,
    path: &mut Vec<String>,
    sources: &mut BTreeMap<String, Source>,
    source: &dyn Fn(&str) -> Source,
) {
    if let Value::Object(top) = top {
        if !below.is_object() {
            *below = Value::Object(Map::new());
            sources.remove(&path.join("."));
        }
        let Value::Object(map) = below else { return };
        for (name, value) in top {
            path.push(name.clone());
            merge(map.entry(name).or_insert(Value::Null), value, path, sources, source);
            path.pop();
        }
    } else {
        *below = top;
        let path = path.join(".");
        let from = source(&path);
        sources.retain(|known, _| !known.starts_with(&format!("{path}.")));
        sources.insert(path, from);
    }
}

/// A value as TOML would read it; text that is no TOML value is a string.
fn parse_text(text: &str) -> Value {
    let parsed = toml::from_str::<toml::Table>(&format!("value = {text}")).ok();
    match parsed {
        // More than one key: the text brought line breaks of its own.
        Some(mut table) if table.len() == 1 => table
            .remove("value")
            .and_then(|value| serde_json::to_value(value).ok())
            .unwrap_or_else(|| Value::String(text.to_owned())),
        _ => Value::String(text.to_owned()),
    }
}

/// The environment's settings: names that begin with `LOTDESK__`, parts joined by `__`, in lower case.
pub(super) fn from_env(vars: &[(String, String)]) -> Vec<(Vec<String>, String, Source)> {
    let mut found: Vec<_> = vars
        .iter()
        .filter_map(|(name, value)| {
            let rest = name.strip_prefix("LOTDESK__")?;
            let path = rest.split("__").map(str::to_lowercase).collect::<Vec<_>>();
            Some((path, value.clone(), Source::Env { name: name.clone() }))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// The line of every key in a TOML text, by path.
pub(super) fn lines(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    if let Ok(table) = toml::de::DeTable::parse(text) {
        walk(text, table.get_ref(), "", &mut found);
    }
    found
}

fn walk(text: &str, table: &toml::de::DeTable<'_>, above: &str, found: &mut BTreeMap<String, usize>) {
    for (key, value) in table {
        let name: &str = key.get_ref();
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") };
        let line = text[..key.span().start.min(text.len())].matches('\n').count() + 1;
        if let toml::de::DeValue::Table(inner) = value.get_ref() {
            walk(text, inner, &path, found);
        }
        found.insert(path, line);
    }
}
