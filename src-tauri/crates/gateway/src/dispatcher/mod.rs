//! Brings the outbox to a platform.
//!
//! Claim with a lease, send, settle: three separate steps, so no transaction is open and no lock is held during I/O. The
//! ledger hands out only what may go now (order per key, basic data before records); this module decides when, how many
//! at once, and what a lost reply means.
//!
//! While the platform is down the platform as a whole backs off: one message at a time goes out as a probe. With the
//! first answer the gate opens and the backlog drains, several messages at once.

mod carrier;
mod gate;
mod job;
mod outbox;
mod run;
mod settings;

pub use carrier::{Carried, Carrier, Departure, Exchange, Seen};
pub use gate::{BackoffPolicy, Gate};
pub use outbox::{BatchLimit, Claimed, Outbox, OutboxError, Settlement};
pub use run::{Dispatcher, LinkWatch};
pub use settings::DispatcherSettings;
