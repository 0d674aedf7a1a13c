//! The callback listener: one HTTPS door for everything that platforms push to us.
//!
//! - [`CallbackListener`] binds, holds the certificate, accepts within its caps, and stops gracefully.
//! - A [`Receiver`] per platform is mounted under its paths. It is handed whole bodies within its own size limit, and
//!   words the refusals of the door in its platform's form.
//! - [`Refusals`] counts what was turned away and why; a command shows the counts, and the log has them.
//!
//! The connections are served by hyper itself rather than by a ready-made server: the cap on connections, the cap for one
//! address, the handshake's time, the client's certificate and the graceful end all belong to the accept loop.
//!
//! The rate limit is `governor`'s: its GCRA keeps one number an address and needs no timers, where tower's rate limit is
//! one for everybody together, so that one loud stranger would silence the platform.

mod address;
mod certificate;
mod client_certificate;
mod connection;
mod listener;
mod rate;
mod receiver;
mod refusals;
mod serve;
mod settings;

pub use address::{host_of, is_this_machine, path_of};
pub use certificate::{BadCertificate, Certificate, fingerprint};
pub use client_certificate::ClientCertificates;
pub use connection::{PlainLimits, serve_plain};
pub use listener::{CallbackError, CallbackListener, Traffic};
pub use receiver::{Head, Mounted, Peer, Receiver, Unread};
pub use refusals::Refusals;
pub use settings::{BadCallback, CallbackSettings};
