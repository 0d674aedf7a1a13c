//! docloud's messages. What the tables say is sent; what the page's examples show is read too.

mod inspection;
mod monitor;
mod violation;

use serde::{Deserialize, Serialize};

use super::lenient::Int;
use crate::json::Node;

pub use inspection::*;
pub use monitor::*;
pub use violation::*;

/// An answer: what was asked for, or a code and words (异常返回内容).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply<T> {
    /// True when it is no refusal.
    pub success: bool,
    /// The dictionary's code of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub err_code: Option<Int>,
    /// A refusal's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What was asked for.
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    pub data: Option<T>,
}

fn nothing<T>() -> Option<T> {
    None
}

/// The answer to a callback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// True once it is stored.
    pub success: bool,
}

/// A call without parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoParameters {}

/// `sign/test`: what it was asked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignTested {
    /// The body that was signed.
    #[serde(default)]
    pub request_body: String,
    /// The query.
    #[serde(default)]
    pub url_param: String,
}

/// Any object: `sign/test` signs whatever it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Anything(pub Node);
