//! The SQLite ledger: journal, tables, outbox, inbox. The only crate that writes SQL.
