//! The operations on a desk of their own, subject by subject; one program, so that it is linked once.

mod bindings;
mod car;
mod inside;
mod late;
mod leases;
mod notices;
mod people;
mod receipt;
mod settings;
mod support;
mod waiting;
