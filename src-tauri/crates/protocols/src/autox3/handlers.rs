//! The code behind the row of [`super::spec`].

use super::wire::{Push, PushReply};
use crate::interface::{Handler, HandlerError};
use crate::json::{Node, to_canonical};

pub(super) const PUSH: Handler = Handler { request: push, reply };

/// The push as it came, its order read: what cannot be read as one is refused.
fn push(text: &str) -> Result<String, HandlerError> {
    let read: Push = serde_json::from_str(text)?;
    super::receiver::order(read.content.get())?;
    Ok(Node::parse(&serde_json::to_string(&read)?)?.canonical())
}

fn reply(text: &str) -> Result<String, HandlerError> {
    Ok(to_canonical(&serde_json::from_str::<PushReply>(text)?)?)
}
