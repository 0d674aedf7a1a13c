//! City parking platform, DB4403/T 313—2023.

pub mod client;
pub mod codes;
pub mod dialect;
pub mod envelope;
pub mod spec;
pub mod wire;

pub use dialect::{Dialect, SignAlgorithm, SignScope};
