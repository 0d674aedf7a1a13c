//! Charging: stations and prices, orders from the wish to the last 分, and what chargers report of them.
//!
//! - [`stations`] — describing them, prices, connectors as they are now.
//! - [`orders`] — start, stop, metering, the end; one order at a connector at a time.
//! - [`reports`] — what chargers say.
//! - [`fee`] — what joins the parking fee.
//! - [`checks`] — reconciliation with the platform, and what it said to single orders.
//!
//! Two kinds of orders. One that the platform starts is settled by it: its customer pays there, the platform owes us, and
//! the driver owes nothing at the exit. One started at the lot's own counter is owed by the driver and joins the parking fee.

pub(crate) mod checks;
pub(crate) mod fee;
pub(crate) mod orders;
pub(crate) mod reports;
pub(crate) mod stations;
pub(crate) mod view;
