//! The code behind each row of [`super::spec`]: reads a message in every accepted form, writes it in the tables'.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::{
    BindRequest, CodeRequest, EntryPush, ExitPush, HistoryRequest, LoginRequest, LotsData, LotsRequest, PaidData,
    PaidRequest, PastItem, Plain, PushReply, Reply, SignInRequest, StateData, StateRequest, TokenData, UnbindRequest,
    UnpaidItem, UnpaidRequest,
};
use crate::interface::{Handler, HandlerError};
use crate::json::to_canonical;

pub(super) const CODE: Handler = of::<CodeRequest, Plain>();
pub(super) const LOGIN: Handler = of::<LoginRequest, Reply<TokenData>>();
pub(super) const SIGN_IN: Handler = of::<SignInRequest, Reply<TokenData>>();
pub(super) const BIND: Handler = of::<BindRequest, Plain>();
pub(super) const UNBIND: Handler = of::<UnbindRequest, Plain>();
pub(super) const HISTORY: Handler = of::<HistoryRequest, Reply<Vec<PastItem>>>();
pub(super) const UNPAID: Handler = of::<UnpaidRequest, Reply<Vec<UnpaidItem>>>();
pub(super) const PAID: Handler = of::<PaidRequest, Reply<PaidData>>();
pub(super) const LOTS: Handler = of::<LotsRequest, Reply<LotsData>>();
pub(super) const STATE: Handler = of::<StateRequest, Reply<StateData>>();
pub(super) const ENTRY: Handler = of::<EntryPush, PushReply>();
pub(super) const EXIT: Handler = of::<ExitPush, PushReply>();

const fn of<Q: Serialize + DeserializeOwned, A: Serialize + DeserializeOwned>() -> Handler {
    Handler { request: rewrite::<Q>, reply: rewrite::<A> }
}

fn rewrite<T: Serialize + DeserializeOwned>(text: &str) -> Result<String, HandlerError> {
    Ok(to_canonical(&serde_json::from_str::<T>(text)?)?)
}
