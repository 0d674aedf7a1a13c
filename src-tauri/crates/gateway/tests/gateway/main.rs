//! The gateway against platforms that misbehave: in memory with tokio's time paused, and over real sockets on loopback.

mod city_link;
mod dispatcher;
mod drill;
mod little_city;
