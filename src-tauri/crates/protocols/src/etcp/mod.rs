//! ETCP open platform.

pub mod client;
mod handlers;
pub mod map;
pub mod receiver;
pub mod replies;
pub mod sign;
pub mod spec;
mod values;
pub mod wire;
