//! AutoX3 service orders.

pub mod spec;
