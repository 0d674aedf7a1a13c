//! The SQLite ledger: journal, tables, outbox, exchanges. The only crate that writes SQL.
//!
//! - **One door for writes.** One thread owns the write connection and *runs* the operations handed to it, each in a
//!   savepoint of its own; waiting operations share a commit, and a caller is answered only after its commit is
//!   durable (WAL, `synchronous=FULL`).
//! - **The journal is the truth.** Business tables change only by applying an event that was appended to the
//!   hash-chained journal, so they can be rebuilt from it and come out the same.
//! - **Snapshot reads** on read-only connections feed screens and searches and never wait for a writer.

mod checkpoint;
mod codes;
mod error;
pub mod event;
mod handle;
pub mod inbox;
mod journal;
mod look;
mod migrations;
pub mod outbox;
mod reader;
pub mod replies;
pub mod tables;
mod verify;
mod writer;

pub use error::LedgerError;
pub use handle::{Ledger, Options, Written};
pub use journal::{Actor, Entry, Head, Recorded};
pub use look::SetUp;
pub use reader::{OwnReader, ReadTx};
pub use verify::{Difference, Verdict};
pub use writer::{Committed, Urgency, WriteTx};
