//! The code behind the rows of the charging calls and of 1101 to 1106: reads a message's content in every accepted form,
//! writes it in the tables'.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::business::{
    CheckOrdersReply, CheckOrdersRequest, EquipAuthReply, EquipAuthRequest, OrderInfo, OrderInfoReply,
    StartChargeReply, StartChargeRequest, StopChargeReply, StopChargeRequest,
};
use crate::interface::{Handler, HandlerError};
use crate::json::{JsonError, Node, to_canonical};

/// A handler whose request and reply contents are of these types.
pub const fn of<Q: Serialize + DeserializeOwned, A: Serialize + DeserializeOwned>() -> Handler {
    Handler { request: rewrite::<Q>, reply: rewrite::<A> }
}

/// The handler of 1104, which names no message of its own but "B.2": any of those five, told apart by their members.
pub const fn of_business() -> Handler {
    Handler { request: business_request, reply: business_reply }
}

/// The text of a message's content as it is sent.
///
/// # Errors
/// Never for types of this module; their numbers are numbers.
pub fn write<T: Serialize>(content: &T) -> Result<String, JsonError> {
    to_canonical(content)
}

fn rewrite<T: Serialize + DeserializeOwned>(text: &str) -> Result<String, HandlerError> {
    Node::parse(text)?;
    Ok(to_canonical(&serde_json::from_str::<T>(text)?)?)
}

fn business_request(text: &str) -> Result<String, HandlerError> {
    let node = Node::parse(text)?;
    let has = |name| node.get(name).is_some();
    if has("EquipAuthSeq") {
        rewrite::<EquipAuthRequest>(text)
    } else if has("CheckOrderSeq") {
        rewrite::<CheckOrdersRequest>(text)
    } else if has("StopReason") {
        rewrite::<OrderInfo>(text)
    } else if has("QRCode") {
        rewrite::<StartChargeRequest>(text)
    } else {
        rewrite::<StopChargeRequest>(text)
    }
}

fn business_reply(text: &str) -> Result<String, HandlerError> {
    let node = Node::parse(text)?;
    let has = |name| node.get(name).is_some();
    if has("EquipAuthSeq") {
        rewrite::<EquipAuthReply>(text)
    } else if has("CheckOrderSeq") {
        rewrite::<CheckOrdersReply>(text)
    } else if has("ConfirmResult") {
        rewrite::<OrderInfoReply>(text)
    } else if has("ConnectorID") {
        rewrite::<StartChargeReply>(text)
    } else {
        rewrite::<StopChargeReply>(text)
    }
}
