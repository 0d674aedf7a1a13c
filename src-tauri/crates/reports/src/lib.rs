//! What is printed and exported: receipts first.
