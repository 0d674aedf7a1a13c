//! docloud violations and inspection.

pub mod client;
mod handlers;
pub mod lenient;
pub mod map;
pub mod map_inspection;
pub mod receiver;
pub mod sign;
pub mod spec;
pub mod wire;
