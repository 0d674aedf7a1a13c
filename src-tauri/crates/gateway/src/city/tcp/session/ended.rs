//! How a connection ends.

use lotdesk_protocols::city::frame::Malformed;

use crate::http::CallFailure;

/// How a connection ends, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// We wanted it: logged out, as far as the platform let us.
    #[error("closed by us")]
    Stopped,
    /// It could not be made.
    #[error(transparent)]
    NotConnected(CallFailure),
    /// It broke, or the platform closed it.
    #[error("the TCP connection was cut: {why}")]
    Cut {
        /// What was met.
        why: String,
    },
    /// What came is no frame.
    #[error("what came over TCP is no message: {0}")]
    Malformed(#[from] Malformed),
    /// A reply, or a repeat, that belongs to another interface than its packet number says.
    #[error("packet {packet_no} over TCP should belong to {wanted} and says {got}")]
    OutOfStep {
        /// The packet number.
        packet_no: u32,
        /// The interface that has this number.
        wanted: u16,
        /// What the frame says.
        got: u16,
    },
    /// The platform does not want us.
    #[error("the platform refuses our login over TCP (1004): {code} {words}")]
    LoginRefused {
        /// Its code.
        code: String,
        /// Its words.
        words: String,
    },
    /// The reply to the login is none.
    #[error("the reply to our login over TCP (1004) cannot be read: {why}")]
    LoginUnreadable {
        /// Why.
        why: String,
    },
    /// There was none.
    #[error("our login over TCP (1004) was not answered")]
    LoginUnanswered,
    /// The platform does not know us any more.
    #[error("the platform refuses our heartbeat (1006): {code} {words}")]
    HeartbeatRefused {
        /// Its code.
        code: String,
        /// Its words.
        words: String,
    },
    /// 6.1.3: the reply stayed away, and twice again.
    #[error("{sendings} heartbeats (1006) in a row were not answered")]
    HeartbeatUnanswered {
        /// How often it was sent.
        sendings: u32,
    },
}
