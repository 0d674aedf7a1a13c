//! Lanes and cameras: what a camera pushes is read here, the listener that takes the pushes lives here, and the
//! drivers that open gates.
//!
//! - [`camera`] reads pushes (our own JSON, Vzenith, Hikvision) and builds the answer that opens a gate. No sockets.
//! - [`listener`] is the HTTP side: one path per lane, a token per lane, limits on everything.
//! - [`charger`] lets current flow: a trait, and a simulated one.
//! - [`garage`] drives mechanical garages: simulated ones of every kind.
//! - [`lane`] drives gates and screens: simulated, by an HTTP relay, or by the answer to the camera's push.
//! - [`printer`] prints receipts: over the network, a serial line, a file, or the Windows spooler.
//!
//! Nothing here keeps anything on disk, so no gate command outlives the process.

pub mod camera;
pub mod charger;
pub mod garage;
pub mod lane;
pub mod listener;
pub mod printer;
