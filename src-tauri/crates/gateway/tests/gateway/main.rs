//! The gateway against platforms that misbehave: in memory with tokio's time paused, over real sockets on loopback, and
//! with the real ledger.

mod callback;
mod city_link;
mod dispatcher;
mod drill;
mod little_city;
mod people;
mod queries;
mod real_ledger;
mod receive;
mod selftest;
mod tcp;
