//! The code behind each row of [`super::spec`]: reads a message in every accepted form, writes it in the document's.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::{Reply, SaveRecord, TokenRequest};
use crate::interface::{Handler, HandlerError};
use crate::json::{Node, to_canonical};

pub(super) const TOKEN: Handler = Handler { request: rewrite::<TokenRequest>, reply: rewrite::<Reply> };
/// The token of the request is put on at sending, so it is no part of the message.
pub(super) const SAVE: Handler = Handler { request: without_token, reply: rewrite::<Reply> };

fn without_token(text: &str) -> Result<String, HandlerError> {
    let mut root = Node::parse(text)?;
    root.take("access_token");
    rewrite::<SaveRecord>(&root.compact())
}

fn rewrite<T: Serialize + DeserializeOwned>(text: &str) -> Result<String, HandlerError> {
    Ok(to_canonical(&serde_json::from_str::<T>(text)?)?)
}
