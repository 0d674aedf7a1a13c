//! Sockets: HTTP clients, listeners, and the outbox dispatcher.
//!
//! - [`callback`]: one HTTPS door for everything that platforms push to us.
//! - [`http`]: a client that tells *not sent* from *unknown*.
//! - [`dispatcher`]: brings the outbox to a platform, whichever it is.
//! - [`charging`]: the charging platform, both directions.
//! - [`docloud`]: violations, watched fleets and inspections, asked directly.
//! - [`autox3`]: service orders that come in, and their pictures.
//! - [`etcp`]: drivers, fees and payments at ETCP, and what its lots push.
//! - [`payment`]: the channel that takes drivers' pay codes.
//! - [`repair`]: the repair archive.
//! - [`city`]: the session and the messages of the city platform, carried for the dispatcher.

pub mod autox3;
pub mod callback;
pub mod charging;
pub mod city;
pub mod dispatcher;
pub mod docloud;
pub mod etcp;
pub mod http;
mod net;
pub mod payment;
pub mod repair;
