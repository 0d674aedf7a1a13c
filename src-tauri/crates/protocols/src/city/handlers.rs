//! The code behind each row of [`super::spec`]: reads a message in every accepted form, writes it in the table's.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::client::{Reply, ReplyError};
use super::wire::login::TokenReply;
use crate::interface::{Handler, HandlerError};
use crate::json::{Node, to_canonical};

/// A handler whose request item is of this type, and whose reply is table 32.
pub const fn of<T: Serialize + DeserializeOwned>() -> Handler {
    Handler { request: rewrite::<T>, reply }
}

/// A handler whose reply carries a token (tables 35 and 37).
pub const fn of_token<T: Serialize + DeserializeOwned>() -> Handler {
    of_query::<T, TokenReply>()
}

/// A handler whose reply carries items of a table of their own.
pub const fn of_query<T: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>() -> Handler {
    Handler { request: rewrite::<T>, reply: reply_of::<R> }
}

/// A handler whose request has no items (6.2.5, 6.2.6), and whose reply is table 32.
pub const fn of_nothing() -> Handler {
    Handler { request: nothing, reply }
}

/// Reads the whole `data`, for there is no item in it.
fn nothing(data: &str) -> Result<String, HandlerError> {
    match Node::parse(data)? {
        Node::List(items) if items.is_empty() => Ok("[]".to_owned()),
        _ => Err(HandlerError::Member("data")),
    }
}

/// A handler of what the platform calls: the types of one item of the request and of one of the reply.
pub const fn of_down<T: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>() -> Handler {
    of_query::<T, R>()
}

fn reply_of<R: Serialize + DeserializeOwned>(text: &str) -> Result<String, HandlerError> {
    let mut reply = Reply::parse(text)?;
    // A refused item has a code instead.
    for item in reply.data.iter_mut().filter(|item| item.get("code").is_none()) {
        *item = Node::parse(&rewrite::<R>(&item.compact())?)?;
    }
    Ok(reply.to_text())
}

fn rewrite<T: Serialize + DeserializeOwned>(item: &str) -> Result<String, HandlerError> {
    Ok(to_canonical(&serde_json::from_str::<T>(item)?)?)
}

fn reply(text: &str) -> Result<String, HandlerError> {
    Ok(Reply::parse(text)?.to_text())
}

impl From<ReplyError> for HandlerError {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Json(json) => HandlerError::Json(json),
            ReplyError::NoResultCode => HandlerError::Member("resultCode"),
            ReplyError::Data => HandlerError::Member("data"),
        }
    }
}
