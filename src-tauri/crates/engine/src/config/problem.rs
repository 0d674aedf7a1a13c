//! What is wrong with a configuration, said so that a person can mend it.

use std::fmt;
use std::path::PathBuf;

use lotdesk_operations::api::refusal::{Code, Refusal};
use serde::Serialize;

use super::layers::Source;

/// One bad value: the field and the rule that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The setting as a path, such as `lanes.listen`; empty when the file as a whole cannot be read.
    pub field: String,
    /// The rule, in Simplified Chinese.
    pub zh: String,
    /// The rule, in English.
    pub en: String,
    /// Where the value came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

impl Problem {
    /// A problem of a field.
    pub fn new(field: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.into(), zh: zh.into(), en: en.into(), source: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, self.field.is_empty()) {
            (Some(source), false) => write!(f, "{} ({source}): {}", self.field, self.en),
            (Some(source), true) => write!(f, "{source}: {}", self.en),
            (None, false) => write!(f, "{}: {}", self.field, self.en),
            (None, true) => f.write_str(&self.en),
        }
    }
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file could not be read or written.
    #[error("{path}: {cause}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Values break rules.
    #[error("{}", join(.0))]
    Bad(Vec<Problem>),
}

fn join(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl ConfigError {
    /// The problems, one for a file that cannot be read.
    pub fn problems(&self) -> Vec<Problem> {
        match self {
            ConfigError::Bad(problems) => problems.clone(),
            ConfigError::File { path, cause } => vec![Problem::new(
                "",
                format!("无法读写文件 {}：{cause}", path.display()),
                format!("the file {} cannot be read or written: {cause}", path.display()),
            )],
        }
    }

    /// As a refusal: the first problem's field, all problems' words.
    pub fn to_refusal(&self) -> Refusal {
        let problems = self.problems();
        let line = |words: &dyn Fn(&Problem) -> String| problems.iter().map(words).collect::<Vec<_>>().join("; ");
        let at = |p: &Problem| if p.field.is_empty() { String::new() } else { format!("{}: ", p.field) };
        let zh = line(&|p| format!("{}{}", at(p), p.zh));
        let en = line(&|p| format!("{}{}", at(p), p.en));
        let refusal = Refusal::new(
            Code::BadField,
            format!("配置有误，请修改后重试。{zh}"),
            format!("The configuration breaks its rules; mend it and try again. {en}"),
        );
        match problems.into_iter().find(|p| !p.field.is_empty()) {
            Some(problem) => refusal.at(problem.field),
            None => refusal,
        }
    }
}
