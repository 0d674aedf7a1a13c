//! ETCP open platform.

pub mod sign;
pub mod spec;
