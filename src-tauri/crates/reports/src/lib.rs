//! What is printed and exported: receipts first.

pub mod receipt;
