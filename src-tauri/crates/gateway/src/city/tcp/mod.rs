//! The TCP connection to the city platform (DB4403/T 313, 6.1.3): we connect over TLS, log in by 1004 first, say 1006
//! every 3 s, and connect again by ourselves. Requests go both ways; a reply carries its request's packet number.
//!
//! - [`Session`] decides: events and the time come in, actions go out. It knows no socket.
//! - [`TcpRunner`] connects, carries bytes between socket and session, and waits between two attempts.
//! - [`TcpLink`] is what callers hold.
//! - [`DownlinkHandler`] carries out what the platform asks.

mod connect;
mod connection;
mod handler;
mod link;
mod pace;
mod session;

pub use connect::{Address, BadAddress, ByteStream, Connector, TlsConnector};
pub use handler::{DownlinkHandler, NotServed, TcpWatch, Way, refusal};
pub use link::{TcpLink, TcpParts, TcpRunner, tcp_link};
pub use pace::Pace;
pub use session::{Action, CallEnd, Content, Ended, Event, Session, Ticket};
