//! The operations on a desk of their own, subject by subject; one program, so that it is linked once.

mod billing;
mod bindings;
mod car;
mod credit;
mod charging;
mod deductions;
mod inbox;
mod inside;
mod late;
mod leases;
mod neighbours;
mod notices;
mod orders;
mod people;
mod platform;
mod receipt;
mod reconcile;
mod refunds;
mod reservations;
mod settings;
mod sharing;
mod street;
mod support;
mod waiting;
