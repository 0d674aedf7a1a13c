//! Reads and writes the messages of the six platforms. Opens no socket.
//!
//! One module per platform, all of one shape: `spec` (a row per interface), `wire` (the platform's types), `map` (from
//! the lot's own words), `client` (requests and replies). No module knows another one; what they share stands beside
//! them: [`json`], [`sign`], [`cipher`], [`crc`].
//!
//! To build an interface: its types in `wire`, its handler at its row in `spec`, a fixture of each half taken from the
//! platform's document in `tests/fixtures/<platform>/<interface>.request.json` and `.reply.json`; for the city platform
//! also its rows in `tables`, for what the lot says of itself a line in `map`. The row says that it is implemented once
//! handler and fixture are there.

pub mod appendix_b;
pub mod autox3;
pub mod charging;
pub mod cipher;
pub mod city;
pub mod crc;
pub mod docloud;
pub mod etcp;
pub mod interface;
pub mod json;
pub mod repair;
pub mod sign;

pub use interface::{Direction, Handler, HandlerError, Interface, Part, interface, interfaces};
