//! What is printed and exported: receipts first.

pub mod receipt;
pub mod repair;
pub mod sheet;
