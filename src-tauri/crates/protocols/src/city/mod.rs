//! City parking platform, DB4403/T 313—2023.

pub mod check;
pub mod client;
pub mod codes;
pub mod dialect;
pub mod envelope;
pub mod frame;
mod handlers;
pub mod map;
pub mod receiver;
pub mod spec;
mod tables;
pub mod wire;

pub use dialect::{Dialect, SignAlgorithm, SignScope};
pub use map::{CityCharging, CityMapper};
