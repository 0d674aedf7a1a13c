//! What a session is told, and what it tells.

use bytes::Bytes;
use lotdesk_protocols::city::frame::{Frame, FrameDirection};

use super::ended::Ended;
use crate::city::tcp::handler::Way;

/// A request of ours, as the caller knows it.
pub type Ticket = u64;

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The connection stands, TLS included.
    Connected,
    /// A whole frame came.
    Received(Frame),
    /// Somebody wants a request sent.
    Call {
        /// Comes back in [`Action::Settle`].
        ticket: Ticket,
        /// The interface.
        command: u16,
        /// The envelope.
        data: Bytes,
    },
    /// A request of the platform was carried out.
    Answered {
        /// Its packet number.
        packet_no: u32,
        /// The reply's envelope.
        data: Bytes,
        /// Whether it was done, not refused.
        ok: bool,
    },
    /// The connection is gone, or what came over it cannot be read.
    Lost(Ended),
    /// Log out and end.
    Stop,
    /// The time has moved on.
    Tick,
}

/// What a frame carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// This.
    Given(Bytes),
    /// The login's envelope (table 40).
    Login,
    /// A request's envelope without items (6.2.5, 6.2.6).
    Nothing,
    /// A reply's envelope: well, without items.
    Fine,
    /// A reply's envelope: refused, for this reason.
    Refusal(&'static str),
}

/// How a request of ours ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// The platform replied with this.
    Replied {
        /// The reply's envelope.
        data: Bytes,
    },
    /// It was sent, and no reply came: the platform may have it.
    Unknown {
        /// Why.
        why: String,
    },
    /// It was never sent.
    NotSent {
        /// Why.
        why: String,
    },
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Send a frame.
    Send {
        /// Request or reply.
        direction: FrameDirection,
        /// Its number.
        packet_no: u32,
        /// The interface.
        command: u16,
        /// What it carries.
        content: Content,
    },
    /// Let the handler carry out a request of the platform, and tell by [`Event::Answered`].
    Ask {
        /// Its packet number.
        packet_no: u32,
        /// The interface.
        command: u16,
        /// The envelope.
        data: Bytes,
    },
    /// Tell the caller how its request ended.
    Settle {
        /// Whose.
        ticket: Ticket,
        /// How.
        end: CallEnd,
    },
    /// The platform took our login.
    LoggedIn,
    /// An interface was used.
    Exchanged {
        /// Which.
        command: u16,
        /// Who asked.
        way: Way,
        /// Whether it went well.
        ok: bool,
    },
    /// Close the connection. The last action.
    End(Ended),
}
