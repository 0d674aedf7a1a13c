//! Charging interfaces (DB4403/T 313, appendix B).
//!
//! Both spellings are read. What is sent is written in this document's spelling, or in T/CEC 102's where the profile
//! says so ([`Dialect`]).

mod check;
pub mod client;
mod codes;
mod dialect;
pub mod envelope;
pub mod map;
pub mod receiver;
pub mod spec;
pub mod wire;

pub use codes::ret_words;
pub use dialect::Dialect;
pub use map::ChargingMapper;
