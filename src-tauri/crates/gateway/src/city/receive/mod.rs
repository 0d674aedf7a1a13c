//! What the city platform asks of us, taken the same way over HTTPS and over TCP: who it is, whether it is whole, whether
//! it is fresh; then it is stored, then each of its items is carried out, then it is answered. Refusals carry the code of
//! table A.2 that fits, are counted by their reason, and are stored too, within bounds.
//!
//! - [`Guard`] says who it is (`notes.md`, authentication): over HTTPS by the access token that the platform gave us,
//!   by a downlink token or by a client certificate; over TCP the logged-in connection is the proof.
//! - `verdict` says whether it is whole and fresh.
//! - [`CityReceiver`] does the rest, and knows no socket.

mod guard;
mod https;
mod receiver;
mod tcp;
mod verdict;

pub(super) use guard::network;
pub use guard::{BadGuard, Guard};
pub use receiver::{CityReceiver, ReceiverParts};
