//! Vehicle-repair electronic health archive (汽车维修电子健康档案).

pub mod client;
mod handlers;
pub mod map;
pub mod spec;
pub mod wire;
