//! Charging interfaces (DB4403/T 313, appendix B).

pub mod envelope;
pub mod spec;
