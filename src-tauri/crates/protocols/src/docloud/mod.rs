//! docloud violations and inspection.

pub mod sign;
pub mod spec;
