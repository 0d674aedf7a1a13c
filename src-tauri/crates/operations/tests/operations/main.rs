//! The operations on a desk of their own, subject by subject; one program, so that it is linked once.

mod bindings;
mod car;
mod charging;
mod controls;
mod corrections;
mod deductions;
mod deposits;
mod inside;
mod late;
mod leases;
mod neighbours;
mod locks;
mod notices;
mod orders;
mod people;
mod platform;
mod pointing;
mod receipt;
mod reconcile;
mod refunds;
mod reservations;
mod service;
mod settings;
mod sharing;
mod support;
mod waiting;
