//! Vehicle-repair electronic health archive.

pub mod spec;
