//! Loading: merge the layers, read the result into [`Config`], and collect every bad value on the way.

use serde::Serialize;
use serde_json::Value;

use super::layers::{Layered, Source, from_env, lines};
use super::{Config, ConfigError, DEFAULT_TEXT, DEMO_TEXT, Problem, check};
use crate::home::Home;
use crate::store::write_atomically;

/// The settings that count for practising too.
const KEPT_FOR_PRACTICE: [&str; 4] = ["pictures", "reports", "logs", "secrets"];

/// What lies above the file.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// The environment; only names that begin with `LOTDESK__` count.
    pub env: Vec<(String, String)>,
    /// `key=value` pairs from the command line.
    pub command_line: Vec<(String, String)>,
}

impl Layers {
    /// The process's environment and these command-line settings. Variables that are not Unicode are left out.
    pub fn from_process(command_line: Vec<(String, String)>) -> Self {
        let env = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with("LOTDESK__"))
            .collect();
        Self { env, command_line }
    }
}

/// The configuration in force, and where each value came from.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The configuration.
    pub config: Config,
    sources: Vec<SourcedValue>,
}

/// One setting with its source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourcedValue {
    /// The setting, such as `lanes.listen`.
    pub key: String,
    /// Its value.
    pub value: Value,
    /// Where it came from.
    pub source: Source,
}

impl Effective {
    /// Every setting with its value and source, by name.
    pub fn sources(&self) -> &[SourcedValue] {
        &self.sources
    }

    /// Where a setting came from.
    pub fn source_of(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|row| row.key == key).map(|row| &row.source)
    }
}

/// Writes `lotdesk.toml` with its commented defaults when there is none. True when it was written.
///
/// # Errors
/// When the data directory cannot be written to.
pub fn write_default_if_missing(home: &Home, demo: bool) -> Result<bool, ConfigError> {
    let path = home.config_file();
    if path.exists() {
        return Ok(false);
    }
    let text = if demo { DEMO_TEXT } else { DEFAULT_TEXT };
    write_atomically(&path, text.as_bytes()).map_err(|cause| ConfigError::File { path, cause })?;
    Ok(true)
}

/// Reads the configuration of a data directory. A missing `lotdesk.toml` is an empty one.
///
/// # Errors
/// When the file cannot be read, or with every value that breaks a rule.
pub fn load(home: &Home, layers: &Layers) -> Result<Effective, ConfigError> {
    let path = home.config_file();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(cause) => return Err(ConfigError::File { path, cause }),
    };
    load_text(&text, layers)
}

/// As [`load`], from the file's text.
pub(super) fn load_text(text: &str, layers: &Layers) -> Result<Effective, ConfigError> {
    let mut layered = Layered::new();
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    layered.lay(defaults, &|_| Source::Default);
    layered.lay(read_file(text)?, &file_source(text));
    for (path, text, source) in from_env(&layers.env) {
        layered.set(&path, &text, source);
    }
    for (key, text) in &layers.command_line {
        let path: Vec<String> = key.split('.').map(str::to_owned).collect();
        layered.set(&path, text, Source::CommandLine);
    }

    let mut problems = Vec::new();
    let config: Config = read_collecting(&mut layered, &mut problems);
    let config = if config.training {
        // What is left aside need not be right.
        problems.retain(|problem| KEPT_FOR_PRACTICE.iter().any(|kept| problem.field.starts_with(kept)));
        config.for_practice()
    } else {
        config
    };
    // Rules across a value that was already refused would only repeat the complaint.
    for problem in check::check(&config) {
        if !problems.iter().any(|known: &Problem| known.field == problem.field) {
            let source = layered.source_of(&problem.field);
            problems.push(Problem { source, ..problem });
        }
    }
    if !problems.is_empty() {
        return Err(ConfigError::Bad(problems));
    }
    let values = serde_json::to_value(&config).unwrap_or_default();
    let mut sources = Vec::new();
    flatten(&values, &mut String::new(), &layered, &mut sources);
    Ok(Effective { config, sources })
}

fn read_file(text: &str) -> Result<Value, ConfigError> {
    let table = toml::from_str::<toml::Table>(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let problem = Problem::new(
            "",
            format!("第 {line} 行不是有效的 TOML：{}", error.message()),
            format!("line {line} is no valid TOML: {}", error.message()),
        );
        ConfigError::Bad(vec![Problem { source: Some(Source::File { name: "lotdesk.toml".into(), line }), ..problem }])
    })?;
    Ok(serde_json::to_value(table).unwrap_or_default())
}

fn file_source(text: &str) -> impl Fn(&str) -> Source {
    let lines = lines(text);
    move |path| Source::File { name: "lotdesk.toml".into(), line: lines.get(path).copied().unwrap_or(1) }
}

/// Reads the tree into a type whose every field has a default. A value that does not fit is noted and taken out, and
/// the reading begins anew, until what is left fits.
fn read_collecting<T: serde::de::DeserializeOwned + Default>(layered: &mut Layered, problems: &mut Vec<Problem>) -> T {
    loop {
        let mut unknown = Vec::new();
        let result: Result<T, (String, String)> = {
            let mut track = serde_path_to_error::Track::new();
            let deserializer = serde_path_to_error::Deserializer::new(&layered.tree, &mut track);
            serde_ignored::deserialize(deserializer, |path| unknown.push(clean(&path.to_string())))
                .map_err(|error: serde_json::Error| (clean(&track.path().to_string()), error.to_string()))
        };
        match result {
            Ok(value) => {
                for field in unknown {
                    problems.push(Problem { source: layered.source_of(&field), ..no_such_setting(field) });
                }
                return value;
            }
            Err((field, words)) => {
                if let Some(text) = layered.raw.remove(&field)
                    && let Some(place) = place(&mut layered.tree, &field)
                    && !place.is_string()
                {
                    *place = Value::String(text);
                    continue;
                }
                let source = layered.source_of(&field);
                let problem = if words.starts_with("unknown field") {
                    no_such_setting(field.clone())
                } else {
                    Problem::new(field.clone(), format!("值不符合要求：{words}"), words)
                };
                problems.push(Problem { source, ..problem });
                if field.is_empty() || !remove(&mut layered.tree, &field) {
                    return T::default();
                }
            }
        }
    }
}

/// The words never quote the value: it may be a secret that a hurried hand wrote here.
fn no_such_setting(field: String) -> Problem {
    let name = field.rsplit('.').next().unwrap_or(&field).to_lowercase();
    if ["password", "secret", "token", "key", "iv"].iter().any(|word| name.contains(word)) {
        return Problem::new(
            field,
            "密钥不写在这里：请从文件中删除，并在终端输入 lotdeskctl secret set 名称（如 city.password）",
            "secrets have no place here: take it out of the file and put it in by `lotdeskctl secret set NAME`, such as city.password",
        );
    }
    Problem::new(
        field,
        "没有这一项设置（拼写错误？lotdeskctl config --schema 列出全部设置）",
        "there is no such setting (misspelt? `lotdeskctl config --schema` lists all of them)",
    )
}

/// `serde_ignored` writes `?` for the layer of an option; a whole-document path is `.`.
fn clean(path: &str) -> String {
    path.split('.').filter(|part| !part.is_empty() && *part != "?").collect::<Vec<_>>().join(".")
}

fn place<'a>(tree: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('.').try_fold(tree, |here, part| here.get_mut(part))
}

/// Takes the value at a path out of the tree; inside a list, the whole list.
fn remove(tree: &mut Value, path: &str) -> bool {
    let path = path.split('[').next().unwrap_or(path).trim_end_matches('.');
    let (above, name) = match path.rsplit_once('.') {
        Some((above, name)) => (place(tree, above), name),
        None => (Some(tree), path),
    };
    above.and_then(Value::as_object_mut).is_some_and(|map| map.remove(name).is_some())
}

fn flatten(value: &Value, path: &mut String, layered: &Layered, rows: &mut Vec<SourcedValue>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (name, inner) in map {
                let length = path.len();
                if length > 0 {
                    path.push('.');
                }
                path.push_str(name);
                flatten(inner, path, layered, rows);
                path.truncate(length);
            }
        }
        _ => {
            let source = layered.sources.get(path.as_str()).cloned().unwrap_or(Source::Default);
            rows.push(SourcedValue { key: path.clone(), value: value.clone(), source });
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
