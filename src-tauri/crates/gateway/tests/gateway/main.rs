//! The gateway against platforms that misbehave: in memory with tokio's time paused, over real sockets on loopback, and
//! with the real ledger.

mod city_link;
mod dispatcher;
mod drill;
mod little_city;
mod queries;
mod real_ledger;
mod selftest;
mod tcp;
