//! AutoX3 service orders.

mod handlers;
pub mod receiver;
pub mod spec;
pub mod wire;
